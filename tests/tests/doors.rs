//! Who may enter: every door of the router's own table, tried by everybody who has no business there. What is another's
//! must look exactly like what does not exist.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named by what they hold, and fail loudly"
)]

use axum::body::Body;
use model::id::{AttachmentId, TicketId};
use model::wire::{Kept, Uploaded};
use serde_json::json;
use server::router::{Door, Who, doors};
use tests::{Answer, Browser, World, key};

/// One customer's things.
struct Things {
    browser: Browser,
    kept: Kept,
    file: AttachmentId,
}

async fn visitor(world: &World, body: &str) -> Things {
    let mut browser = world.browser();
    browser.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
    let uploaded: Uploaded =
        browser.clone().with("x-file-name", "a.txt").post_bytes("/api/widget/v1/files", b"secret").await.json();
    let new = json!({ "key": key(), "site": world.site.key, "body": body, "attachments": [uploaded.id] });
    let kept: Kept = browser.post_json("/api/widget/v1/tickets", &new).await.json();
    Things { browser, kept, file: uploaded.id }
}

/// A door with its names filled in.
fn path(door: &Door, number: i64, id: &str) -> String {
    door.path.replace("{number}", &number.to_string()).replace("{id}", id)
}

/// A request that would be taken, were it asked by the right one.
async fn knock(browser: &mut Browser, door: &Door, path: &str) -> Answer {
    let key = key();
    match (door.method, door.path) {
        ("GET", _) => browser.get(path).await,
        (_, api) if api.starts_with("/api/") && api.ends_with("/files") => browser.post_bytes(path, b"x").await,
        (_, api) if api.ends_with("{id}/mail") && api.starts_with("/api/") => {
            browser.post_json(path, &json!({ "key": key, "mail": "eve@evil.example" })).await
        }
        (_, api) if api.ends_with("/confirmation") && api.starts_with("/api/") => {
            browser.post_json(path, &json!({ "key": key, "is_solved": true })).await
        }
        (_, api) if api.starts_with("/api/") => browser.post_json(path, &json!({ "key": key, "body": "mine now" })).await,
        (_, reply) if reply.ends_with("/replies") => {
            let fields = [("key", key.as_str()), ("body", "mine now"), ("seq", "99"), ("kind", "note")];
            browser.post_files(path, &fields, &[]).await
        }
        (_, confirm) if confirm.ends_with("/confirmation") => browser.post(path, &[("key", &key), ("solved", "yes")]).await,
        (_, mail) if mail.ends_with("/mail") => browser.post(path, &[("key", &key), ("mail", "eve@evil.example")]).await,
        (_, status) if status.ends_with("/status") => browser.post(path, &[("key", &key), ("value", "solved")]).await,
        (_, priority) if priority.ends_with("/priority") => browser.post(path, &[("key", &key), ("value", "low")]).await,
        (_, assignee) if assignee.ends_with("/assignee") => browser.post(path, &[("key", &key), ("value", "")]).await,
        (_, sites) if sites.starts_with("/desk/sites") => {
            let fields =
                [("key", key.as_str()), ("name", "Taken over"), ("accent", "#000000"), ("locale", "en"), ("zone", "UTC")];
            browser.post(path, &[&fields[..], &[("answer_within_minutes", "5")]].concat()).await
        }
        _ => browser.ask(door.method, path, Some("application/x-www-form-urlencoded"), Body::empty()).await,
    }
}

/// A page without what differs by chance: nonces, keys, times, the number that was asked for.
fn plain(answer: &Answer, number: i64, id: &str) -> (u16, String) {
    let mut body = answer.body.replace(&number.to_string(), "N").replace(id, "ID");
    for mark in ["nonce=\"", "value=\""] {
        let parts: Vec<String> =
            body.split(mark).map(|part| part.split_once('"').map_or(part, |(_, rest)| rest).to_owned()).collect();
        body = parts.join(mark);
    }
    (answer.status, body)
}

