//! Start on an existing database, idle memory, size of the one program.

use std::time::Duration;

use tests::{Engine, Installation, Program, binary};

use crate::row::{self, Limit, ms};

/// Starts.
const ROUNDS: usize = 11;

pub(crate) async fn measure() {
    let installation = Installation::on(Engine::Sqlite).await;
    let (mut starts, mut memories) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let mut program = Program::on(&installation);
        starts.push(ms(program.start()));
        if round % 5 == 0 {
            tokio::time::sleep(Duration::from_secs(3)).await;
            memories.push(memory(program.id(), "VmRSS:") as f64 / 1e6);
        }
        assert!(program.stop().success());
    }
    row::print("start until it listens, existing database", "ms", &starts, &Limit::Most(150.0), "SQLite");
    row::print("idle memory", "MB", &memories, &Limit::Most(40.0), "resident, three seconds after the start");
    let size = std::fs::metadata(binary()).unwrap().len() as f64 / 1e6;
    row::print("the one program", "MB", &[size], &Limit::None, "assets, migrations, words and both engines inside");
}

/// Bytes of a process's memory of one kind.
pub(crate) fn memory(process: u32, kind: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(kind)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}
