//! Logging in, and passwords.

use super::Services;
use crate::{
    auth::{Caller, Session, password},
    error::{Error, Result},
    random,
    store::StudentRow,
};
use app::api::session::{LoginProblem, PasswordProblem};
use domain::{StudentKey, Timestamp};
use std::net::IpAddr;

/// The name of the one administrator's account.
pub const ADMIN: &str = "admin";

/// A student who has just logged in.
#[derive(Debug)]
pub struct LoggedIn {
    /// His session's token.
    pub token: String,
    /// When it expires.
    pub expires_at: Timestamp,
    /// Who he is.
    pub student: StudentRow,
}

/// An administrator who has just logged in.
#[derive(Debug)]
pub struct AdminLoggedIn {
    /// His session's token.
    pub token: String,
    /// When it expires.
    pub expires_at: Timestamp,
    /// The token that makes his browser known.
    pub browser: String,
}

impl Services {
    /// Logs a student in with what he typed.
    ///
    /// Only failures are limited. A right key that the program made gets in even while its address is limited, so that
    /// nobody can lock another out; such a key can't be guessed at any speed. One that was set by hand can, and waits.
    ///
    /// # Errors
    /// [`Error::Database`]. A refusal is no error but an answer.
    pub async fn log_in_student(&self, typed: &str, address: Option<IpAddr>) -> Result<Result<LoggedIn, LoginProblem>> {
        if typed.trim().is_empty() {
            return Ok(Err(LoginProblem::Empty));
        }
        let now = self.clock.now();
        let student = match typed.parse::<StudentKey>() {
            Ok(key) => self.students_by_key.ask(key).await?,
            Err(_) => None,
        };
        let limited = self.guard.student_wait(address, now);
        let student = match (student, limited) {
            (Some(student), None) => student,
            (Some(student), Some(_)) if student.key_generated => student,
            (_, Some(wait)) => return Ok(Err(LoginProblem::TooMany { retry_after_seconds: wait })),
            (None, None) => {
                self.guard.student_failed(address, now);
                return Ok(Err(LoginProblem::Wrong));
            }
        };
        let session = Session::student(student.id, student.event, student.key_version);
        Ok(Ok(LoggedIn { token: self.tokens.issue(&session, now)?, expires_at: session.expires_at(now), student }))
    }

    /// Logs the administrator in.
    ///
    /// # Errors
    /// [`Error::Database`]. A refusal is no error but an answer.
    pub async fn log_in_admin(&self, typed: &str, caller: Caller) -> Result<Result<AdminLoggedIn, LoginProblem>> {
        if typed.is_empty() {
            return Ok(Err(LoginProblem::Empty));
        }
        let now = self.clock.now();
        if let Err(wait) = self.guard.admin_tries(caller, now) {
            return Ok(Err(LoginProblem::TooMany { retry_after_seconds: wait }));
        }
        match self.check_password(typed).await? {
            Some(version) => {
                self.guard.admin_succeeded(caller, now);
                let browser = caller.browser.unwrap_or_else(|| random::new_uuid(&*self.random, now));
                let session = Session::admin(ADMIN, version);
                Ok(Ok(AdminLoggedIn {
                    token: self.tokens.issue(&session, now)?,
                    expires_at: session.expires_at(now),
                    browser: self.tokens.issue_browser(browser, now)?,
                }))
            }
            None => Ok(Err(LoginProblem::Wrong)),
        }
    }

    /// Changes the administrator's password; all his sessions end but the one whose token this
    /// gives, with when it expires.
    ///
    /// # Errors
    /// [`Error::Database`]. A refusal is no error but an answer.
    pub async fn change_password(
        &self,
        old: &str,
        new: &str,
        caller: Caller,
    ) -> Result<Result<(String, Timestamp), PasswordProblem>> {
        let now = self.clock.now();
        if let Err(wait) = self.guard.admin_tries(caller, now) {
            return Ok(Err(PasswordProblem::TooMany { retry_after_seconds: wait }));
        }
        if self.check_password(old).await?.is_none() {
            return Ok(Err(PasswordProblem::Wrong));
        }
        self.guard.admin_succeeded(caller, now);
        if let Err(problem) = password::acceptable(new) {
            return Ok(Err(problem));
        }
        let version = self.set_admin_password(new, ADMIN).await?;
        let session = Session::admin(ADMIN, version);
        Ok(Ok((self.tokens.issue(&session, now)?, session.expires_at(now))))
    }

    /// Sets the administrator's password without asking for the old one, and gives the account's new version.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub async fn set_admin_password(&self, new: &str, by_whom: &str) -> Result<u32> {
        let mut salt = [0; 16];
        self.random.fill(&mut salt);
        let hash = self.off_thread({
            let new = new.to_owned();
            move || password::hash(&new, &salt)
        });
        self.store.set_password(ADMIN, &hash.await?, by_whom, self.clock.now()).await
    }

    /// A password that nobody can guess.
    #[must_use]
    pub fn new_password(&self) -> String {
        random::new_password(&*self.random)
    }

    /// The account's version if this is its password. An account that doesn't exist takes as long as a wrong password.
    async fn check_password(&self, typed: &str) -> Result<Option<u32>> {
        let account = self.store.account(ADMIN).await?;
        let hash = account.as_ref().map(|account| account.password_hash.clone());
        let typed = typed.to_owned();
        let is_right = self.off_thread(move || Ok(password::verify(&typed, hash.as_deref()))).await?;
        Ok(account.filter(|_| is_right).map(|account| account.version))
    }

    /// Runs hashing off the async threads, two at a time. [`Error::Overloaded`] if too many wait for it.
    async fn off_thread<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _inside = self.password_work.enter().await?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Stopped)?
    }
}
