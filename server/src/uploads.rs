//! Uploads in flight: how many, and how many bytes, one network and all together may be sending at this moment. Asked with a
//! request's head, before any byte of its body is read.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use model::fault::Fault;

use crate::app::App;
use crate::refusal::Refusal;

/// A body up to this size is a form of words: it fits into the buffers that a connection has anyway.
const SMALL: u64 = 64 * 1024;

/// How much may be in flight.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Load {
    count: u64,
    bytes: u64,
}

/// Of one network: the files of a whole family of browsers, not a flood.
const OF_ONE: Load = Load { count: 16, bytes: 160 * 1024 * 1024 };
/// Of all together.
const OF_ALL: Load = Load { count: 128, bytes: 1024 * 1024 * 1024 };

/// What is in flight now.
#[derive(Debug, Default)]
pub struct Uploads(Mutex<InFlight>);

#[derive(Debug, Default)]
struct InFlight {
    all: Load,
    of: HashMap<IpAddr, Load>,
}

/// A share of the budget. Dropping it gives it back.
#[derive(Debug)]
pub struct Share {
    uploads: Arc<Uploads>,
    network: IpAddr,
    bytes: u64,
}

impl Load {
    fn bears(self, bytes: u64, most: Self) -> bool {
        self.count < most.count && self.bytes.saturating_add(bytes) <= most.bytes
    }

    fn with(self, bytes: u64) -> Self {
        Self { count: self.count + 1, bytes: self.bytes + bytes }
    }

    fn without(self, bytes: u64) -> Self {
        Self { count: self.count.saturating_sub(1), bytes: self.bytes.saturating_sub(bytes) }
    }
}

impl Uploads {
    fn take(self: &Arc<Self>, network: IpAddr, bytes: u64) -> Option<Share> {
        let mut in_flight = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = in_flight.of.get(&network).copied().unwrap_or_default();
        if !own.bears(bytes, OF_ONE) || !in_flight.all.bears(bytes, OF_ALL) {
            return None;
        }
        in_flight.all = in_flight.all.with(bytes);
        in_flight.of.insert(network, own.with(bytes));
        Some(Share { uploads: Arc::clone(self), network, bytes })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut in_flight = self.uploads.0.lock().unwrap_or_else(PoisonError::into_inner);
        in_flight.all = in_flight.all.without(self.bytes);
        let left = in_flight.of.get(&self.network).copied().unwrap_or_default().without(self.bytes);
        if left.count == 0 {
            in_flight.of.remove(&self.network);
        } else {
            in_flight.of.insert(self.network, left);
        }
    }
}

/// Takes a share for the body that this head announces, of `bytes_max` at most; small ones need none. A head that does not
/// say how long its body is takes the most that it could be.
pub fn take(app: &App, peer: SocketAddr, headers: &HeaderMap, bytes_max: usize) -> Result<Option<Share>, Refusal> {
    let most = u64::try_from(bytes_max).unwrap_or(u64::MAX);
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let bytes = said.unwrap_or(most).min(most);
    if bytes <= SMALL {
        return Ok(None);
    }
    let network = app.limits.network(peer, headers);
    app.uploads.take(network, bytes).map(Some).ok_or_else(|| Fault::TooMany.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MEGABYTE: u64 = 1024 * 1024;

    fn address(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    #[test]
    fn one_network_cannot_take_what_is_for_all() {
        let uploads = Arc::new(Uploads::default());
        let own: Vec<_> = (0..OF_ONE.count).map(|_| uploads.take(address(1), MEGABYTE).unwrap()).collect();
        assert!(uploads.take(address(1), MEGABYTE).is_none(), "too many of one");
        assert!(uploads.take(address(2), OF_ONE.bytes + 1).is_none(), "too many bytes of one");
        assert!(uploads.take(address(2), OF_ONE.bytes).is_some());
        drop(own);
        assert!(uploads.take(address(1), MEGABYTE).is_some());
        assert!(uploads.0.lock().unwrap().of.is_empty(), "nothing is remembered of who left");
    }

    #[test]
    fn all_together_have_an_end() {
        let uploads = Arc::new(Uploads::default());
        let most = u8::try_from(OF_ALL.bytes / OF_ONE.bytes).unwrap();
        let shares: Vec<_> = (0..most).map(|last| uploads.take(address(last), OF_ONE.bytes).unwrap()).collect();
        assert!(uploads.take(address(200), OF_ONE.bytes).is_none());
        drop(shares);
        assert_eq!(uploads.0.lock().unwrap().all, Load::default());
    }
}
