//! The same page asked for again: each sending has a nonce and keys of its own, and what changed is seen at once.

use std::collections::BTreeSet;

use tests::{Answer, World, key};

use super::portal::opens;

/// The nonces of a page: the one in its policy, and those in its markup.
fn nonces(page: &Answer) -> (String, BTreeSet<String>) {
    let between = |text: &str, mark: &str, end: char| -> BTreeSet<String> {
        text.split(mark).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
    };
    let policy = between(&page.headers["content-security-policy"], "'nonce-", '\'');
    (policy.into_iter().next().unwrap(), between(&page.body, "nonce=\"", '"'))
}

fn keys(page: &Answer) -> BTreeSet<String> {
    page.body.split("name=\"key\" value=\"").skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
}

#[tokio::test]
async fn each_sending_of_a_page_has_a_nonce_and_keys_of_its_own() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let (mut seen, mut bodies) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..4 {
            let page = ada.get(&format!("/tickets/{number}")).await;
            let (of_policy, of_page) = nonces(&page);
            assert_eq!(of_page, BTreeSet::from([of_policy.clone()]), "{}", page.body);
            let keys = keys(&page);
            assert_eq!(keys.len(), 1, "{keys:?}");
            for own in keys.iter().chain([&of_policy]) {
                assert!(seen.insert(own.clone()), "{own} was sent before");
            }
            bodies.insert(seen.iter().fold(page.body, |body, own| body.replace(own, "")));
        }
        assert_eq!(bodies.len(), 1, "and all else is the same");
    }
}

#[tokio::test]
async fn what_changed_is_on_the_page_at_once() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let page = format!("/tickets/{number}");
        let mut mina = world.agent("mina@tarn.example").await;
        for round in 0..3 {
            ada.get(&page).await.hides(&format!("Answer {round}"));
            let form = mina.get(&format!("/desk/tickets/{number}")).await;
            let (key, seq, body) = (key(), form.field("seq"), format!("Answer {round}."));
            let fields = [("key", key.as_str()), ("body", &body), ("seq", &seq), ("kind", "reply")];
            assert_eq!(mina.post_files(&format!("/desk/tickets/{number}/replies"), &fields, &[]).await.status, 303);
            ada.get(&page).await.shows(&format!("Answer {round}"));
            mina.get(&format!("/desk/tickets/{number}")).await.shows(&format!("Answer {round}"));
        }
        // Another browser with a copy of the cookie that is signed out sees nothing any more.
        let mut copy = ada.clone();
        ada.post("/sign-out", &[]).await;
        assert_eq!(copy.get(&page).await.status, 401);
    }
}
