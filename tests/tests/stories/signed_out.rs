//! Whoever's session is gone loses nothing that they entered, and is led back to where they were.

use model::id::Key;
use tests::{Browser, PASSWORD, World, key};

use crate::portal::opens;

/// A browser that nobody is signed in with.
async fn signed_out(world: &World) -> Browser {
    let mut mina = world.mina().await;
    assert_eq!(mina.post("/desk/sign-out", &[]).await.status, 303);
    mina
}

/// Sends the one form of a page that posts to `action`, as a browser would, in another browser that is signed in by now.
async fn sends_again(page: &str, action: &str, browser: &mut Browser) -> tests::Answer {
    let form =
        page.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).unwrap_or_else(|| panic!("{page}"));
    let form = form.split("</form>").next().unwrap();
    let fields: Vec<(String, String)> = form
        .split("<input type=\"hidden\"")
        .skip(1)
        .map(|input| {
            let value = |name: &str| input.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().to_owned();
            (value("name"), value("value").replace("&quot;", "\"").replace("&amp;", "&"))
        })
        .collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(action, &fields).await
}

#[tokio::test]
async fn an_agents_forms_are_kept_and_sent_again() {
    for world in World::on_each_engine().await {
        let mut gone = signed_out(&world).await;
        let key = key();
        let site = [("key", key.as_str()), ("name", "Fjord"), ("accent", "#00646b"), ("locale", "en"), ("zone", "UTC")];
        let site = [&site[..], &[("answer_within_minutes", "5"), ("greeting", "Ask \"us\" & <b>wait</b>")]].concat();
        let page = gone.post("/desk/sites", &site).await;
        assert_eq!(page.status, 401, "{:?}", world.engine);
        page.shows("Everything is still here").shows("name=\"to\" value=\"sites\"").shows("Fjord").hides("<b>wait");
        let mut mina = world.mina().await;
        let saved = sends_again(&page.body, "/desk/sites", &mut mina).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        mina.get("/desk/sites").await.shows("Fjord");
        // The key came back with it, so that it is one site, however often it is sent.
        assert_eq!(sends_again(&page.body, "/desk/sites", &mut mina).await.location, saved.location);
        assert_eq!(mina.get("/desk/sites").await.body.matches("Fjord").count(), 1);

        let page = gone.post("/desk/team/invitations", &[("key", &tests::key()), ("mail", "kim@tarn.example")]).await;
        page.shows("kim@tarn.example").shows("value=\"team\"");
        assert_eq!(sends_again(&page.body, "/desk/team/invitations", &mut mina).await.status, 200);
        let page = gone.post("/desk/account/name", &[("key", &tests::key()), ("name", "Mina K.")]).await;
        assert_eq!(sends_again(&page.body, "/desk/account/name", &mut mina).await.status, 303);
        mina.get("/desk/team").await.shows("kim@tarn.example").shows("Mina K.");
        // A password comes back to no page.
        let words = [("key", tests::key()), ("present", PASSWORD.to_owned()), ("password", "another long one".to_owned())];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        gone.post("/desk/account/password", &words).await.hides(PASSWORD).hides("another long one");
    }
}

#[tokio::test]
async fn a_page_of_the_desk_that_asked_for_a_sign_in_is_there_after_it() {
    for world in World::on_each_engine().await {
        for page in ["account", "mail", "sites", "team"] {
            let mut gone = signed_out(&world).await;
            let sign_in = format!("/desk/sign-in?to={page}");
            gone.get(&format!("/desk/{page}")).await.shows(&format!("href=\"{sign_in}\""));
            let form = gone.get(&sign_in).await;
            let fields = [("mail", "mina@tarn.example"), ("password", PASSWORD), ("to", &form.field("to"))];
            assert_eq!(gone.post("/desk/sign-in", &fields).await.location, Some(format!("/desk/{page}")), "{:?}", world.engine);
        }
    }
}

#[tokio::test]
async fn a_customers_rating_and_address_are_kept_and_sent_again() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let mut gone = world.browser();
        let place = format!("/tickets/{number}");
        let mail = format!("{place}/mail");
        let page = gone.post(&mail, &[("key", &key()), ("mail", "ada.b@example.com")]).await;
        page.shows("Everything is still here").shows("value=\"ada.b@example.com\"").shows(&format!("value=\"{number}\""));
        assert_eq!(page.status, 401, "{:?}", world.engine);
        // What is wrong with an address is not said before it is known whose ticket it is.
        let wrong = gone.post(&mail, &[("key", &key()), ("mail", "not an address")]).await;
        assert_eq!(wrong.status, 401);
        wrong.shows("Everything is still here").shows("value=\"not an address\"");
        assert_eq!(sends_again(&page.body, &mail, &mut ada).await.status, 303);
        ada.get(&place).await.shows("ada.b@example.com");

        let system = desk::Actor::System { workspace: world.workspace };
        let solve: Key = world.desk.clock.id();
        let which = desk::tickets::Which::Number(number);
        world.desk.tickets().set_status(&system, which, solve, model::ticket::Status::Solved).await.unwrap();
        let confirmation = format!("{place}/confirmation");
        let words =
            [("key", key()), ("solved", "yes".to_owned()), ("rating", "2".to_owned()), ("reason", "Slow, <sorry>".to_owned())];
        let words = words.each_ref().map(|(name, value)| (*name, value.as_str()));
        let page = gone.post(&confirmation, &words).await;
        page.shows("Slow, &lt;sorry&gt;").hides("<sorry>");
        let again = page.body.replace("&lt;", "<").replace("&gt;", ">");
        assert_eq!(sends_again(&again, &confirmation, &mut ada).await.status, 303);
        ada.get(&place).await.shows("Slow, &lt;sorry&gt;");
    }
}

#[tokio::test]
async fn what_comes_back_to_a_stranger_is_counted_and_bounded() {
    for engine in [tests::Engine::Sqlite, tests::Engine::Postgres] {
        let given = server::config::Given { writes_per_minute: Some("5".into()), ..Default::default() };
        let world = World::with(engine, given, server::timeouts::Timeouts::default()).await;
        let mut nobody = world.browser();
        let many: Vec<String> = (0..5000).map(|number| format!("f{number}")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "x")).collect();
        let page = nobody.post("/desk/sites", &many).await;
        assert_eq!((page.status, page.body.matches("name=\"f").count()), (401, 32), "{engine}");
        let mut statuses = Vec::new();
        for _ in 0..6 {
            statuses.push(nobody.post("/desk/account/name", &[("key", &key()), ("name", "Eve")]).await.status);
        }
        assert_eq!((statuses.contains(&401), statuses.last()), (true, Some(&429)), "{engine}: {statuses:?}");
        // A limit on strangers keeps no agent from saving.
        let mut mina = world.mina().await;
        assert_eq!(mina.post("/desk/account/name", &[("key", &key()), ("name", "Mina K.")]).await.status, 303, "{engine}");
    }
}
