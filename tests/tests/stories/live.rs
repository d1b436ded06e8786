//! What the live link says of a ticket does not depend on how much of it was heard before.

use std::time::{Duration, Instant};

use model::live::Tell;
use model::wire::Kept;
use serde_json::json;
use tests::{Browser, World, key};

use crate::desk::says;
use crate::widget;

/// What one poll says: the lines that came, and the parts.
pub(crate) fn heard(told: &[Tell]) -> (Vec<(i64, String)>, Tell) {
    let lines = told.iter().filter_map(|tell| match tell {
        Tell::Event { seq, html, .. } => Some((*seq, html.clone())),
        _ => None,
    });
    (lines.collect(), told.last().unwrap().clone())
}

/// The whole log, then every rest of it: each must be the whole's end, with the same parts.
async fn agrees(browser: &Browser, live: &str, kept: &Kept) {
    let mut browser = browser.clone().with("x-live", live);
    let mut poll =
        async |after: i64| -> Vec<Tell> { browser.get(&format!("/live/poll?ticket={}&after={after}", kept.ticket)).await.json() };
    let (lines, parts) = heard(&poll(0).await);
    let Some((last, _)) = lines.last().cloned() else { panic!("nothing was heard") };
    for after in 1..last {
        let (rest, same) = heard(&poll(after).await);
        let expected: Vec<_> = lines.iter().filter(|(seq, _)| *seq > after).cloned().collect();
        assert_eq!(rest, expected, "after {after}");
        assert_eq!(same, parts, "the parts after {after}");
    }
}

#[tokio::test]
async fn news_are_the_end_of_the_whole_with_the_same_parts() {
    for world in World::on_each_engine().await {
        let mut ada = widget::visitor(&world).await;
        let kept = widget::opens(&world, &mut ada, "Does the kettle fit the base?").await;
        let mut mina = world.mina().await;
        let page = mina.get(&format!("/desk/tickets/{}", kept.number)).await;
        let live = page.body.split("&quot;token&quot;:&quot;").nth(1).unwrap().split("&quot;").next().unwrap().to_owned();
        let path = |what: &str| format!("/api/widget/v1/tickets/{}/{what}", kept.ticket);
        agrees(&ada, &kept.live, &kept).await;
        for step in 0..7 {
            world.desk.clock.advance(40);
            match step {
                0 | 3 => {
                    says(&mut mina, kept.number, &[("body", "It does."), ("kind", "reply"), ("seq", "99")]).await;
                }
                1 => {
                    says(&mut mina, kept.number, &[("body", "A regular."), ("kind", "note"), ("seq", "99")]).await;
                }
                2 => {
                    ada.post_json(&path("replies"), &json!({ "key": key(), "body": "And in blue?" })).await;
                }
                4 => {
                    mina.post(&format!("/desk/tickets/{}/status", kept.number), &[("key", &key()), ("value", "solved")]).await;
                }
                5 => {
                    ada.post_json(&path("confirmation"), &json!({ "key": key(), "is_solved": false, "reason": "Blue" })).await;
                }
                _ => {
                    ada.post_json(&path("mail"), &json!({ "key": key(), "mail": "ada@example.com" })).await;
                }
            }
            agrees(&ada, &kept.live, &kept).await;
            agrees(&mina, &live, &kept).await;
        }
    }
}

/// The desk's page says of so many answers that the customer has read them.
async fn read(mina: &mut Browser, kept: &Kept) -> usize {
    mina.get(&format!("/desk/tickets/{}", kept.number)).await.body.matches("message__state--seen").count()
}

/// Waits until the customer has read so many answers.
pub(crate) async fn until_read(mina: &mut Browser, kept: &Kept, many: usize) {
    let began = Instant::now();
    while read(mina, kept).await < many {
        assert!(began.elapsed() < Duration::from_secs(30), "{many} answers do not count as read");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_poll_counts_as_read_what_was_before_somebodys_eyes_and_nothing_else() {
    for world in World::on_each_engine().await {
        let mut ada = widget::visitor(&world).await;
        let kept = widget::opens(&world, &mut ada, "Does the kettle fit the base?").await;
        let mut mina = world.mina().await;
        let ada = ada.with("x-live", &kept.live);
        let mut after = kept.seq;
        // Each poll waits, and what it waits for comes. Closed, then open, then closed again.
        for (number, (follow, expected)) in [("&follow=yes", 0), ("", 1), ("&follow=yes", 1), ("", 3)].into_iter().enumerate() {
            let mut browser = ada.clone();
            let path = format!("/live/poll?ticket={}&after={after}{follow}", kept.ticket);
            let poll = tokio::spawn(async move { browser.get(&path).await.json::<Vec<Tell>>() });
            let began = Instant::now();
            while world.desk.bus.here(kept.ticket).is_empty() {
                assert!(began.elapsed() < Duration::from_secs(30), "poll {number} is not here");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            until_read(&mut mina, &kept, expected).await;
            says(&mut mina, kept.number, &[("body", "It does."), ("kind", "reply"), ("seq", "99")]).await;
            let (lines, _) = heard(&poll.await.unwrap());
            after = lines.last().unwrap().0;
            assert_eq!(read(&mut mina, &kept).await, expected, "poll {number}");
        }
    }
}
