//! A10 and A12: what a request's fields must not be able to do. The fields come from the wire types and the schema
//! themselves, so that a new one is tried from its first day.

use std::path::Path;

use desk::db::Value as Cell;
use model::wire;
use serde_json::{Map, Value, json};
use tests::{Browser, Caller, People, Things, World, form, key};
use uuid::Uuid;

use crate::rows;

/// Every JSON body that a door takes, whole: a new field does not compile until it stands here.
fn bodies(world: &World, file: Uuid) -> Vec<(&'static str, Value)> {
    let fresh = || key().parse().unwrap();
    let open =
        wire::OpenTicket { key: fresh(), site: world.site.key.clone(), body: "It stops.".into(), attachments: vec![file.into()] };
    let reply = wire::SendReply { key: fresh(), body: "It stops.".into(), attachments: vec![file.into()] };
    let mail = wire::GiveMail { key: fresh(), mail: "vera@example.com".into() };
    let confirm = wire::Confirm { key: fresh(), is_solved: true, rating: Some(5), reason: "Good.".into() };
    vec![
        ("/api/widget/v1/tickets", serde_json::to_value(open).unwrap()),
        ("/api/widget/v1/tickets/{id}/replies", serde_json::to_value(reply).unwrap()),
        ("/api/widget/v1/tickets/{id}/mail", serde_json::to_value(mail).unwrap()),
        ("/api/widget/v1/tickets/{id}/confirmation", serde_json::to_value(confirm).unwrap()),
        ("/api/widget/v1/session", json!({ "site": world.site.key })),
    ]
}

/// Names and values.
type Fields = Vec<(&'static str, &'static str)>;

/// Every form that a door takes: who fills it in, and its fields.
fn forms() -> Vec<(&'static str, Caller, Fields)> {
    let site = [("name", "Tarn"), ("accent", "#00646b"), ("locale", "en"), ("zone", "UTC"), ("answer_within_minutes", "5")];
    vec![
        ("/tickets/{number}/confirmation", Caller::Customer, vec![("solved", "yes"), ("rating", "5"), ("reason", "Good.")]),
        ("/tickets/{number}/mail", Caller::Customer, vec![("mail", "ada@example.com")]),
        ("/desk/tickets/{number}/status", Caller::Agent, vec![("value", "pending")]),
        ("/desk/tickets/{number}/priority", Caller::Agent, vec![("value", "low")]),
        ("/desk/tickets/{number}/assignee", Caller::Agent, vec![("value", "")]),
        ("/desk/tickets/{number}/mail", Caller::Agent, vec![("from", "list")]),
        ("/desk/sites/{id}", Caller::Agent, site.to_vec()),
        ("/sign-in", Caller::Customer, vec![("mail", "nobody@example.com")]),
    ]
}

/// Forms with files.
fn forms_with_files() -> Vec<(&'static str, Caller, Fields)> {
    vec![
        ("/tickets", Caller::Customer, vec![("subject", "Kettle"), ("body", "It stops."), ("name", "Ada")]),
        ("/tickets/{number}/replies", Caller::Customer, vec![("body", "It stops.")]),
        ("/desk/tickets/{number}/replies", Caller::Agent, vec![("body", "It stops."), ("kind", "note"), ("seq", "99")]),
    ]
}

fn fill(path: &str, things: &Things) -> String {
    let id = if path.contains("sites") { things.site.to_string() } else { things.ticket.to_string() };
    path.replace("{number}", &things.number.to_string()).replace("{id}", &id)
}

/// Every id of every row that is not the caller's.
async fn foreign_ids(world: &World) -> Vec<Uuid> {
    let ids = world.db().read(|tx| {
        Box::pin(async move {
            let mut ids = Vec::new();
            for sql in [
                "select id from tickets",
                "select id from messages",
                "select id from attachments",
                "select id from agents",
                "select id from customers",
                "select id from visitors",
                "select id from sites",
                "select id from workspaces",
                "select id from categories",
                "select id from jobs",
                "select key from keys",
            ] {
                for mut row in tx.rows(sql, &[]).await? {
                    ids.push(row.take::<Uuid>()?);
                }
            }
            Ok(ids)
        })
    });
    ids.await.unwrap()
}

