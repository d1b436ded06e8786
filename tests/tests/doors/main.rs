//! Who may enter: every door of the router's own tables, tried by everybody, with what is theirs, what is another's and
//! what does not exist. The right ones come in; to all others, what is another's looks like what does not exist.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests are named by what they hold, and fail loudly"
)]

mod knock;

use std::time::{Duration, Instant};

use desk::Actor;
use desk::tickets::Which;
use knock::knock;
use model::id::TicketId;
use model::live::{Ask, Tell};
use model::ticket::Status;
use server::router::{Door, Who, doors, probes};
use tests::{Answer, Caller, Engine, Heard, PICTURE, People, Things, World};

/// Whose thing is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Own,
    Foreign,
    Random,
}

/// What comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Done, or shown.
    In,
    /// Off to the agents' sign-in.
    ToSignIn,
    /// "Sign in first": 401.
    SignedOut,
    /// "There is no such thing": 404.
    Absent,
    /// "This link is spent": 410.
    Spent,
}

/// The rule of every door. A new kind of `Who` or of caller does not compile until it is answered here.
fn rule(door: &Door, caller: Caller, whose: Whose) -> Outcome {
    use Caller::{Agent, AgentElsewhere, Customer, DisabledAgent, Guest, Nobody, OtherCustomer, Visitor};
    let holder = if names_a_thing(door) && whose != Whose::Own { Outcome::Absent } else { Outcome::In };
    let leads_to_sign_in = door.method == "GET" && ["/desk", "/desk/tickets/{number}"].contains(&door.path);
    match (door.who, caller) {
        // A customer's link is none of these; what the right ones open, the stories of the team say.
        (Who::Anybody, _) if is_for_a_link(door) => Outcome::Spent,
        // Where one comes in again.
        (Who::Anybody, _) if door.path == "/desk/sign-out" => Outcome::ToSignIn,
        (Who::Anybody | Who::Operator, _) => Outcome::In,
        (Who::Customer, Guest | Customer | OtherCustomer) | (Who::Visitor, Visitor) | (Who::Agent, Agent | AgentElsewhere) => {
            holder
        }
        (Who::Reader, Visitor | Guest | Customer | OtherCustomer | Agent | AgentElsewhere) => holder,
        (Who::Agent, Nobody | Visitor | Guest | Customer | OtherCustomer | DisabledAgent) if leads_to_sign_in => {
            Outcome::ToSignIn
        }
        (Who::Agent, Nobody | Visitor | Guest | Customer | OtherCustomer | DisabledAgent)
        | (Who::Customer, Nobody | Visitor | Agent | AgentElsewhere | DisabledAgent)
        | (Who::Visitor, Nobody | Guest | Customer | OtherCustomer | Agent | AgentElsewhere | DisabledAgent)
        | (Who::Reader, Nobody | DisabledAgent) => Outcome::SignedOut,
    }
}

/// Doors that open with an agent's link alone.
fn is_for_a_link(door: &Door) -> bool {
    ["/desk/welcome/{token}", "/desk/password/{token}"].contains(&door.path)
}

fn names_a_thing(door: &Door) -> bool {
    door.path.contains("{number}") || door.path.contains("{id}") || door.path == "/live/poll"
}

/// Doors that end the caller's session, which come last.
fn ends_the_session(door: &Door) -> bool {
    door.path.ends_with("sign-out") || (door.method == "POST" && ["/desk/sign-in", "/link/{token}"].contains(&door.path))
}

fn every_door() -> Vec<Door> {
    let (last, mut first): (Vec<_>, Vec<_>) =
        doors().into_iter().chain(probes()).filter(|door| door.path != "/live").partition(ends_the_session);
    first.extend(last);
    first
}

