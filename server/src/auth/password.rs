//! The administrator's password: argon2id with OWASP's parameters.

use crate::error::{Error, Result};
use app::api::session::PasswordProblem;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash};

/// 19 MiB, two passes, one lane: the first choice of OWASP's Password Storage Cheat Sheet for argon2id.
fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::Crypto(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password in the PHC string format. Takes tens of milliseconds.
///
/// # Errors
/// [`Error::Crypto`].
pub fn hash(password: &str, salt: &[u8; 16]) -> Result<String> {
    let hash: PasswordHash = argon2()?
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|error| Error::Crypto(error.to_string()))?;
    Ok(hash.to_string())
}

/// Whether this is the password. Without a hash, as for an account that doesn't exist, it takes as long and says no.
#[must_use]
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let Ok(argon2) = argon2() else { return false };
    match hash.map(PasswordHash::new) {
        Some(Ok(hash)) => argon2.verify_password(password.as_bytes(), &hash).is_ok(),
        _ => {
            let mut out = [0; 32];
            let _ = argon2.hash_password_into(password.as_bytes(), b"no such account!", &mut out);
            false
        }
    }
}

/// Whether a password may be set: 12 to 256 characters, no other demands (NIST SP 800-63B).
///
/// # Errors
/// Why not.
pub fn acceptable(password: &str) -> Result<(), PasswordProblem> {
    match password.chars().count() {
        ..12 => Err(PasswordProblem::TooShort),
        12..=256 => Ok(()),
        _ => Err(PasswordProblem::TooLong),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_by_its_hash_alone() {
        let hash = hash("een goed wachtwoord", &[7; 16]).expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("een goed wachtwoord", Some(&hash)));
        assert!(!verify("een slecht wachtwoord", Some(&hash)));
        assert!(!verify("een goed wachtwoord", None));
        assert!(!verify("een goed wachtwoord", Some("rubbish")));
    }

    #[test]
    fn a_password_has_12_to_256_characters() {
        assert_eq!(acceptable("elf tekens."), Err(PasswordProblem::TooShort));
        assert_eq!(acceptable("twaalf tekns"), Ok(()));
        assert_eq!(acceptable(&"é".repeat(256)), Ok(()));
        assert_eq!(acceptable(&"é".repeat(257)), Err(PasswordProblem::TooLong));
    }
}
