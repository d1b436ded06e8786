//! An agent at the desk.

use tests::{Browser, World, key};

use crate::portal;

/// Posts a reply or a note as an agent.
pub(crate) async fn says(agent: &mut Browser, number: i64, fields: &[(&str, &str)]) -> tests::Answer {
    let key = key();
    let mut all = vec![("key", key.as_str())];
    all.extend_from_slice(fields);
    agent.post_files(&format!("/desk/tickets/{number}/replies"), &all, &[]).await
}

#[tokio::test]
async fn the_first_agent_comes_in_by_the_one_time_link_and_nobody_after() {
    for engine in [tests::Engine::Sqlite, tests::Engine::Postgres] {
        let world = World::on(engine).await;
        let empty = world.desk.workspaces().found("other", "Other").await.unwrap();
        assert!(world.desk.agents().is_first_missing(empty).await.unwrap());
        assert!(!world.desk.agents().is_first_missing(world.workspace).await.unwrap());
        let token = world.desk.agents().invite_first(empty).await.unwrap();
        let welcome =
            desk::agents::Welcome { name: "Ola".into(), mail: "ola@x.example".into(), password: tests::PASSWORD.into() };
        world.desk.agents().welcome(empty, &token, welcome.clone()).await.unwrap();
        assert!(world.desk.agents().welcome(empty, &token, welcome.clone()).await.is_err(), "once");
        let second = world.desk.agents().invite_first(empty).await.unwrap();
        assert!(world.desk.agents().welcome(empty, &second, welcome).await.is_err(), "never after somebody has a password");
    }
}

#[tokio::test]
async fn a_wrong_password_opens_nothing_and_keeps_the_address() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mut eve = world.browser();
    let answer = eve.post("/desk/sign-in", &[("mail", "mina@tarn.example"), ("password", "wrong wrong wrong")]).await;
    assert_eq!(answer.status, 401);
    answer.shows("value=\"mina@tarn.example\"");
    assert_eq!(eve.get("/desk").await.location.as_deref(), Some("/desk/sign-in"));
}

#[tokio::test]
async fn a_note_is_never_shown_to_the_customer() {
    const CANARY: &str = "canary-7161";
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let noted = says(&mut mina, number, &[("body", CANARY), ("kind", "note"), ("seq", "1")]).await;
        mina.follow(noted).await.shows(CANARY);
        says(&mut mina, number, &[("body", "We look into it."), ("kind", "reply"), ("seq", "9")]).await;
        world.waits(60).await;

        ada.get(&format!("/tickets/{number}")).await.shows("We look into it.").hides(CANARY);
        ada.get("/tickets").await.hides(CANARY);
        for email in world.emails_to("ada@example.com").await {
            assert!(!email.text.contains(CANARY) && !email.html.contains(CANARY) && !email.subject.contains(CANARY));
        }
    }
}

#[tokio::test]
async fn a_reply_against_an_older_state_is_held_and_one_click_sends_it() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let seq = mina.get(&format!("/desk/tickets/{number}")).await.field("seq");
        ada.post_files(&format!("/tickets/{number}/replies"), &[("key", &key()), ("body", "Wait, it works again!")], &[]).await;

        let held = says(&mut mina, number, &[("body", "A new base leaves today."), ("kind", "reply"), ("seq", &seq)]).await;
        assert_eq!(held.status, 409);
        held.shows("A new base leaves today.").shows("Wait, it works again!");
        ada.get(&format!("/tickets/{number}")).await.hides("A new base leaves today.");

        let sent =
            says(&mut mina, number, &[("body", "A new base leaves today."), ("kind", "reply"), ("seq", &seq), ("anyway", "1")])
                .await;
        assert_eq!(sent.status, 303);
        ada.get(&format!("/tickets/{number}")).await.shows("A new base leaves today.");
    }
}

/// It is not said to be the customer's.
#[tokio::test]
async fn a_reply_against_a_colleagues_reply_is_held_and_says_only_that_there_is_one() {
    for world in World::on_each_engine().await {
        let number = portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.desk.agents().put(world.workspace, "Jonas", "jonas@tarn.example", Some(tests::PASSWORD)).await.unwrap();
        let (mut mina, mut jonas) = (world.mina().await, world.agent("jonas@tarn.example").await);
        let seq = mina.get(&format!("/desk/tickets/{number}")).await.field("seq");
        says(&mut jonas, number, &[("body", "Which base is it?"), ("kind", "reply"), ("seq", &seq)]).await;
        let held = says(&mut mina, number, &[("body", "A new base leaves today."), ("kind", "reply"), ("seq", &seq)]).await;
        assert_eq!(held.status, 409, "{:?}", world.engine);
        held.shows("A new reply came in while you were typing.").shows("A new base leaves today.").hides("replied while you");
    }
}

