//! E06, E07, E08: the live link and the wire under it. Real sockets on this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use futures_util::{SinkExt, stream};
use model::live::{Ask, Tell};
use server::config::Given;
use server::timeouts::Timeouts;
use tests::{BASE, Caller, Engine, Heard, Listening, People, Socket, World, key};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::tungstenite::Message;

use crate::{rows, writes};

/// Makes a frame.
type Frame = fn() -> Message;

/// What is promised within a second.
const SECOND: Duration = Duration::from_secs(1);

/// A world whose waits are short.
async fn hasty(engine: Engine, given: Given) -> World {
    let timeouts = Timeouts {
        head_within: Duration::from_millis(700),
        request_within: Duration::from_millis(1500),
        body_within_max: Duration::from_millis(500),
        bytes_per_second_min: 32 * 1024,
        hello_within: Duration::from_millis(700),
        tick: Duration::from_millis(100),
        silence_max: Duration::from_millis(1500),
        write_within: Duration::from_millis(700),
    };
    World::with(engine, given, timeouts).await
}

/// A socket that watches its owner's ticket and has everything so far.
async fn watching(listening: &Listening, people: &People, caller: Caller) -> Socket {
    let mut socket = listening.hello(&people.browser(caller), caller.cookie()).await;
    socket.asks(&Ask::Watch { ticket: people.own(caller).unwrap().ticket, after: 0 }).await;
    socket.hears_until(|heard| matches!(heard, Heard::Tell(Tell::Presence { .. }))).await;
    while socket.hears_within(Duration::from_millis(150)).await.is_some() {}
    socket
}

#[tokio::test]
async fn e06_a_foreign_page_gets_no_socket() {
    let world = World::on(Engine::Sqlite).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    for origin in [
        "https://evil.example",
        tests::SHOP,
        "null",
        "http://localhost",
        "http://localhost:8700.evil.example",
        "http://localhost:87000",
        "-",
    ] {
        for site in ["", "cross-site", "same-site"] {
            let browser = people.browser(Caller::Agent).with("origin", origin).with("sec-fetch-site", site);
            assert_eq!(listening.socket(&browser).await.err(), Some(403), "{origin} {site}");
        }
    }
    assert!(listening.socket(&people.browser(Caller::Agent)).await.is_ok());
}

#[tokio::test]
async fn e06_a_socket_must_say_who_it_is_and_be_it() {
    let world = hasty(Engine::Sqlite, Given::default()).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    let ada = people.browser(Caller::Customer);
    // Nothing said; something else said; the token of somebody else; a token without its cookie; a cookie of another door.
    let mut silent = listening.socket(&ada).await.unwrap();
    let began = Instant::now();
    assert_eq!(silent.is_closed().await, Some(4401));
    assert!(began.elapsed() < Duration::from_secs(3));
    for first in ["", "{}", "null", "[]", "\"inbox\"", "{\"watch\":{\"ticket\":\"x\",\"after\":0}}", "\u{0}"] {
        let mut socket = listening.socket(&ada).await.unwrap();
        socket.sends(first).await;
        assert_eq!(socket.is_closed().await, Some(4401), "{first:?}");
    }
    for (browser, token) in [
        (ada.clone(), people.browser(Caller::OtherCustomer).live_token("__Host-portal")),
        (ada.clone(), people.browser(Caller::Agent).live_token("__Host-desk")),
        (world.browser(), ada.live_token("__Host-portal")),
        (people.browser(Caller::Visitor), ada.live_token("__Host-portal")),
        (ada.clone(), ada.cookie("__Host-portal").map(str::to_owned)),
    ] {
        let mut socket = listening.socket(&browser).await.unwrap();
        socket.asks(&Ask::Hello { token: token.unwrap(), lang: "en".into(), zone: String::new() }).await;
        assert_eq!(socket.is_closed().await, Some(4401));
    }
}

#[tokio::test]
async fn e06_signing_out_and_being_disabled_close_the_socket_within_a_second() {
    for world in World::on_each_engine().await {
        let (people, listening) = (People::of(&world).await, world.listens().await);
        for caller in [Caller::Customer, Caller::Agent] {
            let mut socket = watching(&listening, &people, caller).await;
            let mut other = listening.hello(&people.browser(caller), caller.cookie()).await;
            let began = Instant::now();
            let door = if caller == Caller::Agent { "/desk/sign-out" } else { "/sign-out" };
            people.browser(caller).post(door, &[]).await;
            for socket in [&mut socket, &mut other] {
                assert_eq!(socket.is_closed().await, Some(4401), "{caller:?}");
            }
            assert!(began.elapsed() < SECOND, "{caller:?} on {:?}: {:?}", world.engine, began.elapsed());
        }
    }
}

