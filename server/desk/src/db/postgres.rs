//! PostgreSQL: a pool of connections; a transaction is run again when the server asks for it or when another was first.

use std::error::Error as Cause;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deadpool_postgres::{Hook, HookError, Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime};
use tokio_postgres::config::Host;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, private::BytesMut, to_sql_checked};
use uuid::Uuid;

use super::lookup::{Carrier, Draw, Gathering, Share};
use super::{Conn, Lookup, Row, Tx, Value, Work, notify};
use crate::bus::Bus;
use crate::error::{Error, Result};

/// How often a transaction is run before it is given up.
const TRIES: usize = 8;
/// A server may be set to answer before a commit is on the disk; for us it never does. Stricter settings stay.
const DURABLE: &str = "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'";
/// For lookups: planned once, for any number of questions, and always by the keys. A plan that was made while a table was
/// small must not read it whole when it has grown. A draw need not wait for the disk: whatever uses it commits later, and the
/// server's log is written in order, so no crash keeps the use and loses the draw.
const PLANNED_ONCE: &str = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; \
    set enable_hashjoin = off; set enable_mergejoin = off; set enable_bitmapscan = off; set synchronous_commit = off";
/// Connections at most.
const CONNECTIONS: usize = 16;
/// Connections for lookups at most, besides: they wait for no transaction.
const LOOKUP_CONNECTIONS: usize = 4;
/// How long one statement of lookups may take before its connection counts as broken; and how long anybody waits for one.
const LOOKUP_WITHIN: Duration = Duration::from_secs(10);
/// How often a statement of lookups is sent, when connections break.
const LOOKUP_TRIES: usize = 3;

/// How the connection to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Checked against the public roots; what any server over a network should have.
    Verified,
    /// None: for a Unix socket or a loopback address.
    Off,
}

impl Tls {
    /// What a server at this address needs: no protection on a socket or on this machine, verified TLS everywhere else,
    /// whatever the address asks for.
    pub fn needed(url: &str) -> Result<Self> {
        let config: tokio_postgres::Config = url.parse().map_err(Error::unexpected)?;
        let is_here = |host: &Host| match host {
            Host::Unix(_) => true,
            Host::Tcp(name) => ["localhost", "127.0.0.1", "::1"].contains(&name.as_str()),
        };
        let is_local = config.get_hosts().iter().all(is_here) && config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback);
        Ok(if is_local { Self::Off } else { Self::Verified })
    }
}

/// TLS checked against the public roots.
pub(super) fn tls() -> tokio_postgres_rustls::MakeRustlsConnect {
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let client = rustls::ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    tokio_postgres_rustls::MakeRustlsConnect::new(client)
}

#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
    questions: Questions,
    bus: Bus,
    is_early: Arc<AtomicBool>,
    listening: tokio_postgres::Config,
    protection: Tls,
}

/// What is asked outside of transactions: on connections of its own, so nobody who holds a transaction waits for another one.
#[derive(Clone)]
pub(super) struct Questions {
    connections: Pool,
    gathering: Gathering,
}

impl Questions {
    async fn ask(&self, statement: &'static str, share: Share, values: Vec<Value>) -> Result<Option<Row>> {
        let (answer, carrier) = self.gathering.ask(statement, share, values);
        if let Some(carrier) = carrier {
            tokio::spawn(carry(self.connections.clone(), carrier));
        }
        let answer = tokio::time::timeout(LOOKUP_WITHIN, answer).await;
        answer.ok().and_then(std::result::Result::ok).unwrap_or_else(|| Err(Error::Unavailable("a lookup was broken off".into())))
    }

    /// Draws outside of the caller's transaction.
    pub(super) async fn draw(&self, draw: &'static Draw, values: Vec<Value>) -> Result<Option<Row>> {
        self.ask(draw.0.postgres, Share::Own, values).await
    }
}

impl Postgres {
    pub(super) fn open(url: &str, protection: Tls, bus: Bus) -> Result<Self> {
        let mut config: tokio_postgres::Config = url.parse().map_err(Error::unexpected)?;
        config.application_name("porchlight").connect_timeout(Duration::from_secs(5)).keepalives_idle(Duration::from_secs(30));
        Ok(Self {
            pool: pool(&config, protection, CONNECTIONS, DURABLE)?,
            questions: Questions {
                connections: pool(&config, protection, LOOKUP_CONNECTIONS, PLANNED_ONCE)?,
                gathering: Gathering::default(),
            },
            bus,
            is_early: Arc::default(),
            listening: config,
            protection,
        })
    }

    /// Joins the bus of all nodes on this server, until the process ends.
    pub(super) fn join_bus(&self) {
        tokio::spawn(notify::carry(self.listening.clone(), self.protection, self.bus.clone()));
    }

