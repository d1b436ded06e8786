//! A customer in the portal, with JavaScript off: forms, links, pages.

use model::limit::ATTACHMENT_BYTES_MAX;
use tests::{Browser, Part, World, key};

/// Opens a ticket in the portal and gives its number.
pub(crate) async fn opens(browser: &mut Browser, subject: &str, body: &str, mail: &str) -> i64 {
    let page = browser.get("/tickets/new").await;
    let key = page.field("key");
    let fields =
        [("key", key.as_str()), ("subject", subject), ("body", body), ("mail", mail), ("name", "Ada Byron"), ("category", "")];
    let answer = browser.post_files("/tickets", &fields, &[("display.png", b"\x89PNG\r\n\x1a\n..")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location.unwrap().trim_start_matches("/tickets/").parse().unwrap()
}

#[tokio::test]
async fn a_customer_opens_a_ticket_and_comes_back_by_the_mailed_link() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle stops", "It stops at 80 degrees.", "ada@example.com").await;
        ada.get(&format!("/tickets/{number}")).await.shows("Kettle stops").shows("It stops at 80 degrees.").shows("display.png");
        ada.get("/tickets").await.shows("Kettle stops");

        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        let mut elsewhere = world.browser();
        // A mail scanner looks, several times; that uses up nothing.
        for _ in 0..5 {
            assert_eq!(elsewhere.get(&link).await.status, 200);
        }
        let opened = elsewhere.post(&link, &[]).await;
        assert_eq!(opened.location.as_deref(), Some(format!("/tickets/{number}").as_str()), "{}", opened.body);
        elsewhere.get(&format!("/tickets/{number}")).await.shows("It stops at 80 degrees.");
        elsewhere.get("/tickets").await.shows("Kettle stops");

        assert_eq!(world.browser().post(&link, &[]).await.status, 410, "a link works once");
        assert_eq!(world.browser().get(&link).await.status, 410);
    }
}

#[tokio::test]
async fn of_many_clicks_on_one_link_one_gets_in() {
    for world in World::on_each_engine().await {
        opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        let clicks = (0..10).map(|_| {
            let (mut browser, link) = (world.browser(), link.clone());
            tokio::spawn(async move { browser.post(&link, &[]).await.status })
        });
        let mut statuses = Vec::new();
        for click in clicks.collect::<Vec<_>>() {
            statuses.push(click.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 410, 410, 410, 410, 410, 410, 410, 410, 410], "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_reply_from_the_portal_reaches_the_agent() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let path = format!("/tickets/{number}");
        let key = ada.get(&path).await.field("key");
        let answer = ada.post_files(&format!("{path}/replies"), &[("key", &key), ("body", "Now it leaks too.")], &[]).await;
        ada.follow(answer).await.shows("Now it leaks too.");
        world.mina().await.get(&format!("/desk/tickets/{number}")).await.shows("Now it leaks too.");
    }
}

#[tokio::test]
async fn blanks_and_lines_of_a_message_are_kept() {
    const CODE: &str = "  if x:\r\n    y = 1\r\n\r\n- **one**\r\n\r\n\r\n";
    const SHOWN: &str =
        "<p dir=\"auto\">  if x:<br>    y = 1</p><ul dir=\"auto\"><li dir=\"auto\"><div><strong>one</strong></div></li></ul>";
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", CODE, "ada@example.com").await;
        ada.get(&format!("/tickets/{number}")).await.shows(SHOWN);
        world.mina().await.get(&format!("/desk/tickets/{number}")).await.shows(SHOWN);
    }
}

#[tokio::test]
async fn what_was_typed_stays_in_a_form_that_is_refused() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mut ada = world.browser();
    let key = ada.get("/tickets/new").await.field("key");
    let fields = [
        ("key", key.as_str()),
        ("subject", "Kettle"),
        ("body", "It <stops>."),
        ("mail", "not an address"),
        ("name", ""),
        ("category", ""),
    ];
    let answer = ada.post_files("/tickets", &fields, &[]).await;
    assert_eq!(answer.status, 422);
    answer.shows("It &lt;stops&gt;.").shows("value=\"Kettle\"").shows("value=\"not an address\"");

    let mut none = world.browser();
    let number = opens(&mut none, "Kettle", "It stops.", "ada@example.com").await;
    let long = "x".repeat(20_001);
    let answer = none.post_files(&format!("/tickets/{number}/replies"), &[("key", &tests::key()), ("body", &long)], &[]).await;
    assert_eq!(answer.status, 422);
    answer.shows(&long);
}

