//! Connections: HTTP/1.1 only, counted, with a short time-out for a slow beginning, finished in good order at the end.
//! Whoever wants HTTP/2 has it from the proxy in front; here it would only be one more parser for strangers.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::connection_limits::{ConnectionLimits, Holder};

/// Most connections at once. A live link that stands is not among them: it has a permit of its own.
const CONNECTIONS_MAX: usize = 8192;
/// Most of them from one address that is neither this machine nor a proxy that we know.
const CONNECTIONS_OF_ONE_MAX: usize = 512;
/// Most bytes of a request's head.
const HEAD_BYTES_MAX: usize = 64 * 1024;
/// Most headers of a request.
const HEADERS_MAX: usize = 100;
/// How long to wait when no connection can be taken, e.g. because too many files are open.
const PAUSE: Duration = Duration::from_millis(100);

/// How a listener treats who comes.
#[derive(Clone)]
pub struct ListenerConfig {
    /// How long a request's head may take, and how long a connection may be idle.
    pub head_within: Duration,
    /// Where connections are counted.
    pub connection_limits: Arc<ConnectionLimits>,
    /// Addresses that may hold as many connections as there are.
    pub unbounded: Arc<[std::net::IpAddr]>,
}

/// Serves until `stop`, then finishes the requests that are under way.
pub async fn serve(listener: TcpListener, router: Router, config: ListenerConfig, mut stop: watch::Receiver<bool>) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut open = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = next(&listener, &places) => accepted,
            _ = stop.wait_for(|is_over| *is_over) => break,
            Some(_) = open.join_next(), if !open.is_empty() => continue,
        };
        let Some((stream, peer, place)) = accepted else { break };
        let Ok(permit) = take_permit(&config, peer) else { continue };
        let connection = connection(stream, peer, router.clone(), config.head_within, stop.clone());
        open.spawn(async move {
            connection.await;
            drop((place, permit));
        });
    }
    drop(listener);
    while open.join_next().await.is_some() {}
}

/// The next connection, once there is a place for it.
async fn next(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => return Some((stream, peer, place)),
            Err(error) => {
                tracing::warn!(error = %error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

struct Full;

fn take_permit(config: &ListenerConfig, peer: SocketAddr) -> Result<Option<crate::connection_limits::Permit>, Full> {
    let address = peer.ip().to_canonical();
    if address.is_loopback() || config.unbounded.contains(&address) {
        return Ok(None);
    }
    let holder = Holder::Connections(crate::limits::network(address));
    config.connection_limits.take(holder, CONNECTIONS_OF_ONE_MAX).map(Some).ok_or(Full)
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, head_within: Duration, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request: Request = request.map(axum::body::Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_within).max_headers(HEADERS_MAX).max_buf_size(HEAD_BYTES_MAX);
    let mut serving = pin!(builder.serve_connection(TokioIo::new(stream), service).with_upgrades());
    let mut is_ending = false;
    loop {
        tokio::select! {
            // A connection that breaks is its owner's business.
            _ = serving.as_mut() => return,
            _ = stop.wait_for(|is_over| *is_over), if !is_ending => {
                is_ending = true;
                serving.as_mut().graceful_shutdown();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_network_holds_so_many_connections_and_a_known_proxy_all_it_wants() {
        let proxy = std::net::IpAddr::from([10, 0, 0, 1]);
        let config =
            ListenerConfig { head_within: Duration::ZERO, connection_limits: Arc::default(), unbounded: Arc::from([proxy]) };
        let take = |address: [u8; 4]| take_permit(&config, SocketAddr::from((address, 4000)));
        let mut held = Vec::new();
        for _ in 0..CONNECTIONS_OF_ONE_MAX {
            held.extend(take([203, 0, 113, 9]).ok().flatten());
        }
        assert_eq!(held.len(), CONNECTIONS_OF_ONE_MAX);
        assert!(take([203, 0, 113, 9]).is_err() && take([203, 0, 113, 10]).is_ok());
        for free in [[10, 0, 0, 1], [127, 0, 0, 1]] {
            assert!((0..2 * CONNECTIONS_OF_ONE_MAX).all(|_| matches!(take(free), Ok(None))), "{free:?}");
        }
        held.clear();
        assert!(take([203, 0, 113, 9]).is_ok());
    }
}
