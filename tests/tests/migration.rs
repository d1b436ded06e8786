//! Migrating: killed at any step and started again it completes; a schema that is not ours is refused in words.

#![allow(missing_docs, clippy::unwrap_used, reason = "tests are named by what they hold, and fail loudly")]

use std::path::Path;
use std::process::Command;

use desk::bus::Bus;
use desk::clock::Clock;
use desk::db::Db;
use server::config::Given;
use server::serve::{self, Demo};
use tests::{BEGINNING, Engine, SOCKET, new_database};
use tokio::sync::watch;

/// Where the child migrates, and before which statement it dies.
const PLACE: &str = "PORCHLIGHT_TEST_PLACE";
const STEP: &str = "PORCHLIGHT_TEST_STEP";

fn open(place: &str) -> Db {
    if Path::new(place).is_absolute() {
        Db::open_sqlite(Path::new(place), Bus::default()).unwrap()
    } else {
        Db::open_postgres(place, SOCKET, Bus::default()).unwrap()
    }
}

#[expect(clippy::disallowed_methods, reason = "the parent tells its child where to die")]
fn said(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn die_at_its_step(step: usize) {
    if said(STEP).is_some_and(|at| at == step.to_string()) {
        std::process::abort();
    }
}

/// The child: a program that is killed while it migrates. Without a parent it does nothing.
#[tokio::test]
async fn a_child_that_dies() {
    let Some(place) = said(PLACE) else { return };
    open(&place).migrate_watched(&Clock::set_at(BEGINNING), die_at_its_step).await.unwrap();
}

/// Lets a child die at a step; `false` when there was no such step and it lived.
fn dies_at(place: &str, step: usize) -> bool {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "a_child_that_dies"]).env(PLACE, place).env(STEP, step.to_string());
    let output = child.output().unwrap();
    assert!(output.status.success() || output.status.code().is_none(), "{}", String::from_utf8_lossy(&output.stdout));
    !output.status.success()
}

async fn place(engine: Engine, folder: &Path, step: usize) -> String {
    match engine {
        Engine::Sqlite => folder.join(format!("{step}.sqlite")).display().to_string(),
        Engine::Postgres => new_database().await,
    }
}

#[tokio::test]
async fn a_migration_that_was_killed_at_any_step_completes_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::set_at(BEGINNING);
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let whole = open(&place(engine, folder.path(), usize::MAX).await).migrate(&clock).await.unwrap();
        let mut step = 0;
        loop {
            let place = place(engine, folder.path(), step).await;
            if !dies_at(&place, step) {
                break;
            }
            let db = open(&place);
            assert_eq!(db.migrate(&clock).await.unwrap(), whole, "{engine:?} after step {step}: nothing half stayed");
            assert_eq!(db.migrate(&clock).await.unwrap(), 0, "{engine:?} after step {step}");
            step += 1;
        }
        assert!(step > 30, "{engine:?}: only {step} steps were tried");
    }
}

#[tokio::test]
async fn a_start_on_a_foreign_schema_says_why_it_does_not_serve() {
    for (spoil, words) in [
        (
            "insert into migrations (number, name, checksum, applied_at) values (9999, 'later', '', 0)",
            "made by a newer Porchlight",
        ),
        ("update migrations set checksum = 'other' where number = 1", "doesn't match the one already applied"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let config = Given { listen: Some("127.0.0.1:0".into()), data: Some(folder.path().to_owned()), ..Given::default() };
        let config = config.check().unwrap();
        let desk = serve::open_desk(&config).unwrap();
        desk.db.migrate(&desk.clock).await.unwrap();
        let spoilt = desk.db.write(move |tx| {
            Box::pin(async move {
                tx.run(spoil, &[]).await?;
                Ok(())
            })
        });
        spoilt.await.unwrap();
        let (_stop, stopped) = watch::channel(false);
        let refused = serve::serve(config, Demo { is_wanted: true }, stopped, |_| ()).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }
}
