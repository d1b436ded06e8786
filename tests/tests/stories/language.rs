//! The language of an agent's account.

use tests::{Engine, World, key};

/// How a page in Arabic begins.
const ARABIC: &str = "<html lang=\"ar\" dir=\"rtl\">";

#[tokio::test]
async fn an_agents_language_goes_with_the_account_wherever_they_sign_in() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        mina.get("/desk/account").await.shows("action=\"/desk/account/language\"").shows("<html lang=\"en\"");
        let unknown = mina.post("/desk/account/language", &[("key", &key()), ("locale", "xx; Domain=evil.example")]).await;
        assert_eq!((unknown.status, mina.cookie("lang")), (400, None), "no form of ours sends that");
        let saved = mina.post("/desk/account/language", &[("key", &key()), ("locale", "ar")]).await;
        assert_eq!((saved.status, saved.location.as_deref()), (303, Some("/desk/account#language-saved")), "{}", saved.body);
        mina.get("/desk").await.shows(ARABIC);

        // In another browser, whatever it speaks itself.
        let mut office = world.browser();
        office.get("/desk/sign-in?lang=en").await.shows("<html lang=\"en\"");
        let fields = [("mail", "mina@tarn.example"), ("password", tests::PASSWORD)];
        assert_eq!(office.post("/desk/sign-in", &fields).await.status, 303);
        office.get("/desk").await.shows(ARABIC);

        // And in emails to her, whatever is spoken where a new password was asked for.
        let mut phone = world.browser();
        phone.get("/desk/password?lang=en").await;
        assert_eq!(phone.post("/desk/password", &[("mail", "mina@tarn.example")]).await.status, 200);
        world.waits(1).await;
        let emails = world.emails_to("mina@tarn.example").await;
        assert!(emails[0].text.contains("كلمة مرور"), "{:?}: {}", world.engine, emails[0].text);
        let link = super::team::link_in(&emails[0].text, "/desk/password/");
        assert_eq!(phone.post(&link, &[("password", "quite another one")]).await.status, 303);
        phone.get("/desk").await.shows(ARABIC);

        // Whatever the page offers is taken.
        let account = phone.get("/desk/account").await.body;
        let offered: Vec<&str> = account.split("name=\"locale\" value=\"").skip(1).map(|rest| &rest[..2]).collect();
        assert!(offered.contains(&"en") && offered.contains(&"ar"), "{offered:?}");
        for locale in offered {
            let saved = phone.post("/desk/account/language", &[("key", &key()), ("locale", locale)]).await;
            assert_eq!((saved.status, phone.cookie("lang")), (303, Some(locale)), "{}", saved.body);
        }

        // A colleague at the same machine has their own, and whoever chose none keeps what the browser speaks.
        let mut kim = world.browser();
        kim.set_cookie("lang", "en");
        world.desk.agents().put(world.workspace, "Kim", "kim@tarn.example", Some(tests::PASSWORD)).await.unwrap();
        assert_eq!(kim.post("/desk/sign-in", &[("mail", "kim@tarn.example"), ("password", tests::PASSWORD)]).await.status, 303);
        kim.get("/desk").await.shows("<html lang=\"en\"");
    }
}

#[tokio::test]
async fn a_page_is_in_the_language_that_the_browser_prefers_among_ours() {
    let world = World::on(Engine::Sqlite).await;
    let check = async |accepted: &str, is_arabic: bool| {
        let page = world.browser().with("accept-language", accepted).get("/").await;
        assert_eq!(page.body.contains(ARABIC), is_arabic, "{accepted:?}");
    };
    check("ar", true).await;
    check("de, ar;q=0.2, en;q=0.7", false).await;
    check("en;q=0.3, ar-EG; q=0.8", true).await;
    check("ar;q=0, en;q=0.1", false).await;
    check("ar;q=no, *", false).await;
    check("", false).await;
    // An address is read as browsers write it.
    world.browser().get("/?x=1&l%61ng=%61r").await.shows(ARABIC);
    world.browser().get("/?lang=en&lang=ar").await.hides(ARABIC);
}
