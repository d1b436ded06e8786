//! A backup that is taken while people write holds everything that was acknowledged before it began, and nothing torn.

use std::process::Command;
use std::time::{Duration, Instant};

use tests::{Engine, Installation, Ledger, Load, Program, binary};

use crate::ALONE;

fn run(installation: &Installation, words: &[&str]) {
    let mut command = Command::new(binary());
    command.args(words).arg("--data").arg(installation.folder.path()).env("PORCHLIGHT_LOG_FILTER", "error");
    if let Some(url) = &installation.database_url {
        command.args(["--database-url", url]);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A folder, and on PostgreSQL a database, with nothing in it.
async fn nothing(engine: Engine) -> Installation {
    let database_url = match engine {
        Engine::Sqlite => None,
        Engine::Postgres => Some(tests::new_database().await),
    };
    Installation {
        folder: tempfile::tempdir().unwrap(),
        database_url,
        site: String::new(),
        workspace: model::id::WorkspaceId(uuid::Uuid::nil()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_under_load_restores_to_what_was_acknowledged() {
    let _alone = ALONE.lock().await;
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let installation = Installation::on(engine).await;
        let mut program = Program::on(&installation);
        program.start();
        let load = Load::start(program.address, &program.base, &installation.site, 6);
        let mut backups = Vec::new();
        for number in 0..3 {
            // Work first, and more of it while the backup is taken.
            let (enough, began) = (load.acked() + 25, Instant::now());
            while load.acked() < enough {
                assert!(began.elapsed() < Duration::from_secs(30), "nobody writes");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            let file = installation.folder.path().join(format!("backup-{number}.tar"));
            let before = load.snapshot();
            run(&installation, &["backup", file.to_str().unwrap()]);
            backups.push((file, before, load.acked()));
        }
        let whole = load.finish().await;
        assert!(program.stop().success());
        for (file, before, after) in backups {
            let fresh = nothing(engine).await;
            run(&fresh, &["restore", file.to_str().unwrap()]);
            run(&fresh, &["verify"]);
            let opened = before.iter().map(|acked| acked.ticket).collect::<std::collections::BTreeSet<_>>().len() as u64;
            let acked = before.len() as u64;
            let ledger = Ledger { acked: before, tried: whole.tried.clone(), opened, ..Ledger::default() };
            let faults = ledger.faults(&fresh.desk(), installation.workspace).await;
            assert!(faults.is_empty(), "{engine:?}\n{}", faults.join("\n"));
            println!("{engine:?}: a backup between acknowledgement {acked} and {after}");
            assert!(acked > 20 && after > acked, "the backup met no work: {acked} to {after}");
        }
    }
}
