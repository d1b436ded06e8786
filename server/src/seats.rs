//! Seats: how much of a thing that lasts (a connection, a live link) one holder has now. Dropping a seat gives it back.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use desk::token::TokenHash;

/// Who holds seats.
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

/// The seats that are taken.
#[derive(Debug, Default)]
pub struct Seats(Mutex<HashMap<Holder, usize>>);

/// One seat.
#[derive(Debug)]
pub struct Seat {
    seats: Arc<Seats>,
    holder: Holder,
}

impl Seats {
    /// Takes a seat, unless the holder has `most` already.
    pub fn take(self: &Arc<Self>, holder: Holder, most: usize) -> Option<Seat> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = taken.entry(holder).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat { seats: Arc::clone(self), holder })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
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
    fn a_seat_is_given_back_and_nobody_takes_one_too_many() {
        let seats = Arc::new(Seats::default());
        let first = seats.take(Holder::Everybody, 2);
        let second = seats.take(Holder::Everybody, 2);
        assert!(first.is_some() && second.is_some() && seats.take(Holder::Everybody, 2).is_none());
        let other = Holder::Session(TokenHash([1; 32]));
        assert!(seats.take(other, 1).is_some());
        drop(first);
        assert!(seats.take(Holder::Everybody, 2).is_some());
        drop(second);
        assert!(seats.0.lock().unwrap().is_empty(), "nothing is remembered of who left");
    }
}
