//! E03, E04, E05: what browsers are told about who may frame what, and what nobody may claim. The hostile pages themselves
//! stand in `tests/browser/hostile.mjs`.

use model::live::{Ask, Tell};
use serde_json::json;
use tests::{BASE, Caller, Engine, Heard, People, SHOP, World, key};

use crate::rows;

/// Signed identity is not built: there is no door at which a page could vouch for a person. So whatever a body, a header, a
/// query or a live message claims, it must gain nothing.
#[tokio::test]
async fn e03_claiming_to_be_somebody_gains_nothing() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let ada = people.own(Caller::Customer).unwrap();
        let before = rows(&world).await;
        let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGFAZXhhbXBsZS5jb20ifQ.";
        let mut vera = people.browser(Caller::Visitor);
        for (name, value) in [
            ("identifier", json!("ada@example.com")),
            ("user", json!({ "email": "ada@example.com" })),
            ("user_hash", json!("0".repeat(64))),
            ("identity", json!(token)),
            ("token", json!(token)),
            ("customer", json!("ada@example.com")),
            ("visitor", json!(ada.ticket)),
        ] {
            for (path, mut body) in [
                ("/api/widget/v1/session".to_owned(), json!({ "site": world.site.key })),
                ("/api/widget/v1/tickets".into(), json!({ "key": key(), "site": world.site.key, "body": "I am Ada" })),
                (format!("/api/widget/v1/tickets/{}/replies", ada.ticket), json!({ "key": key(), "body": "I am Ada" })),
            ] {
                body[name] = value.clone();
                let mut browser = vera.clone().with("authorization", &format!("Bearer {token}"));
                for header in ["x-user", "x-remote-user", "x-on-behalf-of", "x-forwarded-email", "x-customer-id"] {
                    browser = browser.with(header, "ada@example.com");
                }
                let answer = browser.post_json(&path, &body).await;
                assert!(matches!(answer.status, 400 | 404), "{path} {name}: {}", answer.status);
            }
            let query = format!("?{name}={}", value.as_str().unwrap_or("ada@example.com"));
            for path in ["/tickets", "/desk"] {
                let answer =
                    world.browser().with("authorization", &format!("Bearer {token}")).get(&format!("{path}{query}")).await;
                assert!(answer.status == 401 || answer.location.as_deref() == Some("/desk/sign-in"));
            }
            vera.get(&format!("/frame/{}{query}", world.site.key)).await.shows("canary-of-vera").hides(&ada.canary);
        }
        assert_eq!(rows(&world).await, before);

        let listening = world.listens().await;
        let mine = vera.live_token("__Host-visitor").unwrap();
        for hello in [
            json!({ "hello": { "token": mine, "lang": "en", "customer": "ada@example.com" } }),
            json!({ "hello": { "token": token, "lang": "en" } }),
            json!({ "hello": { "token": "", "lang": "en" } }),
            json!({ "identify": { "token": token } }),
        ] {
            let mut socket = listening.socket(&vera).await.unwrap();
            socket.sends(&hello.to_string()).await;
            assert_eq!(socket.is_closed().await, Some(4401), "{hello}");
        }
        let mut socket = listening.hello(&vera, "__Host-visitor").await;
        socket.asks(&Ask::Typing { ticket: ada.ticket }).await;
        socket.sends(&json!({ "watch": { "ticket": ada.ticket, "after": 0, "as": "agent" } }).to_string()).await;
        socket.sends(&json!({ "become": { "customer": ada.ticket } }).to_string()).await;
        socket.asks(&Ask::Ping).await;
        assert_eq!(socket.hears().await, Heard::Tell(Tell::Pong), "an ask with a claim in it is none");
    }
}

