//! The limit on failed logins.
//!
//! Token buckets, of which a failure takes one and success none: a whole school shares an address and logs in within
//! seconds. The known limiters count every attempt and can't be asked without being charged, so this is our own.

use domain::Timestamp;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
};
use uuid::Uuid;

/// How many failures come back each second, and how many can be used up at once.
#[derive(Clone, Copy, Debug)]
struct Rate {
    per_second: f64,
    burst: f64,
}

/// A school's mistypings in its first minute, and ten guesses a second after that: with 20,000 generated keys, decades
/// to the first hit.
const STUDENT_ADDRESS: Rate = Rate { per_second: 10.0, burst: 200.0 };
/// All addresses together.
const STUDENT_OVERALL: Rate = Rate { per_second: 100.0, burst: 2000.0 };
/// A password is guessed by a person, one in six seconds.
const ADMIN_ADDRESS: Rate = Rate { per_second: 1.0 / 6.0, burst: 10.0 };
/// All addresses together.
const ADMIN_OVERALL: Rate = Rate { per_second: 2.0, burst: 100.0 };

/// How many addresses and browsers are remembered; beyond, those whose bucket is full again are forgotten.
const SOURCES: usize = 10_000;

/// Limits failed logins by address and overall.
#[derive(Debug)]
pub struct Guard {
    student: Mutex<Buckets>,
    admin: Mutex<Buckets>,
}

/// Where an administrator's login comes from.
///
/// A browser in which he logged in before counts for itself, so that nobody at the same address, nor a crowd anywhere,
/// can lock him out (OWASP's "device cookies").
#[derive(Clone, Copy, Debug, Default)]
pub struct Caller {
    /// The address, if it is known.
    pub address: Option<IpAddr>,
    /// The browser, if it is known.
    pub browser: Option<Uuid>,
}

impl Caller {
    fn source(self) -> Source {
        self.browser.map_or_else(|| Source::Address(self.address.map(network)), Source::Browser)
    }
}

impl Default for Guard {
    fn default() -> Self {
        Self {
            student: Mutex::new(Buckets::new(STUDENT_ADDRESS, STUDENT_OVERALL)),
            admin: Mutex::new(Buckets::new(ADMIN_ADDRESS, ADMIN_OVERALL)),
        }
    }
}

impl Guard {
    /// How many seconds a student's login from this address must wait; nothing if it needn't.
    #[must_use]
    pub fn student_wait(&self, address: Option<IpAddr>, now: Timestamp) -> Option<u32> {
        lock(&self.student).wait(Source::Address(address.map(network)), now)
    }

    /// A student's login failed.
    pub fn student_failed(&self, address: Option<IpAddr>, now: Timestamp) {
        lock(&self.student).failed(Source::Address(address.map(network)), now);
    }

    /// An administrator tries to log in. It counts as failed until [`Guard::admin_succeeded`] says otherwise: checking
    /// a password takes time, and many tried at once must not all slip through meanwhile.
    ///
    /// # Errors
    /// How many seconds it must wait; nothing is counted then.
    pub fn admin_tries(&self, caller: Caller, now: Timestamp) -> Result<(), u32> {
        let mut buckets = lock(&self.admin);
        match buckets.wait(caller.source(), now) {
            Some(wait) => Err(wait),
            None => {
                buckets.failed(caller.source(), now);
                Ok(())
            }
        }
    }

    /// What was tried was right: it counts no more.
    pub fn admin_succeeded(&self, caller: Caller, now: Timestamp) {
        lock(&self.admin).forgiven(caller.source(), now);
    }
}

fn lock(buckets: &Mutex<Buckets>) -> std::sync::MutexGuard<'_, Buckets> {
    buckets.lock().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Debug)]
struct Buckets {
    rate: Rate,
    by_source: HashMap<Source, Bucket>,
    overall_rate: Rate,
    overall: Bucket,
}

/// Whose failures are counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Source {
    /// An address, or all whose address isn't known.
    Address(Option<IpAddr>),
    /// A browser in which the administrator logged in before.
    Browser(Uuid),
}

/// What is left, and when that was counted.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Bucket {
    const fn full(rate: Rate, now: Timestamp) -> Self {
        Self { left: rate.burst, at: now }
    }

    fn left(&self, rate: Rate, now: Timestamp) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "spans of days in microseconds fit in 53 bits")]
        let seconds = (now.as_micros() - self.at.as_micros()).max(0) as f64 / 1e6;
        (self.left + seconds * rate.per_second).min(rate.burst)
    }

    fn take(&mut self, rate: Rate, now: Timestamp) {
        *self = Self { left: (self.left(rate, now) - 1.0).max(0.0), at: now };
    }

    fn give_back(&mut self, rate: Rate, now: Timestamp) {
        *self = Self { left: (self.left(rate, now) + 1.0).min(rate.burst), at: now };
    }

    fn wait(&self, rate: Rate, now: Timestamp) -> Option<u32> {
        let lacking = 1.0 - self.left(rate, now);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at least 1, at most 6")]
        (lacking > 0.0).then(|| (lacking / rate.per_second).ceil() as u32)
    }
}

