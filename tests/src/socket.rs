//! The program on a port of this machine, and a browser's live socket to it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::Request;
use futures_util::{SinkExt, StreamExt};
use model::live::{Ask, Tell};
use server::app::App;
use server::listen::{self, ListenerConfig};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::{BASE, Browser};

/// How long something that must come is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, listening. It stops with its world.
pub struct Listening {
    /// Where.
    pub address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Listening {
    pub(crate) async fn open(app: &App) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let config = ListenerConfig {
            head_within: app.timeouts.head_within,
            connection_limits: Arc::clone(&app.connection_limits),
            unbounded: Arc::from([]),
        };
        let router = server::router::router(app.clone());
        let task = tokio::spawn(listen::serve(listener, router, config, app.stop.clone()));
        Self { address, task }
    }

    /// A plain connection. Little of what comes fits into it before somebody reads.
    pub async fn connect(&self) -> TcpStream {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(16 * 1024).unwrap();
        socket.connect(self.address).await.unwrap()
    }

    /// A live socket with a browser's cookies and headers, or the status that refused it.
    pub async fn socket(&self, browser: &Browser) -> Result<Socket, u16> {
        let mut request = Request::builder()
            .uri(format!("{}/live", BASE.replace("http", "ws")))
            .header("host", BASE.trim_start_matches("http://"))
            .header("connection", "upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key())
            .header("cookie", browser.cookies());
        for name in ["origin", "sec-fetch-site", "sec-websocket-extensions", "x-forwarded-for"] {
            let usual = if name == "origin" { Some(BASE) } else { None };
            if let Some(value) = browser.header(name).or(usual).filter(|value| *value != "-") {
                request = request.header(name, value);
            }
        }
        let stream = self.connect().await;
        match tokio_tungstenite::client_async(request.body(()).unwrap(), stream).await {
            Ok((socket, answer)) => {
                assert!(answer.headers().get("sec-websocket-extensions").is_none(), "nothing is compressed");
                Ok(Socket(socket))
            }
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// A live socket that has said who it is, by the session of a cookie.
    pub async fn hello(&self, browser: &Browser, cookie: &str) -> Socket {
        let mut socket = self.socket(browser).await.unwrap();
        socket.hello(browser, cookie).await;
        socket
    }
}

/// A live socket.
pub struct Socket(pub WebSocketStream<TcpStream>);

/// What a socket heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// A message.
    Tell(Tell),
    /// It was closed, with this code if there was one.
    Closed(Option<u16>),
}

impl Socket {
    /// Says who it is.
    pub async fn hello(&mut self, browser: &Browser, cookie: &str) {
        let token = browser.live_token(cookie).unwrap_or_default();
        self.asks(&Ask::Hello { token, lang: "en".into(), zone: String::new() }).await;
    }

    /// Asks something.
    pub async fn asks(&mut self, ask: &Ask) {
        self.sends(&serde_json::to_string(ask).unwrap()).await;
    }

    /// Sends any text.
    pub async fn sends(&mut self, text: &str) {
        self.puts(Message::text(text.to_owned())).await;
    }

    /// Sends any frame; that the other end has gone already is no fault.
    pub async fn puts(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// The next thing it hears.
    pub async fn hears(&mut self) -> Heard {
        self.hears_within(PATIENCE).await.expect("the socket says something")
    }

    /// The next thing it hears, if it comes in time.
    pub async fn hears_within(&mut self, patience: Duration) -> Option<Heard> {
        let heard = async {
            loop {
                match self.0.next().await {
                    Some(Ok(Message::Text(text))) => return Heard::Tell(serde_json::from_str(&text).unwrap()),
                    Some(Ok(Message::Close(frame))) => return Heard::Closed(frame.map(|frame| frame.code.into())),
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return Heard::Closed(None),
                }
            }
        };
        tokio::time::timeout(patience, heard).await.ok()
    }

    /// Everything up to the first thing that fits, which is the last of them.
    pub async fn hears_until(&mut self, fits: impl Fn(&Heard) -> bool) -> Vec<Heard> {
        let mut all = Vec::new();
        loop {
            let heard = self.hears().await;
            let is_last = fits(&heard) || matches!(heard, Heard::Closed(_));
            all.push(heard);
            if is_last {
                return all;
            }
        }
    }

    /// The code with which it is closed, whatever comes before.
    pub async fn is_closed(&mut self) -> Option<u16> {
        match self.hears_until(|heard| matches!(heard, Heard::Closed(_))).await.pop() {
            Some(Heard::Closed(code)) => code,
            _ => None,
        }
    }
}
