//! A: who may see what. The plain matrix stands in `tests/doors`; here are the side doors.

use desk::db::Value;
use model::live::{Ask, Tell};
use serde_json::json;
use tests::{Caller, Heard, People, World, key, under_the_floor};

use crate::{rows, writes};

/// Ways to spell another's number that some parser may take for it.
fn spellings(number: i64) -> Vec<String> {
    vec![
        format!("+{number}"),
        format!("0{number}"),
        format!("{number}.0"),
        format!("{number}e0"),
        format!("0x{number:X}"),
        format!("{number}%20"),
        format!("%20{number}"),
        format!("%31{}", &number.to_string()[1..]),
        format!("{number}%00"),
        format!("{number}/"),
        format!("{number};x"),
        format!("{number},1"),
        format!("1/../{number}"),
        format!("-{number}"),
        format!("{}", i128::from(number) + (1_i128 << 64)),
        "9223372036854775808".into(),
        "%D9%A1%D9%A0%D9%A0%D9%A3".into(),
    ]
}

#[tokio::test]
async fn a01_another_customers_ticket_by_number_however_it_is_spelled() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        for caller in Caller::ALL.into_iter().filter(|caller| *caller != Caller::Agent) {
            let foreign = people.foreign(caller);
            for door in ["/tickets/", "/desk/tickets/", "//tickets/", "/./tickets/", "/TICKETS/", "/live/poll?after=0&ticket="] {
                for name in spellings(foreign.number) {
                    let path = format!("{door}{name}");
                    let mut browser = people.browser(caller).with("x-original-url", &format!("/tickets/{}", foreign.number));
                    let answer = browser.get(&path).await;
                    let is_refused = matches!(answer.status, 400 | 401 | 404)
                        || answer.location.as_deref().is_some_and(|to| to.starts_with("/desk/sign-in"));
                    assert!(is_refused, "{caller:?} at {path}: {} {:?}", answer.status, answer.location);
                    answer.hides(&foreign.canary);
                }
            }
        }
    }
}

#[tokio::test]
async fn a01_another_ticket_by_id_however_it_is_spelled() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let foreign = people.foreign(Caller::Visitor);
        let id = foreign.ticket.0;
        let before = rows(&world).await;
        let braced = format!("%7B{id}%7D");
        for name in
            [id.simple().to_string(), id.to_string().to_uppercase(), id.urn().to_string(), braced, foreign.number.to_string()]
        {
            for (verb, body) in [
                ("replies", json!({ "key": key(), "body": "mine now" })),
                ("mail", json!({ "key": key(), "mail": "vera@example.com" })),
                ("confirmation", json!({ "key": key(), "is_solved": true })),
            ] {
                let path = format!("/api/widget/v1/tickets/{name}/{verb}");
                let answer = people.browser(Caller::Visitor).post_json(&path, &body).await;
                assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            }
            let frame = people.browser(Caller::Visitor).get(&format!("/frame/{}?ticket={name}", world.site.key)).await;
            assert!(!frame.body.contains(&foreign.canary), "{name}");
        }
        assert_eq!(rows(&world).await, before);
    }
}

#[tokio::test]
async fn a02_no_list_count_or_signal_tells_of_what_is_hidden() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let (ours, theirs) = (people.own(Caller::Customer).unwrap(), people.own(Caller::AgentElsewhere).unwrap());
        stuck(&world, ours.ticket.0).await;
        let ask = |path: String, caller: Caller| {
            let mut browser = people.browser(caller);
            async move { browser.get(&path).await }
        };
        for query in ["", "?view=open", "?view=done", "?view=mine", "?view=unassigned", "?view=all", "?before=9999999999999999"] {
            for path in ["/desk", "/desk/sites", "/desk/mail"] {
                let elsewhere = ask(format!("{path}{query}"), Caller::AgentElsewhere).await;
                assert_eq!(elsewhere.status, 200);
                for hidden in people.all().iter().filter(|things| things.ticket != theirs.ticket) {
                    elsewhere
                        .hides(&hidden.canary)
                        .hides(&format!("tickets/{}", hidden.number))
                        .hides(&hidden.ticket.to_string());
                }
                ask(format!("{path}{query}"), Caller::Agent)
                    .await
                    .hides(&theirs.canary)
                    .hides(&format!("tickets/{}", theirs.number));
            }
        }
        // The counts beside the views are of one's own workspace: theirs has one ticket, ours has four.
        ask("/desk?view=unassigned".into(), Caller::AgentElsewhere).await.shows(&theirs.canary);
        ask("/desk/mail".into(), Caller::Agent).await.shows(&ours.canary);
        for query in ["", "customer=", "q=canary", "ticket=", "all=1", "view=open"] {
            let list = ask(format!("/tickets?{query}{}", ours.ticket), Caller::OtherCustomer).await;
            list.shows("canary-of-eve").hides(&ours.canary).hides("canary-of-gus").hides("canary-of-vera");
        }
        let listening = world.listens().await;
        let mut ola = listening.hello(&people.browser(Caller::AgentElsewhere), "__Host-desk").await;
        ola.asks(&Ask::Inbox).await;
        let mut mina = listening.hello(&people.browser(Caller::Agent), "__Host-desk").await;
        mina.asks(&Ask::Inbox).await;
        mina.asks(&Ask::Watch { ticket: uuid::Uuid::nil().into(), after: 0 }).await;
        mina.hears_until(|heard| matches!(heard, Heard::Tell(Tell::Lost { .. }))).await;
        writes(&mut people.browser(Caller::Agent), ours.number, "reply", "An answer.").await;
        let told = Heard::Tell(Tell::Inbox { ticket: ours.ticket, number: ours.number });
        assert_eq!(mina.hears_until(|heard| *heard == told).await.last(), Some(&told));
        assert_eq!(ola.hears_within(std::time::Duration::from_millis(300)).await, None, "nobody tells Ola");
    }
}

