//! The embedded engine: one writer thread that commits up to 128 jobs at once, a few readers beside it.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use tokio::sync::{Semaphore, oneshot};

use super::place::Place;
use super::{Conn, Lookup, Row, Tx, Value, Work};
use crate::bus::{Bus, Hint};
use crate::error::{Error, Result};

/// Most jobs in one commit.
const BATCH_MAX: usize = 128;
/// Most jobs that wait for the writer; a sender past that waits its turn.
const QUEUE_MAX: usize = 4096;
/// Connections for reading.
const READERS: usize = 8;
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 256;

pub(super) struct Sqlite {
    jobs: SyncSender<Box<dyn Job>>,
    readers: Arc<Mutex<Vec<Tx>>>,
    seats: Arc<Semaphore>,
    bus: Bus,
    #[cfg_attr(not(debug_assertions), expect(dead_code, reason = "only debug builds can be told to do it wrong"))]
    is_early: Arc<AtomicBool>,
}

/// One queued write, as the writer thread sees it.
trait Job: Send {
    /// Runs the work inside its savepoint.
    fn run(&mut self, tx: &mut Tx);
    /// Tells the caller, after the commit succeeded or failed.
    fn answer(self: Box<Self>, is_committed: bool);
}

struct Pending<T, F> {
    work: F,
    outcome: Option<Result<T>>,
    hints: Vec<Hint>,
    bus: Bus,
    caller: oneshot::Sender<Result<T>>,
}

impl Sqlite {
    pub(super) fn open(path: &Path, bus: Bus) -> Result<Self> {
        let writer = connect(path, OpenFlags::default())?;
        let mut place = Place::of(path);
        let (jobs, queue) = sync_channel(QUEUE_MAX);
        let writer = Tx { conn: Conn::Sqlite(writer), hints: Vec::new() };
        let is_early = Arc::new(AtomicBool::new(false));
        let breaks = Arc::clone(&is_early);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || write_all(writer, &mut place, &queue, &breaks))
            .map_err(Error::unexpected)?;

        let reading = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let readers = (0..READERS)
            .map(|_| Ok(Tx { conn: Conn::Sqlite(connect(path, reading)?), hints: Vec::new() }))
            .collect::<Result<Vec<_>>>()?;
        let (readers, seats) = (Arc::new(Mutex::new(readers)), Arc::new(Semaphore::new(READERS)));
        Ok(Self { jobs, readers, seats, bus, is_early })
    }

    /// From now on answers before the commit: for the test that must go red then.
    #[cfg(debug_assertions)]
    pub(super) fn acknowledge_before_commit(&self) {
        self.is_early.store(true, Ordering::SeqCst);
    }

    pub(super) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let job = Box::new(Pending { work, outcome: None, hints: Vec::new(), bus: self.bus.clone(), caller });
        let jobs = self.jobs.clone();
        match jobs.try_send(job) {
            Ok(()) => {}
            Err(std::sync::mpsc::TrySendError::Full(job)) => {
                let sent = tokio::task::spawn_blocking(move || jobs.send(job).is_ok()).await;
                if !matches!(sent, Ok(true)) {
                    return Err(gone());
                }
            }
            Err(std::sync::mpsc::TrySendError::Disconnected(_)) => return Err(gone()),
        }
        answer.await.map_err(|_| gone())?
    }

    /// Here and now: what the pages ask for is in memory or one look at the disk away, and a hop to another thread costs more.
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T>,
    {
        let _seat = self.seats.acquire().await.map_err(Error::unexpected)?;
        read_once(&self.readers, &work)
    }

    /// Here and now; one statement needs no transaction to see one moment.
    pub(super) async fn look_up(&self, lookup: &'static Lookup, values: &[Value]) -> Result<Option<Row>> {
        let _seat = self.seats.acquire().await.map_err(Error::unexpected)?;
        let tx = lock(&self.readers).pop().ok_or_else(|| Error::unexpected("no reader is free"))?;
        let outcome = catch_unwind(AssertUnwindSafe(|| match &tx.conn {
            Conn::Sqlite(conn) => look_up(conn, lookup.0.sqlite, values),
            Conn::Postgres(..) => Err(Error::unexpected("not an embedded connection")),
        }));
        lock(&self.readers).push(tx);
        outcome.unwrap_or_else(|_| Err(Error::unexpected("a lookup panicked")))
    }

    /// On a thread of its own, for what reads a whole store.
    pub(super) async fn read_much<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
    {
        let seat = self.seats.clone().acquire_owned().await.map_err(Error::unexpected)?;
        let readers = Arc::clone(&self.readers);
        let outcome = tokio::task::spawn_blocking(move || {
            let _seat = seat;
            read_once(&readers, &work)
        });
        outcome.await.map_err(Error::unexpected)?
    }
}

