//! How often: each address has a budget for each kind of door. Counted per IPv4 address and per IPv6 /64. Passwords are counted by
//! the account too: whoever has many addresses guesses no faster.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::fault::Fault;
use sha2::{Digest, Sha256};

use crate::refusal::Refusal;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Door {
    /// Passwords, sign-in links.
    SignIn,
    /// Messages and whatever else changes something.
    Write,
    /// Files.
    Upload,
}

/// Passwords that are tried for one account at once; after them one in each [`PASSWORD_EVERY`].
const PASSWORDS_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// How often a password is tried for an account that was tried much.
const PASSWORD_EVERY: Duration = Duration::from_secs(5);
/// How long somebody waits for their turn. An account is never closed by guesses: its owner waits too, or takes the link of a
/// forgotten password, which is not counted here.
const PASSWORD_TURN_WITHIN: Duration = Duration::from_secs(10);

/// The budgets.
pub struct Limits {
    accounts: DefaultKeyedRateLimiter<[u8; 32]>,
    writes: DefaultKeyedRateLimiter<IpAddr>,
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    uploads: DefaultKeyedRateLimiter<IpAddr>,
    proxies: Vec<IpAddr>,
}

impl Limits {
    /// Budgets of `writes` a minute, and a quarter as many files; signing in is ten a minute.
    pub fn new(writes: u32, proxies: Vec<IpAddr>) -> Self {
        let quota = |number: u32| Quota::per_minute(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        let pace = Quota::with_period(PASSWORD_EVERY).unwrap_or_else(|| quota(12)).allow_burst(PASSWORDS_AT_ONCE);
        Self {
            accounts: RateLimiter::keyed(pace),
            writes: RateLimiter::keyed(quota(writes)),
            sign_in: RateLimiter::keyed(quota(10.min(writes))),
            uploads: RateLimiter::keyed(quota(writes / 4)),
            proxies,
        }
    }

    /// Takes one from the budget of whoever is at the other end, or refuses.
    pub fn take(&self, door: Door, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        let address = self.network(peer, headers);
        let is_within = match door {
            Door::SignIn => self.sign_in.check_key(&address).is_ok(),
            Door::Write => self.writes.check_key(&address).is_ok(),
            Door::Upload => self.uploads.check_key(&address).is_ok(),
        };
        if is_within { Ok(()) } else { Err(Fault::TooMany.into()) }
    }

    /// Takes one from the network's budget for signing in and then waits for a turn to try a password for an account, or
    /// refuses. The same whether there is such an account or not. Only the account's hash is kept.
    pub async fn take_password(&self, account: &str, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        self.take(Door::SignIn, peer, headers)?;
        let account: [u8; 32] = Sha256::digest(account.trim().to_lowercase()).into();
        let until = Instant::now() + PASSWORD_TURN_WITHIN;
        while let Err(not_until) = self.accounts.check_key(&account) {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            if Instant::now() + wait > until {
                return Err(Fault::TooMany.into());
            }
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }

    /// The network of whoever is at the other end: an IPv4 address, or an IPv6 /64.
    pub fn network(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        network(self.client(peer.ip(), headers))
    }

    /// Forgets budgets that are full again.
    pub fn tidy(&self) {
        self.accounts.retain_recent();
        self.writes.retain_recent();
        self.uploads.retain_recent();
        self.sign_in.retain_recent();
    }

    /// The address behind trusted proxies: from the right, the first that is not one of them. A header that comes from
    /// anybody else is not read.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.proxies.contains(&peer) {
            return peer;
        }
        let named = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = named.flat_map(|value| value.split(',')).map(str::trim).collect();
        // What cannot be read ends the walk: nothing left of it was written by a proxy that we know.
        let mut walk = hops.iter().rev().map(|hop| address(hop).unwrap_or(peer));
        walk.find(|hop| !self.proxies.contains(hop)).unwrap_or(peer)
    }
}

/// An address as proxies write it: with a port, or in brackets, or plain.
fn address(hop: &str) -> Option<IpAddr> {
    let plain = hop.parse::<IpAddr>().ok().or_else(|| hop.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()));
    plain.map(|address| address.to_canonical())
}

/// What counts as one sender: an IPv4 address, or an IPv6 /64.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => IpAddr::V6((address.to_bits() >> 64 << 64).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let limits = Limits::new(10, vec![proxy]);
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 203.0.113.9, 10.0.0.1".parse().unwrap());
        let check_with = |headers: &HeaderMap, peer: &str, expected: &str| {
            assert_eq!(limits.client(peer.parse().unwrap(), headers), expected.parse::<IpAddr>().unwrap(), "{peer}");
        };
        let check = |peer: &str, expected: &str| check_with(&headers, peer, expected);
        check("10.0.0.1", "203.0.113.9");
        check("198.51.100.7", "198.51.100.7");
        let mut with_port = HeaderMap::new();
        with_port.insert("x-forwarded-for", "6.6.6.6, 203.0.113.9:5555".parse().unwrap());
        check_with(&with_port, "10.0.0.1", "203.0.113.9");
        check_with(&with_port, "::ffff:10.0.0.1", "203.0.113.9");
    }

    #[test]
    fn a_budget_ends_and_a_neighbour_in_the_same_network_shares_it() {
        let limits = Limits::new(3, Vec::new());
        let take = |peer: &str| limits.take(Door::Write, peer.parse().unwrap(), &HeaderMap::new()).is_ok();
        assert!(take("[2001:db8::1]:1") && take("[2001:db8::2]:1") && take("[2001:db8::3]:1"));
        assert!(!take("[2001:db8::4]:1"));
        assert!(take("[2001:db8:0:1::1]:1"));
    }
}
