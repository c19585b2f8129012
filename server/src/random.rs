//! Where randomness comes from, and what is made of it: ids, keys, passwords.

use domain::{Id, StudentKey, Timestamp};
use std::sync::Mutex;
use uuid::{Builder, Uuid};

/// A source of random bytes, as an argument, so that tests can repeat themselves.
pub trait Random: Send + Sync + 'static {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The system's source (`getrandom`): fit for keys and secrets.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        use rand::TryRng;
        if let Err(error) = rand::rngs::SysRng.try_fill_bytes(bytes) {
            // Going on with predictable keys would be worse than stopping.
            panic!("the system gives no random numbers: {error}");
        }
    }
}

/// Repeatable numbers from a seed: for tests only.
#[derive(Debug)]
pub struct SeededRandom(Mutex<rand::rngs::ChaCha12Rng>);

impl SeededRandom {
    /// The source that this seed starts.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        use rand::SeedableRng;
        Self(Mutex::new(rand::rngs::ChaCha12Rng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        use rand::Rng;
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// A new id: a UUID of version 7, so that ids sort by the time of their making.
pub fn new_id<T>(random: &dyn Random, now: Timestamp) -> Id<T> {
    Id::from_uuid(new_uuid(random, now))
}

/// A new UUID of version 7 (RFC 9562).
pub fn new_uuid(random: &dyn Random, now: Timestamp) -> Uuid {
    let mut bytes = [0; 10];
    random.fill(&mut bytes);
    let millis = u64::try_from(now.as_micros() / 1000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
}

/// A new student key, each character equally likely.
pub fn new_key(random: &dyn Random) -> StudentKey {
    StudentKey::from_digits([(); StudentKey::GENERATED_LENGTH].map(|()| below_30(random)))
}

/// A new password: 20 characters of the keys' alphabet, 98 bits.
pub fn new_password(random: &dyn Random) -> String {
    (0..20).map(|_| char::from(StudentKey::ALPHABET[usize::from(below_30(random))])).collect()
}

/// A number below 30, each equally likely: of 256 byte values the 16 beyond 8 × 30 are thrown away.
fn below_30(random: &dyn Random) -> u8 {
    loop {
        let mut byte = [0];
        random.fill(&mut byte);
        if byte[0] < 240 {
            return byte[0] % 30;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_the_time_of_their_making() {
        let random = SeededRandom::new(1);
        let at = |millis: i64| new_id::<()>(&random, Timestamp::from_micros(millis * 1000));
        assert!(at(1_000) < at(1_001));
        assert_ne!(at(1_000), at(1_000));
    }

    #[test]
    fn every_character_of_a_key_turns_up() {
        let random = SeededRandom::new(2);
        let mut seen: Vec<char> =
            (0..200).flat_map(|_| new_key(&random).as_str().chars().collect::<Vec<_>>()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), StudentKey::ALPHABET.len());
    }
}