fn read_once<T>(readers: &Mutex<Vec<Tx>>, work: &impl for<'t> Fn(&'t mut Tx) -> Work<'t, T>) -> Result<T> {
    let mut tx = lock(readers).pop().ok_or_else(|| Error::unexpected("no reader is free"))?;
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        execute(&tx, "begin")?;
        let outcome = poll_once(work(&mut tx));
        let ended = execute(&tx, "rollback");
        outcome.and_then(|answer| ended.map(|()| answer))
    }));
    if outcome.is_err() {
        let _ = execute(&tx, "rollback");
    }
    lock(readers).push(tx);
    outcome.unwrap_or_else(|_| Err(Error::unexpected("a read panicked")))
}

fn lock(readers: &Mutex<Vec<Tx>>) -> std::sync::MutexGuard<'_, Vec<Tx>> {
    readers.lock().unwrap_or_else(PoisonError::into_inner)
}

fn gone() -> Error {
    Error::Unavailable("the writer thread has ended".into())
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let conn = Connection::open_with_flags(path, flags).map_err(fault)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    // A plan stays when other values are bound; without this each binding prepares the statement again.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
    conn.busy_timeout(std::time::Duration::from_secs(5)).map_err(fault)?;
    let is_read_only = flags.contains(OpenFlags::SQLITE_OPEN_READ_ONLY);
    if !is_read_only {
        conn.pragma_update(None, "journal_mode", "wal").map_err(fault)?;
    }
    // FULL: a commit is on the disk before anybody is told. Measured in dependencies: it costs little with group commit.
    conn.execute_batch(
        "pragma synchronous = full; pragma foreign_keys = on; pragma trusted_schema = off; pragma temp_store = memory;",
    )
    .map_err(fault)?;
    Ok(conn)
}

fn write_all(mut tx: Tx, place: &mut Place, queue: &Receiver<Box<dyn Job>>, is_early: &AtomicBool) {
    let mut failed = 0_u64;
    while let Ok(first) = queue.recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH_MAX {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        if cfg!(debug_assertions) && is_early.load(Ordering::SeqCst) {
            answer_before_commit(&mut tx, batch);
            continue;
        }
        let committed = commit(&mut tx, &mut batch).and_then(|()| place.check());
        // A full disk fails every batch: said once, and once when it is over.
        match &committed {
            Err(error) if failed == 0 => tracing::error!(error = %error, "a batch was not committed"),
            Ok(()) if failed > 0 => tracing::info!(failed, "batches are committed again"),
            _ => {}
        }
        failed = if committed.is_ok() { 0 } else { failed + 1 };
        for job in batch {
            job.answer(committed.is_ok());
        }
    }
}

/// What must never be done, so that the tests see what happens then. Not in the released program.
fn answer_before_commit(tx: &mut Tx, mut batch: Vec<Box<dyn Job>>) {
    let _ = execute(tx, "begin immediate");
    for job in &mut batch {
        job.run(tx);
    }
    for job in batch {
        job.answer(true);
    }
    std::thread::sleep(std::time::Duration::from_millis(5));
    let _ = execute(tx, "commit");
}

/// Runs a batch and commits it. After a failure nothing of it stands and the connection is ready for the next batch.
fn commit(tx: &mut Tx, batch: &mut [Box<dyn Job>]) -> Result<()> {
    execute(tx, "begin immediate")?;
    for job in batch.iter_mut() {
        job.run(tx);
    }
    let committed =
        if is_open(tx) { execute(tx, "commit") } else { Err(Error::Unavailable("the engine undid the batch".into())) };
    if committed.is_err() && is_open(tx) {
        let _ = execute(tx, "rollback");
    }
    committed
}

impl<T, F> Job for Pending<T, F>
where
    T: Send + 'static,
    F: for<'t> Fn(&'t mut Tx) -> Work<'t, T> + Send + Sync + 'static,
{
    fn run(&mut self, tx: &mut Tx) {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            execute(tx, "savepoint job")?;
            poll_once((self.work)(tx))
        }));
        let outcome = outcome.unwrap_or_else(|_| Err(Error::unexpected("a write panicked")));
        let ended = match &outcome {
            Ok(_) => execute(tx, "release job"),
            // Where the engine has undone the whole transaction there is no savepoint left to go back to.
            Err(_) if !is_open(tx) => Ok(()),
            Err(_) => execute(tx, "rollback to job").and_then(|()| execute(tx, "release job")),
        };
        let hints = std::mem::take(&mut tx.hints);
        self.outcome = Some(outcome.and_then(|answer| ended.map(|()| answer)));
        if matches!(self.outcome, Some(Ok(_))) {
            self.hints = hints;
        }
    }

    fn answer(self: Box<Self>, is_committed: bool) {
        let Self { outcome, hints, bus, caller, .. } = *self;
        let outcome = match outcome {
            Some(Ok(answer)) if is_committed => {
                bus.publish(hints);
                Ok(answer)
            }
            Some(Err(refused @ Error::Refused(_))) => Err(refused),
            Some(Err(error)) if is_committed => Err(error),
            Some(Err(error @ Error::Unavailable(_))) => Err(error),
            _ => Err(Error::Unavailable("the batch was not committed".into())),
        };
        // A caller that went away has nobody to tell; the write stands.
        let _ = caller.send(outcome);
    }
}

