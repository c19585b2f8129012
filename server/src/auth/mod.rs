//! Who is asking: session tokens, passwords, and the limit on failed logins.

mod guard;
pub mod password;
mod session;
mod token;

pub use guard::{Caller, Guard};
pub use session::{SESSION_HOURS_ADMIN, SESSION_HOURS_STUDENT, Session, actor, claimed};
pub use token::{BROWSER_KNOWN_DAYS, Secret, Tokens};