/// An email that could not be sent, about a ticket of ours.
async fn stuck(world: &World, ticket: uuid::Uuid) {
    let sql = "insert into jobs (id, workspace_id, name, data, state, run_at, attempts, last_error, created_at)
                    values ($1, $2, 'send_link', $3, 'dead', 0, 12, 'unexpected', 0)";
    let data = format!("{{\"job\":\"send_link\",\"ticket\":\"{ticket}\"}}");
    let id = Value::Id(uuid::Uuid::from_u128(99));
    under_the_floor(world, sql, vec![id, world.workspace.into(), data.into()]).await;
}

#[tokio::test]
async fn a03_what_one_cannot_read_one_cannot_change_by_any_verb() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let before = rows(&world).await;
        for caller in Caller::ALL {
            let hidden = if caller == Caller::DisabledAgent { people.own(caller).unwrap() } else { people.foreign(caller) };
            let (number, id) = (hidden.number, hidden.ticket);
            let mut browser = people.browser(caller);
            for key in [key(), uuid::Uuid::nil().to_string()] {
                let key = key.as_str();
                let word =
                    [("key", key), ("body", "mine now"), ("kind", "note"), ("seq", "99"), ("anyway", "1"), ("then", "solved")];
                let mut statuses = vec![
                    browser.post_files(&format!("/tickets/{number}/replies"), &word, &[("a.txt", b"x")]).await.status,
                    browser.post_files(&format!("/desk/tickets/{number}/replies"), &word, &[("a.txt", b"x")]).await.status,
                    browser.post(&format!("/tickets/{number}/mail"), &[("key", key), ("mail", "x@example.com")]).await.status,
                    browser.post(&format!("/tickets/{number}/confirmation"), &[("key", key), ("solved", "no")]).await.status,
                    browser.post(&format!("/desk/tickets/{number}/mail"), &[("key", key)]).await.status,
                ];
                for (verb, value) in [("status", "solved"), ("priority", "urgent"), ("assignee", "")] {
                    let path = format!("/desk/tickets/{number}/{verb}");
                    statuses.push(browser.post(&path, &[("key", key), ("value", value)]).await.status);
                }
                for (verb, body) in [
                    ("replies", json!({ "key": key, "body": "mine now" })),
                    ("mail", json!({ "key": key, "mail": "x@example.com" })),
                    ("confirmation", json!({ "key": key, "is_solved": false })),
                ] {
                    statuses.push(browser.post_json(&format!("/api/widget/v1/tickets/{id}/{verb}"), &body).await.status);
                }
                assert!(statuses.iter().all(|status| matches!(status, 401 | 404)), "{caller:?}: {statuses:?}");
            }
        }
        assert_eq!(rows(&world).await, before, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a04_a_child_belongs_to_its_parent_alone() {
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let (own, foreign) = (people.own(Caller::Visitor).unwrap(), people.foreign(Caller::Visitor));
        let before = rows(&world).await;
        let mut vera = people.browser(Caller::Visitor);
        let replies = format!("/api/widget/v1/tickets/{}/replies", own.ticket);
        // My parent with: another's child, another's child among none of mine, my own child of another message, no child.
        for file in [foreign.file, own.file, people.own(Caller::AgentElsewhere).unwrap().file, people.nothing.file] {
            let answer = vera.post_json(&replies, &json!({ "key": key(), "body": "look", "attachments": [file] })).await;
            assert_eq!(answer.status, 422, "{file}: {}", answer.body);
        }
        // Another's child that waits for its message.
        let waiting: model::wire::Uploaded = {
            let mut other = world.browser();
            other.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
            other.with("x-file-name", "wait.txt").post_bytes("/api/widget/v1/files", b"waiting").await.json()
        };
        let stolen = vera.post_json(&replies, &json!({ "key": key(), "body": "look", "attachments": [waiting.id] })).await;
        assert_eq!(stolen.status, 422);
        assert_eq!(vera.get(&format!("/files/{}", waiting.id)).await.status, 404);
        // My ticket with another's live token, and theirs with mine.
        let theirs = people.browser(Caller::Customer).live_token("__Host-portal").unwrap();
        let veras = vera.live_token("__Host-visitor").unwrap();
        let poll = |ticket, live: &str| (format!("/live/poll?ticket={ticket}&after=0"), live.to_owned());
        for ((path, live), status) in [
            (poll(own.ticket, &veras), 200),
            (poll(own.ticket, &theirs), 401),
            (poll(foreign.ticket, &veras), 404),
            (poll(foreign.ticket, &theirs), 401),
        ] {
            assert_eq!(vera.clone().with("x-live", &live).get(&path).await.status, status, "{path}");
        }
        // Our ticket with an agent of elsewhere, a disabled one, and somebody who is no agent.
        let mut mina = people.browser(Caller::Agent);
        for agent in agents_and_customers(&world).await {
            let path = format!("/desk/tickets/{}/assignee", foreign.number);
            assert_eq!(mina.post(&path, &[("key", &key()), ("value", &agent)]).await.status, 422, "{agent}");
        }
        assert_eq!(rows(&world).await, before, "{:?}", world.engine);
    }
}

