//! Sessions: what a token says, and whether it still holds.

use crate::{error::Result, store::Store};
use app::backend::{Actor, Admin, Student};
use domain::{StudentId, Timestamp};
use serde::{Deserialize, Serialize};

/// How long a student stays logged in, in hours: a school day.
pub const SESSION_HOURS_STUDENT: i64 = 12;

/// How long an administrator stays logged in, in hours.
pub const SESSION_HOURS_ADMIN: i64 = 8;

/// Whose session it is, and with which version of his key or password it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    who: Who,
    version: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    Student(StudentId),
    Admin(String),
}

/// What stands in a token.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Claims {
    pub(super) sub: String,
    pub(super) role: Role,
    /// The version of the key or password, see [`Session`].
    pub(super) ver: u32,
    /// When it was issued, in seconds since 1970.
    pub(super) iat: i64,
    /// When it expires, in seconds since 1970.
    pub(super) exp: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Role {
    Student,
    Admin,
    /// No session: a browser in which an administrator logged in before.
    Browser,
}

impl Session {
    /// A student's session.
    #[must_use]
    pub const fn student(id: StudentId, key_version: u32) -> Self {
        Self { who: Who::Student(id), version: key_version }
    }

    /// An administrator's session.
    #[must_use]
    pub fn admin(account: &str, version: u32) -> Self {
        Self { who: Who::Admin(account.to_owned()), version }
    }

    pub(super) fn claims(&self, now: Timestamp) -> Claims {
        let (sub, role, hours) = match &self.who {
            Who::Student(id) => (id.to_string(), Role::Student, SESSION_HOURS_STUDENT),
            Who::Admin(name) => (name.clone(), Role::Admin, SESSION_HOURS_ADMIN),
        };
        let iat = now.as_micros() / 1_000_000;
        Claims { sub, role, ver: self.version, iat, exp: iat + hours * 3600 }
    }

    /// When a session that begins now ends.
    #[must_use]
    pub fn expires_at(&self, now: Timestamp) -> Timestamp {
        Timestamp::from_micros(self.claims(now).exp * 1_000_000)
    }

    pub(super) fn from_claims(claims: &Claims, now: Timestamp) -> Option<Self> {
        if claims.exp <= now.as_micros() / 1_000_000 {
            return None;
        }
        let who = match claims.role {
            Role::Student => Who::Student(claims.sub.parse().ok()?),
            Role::Admin => Who::Admin(claims.sub.clone()),
            Role::Browser => return None,
        };
        Some(Self { who, version: claims.ver })
    }
}

/// Who the holder of a session is: nobody if the key or password has changed since, or the student is gone.
///
/// # Errors
/// [`Error::Database`](crate::error::Error::Database).
pub async fn actor(store: &Store, session: &Session) -> Result<Actor> {
    Ok(match &session.who {
        Who::Student(id) => match store.student(*id).await? {
            Some(student) if student.key_version == session.version => {
                Actor::Student(Student { id: student.id, event: student.event })
            }
            _ => Actor::Nobody,
        },
        Who::Admin(name) => match store.account(name).await? {
            Some(account) if account.version == session.version => Actor::Admin(Admin { name: account.name }),
            _ => Actor::Nobody,
        },
    })
}
