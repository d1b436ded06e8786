//! What every request passes: the right host, the right origin for whatever changes something, safe headers on the way out.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::fault::Fault;

use crate::app::App;
use crate::refusal::{self, Refusal};
use crate::timeouts::Timeouts;

/// A content security policy that the page set by itself; the guard leaves it alone.
#[derive(Debug, Clone)]
pub struct OwnPolicy;

/// Whoever takes longer than a slow line does, at a door that takes so many bytes, is told so.
pub async fn in_time(State((timeouts, bytes_max)): State<(Timeouts, usize)>, request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    tokio::time::timeout(timeouts.for_body(length, bytes_max), next.run(request)).await.unwrap_or_else(|_| refusal::late())
}

/// Only requests for the configured host; and only our own pages may change anything.
pub async fn entrance(State(app): State<App>, request: Request, next: Next) -> Response {
    let base = &app.config.base_url;
    if !is_our_host(base, &request) {
        return refusal::misdirected(base);
    }
    let is_change = !matches!(*request.method(), Method::GET | Method::HEAD);
    if is_change && !is_own_page(base, request.headers()) {
        return Refusal::from(Fault::ForeignOrigin).into_response();
    }
    next.run(request).await
}

fn is_our_host(base: &str, request: &Request) -> bool {
    let authority = base.split_once("://").map_or(base, |(_, authority)| authority);
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let named = match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().ok(),
        (None, _) => request.uri().authority().map(axum::http::uri::Authority::as_str),
        (Some(_), Some(_)) => None,
    };
    let is_same = |host: &str| host.eq_ignore_ascii_case(authority);
    // An absolute address in the request line must agree too.
    named.is_some_and(is_same) && request.uri().authority().is_none_or(|uri| is_same(uri.as_str()))
}

/// Browsers say where a request comes from; one that says nothing, or another site, changes nothing here.
pub fn is_own_page(base: &str, headers: &HeaderMap) -> bool {
    match headers.get(header::ORIGIN) {
        Some(origin) => origin.to_str().is_ok_and(|origin| origin == base),
        None => headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin"),
    }
}

/// Only by a name of this machine: a page of a foreign name that was pointed here reads nothing.
pub async fn this_machine(request: Request, next: Next) -> Response {
    if names_this_machine(request.headers()) { next.run(request).await } else { refusal::misdirected("http://127.0.0.1") }
}

/// Was a name of this machine asked for?
pub fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = if host.ends_with(']') { host } else { host.rsplit_once(':').map_or(host, |(name, _)| name) };
    ["127.0.0.1", "localhost", "[::1]"].contains(&name)
}

/// Headers for every answer.
pub async fn exit(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let has_policy = response.extensions().get::<OwnPolicy>().is_some();
    let headers = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Not "no-referrer": with it browsers send forms with the origin "null", and those are refused here.
    put(header::REFERRER_POLICY, "same-origin");
    put(header::CACHE_CONTROL, "no-store");
    put(HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    if !has_policy {
        put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    }
    response
}

/// The policy of a page of ours: nothing from elsewhere, scripts and styles of this response only, framed by `ancestors`;
/// and what else the page can bear.
pub fn policy(nonce: &str, ancestors: &str, more: &str) -> HeaderValue {
    let text = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}{more}"
    );
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"))
}