impl Buckets {
    fn new(rate: Rate, overall_rate: Rate) -> Self {
        let overall = Bucket::full(overall_rate, Timestamp::from_micros(0));
        Self { rate, by_source: HashMap::new(), overall_rate, overall }
    }

    fn wait(&self, source: Source, now: Timestamp) -> Option<u32> {
        let own = self.by_source.get(&source).and_then(|bucket| bucket.wait(self.rate, now));
        match source {
            Source::Address(_) => own.max(self.overall.wait(self.overall_rate, now)),
            // What strangers do anywhere is no business of a browser that is known.
            Source::Browser(_) => own,
        }
    }

    fn failed(&mut self, source: Source, now: Timestamp) {
        let rate = self.rate;
        if self.by_source.len() >= SOURCES {
            self.by_source.retain(|_, bucket| bucket.left(rate, now) < rate.burst);
        }
        if self.by_source.len() < SOURCES || self.by_source.contains_key(&source) {
            let bucket = self.by_source.entry(source).or_insert_with(|| Bucket::full(rate, now));
            bucket.take(rate, now);
        }
        self.overall.take(self.overall_rate, now);
    }

    fn forgiven(&mut self, source: Source, now: Timestamp) {
        if let Some(bucket) = self.by_source.get_mut(&source) {
            bucket.give_back(self.rate, now);
        }
        self.overall.give_back(self.overall_rate, now);
    }
}

/// What counts as one address: of IPv6 the /64 that one household or school gets.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1)));
    const THERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 2)));

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(1_000_000_000).plus_seconds(seconds)
    }

    #[test]
    fn failures_of_one_address_limit_that_address_alone() {
        let guard = Guard::default();
        for _ in 0..200 {
            assert_eq!(guard.student_wait(HERE, at(0)), None);
            guard.student_failed(HERE, at(0));
        }
        assert_eq!(guard.student_wait(HERE, at(0)), Some(1));
        assert_eq!(guard.student_wait(THERE, at(0)), None);
    }

    #[test]
    fn ten_wrong_keys_a_second_are_let_through_in_the_long_run() {
        let guard = Guard::default();
        let mut let_through = 0;
        for tenth in 0..6000 {
            for _ in 0..5 {
                let now = Timestamp::from_micros(at(0).as_micros() + tenth * 100_000);
                if guard.student_wait(HERE, now).is_none() {
                    guard.student_failed(HERE, now);
                    let_through += 1;
                }
            }
        }
        assert!((6000..=6200).contains(&let_through), "{let_through}");
    }

    #[test]
    fn an_administrator_may_mistype_ten_times_and_then_waits_seconds_not_hours() {
        let guard = Guard::default();
        let stranger = Caller { address: HERE, browser: None };
        for _ in 0..10 {
            assert_eq!(guard.admin_tries(stranger, at(0)), Ok(()));
        }
        assert_eq!(guard.admin_tries(stranger, at(0)), Err(6));
        assert_eq!(guard.admin_tries(stranger, at(6)), Ok(()));
        guard.admin_succeeded(stranger, at(6));
        assert_eq!(guard.admin_tries(stranger, at(6)), Ok(()), "success costs nothing");
        let known = Caller { browser: Some(Uuid::from_u128(1)), ..stranger };
        for _ in 0..10 {
            assert_eq!(guard.admin_tries(known, at(6)), Ok(()), "a known browser counts for itself");
        }
        assert_eq!(guard.admin_tries(known, at(6)), Err(6));
        assert_eq!(guard.student_wait(HERE, at(0)), None);
    }

    #[test]
    fn an_ipv6_network_counts_as_one_address_and_a_mapped_one_as_its_ipv4() {
        let guard = Guard::default();
        let address = |text: &str| Some(text.parse::<IpAddr>().expect("an address"));
        for host in 0..200 {
            guard.student_failed(address(&format!("2001:db8::{host:x}")), at(0));
        }
        assert!(guard.student_wait(address("2001:db8::ffff"), at(0)).is_some());
        assert!(guard.student_wait(address("2001:db8:0:1::1"), at(0)).is_none());
        for _ in 0..200 {
            guard.student_failed(address("::ffff:192.0.2.1"), at(0));
        }
        assert!(guard.student_wait(HERE, at(0)).is_some());
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let guard = Guard::default();
        for host in 0..30_000_u32 {
            guard.student_failed(Some(IpAddr::V4(std::net::Ipv4Addr::from_bits(host))), at(i64::from(host)));
        }
        assert!(guard.student.lock().expect("a lock").by_source.len() <= SOURCES);
    }
}