/// A door with its names filled in.
async fn path(world: &World, door: &Door, things: &Things) -> String {
    let mut path = door.path.to_owned();
    if path.contains("{token}") {
        world.desk.entry().ask_to_sign_in(world.workspace, "ada@example.com", "en", None).await.unwrap();
        world.waits(61).await;
        let link = world.link_to("ada@example.com").await;
        path = path.replace("{token}", link.rsplit('/').next().unwrap());
    }
    let id = match door.path {
        picture if picture.ends_with("/{size}") => things.picture.to_string(),
        file if file.starts_with("/files/") => things.file.to_string(),
        site if site.starts_with("/desk/sites/") => things.site.to_string(),
        asked if asked.starts_with("/desk/team/invitations/") => things.invitation.to_string(),
        agent if agent.starts_with("/desk/team/") => things.agent.to_string(),
        _ => things.ticket.to_string(),
    };
    let slug = if path.starts_with("/articles") { "returns" } else { "orders" };
    let path = path
        .replace("{number}", &things.number.to_string())
        .replace("{id}", &id)
        .replace("{slug}", slug)
        .replace("{size}", "small");
    let path = if path.contains("{avatar}") { path.replace("{avatar}", &avatar(world).await) } else { path };
    let path = path.replace("{key}", &world.site.key).replace("{file}", &format!("{}.js", world.site.key));
    let path = path.replace("/assets/{folder}/{name}", &format!("/{}/app.js", server::assets::paths().portal_islands));
    let path = if door.path == "/live/poll" { format!("{path}?ticket={id}&after=0") } else { path };
    assert!(!path.contains('{') || path.ends_with("{name}"), "say what stands for the name in {path}");
    path
}

/// A picture that an agent shows, which is for everybody.
async fn avatar(world: &World) -> String {
    let id = uuid::Uuid::from_u128(79);
    let sql = "insert into avatars (id, workspace_id, agent_id, bytes, created_at)
               select $1, workspace_id, id, $3, 0 from agents where workspace_id = $2 and mail = 'mina@tarn.example'
                   on conflict (agent_id) do update set id = excluded.id";
    tests::under_the_floor(world, sql, vec![id.into(), world.workspace.into(), PICTURE.to_vec().into()]).await;
    id.to_string()
}

fn outcome(answer: &Answer) -> Option<Outcome> {
    match (answer.status, answer.location.as_deref()) {
        (303, Some(place)) if place.split('?').next() == Some("/desk/sign-in") => Some(Outcome::ToSignIn),
        (200 | 204 | 303, _) => Some(Outcome::In),
        (401, _) => Some(Outcome::SignedOut),
        (404, _) => Some(Outcome::Absent),
        (410, _) => Some(Outcome::Spent),
        _ => None,
    }
}

/// Makes the door one that opens: a word on a solution needs a solution, and what was taken back is there again.
async fn prepare(world: &World, people: &People, door: &Door, things: &Things) {
    if door.path.ends_with("/confirmation") {
        let system = world.system_of(people, things);
        world.desk.tickets().set_status(&system, Which::Id(things.ticket), world.desk.clock.id(), Status::Solved).await.unwrap();
    }
    if door.path.ends_with("/withdrawal") {
        let Actor::System { workspace } = world.system_of(people, things) else { unreachable!("it is") };
        let sql = "insert into invitations (id, workspace_id, mail, locale, inviter_id, round, sent_at, expires_at)
                        values ($1, $2, 'lea@example.com', 'en', $3, 1, 0, 0) on conflict (id) do nothing";
        tests::under_the_floor(world, sql, vec![things.invitation.into(), workspace.into(), things.agent.into()]).await;
    }
}

#[tokio::test]
async fn every_door_opens_for_the_right_ones_and_for_nobody_else() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let mut came_in = Vec::new();
        for door in every_door() {
            for caller in Caller::ALL {
                for whose in [Whose::Own, Whose::Foreign, Whose::Random] {
                    let things = match whose {
                        Whose::Own => people.own(caller),
                        Whose::Foreign => Some(people.foreign(caller)),
                        Whose::Random => Some(&people.nothing),
                    };
                    let is_once = whose == Whose::Random;
                    let Some(things) = things.filter(|_| names_a_thing(&door) || is_once) else { continue };
                    let expected = rule(&door, caller, whose);
                    if try_door(&world, &people, &door, (caller, whose), things, expected).await {
                        came_in.push((door.method, door.path));
                    }
                }
            }
        }
        for door in every_door().iter().filter(|door| !is_for_a_link(door)) {
            assert!(came_in.contains(&(door.method, door.path)), "nobody was let in at {} {}", door.method, door.path);
        }
    }
}

