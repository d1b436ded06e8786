//! Forms that are refused: every fault is said at once, at its field, and what was typed comes back.

use tests::{World, key};

use crate::desk::says;
use crate::portal::opens;

#[tokio::test]
async fn everything_that_is_wrong_with_a_new_ticket_is_said_at_once() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let page_key = ada.get("/tickets/new").await.field("key");
        let fields =
            [("key", page_key.as_str()), ("subject", " "), ("body", ""), ("mail", "ada"), ("name", "Ada"), ("category", "")];
        let refused = ada.post_files("/tickets", &fields, &[]).await;
        assert_eq!(refused.status, 422, "{:?}", world.engine);
        refused.shows("Check 3 fields to continue.");
        for (field, sentence) in [
            ("mail", "Enter an email address like name@example.com."),
            ("subject", "Enter a subject."),
            ("reply", "Write a message first."),
        ] {
            refused.shows(&format!("<a href=\"#{field}\">{sentence}</a>"));
        }
        assert_eq!(refused.body.matches("aria-invalid=\"true\"").count(), 3, "{}", refused.body);
        refused.shows("value=\"ada\"").shows("value=\"Ada\"");
        // The same for an island: all of them, by name.
        let answer = ada.with("accept", "application/json").post_files("/tickets", &fields, &[]).await;
        let refused: model::wire::Refused = answer.json();
        let mut names: Vec<String> = refused.faults.into_iter().map(|fault| fault.field).collect();
        names.sort_unstable();
        assert_eq!(names, ["body", "mail", "subject"], "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_site_and_a_first_agent_hear_everything_too() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let key = key();
        let mut fields =
            vec![("key", key.as_str()), ("name", ""), ("accent", "red"), ("zone", "Mars"), ("origins", "x y"), ("locale", "en")];
        fields.extend([("open_0", "9"), ("close_0", "17:00"), ("answer_within_minutes", "soon"), ("greeting", "Hello")]);
        let refused = mina.post("/desk/sites", &fields).await;
        assert_eq!(refused.status, 422, "{:?}", world.engine);
        refused
            .shows("Check 6 fields to continue.")
            .shows("Enter a number of minutes")
            .shows("value=\"soon\"")
            .shows("value=\"Hello\"");

        let empty = world.desk.workspaces().found("other", "Other").await.unwrap();
        let token = world.desk.agents().invite_first(empty).await.unwrap();
        let welcome = desk::agents::Welcome { name: " ".into(), mail: "ola".into(), password: "short".into() };
        let Err(desk::Error::Refused(model::fault::Fault::Invalid(faults))) =
            world.desk.agents().welcome(empty, &token, welcome).await
        else {
            panic!("all three are wrong");
        };
        assert_eq!(faults.len(), 3, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_word_beside_a_rating_comes_back_when_it_is_refused() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        says(&mut world.mina().await, number, &[("body", "Solved?"), ("kind", "reply"), ("seq", "99"), ("then", "solved")]).await;
        let (path, long) = (format!("/tickets/{number}/confirmation"), "x".repeat(model::limit::REASON_CHARS_MAX + 1));
        for (reason, status) in [("", 303), (long.as_str(), 422)] {
            let answer = ada.post(&path, &[("key", &key()), ("solved", "yes"), ("rating", "2"), ("reason", reason)]).await;
            assert_eq!(answer.status, status, "{:?}", world.engine);
            if status == 422 {
                answer.shows(&format!("value=\"{long}\"")).shows("Your comment is longer than 500 characters.");
            }
        }
    }
}

#[tokio::test]
async fn a_message_that_may_have_arrived_comes_back_with_its_own_key() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let path = format!("/tickets/{number}");
        let page_key = ada.get(&path).await.field("key");
        let long = "x".repeat(model::limit::BODY_CHARS_MAX + 1);
        let refused = ada.post_files(&format!("{path}/replies"), &[("key", &page_key), ("body", &long)], &[]).await;
        assert_eq!(refused.status, 422, "{:?}", world.engine);
        refused.shows(&format!("value=\"{page_key}\""));
        // A key that was used for other words is never offered again.
        for (body, status) in [("One.", 303), ("Two.", 409)] {
            let answer = ada.post_files(&format!("{path}/replies"), &[("key", &page_key), ("body", body)], &[]).await;
            assert_eq!(answer.status, status, "{:?}", world.engine);
            if status == 409 {
                answer.hides(&page_key).shows("Two.");
            }
        }
    }
}
