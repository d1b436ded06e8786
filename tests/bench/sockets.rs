//! Ten thousand open live links: what one costs in memory, how soon a reply is there, how all come back at once.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use model::live::{Ask, Tell};
use model::wire::Kept;
use serde_json::json;
use tests::{Client, Engine, Installation, Live, Program, key};
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use crate::raw::{Raw, post, visitor};
use crate::row::{self, Limit, ms};
use crate::start::memory;

/// Links.
const LINKS: usize = 10_000;
/// Replies a second while deliveries are measured.
const REPLIES_A_SECOND: u32 = 50;
/// How long they flow.
const FLOWS: Duration = Duration::from_secs(20);
/// Connections that are begun at once in the quiet round; the storm has no bound.
const OPENING: usize = 64;

/// One person with a ticket.
#[derive(Clone)]
struct Person {
    cookie: String,
    kept: Kept,
}

pub(crate) async fn measure() {
    let installation = Installation::on(Engine::Sqlite).await;
    let mut program = Program::on(&installation).with(|command| {
        command.args(["--live-per-address", "20000", "--live-in-all", "30000"]);
    });
    program.start();
    let people = Arc::new(people(&program, &installation.site).await);
    // Warm and settled, so that only the links are counted.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = memory(program.id(), "VmRSS:");
    let (told, mut heard) = mpsc::unbounded_channel();
    let (links, _) = connect_all(&program, &people, OPENING, &told).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let each = memory(program.id(), "VmRSS:").saturating_sub(before) as f64 / LINKS as f64 / 1024.0;
    row::print("memory of an open live link", "KiB", &[each], &Limit::Most(12.0), "10,000 open, resident memory of the process");

    let times = deliveries(&program, &people, &mut heard).await;
    row::print(
        "delivery of a reply to its watcher, p50",
        "ms",
        &[row::at(&times, 0.5)],
        &Limit::None,
        "50 replies a second among 10,000 links",
    );
    row::print(
        "delivery of a reply to its watcher, p99",
        "ms",
        &[row::at(&times, 0.99)],
        &Limit::Most(50.0),
        &format!("{} deliveries", times.len()),
    );

    drop(links);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let (links, times) = connect_all(&program, &people, LINKS, &told).await;
    row::print(
        "10,000 links come back at once, p99",
        "ms",
        &[row::at(&times, 0.99)],
        &Limit::Most(5000.0),
        "from the first byte to the first word, none refused",
    );
    row::print("10,000 links come back at once, p50", "ms", &[row::at(&times, 0.5)], &Limit::None, "");
    drop(links);
}

/// Ten thousand visitors with a ticket each.
async fn people(program: &Program, site: &str) -> Vec<Person> {
    let (people, mut tasks) = (Arc::new(Mutex::new(Vec::new())), JoinSet::new());
    for _ in 0..32 {
        let (people, address, base, site) = (Arc::clone(&people), program.address, program.base.clone(), site.to_owned());
        tasks.spawn(async move {
            let mut raw = Raw::to(address).await;
            loop {
                let cookie = visitor();
                let body = json!({ "key": key(), "site": site, "body": "Hello" }).to_string();
                let kept =
                    serde_json::from_slice(raw.ask(&post(&base, "/api/widget/v1/tickets", &cookie, &body)).await.1).unwrap();
                let mut people = people.lock().unwrap();
                if people.len() >= LINKS {
                    break;
                }
                people.push(Person { cookie, kept });
            }
        });
    }
    tasks.join_all().await;
    Arc::try_unwrap(people).ok().unwrap().into_inner().unwrap()
}

/// The links; dropped, all of them end at once.
struct Links(#[expect(dead_code, reason = "held, so that they stay open")] JoinSet<()>);

/// Opens every link and waits until each has heard its first word. The times are in milliseconds.
async fn connect_all(
    program: &Program,
    people: &Arc<Vec<Person>>,
    at_once: usize,
    told: &mpsc::UnboundedSender<(String, Instant)>,
) -> (Links, Vec<f64>) {
    let (opening, mut links) = (Arc::new(Semaphore::new(at_once)), JoinSet::new());
    let (opened, mut times) = mpsc::unbounded_channel();
    let began = Instant::now();
    for at in 0..people.len() {
        let people = Arc::clone(people);
        let (opening, opened, told) = (Arc::clone(&opening), opened.clone(), told.clone());
        let (address, base) = (program.address, program.base.clone());
        links.spawn(async move {
            let seat = opening.acquire_owned().await.unwrap();
            let began = if at_once == LINKS { began } else { Instant::now() };
            let mut live = open(address, &base, &people[at]).await;
            drop(seat);
            opened.send(ms(began.elapsed())).unwrap();
            while let Ok(tell) = live.told().await {
                if let Tell::Event { html, .. } = tell {
                    let _ = told.send((html, Instant::now()));
                }
            }
        });
    }
    let mut all = Vec::with_capacity(people.len());
    while all.len() < people.len() {
        all.push(tokio::time::timeout(Duration::from_mins(1), times.recv()).await.expect("every link opens").unwrap());
    }
    (Links(links), all)
}

async fn open(address: SocketAddr, base: &str, person: &Person) -> Live {
    let mut client = Client::new(address, base);
    let (name, value) = person.cookie.split_once('=').unwrap();
    client.set_cookie(name, value);
    let mut live = client.live(&person.kept.live).await.expect("no link is refused");
    live.ask(&Ask::Watch { ticket: person.kept.ticket, after: person.kept.seq }).await.unwrap();
    let word = live.told().await.expect("no link is refused");
    assert!(word != Tell::Refused, "no link is refused");
    live
}

/// Lets replies flow and measures from the sending of each until its watcher has it.
async fn deliveries(
    program: &Program,
    people: &Arc<Vec<Person>>,
    heard: &mut mpsc::UnboundedReceiver<(String, Instant)>,
) -> Vec<f64> {
    while heard.try_recv().is_ok() {}
    let mut ticker = tokio::time::interval(Duration::from_secs(1) / REPLIES_A_SECOND);
    let (sent, began) = (Arc::new(Mutex::new(Vec::new())), Instant::now());
    let (mut senders, mut number) = (JoinSet::new(), 0);
    while began.elapsed() < FLOWS {
        ticker.tick().await;
        number += 1;
        let person = people[number * 7919 % people.len()].clone();
        let (sent, base, address) = (Arc::clone(&sent), program.base.clone(), program.address);
        senders.spawn(async move {
            let mark = format!("word-{number}-end");
            let body = json!({ "key": key(), "body": mark }).to_string();
            let path = format!("/api/widget/v1/tickets/{}/replies", person.kept.ticket);
            let request = post(&base, &path, &person.cookie, &body);
            let mut raw = Raw::to(address).await;
            sent.lock().unwrap().push((mark, Instant::now()));
            assert_eq!(raw.ask(&request).await.0, 200);
        });
    }
    senders.join_all().await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut arrived = Vec::new();
    while let Ok(one) = heard.try_recv() {
        arrived.push(one);
    }
    let sent = sent.lock().unwrap();
    let time = |(mark, at): &(String, Instant)| {
        let (_, there) = arrived.iter().find(|(html, _)| html.contains(mark.as_str())).expect("every reply arrives");
        ms(there.duration_since(*at))
    };
    sent.iter().map(time).collect()
}
