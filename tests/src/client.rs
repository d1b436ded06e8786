//! A client over real sockets: HTTP with cookies on one connection, and the live link. What it cannot reach is `Lost`,
//! never a panic, because the program at the other end is killed on purpose.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{SinkExt, StreamExt};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Request, header};
use hyper_util::rt::TokioIo;
use model::live::{Ask, Tell};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

/// No whole answer came: nobody knows whether it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost(pub String);

impl<E: std::error::Error> From<E> for Lost {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// How long an answer may take before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// One browser's worth of cookies, on one connection.
pub struct Client {
    address: SocketAddr,
    base: String,
    cookies: BTreeMap<String, String>,
    line: Option<SendRequest<Full<Bytes>>>,
}

/// A whole answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Where to go next.
    pub location: Option<String>,
    /// The body.
    pub body: Bytes,
}

impl Reply {
    /// The body, as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The body, as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// One with no cookies. Nothing is connected yet.
    pub fn new(address: SocketAddr, base: &str) -> Self {
        Self { address, base: base.to_owned(), cookies: BTreeMap::new(), line: None }
    }

    /// Where it connects to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same cookies on another connection, maybe to another node.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self { address, base: self.base.clone(), cookies: self.cookies.clone(), line: None }
    }

    /// Goes to another node, as a balancer would send it there.
    pub fn turn_to(&mut self, address: SocketAddr) {
        (self.address, self.line) = (address, None);
    }

    /// Puts a cookie into it.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// Fetches.
    pub async fn get(&mut self, path: &str) -> Result<Reply, Lost> {
        self.ask("GET", path, &[], Bytes::new()).await
    }

    /// Posts JSON.
    pub async fn post_json(&mut self, path: &str, body: &impl Serialize) -> Result<Reply, Lost> {
        let body = serde_json::to_vec(body)?;
        self.ask("POST", path, &[("content-type", "application/json")], body.into()).await
    }

    /// Posts a form.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply, Lost> {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.ask("POST", path, &kind, crate::form(fields).into()).await
    }

    /// Posts a form that could carry files.
    pub async fn post_parts(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Reply, Lost> {
        const EDGE: &str = "--------tests";
        let mut body = String::new();
        for (name, value) in fields {
            body += &format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += &format!("--{EDGE}--\r\n");
        let kind = format!("multipart/form-data; boundary={EDGE}");
        self.ask("POST", path, &[("content-type", &kind)], body.into()).await
    }

    /// Asks anything.
    pub async fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Result<Reply, Lost> {
        let answered = tokio::time::timeout(PATIENCE, self.exchange(method, path, headers, body)).await;
        let answered = answered.unwrap_or_else(|_| Err(Lost("no answer in time".into())));
        if answered.is_err() {
            self.line = None;
        }
        answered
    }

    async fn exchange(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Bytes) -> Result<Reply, Lost> {
        let mut line = if let Some(line) = self.line.take().filter(|line| !line.is_closed()) {
            line
        } else {
            let stream = TcpStream::connect(self.address).await?;
            stream.set_nodelay(true)?;
            let (line, connection) = handshake(TokioIo::new(stream)).await?;
            tokio::spawn(connection);
            line
        };
        line.ready().await?;
        let host = self.base.split_once("://").map_or("", |(_, host)| host);
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, host);
        if method != "GET" {
            request = request.header(header::ORIGIN, &self.base);
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookie());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = line.send_request(request.body(Full::new(body))?).await?;
        let status = response.status().as_u16();
        let text = |value: &header::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let location = response.headers().get(header::LOCATION).map(text);
        for cookie in response.headers().get_all(header::SET_COOKIE).iter().map(text) {
            if let Some((name, value)) = cookie.split(';').next().and_then(|pair| pair.split_once('=')) {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = response.into_body().collect().await?.to_bytes();
        self.line = Some(line);
        Ok(Reply { status, location, body })
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Opens the live link and says hello.
    pub async fn live(&self, token: &str) -> Result<Live, Lost> {
        let mut request = format!("ws://{}/live", self.address).into_client_request()?;
        let host = self.base.split_once("://").map_or("", |(_, host)| host);
        request.headers_mut().insert(header::HOST, host.parse()?);
        request.headers_mut().insert(header::ORIGIN, self.base.parse()?);
        request.headers_mut().insert(header::COOKIE, self.cookie().parse()?);
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let small = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
        let opening = tokio_tungstenite::client_async_with_config(request, stream, Some(small));
        let (socket, _) = tokio::time::timeout(PATIENCE, opening).await??;
        let mut live = Live { socket };
        live.ask(&Ask::Hello { token: token.to_owned(), lang: "en".into(), zone: String::new() }).await?;
        Ok(live)
    }
}

/// An open live link.
pub struct Live {
    socket: WebSocketStream<TcpStream>,
}

impl Live {
    /// Says something.
    pub async fn ask(&mut self, ask: &Ask) -> Result<(), Lost> {
        let text = serde_json::to_string(ask)?;
        Ok(self.socket.send(Message::text(text)).await?)
    }

    /// The next thing told. Lost when the link ended.
    pub async fn told(&mut self) -> Result<Tell, Lost> {
        loop {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text)?),
                Some(Ok(Message::Close(frame))) => {
                    return Err(Lost(frame.map_or_else(String::new, |frame| format!("closed {}", frame.code))));
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
                None => return Err(Lost("the link ended".into())),
            }
        }
    }

    /// The next thing told, if it comes within this time.
    pub async fn told_within(&mut self, time: Duration) -> Option<Result<Tell, Lost>> {
        tokio::time::timeout(time, self.told()).await.ok()
    }

    /// The socket itself, to misuse it.
    pub fn socket(&mut self) -> &mut WebSocketStream<TcpStream> {
        &mut self.socket
    }
}