fn is_open(tx: &Tx) -> bool {
    matches!(&tx.conn, Conn::Sqlite(conn) if !conn.is_autocommit())
}

fn execute(tx: &Tx, sql: &str) -> Result<()> {
    match &tx.conn {
        Conn::Sqlite(conn) => {
            conn.prepare_cached(sql).and_then(|mut statement| statement.raw_execute().map(|_| ())).map_err(fault)
        }
        Conn::Postgres(..) => Err(Error::unexpected("not an embedded connection")),
    }
}

/// Nothing inside work on this engine ever waits, so the first poll is the last.
fn poll_once<T>(mut work: Work<'_, T>) -> Result<T> {
    match work.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => Err(Error::unexpected("work in a transaction waited for something outside it")),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Bool(is) => ValueRef::Integer(i64::from(*is)),
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(id) => ValueRef::Blob(id.as_bytes()),
        }))
    }
}

/// `$2` is a *named* parameter to SQLite, numbered by first appearance: so each is bound by its name.
fn bind(statement: &mut rusqlite::CachedStatement<'_>, params: &[Value]) -> Result<()> {
    /// Spelled out, for the few that most statements have.
    const NAMES: [&str; 9] = ["$1", "$2", "$3", "$4", "$5", "$6", "$7", "$8", "$9"];
    for (at, value) in params.iter().enumerate() {
        let name = NAMES.get(at).map_or_else(|| format!("${}", at + 1).into(), |name| Cow::Borrowed(*name));
        let index = statement.parameter_index(&name).map_err(fault)?;
        let index = index.ok_or_else(|| Error::unexpected(format!("the statement has no parameter {name}")))?;
        statement.raw_bind_parameter(index, value).map_err(fault)?;
    }
    Ok(())
}

/// A lookup's or a draw's one row, without the place that it gives first.
pub(super) fn look_up(conn: &Connection, sql: &str, params: &[Value]) -> Result<Option<Row>> {
    let Some(mut row) = rows(conn, sql, params)?.into_iter().next() else { return Ok(None) };
    let _place: i64 = row.take()?;
    Ok(Some(row))
}

pub(super) fn rows(conn: &Connection, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(sql).map_err(fault)?;
    let columns = statement.column_count();
    bind(&mut statement, params)?;
    let mut found = Vec::new();
    let mut rows = statement.raw_query();
    while let Some(row) = rows.next().map_err(fault)? {
        let values = (0..columns).map(|column| row.get_ref(column).map_err(fault).and_then(value)).collect::<Result<_>>()?;
        found.push(Row::new(values));
    }
    Ok(found)
}

pub(super) fn run(conn: &Connection, sql: &str, params: &[Value]) -> Result<u64> {
    let mut statement = conn.prepare_cached(sql).map_err(fault)?;
    bind(&mut statement, params)?;
    let touched = statement.raw_execute().map_err(fault)?;
    u64::try_from(touched).map_err(Error::unexpected)
}

pub(super) fn describe(conn: &Connection, sql: &str) -> Result<(usize, Vec<String>)> {
    let statement = conn.prepare(sql).map_err(fault)?;
    Ok((statement.parameter_count(), statement.column_names().map(str::to_owned).collect()))
}

/// Runs a script of several statements, for migrations.
pub(super) fn batch(conn: &Connection, sql: &str) -> Result<()> {
    conn.execute_batch(sql).map_err(fault)
}

/// What the engine finds wrong with its own file.
pub(super) fn integrity(conn: &Connection) -> Result<Vec<String>> {
    let found = rows(conn, "pragma integrity_check", &[])?;
    let said = found.into_iter().map(|mut row| row.take::<String>()).collect::<Result<Vec<_>>>()?;
    Ok(said.into_iter().filter(|line| line != "ok").collect())
}

fn value(value: ValueRef<'_>) -> Result<Value> {
    Ok(match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(Error::unexpected)?.to_owned()),
        ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        ValueRef::Real(_) => return Err(Error::unexpected("a row holds a fraction")),
    })
}

fn fault(error: rusqlite::Error) -> Error {
    use rusqlite::ffi;
    match &error {
        rusqlite::Error::SqliteFailure(failure, _) => match (failure.code, failure.extended_code) {
            (_, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => Error::Taken(Box::new(error)),
            (
                ErrorCode::DiskFull
                | ErrorCode::SystemIoFailure
                | ErrorCode::ReadOnly
                | ErrorCode::CannotOpen
                | ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::OperationAborted,
                _,
            ) => Error::Unavailable(Box::new(error)),
            _ => Error::Unexpected(Box::new(error)),
        },
        _ => Error::Unexpected(Box::new(error)),
    }
}
