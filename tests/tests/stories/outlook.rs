//! What a customer may expect: at each site by its own hours, live, and the same everywhere.

use std::time::Duration;

use desk::bus::Watcher;
use desk::sites::SiteDraft;
use model::id::{AgentId, SiteId};
use model::live::{Ask, Tell};
use model::site::{OfficeHours, Site};
use model::wire::Kept;
use serde_json::json;
use server::config::Given;
use server::timeouts::Timeouts;
use tests::{Browser, Engine, Heard, World, key, site_draft};

use crate::desk::says;
use crate::portal;

/// The second shop, which carries the second site's widget.
const FJORD: &str = "https://fjord.example";
const HOUR: i64 = 3600;
/// What stands at a ticket that waits on a Monday night.
const CLOSED: &str = "We're closed right now and will reply when we're back, tomorrow at 09:00.";

fn mina(world: &World) -> desk::Actor {
    desk::Actor::Agent { workspace: world.workspace, id: AgentId(uuid::Uuid::nil()), name: "Mina Koch".into() }
}

/// Weekdays from nine to five. Stories begin on a Monday at ten.
fn weekdays() -> OfficeHours {
    let day = Some((9 * 60, 17 * 60));
    OfficeHours { zone: "UTC".into(), days: [day, day, day, day, day, None, None] }
}

async fn second_site(world: &World) -> Site {
    world.desk.clock.advance(1);
    let draft = SiteDraft {
        name: "Fjord".into(),
        origins: vec![FJORD.into()],
        accent: "#7a1f5c".into(),
        hours: weekdays(),
        answer_within_seconds: 600,
        ..site_draft(&world.desk)
    };
    let id = world.desk.sites().add(&mina(world), draft).await.unwrap();
    world.desk.sites().one(&mina(world), id).await.unwrap()
}

#[tokio::test]
async fn an_owner_sees_where_the_script_was_last_loaded() {
    for world in World::on_each_engine().await {
        let site = second_site(&world).await;
        let script = format!("/widget/{}.js", site.key);
        let mut mina = world.mina().await;
        let page = format!("/desk/sites/{}", site.id);
        mina.get(&page).await.shows("Not seen on any website yet");
        for elsewhere in [None, Some("https://evil.example/shop"), Some("no address")] {
            let visitor = world.browser();
            let mut visitor = elsewhere.map_or(visitor.clone(), |referer| visitor.with("referer", referer));
            assert_eq!(visitor.get(&script).await.status, 200, "{elsewhere:?}");
            mina.get(&page).await.shows("Not seen on any website yet");
        }
        world.browser().with("referer", &format!("{FJORD}/kayaks?colour=red")).get(&script).await;
        mina.get(&page).await.shows(&format!("Last loaded on {FJORD}, today ")).hides("Not seen").hides("colour=red");
        mina.get("/desk/sites").await.shows(&format!("Last loaded on {FJORD}, today "));
        // Once a minute is enough.
        let clocks = |body: &str| body.split("Last loaded on").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let first = clocks(&mina.get(&page).await.body);
        let seen_at = async || world.desk.sites().sightings(&self::mina(&world)).await.unwrap()[&site.id].at;
        let noted = seen_at().await;
        world.desk.clock.advance(30);
        world.browser().with("referer", &format!("{FJORD}/")).get(&script).await;
        assert_eq!(seen_at().await, noted, "{:?}: a busy page does not write with each visit", world.engine);
        world.desk.clock.advance(61);
        world.browser().with("referer", &format!("{FJORD}/")).get(&script).await;
        assert_ne!(clocks(&mina.get(&page).await.body), first, "{:?}", world.engine);
    }
}

/// From now on the first site has hours.
async fn keeps_hours(world: &World) {
    let draft = SiteDraft { hours: weekdays(), ..site_draft(&world.desk) };
    world.desk.sites().change(&mina(world), world.site.id, draft).await.unwrap();
}

