//! What our emails say, and to whom.

use tests::{World, key};

use crate::desk::says;
use crate::portal::opens;

#[tokio::test]
async fn an_address_that_nobody_has_verified_is_sent_no_words_of_the_one_who_typed_it() {
    for world in World::on_each_engine().await {
        opens(&mut world.browser(), "Cheap watches", "Buy at watches.example", "ada@example.com").await;
        world.waits(1).await;
        let emails = world.emails_to("ada@example.com").await;
        assert_eq!(emails[0].subject, "We've received your request to Tarn (#1001)", "{:?}", world.engine);
        for email in emails {
            let all = format!("{}{}{}", email.subject, email.text, email.html);
            assert!(!all.to_lowercase().contains("watches"), "{all}");
        }
    }
}

#[tokio::test]
async fn a_verified_customer_reads_what_the_email_is_about() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        ada.post(&world.link_to("ada@example.com").await, &[]).await;
        let number = opens(&mut ada, "Lid", "Where do I get\n  a new lid?", "ada@example.com").await;
        world.waits(1).await;
        let receipt = world.emails_to("ada@example.com").await.remove(0);
        assert_eq!(receipt.subject, format!("We've received your request (#{number}): Lid"), "{:?}", world.engine);
        assert!(receipt.text.contains("You wrote:\n\n> Where do I get\n>   a new lid?"), "{}", receipt.text);

        let mut mina = world.mina().await;
        says(&mut mina, number, &[("body", "if new:\n    send(lid)"), ("kind", "reply"), ("seq", "99")]).await;
        world.waits(1).await;
        let answer = world.emails_to("ada@example.com").await.remove(0);
        assert_eq!(answer.subject, format!("[#{number}] Lid"));
        assert!(answer.text.starts_with("if new:\n    send(lid)\n\nMina Koch\nTarn Support\n"), "{}", answer.text);
        assert!(answer.text.contains("We don't receive replies to this email."), "{}", answer.text);
        assert!(answer.text.contains("expires in 7 days"), "{}", answer.text);
    }
}

#[tokio::test]
async fn a_reply_of_files_alone_is_mailed_and_names_them() {
    for world in World::on_each_engine().await {
        let number = opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let mut mina = world.mina().await;
        let fields = [("key", &*key()), ("body", ""), ("kind", "reply"), ("seq", "99")];
        let sent = mina.post_files(&format!("/desk/tickets/{number}/replies"), &fields, &[("label.pdf", b"%PDF-1.7 x")]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        world.waits(1).await;
        let email = world.emails_to("ada@example.com").await.remove(0);
        assert!(email.text.starts_with("Attached: label.pdf."), "{:?}: {}", world.engine, email.text);
        assert!(email.html.contains("label.pdf"), "{}", email.html);
    }
}

#[tokio::test]
async fn a_chat_is_known_by_its_first_words_as_they_are_shown() {
    for world in World::on_each_engine().await {
        let mut ada = crate::widget::visitor(&world).await;
        let kept = crate::widget::opens(&world, &mut ada, "Does the **lid** fit `K1`?").await;
        let given = serde_json::json!({ "key": key(), "mail": "ada@example.com" });
        ada.post_json(&format!("/api/widget/v1/tickets/{}/mail", kept.ticket), &given).await;
        world.waits(1).await;
        let mut portal = world.browser();
        portal.post(&world.link_to("ada@example.com").await, &[]).await;
        let mut mina = world.mina().await;
        says(&mut mina, kept.number, &[("body", "It *does*."), ("kind", "reply"), ("seq", "99")]).await;
        world.waits(60).await;
        let answer = world.emails_to("ada@example.com").await.remove(0);
        assert_eq!(answer.subject, format!("[#{}] Does the lid fit K1?", kept.number), "{:?}", world.engine);
        let list = mina.get("/desk?view=open").await.body;
        let own = portal.get("/tickets").await.body;
        let page = mina.get(&format!("/desk/tickets/{}", kept.number)).await.body;
        assert!(page.contains("Does the lid fit K1?</bdi></h1>"), "{:?}: {page}", world.engine);
        for shown in [&list, &own] {
            assert!(shown.contains("Does the lid fit K1?") && shown.contains("It does."), "{:?}: {shown}", world.engine);
            assert!(!shown.contains("**") && !shown.contains("*does*"), "{:?}: {shown}", world.engine);
        }
    }
}