#[tokio::test]
async fn status_priority_and_assignee_are_set_and_stand_in_the_log() {
    for world in World::on_each_engine().await {
        let number = portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let path = format!("/desk/tickets/{number}");
        for (what, value) in [("status", "on_hold"), ("priority", "urgent")] {
            let answer = mina.post(&format!("{path}/{what}"), &[("key", &key()), ("value", value)]).await;
            assert_eq!(answer.status, 303, "{what}");
        }
        mina.get(&path).await.shows("On hold").shows("Urgent");
        for (what, value) in [
            ("status", "closed"),
            ("status", "new"),
            ("status", "nonsense"),
            ("assignee", "00000000-0000-0000-0000-000000000000"),
        ] {
            let answer = mina.post(&format!("{path}/{what}"), &[("key", &key()), ("value", value)]).await;
            assert!([400, 422].contains(&answer.status), "{what} {value}: {}", answer.status);
        }
    }
}

#[tokio::test]
async fn a_disabled_agent_is_out_at_once() {
    for world in World::on_each_engine().await {
        let id = world.desk.agents().put(world.workspace, "Jonas", "jonas@tarn.example", Some(tests::PASSWORD)).await.unwrap();
        let mut jonas = world.agent("jonas@tarn.example").await;
        assert_eq!(jonas.get("/desk").await.status, 200);
        world.disables(id).await;
        assert_eq!(jonas.get("/desk").await.status, 303);
        assert_eq!(jonas.get("/desk/sites").await.status, 401);
    }
}

#[tokio::test]
async fn a_site_is_added_and_its_line_is_there_to_copy() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let key = mina.get("/desk/sites/new").await.field("key");
        let mut fields = vec![
            ("key", key.as_str()),
            ("name", "Second shop"),
            ("origins", "https://second.example\nhttps://www.second.example"),
            ("accent", "#aa3300"),
            ("greeting", "Ahoy"),
            ("locale", "ar"),
            ("zone", "Europe/Lisbon"),
            ("answer_within_minutes", "5"),
        ];
        fields.extend([("open_0", "09:00"), ("close_0", "17:00")]);
        let added = mina.post("/desk/sites", &fields).await;
        assert_eq!(added.status, 303, "{}", added.body);
        let page = mina.follow(added).await;
        page.shows("data-site=").shows("Second shop").shows("https://www.second.example");

        let wrong =
            [("zone", "Mars/Olympus"), ("accent", "red"), ("origins", "ftp://x"), ("close_0", "09:00"), ("close_0", "nine")];
        for (field, value) in wrong {
            let fresh = tests::key();
            let changed: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, old)| {
                    (
                        *name,
                        if *name == field {
                            value
                        } else if *name == "key" {
                            &fresh
                        } else {
                            *old
                        },
                    )
                })
                .collect();
            let answer = mina.post("/desk/sites", &changed).await;
            assert_eq!(answer.status, 422, "{field}");
            answer.shows("Second shop");
        }
    }
}