/// Ids of everybody who may not take a ticket of ours.
async fn agents_and_customers(world: &World) -> Vec<String> {
    let here = Value::from(world.workspace);
    let ids = world.db().read(move |tx| {
        let here = here.clone();
        Box::pin(async move {
            let mut ids = Vec::new();
            let rows = tx.rows("select id from agents where workspace_id <> $1 or is_disabled = true", &[here]).await?;
            for mut row in rows.into_iter().chain(tx.rows("select id from customers", &[]).await?) {
                ids.push(row.take::<uuid::Uuid>()?.to_string());
            }
            Ok(ids)
        })
    });
    let ids = ids.await.unwrap();
    assert!(ids.len() > 4);
    ids
}

#[tokio::test]
async fn a05_what_is_for_agents_is_in_nothing_that_customers_get() {
    const CANARY: &str = "canary-among-agents";
    for world in World::on_each_engine().await {
        let people = People::of(&world).await;
        let listening = world.listens().await;
        for caller in [Caller::Visitor, Caller::Guest, Caller::Customer] {
            let own = people.own(caller).unwrap();
            let mut browser = people.browser(caller);
            let live = browser.live_token(caller.cookie()).unwrap();
            let mut socket = listening.hello(&browser, caller.cookie()).await;
            socket.asks(&Ask::Watch { ticket: own.ticket, after: 0 }).await;
            let mut mina = people.browser(Caller::Agent);
            let key = key();
            let note = [("key", key.as_str()), ("body", CANARY), ("kind", "note"), ("seq", "99")];
            let noted = mina
                .post_files(
                    &format!("/desk/tickets/{}/replies", own.number),
                    &note,
                    &[(&format!("{CANARY}.txt"), CANARY.as_bytes())],
                )
                .await;
            let page = mina.follow(noted).await;
            let file = page.shows(CANARY).body.split("/files/").filter_map(|rest| rest.get(..36)).last().unwrap().to_owned();
            mina.post(&format!("/desk/tickets/{}/priority", own.number), &[("key", &tests::key()), ("value", "urgent")]).await;
            writes(&mut mina, own.number, "reply", "A public answer.").await;
            world.waits(120).await;

            let mut seen = String::new();
            for heard in socket.hears_until(|heard| format!("{heard:?}").contains("A public answer.")).await {
                seen += &format!("{heard:?}");
            }
            let (frame, ticket) =
                (format!("/frame/{}?ticket={}", world.site.key, own.ticket), format!("/tickets/{}", own.number));
            for path in
                [ticket, "/tickets".into(), frame, format!("/live/poll?ticket={}&after=0", own.ticket), format!("/files/{file}")]
            {
                let answer = browser.clone().with("x-live", &live).get(&path).await;
                seen += &answer.body;
                seen += &format!("{:?}", answer.headers);
            }
            assert_eq!(browser.get(&format!("/files/{file}")).await.status, 404, "the note's file");
            for email in world.desk.caught_mail(100).await.unwrap() {
                seen += &format!("{}{}{}", email.subject, email.text, email.html);
            }
            assert!(seen.contains("A public answer."), "{caller:?}");
            for hidden in [CANARY, "note_written", "priority_changed", "riority"] {
                let at = seen.find(hidden).map(|at| seen.chars().skip(at.saturating_sub(60)).take(120).collect::<String>());
                assert_eq!(at, None, "{caller:?} got {hidden:?}");
            }
        }
    }
}