/// Mina has her desk open until this is dropped.
fn at_the_desk(world: &World) -> Watcher {
    let mut watcher = world.desk.bus.watcher();
    watcher.watch_inbox(world.workspace, AgentId(uuid::Uuid::nil()), "Mina Koch");
    watcher
}

/// A visitor writes in a site's frame.
async fn opens_at(world: &World, site: &str, body: &str) -> (Browser, Kept) {
    let mut ada = world.browser();
    ada.post_json("/api/widget/v1/session", &json!({ "site": site })).await;
    let new = json!({ "key": key(), "site": site, "body": body });
    let kept: Kept = ada.post_json("/api/widget/v1/tickets", &new).await.json();
    (ada.with("x-live", &kept.live), kept)
}

/// A part as the newest news have it.
fn part(told: &[Tell], name: &str) -> String {
    let parts = told.iter().rev().find_map(|tell| if let Tell::Parts { parts, .. } = tell { Some(parts) } else { None });
    parts.unwrap().iter().find(|(part, _)| part == name).unwrap().1.clone()
}

async fn polls(ada: &mut Browser, kept: &Kept, after: i64) -> Vec<Tell> {
    ada.get(&format!("/live/poll?ticket={}&after={after}", kept.ticket)).await.json()
}

/// So many first replies at a site, each five minutes after its question.
async fn answers(world: &World, site: SiteId, many: usize) {
    let mut browser = world.mina().await;
    let site = world.desk.sites().one(&mina(world), site).await.unwrap();
    for _ in 0..many {
        let (_, kept) = opens_at(world, &site.key, "Does it fit?").await;
        world.desk.clock.advance(300);
        says(&mut browser, kept.number, &[("body", "Yes."), ("kind", "reply"), ("seq", "9")]).await;
    }
    // What was measured is shown for a minute.
    world.desk.clock.advance(61);
}

#[tokio::test]
async fn a_conversation_at_the_second_site_stays_the_second_sites() {
    for world in World::on_each_engine().await {
        let fjord = second_site(&world).await;
        let frame = format!("/frame/{}", fjord.key);
        world.browser().get(&frame).await.shows("Fjord").shows("Open until 17:00").shows("#7a1f5c").hides("24/7");

        let (mut ada, kept) = opens_at(&world, &fjord.key, "Does it fit?").await;
        let head = part(&polls(&mut ada, &kept, 0).await, "head");
        assert!(head.contains("Fjord") && head.contains("Open until 17:00") && !head.contains("24/7"), "{head}");
        let mut agent = world.mina().await;
        agent.get(&format!("/desk/tickets/{}", kept.number)).await.shows("Fjord");
        says(&mut agent, kept.number, &[("body", "Yes, it fits."), ("kind", "reply"), ("seq", "9")]).await;
        let head = part(&polls(&mut ada, &kept, kept.seq).await, "head");
        assert!(head.contains("Open until 17:00") && !head.contains("24/7"), "{head}");
        ada.get(&frame).await.shows("Open until 17:00").hides("24/7");

        // It asks for an address in its own time, on the page and live.
        ada.post_json(
            &format!("/api/widget/v1/tickets/{}/replies", kept.ticket),
            &json!({ "key": key(), "body": "And in blue?" }),
        )
        .await;
        for (seconds, asks) in [(130, false), (480, true)] {
            world.waits(seconds).await;
            let mail = part(&polls(&mut ada, &kept, 0).await, "mail");
            assert_eq!(mail.contains("data-do=\"mail\""), asks, "after {seconds}: {mail}");
            assert_eq!(ada.get(&frame).await.body.contains("data-do=\"mail\""), asks, "after {seconds}");
        }

        // Mail and the portal's page name it too; what is opened in the portal is the portal's.
        let given = json!({ "key": key(), "mail": "ada@example.com" });
        ada.post_json(&format!("/api/widget/v1/tickets/{}/mail", kept.ticket), &given).await;
        world.waits(1).await;
        let emails = world.emails_to("ada@example.com").await;
        assert!(!emails.is_empty() && emails.iter().all(|email| email.text.contains("Fjord") && !email.text.contains("Tarn")));
        let mut elsewhere = world.browser();
        let opened = elsewhere.post(&world.link_to("ada@example.com").await, &[]).await;
        elsewhere.follow(opened).await.shows("Fjord Help").shows("#7a1f5c").hides("Tarn").hides("24/7");
        let mut eve = world.browser();
        let number = portal::opens(&mut eve, "Kettle", "It stops.", "eve@example.com").await;
        eve.get(&format!("/tickets/{number}")).await.shows("Tarn Help").hides("Fjord");
    }
}