#[tokio::test]
async fn whoever_has_no_business_at_a_door_sees_nothing_and_changes_nothing() {
    for world in World::on_each_engine().await {
        let ada = visitor(&world, "canary-of-ada").await;
        let eve = visitor(&world, "mine").await;
        let elsewhere = elsewhere(&world).await;
        let strangers = [
            ("nobody", world.browser()),
            ("another visitor", eve.browser),
            ("an agent of another workspace", elsewhere),
            ("a disabled agent", disabled(&world).await),
        ];
        let before = seq(&world, &ada).await;
        let mut tried = 0;
        for door in doors().into_iter().filter(|door| door.who != Who::Anybody && door.path != "/live") {
            for (who, browser) in &strangers {
                let id = if door.path.starts_with("/files") {
                    ada.file.to_string()
                } else if door.path.contains("sites") {
                    world.site.id.to_string()
                } else {
                    ada.kept.ticket.to_string()
                };
                let mut browser = browser.clone();
                let own = path(&door, ada.kept.number, &id);
                let own = if door.path == "/live/poll" { format!("{own}?ticket={id}&after=0") } else { own };
                let answer = knock(&mut browser, &door, &own).await;
                tried += 1;
                let is_own_door = !door.path.contains('{') && door.path != "/live/poll";
                let is_refused = matches!(answer.status, 303 | 400 | 401 | 404 | 422);
                assert!(is_refused || is_own_door, "{who} at {} {own}: {}", door.method, answer.status);
                assert!(!answer.body.contains("canary-of-ada"), "{who} at {} {own}", door.method);
                assert!(
                    is_own_door || answer.location.as_deref().is_none_or(|to| to == "/desk/sign-in"),
                    "{who} at {own}: {:?}",
                    answer.location
                );
            }
        }
        assert!(tried > 80, "only {tried} knocks");
        assert_eq!(seq(&world, &ada).await, before, "nothing was written: {:?}", world.engine);
    }
}

#[tokio::test]
async fn what_is_anothers_looks_like_what_does_not_exist() {
    for world in World::on_each_engine().await {
        let ada = visitor(&world, "canary-of-ada").await;
        let eve = visitor(&world, "mine").await;
        let elsewhere = elsewhere(&world).await;
        let nothing = uuid::Uuid::from_u128(0x1234_5678_9abc).to_string();
        for door in doors().into_iter().filter(|door| door.path.contains("{number}") || door.path.contains("{id}")) {
            let own = if door.path.starts_with("/files") {
                ada.file.to_string()
            } else if door.path.contains("sites") {
                world.site.id.to_string()
            } else {
                ada.kept.ticket.to_string()
            };
            for browser in [&eve.browser, &elsewhere] {
                let foreign = knock(&mut browser.clone(), &door, &path(&door, ada.kept.number, &own)).await;
                let absent = knock(&mut browser.clone(), &door, &path(&door, 987_654, &nothing)).await;
                assert_eq!(
                    plain(&foreign, ada.kept.number, &own),
                    plain(&absent, 987_654, &nothing),
                    "{} {}",
                    door.method,
                    door.path
                );
            }
        }
    }
}

#[tokio::test]
async fn a_form_on_another_sites_page_changes_nothing() {
    let world = World::on(tests::Engine::Sqlite).await;
    let ada = visitor(&world, "canary-of-ada").await;
    let mina = world.mina().await;
    let before = seq(&world, &ada).await;
    for door in doors().into_iter().filter(|door| door.method == "POST") {
        for origin in ["https://evil.example", "null", "http://localhost:8700.evil.example", "http://localhost:87000", "-"] {
            for browser in [&ada.browser, &mina] {
                let mut browser = browser.clone().with("origin", origin);
                let id = if door.path.contains("sites") { world.site.id.to_string() } else { ada.kept.ticket.to_string() };
                let answer = knock(&mut browser, &door, &path(&door, ada.kept.number, &id)).await;
                assert_eq!(answer.status, 403, "{} from {origin}", door.path);
            }
        }
    }
    assert_eq!(seq(&world, &ada).await, before);
}

