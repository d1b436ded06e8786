//! Requests. Each ends after a while, whatever the network does, and each answer has a type.

use gloo_net::http::{Request, RequestBuilder, Response};
use model::wire::Refused;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Blob, FormData, RequestCredentials, UrlSearchParams};

use crate::json;

/// How long a write without files may take, in milliseconds.
const WRITE_WITHIN: u32 = 20_000;
/// How long one with files may take, in milliseconds: as long as the server waits for it.
pub const UPLOAD_WITHIN: u32 = 660_000;
/// A poll waits for something to happen.
const POLL_WITHIN: u32 = 35_000;

/// What came of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// The server has it.
    Kept(T),
    /// It does not take it: the status and why.
    Refused(u16, Refused),
    /// No answer that we understand: it may have arrived or not.
    Lost,
}

/// Posts JSON. `lang` is the language of a refusal's sentence.
pub async fn post_json<T: DeserializeOwned>(path: &str, lang: &str, words: &impl Serialize) -> Answer<T> {
    let builder = asking(Request::post(path), WRITE_WITHIN).header("accept-language", lang);
    send(builder.header("content-type", "application/json").body(json::write(words))).await
}

/// Posts a form as a browser would, files and all.
pub async fn post_form<T: DeserializeOwned>(path: &str, form: &FormData, has_files: bool) -> Answer<T> {
    let within = if has_files { UPLOAD_WITHIN } else { WRITE_WITHIN };
    send(asking(Request::post(path), within).body(JsValue::from(form))).await
}

/// Posts a form without files.
pub async fn post_fields<T: DeserializeOwned>(path: &str, form: &FormData) -> Answer<T> {
    let Ok(fields) = UrlSearchParams::new_with_str_sequence_sequence(form) else { return Answer::Lost };
    send(asking(Request::post(path), WRITE_WITHIN).body(JsValue::from(fields))).await
}

/// Waits for news, and returns those that are known here. Nothing when there was no answer of ours.
pub async fn poll<T: DeserializeOwned>(path: &str, token: &str) -> Option<Vec<T>> {
    let response = asking(Request::get(path), POLL_WITHIN).header("x-live", token).send().await.ok()?;
    if response.ok() { json::read_list(&response.text().await.ok()?) } else { None }
}

/// Gets a file.
pub async fn file(path: &str) -> Option<Blob> {
    let response = Request::get(path).credentials(RequestCredentials::SameOrigin).send().await.ok()?;
    let response = web_sys::Response::from(response);
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.blob().ok()?).await.ok().map(JsCast::unchecked_into)
}

/// Gets a piece of a page.
pub async fn fragment(path: &str) -> Option<String> {
    let response = asking(Request::get(path), WRITE_WITHIN).send().await.ok()?;
    if response.ok() { response.text().await.ok() } else { None }
}

fn asking(builder: RequestBuilder, within: u32) -> RequestBuilder {
    let signal = AbortSignal::timeout_with_u32(within);
    builder.credentials(RequestCredentials::SameOrigin).header("accept", "application/json").abort_signal(Some(&signal))
}

async fn send<T: DeserializeOwned>(request: Result<Request, gloo_net::Error>) -> Answer<T> {
    let Ok(request) = request else { return Answer::Lost };
    let Ok(response) = request.send().await else { return Answer::Lost };
    if response.ok() {
        return read(&response).await.map_or(Answer::Lost, Answer::Kept);
    }
    // A refusal without our words came from something in between, so nobody knows.
    read(&response).await.map_or(Answer::Lost, |refused| Answer::Refused(response.status(), refused))
}

async fn read<T: DeserializeOwned>(response: &Response) -> Option<T> {
    let text = response.text().await.ok()?;
    // "No content" is an answer too: `()`.
    json::read(if text.is_empty() && response.ok() { "null" } else { &text })
}
