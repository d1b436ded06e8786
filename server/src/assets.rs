//! The built assets inside the program: hashed names, compressed beforehand, kept by browsers for good.

use std::collections::HashMap;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::refusal::Refusal;
use model::fault::Fault;

#[derive(RustEmbed)]
#[allow_missing = true]
#[folder = "$CARGO_MANIFEST_DIR/../target/bundle"]
struct Bundle;

/// The logical names of the bundle's files and where they are. Empty where nothing was bundled: pages then have no style.
pub fn paths() -> app::Assets {
    let manifest = Bundle::get("manifest.json").map(|file| file.data.into_owned()).unwrap_or_default();
    let names: HashMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
    let path = |name: &str| names.get(name).map(|file| format!("/assets/{file}")).unwrap_or_default();
    let folder = |name: &str| names.get(name).map(|folder| format!("assets/{folder}")).unwrap_or_default();
    app::Assets {
        portal_css: path("portal.css"),
        desk_css: path("desk.css"),
        frame_css: path("frame.css"),
        shop_css: path("shop.css"),
        portal_islands: folder("portal"),
        desk_islands: folder("desk"),
        frame_js: path("frame.js"),
        frame_wasm: path("frame.wasm"),
        icons: path("icons.svg"),
        mark: path("mark.svg"),
    }
}

/// The loader for host pages, as built.
pub fn loader() -> Option<String> {
    let file = Bundle::get("widget.js")?;
    String::from_utf8(file.data.into_owned()).ok()
}

/// Serves a file of a folder that carries its contents' hash in its name.
pub async fn serve_from(Path((folder, name)): Path<(String, String)>, asked: HeaderMap) -> Result<Response, Refusal> {
    serve(Path(format!("{folder}/{name}")), asked).await
}

/// Serves a bundled file in the best encoding that the browser takes. Names carry the content's hash, so it never goes stale.
pub async fn serve(Path(name): Path<String>, asked: HeaderMap) -> Result<Response, Refusal> {
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepts.split(',').any(|part| part.split(';').next().map(str::trim) == Some(coding));
    let is_variant = matches!(name.rsplit_once('.'), Some((_, "br" | "gz"))) || name == "manifest.json";
    if is_variant || Bundle::get(&name).is_none() {
        return Err(Refusal::from(Fault::NotFound));
    }
    let encoded = [("br", ".br"), ("gzip", ".gz")].into_iter().filter(|(coding, _)| takes(coding));
    let mut found = encoded.filter_map(|(coding, ending)| Some((Some(coding), Bundle::get(&format!("{name}{ending}"))?)));
    let found = found.next().or_else(|| Bundle::get(&name).map(|file| (None, file)));
    let (coding, file) = found.ok_or_else(|| Refusal::from(Fault::NotFound))?;
    Ok(respond(&name, coding, file))
}

fn respond(name: &str, coding: Option<&'static str>, file: EmbeddedFile) -> Response {
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut response = file.data.into_owned().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // The name of the file, or of its folder, ends in the hash.
    let hashed = name.split_once('/').map(|(folder, _)| folder).or_else(|| name.rsplit_once('.').map(|(stem, _)| stem));
    let is_hashed = hashed.and_then(|name| name.rsplit_once('-')).is_some_and(|(_, hash)| hash.len() == 8);
    let keep = if is_hashed { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}
