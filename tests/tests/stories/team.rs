//! The team: who is asked to join, who is kept out, and how each comes back in.

use std::time::{Duration, Instant};

use desk::Actor;
use model::id::AgentId;
use model::live::Ask;
use model::team::Access;
use server::config::Given;
use server::timeouts::Timeouts;
use tests::{Answer, Browser, Engine, Heard, PASSWORD, World, key};

use crate::desk::says;
use crate::mail::mail_server;
use crate::portal;

/// A second agent, signed in.
async fn kim(world: &World) -> (AgentId, Browser) {
    let id = world.desk.agents().put(world.workspace, "Kim Lund", "kim@tarn.example", Some(PASSWORD)).await.unwrap();
    (id, world.agent("kim@tarn.example").await)
}

/// The path of an agent's link in a page or an email.
pub(crate) fn link_in(text: &str, place: &str) -> String {
    let from = text.find(place).unwrap_or_else(|| panic!("no {place} in {text}"));
    text[from..from + place.len() + 64].to_owned()
}

const WELCOME: &str = "/desk/welcome/";
const NEW_PASSWORD: &str = "/desk/password/";

async fn invites(agent: &mut Browser, mail: &str) -> Answer {
    agent.post("/desk/team/invitations", &[("key", &key()), ("mail", mail)]).await
}

/// The id of the first thing of this kind that the team's page has a form for.
fn id_in(page: &Answer, kind: &str) -> String {
    page.body.split(kind).nth(1).unwrap_or_else(|| panic!("no {kind}: {}", page.body))[..36].to_owned()
}

/// A world whose mail leaves, and the emails that its mail server takes.
async fn with_mail(engine: Engine) -> (World, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let (port, emails) = mail_server(false).await;
    let given = Given {
        smtp_host: Some("127.0.0.1".into()),
        smtp_port: Some(port.to_string()),
        smtp_protection: Some("off".into()),
        ..Given::default()
    };
    (World::with(engine, given, Timeouts::default()).await, emails)
}

#[tokio::test]
async fn a_colleague_is_invited_comes_in_once_and_signs_in() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        mina.get("/desk/team").await.shows("Mina Koch").shows("mina@tarn.example").shows("Email isn't set up");
        let fields = [("key", key()), ("mail", " Kim@Tarn.example".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let invited = mina.post("/desk/team/invitations", &fields).await;
        assert_eq!(invited.status, 200);
        let link = link_in(&invited.body, WELCOME);
        // The link is shown in that answer and in no other.
        mina.post("/desk/team/invitations", &fields).await.shows("The link can't be shown again").hides(WELCOME);
        mina.get("/desk/team").await.shows("kim@tarn.example").shows("Invited by Mina Koch").hides(WELCOME);

        let mut guest = world.browser();
        guest.get(&link).await.shows("Mina Koch invited you").shows("value=\"kim@tarn.example\"");
        let in_portal = link.replace(WELCOME, "/link/");
        assert_eq!(guest.post(&in_portal, &[]).await.status, 410, "an agent's link makes no customer");
        assert_eq!(guest.get(&in_portal).await.status, 410);
        let wrong = guest.post(&link, &[("name", " "), ("password", "short"), ("mail", "eve@evil.example")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("Enter a name.").shows("Use at least 12 characters.").shows("value=\"kim@tarn.example\"").hides("eve@");
        let fields = [("name", "Kim Lund"), ("password", PASSWORD), ("mail", "eve@evil.example")];
        let came = guest.post(&link, &fields).await;
        assert_eq!((came.status, came.location.as_deref()), (303, Some("/desk")), "{}", came.body);
        assert_eq!(guest.get("/desk").await.status, 200);

        // Once, and by nobody else.
        let mut eve = world.browser();
        assert_eq!(eve.get(&link).await.status, 410);
        eve.post(&link, &fields).await.shows("This link no longer works").hides("name=\"password\"");
        assert_eq!(eve.get("/desk").await.status, 303);
        world.agent("kim@tarn.example").await;
        mina.get("/desk/team").await.shows("Kim Lund").hides("eve@").hides("Withdraw");
    }
}

#[tokio::test]
async fn whoever_is_disabled_does_not_come_back_by_their_own_invitation() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let fields = [("name", "Kim Lund"), ("password", PASSWORD)];
        let kims = link_in(&invites(&mut mina, "kim@tarn.example").await.body, WELCOME);
        let mut kim = world.browser();
        assert_eq!(kim.post(&kims, &fields).await.status, 303);
        let own = link_in(&invites(&mut kim, "kim@elsewhere.example").await.body, WELCOME);
        let others = link_in(&invites(&mut mina, "lee@tarn.example").await.body, WELCOME);
        let page = mina.get("/desk/team").await.body;
        let (before, _) = page.split_once("Disable Kim Lund").unwrap();
        let id = &before.rsplit("/desk/team/").next().unwrap()[..36];
        mina.get(&format!("/desk/team/{id}/access")).await.shows("Invitations they sent will stop working.");
        let keys = key();
        assert_eq!(mina.post(&format!("/desk/team/{id}/access"), &[("key", &keys), ("value", "disabled")]).await.status, 303);
        let mut guest = world.browser();
        assert_eq!(guest.get(&own).await.status, 410, "{:?}", world.engine);
        assert_eq!(guest.post(&own, &fields).await.status, 410);
        assert_eq!(guest.get("/desk").await.status, 303);
        mina.get("/desk/team").await.hides("kim@elsewhere.example").shows("lee@tarn.example");
        assert_eq!(guest.get(&others).await.status, 200, "what others sent stands");
    }
}