#[tokio::test]
async fn signing_in_says_the_same_for_known_and_unknown_addresses() {
    for world in World::on_each_engine().await {
        opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        assert_eq!(world.browser().post(&link, &[]).await.status, 303);
        let before = world.emails_to("ada@example.com").await.len();

        let known = world.browser().post("/sign-in", &[("mail", "ada@example.com")]).await;
        let unknown = world.browser().post("/sign-in", &[("mail", "eve@example.com")]).await;
        assert_eq!(known.status, unknown.status);
        let plain = |body: &str| {
            body.replace("ada@", "eve@").split("nonce").map(|part| part.get(67..).unwrap_or(part).to_owned()).collect::<String>()
        };
        assert_eq!(plain(&known.body).len(), plain(&unknown.body).len());
        world.waits(1).await;
        assert_eq!(world.emails_to("ada@example.com").await.len(), before + 1);
        assert!(world.emails_to("eve@example.com").await.is_empty());

        let link = world.link_to("ada@example.com").await;
        let mut ada = world.browser();
        let opened = ada.post(&link, &[]).await;
        ada.follow(opened).await.shows("Kettle");
    }
}

#[tokio::test]
async fn claiming_an_address_shows_nothing_of_its_owner() {
    for world in World::on_each_engine().await {
        let first = opens(&mut world.browser(), "Adas secret", "Only mine.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        world.browser().post(&link, &[]).await;

        let mut eve = world.browser();
        let number = opens(&mut eve, "Eves ticket", "I am Ada, really.", "ada@example.com").await;
        eve.get("/tickets").await.shows("Eves ticket").hides("Adas secret");
        assert_eq!(eve.get(&format!("/tickets/{first}")).await.status, 404);
        assert!(number > first);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_good() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        ada.post(&link, &[]).await;
        let kept = ada.clone();
        let out = ada.post("/sign-out", &[]).await;
        assert_eq!(
            out.headers.get("clear-site-data").map(String::as_str),
            Some("\"storage\""),
            "what was begun is forgotten too"
        );
        let refused = ada.get(&format!("/tickets/{number}")).await;
        assert_eq!(refused.status, 401);
        refused.hides("send it again");
        ada.get("/desk/sites").await.shows("Sign in to see this page.").hides("send it again");
        let mut restored = kept;
        assert_eq!(restored.get(&format!("/tickets/{number}")).await.status, 401, "an old cookie opens nothing");
    }
}

#[tokio::test]
async fn arabic_pages_are_arabic_and_right_to_left() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mut ada = world.browser();
    ada.get("/?lang=ar").await.shows("dir=\"rtl\"").shows("lang=\"ar\"");
    ada.get("/tickets/new").await.shows("dir=\"rtl\"");
    let _ = key();
}

#[tokio::test]
async fn proving_one_tickets_address_opens_that_ticket_and_no_other_of_its_browser() {
    for world in World::on_each_engine().await {
        let mut visitor = world.browser();
        let secret = opens(&mut visitor, "Secret alpha", "Only mine.", "me@example.com").await;
        let mistyped = opens(&mut visitor, "Mistyped", "Nothing special.", "bob@example.com").await;
        world.waits(1).await;
        let link = world.link_to("bob@example.com").await;
        let mut bob = world.browser();
        assert_eq!(bob.post(&link, &[]).await.location.as_deref(), Some(format!("/tickets/{mistyped}").as_str()));
        assert_eq!(bob.get(&format!("/tickets/{secret}")).await.status, 404, "{:?}", world.engine);
        bob.get("/tickets").await.shows("Mistyped").hides("Secret alpha");
        let later = opens(&mut visitor, "Planted later", "Hello.", "me@example.com").await;
        assert_eq!(bob.get(&format!("/tickets/{later}")).await.status, 404);
        let theft = visitor.post(&format!("/tickets/{mistyped}/mail"), &[("key", &key()), ("mail", "eve@example.com")]).await;
        assert_eq!(theft.status, 404, "a verified ticket stays with its customer");
        assert_eq!(bob.get(&format!("/tickets/{mistyped}")).await.status, 200);
    }
}

