//! Health, readiness, figures, and a log line for each request. No address, query or name of a person gets into a log.
//! The figures are nobody's business but the operator's.

use std::time::Instant;

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use model::fault::Fault;
use std::sync::OnceLock;
use subtle::ConstantTimeEq;
use tracing::Instrument;

use crate::app::App;
use crate::guard;
use crate::refusal::{self, Refusal};

static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Starts counting. Idempotent.
pub fn start_counting() {
    if let Ok(handle) = PrometheusBuilder::new().install_recorder() {
        let _ = FIGURES.set(handle);
    }
}

/// Folds what was counted, so that it does not grow while nobody asks for it.
pub(crate) fn fold() {
    if let Some(figures) = FIGURES.get() {
        figures.run_upkeep();
    }
}

/// `GET /healthz`: the process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: a write was durable a moment ago.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    if !*app.stop.borrow() && app.desk.db.is_durable().await { "ready\n".into_response() } else { refusal::not_ready() }
}

/// `GET /metrics`: for this machine, or for whoever shows the token. To everybody else there is no such page.
pub(crate) async fn figures(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<String, Refusal> {
    if !is_operator(&app, peer, &headers) {
        return Err(Fault::NotFound.into());
    }
    Ok(FIGURES.get().map(PrometheusHandle::render).unwrap_or_default())
}

/// A proxy on this machine makes everybody look local: what it passed on names our host, or says that it was passed on.
fn is_operator(app: &App, peer: SocketAddr, headers: &HeaderMap) -> bool {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if let (Some(token), Some(shown)) = (&app.config.metrics_token, shown) {
        return token.reveal().as_bytes().ct_eq(shown.as_bytes()).into();
    }
    let is_passed_on = ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name));
    peer.ip().to_canonical().is_loopback() && guard::names_this_machine(headers) && !is_passed_on
}

/// A span and a line for each request: the door's pattern, never the path itself, which may hold a secret.
pub(crate) async fn trace(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let door = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let id = uuid::Uuid::now_v7();
    let span = tracing::info_span!("request", request.id = %id, http.method = %method, http.door = door);
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics::counter!("porchlight_requests_total", "door" => door.clone(), "status" => status.to_string()).increment(1);
    metrics::histogram!("porchlight_request_seconds", "door" => door).record(elapsed.as_secs_f64());
    let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    span.in_scope(|| tracing::info!(http.status = status, duration_ms, "done"));
    response
}
