//! B: links, sessions, and who one is.

use std::time::{Duration, Instant};

use axum::body::Body;
use desk::token::{Token, hex};
use sha2::{Digest, Sha256};
use tests::{BASE, Caller, Engine, People, World, key, under_the_floor};

use crate::{count, rows};

/// A customer's fresh sign-in link.
async fn sign_in_link(world: &World, mail: &str) -> String {
    world.desk.entry().ask_to_sign_in(world.workspace, mail, "en", None).await.unwrap();
    world.waits(61).await;
    world.link_to(mail).await
}

#[tokio::test]
async fn b01_of_many_uses_of_one_link_one_succeeds() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let sign_in = sign_in_link(&world, "ada@example.com").await;
        people.browser(Caller::Guest).get("/").await;
        let ticket = world.link_to("gus@example.com").await;
        for link in [sign_in, ticket] {
            let uses: Vec<_> = (0..24)
                .map(|_| {
                    let (mut browser, link) = (world.browser(), link.clone());
                    tokio::spawn(async move { browser.post(&link, &[]).await.status })
                })
                .collect();
            let mut statuses = Vec::new();
            for each in uses {
                statuses.push(each.await.unwrap());
            }
            assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{:?}: {statuses:?}", world.engine);
            assert_eq!(statuses.iter().filter(|status| **status == 410).count(), 23, "{statuses:?}");
        }
    }
}

#[tokio::test]
async fn b01_a_link_is_dead_when_it_is_old_used_broken_or_for_something_else() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let sessions = count(&world, "select token_hash from sessions").await;
        let link = sign_in_link(&world, "ada@example.com").await;
        let token = link.rsplit('/').next().unwrap().to_owned();
        let hash = hex(&Sha256::digest(Token::from_text(&token).unwrap().hash().0));
        let stored = hex(&Token::from_text(&token).unwrap().hash().0);
        let broken = [
            "%20",
            "null",
            "undefined",
            "0",
            "%00",
            &"0".repeat(64),
            &"f".repeat(64),
            &token[..63],
            &token[1..],
            &format!("{token}0"),
            &hash,
            &stored,
            &format!("{}%00", &token[..63]),
            "..",
            "%2e%2e%2f",
        ]
        .map(str::to_owned);
        for (place, wrong) in (0..).zip(broken) {
            for door in ["/link/", "/desk/welcome/"] {
                for fields in [&[][..], &[("name", "Eve"), ("mail", "eve@x.example"), ("password", "a long enough one")][..]] {
                    let mut eve = world.browser().from([127, 0, 2, place]);
                    let status = eve.post(&format!("{door}{wrong}"), fields).await.status;
                    assert!(matches!(status, 400 | 404 | 410 | 422), "{door}{wrong}: {status}");
                }
            }
        }
        // Another purpose: a customer's link makes no agent, an agent's welcome no customer.
        let fields = [("name", "Eve"), ("mail", "eve@x.example"), ("password", "a long enough one")];
        assert_eq!(world.browser().post(&format!("/desk/welcome/{token}"), &fields).await.status, 410);
        let welcome = world.desk.agents().invite_first(people.elsewhere_workspace).await.unwrap().reveal();
        assert_eq!(world.browser().post(&format!("/link/{welcome}"), &[]).await.status, 410);
        assert_eq!(world.browser().post(&format!("/desk/welcome/{welcome}"), &fields).await.status, 410);
        // Old: a sign-in after a quarter of an hour, a ticket's link after a week.
        let ticket = world.link_to("gus@example.com").await;
        world.waits(15 * 60).await;
        assert_eq!(world.browser().post(&link, &[]).await.status, 410, "fifteen minutes");
        world.waits(7 * 24 * 3600).await;
        assert_eq!(world.browser().post(&ticket, &[]).await.status, 410, "a week");
        assert_eq!(count(&world, "select token_hash from sessions").await, sessions, "no session came of it");
    }
}