/// Tries one door as one caller; says whether they were let in.
async fn try_door(
    world: &World,
    people: &People,
    door: &Door,
    (caller, whose): (Caller, Whose),
    things: &Things,
    expected: Outcome,
) -> bool {
    let where_ = format!("{caller:?} at {} {} with {whose:?} on {:?}", door.method, door.path, world.engine);
    let is_real = things.ticket != people.nothing.ticket;
    if is_real && expected == Outcome::In {
        prepare(world, people, door, things).await;
    }
    let mut browser = people.browser(caller);
    if let Some(token) = browser.live_token(caller.cookie()) {
        browser = browser.with("x-live", &token);
    }
    let mut path = path(world, door, things).await;
    if path.ends_with("{name}") {
        let page = browser.get("/").await.body;
        let Some(asset) = page.split("/assets/").nth(1).and_then(|rest| rest.split(['"', ')']).next()) else { return true };
        path = path.replace("{name}", asset);
    }
    let before = if is_real { world.seq(people, things).await } else { 0 };
    let answer = knock(&mut browser, door, &path, &world.site.key).await;
    assert_eq!(outcome(&answer), Some(expected), "{where_}: {} {:?} {}", answer.status, answer.location, answer.body);
    let readable = if whose == Whose::Own { Some(things.canary.as_str()) } else { None };
    for theirs in people.all() {
        let is_shown =
            answer.body.contains(&theirs.canary) || answer.location.as_ref().is_some_and(|to| to.contains(&theirs.canary));
        let is_own = people.own(caller).is_some_and(|own| own.canary == theirs.canary);
        let is_agents = caller == Caller::Agent && theirs.canary != people.foreign(Caller::Agent).canary;
        assert!(!is_shown || is_own || is_agents || readable == Some(&theirs.canary), "{where_} shows {}", theirs.canary);
    }
    if is_real && expected != Outcome::In {
        assert_eq!(world.seq(people, things).await, before, "{where_} wrote");
    }
    expected == Outcome::In || door.path == "/desk/sign-out"
}

/// A page without what differs by chance: nonces, keys, the thing that was asked for.
fn plain(answer: &Answer, things: &Things) -> (u16, Option<String>, String) {
    let mut body = answer.body.clone();
    let named = [things.ticket.0, things.file.0, things.picture.0, things.site.0, things.agent.0, things.invitation.0]
        .map(|id| id.to_string());
    // The number last: its digits may stand in an id.
    let number = things.number.to_string();
    for (id, name) in named.iter().chain([&number]).zip(["TICKET", "FILE", "PICTURE", "SITE", "AGENT", "INVITATION", "NUMBER"]) {
        body = body.replace(id, name);
    }
    for mark in ["nonce=\"", "value=\""] {
        let parts: Vec<String> =
            body.split(mark).map(|part| part.split_once('"').map_or(part, |(_, rest)| rest).to_owned()).collect();
        body = parts.join(mark);
    }
    let location = answer.location.as_ref().map(|location| location.replace(&number, "NUMBER"));
    (answer.status, location, body)
}

