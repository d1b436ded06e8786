//! How to knock at each door.

use serde_json::json;
use server::router::Door;
use tests::{Answer, Browser, PASSWORD, PICTURE, key};

/// A request that is taken when the right one asks. Every door must say here how to knock.
pub(crate) async fn knock(browser: &mut Browser, door: &Door, path: &str, site: &str) -> Answer {
    let key = key();
    let key = key.as_str();
    match (door.method, door.path) {
        ("GET", _) => browser.get(path).await,
        ("POST", "/tickets") => {
            let fields = [("key", key), ("subject", "Kettle"), ("body", "It stops."), ("mail", "new@example.com")];
            browser.post_files(path, &fields, &[]).await
        }
        ("POST", "/tickets/{number}/replies" | "/desk/tickets/{number}/replies") => {
            let fields = [("key", key), ("body", "mine now"), ("seq", "99"), ("kind", "note")];
            browser.post_files(path, &fields, &[]).await
        }
        ("POST", "/tickets/{number}/confirmation") => browser.post(path, &[("key", key), ("solved", "yes")]).await,
        ("POST", "/tickets/{number}/mail") => browser.post(path, &[("key", key), ("mail", "new@example.com")]).await,
        ("POST", "/sign-in") => browser.post(path, &[("mail", "ada@example.com")]).await,
        ("POST", "/sign-out" | "/desk/sign-out" | "/link/{token}" | "/link/{token}/again") => browser.post(path, &[]).await,
        ("POST", "/desk/tickets/{number}/status") => browser.post(path, &[("key", key), ("value", "pending")]).await,
        ("POST", "/desk/tickets/{number}/priority") => browser.post(path, &[("key", key), ("value", "low")]).await,
        ("POST", "/desk/tickets/{number}/assignee") => browser.post(path, &[("key", key), ("value", "")]).await,
        ("POST", "/desk/tickets/{number}/mail" | "/desk/account/picture/removal") => browser.post(path, &[("key", key)]).await,
        ("POST", "/desk/sites" | "/desk/sites/{id}") => {
            let fields = [("key", key), ("name", "Tarn"), ("accent", "#00646b"), ("locale", "en"), ("zone", "UTC")];
            browser.post(path, &[&fields[..], &[("answer_within_minutes", "5")]].concat()).await
        }
        ("POST", "/desk/team/invitations") => browser.post(path, &[("key", key), ("mail", &format!("{key}@example.com"))]).await,
        ("POST", "/desk/team/invitations/{id}/again" | "/desk/team/invitations/{id}/withdrawal") => {
            browser.post(path, &[("key", key)]).await
        }
        ("POST", "/desk/team/{id}/access") => browser.post(path, &[("key", key), ("value", "active")]).await,
        ("POST", "/desk/account/name" | "/desk/account/language") => {
            browser.post(path, &[("key", key), ("name", "Mina Koch"), ("locale", "en")]).await
        }
        ("POST", "/desk/account/picture") => browser.post_files(path, &[("key", key)], &[("me.png", PICTURE)]).await,
        ("POST", "/desk/account/password") => {
            browser.post(path, &[("key", key), ("present", PASSWORD), ("password", PASSWORD)]).await
        }
        ("POST", "/desk/password") => browser.post(path, &[("mail", "mina@tarn.example")]).await,
        ("POST", "/desk/password/{token}") => browser.post(path, &[("password", "a long enough one")]).await,
        ("POST", "/desk/sign-in") => browser.post(path, &[("mail", "mina@tarn.example"), ("password", PASSWORD)]).await,
        ("POST", "/desk/welcome/{token}") => {
            browser.post(path, &[("name", "Eve"), ("mail", "eve@x.example"), ("password", "a long enough one")]).await
        }
        ("POST", "/api/widget/v1/session") => browser.post_json(path, &json!({ "site": site })).await,
        ("POST", "/api/widget/v1/tickets") => {
            browser.post_json(path, &json!({ "key": key, "site": site, "body": "It stops." })).await
        }
        ("POST", "/api/widget/v1/tickets/{id}/replies") => {
            browser.post_json(path, &json!({ "key": key, "body": "mine now" })).await
        }
        ("POST", "/api/widget/v1/tickets/{id}/mail") => {
            browser.post_json(path, &json!({ "key": key, "mail": "new@example.com" })).await
        }
        ("POST", "/api/widget/v1/tickets/{id}/confirmation") => {
            browser.post_json(path, &json!({ "key": key, "is_solved": true })).await
        }
        ("POST", "/api/widget/v1/files") => browser.post_bytes(path, b"x").await,
        (method, path) => panic!("say how to knock at {method} {path}"),
    }
}
