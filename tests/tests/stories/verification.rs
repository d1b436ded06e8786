//! Proving an address, being signed out, and getting back to where one wanted to go.

use tests::{World, key};

use crate::portal::opens;

#[tokio::test]
async fn a_sign_in_link_proves_every_ticket_that_the_address_was_given_for() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        for subject in ["First kettle", "Second kettle"] {
            opens(&mut ada, subject, "It stops.", "ada@example.com").await;
        }
        let other = opens(&mut world.browser(), "From the office", "It stops too.", "ada@example.com").await;
        world.waits(1).await;
        let before = world.emails_to("ada@example.com").await.len();
        // Nothing of this address was verified yet, and asking for a link works all the same.
        world.browser().post("/sign-in", &[("mail", "ada@example.com")]).await;
        world.waits(1).await;
        assert_eq!(world.emails_to("ada@example.com").await.len(), before + 1, "{:?}", world.engine);
        let link = world.link_to("ada@example.com").await;
        let opened = ada.post(&link, &[]).await;
        assert_eq!(opened.location.as_deref(), Some("/tickets"), "{}", opened.body);
        let list = ada.get("/tickets").await;
        list.shows("First kettle").shows("Second kettle").shows("From the office");
        // What another browser sent is told apart.
        assert_eq!(list.body.matches("Sent from another device with your email address").count(), 1, "{:?}", world.engine);
        ada.get(&format!("/tickets/{other}")).await.shows("It stops too.");
    }
}

#[tokio::test]
async fn whoever_only_claimed_an_address_loses_the_ticket_to_its_owner_and_gains_nothing() {
    for world in World::on_each_engine().await {
        let mut eve = world.browser();
        let claimed = opens(&mut eve, "Eves ticket", "I am Ada, really.", "ada@example.com").await;
        let own = opens(&mut eve, "Eves own", "Mine.", "eve@example.com").await;
        // So that the newest email is the one about Ada's own ticket.
        world.waits(61).await;
        let mut ada = world.browser();
        opens(&mut ada, "Adas ticket", "Only mine.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        assert_eq!(ada.post(&link, &[]).await.status, 303);
        ada.get("/tickets").await.shows("Adas ticket").shows("Eves ticket").hides("Eves own");
        assert_eq!(eve.get(&format!("/tickets/{claimed}")).await.status, 404, "{:?}", world.engine);
        eve.get("/tickets").await.shows("Eves own").hides("Adas ticket");
        assert_eq!(eve.get(&format!("/tickets/{own}")).await.status, 200);
        // Another one's address on a verified customer's ticket says nothing about whose the ticket is.
        let number = opens(&mut ada, "Adas next", "Private.", "").await;
        let given = ada.post(&format!("/tickets/{number}/mail"), &[("key", &key()), ("mail", "eve@example.com")]).await;
        assert_eq!(given.status, 303);
        world.waits(1).await;
        world.browser().post("/sign-in", &[("mail", "eve@example.com")]).await;
        world.waits(61).await;
        let mut victim = world.browser();
        victim.post(&world.link_to("eve@example.com").await, &[]).await;
        victim.get("/tickets").await.hides("Adas next");
        assert_eq!(ada.get(&format!("/tickets/{number}")).await.status, 200);
    }
}

#[tokio::test]
async fn signed_out_pages_offer_the_sign_in_and_lead_back() {
    for world in World::on_each_engine().await {
        let number = opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let mut ada = world.browser();
        // A browser that once looked at the form and never wrote is signed out too.
        ada.get("/tickets/new").await;
        for browser in [&mut ada, &mut world.browser()] {
            browser.get("/tickets").await.shows("action=\"/sign-in\"").hides("No tickets yet");
        }
        let page = ada.get(&format!("/tickets/{number}")).await;
        page.shows("action=\"/sign-in\"");
        let absent = ada.get("/tickets/987654").await;
        let plain = |body: &str, number: &str| -> String {
            let body = body.replace(number, "NUMBER");
            body.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect()
        };
        assert_eq!((page.status, plain(&page.body, &number.to_string())), (absent.status, plain(&absent.body, "987654")));
        let to = page.field("to");
        ada.post("/sign-in", &[("mail", "ada@example.com"), ("to", &to)]).await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        let look = ada.get(&link).await;
        let to = look.field("to");
        let opened = ada.post(link.split('?').next().unwrap(), &[("to", &to)]).await;
        assert_eq!(opened.location.as_deref(), Some(format!("/tickets/{number}").as_str()), "{:?}", world.engine);
        // The link is used up, and it is the owner who comes by it again.
        assert_eq!(ada.get(&link).await.location.as_deref(), Some(format!("/tickets/{number}").as_str()));
        assert_eq!(world.browser().get(&link).await.status, 410, "nobody else does");
    }
}

#[tokio::test]
async fn a_used_link_of_mine_leads_to_its_ticket_while_i_am_signed_in() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let link = world.link_to("ada@example.com").await;
        ada.post(&link, &[]).await;
        let place = format!("/tickets/{number}");
        assert_eq!(ada.get(&link).await.location.as_deref(), Some(place.as_str()), "{:?}", world.engine);
        assert_eq!(ada.post(&link, &[]).await.location.as_deref(), Some(place.as_str()));
        let mut eve = world.browser();
        opens(&mut eve, "Eves", "Mine.", "eve@example.com").await;
        world.waits(1).await;
        let eves = world.link_to("eve@example.com").await;
        eve.post(&eves, &[]).await;
        assert_eq!(eve.get(&link).await.status, 410, "another one's link is nothing to me");
    }
}