#[tokio::test]
async fn b02_no_token_follows_from_anything_that_is_known() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let number = people.own(Caller::Customer).unwrap().number;
        let cookie = people.browser(Caller::Customer).cookie("__Host-portal").unwrap().to_owned();
        let hash = Token::from_text(&cookie).unwrap().hash();
        let live = people.browser(Caller::Customer).live_token("__Host-portal").unwrap();
        let ada = people.own(Caller::Customer).unwrap();
        // What stands in the database, what stands on the page, and what can be made of both.
        let known = [
            hex(&hash.0),
            live.clone() + &live,
            hex(&Sha256::digest(hash.0)),
            hex(&Sha256::digest(ada.ticket.0.as_bytes())),
            hex(&Sha256::digest(ada.ticket.0.to_string())),
            hex(&Sha256::digest("ada@example.com")),
            ada.ticket.0.simple().to_string().repeat(2),
            hash.visitor().0.simple().to_string().repeat(2),
        ];
        for guess in known {
            for door in ["__Host-portal", "__Host-desk", "__Host-visitor"] {
                let mut eve = world.browser().with("x-live", &live);
                eve.set_cookie(door, &guess);
                let refused = |status| matches!(status, 303 | 401 | 404);
                assert!(refused(eve.get(&format!("/tickets/{number}")).await.status), "{door} {guess}");
                assert_eq!(eve.get("/desk").await.location.as_deref(), Some("/desk/sign-in"));
                assert_eq!(eve.get(&format!("/live/poll?ticket={}&after=0", ada.ticket)).await.status, 401);
            }
        }
        let tokens: std::collections::BTreeSet<String> = (0..1000).map(|_| Token::fresh().unwrap().reveal()).collect();
        assert_eq!(tokens.len(), 1000);
    }
}

#[tokio::test]
async fn b02_an_old_cookie_opens_nothing_ever_again() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        for caller in [Caller::Guest, Caller::Customer, Caller::Agent] {
            let kept = people.browser(caller);
            let number = people.own(caller).unwrap().number;
            let mut browser = kept.clone();
            let door = if caller == Caller::Agent { "/desk/sign-out" } else { "/sign-out" };
            assert_eq!(browser.post(door, &[]).await.status, 303);
            // Also long after everything about the session could have been swept away.
            for days in [0, 3, 40, 400] {
                world.desk.clock.advance(days * 24 * 3600);
                world.desk.tidy_up().await.unwrap();
                for path in [format!("/tickets/{number}"), format!("/desk/tickets/{number}"), "/desk".into()] {
                    let answer = kept.clone().get(&path).await;
                    let is_refused = matches!(answer.status, 401 | 404)
                        || answer.location.as_deref().is_some_and(|to| to.starts_with("/desk/sign-in"));
                    assert!(is_refused, "{caller:?} after {days} days at {path}: {}", answer.status);
                    answer.hides("canary");
                }
            }
        }
    }
}

#[tokio::test]
async fn b03_links_lead_where_the_configuration_says() {
    for world in World::on_each_engine().await {
        let mut eve = world.browser();
        for (name, value) in [
            ("x-forwarded-host", "evil.example"),
            ("x-forwarded-proto", "gopher"),
            ("x-forwarded-port", "666"),
            ("forwarded", "host=evil.example;proto=https"),
            ("x-host", "evil.example"),
            ("x-original-host", "evil.example"),
            ("x-forwarded-server", "evil.example"),
            ("x-forwarded-prefix", "//evil.example"),
        ] {
            eve = eve.with(name, value);
        }
        let page_key = eve.get("/tickets/new").await.field("key");
        let fields = [("key", page_key.as_str()), ("subject", "Kettle"), ("body", "It stops."), ("mail", "ada@example.com")];
        assert_eq!(eve.post_files("/tickets", &fields, &[]).await.status, 303);
        world.waits(1).await;
        assert_eq!(world.browser().post(&world.link_to("ada@example.com").await, &[]).await.status, 303);
        assert_eq!(eve.post("/sign-in", &[("mail", "ada@example.com")]).await.status, 200);
        world.waits(61).await;
        let spent = world.link_to("ada@example.com").await;
        eve.post(&format!("{spent}/again"), &[]).await;
        world.waits(61).await;
        let emails = world.emails_to("ada@example.com").await;
        assert!(emails.len() >= 3, "{}", emails.len());
        for email in emails {
            let all = format!("{}{}{}", email.subject, email.text, email.html);
            assert!(!all.contains("evil") && !all.contains("gopher") && !all.contains(":666"));
            assert!(all.contains(&format!("{BASE}/link/")));
        }
    }
}