#[tokio::test]
async fn another_host_gets_no_page_and_no_link() {
    let world = World::on(tests::Engine::Sqlite).await;
    for (name, value) in [("host", "evil.example"), ("host", "localhost:8700.evil.example"), ("host", "localhost")] {
        for door in doors() {
            let mut browser = world.browser().with(name, value);
            let answer = knock(&mut browser, &door, &path(&door, 1001, "x")).await;
            assert_eq!(answer.status, 421, "{} {}", door.method, door.path);
        }
    }
    let mut forwarded = world.browser().with("x-forwarded-host", "evil.example").with("forwarded", "host=evil.example");
    let page_key = forwarded.get("/tickets/new").await.field("key");
    let fields = [("key", page_key.as_str()), ("subject", "Kettle"), ("body", "It stops."), ("mail", "ada@example.com")];
    assert_eq!(forwarded.post_files("/tickets", &fields, &[]).await.status, 303);
    world.waits(1).await;
    let letter = world.letters_to("ada@example.com").await.remove(0);
    assert!(!letter.text.contains("evil") && letter.text.contains(tests::BASE));
}

#[tokio::test]
async fn a_get_changes_nothing() {
    for world in World::on_each_engine().await {
        let ada = visitor(&world, "canary-of-ada").await;
        let mut mina = world.mina().await;
        let before = seq(&world, &ada).await;
        for door in doors().into_iter().filter(|door| door.method == "GET" && !door.path.starts_with("/live")) {
            for id in [ada.kept.ticket.to_string(), world.site.id.to_string(), ada.file.to_string()] {
                mina.get(&path(&door, ada.kept.number, &id)).await;
                ada.browser.clone().get(&path(&door, ada.kept.number, &id)).await;
            }
        }
        assert_eq!(seq(&world, &ada).await, before);
    }
}

#[tokio::test]
async fn bodies_have_a_limit_at_every_door() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mina = world.mina().await;
    for door in doors()
        .into_iter()
        .filter(|door| door.method == "POST" && !door.path.contains("/link/") && !door.path.contains("sign-out"))
    {
        let mut browser = mina.clone();
        let kind = if door.path.starts_with("/api/") { "application/json" } else { "application/x-www-form-urlencoded" };
        let huge = vec![b'a'; door.bytes_max + 1];
        let answer =
            browser.ask("POST", &path(&door, 1001, &TicketId(uuid::Uuid::nil()).to_string()), Some(kind), Body::from(huge)).await;
        assert!([400, 401, 404, 413].contains(&answer.status), "{}: {}", door.path, answer.status);
        assert_ne!(answer.status, 500, "{}", door.path);
    }
}

/// An agent of another workspace, signed in.
async fn elsewhere(world: &World) -> Browser {
    let other = world.desk.workspaces().found("other", "Other").await.unwrap();
    let id = world.desk.agents().put(other, "Ola", "ola@other.example", Some(tests::PASSWORD)).await.unwrap();
    let token = world.desk.sessions().start(other, desk::sessions::Kind::Agent, id.0, 3600).await.unwrap();
    let mut browser = world.browser();
    browser.set_cookie("__Host-desk", &token.reveal());
    browser
}

/// An agent who was signed in, and then disabled.
async fn disabled(world: &World) -> Browser {
    let id = world.desk.agents().put(world.workspace, "Jonas", "jonas@tarn.example", Some(tests::PASSWORD)).await.unwrap();
    let jonas = world.agent("jonas@tarn.example").await;
    world.desk.agents().disable(world.workspace, id).await.unwrap();
    jonas
}

/// Where the ticket's log stands.
async fn seq(world: &World, things: &Things) -> i64 {
    let actor = desk::Actor::System { workspace: world.workspace };
    world.desk.tickets().for_agent(&actor, desk::tickets::Which::Id(things.kept.ticket)).await.unwrap().seq
}
