//! How much of a thing that lasts (a connection, a live link) one holder may have at once. Dropping a permit gives it back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use desk::token::TokenHash;

/// Who holds permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    /// Connections of a network.
    Connections(IpAddr),
    /// Live links of a network.
    Network(IpAddr),
    /// Live links of a session.
    Session(TokenHash),
    /// Live links of all.
    Everybody,
}

/// The permits that are taken.
#[derive(Debug, Default)]
pub struct ConnectionLimits(Mutex<HashMap<Holder, usize>>);

/// One permit.
#[derive(Debug)]
pub struct Permit {
    limits: Arc<ConnectionLimits>,
    holder: Holder,
}

impl ConnectionLimits {
    /// Takes a permit, unless the holder has `most` already.
    pub fn take(self: &Arc<Self>, holder: Holder, most: usize) -> Option<Permit> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(holder).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Permit { limits: Arc::clone(self), holder })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut taken = self.limits.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = taken.get_mut(&self.holder) {
            *count -= 1;
            if *count == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permit_is_given_back_and_nobody_takes_one_too_many() {
        let limits = Arc::new(ConnectionLimits::default());
        let first = limits.take(Holder::Everybody, 2);
        let second = limits.take(Holder::Everybody, 2);
        assert!(first.is_some() && second.is_some() && limits.take(Holder::Everybody, 2).is_none());
        let other = Holder::Session(TokenHash([1; 32]));
        assert!(limits.take(other, 1).is_some());
        drop(first);
        assert!(limits.take(Holder::Everybody, 2).is_some());
        drop(second);
        assert!(limits.0.lock().unwrap().is_empty(), "nothing is remembered of who left");
    }
}