#[tokio::test]
async fn b04_a_known_address_looks_and_costs_like_an_unknown_one() {
    const SAMPLES: usize = 40;
    for world in World::on_each_engine().await {
        People::of(&world).await;
        for (door, known, more) in [
            ("/sign-in", "ada@example.com", &[][..]),
            ("/desk/password", "mina@tarn.example", &[][..]),
            ("/desk/password", "jonas@tarn.example", &[][..]),
            ("/desk/sign-in", "mina@tarn.example", &[("password", "not the right one")][..]),
            ("/desk/sign-in", "jonas@tarn.example", &[("password", tests::PASSWORD)][..]),
        ] {
            let is_asking = door != "/desk/sign-in";
            let samples = if is_asking { SAMPLES } else { 8 };
            let mut times = [Vec::new(), Vec::new()];
            let jobs = count(&world, "select id from jobs").await;
            for at in 0..samples {
                let unknown = known.replace("ada@", "eva@").replace("mina@", "nina@").replace("jonas@", "joans@");
                let mut seen = Vec::new();
                for (times, mail) in times.iter_mut().zip([known, unknown.as_str()]) {
                    world.desk.clock.advance(61);
                    let mut browser = world.browser().from([127, 0, 1, u8::try_from(at % 250).unwrap()]);
                    let fields = [&[("mail", mail)][..], more].concat();
                    let began = Instant::now();
                    let answer = browser.post(door, &fields).await;
                    times.push(began.elapsed());
                    seen.push((answer.status, answer.headers.keys().cloned().collect::<Vec<_>>(), plain(&answer.body, mail)));
                }
                assert_eq!(seen[0], seen[1], "{door} {known}");
            }
            let asked = count(&world, "select id from jobs").await - jobs;
            assert_eq!(asked, if is_asking { samples * 2 } else { 0 }, "the same work either way");
            // The fastest of each: what else runs on the machine only adds to a time.
            let [known, unknown] = times.map(|times| times.into_iter().min().unwrap());
            // The machine is shared, so the class is wide: a hash that only one side computes is twenty times the other.
            let is_near = |one: Duration, other: Duration| one <= other * 3 + Duration::from_millis(3);
            assert!(is_near(known, unknown) && is_near(unknown, known), "{door}: {known:?} against {unknown:?}");
            assert!(is_asking || unknown > Duration::from_millis(5), "no hash was computed: {unknown:?}");
        }
    }
}

/// A page without its nonce and without the address that was typed.
fn plain(body: &str, mail: &str) -> String {
    let body = body.replace(mail, "MAIL");
    body.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect()
}

#[tokio::test]
async fn b05_a_scanner_that_looks_at_a_link_uses_nothing_up() {
    for world in World::on_each_engine().await {
        People::of(&world).await;
        let links = [sign_in_link(&world, "ada@example.com").await, world.link_to("gus@example.com").await];
        for link in links {
            for round in 0..5 {
                for method in ["HEAD", "GET", "OPTIONS", "PUT", "PROPFIND"] {
                    let mut scanner = world.browser().with("user-agent", "Safe Links").with("purpose", "prefetch");
                    let answer = scanner.ask(method, &link, None, Body::empty()).await;
                    assert!(answer.status == 200 || !["HEAD", "GET"].contains(&method), "{round} {method}: {}", answer.status);
                    assert!(!answer.headers.contains_key("set-cookie"), "{method}");
                }
            }
            let page = world.browser().get(&link).await;
            page.shows("method=\"post\"");
            assert_eq!(world.browser().post(&link, &[]).await.status, 303);
        }
        let token = world.desk.agents().invite_first(world.workspace).await.unwrap().reveal();
        world.browser().get(&format!("/desk/welcome/{token}")).await;
        assert_eq!(count(&world, "select token_hash from links where purpose = 'welcome' and used_at is null").await, 1);
    }
}

