//! Files that wait for their confirmation, in memory.

use crate::random::{Random, new_uuid};
use domain::Timestamp;
use std::sync::{Arc, Mutex, PoisonError};

/// How many files wait at once; the oldest makes room.
const MOST: usize = 8;

/// How long a file waits, in seconds.
const PATIENCE: i64 = 3600;

/// Files that wait for their confirmation. They are lost when the program stops: whoever confirms then is asked for
/// the file again.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<Vec<Upload>>);

#[derive(Debug)]
struct Upload {
    name: String,
    at: Timestamp,
    bytes: Arc<[u8]>,
}

impl Upload {
    fn is_waiting(&self, now: Timestamp) -> bool {
        now <= self.at.plus_seconds(PATIENCE)
    }
}

impl Uploads {
    /// Keeps a file, and gives the name that it is fetched by.
    pub fn keep(&self, bytes: Arc<[u8]>, random: &dyn Random, now: Timestamp) -> String {
        let name = new_uuid(random, now).to_string();
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|upload| upload.is_waiting(now));
        if waiting.len() == MOST {
            waiting.remove(0);
        }
        waiting.push(Upload { name: name.clone(), at: now, bytes });
        name
    }

    /// The file of this name, if it still waits.
    #[must_use]
    pub fn get(&self, name: &str, now: Timestamp) -> Option<Arc<[u8]>> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|upload| upload.is_waiting(now));
        waiting.iter().find(|upload| upload.name == name).map(|upload| Arc::clone(&upload.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn files_wait_for_an_hour_and_the_oldest_makes_room() {
        let (uploads, random) = (Uploads::default(), SeededRandom::new(1));
        let now = Timestamp::from_micros(0);
        let first = uploads.keep(Arc::from(&b"1"[..]), &random, now);
        assert_eq!(uploads.get(&first, now).as_deref(), Some(&b"1"[..]));
        for _ in 0..MOST {
            uploads.keep(Arc::from(&b"2"[..]), &random, now);
        }
        assert_eq!(uploads.get(&first, now), None, "eight more came");
        let second = uploads.keep(Arc::from(&b"3"[..]), &random, now);
        assert!(uploads.get(&second, now.plus_seconds(PATIENCE)).is_some());
        assert_eq!(uploads.get(&second, now.plus_seconds(PATIENCE + 1)), None, "an hour has passed");
        assert_eq!(uploads.get("nothing", now), None);
    }
}