#[tokio::test]
async fn who_waits_longest_is_first_and_what_does_not_wait_comes_after() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let first = portal::opens(&mut ada, "First ticket", "It stops.", "ada@example.com").await;
        world.waits(60).await;
        let second = portal::opens(&mut world.browser(), "Second ticket", "It leaks.", "eve@example.com").await;
        world.waits(60).await;
        let mut mina = world.mina().await;
        let engine = world.engine;
        let order = |list: &str| {
            let place = |number: i64| list.find(&format!("/desk/tickets/{number}?")).unwrap();
            if place(first) < place(second) { [first, second] } else { [second, first] }
        };
        says(&mut mina, first, &[("body", "Just a note."), ("kind", "note"), ("seq", "1")]).await;
        mina.post(&format!("/desk/tickets/{second}/priority"), &[("key", &key()), ("value", "high")]).await;
        let list = mina.get("/desk?view=open").await.body;
        assert_eq!(order(&list), [first, second], "notes and looks move nothing: {engine:?}");
        says(&mut mina, first, &[("body", "On its way."), ("kind", "reply"), ("seq", "9")]).await;
        let list = mina.get("/desk?view=open").await.body;
        assert_eq!(order(&list), [second, first], "it is the customer's turn: {engine:?}");
        world.waits(60).await;
        let key = ada.get(&format!("/tickets/{first}")).await.field("key");
        let answer = ada.post_files(&format!("/tickets/{first}/replies"), &[("key", &key), ("body", "Thanks.")], &[]).await;
        assert_eq!(answer.status, 303);
        let list = mina.get("/desk?view=open").await.body;
        assert_eq!(order(&list), [second, first], "it waits again, but not for as long: {engine:?}");
        says(&mut mina, second, &[("body", "Sorry."), ("kind", "reply"), ("seq", "9")]).await;
        let list = mina.get("/desk?view=open").await.body;
        assert_eq!(order(&list), [first, second], "{engine:?}");
    }
}

#[tokio::test]
async fn customers_of_one_name_or_without_one_are_told_apart_in_the_list() {
    for world in World::on_each_engine().await {
        for (subject, mail) in [("One", "ada@example.com"), ("Two", "byron@example.com")] {
            portal::opens(&mut world.browser(), subject, "It stops.", mail).await;
        }
        let mut mina = world.mina().await;
        mina.get("/desk?view=open")
            .await
            .shows(">Ada Byron</span>")
            .shows(">ada@example.com</span>")
            .shows(">byron@example.com</span>");
        mina.get("/desk/tickets/1001").await.shows("<bdi class=\"faint\">ada@example.com</bdi>");
        let mut nameless = world.browser();
        let page = nameless.get("/tickets/new").await;
        let key = page.field("key");
        let fields =
            [("key", key.as_str()), ("subject", "Three"), ("body", "It leaks."), ("mail", "eve@example.com"), ("name", "")];
        assert_eq!(nameless.post_files("/tickets", &fields, &[]).await.status, 303);
        mina.get("/desk?view=open").await.shows(">eve@example.com</span>").hides("Visitor");
        mina.get("/desk/tickets/1003").await.shows("<strong><bdi>eve@example.com</bdi></strong>").hides("Visitor");
    }
}

#[tokio::test]
async fn a_note_with_a_file_that_is_too_large_stays_a_note_with_its_words() {
    let large = vec![b'x'; model::limit::ATTACHMENT_BYTES_MAX + 1];
    for world in World::on_each_engine().await {
        let number = portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let path = format!("/desk/tickets/{number}/replies");
        let key = key();
        let fields = [("key", key.as_str()), ("seq", "1"), ("kind", "note"), ("body", "Third one this week.")];
        let refused = mina.post_files(&path, &fields, &[("film.mov", &large), ("list.txt", b"1")]).await;
        assert_eq!(refused.status, 422, "{:?}", world.engine);
        refused.shows("Third one this week.</textarea>").shows("This file is larger than 10 MB").shows("list.txt");
        refused.shows("<input type=\"radio\" name=\"kind\" value=\"note\" checked");
        let kept = refused.field("kept");
        let noted = mina.post_files(&path, &[&fields[..], &[("kept", kept.as_str())]].concat(), &[]).await;
        mina.follow(noted).await.shows("Third one this week.").shows("list.txt");
    }
}

#[tokio::test]
async fn tickets_of_one_moment_are_all_in_the_list_across_its_pages() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let mut numbers = Vec::new();
        for count in 0..51 {
            numbers.push(portal::opens(&mut ada, &format!("Kettle {count}"), "It stops.", "ada@example.com").await);
        }
        let mut mina = world.mina().await;
        let first = mina.get("/desk?view=open").await.body;
        let from = first.find("before=").expect("there is a next page");
        let edge = &first[from..from + first[from..].find('"').unwrap()];
        let second = mina.get(&format!("/desk?view=open&{edge}")).await.body;
        let times = |page: &str, number: i64| page.matches(&format!("/desk/tickets/{number}?")).count();
        for number in numbers {
            assert_eq!(times(&first, number) + times(&second, number), 1, "{number} on {:?}", world.engine);
        }
    }
}
