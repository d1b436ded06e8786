//! Durable ticket opens per second through HTTP, against the same verb called in a loop under the same group commit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use desk::tickets::{NewTicket, Place};
use desk::token::Token;
use model::ticket::Channel;
use tests::{Engine, Installation, Program, key};
use tokio::task::JoinSet;

use crate::raw::{Raw, post, visitor};
use crate::row::{self, Limit};

/// Openers at once.
const OPENERS: usize = 64;
/// One round.
const ROUND: Duration = Duration::from_secs(3);
/// Rounds of each.
const ROUNDS: usize = 5;

/// Of what SQLite opens, a server on the same machine, with a round trip for each statement.
const SERVER_LEAST: f64 = 0.25;

pub(crate) async fn measure() {
    let mut by_engine = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (bare, http) = (Installation::on(engine).await, Installation::on(engine).await);
        let mut program = Program::on(&http);
        program.start();
        let (mut bare_rates, mut http_rates, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            bare_rates.push(by_verb(&bare).await);
            http_rates.push(by_http(&program, &http.site).await);
            ratios.push(http_rates.last().unwrap() / bare_rates.last().unwrap());
        }
        row::print(
            &format!("ticket opens through HTTP, {engine}"),
            "/s",
            &http_rates,
            &Limit::None,
            "64 visitors, each open durable",
        );
        row::print(&format!("the same verb without HTTP, {engine}"), "/s", &bare_rates, &Limit::None, "for comparison");
        row::print(&format!("ratio of opens, {engine}"), "", &ratios, &Limit::Least(0.5), "the load runs on the same cores");
        by_engine.push(http_rates);
    }
    let [sqlite, postgres] = &by_engine[..] else { unreachable!("two engines") };
    let ratios: Vec<f64> = postgres.iter().zip(sqlite).map(|(server, embedded)| server / embedded).collect();
    let limit = Limit::Least(SERVER_LEAST);
    row::print("opens through HTTP, PostgreSQL to SQLite", "", &ratios, &limit, "both durable, on the same disk");
}

async fn by_verb(installation: &Installation) -> f64 {
    let desk = installation.desk();
    let (workspace, site) = desk.sites().by_key(&installation.site).await.unwrap();
    let count = Arc::new(AtomicU64::new(0));
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    for _ in 0..OPENERS {
        let (desk, count, site) = (desk.clone(), Arc::clone(&count), site.id);
        tasks.spawn(async move {
            while began.elapsed() < ROUND {
                let hash = Token::fresh().unwrap().hash();
                let actor = desk::Actor::Visitor { workspace, id: hash.visitor(), fresh: Some(hash) };
                let new = NewTicket {
                    key: desk.clock.id(),
                    place: Place { site, channel: Channel::Widget, locale: "en".into() },
                    subject: String::new(),
                    body: "Does the kettle fit the base that I have?".into(),
                    attachments: Vec::new(),
                    name: String::new(),
                    mail: None,
                    category: None,
                };
                desk.tickets().open(&actor, new).await.unwrap();
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}

async fn by_http(program: &Program, site: &str) -> f64 {
    let count = Arc::new(AtomicU64::new(0));
    let (began, mut tasks) = (Instant::now(), JoinSet::new());
    for _ in 0..OPENERS {
        let (count, address, base, site) = (Arc::clone(&count), program.address, program.base.clone(), site.to_owned());
        tasks.spawn(async move {
            let mut raw = Raw::to(address).await;
            while began.elapsed() < ROUND {
                let body = format!(r#"{{"key":"{}","site":"{site}","body":"Does the kettle fit the base that I have?"}}"#, key());
                let (status, answer) = raw.ask(&post(&base, "/api/widget/v1/tickets", &visitor(), &body)).await;
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(answer));
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    tasks.join_all().await;
    count.load(Ordering::Relaxed) as f64 / began.elapsed().as_secs_f64()
}