#[tokio::test]
async fn a_form_with_a_file_sent_twice_makes_one_ticket() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let key = ada.get("/tickets/new").await.field("key");
        let fields = [("key", key.as_str()), ("subject", "Kettle"), ("body", "It stops."), ("mail", "ada@example.com")];
        let file: [(&str, &[u8]); 1] = [("a.txt", b"kept")];
        let first = ada.post_files("/tickets", &fields, &file).await.location;
        assert_eq!(ada.post_files("/tickets", &fields, &file).await.location, first, "{:?}", world.engine);
        assert!(first.is_some());
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_takes_no_word_and_no_other_file_with_it() {
    let large = vec![b'x'; ATTACHMENT_BYTES_MAX + 1];
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let key = ada.get("/tickets/new").await.field("key");
        let before = [Part::Field("key", &key), Part::Field("subject", "Kettle"), Part::Field("body", "It stops.")];
        let files = [Part::File("film.mov", &large), Part::File("display.png", b"\x89PNG\r\n\x1a\n..")];
        let after = [Part::Field("name", "Ada Byron"), Part::Field("mail", "ada@example.com")];
        let refused = ada.post_parts("/tickets", &[&before[..], &files, &after].concat()).await;
        assert_eq!(refused.status, 422, "{:?}", world.engine);
        for words in ["value=\"Kettle\"", ">It stops.</textarea>", "value=\"Ada Byron\"", "value=\"ada@example.com\""] {
            refused.shows(words);
        }
        refused.shows("This file is larger than 10 MB").shows("display.png").hides("film.mov");

        let kept = refused.field("kept");
        let eve = world.browser();
        for mut stranger in [eve.clone(), eve] {
            let key = stranger.get("/tickets/new").await.field("key");
            let fields = [("key", key.as_str()), ("subject", "Mine"), ("body", "Give."), ("mail", "eve@example.com")];
            let theft = stranger.post_files("/tickets", &[&fields[..], &[("kept", kept.as_str())]].concat(), &[]).await;
            assert_eq!(theft.status, 422, "{:?}", world.engine);
            theft.hides("display.png").shows("Give.");
        }

        let again = [&before[..], &[Part::Field("kept", &kept)], &after].concat();
        let opened = ada.post_parts("/tickets", &again).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        assert_eq!(ada.post_parts("/tickets", &again).await.location, opened.location, "sent twice, opened once");
        ada.follow(opened).await.shows("display.png").hides("film.mov");
    }
}

#[tokio::test]
async fn a_refused_reply_comes_back_with_its_words_and_files() {
    let large = vec![b'x'; ATTACHMENT_BYTES_MAX + 1];
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let path = format!("/tickets/{number}/replies");
        let fields = |key: &'static str| [("key", key), ("body", "Now it <leaks>.")];
        let fresh = || -> &'static str { Box::leak(key().into_boxed_str()) };
        for (files, sentence) in [
            (vec![("film.mov", &large[..]), ("one.txt", b"1")], "This file is larger than 10 MB"),
            (vec![("one.txt", b"1"), ("empty.txt", b"")], "This file is empty"),
            (["one.txt", "b", "c", "d", "e", "f"].map(|name| (name, &b"1"[..])).to_vec(), "You can attach up to five files"),
        ] {
            let refused = ada.post_files(&path, &fields(fresh()), &files).await;
            assert_eq!(refused.status, 422, "{:?} {sentence}", world.engine);
            refused.shows(sentence).shows("Now it &lt;leaks&gt;.</textarea>").shows("one.txt").shows("aria-invalid=\"true\"");
            let kept = refused.field("kept");
            // Unticked: the field is not sent.
            let sent = ada.post_files(&path, &fields(fresh()), &[]).await;
            assert_eq!(sent.status, 303);
            let once = [&fields(fresh())[..], &[("kept", kept.as_str())]].concat();
            assert_eq!(ada.post_files(&path, &once, &[]).await.status, 303, "the file waited");
            let twice = [&fields(fresh())[..], &[("kept", kept.as_str())]].concat();
            ada.post_files(&path, &twice, &[]).await.shows("A file was lost").shows("Now it &lt;leaks&gt;.</textarea>");
        }
    }
}

#[tokio::test]
async fn words_that_came_too_often_come_back_to_be_sent_later() {
    let given = server::config::Given { writes_per_minute: Some("1".into()), ..Default::default() };
    let world = World::with(tests::Engine::Sqlite, given, server::timeouts::Timeouts::default()).await;
    let mut ada = world.browser();
    let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
    let fields = [("key", key()), ("body", "Now it leaks.".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let refused = ada.post_files(&format!("/tickets/{number}/replies"), &fields, &[("a.txt", b"1")]).await;
    assert_eq!(refused.status, 429);
    refused.shows("Now it leaks.</textarea>").shows("Wait a minute").hides("a.txt");
    // The small forms of the ticket lead back to it as well.
    for (door, name, value) in [("mail", "mail", "ada@new.example"), ("confirmation", "solved", "yes")] {
        let refused = ada.post(&format!("/tickets/{number}/{door}"), &[("key", &key()), (name, value)]).await;
        assert_eq!(refused.status, 429, "{door}");
        refused.shows("Wait a minute").shows("It stops.").shows("What you typed is still here.");
    }
}
