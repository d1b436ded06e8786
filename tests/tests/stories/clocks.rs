//! Whose clock times are told by.

use model::live::{Ask, Tell};
use tests::World;

use crate::portal::opens;

#[tokio::test]
async fn times_are_told_by_the_readers_clock_where_it_is_known() {
    for world in World::on_each_engine().await {
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let path = format!("/tickets/{number}");
        ada.get(&path).await.shows("(UTC)\"").hides("(Auckland)\"");
        for (cookie, told) in [
            ("Pacific/Auckland", "(Auckland)\""),
            ("America/Argentina/Buenos_Aires", "(Buenos Aires)\""),
            // What is no zone changes nothing, and nothing but a zone is ever looked up.
            ("Mars/Olympus", "(UTC)\""),
            ("../../../etc/passwd", "(UTC)\""),
            ("/etc/localtime", "(UTC)\""),
            ("<script>", "(UTC)\""),
        ] {
            ada.set_cookie("__Host-zone", cookie);
            ada.get(&path).await.shows(told);
        }
    }
}

#[tokio::test]
async fn what_comes_by_the_live_link_is_told_by_the_clock_of_its_page() {
    for world in World::on_each_engine().await {
        let listening = world.listens().await;
        let mut ada = world.browser();
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let ticket = ticket(&world, number).await;
        let token = ada.live_token("__Host-portal").unwrap();
        for (zone, told) in [("Pacific/Auckland", "(Auckland)"), ("", "(UTC)"), ("Mars/Olympus", "(UTC)")] {
            let mut socket = listening.socket(&ada).await.unwrap();
            socket.asks(&Ask::Hello { token: token.clone(), lang: "en".into(), zone: zone.into() }).await;
            socket.asks(&Ask::Watch { ticket, after: 0 }).await;
            let heard = socket.hears_until(|heard| matches!(heard, tests::Heard::Tell(Tell::Event { .. }))).await;
            let Some(tests::Heard::Tell(Tell::Event { html, .. })) = heard.last() else { panic!("an event") };
            assert!(html.contains(told), "{:?}: {zone:?} {html}", world.engine);
        }
    }
}

async fn ticket(world: &World, number: i64) -> model::id::TicketId {
    let system = desk::Actor::System { workspace: world.workspace };
    world.desk.tickets().for_agent(&system, desk::tickets::Which::Number(number)).await.unwrap().id
}
