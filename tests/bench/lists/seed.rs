//! Many tickets at once, by SQL of the bench's own: the same rows that the verbs leave behind, but for the hash chain.

use model::id::CustomerId;
use tests::{Engine, Installation};
use uuid::Uuid;

/// Tickets of one customer.
const TICKETS_EACH: u64 = 20;

/// The customer of this place.
pub(crate) fn customer(place: u64) -> CustomerId {
    CustomerId(Uuid::from_u128(2 << 64 | u128::from(place)))
}

/// Fills a store that has a workspace, an agent and a site.
pub(crate) async fn fill(installation: &Installation, tickets: u64) {
    let engine = if installation.database_url.is_some() { Engine::Postgres } else { Engine::Sqlite };
    let id = |kind: u32, place: &str| match engine {
        Engine::Sqlite => format!("unhex(printf('%016x%016x', {kind}, {place}))"),
        Engine::Postgres => format!("(lpad(to_hex({kind}), 16, '0') || lpad(to_hex({place}), 16, '0'))::uuid"),
    };
    let series = |last: u64| match engine {
        Engine::Sqlite => format!("with recursive s(n) as (select 1 union all select n + 1 from s where n < {last})"),
        Engine::Postgres => format!("with s(n) as (select generate_series(1::bigint, {last}))"),
    };
    let empty = if engine == Engine::Sqlite { "x'00'" } else { "'\\x00'::bytea" };
    let (workspace, site) = ("(select id from workspaces limit 1)", "(select id from sites limit 1)");
    let agent = "(select id from agents limit 1)";
    let now = model::time::Time(1_795_428_000_000_000).0;
    // Five of six are done, as in a desk that has been in use; every third open one is somebody's.
    let done = "n % 6 > 0";
    let status = format!("case when {done} then 'closed' when n % 18 = 0 then 'new' else 'open' end");
    let owner = format!("case when n % 3 = 0 then {agent} end");
    let customers = tickets / TICKETS_EACH;
    let statements = [
        format!(
            "{} insert into customers (id, workspace_id, name, created_at) select {}, {workspace}, 'Customer ' || n, {now} from s",
            series(customers),
            id(2, "n")
        ),
        format!(
            "{} insert into tickets (id, workspace_id, number, site_id, subject, status, priority, channel, locale, customer_id, agent_id,
                    seq, chain, opened_at, moved_at, status_at, rank, answered_at, customer_wrote_seq, agent_wrote_seq, agent_seen_seq,
                    customer_seen_seq, is_done, rating_reason)
             select {}, {workspace}, 1000 + n, {site}, 'Kettle number ' || n, {status}, 'normal', 'portal', 'en', {}, {owner},
                    2, {empty}, {now} - n * 1000000, {now} - n * 1000000, {now},
                    case when {done} then 4000000000000000000 - ({now} - n * 1000000) else {now} - n * 1000000 end, {now} - n * 1000000 + 60000000, 1, 2, 2,
                    2, {done}, '' from s",
            series(tickets),
            id(3, "n"),
            id(2, "(n % {customers} + 1)").replace("{customers}", &customers.to_string()),
        ),
        messages(&series(tickets), &id, workspace, now, 1, "customer", "Does it fit the base that I have?"),
        messages(&series(tickets), &id, workspace, now, 2, "agent", "It does; the base has been the same for years."),
        events(&series(tickets), &id, workspace, now, 1, "ticket_opened", "customer", empty),
        events(&series(tickets), &id, workspace, now, 2, "reply_sent", "agent", empty),
        "update numbers set last = 10000000".to_owned(),
        "analyze".to_owned(),
    ];
    match &installation.database_url {
        None => {
            let file = server::serve::sqlite_path(installation.folder.path());
            let store = rusqlite::Connection::open(file).unwrap();
            store.execute_batch(&format!("pragma synchronous = off; begin; {}; commit", statements.join("; "))).unwrap();
        }
        Some(url) => {
            let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
            let connection = tokio::spawn(connection);
            for statement in statements {
                client.batch_execute(&statement).await.unwrap();
            }
            drop(client);
            connection.await.unwrap().unwrap();
        }
    }
}

type Id<'i> = &'i dyn Fn(u32, &str) -> String;

fn messages(series: &str, id: Id<'_>, workspace: &str, now: i64, seq: i64, side: &str, body: &str) -> String {
    let kind = u32::try_from(10 + seq).unwrap();
    format!(
        "{series} insert into messages (id, workspace_id, ticket_id, seq, kind, side, author_name, body, channel, at)
         select {}, {workspace}, {}, {seq}, 'reply', '{side}', 'Somebody', '{body}', 'portal', {now} - n * 1000000 from s",
        id(kind, "n"),
        id(3, "n")
    )
}

#[expect(clippy::too_many_arguments, reason = "one row's worth of columns")]
fn events(series: &str, id: Id<'_>, workspace: &str, now: i64, seq: i64, kind: &str, side: &str, hash: &str) -> String {
    let channel = if kind == "ticket_opened" { "\"channel\":\"portal\"," } else { "" };
    let message = "00000000-0000-0000-0000-000000000000";
    let data = format!("{{\"kind\":\"{kind}\",{channel}\"message\":\"{message}\",\"body_sha256\":\"\"}}");
    format!(
        "{series} insert into events (ticket_id, seq, workspace_id, kind, side, actor_name, at, data, hash)
         select {}, {seq}, {workspace}, '{kind}', '{side}', 'Somebody', {now} - n * 1000000, '{data}', {hash} from s",
        id(3, "n")
    )
}
