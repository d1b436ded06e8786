//! A visitor on a shop's page.

use model::live::Tell;
use model::wire::{Kept, Refused, Uploaded};
use serde_json::json;
use tests::{Browser, SHOP, World, key};

/// A visitor whose frame is open and has its cookie.
pub(crate) async fn visitor(world: &World) -> Browser {
    let mut ada = world.browser().with("referer", &format!("{SHOP}/kettles"));
    let frame = ada.get(&format!("/frame/{}", world.site.key)).await;
    assert_eq!(frame.status, 200);
    assert_eq!(ada.cookie("__Host-visitor"), None, "looking stores nothing");
    let mut ada = ada.with("referer", "");
    let begun = ada.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
    assert_eq!(begun.status, 204);
    ada
}

/// Opens a ticket from the widget.
pub(crate) async fn opens(world: &World, ada: &mut Browser, body: &str) -> Kept {
    let answer = ada.post_json("/api/widget/v1/tickets", &json!({ "key": key(), "site": world.site.key, "body": body })).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn a_visitor_opens_a_ticket_and_finds_it_again_tomorrow() {
    for world in World::on_each_engine().await {
        let mut ada = visitor(&world).await;
        let kept = opens(&world, &mut ada, "Does the K2 fit the K1 base?").await;
        assert_eq!(kept.number, 1001);

        world.waits(24 * 3600).await;
        ada.get(&format!("/frame/{}", world.site.key)).await.shows("Does the K2 fit the K1 base?").shows("1001");
    }
}

#[tokio::test]
async fn a_visitor_sees_the_reply_arrive_and_nobody_elses() {
    for world in World::on_each_engine().await {
        let (mut ada, mut eve) = (visitor(&world).await, visitor(&world).await);
        let kept = opens(&world, &mut ada, "Does it fit?").await;
        let eves = opens(&world, &mut eve, "Mine leaks.").await;

        let mut mina = world.mina().await;
        let fields = [("key", key()), ("body", "Yes, it fits.".into()), ("seq", "1".into()), ("kind", "reply".into())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = mina.post_files(&format!("/desk/tickets/{}/replies", kept.number), &fields, &[]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);

        let mut ada = ada.with("x-live", &kept.live);
        let news = ada.get(&format!("/live/poll?ticket={}&after={}", kept.ticket, kept.seq)).await;
        let told: Vec<Tell> = news.json();
        let html: String =
            told.iter().filter_map(|tell| if let Tell::Event { html, .. } = tell { Some(html.as_str()) } else { None }).collect();
        assert!(html.contains("Yes, it fits."), "{html}");

        let mut eve = eve.with("x-live", &eves.live);
        let foreign = eve.get(&format!("/live/poll?ticket={}&after=0", kept.ticket)).await;
        assert_eq!(foreign.status, 404);
        eve.get(&format!("/frame/{}?ticket={}", world.site.key, kept.ticket)).await.hides("Yes, it fits.");
    }
}

#[tokio::test]
async fn a_picture_comes_with_a_message_and_only_its_readers_get_it() {
    for world in World::on_each_engine().await {
        let mut ada = visitor(&world).await;
        let mut named = ada.clone().with("x-file-name", "base%20%C3%BC.png");
        let picture = b"\x89PNG\r\n\x1a\nnot much of a picture";
        let uploaded: Uploaded = named.post_bytes("/api/widget/v1/files", picture).await.json();
        assert_eq!(uploaded.name, "base ü.png");
        let new = json!({ "key": key(), "site": world.site.key, "body": "Here:", "attachments": [uploaded.id] });
        let kept: Kept = ada.post_json("/api/widget/v1/tickets", &new).await.json();
        ada.get(&format!("/frame/{}?ticket={}", world.site.key, kept.ticket)).await.shows("base ü.png");

        let file = ada.get(&format!("/files/{}", uploaded.id)).await;
        assert_eq!(file.status, 200);
        assert!(file.headers["content-disposition"].starts_with("attachment"), "{:?}", file.headers);
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
        assert_eq!(world.mina().await.get(&format!("/files/{}", uploaded.id)).await.status, 200);
        assert_eq!(visitor(&world).await.get(&format!("/files/{}", uploaded.id)).await.status, 404);
        assert_eq!(world.browser().get(&format!("/files/{}", uploaded.id)).await.status, 401);

        let stolen = json!({ "key": key(), "site": world.site.key, "body": "Mine now", "attachments": [uploaded.id] });
        let refused: Refused = visitor(&world).await.post_json("/api/widget/v1/tickets", &stolen).await.json();
        assert_eq!(refused.error, "file_unknown");
    }
}

#[tokio::test]
async fn a_page_of_another_origin_gets_no_frame() {
    let world = World::on(tests::Engine::Sqlite).await;
    let frame = format!("/frame/{}", world.site.key);
    let policy = world.browser().get(&frame).await.headers["content-security-policy"].clone();
    assert!(policy.contains(&format!("frame-ancestors {SHOP};")), "{policy}");
    for origin in
        ["https://evil.example", "https://shop.example.evil.example", "https://evil-shop.example", "http://shop.example"]
    {
        let answer = world.browser().with("referer", &format!("{origin}/")).get(&frame).await;
        assert_eq!(answer.status, 404, "{origin}");
    }
}

#[tokio::test]
async fn when_nobody_replies_the_widget_asks_for_an_address() {
    for world in World::on_each_engine().await {
        let mut ada = visitor(&world).await;
        let kept = opens(&world, &mut ada, "Anybody there?").await;
        let frame = format!("/frame/{}", world.site.key);
        ada.get(&frame).await.hides("data-do=\"mail\"");
        world.waits(121).await;
        ada.get(&frame).await.shows("data-do=\"mail\"");

        let given = json!({ "key": key(), "mail": "Ada@Example.com" });
        let answer = ada.post_json(&format!("/api/widget/v1/tickets/{}/mail", kept.ticket), &given).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        ada.get(&frame).await.hides("data-do=\"mail\"").shows("Anybody there?");
        world.waits(1).await;
        let emails = world.emails_to("ada@example.com").await;
        assert_eq!(emails.len(), 1);
        assert!(emails[0].subject.contains("1001"), "{}", emails[0].subject);
    }
}