#[tokio::test]
async fn e06_nothing_is_told_that_was_said_after_the_right_has_gone() {
    const LINKS: usize = 8;
    for world in World::on_each_engine().await {
        let (people, listening) = (People::of(&world).await, world.listens().await);
        let guests = people.own(Caller::Guest).unwrap();
        let says = async |words: &str| {
            let said = [("key", &*key()), ("body", words)];
            people.browser(Caller::Guest).post_files(&format!("/tickets/{}/replies", guests.number), &said, &[]).await;
        };
        for round in 0..6 {
            let mail = format!("lena-{round}@tarn.example");
            let id = world.desk.agents().put(world.workspace, "Lena", &mail, Some(tests::PASSWORD)).await.unwrap();
            let lena = world.agent(&mail).await;
            let mut sockets = Vec::new();
            for _ in 0..LINKS {
                let mut socket = listening.hello(&lena, "__Host-desk").await;
                socket.asks(&Ask::Inbox).await;
                socket.asks(&Ask::Watch { ticket: guests.ticket, after: 0 }).await;
                socket.hears_until(|heard| matches!(heard, Heard::Tell(Tell::Presence { .. }))).await;
                sockets.push(socket);
            }
            // All of them are about to look when the right goes, and what they find then is younger.
            says("before").await;
            let began = Instant::now();
            world.disables(id).await;
            says(&format!("said after it {round}")).await;
            for socket in &mut sockets {
                let heard = socket.hears_until(|heard| matches!(heard, Heard::Closed(_))).await;
                assert_eq!(heard.last(), Some(&Heard::Closed(Some(4401))));
                let is_told = format!("{heard:?}").contains(&format!("said after it {round}"));
                assert!(!is_told, "{:?}, round {round}", world.engine);
            }
            assert!(began.elapsed() < SECOND, "{:?}: {:?}", world.engine, began.elapsed());
        }
    }
}

#[tokio::test]
async fn e06_a_poll_ends_with_its_session_and_a_watch_with_its_right() {
    for world in World::on_each_engine().await {
        let (people, listening) = (People::of(&world).await, world.listens().await);
        let ada = people.own(Caller::Customer).unwrap();
        let live = people.browser(Caller::Customer).live_token("__Host-portal").unwrap();
        let mut polling = people.browser(Caller::Customer).with("x-live", &live);
        let path = format!("/live/poll?ticket={}&after={}", ada.ticket, world.seq(&people, ada).await);
        let poll = tokio::spawn(async move { polling.get(&path).await.status });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let began = Instant::now();
        people.browser(Caller::Customer).post("/sign-out", &[]).await;
        assert_eq!(poll.await.unwrap(), 401, "{:?}", world.engine);
        assert!(began.elapsed() < SECOND);

        // Gus's ticket goes to whoever proves its address; a browser that only knew it before hears no more of it.
        let gus = people.own(Caller::Guest).unwrap();
        let mut guest = watching(&listening, &people, Caller::Guest).await;
        assert_eq!(world.browser().post(&world.link_to("gus@example.com").await, &[]).await.status, 303);
        writes(&mut people.browser(Caller::Agent), gus.number, "reply", "for the owner only").await;
        let mut heard = Vec::new();
        while let Some(said) = guest.hears_within(Duration::from_millis(400)).await {
            heard.push(said);
        }
        let may_still = people.browser(Caller::Guest).get(&format!("/tickets/{}", gus.number)).await.status == 200;
        assert_eq!(format!("{heard:?}").contains("for the owner only"), may_still, "the socket and the page agree: {heard:?}");
    }
}

