//! The store: one body and one SQL text for SQLite and PostgreSQL.
//! `write` answers after the commit only; `read` sees one moment. This folder is the only place that names an engine.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;

use crate::bus::{Bus, Hint};
use crate::error::Result;

pub mod dialect;
pub(crate) mod dump;
mod lookup;
pub mod migration;
mod notify;
mod place;
mod postgres;
mod probe;
mod sqlite;
mod value;

pub use dialect::Both;
pub use lookup::{Draw, Lookup};
pub use postgres::Tls;
pub use value::{FromValue, Row, Value};

/// Work inside a transaction. On SQLite nothing in it ever waits; on PostgreSQL it may be run again from the start.
pub type Work<'t, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>;

/// An open transaction.
pub struct Tx {
    conn: Conn,
    hints: Vec<Hint>,
}

enum Conn {
    Sqlite(rusqlite::Connection),
    Postgres(deadpool_postgres::Object, postgres::Questions),
}

/// Which engine stands behind a [`Db`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineKind {
    /// Embedded, one file.
    Sqlite,
    /// A server.
    Postgres,
}

enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(Box<postgres::Postgres>),
}

/// The store of one installation. Cheap to share behind an `Arc`.
pub struct Db {
    engine: Engine,
    probe: probe::Probe,
}

impl Db {
    /// Opens the embedded engine in a file, making it where there is none. Does not migrate.
    pub fn open_sqlite(path: &Path, bus: Bus) -> Result<Self> {
        Ok(Self { engine: Engine::Sqlite(sqlite::Sqlite::open(path, bus)?), probe: probe::Probe::default() })
    }

    /// Opens a pool of connections to a PostgreSQL server. Does not migrate.
    pub fn open_postgres(url: &str, tls: Tls, bus: Bus) -> Result<Self> {
        let engine = Engine::Postgres(Box::new(postgres::Postgres::open(url, tls, bus)?));
        Ok(Self { engine, probe: probe::Probe::default() })
    }

    /// Which engine this is.
    pub fn kind(&self) -> EngineKind {
        match &self.engine {
            Engine::Sqlite(_) => EngineKind::Sqlite,
            Engine::Postgres(_) => EngineKind::Postgres,
        }
    }

    /// Runs `work` in one transaction and answers after it is durable. An error undoes all of it.
    /// Hints that the work noted on the way reach the bus after the commit. The work goes on when the caller goes away.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write(work).await,
            Engine::Postgres(postgres) => postgres.write(work).await,
        }
    }

    /// Lets the bus of this node speak with the buses of the others on the same server. Nothing on the embedded engine,
    /// which has one node.
    pub fn join_bus(&self) {
        if let Engine::Postgres(postgres) = &self.engine {
            postgres.join_bus();
        }
    }

    /// What the engine finds wrong with its own files, a sentence each. Reads only; a server checks its own.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        self.read_much(|tx| {
            Box::pin(async move {
                match &tx.conn {
                    Conn::Sqlite(conn) => sqlite::integrity(conn),
                    Conn::Postgres(..) => Ok(Vec::new()),
                }
            })
        })
        .await
    }

    /// From now on answers before the commit, so that a test can see that it notices. Only in debug builds.
    #[doc(hidden)]
    #[cfg(debug_assertions)]
    pub fn acknowledge_before_commit(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.acknowledge_before_commit(),
            Engine::Postgres(postgres) => postgres.acknowledge_before_commit(),
        }
    }

    /// Runs `work` on one moment of the store. It must not write: the engines refuse it.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read(work).await,
            Engine::Postgres(postgres) => postgres.read(work).await,
        }
    }

    /// Asks one question: a statement's one row, or none. Sees one moment; cheaper than `read`, for what each request asks.
    pub async fn look_up(&self, lookup: &'static Lookup, values: Vec<Value>) -> Result<Option<Row>> {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.look_up(lookup, &values).await,
            Engine::Postgres(postgres) => postgres.look_up(lookup, values).await,
        }
    }

    /// As `read`, for work that reads a whole store and takes its time: nothing else waits for it.
    pub async fn read_much<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.read_much(work).await,
            Engine::Postgres(postgres) => postgres.read(work).await,
        }
    }
}

impl Tx {
    /// Every row of a statement.
    pub async fn rows(&mut self, sql: &'static str, params: &[Value]) -> Result<Vec<Row>> {
        self.rows_of(sql, params).await
    }

    /// As `rows`, for a statement that was put together in this folder from the schema's own names.
    async fn rows_of(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::rows(conn, sql, params),
            Conn::Postgres(conn, _) => postgres::rows(conn, sql, params).await,
        }
    }

    /// The first row of a statement, if there is one.
    pub async fn first(&mut self, sql: &'static str, params: &[Value]) -> Result<Option<Row>> {
        Ok(self.rows(sql, params).await?.into_iter().next())
    }

    /// Runs a statement and says how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, params: &[Value]) -> Result<u64> {
        self.run_of(sql, params).await
    }

    /// As `run`, for a statement that was put together in this folder from the schema's own names.
    async fn run_of(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::run(conn, sql, params),
            Conn::Postgres(conn, _) => postgres::run(conn, sql, params).await,
        }
    }

    /// Draws something that no other caller gets: the statement's one row, or none. See [`Draw`].
    pub async fn draw(&mut self, draw: &'static Draw, values: Vec<Value>) -> Result<Option<Row>> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::look_up(conn, draw.0.sqlite, &values),
            Conn::Postgres(_, questions) => questions.draw(draw, values).await,
        }
    }

    /// Notes a hint for the bus; it is sent after the commit, and forgotten when the transaction is undone.
    pub fn hint(&mut self, hint: Hint) {
        self.hints.push(hint);
    }

    /// The text of a statement that the engines spell differently.
    pub fn spell(&self, both: &Both) -> &'static str {
        match self.conn {
            Conn::Sqlite(_) => both.sqlite,
            Conn::Postgres(..) => both.postgres,
        }
    }

    /// Prepares a statement and says how many values it takes and which columns it gives, for the conformance test.
    #[doc(hidden)]
    pub async fn describe(&mut self, sql: &str) -> Result<(usize, Vec<String>)> {
        match &mut self.conn {
            Conn::Sqlite(conn) => sqlite::describe(conn, sql),
            Conn::Postgres(conn, _) => postgres::describe(conn, sql).await,
        }
    }
}