#[tokio::test]
async fn e04_only_the_sites_own_pages_may_show_the_frame() {
    let world = World::on(Engine::Sqlite).await;
    let path = format!("/frame/{}", world.site.key);
    let policy = |answer: &tests::Answer| {
        let policy = answer.headers.get("content-security-policy").cloned().unwrap_or_default();
        policy.split("; ").find(|part| part.starts_with("frame-ancestors")).unwrap_or_default().to_owned()
    };
    for near in [
        "https://evil-shop.example",
        "https://shop.example.evil",
        "https://shop.examplevil.com",
        "https://evil.example/https://shop.example",
        "https://shop.example@evil.example/",
        "http://shop.example",
        "https://shop.example:444",
        "https://shop.example:443.evil.example",
        "https://xn--shp-fna.example",
        "https://sh\u{f6}p.example",
        "https://shop\u{3002}example",
        "https://sub.shop.example",
        "https://shop.example.",
        "null",
        "about:blank",
        "file:///shop.example",
        "data:text/html,x",
    ] {
        let answer =
            world.browser().with("referer", &near.replace('\u{f6}', "%C3%B6").replace('\u{3002}', "%E3%80%82")).get(&path).await;
        assert_eq!(answer.status, 404, "{near}");
        assert_eq!(policy(&answer), "frame-ancestors 'none'", "{near}");
    }
    for (referer, framed) in
        [(SHOP, 200), ("https://shop.example/kettles?a=b", 200), ("https://SHOP.example:443/", 200), (BASE, 200), ("", 200)]
    {
        let answer = world.browser().with("referer", referer).get(&path).await;
        assert_eq!(answer.status, framed, "{referer}");
        assert_eq!(policy(&answer), format!("frame-ancestors {SHOP}"), "who hides where it is is bound by the browser");
        assert!(!answer.headers.contains_key("x-frame-options"));
    }
    // Without an origin nobody may frame it.
    let mut mina = world.mina().await;
    let fields = [("key", key()), ("name", "Tarn".into()), ("accent", "#00646b".into()), ("locale", "en".into())];
    let fields =
        [&fields[..], &[("zone", "UTC".into()), ("answer_within_minutes", "5".into()), ("origins", String::new())]].concat();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(mina.post(&format!("/desk/sites/{}", world.site.id), &fields).await.status, 303);
    assert_eq!(policy(&world.browser().get(&path).await), "frame-ancestors 'none'");
    assert_eq!(world.browser().with("referer", SHOP).get(&path).await.status, 404);
    for wrong in
        ["*", "https://*", "https://*.example", "'self'", "https://a.example; script-src *", "javascript:x", "data:", "https:"]
    {
        let key = key();
        let with: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| match *name {
                "origins" => ("origins", wrong),
                "key" => ("key", key.as_str()),
                name => (name, *value),
            })
            .collect();
        assert_eq!(mina.post(&format!("/desk/sites/{}", world.site.id), &with).await.status, 422, "{wrong}");
    }
}

#[tokio::test]
async fn e05_no_page_but_the_frame_may_be_framed() {
    let world = World::on(Engine::Sqlite).await;
    let people = People::of(&world).await;
    for caller in [Caller::Nobody, Caller::Customer, Caller::Agent] {
        let things = people.own(caller).unwrap_or(people.own(Caller::Customer).unwrap());
        for door in server::router::doors().iter().filter(|door| door.method == "GET" && !door.path.starts_with("/frame")) {
            let id = if door.path.starts_with("/files") { things.file.to_string() } else { things.site.to_string() };
            let path = door.path.replace("{number}", &things.number.to_string()).replace("{id}", &id).replace("{slug}", "orders");
            let answer = people.browser(caller).get(&path).await;
            let policies: Vec<_> = answer.headers.iter().filter(|(name, _)| *name == "content-security-policy").collect();
            assert_eq!(policies.len(), 1, "{path}");
            assert!(policies[0].1.contains("frame-ancestors 'none'"), "{path}: {}", policies[0].1);
            assert!(!policies[0].1.contains("unsafe-inline") && !policies[0].1.contains("'unsafe-eval'"), "{path}");
        }
    }
}
