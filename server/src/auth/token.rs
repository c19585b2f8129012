//! Session tokens: JWTs signed with HS256 (RFC 7519, RFC 7518).

use super::{
    Session,
    session::{Claims, Role},
};
use crate::{
    error::{Error, Result},
    random::Random,
};
use domain::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};
use uuid::Uuid;

/// How long a browser stays known, in days: an administrator comes back every season.
pub const BROWSER_KNOWN_DAYS: i64 = 400;

/// The secret that signs tokens: 32 random bytes. It shows in no `Debug`.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Reads the secret from a file, which is made at the first start so that only its owner can read it.
    ///
    /// # Errors
    /// [`Error::Setup`] if the file can't be read or made, or isn't a secret.
    pub fn from_file(path: &Path, random: &dyn Random) -> Result<Self> {
        let cannot = |what: &str, error: &dyn std::fmt::Display| {
            Error::Setup(format!("the secret file {} can't be {what}: {error}", path.display()))
        };
        match fs::read(path) {
            Ok(bytes) => bytes.try_into().map(Self).map_err(|_| {
                Error::Setup(format!(
                    "the secret file {} is damaged; delete it to have a new one made (everyone must log in again)",
                    path.display()
                ))
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let secret = Self::new(random);
                // Written beside and renamed, so that no reader ever sees half a secret.
                let beside = path.with_extension(format!("new-{}", std::process::id()));
                let mut file = fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .mode(0o600)
                    .open(&beside)
                    .map_err(|error| cannot("made", &error))?;
                file.write_all(&secret.0).and_then(|()| file.sync_all()).map_err(|error| cannot("written", &error))?;
                fs::rename(&beside, path).map_err(|error| cannot("made", &error))?;
                Ok(secret)
            }
            Err(error) => Err(cannot("read", &error)),
        }
    }

    /// A new secret.
    #[must_use]
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(bytes)
    }
}

/// Makes and reads session tokens.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// Tokens signed with this secret.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        // The time is judged below, by the clock that the program was given.
        validation.validate_exp = false;
        validation.required_spec_claims.clear();
        Self {
            encoding: EncodingKey::from_secret(&secret.0),
            decoding: DecodingKey::from_secret(&secret.0),
            validation,
        }
    }

    /// A token for a session that begins now.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn issue(&self, session: &Session, now: Timestamp) -> Result<String> {
        self.sign(&session.claims(now))
    }

    /// The session of a token that we signed and that hasn't expired.
    #[must_use]
    pub fn read(&self, token: &str, now: Timestamp) -> Option<Session> {
        self.read_until(token, now).map(|(session, _)| session)
    }

    /// The same with when it expires.
    #[must_use]
    pub fn read_until(&self, token: &str, now: Timestamp) -> Option<(Session, Timestamp)> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?;
        let expires_at = Timestamp::from_micros(data.claims.exp.checked_mul(1_000_000)?);
        Some((Session::from_claims(&data.claims, now)?, expires_at))
    }

    /// A token that makes a browser known from now on, see [`Caller`](super::Caller). It opens nothing.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn issue_browser(&self, browser: Uuid, now: Timestamp) -> Result<String> {
        let iat = now.as_micros() / 1_000_000;
        let exp = iat + BROWSER_KNOWN_DAYS * 24 * 3600;
        self.sign(&Claims { sub: browser.to_string(), role: Role::Browser, ver: 0, iat, exp })
    }

    /// The browser of a token that we signed and that hasn't expired.
    #[must_use]
    pub fn read_browser(&self, token: &str, now: Timestamp) -> Option<Uuid> {
        let claims = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?.claims;
        let is_known = claims.role == Role::Browser && claims.exp > now.as_micros() / 1_000_000;
        is_known.then(|| claims.sub.parse().ok()).flatten()
    }

    fn sign(&self, claims: &Claims) -> Result<String> {
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &self.encoding)
            .map_err(|error| Error::Crypto(error.to_string()))
    }
}