#[tokio::test]
async fn b06_signing_in_makes_a_new_session_and_ends_the_one_before() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        // Planted by somebody before the person signs in.
        let planted = Token::fresh().unwrap().reveal();
        let mut mina = world.browser();
        mina.set_cookie("__Host-desk", &planted);
        let signed_in = mina.post("/desk/sign-in", &[("mail", "mina@tarn.example"), ("password", tests::PASSWORD)]).await;
        assert_eq!(signed_in.status, 303);
        let first = mina.cookie("__Host-desk").unwrap().to_owned();
        assert_ne!(first, planted);
        let mut eve = world.browser();
        eve.set_cookie("__Host-desk", &planted);
        assert_eq!(eve.get("/desk").await.location.as_deref(), Some("/desk/sign-in"));
        // Signing in again ends the session that this browser had, and no other.
        let mut elsewhere = world.mina().await;
        mina.post("/desk/sign-in", &[("mail", "mina@tarn.example"), ("password", tests::PASSWORD)]).await;
        assert_ne!(mina.cookie("__Host-desk").unwrap(), first);
        eve.set_cookie("__Host-desk", &first);
        assert_eq!(eve.get("/desk").await.location.as_deref(), Some("/desk/sign-in"), "{:?}", world.engine);
        assert_eq!(elsewhere.get("/desk").await.status, 200);
        assert_eq!(mina.get("/desk").await.status, 200);

        // The same in the portal: whoever knows the cookie from before the link has nothing after it.
        let (mut gus, number) = (people.browser(Caller::Guest), people.own(Caller::Guest).unwrap().number);
        let before = gus.clone();
        assert_eq!(gus.post(&world.link_to("gus@example.com").await, &[]).await.status, 303);
        assert_ne!(gus.cookie("__Host-portal"), before.cookie("__Host-portal"));
        assert_eq!(gus.get(&format!("/tickets/{number}")).await.status, 200);
        assert_eq!(before.clone().get(&format!("/tickets/{number}")).await.status, 401, "{:?}", world.engine);
        assert_eq!(before.clone().get("/tickets").await.status, 401);
    }
}

#[tokio::test]
async fn b13_no_other_site_changes_anything_and_no_get_does() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let before = rows(&world).await;
        for caller in [Caller::Visitor, Caller::Customer, Caller::Agent] {
            let things = people.own(caller).unwrap();
            for (path, kind, body) in mutations(things) {
                // A form, a simple request that carries JSON as text, a beacon: whatever a page can send without asking.
                for origin in [Some("https://evil.example"), Some("null"), Some(tests::SHOP), Some("http://localhost"), None] {
                    let mut browser = people.browser(caller).with("origin", origin.unwrap_or("-"));
                    for site in ["cross-site", "same-site", "none", ""] {
                        browser = browser.with("sec-fetch-site", site);
                        let answer = browser.ask("POST", &path, Some(kind), Body::from(body.clone())).await;
                        assert_eq!(answer.status, 403, "{path} from {origin:?} {site}");
                        let allows: Vec<_> = answer.headers.keys().filter(|name| name.starts_with("access-control")).collect();
                        assert!(allows.is_empty(), "{allows:?}");
                    }
                }
                for json in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
                    if path.starts_with("/api/") {
                        let answer = people.browser(caller).ask("POST", &path, Some(json), Body::from(body.clone())).await;
                        assert!(matches!(answer.status, 400 | 401), "{path} as {json}: {}", answer.status);
                    }
                }
                let browser = people.browser(caller).with("access-control-request-method", "POST");
                let preflight = browser.with("origin", "https://evil.example").ask("OPTIONS", &path, None, Body::empty()).await;
                assert!(preflight.status >= 400 && !preflight.headers.contains_key("access-control-allow-origin"));
            }
            for door in server::router::doors().iter().filter(|door| door.method == "GET" && !door.path.starts_with("/live")) {
                let id = if door.path.starts_with("/files") { things.file.to_string() } else { things.site.to_string() };
                let path = door.path.replace("{number}", &things.number.to_string()).replace("{id}", &id);
                let path = path.replace("{key}", &world.site.key).replace("{slug}", "orders");
                for method in ["GET", "GET", "HEAD"] {
                    for query in ["", "?_method=POST", "?value=solved&key=1", "?lang=ar"] {
                        let mut browser = people.browser(caller).with("x-http-method-override", "POST");
                        browser.ask(method, &format!("{path}{query}"), None, Body::empty()).await;
                    }
                }
            }
        }
        assert_eq!(rows(&world).await, before, "{:?}", world.engine);
    }
}