#[tokio::test]
async fn what_is_anothers_looks_like_what_does_not_exist_and_takes_as_long() {
    /// Knocks on each side, of which the middle one counts.
    const SAMPLES: usize = 15;
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        for door in every_door().into_iter().filter(names_a_thing) {
            for caller in Caller::ALL {
                let (foreign, nothing) = (people.foreign(caller), &people.nothing);
                let paths = [path(&world, &door, foreign).await, path(&world, &door, nothing).await];
                let mut browser = people.browser(caller);
                if let Some(token) = browser.live_token(caller.cookie()) {
                    browser = browser.with("x-live", &token);
                }
                let seen = knock(&mut browser, &door, &paths[0], &world.site.key).await;
                let unseen = knock(&mut browser, &door, &paths[1], &world.site.key).await;
                let where_ = format!("{caller:?} at {} {}", door.method, door.path);
                assert_eq!(plain(&seen, foreign), plain(&unseen, nothing), "{where_}");
                assert_eq!(seen.headers.keys().collect::<Vec<_>>(), unseen.headers.keys().collect::<Vec<_>>(), "{where_}");
                if rule(&door, caller, Whose::Foreign) != Outcome::Absent {
                    continue;
                }
                let mut times = [Vec::new(), Vec::new()];
                for _ in 0..SAMPLES {
                    for (times, path) in times.iter_mut().zip(&paths) {
                        let began = Instant::now();
                        knock(&mut browser, &door, path, &world.site.key).await;
                        times.push(began.elapsed());
                    }
                }
                same_class(times, &where_);
            }
        }
    }
}

/// The middles of both are of one size. Generous, because the machine is shared: work that only one side did would show
/// as several milliseconds of rendering or hashing.
fn same_class(mut times: [Vec<Duration>; 2], where_: &str) {
    let [seen, unseen] = times.each_mut().map(|times| {
        times.sort();
        times[times.len() / 2]
    });
    let is_near = |one: Duration, other: Duration| one <= other * 3 + Duration::from_millis(3);
    assert!(is_near(seen, unseen) && is_near(unseen, seen), "{where_}: {seen:?} against {unseen:?}");
}

/// What a live ask leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hearing {
    /// What the log has.
    Shown,
    /// `Refused`, and the link stands.
    Refused,
    /// Nothing at all.
    Silence,
    /// `Pong`.
    Answered,
    /// Closed with 4401.
    Closed,
}

/// The rule of every live ask. A new one does not compile until it is answered here.
fn live_rule(ask: &Ask, caller: Caller, whose: Whose) -> Hearing {
    match ask {
        // A link says once who it is.
        Ask::Hello { .. } => Hearing::Closed,
        Ask::Watch { .. } | Ask::Follow { .. } => match whose {
            Whose::Own => Hearing::Shown,
            Whose::Foreign | Whose::Random => Hearing::Refused,
        },
        Ask::Inbox | Ask::Listed { .. } => match caller {
            // A list that is not what stands there now has moved.
            Caller::Agent | Caller::AgentElsewhere if matches!(ask, Ask::Listed { .. }) => Hearing::Answered,
            Caller::Agent | Caller::AgentElsewhere => Hearing::Silence,
            Caller::Nobody
            | Caller::Visitor
            | Caller::Guest
            | Caller::Customer
            | Caller::OtherCustomer
            | Caller::DisabledAgent => Hearing::Closed,
        },
        Ask::Typing { .. } => Hearing::Silence,
        // It says no more than that somebody is here, to whoever is.
        Ask::Ping => Hearing::Answered,
    }
}