#[tokio::test]
async fn e07_live_links_are_counted_by_session_by_address_and_in_all() {
    let few = Given { live_per_address: Some("20".into()), live_in_all: Some("40".into()), ..Given::default() };
    let world = World::with(Engine::Sqlite, few, Timeouts::default()).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    let mut held = Vec::new();
    let ada = people.browser(Caller::Customer);
    for _ in 0..16 {
        held.push(live(&listening, &ada, Caller::Customer).await);
    }
    assert_eq!(listening.hello(&ada, "__Host-portal").await.is_closed().await, Some(4429), "one session, sixteen links");
    for _ in 0..4 {
        held.push(live(&listening, &people.browser(Caller::OtherCustomer), Caller::OtherCustomer).await);
    }
    let eve = people.browser(Caller::OtherCustomer);
    assert_eq!(listening.socket(&eve).await.err(), Some(429), "one address, twenty links that are no agents'");
    let token = eve.live_token("__Host-portal").unwrap();
    let poll = format!("/live/poll?ticket={}&after=0", people.own(Caller::OtherCustomer).unwrap().ticket);
    assert_eq!(eve.clone().from([127, 0, 0, 1]).with("x-live", &token).get(&poll).await.status, 429, "a poll is one too");
    // The company's agents sit behind the same address.
    for _ in 0..16 {
        held.push(live(&listening, &people.browser(Caller::Agent), Caller::Agent).await);
    }
    for _ in 0..4 {
        held.push(live(&listening, &people.browser(Caller::AgentElsewhere), Caller::AgentElsewhere).await);
    }
    assert_eq!(listening.socket(&people.browser(Caller::AgentElsewhere)).await.err(), Some(429), "forty in all");
    held.clear();
    for _ in 0..100 {
        if world.sockets() == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    live(&listening, &eve, Caller::OtherCustomer).await;
}

/// A link that stands: it answers.
async fn live(listening: &Listening, browser: &tests::Browser, caller: Caller) -> Socket {
    let mut socket = listening.hello(browser, caller.cookie()).await;
    socket.asks(&Ask::Watch { ticket: uuid::Uuid::nil().into(), after: 0 }).await;
    assert_eq!(socket.hears().await, Heard::Tell(Tell::Lost { ticket: uuid::Uuid::nil().into() }), "{caller:?}");
    socket
}

#[tokio::test]
async fn e07_a_flood_of_any_frames_closes_its_own_socket_and_no_other() {
    let world = World::on(Engine::Sqlite).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    let flood: [(&str, Frame); 5] = [
        ("pings", || Message::Ping(Bytes::new())),
        ("pongs", || Message::Pong(Bytes::from_static(b"unasked"))),
        ("full pings", || Message::Ping(Bytes::from_static(&[0; 125]))),
        ("one letter", || Message::text("x")),
        ("asks", || Message::text("{\"typing\":{\"ticket\":\"00000000-0000-0000-0000-000000000000\"}}")),
    ];
    for (what, frame) in flood {
        let mut offender = live(&listening, &people.browser(Caller::Visitor), Caller::Visitor).await;
        let mut neighbour = live(&listening, &people.browser(Caller::Customer), Caller::Customer).await;
        let began = Instant::now();
        for _ in 0..10_000 {
            if offender.0.feed(frame()).await.is_err() {
                break;
            }
        }
        let _ = offender.0.flush().await;
        let code = offender.is_closed().await;
        // A single letter is no ask at all, and that is told first.
        let expected = if what == "one letter" { 4401 } else { 4429 };
        assert_eq!(code, Some(expected), "{what}");
        assert!(began.elapsed() < Duration::from_secs(5), "{what}: {:?}", began.elapsed());
        let asked = Instant::now();
        neighbour.asks(&Ask::Watch { ticket: uuid::Uuid::nil().into(), after: 0 }).await;
        assert_eq!(neighbour.hears().await, Heard::Tell(Tell::Lost { ticket: uuid::Uuid::nil().into() }));
        assert!(asked.elapsed() < SECOND, "the neighbour waited {:?}", asked.elapsed());
    }
}

#[tokio::test]
async fn e07_large_broken_and_compressed_frames_close_the_socket() {
    let world = World::on(Engine::Sqlite).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    let browser = people.browser(Caller::Customer).with("sec-websocket-extensions", "permessage-deflate; client_max_window_bits");
    for frame in
        [Message::text("x".repeat(5000)), Message::Binary(Bytes::from(vec![0; 5000])), Message::Binary(Bytes::from_static(b"x"))]
    {
        let mut socket = live(&listening, &browser, Caller::Customer).await;
        socket.puts(frame).await;
        assert!(matches!(socket.hears().await, Heard::Closed(_)));
    }
    // Raw bytes: compressed though it was not agreed, not masked, of an unknown kind, longer than there is memory.
    for bytes in [
        &[0xC1, 0x85, 0, 0, 0, 0, 1, 2, 3, 4, 5][..],
        &[0x81, 0x01, b'x'],
        &[0x83, 0x80, 0, 0, 0, 0],
        &[0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
    ] {
        let mut socket = live(&listening, &browser, Caller::Customer).await;
        socket.0.get_mut().write_all(bytes).await.unwrap();
        let heard = socket.hears_within(Duration::from_secs(5)).await;
        assert!(matches!(heard, Some(Heard::Closed(_))), "{bytes:?}: {heard:?}");
    }
}

#[tokio::test]
async fn e07_whoever_is_gone_or_does_not_read_is_let_go() {
    let world = hasty(Engine::Sqlite, Given::default()).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    // Half open: it never reads, so it never answers a ping.
    let mut gone = live(&listening, &people.browser(Caller::Visitor), Caller::Visitor).await;
    let mut there = live(&listening, &people.browser(Caller::Customer), Caller::Customer).await;
    assert_eq!(world.sockets(), 2);
    let began = Instant::now();
    while world.sockets() == 2 && began.elapsed() < Duration::from_secs(8) {
        let _ = there.hears_within(Duration::from_millis(200)).await;
    }
    assert_eq!(world.sockets(), 1, "the one that answers stays");
    assert!(began.elapsed() > SECOND, "the time-out first");
    assert!(matches!(gone.hears().await, Heard::Closed(_)));

    // A slow reader of much: its socket's buffers fill, and it is cut.
    let ada = people.own(Caller::Customer).unwrap();
    let path = format!("/tickets/{}/replies", ada.number);
    for _ in 0..12 {
        let (key, body) = (key(), "<&\">".repeat(4999));
        let said = people.browser(Caller::Customer).post_files(&path, &[("key", &key), ("body", &body)], &[]).await;
        assert_eq!(said.status, 303);
    }
    let mut slow = Vec::new();
    for _ in 0..3 {
        let mut socket = listening.hello(&people.browser(Caller::Customer), "__Host-portal").await;
        for _ in 0..12 {
            socket.asks(&Ask::Watch { ticket: ada.ticket, after: 0 }).await;
        }
        slow.push(socket);
    }
    let began = Instant::now();
    while world.sockets() > 1 && began.elapsed() < Duration::from_secs(30) {
        let _ = there.hears_within(Duration::from_millis(200)).await;
    }
    assert_eq!(world.sockets(), 1, "slow readers after {:?}", began.elapsed());
}

#[tokio::test]
async fn e07_a_head_without_end_is_refused() {
    let world = hasty(Engine::Sqlite, Given::default()).await;
    let listening = world.listens().await;
    for line in ["x-a: b\r\n".to_owned(), format!("x-a: {}\r\n", "b".repeat(8000))] {
        let mut stream = listening.connect().await;
        stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost:8700\r\n").await.unwrap();
        let mut sent = 0_usize;
        for _ in 0..1_000_000 {
            if stream.write_all(line.as_bytes()).await.is_err() {
                break;
            }
            sent += line.len();
            assert!(sent < 32 * 1024 * 1024, "it takes any number of headers");
        }
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431") || answer.starts_with("HTTP/1.1 400"), "{answer}");
    }
}

#[tokio::test]
async fn e08_a_slow_head_a_slow_body_and_a_silent_connection_are_cut() {
    let world = hasty(Engine::Sqlite, Given::default()).await;
    let (people, listening) = (People::of(&world).await, world.listens().await);
    // One byte of a head at a time; and nothing at all.
    for head in ["GET / HTTP/1.1\r\nhost: localhost:8700\r\nx-a: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", ""] {
        let mut stream = listening.connect().await;
        let began = Instant::now();
        let cut = async {
            for byte in head.as_bytes() {
                if stream.write_all(&[*byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            let _ = stream.read_to_end(&mut Vec::new()).await;
        };
        tokio::time::timeout(Duration::from_secs(6), cut).await.unwrap_or_else(|_| panic!("{head:?} is still waited for"));
        assert!(began.elapsed() > Duration::from_millis(500));
    }
    // A body that trickles, at doors that read one.
    let cookies = format!("{}; {}", cookie(&people, Caller::Visitor), cookie(&people, Caller::Agent));
    for (path, kind) in [
        ("/api/widget/v1/files", "application/octet-stream"),
        ("/api/widget/v1/tickets", "application/json"),
        ("/tickets", "multipart/form-data; boundary=x"),
        ("/desk/sign-in", "application/x-www-form-urlencoded"),
    ] {
        let mut stream = listening.connect().await;
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: localhost:8700\r\norigin: {BASE}\r\ncookie: {cookies}\r\ncontent-type: {kind}\r\ncontent-length: 100000\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.into_split();
        let trickle = tokio::spawn(async move {
            while writing.write_all(b"x").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        let mut answer = [0; 12];
        tokio::time::timeout(Duration::from_secs(6), reading.read_exact(&mut answer))
            .await
            .unwrap_or_else(|_| panic!("{path}"))
            .unwrap();
        assert_eq!(&answer, b"HTTP/1.1 408", "{path}");
        trickle.abort();
    }
}

fn cookie(people: &People, caller: Caller) -> String {
    format!("{}={}", caller.cookie(), people.browser(caller).cookie(caller.cookie()).unwrap())
}

#[tokio::test]
async fn e08_a_body_without_end_is_refused_at_every_door() {
    /// One piece of the body that never ends.
    const PIECE: usize = 64 * 1024;
    let world = World::on(Engine::Sqlite).await;
    let people = People::of(&world).await;
    let before = rows(&world).await;
    for door in server::router::doors().into_iter().chain(server::router::probes()) {
        for caller in [Caller::Visitor, Caller::Customer, Caller::Agent] {
            let things = people.own(caller).unwrap();
            let id = if door.path.contains("sites") { things.site.to_string() } else { things.ticket.to_string() };
            let path = door.path.replace("{number}", &things.number.to_string()).replace("{id}", &id);
            let head = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
            for (kind, head) in [
                ("application/json", "{\"key\":\""),
                ("application/x-www-form-urlencoded", "key="),
                ("multipart/form-data; boundary=x", head),
            ] {
                let taken = Arc::new(AtomicUsize::new(0));
                let (counted, piece) = (Arc::clone(&taken), Bytes::from(vec![b'a'; PIECE]));
                let endless = stream::unfold(true, move |is_first| {
                    let bytes = if is_first { Bytes::from_static(head.as_bytes()) } else { piece.clone() };
                    let total = counted.fetch_add(bytes.len(), Ordering::Relaxed);
                    async move { (total < 1024 * 1024 * 1024).then_some((Ok::<_, std::io::Error>(bytes), false)) }
                });
                let mut browser = people.browser(caller);
                let answer = browser.ask(door.method, &path, Some(kind), Body::from_stream(endless)).await;
                assert!(answer.status != 500, "{} {path} as {kind}", door.method);
                let taken = taken.load(Ordering::Relaxed);
                assert!(taken <= door.bytes_max + 4 * PIECE, "{} {path} as {kind} took {taken} bytes", door.method);
            }
        }
    }
    assert_eq!(rows(&world).await, before);
}

#[tokio::test]
async fn b03_two_hosts_or_another_one_in_the_request_line_get_no_page() {
    let world = World::on(Engine::Sqlite).await;
    let listening = world.listens().await;
    for (head, status) in [
        ("GET / HTTP/1.1\r\nhost: localhost:8700\r\n", "200"),
        ("GET / HTTP/1.1\r\nhost: localhost:8700\r\nhost: evil.example\r\n", "4"),
        ("GET / HTTP/1.1\r\nhost: evil.example\r\nhost: localhost:8700\r\n", "4"),
        ("GET http://evil.example/ HTTP/1.1\r\nhost: localhost:8700\r\n", "421"),
        ("GET http://localhost:8700/ HTTP/1.1\r\nhost: evil.example\r\n", "421"),
        ("GET / HTTP/1.1\r\nhost: localhost:8700@evil.example\r\n", "4"),
        ("GET / HTTP/1.1\r\nhost:\r\n", "4"),
        ("GET / HTTP/1.0\r\n", "421"),
    ] {
        let mut stream = listening.connect().await;
        stream.write_all(format!("{head}connection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let got = answer.split(' ').nth(1).unwrap_or_default();
        assert!(got.starts_with(status), "{head:?}: {got}");
        assert!(status == "200" || !answer.contains("Tarn Help"), "{head:?} shows a page");
    }
}
