//! Keys: sent twice is once.

use model::wire::{Kept, Refused};
use serde_json::json;
use tests::{World, key};

use crate::widget::{opens, visitor};

#[tokio::test]
async fn fifty_sends_of_one_key_make_one_ticket() {
    for world in World::on_each_engine().await {
        let ada = visitor(&world).await;
        let new = json!({ "key": key(), "site": world.site.key, "body": "Only once, please." });
        let sends = (0..50).map(|_| {
            let (mut ada, new) = (ada.clone(), new.clone());
            tokio::spawn(async move { ada.post_json("/api/widget/v1/tickets", &new).await })
        });
        let mut answers = Vec::new();
        for send in sends.collect::<Vec<_>>() {
            let answer = send.await.unwrap();
            assert_eq!(answer.status, 200, "{:?}: {}", world.engine, answer.body);
            answers.push(answer.json::<Kept>());
        }
        assert!(answers.iter().all(|kept| *kept == answers[0]), "{:?}", world.engine);
        world.mina().await.get("/desk?view=open").await.shows("Only once, please.");
        let tickets = world.db().read(|tx| Box::pin(async move { Ok(tx.rows("select id from tickets", &[]).await?.len()) }));
        assert_eq!(tickets.await.unwrap(), 1, "{:?}", world.engine);
        // A server gave numbers to those that came at once and lost; the next one is greater all the same.
        let mut again = ada.clone();
        assert!(opens(&world, &mut again, "The next one").await.number > answers[0].number, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn the_same_key_with_other_words_is_refused() {
    for world in World::on_each_engine().await {
        let mut ada = visitor(&world).await;
        let key = key();
        let send = |body: &str| json!({ "key": key, "site": world.site.key, "body": body });
        let first: Kept = ada.post_json("/api/widget/v1/tickets", &send("First")).await.json();
        let second = ada.post_json("/api/widget/v1/tickets", &send("Second")).await;
        assert_eq!((second.status, second.json::<Refused>().error.as_str()), (409, "key_reused"));
        let third: Kept = ada.post_json("/api/widget/v1/tickets", &send("First")).await.json();
        assert_eq!(first, third);

        let mut eve = visitor(&world).await;
        let eves: Kept = eve.post_json("/api/widget/v1/tickets", &send("First")).await.json();
        assert_ne!(eves.ticket, first.ticket, "another browser's key is another key");
    }
}

#[tokio::test]
async fn fifty_replies_of_one_key_make_one_message() {
    for world in World::on_each_engine().await {
        let mut ada = visitor(&world).await;
        let kept = opens(&world, &mut ada, "Hello").await;
        let path = format!("/api/widget/v1/tickets/{}/replies", kept.ticket);
        let reply = json!({ "key": key(), "body": "One more thing" });
        let sends = (0..50).map(|_| {
            let (mut ada, reply, path) = (ada.clone(), reply.clone(), path.clone());
            tokio::spawn(async move { ada.post_json(&path, &reply).await })
        });
        for send in sends.collect::<Vec<_>>() {
            let answer = send.await.unwrap();
            assert_eq!(answer.json::<Kept>().seq, 2, "{:?}", world.engine);
        }
        let page = ada.get(&format!("/frame/{}", world.site.key)).await;
        assert_eq!(page.body.matches("One more thing").count(), 1);
    }
}