#[tokio::test]
async fn only_the_newest_link_of_an_invitation_works_and_none_of_a_withdrawn_one() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let older = link_in(&invites(&mut mina, "kim@tarn.example").await.body, WELCOME);
        let twice = invites(&mut mina, "kim@tarn.example").await;
        assert_eq!(twice.status, 422);
        twice.shows("already invited this person").shows("aria-invalid=\"true\"").shows("value=\"kim@tarn.example\"");
        let taken = invites(&mut mina, "MINA@tarn.example").await;
        assert_eq!(taken.status, 422);
        taken.shows("already uses this email address");
        invites(&mut mina, "kim@").await.shows("Enter an email address like");

        let id = id_in(&mina.get("/desk/team").await, "/desk/team/invitations/");
        let again = mina.post(&format!("/desk/team/invitations/{id}/again"), &[("key", &key())]).await;
        let newer = link_in(&again.body, WELCOME);
        assert_ne!(older, newer);
        let mut guest = world.browser();
        assert_eq!(guest.get(&older).await.status, 410, "{:?}", world.engine);
        assert_eq!(guest.get(&newer).await.status, 200);

        let pressed = key();
        let withdrawal = format!("/desk/team/invitations/{id}/withdrawal");
        for _ in 0..2 {
            let withdrawn = mina.post(&withdrawal, &[("key", &pressed)]).await;
            assert_eq!(withdrawn.location.as_deref(), Some("/desk/team#withdrawn"), "the same key, the same answer");
        }
        assert_eq!(mina.post(&withdrawal, &[("key", &key())]).await.status, 404);
        let fields = [("name", "Kim"), ("password", PASSWORD)];
        assert_eq!(guest.post(&newer, &fields).await.status, 410);
        mina.get("/desk/team").await.hides("kim@tarn.example");

        let anew = link_in(&invites(&mut mina, "kim@tarn.example").await.body, WELCOME);
        assert_eq!(guest.get(&newer).await.status, 410, "what was withdrawn stays so");
        world.waits(7 * 24 * 3600).await;
        assert_eq!(guest.post(&anew, &fields).await.status, 410, "after a week");
        world.mina().await.get("/desk/team").await.shows("Link expired");
    }
}

#[tokio::test]
async fn an_invitation_goes_by_mail_where_mail_leaves_and_the_page_shows_no_link() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (world, mut emails) = with_mail(engine).await;
        let mut mina = world.mina().await;
        mina.get("/desk/team").await.shows("Send invitation").hides("set up on this server");
        let invited = invites(&mut mina, "kim@tarn.example").await;
        assert_eq!(invited.location.as_deref(), Some("/desk/team#invited"), "{}", invited.body);
        world.waits(1).await;
        let email = emails.recv().await.unwrap().replace("=\n", "");
        assert!(email.contains("To: kim@tarn.example") && email.contains("Mina Koch"), "{email}");
        let older = link_in(&email, WELCOME);
        let page = mina.get("/desk/team").await;
        page.shows("kim@tarn.example").hides(WELCOME);

        let again = place(&id_in(&page, "/desk/team/invitations/"), "again");
        assert_eq!(mina.post(&again, &[("key", &key())]).await.status, 429, "no mailbox is filled by a button");
        world.waits(61).await;
        assert_eq!(mina.post(&again, &[("key", &key())]).await.status, 303);
        world.waits(1).await;
        let newer = link_in(&emails.recv().await.unwrap().replace("=\n", ""), WELCOME);
        let mut guest = world.browser();
        assert_eq!(guest.get(&older).await.status, 410);
        assert_eq!(guest.post(&newer, &[("name", "Kim"), ("password", PASSWORD)]).await.status, 303);

        // Sent again before the first email left: one email, and its link works.
        invites(&mut mina, "ola@tarn.example").await;
        let id = id_in(&mina.get("/desk/team").await, "/desk/team/invitations/");
        assert_eq!(mina.post(&place(&id, "again"), &[("key", &key())]).await.status, 303);
        world.waits(61).await;
        let email = link_in(&emails.recv().await.unwrap().replace("=\n", ""), WELCOME);
        assert!(emails.try_recv().is_err(), "one email");
        assert_eq!(guest.post(&email, &[("name", "Ola"), ("password", PASSWORD)]).await.status, 303);

        // Taken back before the email left.
        invites(&mut mina, "lea@tarn.example").await;
        let withdrawal = place(&id_in(&mina.get("/desk/team").await, "/desk/team/invitations/"), "withdrawal");
        assert_eq!(mina.post(&withdrawal, &[("key", &key())]).await.status, 303);
        world.waits(61).await;
        assert!(emails.try_recv().is_err(), "no email for an invitation that is gone");
    }
}