#[tokio::test]
async fn the_live_link_shows_what_is_ones_own_and_nothing_else() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let listening = world.listens().await;
        for caller in Caller::ALL {
            let browser = people.browser(caller);
            if matches!(caller, Caller::Nobody | Caller::DisabledAgent) {
                assert_eq!(listening.hello(&browser, caller.cookie()).await.is_closed().await, Some(4401), "{caller:?}");
                continue;
            }
            let mut heard = Vec::new();
            for whose in [Whose::Own, Whose::Foreign, Whose::Random] {
                let things = match whose {
                    Whose::Own => people.own(caller).unwrap(),
                    Whose::Foreign => people.foreign(caller),
                    Whose::Random => &people.nothing,
                };
                let asks = [
                    Ask::Watch { ticket: things.ticket, after: 0 },
                    Ask::Follow { ticket: things.ticket, after: 0 },
                    Ask::Typing { ticket: things.ticket },
                    Ask::Inbox,
                    Ask::Listed { list: "open - 0".into() },
                    Ask::Ping,
                    Ask::Hello { token: browser.live_token(caller.cookie()).unwrap(), lang: "en".into(), zone: String::new() },
                ];
                for ask in asks {
                    let mut socket = listening.hello(&browser, caller.cookie()).await;
                    socket.asks(&ask).await;
                    // The answer to a watch of what does not exist marks the end of what the ask led to.
                    socket.asks(&Ask::Watch { ticket: uuid::Uuid::nil().into(), after: 0 }).await;
                    let is_mark = |heard: &Heard| *heard == lost(uuid::Uuid::nil()) || *heard == Heard::Tell(Tell::Refused);
                    let said = socket.hears_until(is_mark).await;
                    let expected = live_rule(&ask, caller, whose);
                    let where_ = format!("{caller:?} asks {ask:?} of {whose:?}: {said:?}");
                    assert_eq!(hearing(&mut socket, &said, things).await, expected, "{where_}");
                    if matches!(ask, Ask::Watch { .. } | Ask::Follow { .. }) && whose != Whose::Own {
                        heard.push(said.into_iter().map(without_ticket).collect::<Vec<_>>());
                    }
                }
            }
            assert!(
                heard.len() == 4 && heard.iter().all(|said| *said == heard[0]),
                "another's ticket sounds like none: {caller:?}"
            );
        }
    }
}

fn lost(ticket: impl Into<TicketId>) -> Heard {
    Heard::Tell(Tell::Lost { ticket: ticket.into() })
}

fn without_ticket(heard: Heard) -> Heard {
    if matches!(heard, Heard::Tell(Tell::Lost { .. })) { lost(uuid::Uuid::nil()) } else { heard }
}

async fn hearing(socket: &mut tests::Socket, said: &[Heard], things: &Things) -> Hearing {
    let mark = lost(uuid::Uuid::nil());
    match said {
        [Heard::Tell(Tell::Refused)] => {
            let end = socket.hears_within(Duration::from_millis(300)).await;
            assert_eq!(end, Some(Heard::Closed(Some(4401))));
            Hearing::Closed
        }
        [own, end] if *own == lost(things.ticket) && *end == mark => Hearing::Refused,
        [Heard::Tell(Tell::Pong | Tell::Moved), end] if *end == mark => Hearing::Answered,
        [end] if *end == mark => Hearing::Silence,
        _ if format!("{said:?}").contains(&things.canary) => Hearing::Shown,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_form_on_another_sites_page_changes_nothing() {
    let world = World::on(Engine::Sqlite).await;
    let people = People::of(&world).await;
    for door in every_door().into_iter().filter(|door| door.method == "POST") {
        for origin in ["https://evil.example", "null", "http://localhost:8700.evil.example", "http://localhost:87000", "-"] {
            for caller in [Caller::Visitor, Caller::Customer, Caller::Agent] {
                let mut browser = people.browser(caller).with("origin", origin);
                let things = people.own(caller).unwrap();
                let before = world.seq(&people, things).await;
                let answer = knock(&mut browser, &door, &path(&world, &door, things).await, &world.site.key).await;
                assert_eq!(answer.status, 403, "{} from {origin}", door.path);
                assert_eq!(world.seq(&people, things).await, before);
            }
        }
    }
}

#[tokio::test]
async fn another_host_gets_no_page_and_no_link() {
    let world = World::on(Engine::Sqlite).await;
    let people = People::of(&world).await;
    for host in ["evil.example", "localhost:8700.evil.example", "localhost", "user@localhost:8700", "localhost:8700 ", ""] {
        for door in doors() {
            let mut browser = world.browser().with("host", if host.is_empty() { "-" } else { host });
            let path = path(&world, &door, people.own(Caller::Customer).unwrap()).await;
            let answer = if door.path == "/live" {
                browser.get("/live").await
            } else {
                knock(&mut browser, &door, &path, &world.site.key).await
            };
            assert_eq!(answer.status, 421, "{} {} as {host:?}", door.method, door.path);
        }
    }
}