#[tokio::test]
async fn each_site_is_measured_by_its_own_replies() {
    for world in World::on_each_engine().await {
        let fjord = second_site(&world).await;
        answers(&world, world.site.id, 8).await;
        world.browser().get(&format!("/frame/{}", world.site.key)).await.shows("Usually replies in 5 minutes");
        world.browser().get(&format!("/frame/{}", fjord.key)).await.hides("Usually replies");
    }
}

#[tokio::test]
async fn every_page_says_the_same_by_day_and_by_night() {
    for world in World::on_each_engine().await {
        keeps_hours(&world).await;
        let site = world.site.key.clone();
        let lamp = async |is_lit: bool| {
            let lit = if is_lit { "yes" } else { "no" };
            world.browser().get(&format!("/widget/{site}.js")).await.shows(&format!("\"lit\":{is_lit}"));
            let frame = world.browser().get(&format!("/frame/{site}")).await;
            frame.shows(&format!("data-lit=\"{lit}\"")).shows(if is_lit { "data-lamp=\"lit\"" } else { "data-lamp=\"off\"" });
            world.browser().get("/").await.shows(if is_lit { "data-lamp=\"lit\"" } else { "data-lamp=\"off\"" });
        };
        world.browser().get("/").await.shows("Open until 17:00");
        lamp(true).await;
        let desk = at_the_desk(&world);
        world.browser().get("/").await.shows("Online until 17:00");
        lamp(true).await;
        drop(desk);

        let (mut ada, kept) = opens_at(&world, &site, "Anybody there?").await;
        world.waits(10 * HOUR).await;
        world.browser().get("/").await.shows("Back tomorrow at 09:00");
        lamp(false).await;
        let night = polls(&mut ada, &kept, 0).await;
        assert!(part(&night, "standing").contains(CLOSED), "{}", part(&night, "standing"));
        assert!(part(&night, "mail").contains("Back tomorrow at 09:00"), "{}", part(&night, "mail"));
        ada.get(&format!("/frame/{site}")).await.shows("data-here=\"no\"");

        // Whoever is here at night is here.
        let desk = at_the_desk(&world);
        world.browser().get("/").await.shows("Online now").hides("Back tomorrow");
        lamp(true).await;
        let here = polls(&mut ada, &kept, 0).await;
        assert!(!part(&here, "standing").contains("closed"), "{}", part(&here, "standing"));
        assert!(!part(&here, "mail").contains("Back tomorrow"), "{}", part(&here, "mail"));
        ada.get(&format!("/frame/{site}")).await.shows("data-here=\"yes\"");
        let (mut eve, new) = opens_at(&world, &site, "And for me?").await;
        assert!(!part(&polls(&mut eve, &new, 0).await, "mail").contains("data-do=\"mail\""), "who is here may answer yet");
        assert!(here.iter().any(|tell| matches!(tell, Tell::Presence { is_other_side_here: true, .. })), "{here:?}");
        drop(desk);
    }
}

