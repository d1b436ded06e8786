//! A newer version wrote here before, or writes beside this one: what it says that this one does not know stops nothing.

use model::ticket::Priority;
use tests::{World, key, under_the_floor};

use crate::portal;

#[tokio::test]
async fn a_job_of_an_unknown_kind_waits_and_is_shown_and_the_others_run() {
    for world in World::on_each_engine().await {
        let sql = "insert into jobs (id, workspace_id, name, data, state, run_at, attempts, created_at)
                        values ($1, $2, 'send_digest', '{\"job\":\"send_digest\",\"week\":48}', 'ready', 0, 0, 0)";
        under_the_floor(&world, sql, vec![uuid::Uuid::from_u128(1).into(), world.workspace.into()]).await;
        portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        world.waits(1).await;
        assert_eq!(world.emails_to("ada@example.com").await.len(), 1, "{:?}: the receipt went out", world.engine);
        let mut mina = world.mina().await;
        mina.get("/desk/mail").await.shows("send_digest").shows("newer version");
        // It waits without end, and a version that knows it may still take it with all of its tries.
        for _ in 0..20 {
            world.waits(3600).await;
        }
        let stuck = world.db().read(|tx| {
            Box::pin(
                async move { tx.first("select attempts from jobs where name = 'send_digest' and state = 'ready'", &[]).await },
            )
        });
        let attempts: i64 = stuck.await.unwrap().expect("it still waits").take().unwrap();
        assert_eq!(attempts, 0, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn an_event_of_an_unknown_kind_stops_no_page() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        let urgent = Priority::Urgent.word();
        let answer = mina.post(&format!("/desk/tickets/{number}/priority"), &[("key", &key()), ("value", urgent)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let sql = "update events set kind = 'ticket_tagged', data = '{\"kind\":\"ticket_tagged\",\"tag\":{\"name\":\"steam\"}}'
                    where kind = 'priority_changed'";
        under_the_floor(&world, sql, vec![]).await;
        ada.get(&format!("/tickets/{number}")).await.shows("It stops.").hides("steam");
        let page = mina.get(&format!("/desk/tickets/{number}")).await;
        assert_eq!(page.status, 200, "{:?}: {}", world.engine, page.body);
        page.shows("It stops.");
        // What comes after it goes on.
        let fields = [("key", &*key()), ("body", "Is the base dry?"), ("kind", "reply"), ("seq", "99")];
        assert_eq!(mina.post_files(&format!("/desk/tickets/{number}/replies"), &fields, &[]).await.status, 303);
        world.waits(60).await;
        ada.get(&format!("/tickets/{number}")).await.shows("Is the base dry?");
        assert_eq!(world.emails_to("ada@example.com").await.len(), 2, "{:?}", world.engine);
    }
}