#[tokio::test]
async fn a_destination_is_never_another_sites_address() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mut ada = world.browser();
    opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
    world.waits(1).await;
    let mut link = world.link_to("ada@example.com").await;
    for to in ["//evil.example", "https://evil.example", "/\\evil.example", "../desk", "-1", "javascript:alert(1)", "1/../../x"] {
        let answer = world.browser().post(&link, &[("to", to)]).await;
        assert!(matches!(answer.status, 303 | 410), "{to}: {}", answer.status);
        assert!(answer.location.is_none_or(|to| to.starts_with("/tickets")), "{to}");
        world.waits(61).await;
        world.browser().post("/sign-in", &[("mail", "ada@example.com"), ("to", to)]).await.hides("evil.example");
        world.waits(1).await;
        link = world.link_to("ada@example.com").await;
        assert!(!link.contains("evil"), "{link}");
    }
    for path in ["/link/..%2Fsign-out%3F", "/link/..%2Flink%2Fabc%3F", "/link/%22%3E%3Cb%3E"] {
        world.browser().get(path).await.hides("../").hides("<b>").hides("sign-out?");
    }
    let mut mina = world.browser();
    for to in ["//evil.example", "https://evil.example", "x"] {
        let fields = [("mail", "mina@tarn.example"), ("password", tests::PASSWORD), ("to", to)];
        assert_eq!(mina.post("/desk/sign-in", &fields).await.location.as_deref(), Some("/desk"), "{to}");
    }
}

#[tokio::test]
async fn words_survive_a_session_that_is_gone() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        let path = format!("/tickets/{number}/replies");
        let words = [("key", &*key()), ("body", "A long <answer> that took an hour.")];
        let refused = world.browser().post_files(&path, &words, &[("a.txt", b"1")]).await;
        assert_eq!(refused.status, 401, "{:?}", world.engine);
        refused
            .shows("A long &lt;answer&gt; that took an hour.")
            .shows("action=\"/sign-in\"")
            .shows(&format!("action=\"{path}\""));
        // Signed in elsewhere in the same browser, the same page sends it.
        let mut back = world.browser();
        back.post(&world.link_to("ada@example.com").await, &[]).await;
        let again = [("key", refused.field("key")), ("body", "A long <answer> that took an hour.".to_owned())];
        let again = again.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(back.post_files(&path, &again, &[]).await.status, 303);
        back.get(&format!("/tickets/{number}")).await.shows("A long &lt;answer&gt;");

        // The same at the desk.
        let path = format!("/desk/tickets/{number}");
        let mut gone = world.browser();
        let signs_in = gone.get(&path).await;
        assert_eq!(signs_in.status, 303);
        let form = gone.follow(signs_in).await;
        let note = [("key", &*key()), ("body", "Only <we> read this."), ("kind", "note"), ("seq", "9")];
        let refused = gone.post_files(&format!("{path}/replies"), &note, &[]).await;
        assert_eq!(refused.status, 401);
        refused.shows("Only &lt;we&gt; read this.").shows("action=\"/desk/sign-in\"");
        assert_eq!(refused.field("kind"), "note", "what was internal stays internal");
        let fields = [("mail", "mina@tarn.example"), ("password", tests::PASSWORD), ("to", &*form.field("to"))];
        assert_eq!(gone.post("/desk/sign-in", &fields).await.location.as_deref(), Some(path.as_str()));
    }
}