    /// From now on answers before the commit: for the test that must go red then.
    #[cfg(debug_assertions)]
    pub(super) fn acknowledge_before_commit(&self) {
        self.is_early.store(true, Ordering::SeqCst);
    }

    /// In a task of its own, so that a caller who goes away leaves no open transaction behind.
    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        let store = self.clone();
        let task = tokio::spawn(async move { store.transact("begin", &work).await });
        task.await.map_err(Error::unexpected)?
    }

    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        let store = self.clone();
        let task = tokio::spawn(async move { store.transact("begin isolation level repeatable read read only", &work).await });
        task.await.map_err(Error::unexpected)?
    }

    /// One statement sees one moment by itself. Carriers are tasks of their own, so that a caller who goes away leaves nobody
    /// waiting.
    pub(super) async fn look_up(&self, lookup: &'static Lookup, values: Vec<Value>) -> Result<Option<Row>> {
        self.questions.ask(lookup.0.postgres, Share::Same, values).await
    }

    async fn transact<T, F>(&self, begin: &str, work: &F) -> Result<T>
    where
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T>,
    {
        let mut tries = 1;
        loop {
            match self.transact_once(begin, work).await {
                Err(Error::Again(cause) | Error::Taken(cause)) if tries < TRIES => {
                    tracing::debug!(error = cause, tries, "a transaction is run again");
                    tokio::time::sleep(Duration::from_millis(2 << tries)).await;
                    tries += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn transact_once<T, F>(&self, begin: &str, work: &F) -> Result<T>
    where
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T>,
    {
        let conn = self.pool.get().await.map_err(|error| Error::Unavailable(Box::new(error)))?;
        conn.batch_execute(begin).await.map_err(fault)?;
        let mut tx = Tx { conn: Conn::Postgres(conn, self.questions.clone()), hints: Vec::new() };
        let outcome = work(&mut tx).await;
        let Conn::Postgres(conn, _) = &tx.conn else {
            return Err(Error::unexpected("not a server's connection"));
        };
        if cfg!(debug_assertions) && self.is_early.load(Ordering::SeqCst) && outcome.is_ok() {
            commit_later(tx);
            return outcome;
        }
        match outcome {
            Ok(answer) => match conn.batch_execute("commit").await {
                Ok(()) => {
                    self.bus.publish(tx.hints);
                    Ok(answer)
                }
                Err(error) => {
                    drop_broken(tx);
                    Err(fault(error))
                }
            },
            Err(error) => {
                if conn.batch_execute("rollback").await.is_err() {
                    drop_broken(tx);
                }
                Err(error)
            }
        }
    }
}

/// A pool of connections that each begin with `first`. The connection that was used last is used next: it is warm.
fn pool(config: &tokio_postgres::Config, protection: Tls, connections: usize, first: &'static str) -> Result<Pool> {
    let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let manager = match protection {
        Tls::Off => Manager::from_config(config.clone(), tokio_postgres::NoTls, recycling),
        Tls::Verified => Manager::from_config(config.clone(), tls(), recycling),
    };
    Pool::builder(manager)
        .max_size(connections)
        .queue_mode(QueueMode::Lifo)
        .wait_timeout(Some(Duration::from_secs(10)))
        .create_timeout(Some(Duration::from_secs(10)))
        .runtime(Runtime::Tokio1)
        .post_create(Hook::async_fn(move |client, _| {
            Box::pin(async move { client.batch_execute(first).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(Error::unexpected)
}

/// Asks what waits, until nothing does.
async fn carry(pool: Pool, mut carrier: Carrier) {
    loop {
        // Whoever is about to ask anyway is let through first, and asked along.
        tokio::task::yield_now().await;
        let Some(batch) = carrier.next() else { return };
        let lookup = carrier.lookup();
        match ask(&pool, lookup, &batch.columns()).await {
            Err(Error::Unexpected(cause)) => match batch.alone() {
                Err(single) => single.answer(Err(Error::Unexpected(cause))),
                Ok(all) => {
                    for one in all {
                        let outcome = ask(&pool, lookup, &one.columns()).await;
                        one.answer(outcome);
                    }
                }
            },
            outcome => batch.answer(outcome),
        }
    }
}

/// Once more on another connection when the first one broke: a question changes nothing.
async fn ask(pool: &Pool, lookup: &'static str, columns: &[Vec<&Value>]) -> Result<Vec<Row>> {
    for _ in 0..LOOKUP_TRIES {
        let conn = pool.get().await.map_err(|error| Error::Unavailable(Box::new(error)))?;
        match tokio::time::timeout(LOOKUP_WITHIN, rows(&conn, lookup, columns)).await {
            Ok(Err(Error::Unavailable(_))) => drop(Object::take(conn)),
            Ok(outcome) => return outcome,
            Err(_) => {
                drop(Object::take(conn));
                break;
            }
        }
    }
    Err(Error::Unavailable("a lookup was not answered".into()))
}

/// What must never be done, so that the tests see what happens then. Not in the released program.
fn commit_later(tx: Tx) {
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(5)).await;
        if let Conn::Postgres(conn, _) = &tx.conn {
            let _ = conn.batch_execute("commit").await;
        }
    });
}

/// Takes a connection out of the pool whose transaction could not be ended.
fn drop_broken(tx: Tx) {
    if let Conn::Postgres(conn, _) = tx.conn {
        drop(Object::take(conn));
    }
}

impl ToSql for Value {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Box<dyn Cause + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Bool(is) => is.to_sql(kind, out),
            Self::Int(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
            Self::Bytes(bytes) => bytes.to_sql(kind, out),
            Self::Id(id) => id.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::BOOL | Type::INT8 | Type::TEXT | Type::BYTEA | Type::UUID)
    }

    to_sql_checked!();
}

pub(super) async fn rows<P: ToSql + Sync>(conn: &Object, sql: &str, params: &[P]) -> Result<Vec<Row>> {
    let statement = conn.prepare_cached(sql).await.map_err(fault)?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    let rows = conn.query(&statement, &params).await.map_err(fault)?;
    rows.iter().map(row).collect()
}

pub(super) async fn run(conn: &Object, sql: &str, params: &[Value]) -> Result<u64> {
    let statement = conn.prepare_cached(sql).await.map_err(fault)?;
    let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
    conn.execute(&statement, &params).await.map_err(fault)
}

pub(super) async fn describe(conn: &Object, sql: &str) -> Result<(usize, Vec<String>)> {
    let statement = conn.prepare(sql).await.map_err(fault)?;
    Ok((statement.params().len(), statement.columns().iter().map(|column| column.name().to_owned()).collect()))
}

/// Runs a script of several statements, for migrations.
pub(super) async fn batch(conn: &Object, sql: &str) -> Result<()> {
    conn.batch_execute(sql).await.map_err(fault)
}

fn row(row: &tokio_postgres::Row) -> Result<Row> {
    let read = |at: usize, kind: &Type| -> std::result::Result<Value, tokio_postgres::Error> {
        Ok(match *kind {
            Type::BOOL => row.try_get::<_, Option<bool>>(at)?.map_or(Value::Null, Value::Bool),
            Type::INT8 => row.try_get::<_, Option<i64>>(at)?.map_or(Value::Null, Value::Int),
            Type::INT4 => row.try_get::<_, Option<i32>>(at)?.map_or(Value::Null, |number| Value::Int(number.into())),
            Type::UUID => row.try_get::<_, Option<Uuid>>(at)?.map_or(Value::Null, Value::Id),
            Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(at)?.map_or(Value::Null, Value::Bytes),
            _ => row.try_get::<_, Option<String>>(at)?.map_or(Value::Null, Value::Text),
        })
    };
    let values =
        row.columns().iter().enumerate().map(|(at, column)| read(at, column.type_()).map_err(fault)).collect::<Result<_>>()?;
    Ok(Row::new(values))
}

fn fault(error: tokio_postgres::Error) -> Error {
    let Some(code) = error.code() else {
        return if error.is_closed() || error.source().is_some_and(<dyn std::error::Error + 'static>::is::<std::io::Error>) {
            Error::Unavailable(Box::new(error))
        } else {
            Error::Unexpected(Box::new(error))
        };
    };
    match *code {
        SqlState::UNIQUE_VIOLATION => Error::Taken(Box::new(error)),
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => Error::Again(Box::new(error)),
        SqlState::DISK_FULL
        | SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::TOO_MANY_CONNECTIONS
        | SqlState::READ_ONLY_SQL_TRANSACTION
        | SqlState::CONNECTION_FAILURE
        | SqlState::OUT_OF_MEMORY
        | SqlState::IO_ERROR => Error::Unavailable(Box::new(error)),
        _ => Error::Unexpected(Box::new(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_without_protection() {
        let check = |url: &str, expected| assert_eq!(Tls::needed(url).ok(), Some(expected), "{url}");
        check("host=/run/postgresql dbname=x", Tls::Off);
        check("postgres://me@localhost/x", Tls::Off);
        check("postgres://me@127.0.0.1:5433/x?sslmode=disable", Tls::Off);
        check("postgres://me@localhost.example.net/x", Tls::Verified);
        check("postgres://me@127.0.0.1.nip.io/x", Tls::Verified);
        check("postgres://me@db.example/x?sslmode=disable", Tls::Verified);
        check("postgres://me@db.example/x?application_name=host%3D/run", Tls::Verified);
        check("host=localhost hostaddr=203.0.113.9", Tls::Verified);
    }
}
