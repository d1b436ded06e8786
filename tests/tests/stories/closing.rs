//! The end of a ticket: the agent thinks it solved, the customer says so.

use serde_json::json;
use tests::{World, key};

use crate::desk::says;
use crate::{portal, widget};

#[tokio::test]
async fn the_customer_confirms_and_rates() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let path = format!("/tickets/{number}");
        let mut mina = world.mina().await;
        let early = ada.post(&format!("{path}/confirmation"), &[("key", &key()), ("solved", "yes")]).await;
        assert_eq!(early.status, 422, "nothing to confirm yet");

        says(&mut mina, number, &[("body", "A new base is on its way."), ("kind", "reply"), ("seq", "9"), ("then", "solved")])
            .await;
        world.waits(60).await;
        let emails = world.emails_to("ada@example.com").await;
        let with_words = emails.iter().filter(|email| email.text.contains("A new base is on its way.")).count();
        assert_eq!(with_words, 1, "the question carries the words");
        assert_eq!(emails.len(), 2, "a receipt and one question, not an answer besides");

        let confirmation = format!("{path}/confirmation");
        let mut says = async |fields: &[(&str, &str)]| {
            let (mut all, key) = (fields.to_vec(), key());
            all.push(("key", key.as_str()));
            let answer = ada.post(&confirmation, &all).await;
            assert_eq!(answer.location.as_deref(), Some(format!("{path}#closing").as_str()), "{}", answer.body);
            ada.get(&path).await
        };
        // One tap closes it; how it was comes after, and so does the way back.
        says(&[("solved", "yes")]).await.shows("Closed").shows("name=\"rating\"").shows("Reopen ticket");
        says(&[("solved", "yes"), ("rating", "5")])
            .await
            .shows("You rated us Great.")
            .shows("name=\"reason\"")
            .hides("class=\"face\"");
        let page = says(&[("solved", "yes"), ("rating", "5"), ("reason", "Quick & kind")]).await;
        page.shows("Quick &amp; kind").hides("name=\"reason\"");
        // Said again it is nothing new.
        let lines = page.body.matches("data-seq=").count();
        let again = says(&[("solved", "yes"), ("rating", "5"), ("reason", "Quick & kind")]).await;
        assert_eq!(again.body.matches("data-seq=").count(), lines, "{:?}", world.engine);
        mina.get(&format!("/desk/tickets/{number}")).await.shows("Quick &amp; kind").shows("Closed").hides("changed the status");
        says(&[("solved", "no")]).await.hides("id=\"closing\"").hides("Your reply reopened");
        mina.get(&format!("/desk/tickets/{number}"))
            .await
            .shows("solved yet, ")
            .shows("reopened this ticket")
            .hides("by a reply");
    }
}

#[tokio::test]
async fn the_customer_says_not_yet_and_it_is_open_again_with_the_reason() {
    for world in World::on_each_engine().await {
        let mut ada = widget::visitor(&world).await;
        let kept = widget::opens(&world, &mut ada, "It stops.").await;
        let mut mina = world.mina().await;
        says(&mut mina, kept.number, &[("body", "Done."), ("kind", "reply"), ("seq", "9"), ("then", "solved")]).await;
        ada.get(&format!("/frame/{}", world.site.key)).await.shows("data-do=\"confirm\"");
        let word = json!({ "key": key(), "is_solved": false, "reason": "Still E3" });
        let answer = ada.post_json(&format!("/api/widget/v1/tickets/{}/confirmation", kept.ticket), &word).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        mina.get(&format!("/desk/tickets/{}", kept.number)).await.shows("Still E3").shows("Open");
    }
}

#[tokio::test]
async fn only_the_customer_confirms() {
    for world in World::on_each_engine().await {
        let mut ada = widget::visitor(&world).await;
        let kept = widget::opens(&world, &mut ada, "It stops.").await;
        let mut mina = world.mina().await;
        says(&mut mina, kept.number, &[("body", "Done."), ("kind", "reply"), ("seq", "9"), ("then", "solved")]).await;
        let word = json!({ "key": key(), "is_solved": true });
        let path = format!("/api/widget/v1/tickets/{}/confirmation", kept.ticket);
        assert_eq!(mina.post_json(&path, &word).await.status, 401, "an agent's session is none in the widget");
        assert_eq!(widget::visitor(&world).await.post_json(&path, &word).await.status, 404);
        assert_eq!(world.browser().post_json(&path, &word).await.status, 401);
    }
}

#[tokio::test]
async fn the_log_is_whole_and_an_alteration_is_found() {
    for world in World::on_each_engine().await {
        let mut ada = widget::visitor(&world).await;
        let kept = widget::opens(&world, &mut ada, "It stops.").await;
        let mut mina = world.mina().await;
        says(&mut mina, kept.number, &[("body", "Done."), ("kind", "reply"), ("seq", "9"), ("then", "solved")]).await;
        let report = desk::log::verify::verify(world.db()).await.unwrap();
        assert_eq!((report.tickets, report.faults.len()), (1, 0), "{:?}", report.faults);
        assert!(report.lines >= 4, "{report:?}");
        let spoils: [&'static str; 4] = [
            "update messages set body = 'It leaks.' where seq = 1",
            "update events set actor_name = 'Eve' where seq = 2",
            "update events set at = at + 1 where seq = 1",
            "delete from events where seq = (select max(seq) from events)",
        ];
        for spoil in spoils {
            let spoiled = world.desk.db.write(move |tx| {
                Box::pin(async move {
                    tx.run(spoil, &[]).await?;
                    Ok(())
                })
            });
            spoiled.await.unwrap();
            let report = desk::log::verify::verify(world.db()).await.unwrap();
            assert_eq!(report.faults.len(), 1, "{:?}: {spoil}", world.engine);
        }
    }
}
