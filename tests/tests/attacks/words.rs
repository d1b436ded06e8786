//! D02: words of strangers, shown on every screen, stay words.

use model::live::{Ask, Tell};
use serde_json::json;
use tests::{Answer, Browser, Caller, Dice, Engine, Heard, People, World, key};

use crate::{percent, writes};

/// One text that breaks out of words, attributes, scripts, styles, comments, JSON and URLs, if anything lets it.
const POLYGLOT: &str = "\"'><img/src=x onerror=alert(7161)></script></style></title></textarea></noscript>--><svg/onload=alert(7161)>`${7*7}{{7*7}}<%=7%>javascript:alert(7161)//\u{202e}\u{0}\r\nSet-Cookie: evil=7161";

/// What would be live markup, were any of it let through as it came.
const LIVE: &[&str] = &["<img/src", "<svg/onload", "</script></style>", "\"'><img", "onerror=alert(7161)>", "${49}", "{{49}}"];

fn is_inert(answer: &Answer, place: &str) {
    for live in LIVE {
        assert!(!answer.body.contains(live), "{place} lets {live:?} through");
    }
    for value in answer.headers.values() {
        // Not the bare number: a nonce may hold it by chance.
        assert!(!value.contains("evil=7161") && !value.contains("alert(7161"), "{place}: {value}");
    }
    assert!(answer.headers.get("set-cookie").is_none_or(|cookie| !cookie.contains("evil")));
    assert!(answer.headers.contains_key("content-security-policy"), "{place}");
}

#[tokio::test]
async fn d02_markup_in_any_plain_field_stays_words_on_every_screen() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::on(engine).await;
        let people = People::of(&world).await;
        let short: String = POLYGLOT.chars().take(100).collect();
        let mut gus = world.browser();
        let page_key = gus.get("/tickets/new").await.field("key");
        let fields = [
            ("key", page_key.as_str()),
            ("subject", POLYGLOT),
            ("body", POLYGLOT),
            ("mail", "gus@example.com"),
            ("name", &short),
        ];
        let name: String = POLYGLOT.replace('"', "%22").replace(['\r', '\n', '\0'], " ");
        let opened = gus.post_files("/tickets", &fields, &[(&name, POLYGLOT.as_bytes())]).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let number = opened.location.unwrap().rsplit('/').next().unwrap().to_owned();

        let mut vera = people.browser(Caller::Visitor);
        let chat = people.own(Caller::Visitor).unwrap();
        let replies = format!("/api/widget/v1/tickets/{}/replies", chat.ticket);
        assert_eq!(vera.post_json(&replies, &json!({ "key": key(), "body": POLYGLOT })).await.status, 200);

        let mut mina = people.browser(Caller::Agent);
        for (at, kind) in [(chat.number, "reply"), (chat.number, "note")] {
            assert_eq!(writes(&mut mina, at, kind, POLYGLOT).await.status, 303);
        }
        names_the_site(&world, &mut mina, &short).await;
        world.desk.agents().put(world.workspace, &short, "mina@tarn.example", None).await.unwrap();
        writes(&mut mina, number.parse().unwrap(), "reply", POLYGLOT).await;
        let solved = format!("/desk/tickets/{}/status", chat.number);
        mina.post(&solved, &[("key", &key()), ("value", "solved")]).await;
        let rating = json!({ "key": key(), "is_solved": true, "rating": 1, "reason": short });
        let confirmation = format!("/api/widget/v1/tickets/{}/confirmation", chat.ticket);
        assert_eq!(vera.post_json(&confirmation, &rating).await.status, 200);
        world.waits(120).await;

        for path in ["/tickets".to_owned(), format!("/tickets/{number}"), "/".into(), "/sign-in".into(), "/tickets/new".into()] {
            is_inert(&gus.get(&path).await, &path);
        }
        let desk =
            ["/desk", "/desk?view=open", "/desk?view=done", "/desk/sites", "/desk/mail", "/desk/sites/new"].map(str::to_owned);
        let more = [
            format!("/desk/tickets/{number}"),
            format!("/desk/tickets/{}", chat.number),
            format!("/desk/sites/{}", world.site.id),
        ];
        for path in desk.into_iter().chain(more) {
            let answer = mina.get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            is_inert(&answer, &path);
        }
        let loader = format!("/widget/{}.js", world.site.key);
        for path in [format!("/frame/{}", world.site.key), format!("/frame/{}?view=home", world.site.key), loader] {
            is_inert(&vera.get(&path).await, &path);
        }
        live_fragments_are_inert(&world, &people, chat).await;
        for email in world.desk.caught_mail(100).await.unwrap() {
            for live in LIVE {
                assert!(!email.html.contains(live), "{}", email.subject);
            }
            // A subject is words to every mail program; it must only stay one line.
            assert!(!email.subject.contains(['\r', '\n']));
        }
    }
}

