//! A15 and D04: files of strangers. Nobody guesses one, and none of them ever runs on our origin.

use model::wire::Uploaded;
use serde_json::json;
use tests::{Browser, Caller, Engine, People, World, key};

use crate::{count, percent};

#[tokio::test]
async fn a15_a_file_is_for_whoever_may_read_its_ticket_and_for_nobody_who_guesses() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let ada = people.own(Caller::Customer).unwrap();
        let id = ada.file.0;
        assert_eq!(id.get_version_num(), 4, "an id of 122 random bits");
        let near: Vec<u128> = (0..128).map(|bit| id.as_u128() ^ (1 << bit)).chain([id.as_u128() + 1, id.as_u128() - 1]).collect();
        let mut customer = people.browser(Caller::Customer);
        for guess in near {
            assert_eq!(customer.get(&format!("/files/{}", uuid::Uuid::from_u128(guess))).await.status, 404);
        }
        assert_eq!(customer.get(&format!("/files/{id}")).await.status, 200);
        for name in ["a.txt", "..%2f..%2fporchlight.sqlite", "", "*", "%25", &format!("{id}.part"), &format!("{id}/../{id}")] {
            assert_ne!(customer.get(&format!("/files/{name}")).await.status, 200, "{name}");
        }
        for (caller, status) in [
            (Caller::Nobody, 401),
            (Caller::Visitor, 404),
            (Caller::Guest, 404),
            (Caller::OtherCustomer, 404),
            (Caller::AgentElsewhere, 404),
            (Caller::DisabledAgent, 401),
        ] {
            let answer = people.browser(caller).get(&format!("/files/{id}")).await;
            assert_eq!(answer.status, status, "{caller:?}");
            answer.hides(&ada.canary);
        }
        // The link is old, the right to it is gone.
        let kept = customer.clone();
        customer.post("/sign-out", &[]).await;
        assert_eq!(kept.clone().get(&format!("/files/{id}")).await.status, 401);
        let mut mina = people.browser(Caller::Agent);
        assert_eq!(mina.get(&format!("/files/{id}")).await.status, 200);
        let agent = world.desk.agents().put(world.workspace, "Mina Koch", "mina@tarn.example", None).await.unwrap();
        world.disables(agent).await;
        assert_eq!(mina.get(&format!("/files/{id}")).await.status, 401);
    }
}

#[tokio::test]
async fn a15_bytes_of_whoever_may_not_upload_are_not_kept() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let before = count(&world, "select id from attachments").await;
        for caller in Caller::ALL.into_iter().filter(|caller| *caller != Caller::Visitor) {
            let answer = people.browser(caller).post_bytes("/api/widget/v1/files", b"bytes of a stranger").await;
            assert_eq!(answer.status, 401, "{caller:?}");
        }
        assert_eq!(count(&world, "select id from attachments").await, before);
    }
}

/// Files that some browser would run or show, if it were let.
const DANGEROUS: &[(&str, &[u8])] = &[
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("a.html", b"<!doctype html><script>alert(1)</script>"),
    ("a.xhtml", b"<html xmlns='http://www.w3.org/1999/xhtml'><script>alert(1)</script></html>"),
    ("a.xml", b"<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='data:text/xml,x'?><a/>"),
    ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>"),
    ("a.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
    ("a.swf", b"CWS\x0b....."),
    ("a.jpg", b"<html><script>alert(1)</script>"),
    ("a.gif", b"GIF89a/*<svg/onload=alert(1)>*/=1"),
    ("a.html.png", b"\x89PNG\r\n\x1a\n<script>alert(1)</script>"),
    ("a", b"<script>alert(1)</script>"),
    ("a.js", b"alert(1)"),
    ("a.wasm", b"\0asm\x01\0\0\0"),
    ("a.hta", b"<script>alert(1)</script>"),
    ("a\r\ncontent-type: text/html\r\n\r\n<b>.txt", b"x"),
    ("\"; filename=\"evil.html", b"x"),
    ("\u{202e}gnp.html", b"<script>alert(1)</script>"),
    ("../../evil.html", b"x"),
];

#[tokio::test]
async fn d04_a_file_is_a_download_and_never_a_page_of_ours() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::on(engine).await;
        let mut browser = world.browser();
        browser.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
        for (name, bytes) in DANGEROUS {
            let encoded = percent(name.as_bytes());
            let uploaded: Uploaded =
                browser.clone().with("x-file-name", &encoded).post_bytes("/api/widget/v1/files", bytes).await.json();
            assert!(!uploaded.name.contains(['\r', '\n', '/', '\\', '\u{202e}']), "{:?}", uploaded.name);
            let new = json!({ "key": key(), "site": world.site.key, "body": "look", "attachments": [uploaded.id] });
            assert_eq!(browser.post_json("/api/widget/v1/tickets", &new).await.status, 200);
            for query in ["", "?inline=1", "?download=0", "?content-type=text/html", "?disposition=inline"] {
                for method in ["GET", "HEAD"] {
                    is_a_download(&mut browser, method, &format!("/files/{}{query}", uploaded.id), name).await;
                }
                let whole = browser.get(&format!("/files/{}{query}", uploaded.id)).await;
                assert_eq!(whole.body, String::from_utf8_lossy(bytes), "{name:?} is what was uploaded");
                assert_eq!(whole.headers["content-length"], bytes.len().to_string());
            }
        }
    }
}

