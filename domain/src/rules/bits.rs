//! Sets of small numbers, a bit each.

/// A set of numbers below a bound that the first operation fixes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// The set of those numbers below `bound` that `holds` picks.
    pub fn of(bound: usize, holds: impl Fn(usize) -> bool) -> Self {
        let mut words = vec![0; bound.div_ceil(64)];
        for number in (0..bound).filter(|&number| holds(number)) {
            words[number / 64] |= 1 << (number % 64);
        }
        Self(words)
    }

    pub fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Leaves only what is in both.
    pub fn intersect(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Takes in what is in the other.
    pub fn unite(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what is in the other.
    pub fn subtract(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// How many are in both.
    pub fn count_common(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(word, other)| (word & other).count_ones()).sum()
    }

    /// What is in both, ascending.
    pub fn common<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = usize> + 'a {
        self.0.iter().zip(&other.0).enumerate().flat_map(|(place, (word, other))| {
            let mut left = word & other;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let lowest = left.trailing_zeros() as usize;
                    left &= left - 1;
                    place * 64 + lowest
                })
            })
        })
    }
}