async fn names_the_site(world: &World, mina: &mut Browser, name: &str) {
    let site = [("key", key()), ("name", name.to_owned()), ("greeting", name.to_owned()), ("origins", tests::SHOP.into())];
    let site = [&site[..], &[("accent", "#00646b".into()), ("locale", "en".into()), ("zone", "UTC".into())]].concat();
    let site = [&site[..], &[("answer_within_minutes", "5".to_owned())]].concat();
    let site: Vec<(&str, &str)> = site.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let saved = mina.post(&format!("/desk/sites/{}", world.site.id), &site).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
}

async fn live_fragments_are_inert(world: &World, people: &People, chat: &tests::Things) {
    let listening = world.listens().await;
    for caller in [Caller::Visitor, Caller::Agent] {
        let mut socket = listening.hello(&people.browser(caller), caller.cookie()).await;
        socket.asks(&Ask::Watch { ticket: chat.ticket, after: 0 }).await;
        let heard = socket.hears_until(|heard| matches!(heard, Heard::Tell(Tell::Parts { .. }))).await;
        let text = format!("{heard:?}");
        assert!(text.contains("7161"), "{caller:?} heard nothing of it");
        for heard in heard {
            let html = match heard {
                Heard::Tell(Tell::Event { html, .. }) => html,
                Heard::Tell(Tell::Parts { parts, .. }) => parts.into_iter().map(|(_, html)| html).collect(),
                _ => continue,
            };
            for live in LIVE {
                assert!(!html.contains(live), "{caller:?} gets {live:?}");
            }
        }
    }
}

#[tokio::test]
async fn d02_what_was_typed_comes_back_in_the_form_as_words() {
    let world = World::on(Engine::Sqlite).await;
    let mut eve = world.browser();
    let page_key = eve.get("/tickets/new").await.field("key");
    let fields = [
        ("key", page_key.as_str()),
        ("subject", ""),
        ("body", POLYGLOT),
        ("mail", POLYGLOT),
        ("name", POLYGLOT),
        ("category", POLYGLOT),
    ];
    let refused = eve.post_files("/tickets", &fields, &[]).await;
    assert_eq!(refused.status, 422);
    is_inert(&refused, "the form");
    for (path, fields) in
        [("/sign-in", vec![("mail", POLYGLOT)]), ("/desk/sign-in", vec![("mail", POLYGLOT), ("password", POLYGLOT)])]
    {
        is_inert(&eve.post(path, &fields).await, path);
    }
    let encoded = percent(POLYGLOT.as_bytes());
    for path in
        ["/categories/", "/articles/", "/link/", "/desk/welcome/", "/widget/", "/frame/", "/files/", "/tickets/", "/none/"]
    {
        is_inert(&eve.get(&format!("{path}{encoded}")).await, path);
    }
    for path in ["/?lang=", "/tickets/new?lang=", "/desk?view=", "/sign-in?x="] {
        is_inert(&eve.get(&format!("{path}{encoded}")).await, path);
    }
}

/// Weights that are no numbers have no order, and whoever sorts by them may stop with a panic.
#[tokio::test]
async fn accepted_languages_with_senseless_weights_are_read_all_the_same() {
    let world = World::on(Engine::Sqlite).await;
    let mut dice = Dice(7);
    let mut weights = || {
        let weight = |dice: &mut Dice| if dice.roll(3) == 0 { "NaN".to_owned() } else { format!("0.{}", dice.roll(1000)) };
        (0..30).fold(String::new(), |text, number| text + &format!("x{number};q={},", weight(&mut dice)))
    };
    let mut headers: Vec<String> = (0..100).map(|_| weights()).collect();
    headers.extend(["ar,".repeat(2000), ";q=,=;,;;;q".to_owned(), format!("ar;q={}", "1".repeat(4000))]);
    for accepted in headers {
        let answer = world.browser().with("accept-language", &accepted).get("/").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}