async fn is_a_download(browser: &mut Browser, method: &str, path: &str, name: &str) {
    let accepting = browser.clone().with("accept", "text/html,image/svg+xml").with("range", "bytes=0-10");
    let answer = accepting.clone().ask(method, path, None, axum::body::Body::empty()).await;
    let header = |name: &str| answer.headers.get(name).map(String::as_str).unwrap_or_default();
    assert_eq!(answer.status, 200, "{name:?}");
    assert_eq!(header("content-type"), "application/octet-stream", "{name:?}");
    assert!(header("content-disposition").starts_with("attachment; filename*=UTF-8''"), "{name:?}");
    assert!(!header("content-disposition").contains(['"', '\r', '\n', '<']), "{name:?}");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").starts_with("sandbox; default-src 'none'"));
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(header("cache-control"), "no-store");
}

#[tokio::test]
async fn bytes_that_a_crash_left_behind_are_swept_and_files_in_use_stay() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let own = people.own(Caller::Customer).unwrap();
        let orphan = model::id::AttachmentId(uuid::Uuid::now_v7());
        world.desk.files.put(orphan, b"no row knows me".to_vec()).await.unwrap();
        let draft = world.folder().join("files").join(format!("{}.part", uuid::Uuid::now_v7()));
        std::fs::write(&draft, b"half").unwrap();
        // The files are of today, by the machine's own time.
        world.desk.clock.advance((now().0 - world.desk.clock.now().0) / 1_000_000);
        assert_eq!(world.desk.attachments().sweep_leftovers().await.unwrap(), 0, "an upload may still be under way");
        assert!(draft.exists());
        world.waits(25 * 3600).await;
        assert_eq!(world.desk.attachments().sweep_leftovers().await.unwrap(), 1, "{:?}", world.engine);
        assert!(world.desk.files.get(orphan).await.is_err() && !draft.exists());
        assert!(world.desk.files.get(own.file).await.is_ok(), "the ticket's file stays");
    }
}

/// The machine's own time, which the files carry.
fn now() -> model::time::Time {
    let file = tempfile::NamedTempFile::new().unwrap();
    let since = file.as_file().metadata().unwrap().modified().unwrap().duration_since(std::time::UNIX_EPOCH).unwrap();
    model::time::Time(i64::try_from(since.as_micros()).unwrap())
}

#[tokio::test]
async fn files_of_whoever_may_not_write_there_are_not_kept_and_each_counts() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let given = server::config::Given { writes_per_minute: Some("40".into()), ..Default::default() };
        let world = World::with(engine, given, server::timeouts::Timeouts::default()).await;
        let people = People::of(&world).await;
        let kept = async || {
            (count(&world, "select id from attachments").await, world.folder().join("files").read_dir().unwrap().count())
        };
        let before = kept().await;
        let own = people.own(Caller::Customer).unwrap().number;
        let page_key = key();
        let words = [("key", page_key.as_str()), ("body", "with a file"), ("kind", "note"), ("seq", "99")];
        for caller in Caller::ALL {
            let foreign = people.foreign(caller).number;
            for path in [
                format!("/tickets/{foreign}/replies"),
                format!("/desk/tickets/{foreign}/replies"),
                "/tickets/987654/replies".into(),
            ] {
                let answer = people.browser(caller).post_files(&path, &words, &[("a.txt", b"bytes of a stranger")]).await;
                assert!(matches!(answer.status, 401 | 404), "{caller:?} at {path}: {}", answer.status);
            }
        }
        // Without a key, or with one that comes after the file.
        for words in [&[("body", "x")][..], &[("key", "none"), ("body", "x")]] {
            let path = format!("/tickets/{own}/replies");
            let answer = people.browser(Caller::Customer).from([127, 0, 3, 1]).post_files(&path, words, &[("a.txt", b"x")]).await;
            assert!(matches!(answer.status, 400 | 422), "{}", answer.status);
        }
        assert_eq!(kept().await, before, "{engine:?}");
        // Forty writes a minute are ten files, however few forms they come in.
        let five: Vec<(&str, &[u8])> = (0..5).map(|_| ("a.txt", &b"x"[..])).collect();
        let mut statuses = Vec::new();
        for _ in 0..3 {
            let key = key();
            let mut ada = people.browser(Caller::Customer).from([127, 0, 3, 2]);
            statuses
                .push(ada.post_files(&format!("/tickets/{own}/replies"), &[("key", &key), ("body", "five")], &five).await.status);
        }
        assert_eq!(statuses, [303, 303, 429], "{engine:?}");
        assert_eq!(kept().await.0, before.0 + 10);
    }
}
