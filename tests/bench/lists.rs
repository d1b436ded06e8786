//! What lists and pages cost among ten thousand tickets and among a million, on both engines.

use std::time::Instant;

use desk::sessions::Kind;
use model::id::{AgentId, CustomerId};
use tests::{Engine, Installation, Program};

use crate::raw::{Raw, get};
use crate::row::{self, Limit, ms};

mod seed;

/// Tickets in the small store and in the large one.
const SIZES: [u64; 2] = [10_000, 1_000_000];
/// Requests of each page in one round.
const ASKED: usize = 200;
/// Rounds.
const ROUNDS: usize = 5;

/// What is asked for. Agents are at the desk, the customer everywhere else.
const PAGES: [(&str, &str); 4] = [
    ("inbox, open tickets", "/desk?view=open"),
    ("inbox, solved and closed", "/desk?view=done"),
    ("ticket page at the desk", "/desk/tickets/{}"),
    ("a customer's list in the portal", "/tickets"),
];

/// A store of one size with the program on it.
struct Store {
    program: Program,
    agent: String,
    customer: String,
    tickets: u64,
    _installation: Installation,
}

impl Store {
    async fn of(engine: Engine, tickets: u64) -> Self {
        let installation = Installation::on(engine).await;
        let began = Instant::now();
        seed::fill(&installation, tickets).await;
        eprintln!("{engine}: {tickets} tickets seeded in {:.0} s", began.elapsed().as_secs_f64());
        let desk = installation.desk();
        let agent: AgentId = desk.agents().put(installation.workspace, "Bo", "bo@tarn.example", None).await.unwrap();
        let CustomerId(customer) = seed::customer(1);
        let sessions = desk.sessions();
        let agent = sessions.start(installation.workspace, Kind::Agent, agent.0, 3600 * 24).await.unwrap();
        let customer = sessions.start(installation.workspace, Kind::Customer, customer, 3600 * 24).await.unwrap();
        let (agent, customer) = (format!("__Host-desk={}", agent.reveal()), format!("__Host-portal={}", customer.reveal()));
        drop(desk);
        let mut program = Program::on(&installation);
        program.start();
        Self { program, agent, customer, tickets, _installation: installation }
    }

    /// The times of one page, in milliseconds. `{}` in the path is another ticket each time.
    async fn times(&self, path: &str, round: usize) -> Vec<f64> {
        let cookie = if path.starts_with("/desk") { &self.agent } else { &self.customer };
        let mut raw = Raw::to(self.program.address).await;
        let mut times = Vec::with_capacity(ASKED);
        for asked in 0..ASKED {
            let number = 1001 + (round * ASKED + asked) as u64 * 7919 % self.tickets;
            let request = get(&self.program.base, &path.replace("{}", &number.to_string()), cookie);
            let began = Instant::now();
            let (status, body) = raw.ask(&request).await;
            times.push(ms(began.elapsed()));
            assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(body));
        }
        times
    }
}

pub(crate) async fn measure() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (small, large) = (Store::of(engine, SIZES[0]).await, Store::of(engine, SIZES[1]).await);
        for (what, path) in PAGES {
            let (mut few, mut many, mut growth) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..=ROUNDS {
                let slow = row::at(&small.times(path, round).await, 0.99);
                let slower = row::at(&large.times(path, round).await, 0.99);
                // The first round warms the caches of both.
                if round > 0 {
                    few.push(slow);
                    many.push(slower);
                    growth.push(slower / slow);
                }
            }
            row::print(&format!("{what}, {engine}, p99 among 10 thousand"), "ms", &few, &Limit::None, "");
            row::print(&format!("{what}, {engine}, p99 among 1 million"), "ms", &many, &Limit::None, "");
            row::print(&format!("growth, {what}, {engine}"), "×", &growth, &Limit::Most(2.0), "");
        }
    }
}
