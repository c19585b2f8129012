//! Whether something is still as it was when a page showed it.

use std::hash::{Hash, Hasher};

/// A short text that differs when the value does: a form carries it, so that the server can tell whether someone else
/// changed the value in the meantime. The same in the browser and on the server.
#[must_use]
pub fn fingerprint<T: Hash + ?Sized>(value: &T) -> String {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    value.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv). Lengths count as 64 bits everywhere.
struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_is_the_same_on_every_machine() {
        assert_eq!(fingerprint(&0x61_u8), "af63dc4c8601ec8c", "FNV-1a of the letter a");
        assert_ne!(fingerprint(&("ab", "c")), fingerprint(&("a", "bc")));
        assert_eq!(fingerprint(&[1_u32, 2][..]), fingerprint(&vec![1_u32, 2]));
    }
}
