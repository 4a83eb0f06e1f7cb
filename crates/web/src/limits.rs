//! How often one network may do what costs us something: send reports, try codes.
//!
//! A network is an IPv4 address or an IPv6 /64. A forwarded address is believed from configured proxies alone, and then only
//! the hop nearest to them: whatever stands further left anybody can write. Counted per process.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::str::FromStr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::http::HeaderMap;
use domain::Timestamp;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Codes tried from one network in a minute: far more than people need. Guessing 160 bits is hopeless at any rate.
const CODES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// Expressions of interest from one network in an hour: a person has one.
const INTERESTS_PER_HOUR: NonZeroU32 = NonZeroU32::new(5).unwrap();
/// Passwords tried for one address: ten at once, then one a minute. Whoever waits comes in, and links and passkeys are not counted.
const PASSWORDS_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).unwrap();
const PASSWORDS_PERIOD: Duration = Duration::from_mins(1);
/// Quiet networks are forgotten this often.
const FORGET_EVERY_MS: i64 = 10 * 60 * 1000;

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limited {
    /// Reports.
    Reports,
    /// Codes of sign-in links and receipts.
    Codes,
    /// Expressions of interest in joining the committee.
    Interests,
}

/// The limits, with what each network has used of them.
pub(crate) struct Limits {
    reports: Option<DefaultKeyedRateLimiter<IpAddr>>,
    codes: DefaultKeyedRateLimiter<IpAddr>,
    interests: Option<DefaultKeyedRateLimiter<IpAddr>>,
    passwords: Option<DefaultKeyedRateLimiter<String>>,
    forgotten_at: AtomicI64,
}

impl Limits {
    /// Limits with so many reports in an hour; 0 is no limit, on interests neither.
    pub(crate) fn new(reports_per_hour: u32) -> Self {
        let interests = (reports_per_hour > 0).then(|| RateLimiter::keyed(Quota::per_hour(INTERESTS_PER_HOUR)));
        Self {
            interests,
            reports: NonZeroU32::new(reports_per_hour).map(|count| RateLimiter::keyed(Quota::per_hour(count))),
            codes: RateLimiter::keyed(Quota::per_minute(CODES_PER_MINUTE)),
            passwords: Quota::with_period(PASSWORDS_PERIOD)
                .map(|quota| RateLimiter::keyed(quota.allow_burst(PASSWORDS_AT_ONCE))),
            forgotten_at: AtomicI64::new(0),
        }
    }

    /// Takes one from a network's share.
    ///
    /// # Errors
    /// In how many seconds there is one again.
    pub(crate) fn take(&self, what: Limited, network: IpAddr, now: Timestamp) -> Result<(), u64> {
        self.forget(now);
        let limiter = match what {
            Limited::Reports => self.reports.as_ref(),
            Limited::Codes => Some(&self.codes),
            Limited::Interests => self.interests.as_ref(),
        };
        let Some(limiter) = limiter else { return Ok(()) };
        let clock = DefaultClock::default();
        limiter.check_key(&network).map_err(|until| until.wait_time_from(clock.now()).as_secs() + 1)
    }

    /// Takes a try of a password from an address's share, whether or not it is anybody's.
    ///
    /// # Errors
    /// In how many seconds there is one again.
    pub(crate) fn take_password(&self, address: &str) -> Result<(), u64> {
        let Some(limiter) = &self.passwords else { return Ok(()) };
        let clock = DefaultClock::default();
        let taken = limiter.check_key(&address.trim().to_lowercase());
        taken.map_err(|until| until.wait_time_from(clock.now()).as_secs() + 1)
    }

    /// Forgets networks that have been quiet, so that memory is bounded by who came lately.
    fn forget(&self, now: Timestamp) {
        let (now, before) = (now.as_millisecond(), self.forgotten_at.load(Ordering::Relaxed));
        let due = now - before >= FORGET_EVERY_MS;
        if due && self.forgotten_at.compare_exchange(before, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            for limiter in self.reports.iter().chain(&self.interests).chain([&self.codes]) {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
            if let Some(limiter) = &self.passwords {
                limiter.retain_recent();
                limiter.shrink_to_fit();
            }
        }
    }
}

/// Addresses that share a beginning: `10.0.0.0/8`, `2001:db8::/32`, or one address.
///
/// ```
/// use web::Network;
/// let proxies: Network = "10.0.0.0/8".parse().unwrap();
/// assert!(proxies.contains("10.1.2.3".parse().unwrap()));
/// assert!(!proxies.contains("11.1.2.3".parse().unwrap()));
/// assert!("10.0.0.0/33".parse::<Network>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u8,
}