fn mutations(things: &tests::Things) -> Vec<(String, &'static str, String)> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let (number, id, key) = (things.number, things.ticket, key());
    let reply = format!(
        "--x\r\ncontent-disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n--x\r\ncontent-disposition: form-data; name=\"body\"\r\n\r\nhi\r\n--x--\r\n"
    );
    vec![
        (format!("/tickets/{number}/replies"), "multipart/form-data; boundary=x", reply.clone()),
        (format!("/tickets/{number}/mail"), FORM, format!("key={key}&mail=eve%40x.example")),
        (format!("/tickets/{number}/confirmation"), FORM, format!("key={key}&solved=yes")),
        (format!("/desk/tickets/{number}/replies"), "multipart/form-data; boundary=x", reply),
        (format!("/desk/tickets/{number}/status"), FORM, format!("key={key}&value=solved")),
        (format!("/desk/tickets/{number}/assignee"), FORM, format!("key={key}&value=")),
        (format!("/desk/tickets/{number}/mail"), FORM, format!("key={key}")),
        (format!("/desk/sites/{}", things.site), FORM, format!("key={key}&name=x")),
        ("/sign-out".into(), FORM, String::new()),
        ("/desk/sign-out".into(), FORM, String::new()),
        ("/sign-in".into(), FORM, "mail=ada%40example.com".into()),
        (format!("/api/widget/v1/tickets/{id}/replies"), "application/json", format!("{{\"key\":\"{key}\",\"body\":\"hi\"}}")),
        (
            format!("/api/widget/v1/tickets/{id}/mail"),
            "application/json",
            format!("{{\"key\":\"{key}\",\"mail\":\"e@x.example\"}}"),
        ),
    ]
}

