//! How often: each address has a budget for each kind of door. Counted per IPv4 address and per IPv6 /64.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;

use axum::http::HeaderMap;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use model::fault::Fault;

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

/// The budgets.
pub struct Limits {
    counted: DefaultKeyedRateLimiter<(Door, IpAddr)>,
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    proxies: Vec<IpAddr>,
}

impl Limits {
    /// Budgets of `writes` a minute; signing in is ten a minute.
    pub fn new(writes: u32, proxies: Vec<IpAddr>) -> Self {
        let quota = |number: u32| Quota::per_minute(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        Self { counted: RateLimiter::keyed(quota(writes)), sign_in: RateLimiter::keyed(quota(10.min(writes))), proxies }
    }

    /// Takes one from the budget of whoever is at the other end, or refuses.
    pub fn take(&self, door: Door, peer: SocketAddr, headers: &HeaderMap) -> Result<(), Refusal> {
        let address = self.network(peer, headers);
        let is_within = match door {
            Door::SignIn => self.sign_in.check_key(&address).is_ok(),
            Door::Write | Door::Upload => self.counted.check_key(&(door, address)).is_ok(),
        };
        if is_within { Ok(()) } else { Err(Fault::TooMany.into()) }
    }

    /// The network of whoever is at the other end: an IPv4 address, or an IPv6 /64.
    pub fn network(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        network(self.client(peer.ip(), headers))
    }

    /// Forgets budgets that are full again.
    pub fn tidy(&self) {
        self.counted.retain_recent();
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
