//! Requests to the server. Every one ends after a while, whatever the network does.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::JsValue;
use web_sys::{AbortSignal, Headers, RequestCredentials, RequestInit, Response};

use crate::browser;
use crate::json::{self, Value};
use crate::state::{Answer, News};

const WRITE_WITHIN: u32 = 20_000;
const POLL_WITHIN: u32 = 35_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Session {
    None,
    Asked,
    Here,
}

/// The way to the server.
pub(crate) struct Api {
    site: String,
    lang: String,
    session: Cell<Session>,
}

impl Api {
    /// For a site's page.
    pub(crate) fn new(site: String, lang: String, has_session: bool) -> Self {
        let session = if has_session { Session::Here } else { Session::None };
        Self { site, lang, session: Cell::new(session) }
    }

    /// Sends JSON; the session comes first.
    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        if !self.begin().await {
            return Answer::Lost;
        }
        match self.ask("POST", path, Some(body), "", WRITE_WITHIN).await {
            Some((200..=299, text)) => Value::read(&text).as_ref().and_then(json::kept).map_or(Answer::Lost, Answer::Kept),
            Some((status, text)) => refusal(status, &text),
            None => Answer::Lost,
        }
    }

    /// Waits for news.
    pub(crate) async fn poll(&self, path: &str, token: &str) -> Option<Vec<News>> {
        match self.ask("GET", path, None, token, POLL_WITHIN).await? {
            (200, text) => Some(Value::read(&text)?.list().iter().filter_map(json::news).collect()),
            _ => None,
        }
    }

    /// Makes sure that there is a session, once for all who ask at the same time.
    pub(crate) async fn begin(&self) -> bool {
        while self.session.get() == Session::Asked {
            browser::sleep(50).await;
        }
        if self.session.get() == Session::Here {
            return true;
        }
        self.session.set(Session::Asked);
        let body = json::map([("site", json::text(&self.site))]).write();
        let answer = self.ask("POST", "/api/widget/v1/session", Some(&body), "", WRITE_WITHIN).await;
        let is_here = matches!(answer, Some((200..=299, _)));
        self.session.set(if is_here { Session::Here } else { Session::None });
        is_here
    }

    /// The server knows no session of ours.
    pub(crate) fn end(&self) {
        self.session.set(Session::None);
    }

    /// The language that sentences shall have.
    pub(crate) fn lang(&self) -> &str {
        &self.lang
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&str>, token: &str, within: u32) -> Option<(u16, String)> {
        let headers = Headers::new().ok()?;
        let _ = headers.set("accept", "application/json");
        let _ = headers.set("accept-language", &self.lang);
        let init = RequestInit::new();
        if let Some(body) = body {
            let _ = headers.set("content-type", "application/json");
            init.set_body(&JsValue::from_str(body));
        }
        if !token.is_empty() {
            let _ = headers.set("x-live", token);
        }
        init.set_method(method);
        init.set_headers(&headers);
        init.set_credentials(RequestCredentials::SameOrigin);
        init.set_signal(Some(&AbortSignal::timeout_with_u32(within)));
        let promise = browser::window()?.fetch_with_str_and_init(path, &init);
        let response: Response = browser::wait(Ok(promise)).await?.unchecked_into();
        let text = browser::wait(response.text()).await?.as_string()?;
        Some((response.status(), text))
    }
}

/// What a refusal says; one without our words came from something in between, so nobody knows.
pub(crate) fn refusal(status: u16, text: &str) -> Answer {
    Value::read(text).as_ref().and_then(json::refused).map_or(Answer::Lost, |refused| Answer::Refused(status, refused))
}
