//! `kill -9` at any moment, over and over.

use std::time::{Duration, Instant};

use tests::{Dice, Engine, Installation, Ledger, Load, Program};

use crate::ALONE;

/// Kills in every run; `cargo xtask soak` asks for more.
const KILLS: u64 = 200;
/// Visitors who write meanwhile.
const WRITERS: u64 = 6;

#[expect(clippy::disallowed_methods, reason = "the number comes from whoever started the soak")]
fn kills() -> u64 {
    std::env::var("PORCHLIGHT_KILLS").map_or(KILLS, |kills| kills.parse().expect("a number"))
}

/// What a round of kills left behind.
struct Round {
    kills: u64,
    ledger: Ledger,
    faults: Vec<String>,
}

/// Kills the program at random moments while people write, and says what the store and the ledger disagree about.
async fn kill_over_and_over(engine: Engine, kills: u64, acknowledges_early: bool) -> Round {
    let installation = Installation::on(engine).await;
    let mut program = Program::on(&installation);
    if acknowledges_early {
        program = program.with(|command| _ = command.env("PORCHLIGHT_TEST_FAULT", "acknowledge_before_commit"));
    }
    program.start();
    let load = Load::start(program.address, &program.base, &installation.site, WRITERS);
    let mut dice = Dice::fresh();
    println!("{engine:?}: {kills} kills, seed {}", dice.0);
    for _ in 0..kills {
        // Some work first, so that each kill meets it; then any moment.
        let (enough, began) = (load.acked() + dice.roll(16), Instant::now());
        while load.acked() < enough && began.elapsed() < Duration::from_secs(2) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(Duration::from_micros(dice.roll(40_000))).await;
        program = tokio::task::spawn_blocking(move || {
            program.kill();
            program.start();
            program
        })
        .await
        .unwrap();
    }
    let ledger = load.finish().await;
    assert!(program.stop().success());
    let faults = ledger.faults(&installation.desk(), installation.workspace).await;
    Round { kills, ledger, faults }
}

impl Round {
    fn told(&self) -> String {
        let Ledger { acked, lost, heard, opened, .. } = &self.ledger;
        format!(
            "{} kills: {} acknowledged ({opened} tickets), {lost} answers lost and asked again, {heard} lines heard live",
            self.kills,
            acked.len()
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_kill_loses_or_doubles_what_was_acknowledged() {
    let _alone = ALONE.lock().await;
    let kills = kills();
    let both = [Engine::Sqlite, Engine::Postgres].map(|engine| tokio::spawn(kill_over_and_over(engine, kills, false)));
    for round in both {
        let round = round.await.unwrap();
        println!("{}", round.told());
        assert!(round.faults.is_empty(), "{}\n{}", round.told(), round.faults.join("\n"));
        // The kills must have met work: else this proves nothing.
        let (acked, lost) = (round.ledger.acked.len() as u64, round.ledger.lost);
        assert!(acked > kills * 5 && lost > kills / 2 && round.ledger.heard > kills, "{}", round.told());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_test_goes_red_when_the_program_acknowledges_before_the_commit() {
    let _alone = ALONE.lock().await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let began = Instant::now();
        let mut kills = 0;
        loop {
            kills += 15;
            let round = kill_over_and_over(engine, 15, true).await;
            if round.faults.iter().any(|fault| fault.starts_with("lost")) {
                println!("{engine:?}: red after {kills} kills: {}", round.faults[0]);
                break;
            }
            assert!(began.elapsed() < Duration::from_mins(2), "{engine:?}: {kills} kills found no loss");
        }
    }
}
