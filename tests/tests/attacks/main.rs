//! Attacks on real support desks, tried on this one. Each test carries the name of its row in the table of attacks, and what
//! must come out; the payloads are our own.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::format_push_string,
    reason = "tests are named by the attack that they try, and fail loudly"
)]

mod access;
mod browser;
mod fields;
mod files;
mod identity;
mod pictures;
mod sockets;
mod uploads;
mod words;

use tests::{Answer, Browser, World, key};

/// Every row that a person's data stands in, as text, so that a change of any column is seen.
async fn rows(world: &World) -> String {
    let text = world.db().read(|tx| {
        Box::pin(async move {
            let mut text = String::new();
            for sql in [
                "select * from tickets order by id",
                "select * from events order by ticket_id, seq",
                "select * from messages order by id",
                "select * from customers order by id",
                "select * from handles order by workspace_id, value",
                "select * from agents order by id",
                "select * from sites order by id",
                "select * from visitors order by id",
            ] {
                for row in tx.rows(sql, &[]).await? {
                    text += &format!("{:?}\n", row.rest());
                }
            }
            Ok(text)
        })
    });
    text.await.unwrap()
}

/// Bytes as an address has them when nothing in it shall be read as more than itself.
fn percent(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"))
}

/// How many rows a question finds.
async fn count(world: &World, sql: &'static str) -> usize {
    world.db().read(move |tx| Box::pin(async move { Ok(tx.rows(sql, &[]).await?.len()) })).await.unwrap()
}

/// An agent writes in a ticket.
async fn writes(agent: &mut Browser, number: i64, kind: &str, body: &str) -> Answer {
    let key = key();
    let fields = [("key", key.as_str()), ("body", body), ("kind", kind), ("seq", "999"), ("anyway", "1")];
    agent.post_files(&format!("/desk/tickets/{number}/replies"), &fields, &[]).await
}