#[tokio::test]
async fn a_first_reply_is_promised_while_it_is_waited_for_and_the_office_is_open() {
    for world in World::on_each_engine().await {
        keeps_hours(&world).await;
        answers(&world, world.site.id, 8).await;
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let page = format!("/tickets/{number}");
        ada.get(&page).await.shows("We usually reply within <strong>5 minutes</strong>, and nine");
        let mut agent = world.mina().await;
        says(&mut agent, number, &[("body", "Since when?"), ("kind", "reply"), ("seq", "9")]).await;
        ada.get(&page).await.shows("Mina Koch is waiting for your reply.").hides("We usually reply");
        ada.post_files(&format!("{page}/replies"), &[("key", &key()), ("body", "Since Monday.")], &[]).await;
        ada.get(&page).await.shows("Since Monday.").hides("We usually reply").hides("Usually replies");

        // At eleven, five hours and 58 minutes are left: the last two are too short for an answer.
        let late = portal::opens(&mut ada, "Lid", "It leaks.", "ada@example.com").await;
        let close = weekdays().presence(world.desk.clock.now());
        let model::hours::Presence::OpenUntil(Some(closes)) = close else { panic!("{close:?}") };
        world.desk.clock.advance(closes.seconds_since(world.desk.clock.now()) - 120);
        ada.get(&format!("/tickets/{late}")).await.hides("We usually reply").shows("Open until 17:00");
        world.desk.clock.advance(180);
        ada.get(&format!("/tickets/{late}"))
            .await
            .hides("We usually reply")
            .shows("will reply when we're back, tomorrow at 09:00");
    }
}

/// Everything that a socket hears until its head says this.
async fn until_head(socket: &mut tests::Socket, here: &str, open: &str) {
    let (here, open) = (format!("data-here=\"{here}\""), format!("data-open=\"{open}\""));
    let fits = |heard: &Heard| match heard {
        Heard::Tell(Tell::Parts { parts, .. }) => {
            parts.iter().any(|(name, html)| name == "head" && html.contains(&here) && html.contains(&open))
        }
        _ => false,
    };
    let all = socket.hears_until(fits).await;
    assert!(all.last().is_some_and(fits), "{all:?}");
}

#[tokio::test]
async fn who_comes_and_goes_and_the_hour_are_seen_live() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let timeouts = Timeouts { tick: Duration::from_millis(20), ..Timeouts::default() };
        let world = World::with(engine, Given::default(), timeouts).await;
        keeps_hours(&world).await;
        let (mut ada, kept) = opens_at(&world, &world.site.key, "Anybody there?").await;
        // Nothing but the team and the hour will change how it looks.
        let given = json!({ "key": key(), "mail": "ada@example.com" });
        let kept: Kept = ada.post_json(&format!("/api/widget/v1/tickets/{}/mail", kept.ticket), &given).await.json();
        let listening = world.listens().await;
        let mut socket = listening.hello(&ada, "__Host-visitor").await;
        // Nothing was missed; but the page may be from another time of day.
        socket.asks(&Ask::Watch { ticket: kept.ticket, after: kept.seq }).await;
        until_head(&mut socket, "no", "yes").await;
        let desk = at_the_desk(&world);
        until_head(&mut socket, "yes", "yes").await;
        world.desk.clock.advance(8 * HOUR);
        until_head(&mut socket, "yes", "no").await;
        drop(desk);
        until_head(&mut socket, "no", "no").await;
        // An agent who is at the ticket is here, by whatever way.
        let mut agent = world.desk.bus.watcher();
        agent.watch(kept.ticket, mina(&world).person());
        until_head(&mut socket, "yes", "no").await;
        drop(agent);
        until_head(&mut socket, "no", "no").await;

        // And a poll that waits is woken.
        let poll = tokio::spawn(async move { polls(&mut ada, &kept, kept.seq + 9).await });
        tokio::time::sleep(Duration::from_millis(200)).await;
        let desk = at_the_desk(&world);
        let told = tokio::time::timeout(Duration::from_secs(10), poll).await.expect("the poll is woken").unwrap();
        assert!(part(&told, "head").contains("data-here=\"yes\""), "{}", part(&told, "head"));
        drop(desk);
    }
}
