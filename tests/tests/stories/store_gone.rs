//! A store that went away while it was in use.

use std::time::{Duration, Instant};

use tests::{Engine, World, key};

use crate::portal::opens;

#[tokio::test]
async fn a_data_folder_that_is_removed_takes_no_more_words_and_is_not_ready() {
    let world = World::on(Engine::Sqlite).await;
    let (mut ada, mut probe) = (world.browser(), world.browser());
    let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
    assert_eq!(probe.get("/readyz").await.status, 200);
    std::fs::remove_dir_all(world.folder()).unwrap();

    let fields = [("key", key()), ("body", "Nobody would ever read this.".into())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = ada.post_files(&format!("/tickets/{number}/replies"), &fields, &[]).await;
    assert_eq!(refused.status, 503);
    refused.shows("Nobody would ever read this.");
    let began = Instant::now();
    while probe.get("/readyz").await.status != 503 {
        assert!(began.elapsed() < Duration::from_secs(5), "still ready");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn whoever_asks_often_whether_it_is_ready_makes_one_write() {
    for world in World::on_each_engine().await {
        let ask = || {
            let mut probe = world.browser();
            tokio::spawn(async move { probe.get("/readyz").await.status })
        };
        // Whoever leaves before the answer has asked all the same.
        for _ in 0..50 {
            let _ = tokio::time::timeout(Duration::from_micros(200), world.desk.db.is_durable()).await;
        }
        let asked: Vec<_> = (0..200).map(|_| ask()).collect();
        for answer in asked {
            assert_eq!(answer.await.unwrap(), 200, "{:?}", world.engine);
        }
        let written = world
            .db()
            .read(|tx| Box::pin(async move { tx.first("select count from probes", &[]).await?.unwrap().take::<i64>() }));
        assert!(written.await.unwrap() <= 3, "{:?}", world.engine);
    }
}
