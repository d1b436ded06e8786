//! Migrations: numbered, checksummed, each in one transaction with its own record, so that a kill at any step is safe.

use sha2::{Digest, Sha256};

use super::{Conn, Db, EngineKind, Tx, dialect, postgres, sqlite};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::params;

/// One step of the schema.
struct Migration {
    number: i64,
    name: &'static str,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "foundation", text: include_str!("../../migrations/0001_foundation.sql") },
    Migration { number: 2, name: "upkeep", text: include_str!("../../migrations/0002_upkeep.sql") },
    Migration { number: 3, name: "team", text: include_str!("../../migrations/0003_team.sql") },
    Migration { number: 4, name: "pictures", text: include_str!("../../migrations/0004_pictures.sql") },
    Migration { number: 5, name: "undelivered", text: include_str!("../../migrations/0005_undelivered.sql") },
    Migration { number: 6, name: "in order", text: include_str!("../../migrations/0006_in_order.sql") },
    Migration { number: 7, name: "seen", text: include_str!("../../migrations/0007_seen.sql") },
    Migration { number: 8, name: "avatars", text: include_str!("../../migrations/0008_avatars.sql") },
    Migration { number: 9, name: "agents_language", text: include_str!("../../migrations/0009_agents_language.sql") },
    Migration { number: 10, name: "numbers", text: include_str!("../../migrations/0010_numbers.sql") },
    Migration { number: 11, name: "probes", text: include_str!("../../migrations/0011_probes.sql") },
];

const RECORDS: &str = "create table if not exists migrations (
    number bigint primary key, name text not null, checksum text not null, applied_at bigint not null)";

/// Why the schema cannot be used, in words for the person who starts the program.
#[derive(Debug, PartialEq, Eq)]
pub enum Unfit {
    /// The store was made by a newer Porchlight.
    Newer {
        /// Its newest migration.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// A migration's text is not what was applied.
    Changed {
        /// Which.
        number: i64,
    },
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Newer { found, known } => write!(
                f,
                "the database is at schema {found}, made by a newer Porchlight; this program knows {known}. Start the newer program, or restore a backup"
            ),
            Self::Changed { number } => {
                write!(
                    f,
                    "migration {number} doesn't match the one already applied: this isn't a release build, or the migration record was edited"
                )
            }
        }
    }
}

impl std::error::Error for Unfit {}

impl Db {
    /// Brings the schema up to this program's. Idempotent; safe when killed and when two programs start at once.
    pub async fn migrate(&self, clock: &Clock) -> Result<usize> {
        self.migrate_watched(clock, |_| ()).await
    }

    /// As `migrate`; `at_step` hears the number of each statement before it is run. Tests end the program there.
    #[doc(hidden)]
    pub async fn migrate_watched(&self, clock: &Clock, at_step: fn(usize)) -> Result<usize> {
        let now = clock.now();
        self.write(move |tx| {
            Box::pin(async move {
                let mut steps = 0..;
                let mut next_step = || steps.next().into_iter().for_each(at_step);
                tx.lock_schema().await?;
                let records = tx.spelled(RECORDS);
                tx.script(&records).await?;
                let mut applied = 0;
                let known = MIGRATIONS.last().map_or(0, |migration| migration.number);
                for mut row in tx.rows("select number, checksum from migrations order by number", params![]).await? {
                    check(row.take()?, &row.take::<String>()?, known)?;
                }
                for migration in MIGRATIONS {
                    let found = tx.first("select number from migrations where number = $1", params![migration.number]).await?;
                    if found.is_some() {
                        continue;
                    }
                    for statement in tx.spelled(migration.text).split_inclusive(";\n") {
                        next_step();
                        tx.script(statement).await?;
                    }
                    next_step();
                    tx.run(
                        "insert into migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)",
                        params![migration.number, migration.name, checksum(migration.text), now],
                    )
                    .await?;
                    applied += 1;
                }
                next_step();
                Ok(applied)
            })
        })
        .await
    }
}

impl Tx {
    fn engine(&self) -> EngineKind {
        match self.conn {
            Conn::Sqlite(_) => EngineKind::Sqlite,
            Conn::Postgres(..) => EngineKind::Postgres,
        }
    }

    /// On PostgreSQL another program may be migrating just now; SQLite has one writer anyway.
    async fn lock_schema(&mut self) -> Result<()> {
        if self.engine() == EngineKind::Postgres {
            self.rows("select pg_advisory_xact_lock(7161105) is null as locked", params![]).await?;
        }
        Ok(())
    }

    /// A migration's text as this engine reads it.
    fn spelled(&self, text: &str) -> String {
        match self.engine() {
            EngineKind::Sqlite => dialect::sqlite_ddl(text),
            EngineKind::Postgres => dialect::postgres_ddl(text),
        }
    }

    async fn script(&mut self, text: &str) -> Result<()> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::batch(conn, text),
            Conn::Postgres(conn, _) => postgres::batch(conn, text).await,
        }
    }
}

fn checksum(text: &str) -> String {
    crate::token::hex(&Sha256::digest(text.as_bytes()))
}

fn check(number: i64, applied: &str, known: i64) -> Result<()> {
    if number > known {
        return Err(Error::unexpected(Unfit::Newer { found: number, known }));
    }
    let ours = MIGRATIONS.iter().find(|migration| migration.number == number);
    match ours {
        Some(migration) if checksum(migration.text) == applied => Ok(()),
        _ => Err(Error::unexpected(Unfit::Changed { number })),
    }
}

/// The tables that the migrations make, read from their own text, so that backup cannot forget one.
pub(crate) mod schema {
    use super::super::dump::{Kind, Table};
    use super::MIGRATIONS;

    /// The newest migration that this program knows.
    pub(crate) fn newest() -> i64 {
        MIGRATIONS.last().map_or(0, |migration| migration.number)
    }

    /// Every table in the order it was made, which is an order in which rows may be stored again; with the columns that it
    /// has in the end.
    pub(in super::super) fn tables() -> Vec<Table> {
        let mut tables: Vec<Table> = Vec::new();
        for line in MIGRATIONS.iter().flat_map(|migration| migration.text.lines()) {
            let words: Vec<&str> = line.trim().split([' ', ',', ';']).collect();
            match words[..] {
                ["create", "table", name, ..] => tables.push(Table { name: name.to_owned(), columns: Vec::new() }),
                ["alter", "table", table, ref change @ ..] => {
                    if let Some(table) = tables.iter_mut().find(|known| known.name == table) {
                        alter(table, change);
                    }
                }
                [name, word, ..] if line.starts_with("    ") => {
                    table_column(tables.last_mut(), name, word);
                }
                _ => {}
            }
        }
        tables
    }

    fn alter(table: &mut Table, change: &[&str]) {
        match *change {
            ["add", "column", name, word, ..] => table_column(Some(table), name, word),
            ["drop", "column", gone, ..] => table.columns.retain(|(name, _)| name != gone),
            _ => {}
        }
    }

    fn table_column(table: Option<&mut Table>, name: &str, word: &str) {
        if let Some((table, kind)) = table.zip(kind(word)) {
            table.columns.push((name.to_owned(), kind));
        }
    }

    fn kind(word: &str) -> Option<Kind> {
        match word {
            "uuid" => Some(Kind::Id),
            "bytea" => Some(Kind::Bytes),
            "bigint" => Some(Kind::Number),
            "boolean" => Some(Kind::Bool),
            "text" => Some(Kind::Text),
            _ => None,
        }
    }
}