/// Why a text is not a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANetwork;

impl fmt::Display for NotANetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not an address like 192.0.2.1, nor a network like 192.0.2.0/24")
    }
}

impl std::error::Error for NotANetwork {}

impl Network {
    /// Whether an address is in it.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (ours, length) = number(self.address);
        let (theirs, their_length) = number(address.to_canonical());
        let apart = u32::from(length - self.bits);
        length == their_length && (ours ^ theirs).checked_shr(apart).unwrap_or(0) == 0
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u8>().map_err(|_| NotANetwork)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotANetwork)?;
        let (_, length) = number(address);
        let bits = bits.unwrap_or(length);
        if bits <= length { Ok(Self { address, bits }) } else { Err(NotANetwork) }
    }
}

/// An address as a number, and how many bits it has.
fn number(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The network a request comes from, as far as its share of the limits goes.
pub(crate) fn network(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED)).to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let from = if is_trusted(peer) { forwarded(headers, is_trusted).unwrap_or(peer) } else { peer };
    match from {
        IpAddr::V4(_) => from,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
    }
}

/// The hop nearest to our proxies that is not one of them. One that cannot be read ends the search: the proxy itself counts.
fn forwarded(headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let values = headers.get_all("x-forwarded-for").iter().rev();
    for value in values {
        for hop in value.to_str().ok()?.rsplit(',') {
            let address = hop.trim().parse::<IpAddr>().ok()?.to_canonical();
            if !is_trusted(address) {
                return Some(address);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn seen(peer: &str, forwarded: &[&'static str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(value));
        }
        let trusted: Vec<Network> = trusted.iter().map(|one| one.parse().unwrap()).collect();
        network(Some(peer.parse().unwrap()), &headers, &trusted).to_string()
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy_and_only_the_nearest_hop() {
        let table: [(&str, &[&'static str], &[&str], &str); 9] = [
            ("192.0.2.1", &["198.51.100.7"], &[], "192.0.2.1"),
            ("192.0.2.1", &["198.51.100.7"], &["127.0.0.1"], "192.0.2.1"),
            ("127.0.0.1", &["203.0.113.9, 198.51.100.7"], &["127.0.0.1"], "198.51.100.7"),
            ("127.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.3"], &["127.0.0.1", "10.0.0.0/8"], "198.51.100.7"),
            ("127.0.0.1", &["203.0.113.9", "198.51.100.7"], &["127.0.0.1"], "198.51.100.7"),
            ("127.0.0.1", &["198.51.100.7, nonsense"], &["127.0.0.1"], "127.0.0.1"),
            ("127.0.0.1", &[], &["127.0.0.1"], "127.0.0.1"),
            ("::ffff:192.0.2.1", &[], &[], "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", &[], &[], "2001:db8:1:2::"),
        ];
        for (peer, forwarded, trusted, expected) in table {
            assert_eq!(seen(peer, forwarded, trusted), expected, "{peer} {forwarded:?} {trusted:?}");
        }
    }

    #[test]
    fn every_network_has_its_own_share_and_is_told_when_to_come_again() {
        let limits = Limits::new(2);
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let take = |network| limits.take(Limited::Reports, network, now);
        assert_eq!((take(one), take(one)), (Ok(()), Ok(())));
        assert!(take(one).is_err_and(|seconds| (1700..=1801).contains(&seconds)), "half an hour is half a share");
        assert_eq!(take(other), Ok(()));
        let joins = (0..6).filter(|_| limits.take(Limited::Interests, one, now).is_ok()).count();
        assert_eq!(joins, 5, "who would like to join has a share of their own");
        let tries: Vec<bool> = (0..12).map(|_| limits.take_password("Ana@desk.example ").is_ok()).collect();
        assert_eq!(tries.iter().filter(|taken| **taken).count(), 10, "ten for an address, however it is typed");
        assert!(limits.take_password("ana@desk.example").is_err_and(|seconds| seconds <= 61));
        assert_eq!(limits.take_password("ben@desk.example"), Ok(()));
        let unlimited = Limits::new(0);
        assert!((0..1000).all(|_| unlimited.take(Limited::Reports, one, now).is_ok()));
    }
}
