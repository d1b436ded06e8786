//! Health, readiness, figures, and a log line for each request. No address, query or name of a person gets into a log.

use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use tracing::Instrument;

use crate::app::App;
use crate::refusal;

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

/// `/healthz`, `/readyz`, `/metrics`.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).route("/metrics", get(figures))
}

async fn ready(State(app): State<App>) -> Response {
    match app.desk.workspaces().first().await {
        Ok(_) if !*app.stop.borrow() => "ready\n".into_response(),
        _ => refusal::not_ready(),
    }
}

async fn figures() -> String {
    FIGURES.get().map(PrometheusHandle::render).unwrap_or_default()
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