/// Rows that hold any of these ids or are counted among a workspace's, without the caller's own.
async fn rows_of_others(world: &World, own: &[String]) -> String {
    rows(world).await.lines().filter(|line| !own.iter().any(|own| line.contains(own))).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a20_a_site_key_that_no_store_can_take_is_like_one_that_is_not_there() {
    for world in World::on_each_engine().await {
        let long = "k".repeat(4000);
        for key in ["%00", "pl_%00", "%ff", "pl_none", "%27%20or%201=1", "pl_%d8%b4", &long] {
            for path in [format!("/frame/{key}"), format!("/widget/{key}.js")] {
                let status = world.browser().get(&path).await.status;
                assert!([400, 404].contains(&status), "{:?} {path}: {status}", world.engine);
            }
            let begin = serde_json::json!({ "site": key.replace("%00", "\0") });
            assert_eq!(world.browser().post_json("/api/widget/v1/session", &begin).await.status, 404, "{:?} {key}", world.engine);
        }
    }
}

#[tokio::test]
async fn a10_a_foreign_id_in_any_field_of_any_request_reaches_nothing() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let (own, mut vera) = (people.own(Caller::Visitor).unwrap().clone(), people.browser(Caller::Visitor));
        let strangers: Vec<Uuid> = foreign_ids(&world).await.into_iter().filter(|id| *id != own.ticket.0).collect();
        assert!(strangers.len() > 25, "{}", strangers.len());
        let others: Vec<&Things> = people.all().into_iter().filter(|things| things.ticket != own.ticket).collect();
        let before = rows_of_others(&world, &[format!("{:?}", Cell::Id(own.ticket.0))]).await.lines().count();
        let foreign_rows = rows(&world).await;
        let mut tried = 0;
        for (path, body) in bodies(&world, people.nothing.file.0) {
            for (name, value) in body.as_object().unwrap() {
                let is_id = value.as_str().is_some_and(|text| text.parse::<Uuid>().is_ok());
                if !is_id && !value.is_array() {
                    continue;
                }
                for stranger in &strangers {
                    let mut body = body.as_object().unwrap().clone();
                    body.remove("attachments");
                    body.insert(name.clone(), if value.is_array() { json!([stranger]) } else { json!(stranger) });
                    let answer = vera.post_json(&fill(path, &own), &Value::Object(body)).await;
                    let is_their_own_write = name == "key" && matches!(answer.status, 200 | 422);
                    assert!(
                        is_their_own_write || matches!(answer.status, 400 | 404 | 409 | 422),
                        "{path} {name}: {}",
                        answer.body
                    );
                    for theirs in &others {
                        answer.hides(&theirs.ticket.to_string()).hides(&theirs.canary);
                    }
                    tried += 1;
                }
            }
            for stranger in strangers.iter().filter(|_| path.contains("{id}")) {
                let path = path.replace("{id}", &stranger.to_string());
                assert_eq!(vera.post_json(&path, &body).await.status, 404, "{path}");
                tried += 1;
            }
        }
        assert!(tried > 200, "only {tried}");
        for stranger in &strangers {
            let live = vera.live_token("__Host-visitor").unwrap();
            let poll = vera.clone().with("x-live", &live).get(&format!("/live/poll?ticket={stranger}&after=0")).await;
            assert_eq!(poll.status, 404);
            let frame = vera.get(&format!("/frame/{}?ticket={stranger}", world.site.key)).await;
            assert_eq!(frame.status, 404);
            let mut mina = people.browser(Caller::Agent);
            let path = format!("/desk/tickets/{}/assignee", own.number);
            let answer = mina.post(&path, &[("key", &key()), ("value", &stranger.to_string())]).await;
            assert!(matches!(answer.status, 422 | 303), "{}", answer.status);
        }
        unchanged(&foreign_rows, &rows(&world).await, &others);
        assert!(before > 10);
    }
}

/// No line of the others' tickets was changed or added.
fn unchanged(before: &str, after: &str, others: &[&Things]) {
    for theirs in others {
        let id = format!("{:?}", Cell::Id(theirs.ticket.0));
        for id in [id, format!("{:?}", Cell::Bytes(theirs.ticket.0.as_bytes().to_vec()))] {
            let of = |text: &str| text.lines().filter(|line| line.contains(&id)).map(str::to_owned).collect::<Vec<_>>();
            assert_eq!(of(after), of(before));
        }
    }
}