fn place(id: &str, act: &str) -> String {
    format!("/desk/team/invitations/{id}/{act}")
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once_and_their_tickets_say_whose_they_are() {
    for world in World::on_each_engine().await {
        let (id, mut kim) = kim(&world).await;
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let other = portal::opens(&mut ada, "Mill", "It rattles.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let assignee = |number: i64| format!("/desk/tickets/{number}/assignee");
        let kims = id.to_string();
        assert_eq!(mina.post(&assignee(number), &[("key", &key()), ("value", &kims)]).await.status, 303);
        let listening = world.listens().await;
        let mut socket = listening.hello(&kim, "__Host-desk").await;
        socket.asks(&Ask::Inbox).await;

        let access = format!("/desk/team/{id}/access");
        mina.get(&access).await.shows("Disable Kim Lund?").shows("kim@tarn.example");
        assert_eq!(kim.get("/desk").await.status, 200, "a question changes nothing");
        let began = Instant::now();
        let disabled = mina.post(&access, &[("key", &key()), ("value", "disabled")]).await;
        assert_eq!(disabled.location.as_deref(), Some("/desk/team#disabled"));
        socket.hears_until(|heard| *heard == Heard::Closed(Some(4401))).await;
        assert!(began.elapsed() < Duration::from_secs(1), "{:?}: {:?}", world.engine, began.elapsed());
        assert_eq!(kim.get("/desk").await.status, 303);
        let back = kim.post("/desk/sign-in", &[("mail", "kim@tarn.example"), ("password", PASSWORD)]).await;
        assert_eq!(back.status, 401);

        let ticket = mina.get(&format!("/desk/tickets/{number}")).await;
        ticket.shows(&format!("<option value=\"{kims}\" selected>Kim Lund (disabled)</option>"));
        mina.get(&format!("/desk/tickets/{other}")).await.hides("Kim Lund (disabled)");
        let kept = mina.post(&assignee(number), &[("key", &key()), ("value", &kims)]).await;
        assert_eq!(kept.status, 303, "it stays theirs");
        assert_eq!(mina.post(&assignee(other), &[("key", &key()), ("value", &kims)]).await.status, 422);
        mina.get("/desk/team").await.shows(">Disabled</span>").shows("aria-label=\"Enable Kim Lund\"");

        let enabled = mina.post(&access, &[("key", &key()), ("value", "active")]).await;
        assert_eq!(enabled.location.as_deref(), Some("/desk/team#enabled"));
        assert_eq!(kim.get("/desk").await.status, 303, "what ended stays ended");
        world.agent("kim@tarn.example").await;
    }
}

#[tokio::test]
async fn somebody_who_can_sign_in_is_always_left() {
    for world in World::on_each_engine().await {
        // A colleague without a password lets nobody in.
        world.desk.agents().put(world.workspace, "Jonas", "jonas@tarn.example", None).await.unwrap();
        let mut mina = world.mina().await;
        let id = world.desk.agents().put(world.workspace, "Mina Koch", "mina@tarn.example", None).await.unwrap();
        let access = format!("/desk/team/{id}/access");
        mina.get(&access).await.shows("No one else can sign in").hides("name=\"value\"");
        let refused = mina.post(&access, &[("key", &key()), ("value", "disabled")]).await;
        assert_eq!(refused.status, 422);
        refused.shows("No one else can sign in");
        assert_eq!(mina.get("/desk").await.status, 200);

        // Two who keep each other out at the same moment: one of them stays.
        let (other, _) = kim(&world).await;
        for round in 0..5 {
            let outs = [(id, other), (other, id)].map(|(by, of)| {
                let (desk, workspace) = (world.desk.clone(), world.workspace);
                let by = Actor::Agent { workspace, id: by, name: String::new() };
                tokio::spawn(async move { desk.agents().set_access(&by, of, desk.clock.id(), Access::Disabled).await.is_ok() })
            });
            let mut done = 0;
            for out in outs {
                done += usize::from(out.await.unwrap());
            }
            assert_eq!(done, 1, "round {round} on {:?}", world.engine);
            for each in [id, other] {
                let system = Actor::System { workspace: world.workspace };
                world.desk.agents().set_access(&system, each, world.desk.clock.id(), Access::Active).await.unwrap();
            }
        }

        // Oneself: after a page that asks, and then one is out.
        let mut mina = world.mina().await;
        mina.get(&access).await.shows("Disable your own account?");
        let out = mina.post(&access, &[("key", &key()), ("value", "disabled")]).await;
        assert_eq!(out.location.as_deref(), Some("/desk/sign-in"));
        assert_eq!(mina.cookie("__Host-desk"), None);
    }
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_a_link_and_nobody_learns_who_is_an_agent() {
    for world in World::on_each_engine().await {
        let (id, mut kim) = kim(&world).await;
        let mut eve = world.browser();
        eve.get("/desk/sign-in").await.shows("href=\"/desk/password\"");
        let empty = eve.post("/desk/password", &[("mail", "kim@")]).await;
        assert_eq!(empty.status, 422);
        empty.shows("value=\"kim@\"");
        let known = eve.post("/desk/password", &[("mail", "kim@tarn.example")]).await;
        eve.post("/desk/password", &[("mail", "kim@tarn.example")]).await;
        let unknown = eve.post("/desk/password", &[("mail", "nobody@tarn.example")]).await;
        assert_eq!((known.status, unknown.status), (200, 200));
        let plain = |answer: &Answer, mail: &str| {
            let text = answer.body.replace(mail, "MAIL");
            text.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest)).collect::<String>()
        };
        assert_eq!(plain(&known, "kim@tarn.example"), plain(&unknown, "nobody@tarn.example"));
        world.waits(1).await;
        assert!(world.emails_to("nobody@tarn.example").await.is_empty());
        let emails = world.emails_to("kim@tarn.example").await;
        assert_eq!(emails.len(), 1, "once a minute");
        let link = link_in(&emails[0].text, NEW_PASSWORD);

        let mut fresh = world.browser();
        let short = fresh.post(&link, &[("password", "short")]).await;
        assert_eq!(short.status, 422);
        short.shows("Use at least 12 characters.");
        fresh.get(&link).await.shows("Choose a new password");
        assert_eq!(
            fresh.post(&link.replace(NEW_PASSWORD, WELCOME), &[("name", "Eve"), ("password", PASSWORD)]).await.status,
            410
        );
        assert_eq!(fresh.post(&link, &[("password", "quite another one")]).await.location.as_deref(), Some("/desk"));
        assert_eq!(fresh.get("/desk").await.status, 200);
        assert_eq!(kim.get("/desk").await.status, 303, "what was open before is over");
        assert_eq!(world.browser().post(&link, &[("password", "quite another two")]).await.status, 410, "once");
        let old = [("mail", "kim@tarn.example"), ("password", PASSWORD)];
        assert_eq!(world.browser().post("/desk/sign-in", &old).await.status, 401);
        let new = [("mail", "kim@tarn.example"), ("password", "quite another one")];
        assert_eq!(world.browser().from([127, 0, 0, 2]).post("/desk/sign-in", &new).await.status, 303);

        // Old, or of somebody who is kept out since, or who was before.
        let mut from = world.browser().from([127, 0, 0, 3]);
        let mut ask = async || {
            world.waits(61).await;
            from.post("/desk/password", &[("mail", "kim@tarn.example")]).await;
            world.waits(1).await;
            world.emails_to("kim@tarn.example").await
        };
        let late = link_in(&ask().await[0].text, NEW_PASSWORD);
        world.waits(30 * 60).await;
        assert_eq!(world.browser().get(&late).await.status, 410, "after half an hour");
        let sent = ask().await;
        let link = link_in(&sent[0].text, NEW_PASSWORD);
        world.disables(id).await;
        let mut from = world.browser().from([127, 0, 0, 4]);
        assert_eq!(from.post(&link, &[("password", "quite another two")]).await.status, 410);
        assert_eq!(ask().await.len(), sent.len(), "disabled agents get nothing");
        let system = Actor::System { workspace: world.workspace };
        world.desk.agents().set_access(&system, id, world.desk.clock.id(), Access::Active).await.unwrap();
        assert_eq!(from.post(&link, &[("password", "quite another two")]).await.status, 410, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn of_many_uses_of_one_link_at_once_one_succeeds() {
    for world in World::on_each_engine().await {
        kim(&world).await;
        let invitation = link_in(&invites(&mut world.mina().await, "lea@tarn.example").await.body, WELCOME);
        world.browser().post("/desk/password", &[("mail", "kim@tarn.example")]).await;
        world.waits(1).await;
        let password = link_in(&world.emails_to("kim@tarn.example").await[0].text, NEW_PASSWORD);
        for link in [invitation, password] {
            let uses: Vec<_> = (0..8)
                .map(|place| {
                    let (mut browser, link) = (world.browser().from([127, 0, 3, place]), link.clone());
                    let fields = [("name", "Lea"), ("password", "quite another one")];
                    tokio::spawn(async move { browser.post(&link, &fields).await.status })
                })
                .collect();
            let mut statuses = Vec::new();
            for each in uses {
                statuses.push(each.await.unwrap());
            }
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 410, 410, 410, 410, 410, 410, 410], "{link} on {:?}", world.engine);
        }
    }
}

#[tokio::test]
async fn another_password_ends_every_other_session_and_needs_the_present_one() {
    for world in World::on_each_engine().await {
        let (mut mina, mut elsewhere) = (world.mina().await, world.mina().await);
        let change = |key: &str, present: &str, password: &str| {
            [("key", key), ("present", present), ("password", password)].map(|(name, value)| (name, value.to_owned()))
        };
        let post = async |browser: &mut Browser, fields: [(&'static str, String); 3]| {
            browser.post("/desk/account/password", &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await
        };
        let wrong = post(&mut mina, change(&key(), "not the right one", "short")).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("That isn't your current password.").shows("Use at least 12 characters.");
        assert_eq!(wrong.body.matches("aria-invalid=\"true\"").count(), 2, "both at once, each at its field");
        assert_eq!(wrong.body.matches(" autofocus").count(), 1, "one begins at the first");
        assert_eq!(elsewhere.get("/desk").await.status, 200);

        let fields = change(&key(), PASSWORD, "quite another one");
        for _ in 0..2 {
            let changed = post(&mut mina, fields.clone()).await;
            assert_eq!(changed.location.as_deref(), Some("/desk/account#password-saved"), "the same key, the same answer");
        }
        let other = post(&mut mina, [fields[0].clone(), fields[1].clone(), ("password", "yet another one".into())]).await;
        assert_eq!(other.status, 409, "another password under the same key is not taken for saved");
        assert_eq!(elsewhere.get("/desk").await.status, 303, "{:?}", world.engine);
        assert_eq!(mina.get("/desk").await.status, 200);
        let sign_in = [("mail", "mina@tarn.example"), ("password", "quite another one")];
        assert_eq!(world.browser().post("/desk/sign-in", &sign_in).await.status, 303);

        // Guesses at the present one are counted with those at the door.
        let mut guesses = Vec::new();
        for _ in 0..12 {
            guesses.push(post(&mut mina, change(&key(), "not the right one", "quite another one")).await.status);
        }
        assert_eq!(guesses.last(), Some(&429), "{guesses:?}");
    }
}

#[tokio::test]
async fn another_name_is_on_what_comes_and_not_on_what_was() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        says(&mut mina, number, &[("body", "One moment."), ("kind", "reply"), ("seq", "9")]).await;
        let page = mina.get("/desk/account").await;
        page.shows("value=\"Mina Koch\"").shows("mina@tarn.example");
        let wrong = mina.post("/desk/account/name", &[("key", &key()), ("name", "  ")]).await;
        assert_eq!(wrong.status, 422);
        wrong.shows("Enter a name.");
        let renamed = mina.post("/desk/account/name", &[("key", &key()), ("name", "Mina  Berg")]).await;
        assert_eq!(renamed.location.as_deref(), Some("/desk/account#name-saved"));
        says(&mut mina, number, &[("body", "Here it is."), ("kind", "reply"), ("seq", "99")]).await;
        let seen = ada.get(&format!("/tickets/{number}")).await;
        seen.shows("<strong><bdi>Mina Koch</bdi></strong>").shows("<strong><bdi>Mina Berg</bdi></strong>");
    }
}
