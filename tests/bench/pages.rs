//! Ticket pages per second as rendered, against a handler that returns the same bytes.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header;
use axum::routing::get;
use futures_util::StreamExt;
use model::wire::Kept;
use serde_json::json;
use tests::{Engine, Installation, Program, key};
use tokio::task::JoinSet;

use crate::raw::{Raw, get as get_bytes, post, visitor};
use crate::row::{self, Limit, ms};

/// Readers at once.
const READERS: usize = 32;
/// One round.
const ROUND: Duration = Duration::from_secs(3);
/// Rounds of each.
const ROUNDS: usize = 5;
/// Messages on the page.
const MESSAGES: usize = 10;
/// Conversations that are read in turn.
const MANY: usize = 3000;
/// Who writes them, at once.
const WRITERS: usize = 32;

pub(crate) async fn measure() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let installation = Installation::on(engine).await;
        let mut program = Program::on(&installation);
        program.start();
        let conversations = conversations(&program, &installation.site, MANY).await;
        // As the server does by itself within a minute: plans that were made while the tables were empty are made anew.
        if let Some(url) = &installation.database_url {
            analyze(url).await;
        }
        let mut raw = Raw::to(program.address).await;
        // Twice: the first look notes that it was seen.
        raw.ask(&conversations[0]).await;
        let page = raw.ask(&conversations[0]).await.1.to_vec();
        let peer = Peer::start(&page);
        let bare: Requests = Arc::new([get_bytes(&program.base, "/", "a=b")]);
        let mut rates = Rates::default();
        for _ in 0..ROUNDS {
            let (rate, times) = load(program.address, &conversations).await;
            let (peer_rate, _) = load(peer.address, &bare).await;
            rates.add(rate, peer_rate, &times);
        }
        let size = format!("{MESSAGES} messages, {} kB of HTML", page.len() / 1000);
        let note = format!("{MANY} conversations in turn, each page drawn anew; {size}");
        row::print(&format!("ticket pages, {engine}"), "/s", &rates.pages, &Limit::None, &note);
        row::print(&format!("p99 of a page under that load, {engine}"), "ms", &rates.slow, &Limit::None, "32 readers at once");
        row::print(
            &format!("a handler that returns the same bytes, {engine}"),
            "/s",
            &rates.peers,
            &Limit::None,
            "for comparison",
        );
        row::print(
            &format!("ratio of pages, {engine}"),
            "",
            &rates.ratios,
            &Limit::Least(0.16),
            "the load runs on the same cores",
        );
    }
}

async fn analyze(url: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute("analyze").await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
}

/// Requests that are asked in turn.
type Requests = Arc<[Vec<u8>]>;

/// What was measured, round by round.
#[derive(Default)]
struct Rates {
    pages: Vec<f64>,
    peers: Vec<f64>,
    ratios: Vec<f64>,
    slow: Vec<f64>,
}

impl Rates {
    fn add(&mut self, rate: f64, peer: f64, times: &[f64]) {
        self.pages.push(rate);
        self.peers.push(peer);
        self.ratios.push(rate / peer);
        self.slow.push(row::at(times, 0.99));
    }
}

/// The pages of so many conversations, each of a visitor of its own.
async fn conversations(program: &Program, site: &str, many: usize) -> Requests {
    let pages = futures_util::stream::iter(0..many).map(|_| async {
        let (cookie, kept) = conversation(program, site).await;
        get_bytes(&program.base, &format!("/tickets/{}", kept.number), &cookie)
    });
    pages.buffer_unordered(WRITERS).collect::<Vec<_>>().await.into()
}

/// A visitor's ticket with some messages; the portal shows it to the same cookie.
async fn conversation(program: &Program, site: &str) -> (String, Kept) {
    let cookie = visitor();
    let mut raw = Raw::to(program.address).await;
    let body = json!({ "key": key(), "site": site, "body": "Does the kettle fit the base that I have?" }).to_string();
    let kept: Kept =
        serde_json::from_slice(raw.ask(&post(&program.base, "/api/widget/v1/tickets", &cookie, &body)).await.1).unwrap();
    for number in 1..MESSAGES {
        let body = json!({ "key": key(), "body": format!("Message number {number}: and is it in stock in blue?") }).to_string();
        let path = format!("/api/widget/v1/tickets/{}/replies", kept.ticket);
        assert_eq!(raw.ask(&post(&program.base, &path, &cookie, &body)).await.0, 200);
    }
    (cookie.replace("__Host-visitor", "__Host-portal"), kept)
}

/// Pages per second, and the time of each in milliseconds.
async fn load(address: SocketAddr, requests: &Requests) -> (f64, Vec<f64>) {
    let (times, next) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicUsize::new(0)));
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    for _ in 0..READERS {
        let (times, next, requests) = (Arc::clone(&times), Arc::clone(&next), Arc::clone(requests));
        tasks.spawn(async move {
            let (mut raw, mut own) = (Raw::to(address).await, Vec::new());
            while began.elapsed() < ROUND {
                let request = &requests[next.fetch_add(1, Ordering::Relaxed) % requests.len()];
                let asked = Instant::now();
                let (status, body) = raw.ask(request).await;
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(body));
                own.push(ms(asked.elapsed()));
            }
            times.lock().unwrap().extend(own);
        });
    }
    tasks.join_all().await;
    let times = std::mem::take(&mut *times.lock().unwrap());
    (times.len() as f64 / began.elapsed().as_secs_f64(), times)
}

/// The peer: a process of its own, as the program is.
struct Peer {
    address: SocketAddr,
    child: std::process::Child,
    _page: tempfile::NamedTempFile,
}

impl Peer {
    fn start(page: &[u8]) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), page).unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        let mut child = command.arg("serve-bytes").arg(file.path()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { address: line.trim().parse().unwrap(), child, _page: file }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves one file's bytes at `/` and says where.
pub(crate) async fn serve_bytes(file: &str) {
    let page: &'static [u8] = std::fs::read(file).unwrap().leak();
    let router =
        Router::new().route("/", get(move || async move { ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page) }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap());
    axum::serve(listener, router).await.unwrap();
}