/// Every column of every table, from the migrations' own text.
fn columns() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("server/desk/migrations");
    let mut columns = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in text.lines().filter(|line| line.starts_with("    ")) {
            let mut words = line.split_whitespace();
            if let (Some(name), Some("uuid" | "text" | "bigint" | "boolean" | "bytea" | "bytea,")) = (words.next(), words.next())
            {
                columns.push(name.to_owned());
            }
        }
    }
    columns.sort();
    columns.dedup();
    assert!(columns.len() > 50 && columns.iter().any(|name| name == "workspace_id"), "{columns:?}");
    // And names that other programs have for the same.
    columns.extend(
        ["account_id", "tenant_id", "role", "is_admin", "user_id", "password", "_method", "ticket[workspace_id]"]
            .map(str::to_owned),
    );
    columns
}

#[tokio::test]
async fn a12_no_column_can_be_set_by_adding_it_to_a_body() {
    const CANARY: &str = "mass-assigned";
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let mut vera = people.browser(Caller::Visitor);
        let own = people.own(Caller::Visitor).unwrap();
        let theirs = people.elsewhere_workspace.to_string();
        let stranger = people.own(Caller::AgentElsewhere).unwrap();
        let before = rows(&world).await;
        for (path, body) in bodies(&world, people.nothing.file.0) {
            for column in columns().into_iter().filter(|column| !body.as_object().unwrap().contains_key(column)) {
                for value in [json!(CANARY), json!(theirs), json!(1), json!(true), json!({ "$ne": null })] {
                    let mut more: Map<String, Value> = body.as_object().unwrap().clone();
                    if more.contains_key("key") {
                        more.insert("key".into(), json!(key()));
                    }
                    more.insert(column.clone(), value);
                    let answer = vera.post_json(&fill(path, own), &Value::Object(more)).await;
                    assert_eq!(answer.status, 400, "{path} with {column}: {}", answer.body);
                }
            }
        }
        assert_eq!(rows(&world).await, before, "{:?}", world.engine);
        for column in columns() {
            for (path, caller, fields) in forms() {
                if fields.iter().any(|(name, _)| *name == column) || column == "key" {
                    continue;
                }
                let (mut browser, key) = (people.browser(caller), key());
                for value in [CANARY, theirs.as_str()] {
                    let mut all = vec![("key", key.as_str()), (column.as_str(), value)];
                    all.extend_from_slice(&fields);
                    put(&mut browser, &fill(path, people.own(caller).unwrap()), &all).await;
                }
            }
            for (path, caller, fields) in forms_with_files() {
                if fields.iter().any(|(name, _)| *name == column) || ["key", "mail", "category"].contains(&column.as_str()) {
                    continue;
                }
                let (mut browser, key) = (people.browser(caller), key());
                let mut all = vec![("key", key.as_str()), (column.as_str(), CANARY)];
                all.extend_from_slice(&fields);
                let answer = browser.post_files(&fill(path, people.own(caller).unwrap()), &all, &[]).await;
                assert!(answer.status < 500, "{path} with {column}: {}", answer.status);
            }
        }
        let after = rows(&world).await;
        assert!(!after.contains(CANARY), "{:?}: {after}", world.engine);
        unchanged(&before, &after, &[stranger]);
        let here = |text: &str| text.matches(&cell(&world, people.elsewhere_workspace.0)).count();
        assert_eq!(here(&after), here(&before), "nothing moved to the other workspace");
    }
}

fn cell(world: &World, id: Uuid) -> String {
    match world.engine {
        tests::Engine::Sqlite => format!("{:?}", Cell::Bytes(id.as_bytes().to_vec())),
        tests::Engine::Postgres => format!("{:?}", Cell::Id(id)),
    }
}

async fn put(browser: &mut Browser, path: &str, fields: &[(&str, &str)]) {
    let body = axum::body::Body::from(form(fields));
    let answer = browser.ask("POST", path, Some("application/x-www-form-urlencoded"), body).await;
    assert!(answer.status < 500, "{path} {fields:?}: {}", answer.status);
}
