//! A browser without a screen: keeps cookies, says where it comes from, speaks to the real router.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use serde::de::DeserializeOwned;
use tower::ServiceExt;

use crate::BASE;

/// Most bytes of an answer.
const ANSWER_BYTES_MAX: usize = 32 * 1024 * 1024;

/// One browser.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: BTreeMap<String, String>,
    headers: Vec<(String, String)>,
    address: [u8; 4],
}

/// A part of a form.
#[derive(Debug, Clone, Copy)]
pub enum Part<'p> {
    /// A field's name and text.
    Field(&'p str, &'p str),
    /// A file's name and bytes.
    File(&'p str, &'p [u8]),
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Where to go next.
    pub location: Option<String>,
    /// Every header, by its lower-case name.
    pub headers: BTreeMap<String, String>,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// The body, as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.body))
    }

    /// Fails unless the page shows this text.
    #[track_caller]
    pub fn shows(&self, text: &str) -> &Self {
        assert!(self.body.contains(text), "the page does not show {text:?}: {} {}", self.status, self.body);
        self
    }

    /// Fails if the page shows this text.
    #[track_caller]
    pub fn hides(&self, text: &str) -> &Self {
        assert!(!self.body.contains(text), "the page shows {text:?}");
        self
    }

    /// The value of the first hidden field of this name.
    pub fn field(&self, name: &str) -> String {
        let at = self.body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}: {}", self.body));
        let tag_from = self.body[..at].rfind('<').unwrap();
        let tag = &self.body[tag_from..tag_from + self.body[tag_from..].find('>').unwrap()];
        let value = tag.split("value=\"").nth(1).unwrap_or_default();
        value.split('"').next().unwrap_or_default().to_owned()
    }
}

/// A form's fields, percent-encoded.
pub fn form(fields: &[(&str, &str)]) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut out, byte| {
            if byte.is_ascii_alphanumeric() {
                out.push(byte.into());
            } else {
                out += &format!("%{byte:02X}");
            }
            out
        })
    };
    fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect::<Vec<_>>().join("&")
}

impl Browser {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, cookies: BTreeMap::new(), headers: Vec::new(), address: [127, 0, 0, 1] }
    }

    /// Sends this header with every request from now on; an empty value takes it back.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Comes from this address from now on.
    pub fn from(mut self, address: [u8; 4]) -> Self {
        self.address = address;
        self
    }

    /// A cookie that this browser holds.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into this browser.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// What this browser sends as its cookies.
    pub(crate) fn cookies(&self) -> String {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        cookies.join("; ")
    }

    /// A header that it sends with every request.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The live token of the page that a cookie's session carries.
    pub fn live_token(&self, cookie: &str) -> Option<String> {
        let token = desk::token::Token::from_text(self.cookie(cookie)?)?;
        Some(server::session::live(&token.hash()))
    }

    /// Fetches a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, None, Body::empty()).await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", path, Some("application/x-www-form-urlencoded"), Body::from(form(fields))).await
    }

    /// Posts a form with files (name, bytes).
    pub async fn post_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
        let fields = fields.iter().map(|(name, text)| Part::Field(name, text));
        let parts: Vec<Part<'_>> = fields.chain(files.iter().map(|(name, bytes)| Part::File(name, bytes))).collect();
        self.post_parts(path, &parts).await
    }

    /// Posts a form with files, in the order in which a page has them.
    pub async fn post_parts(&mut self, path: &str, parts: &[Part<'_>]) -> Answer {
        const EDGE: &str = "--------story";
        let mut body = Vec::new();
        for part in parts {
            let (head, bytes) = match part {
                Part::Field(name, text) => (format!("name=\"{name}\""), text.as_bytes()),
                Part::File(name, bytes) => {
                    (format!("name=\"file\"; filename=\"{name}\"\r\ncontent-type: application/octet-stream"), *bytes)
                }
            };
            body.extend_from_slice(format!("--{EDGE}\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{EDGE}--\r\n").as_bytes());
        self.ask("POST", path, Some(&format!("multipart/form-data; boundary={EDGE}")), Body::from(body)).await
    }

    /// Posts JSON.
    pub async fn post_json(&mut self, path: &str, json: &serde_json::Value) -> Answer {
        self.ask("POST", path, Some("application/json"), Body::from(json.to_string())).await
    }

    /// Posts bytes.
    pub async fn post_bytes(&mut self, path: &str, bytes: &[u8]) -> Answer {
        self.ask("POST", path, Some("application/octet-stream"), Body::from(bytes.to_vec())).await
    }

    /// Fetches a page, and where it leads.
    pub async fn follow(&mut self, answer: Answer) -> Answer {
        match answer.location {
            Some(path) => self.get(path.split('#').next().unwrap()).await,
            None => answer,
        }
    }

    /// Any request at all.
    pub async fn ask(&mut self, method: &str, path: &str, kind: Option<&str>, body: Body) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        let says = |name: &str| self.headers.iter().any(|(known, _)| known == name);
        if !says("host") {
            request = request.header(header::HOST, BASE.trim_start_matches("http://"));
        }
        if method != "GET" && !says("origin") {
            request = request.header(header::ORIGIN, BASE);
        }
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        for (name, value) in self.headers.iter().filter(|(_, value)| value != "-") {
            request = request.header(name, value);
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookies());
        }
        let mut request = request.body(body).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((self.address, 4000))));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned())
            };
        }
        let status = response.status().as_u16();
        let text = |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: BTreeMap<String, String> =
            response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let location = headers.get("location").cloned();
        let bytes = to_bytes(response.into_body(), ANSWER_BYTES_MAX).await.unwrap();
        Answer { status, location, headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