#[tokio::test]
async fn one_mailbox_gets_few_emails_however_its_address_is_tagged_and_one_link_a_minute_in_any_language() {
    for world in World::on_each_engine().await {
        for at in 0..12 {
            let mut eve = world.browser();
            let page_key = eve.get("/tickets/new").await.field("key");
            let mail = if at % 3 == 0 { "victim@example.com".to_owned() } else { format!("victim+{at}@example.com") };
            let fields = [("key", page_key.as_str()), ("subject", "Kettle"), ("body", "It stops."), ("mail", mail.as_str())];
            assert_eq!(eve.post_files("/tickets", &fields, &[]).await.status, 303);
            world.waits(61).await;
        }
        let emails = world.desk.caught_mail(100).await.unwrap();
        let theirs = emails.iter().filter(|email| email.to.starts_with("victim")).count();
        assert_eq!(theirs, 5, "{:?}", world.engine);
        under_the_floor(&world, "delete from caught_mails", Vec::new()).await;

        People::of(&world).await;
        let before = world.emails_to("ada@example.com").await.len();
        for path in ["/sign-in?lang=en", "/sign-in?lang=ar", "/sign-in", "/sign-in?lang=ar"] {
            assert_eq!(world.browser().post(path, &[("mail", "ada@example.com")]).await.status, 200);
        }
        world.waits(1).await;
        assert_eq!(world.emails_to("ada@example.com").await.len(), before + 1, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn what_grew_old_is_swept_and_what_is_needed_stays() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let of = async |sql: &'static str| count(&world, sql).await;
        let visitors = of("select token_hash from sessions where kind = 'visitor'").await;
        assert!(of("select key from keys").await > 0 && of("select id from jobs where state = 'done'").await > 0);
        world.desk.clock.advance(25 * 3600);
        let keys = of("select key from keys").await;
        world.desk.tidy_up().await.unwrap();
        assert_eq!(of("select key from keys").await, keys, "a key is good for a day at least");
        assert_eq!(people.browser(Caller::Customer).get("/tickets").await.status, 200);
        world.desk.clock.advance(70 * 24 * 3600);
        world.desk.tidy_up().await.unwrap();
        for sql in [
            "select key from keys",
            "select token_hash from links",
            "select id from jobs where state = 'done'",
            "select id from caught_mails",
            "select token_hash from sessions where kind <> 'visitor'",
        ] {
            assert_eq!(of(sql).await, 0, "{sql} on {:?}", world.engine);
        }
        assert_eq!(of("select token_hash from sessions where kind = 'visitor'").await, visitors);
        assert_eq!(of("select id from tickets").await, 5);
        assert!(people.browser(Caller::Visitor).get(&format!("/frame/{}", world.site.key)).await.body.contains("canary-of-vera"));
    }
}

#[tokio::test]
async fn the_figures_are_for_the_operator() {
    use server::config::Given;
    let world = World::with(
        Engine::Sqlite,
        Given { metrics_token: Some("a secret of the probe".into()), ..Given::default() },
        server::timeouts::Timeouts::default(),
    )
    .await;
    let local = || world.browser();
    assert_eq!(local().get("/metrics").await.status, 200, "this machine");
    assert_eq!(local().with("host", "[::1]:8700").get("/metrics").await.status, 200);
    let bearer = |token: &str| world.browser().from([203, 0, 113, 9]).with("authorization", &format!("Bearer {token}"));
    assert_eq!(bearer("a secret of the probe").get("/metrics").await.status, 200, "the token");
    for mut stranger in [
        local().from([203, 0, 113, 9]),
        local().with("x-forwarded-for", "203.0.113.9"),
        local().with("x-real-ip", "203.0.113.9"),
        local().with("forwarded", "for=203.0.113.9"),
        local().with("host", "help.example"),
        bearer("a secret of the prob"),
        bearer(""),
        local().with("authorization", "Bearer wrong"),
    ] {
        let answer = stranger.get("/metrics").await;
        assert_eq!((answer.status, answer.body.as_str()), (404, ""));
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(world.browser().from([203, 0, 113, 9]).with("host", "10.0.0.1").get(path).await.status, 200);
    }
}

#[tokio::test]
async fn b12_a_password_is_guessed_no_faster_from_many_networks_and_its_owner_still_comes_in() {
    let world = World::on(Engine::Sqlite).await;
    let tried = |network: u8, password: &'static str| {
        let mut browser = world.browser().from([203, 0, 113, network]);
        tokio::spawn(async move {
            browser.post("/desk/sign-in", &[("mail", "Mina@tarn.example"), ("password", password)]).await.status
        })
    };
    for network in 1..=10 {
        assert_eq!(tried(network, "a wrong password").await.unwrap(), 401);
    }
    let began = Instant::now();
    let flood: Vec<_> = (11..=40).map(|network| tried(network, "a wrong password")).collect();
    let mut answers = Vec::new();
    for answer in flood {
        answers.push(answer.await.unwrap());
    }
    let guesses = answers.iter().filter(|status| **status == 401).count();
    assert!(guesses <= 3 && answers.iter().all(|status| [401, 429].contains(status)), "{guesses} in {:?}", began.elapsed());
    // Another account has a budget of its own, and the owner waits for a turn like everybody else.
    let fields = [("mail", "kim@tarn.example"), ("password", "x")];
    assert_eq!(world.browser().post("/desk/sign-in", &fields).await.status, 401);
    assert_eq!(tried(41, tests::PASSWORD).await.unwrap(), 303);
}
