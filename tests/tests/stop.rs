//! Stopping the real program by its signal: what is open is finished, every live socket is told when to come back, and
//! the process is gone in time.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests are named by what they hold, and fail loudly"
)]

use std::collections::BTreeSet;
use std::time::Duration;

use desk::Actor;
use desk::tickets::{Kept, NewTicket, Place};
use desk::token::Token;
use model::ticket::Channel;
use tests::{Engine, Installation, PASSWORD, Program, form, key};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Sockets of one agent.
const SOCKETS: usize = 8;
/// How long everything may take.
const WITHIN: Duration = Duration::from_secs(10);

/// Somebody at the real port.
struct Client {
    port: u16,
    cookie: String,
}

impl Client {
    fn head(&self, method: &str, path: &str, more: &str) -> String {
        let (port, cookie) = (self.port, &self.cookie);
        format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost:{port}\r\norigin: http://localhost:{port}\r\ncookie: {cookie}\r\n{more}\r\n"
        )
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    async fn get(&self, path: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(self.head("GET", path, "connection: close\r\n").as_bytes()).await.unwrap();
        to_end(stream).await
    }

    /// Sends a form up to its last byte, and gives what is missing.
    async fn begin_post(&self, path: &str, fields: &[(&str, &str)]) -> (TcpStream, u8) {
        let body = form(fields);
        let more =
            format!("connection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n", body.len());
        let mut stream = self.connect().await;
        stream.write_all(self.head("POST", path, &more).as_bytes()).await.unwrap();
        let (last, rest) = body.as_bytes().split_last().unwrap();
        stream.write_all(rest).await.unwrap();
        (stream, *last)
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let (mut stream, last) = self.begin_post(path, fields).await;
        stream.write_all(&[last]).await.unwrap();
        to_end(stream).await
    }
}

async fn to_end(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text between the first `from` and the next `to`.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let rest = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}")).1;
    rest.split(to).next().unwrap()
}

/// A live socket, spoken by hand: text and close are all that comes.
struct Socket(TcpStream);

impl Socket {
    async fn open(client: &Client, live: &str, ticket: &str) -> Self {
        let mut stream = client.connect().await;
        let upgrade = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        stream.write_all(client.head("GET", "/live", upgrade).as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        let mut socket = Self(stream);
        socket.say(&serde_json::json!({ "hello": { "token": live, "lang": "en" } })).await;
        socket.say(&serde_json::json!({ "watch": { "ticket": ticket, "after": 0 } })).await;
        socket
    }

    /// Masked with nothing, as the protocol wants it of a client.
    async fn say(&mut self, ask: &serde_json::Value) {
        let text = ask.to_string();
        self.0.write_all(&[0x81, 0x80 | u8::try_from(text.len()).unwrap()]).await.unwrap();
        self.0.write_all(&[0; 4]).await.unwrap();
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// The next frame: what it is, and what it says.
    async fn hear(&mut self) -> (u8, Vec<u8>) {
        let kind = self.0.read_u8().await.unwrap() & 0x0f;
        let length = match self.0.read_u8().await.unwrap() {
            126 => u64::from(self.0.read_u16().await.unwrap()),
            127 => self.0.read_u64().await.unwrap(),
            short => short.into(),
        };
        let mut bytes = vec![0; usize::try_from(length).unwrap()];
        self.0.read_exact(&mut bytes).await.unwrap();
        (kind, bytes)
    }

    /// Listens until something of this type is said.
    async fn hear_of(&mut self, what: &str) -> serde_json::Value {
        loop {
            let (kind, bytes) = self.hear().await;
            assert_ne!(kind, 8, "closed before {what}");
            let said: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
            if said.get(what).is_some() || said == what {
                return said;
            }
        }
    }
}

/// A customer's ticket, opened while no program runs.
async fn opens_a_ticket(installation: &Installation) -> Kept {
    let desk = installation.desk();
    let site = desk.sites().first(installation.workspace).await.unwrap().unwrap().id;
    let token = Token::fresh().unwrap().hash();
    let ada = Actor::Visitor { workspace: installation.workspace, id: token.visitor(), fresh: Some(token) };
    let new = NewTicket {
        key: desk.clock.id(),
        place: Place { site, channel: Channel::Portal, locale: "en".into() },
        subject: "Kettle".into(),
        body: "It stops.".into(),
        attachments: Vec::new(),
        name: "Ada".into(),
        mail: None,
        category: None,
    };
    desk.tickets().open(&ada, new).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_what_is_open_and_tells_every_socket_when_to_come_back() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let installation = Installation::on(engine).await;
        let number = opens_a_ticket(&installation).await.number;
        let mut program = Program::on(&installation);
        program.start();

        let port = program.address.port();
        let nobody = Client { port, cookie: String::new() };
        let signed_in = nobody.post("/desk/sign-in", &[("mail", "mina@tarn.example"), ("password", PASSWORD)]).await;
        let client = Client { port, cookie: between(&signed_in, "set-cookie: ", ";").to_owned() };
        let page = client.get(&format!("/desk/tickets/{number}")).await;
        let (live, ticket) =
            (between(&page, "&quot;token&quot;:&quot;", "&quot;"), between(&page, "&quot;ticket&quot;:&quot;", "&quot;"));

        let mut sockets = Vec::new();
        for _ in 0..SOCKETS {
            let mut socket = Socket::open(&client, live, ticket).await;
            socket.hear_of("parts").await;
            sockets.push(socket);
        }
        let fields = [("key", key()), ("value", "on_hold".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let (mut open, last) = client.begin_post(&format!("/desk/tickets/{number}/status"), &fields).await;
        tokio::time::sleep(Duration::from_millis(200)).await;

        let stopping = tokio::task::spawn_blocking(move || program.stop());
        let ended = timeout(WITHIN, async {
            let mut rests = BTreeSet::new();
            for socket in &mut sockets {
                rests.insert(socket.hear_of("come_back").await["come_back"]["after_ms"].as_u64().unwrap());
                let (kind, reason) = socket.hear().await;
                assert_eq!((kind, &reason[..2]), (8, &1012_u16.to_be_bytes()[..]), "the service restarts");
            }
            assert!(rests.iter().all(|rest| (500..=3500).contains(rest)), "{rests:?}");
            assert!(rests.len() > SOCKETS / 2, "they do not all come back at once: {rests:?}");
            drop(sockets);
            open.write_all(&[last]).await.unwrap();
            assert!(to_end(open).await.starts_with("HTTP/1.1 303"), "what was open is finished");
            stopping.await.unwrap()
        });
        assert_eq!(ended.await.expect("it ends in time").code(), Some(0), "{engine:?}");
        assert!(TcpStream::connect(("127.0.0.1", port)).await.is_err(), "nobody listens any more");
    }
}
