//! The real program on this machine: installed in a folder of its own, started, killed, stopped, as an operator would.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use desk::Desk;
use desk::bus::Bus;
use desk::clock::Clock;
use desk::db::{Db, Tls};
use desk::files::Files;
use desk::mail::Post;
use model::id::WorkspaceId;
use server::emails::Catalogs;
use tempfile::TempDir;

use crate::{Client, Engine, PASSWORD, engine, site_draft};

/// How long the program may take to listen before the test gives up.
const STARTS_WITHIN: Duration = Duration::from_secs(30);
/// The next port to try; each program needs three in a row.
static NEXT_PORT: AtomicU16 = AtomicU16::new(0);

/// A desk's data with a workspace, an agent and a site, on one engine.
pub struct Installation {
    /// Where the data is.
    pub folder: TempDir,
    /// How PostgreSQL is reached, if that is the engine.
    pub database_url: Option<String>,
    /// The site's public key.
    pub site: String,
    /// The workspace.
    pub workspace: WorkspaceId,
}

impl Installation {
    /// A fresh one. `mina@tarn.example` is its agent.
    pub async fn on(engine: Engine) -> Self {
        let database_url = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(engine::new_database().await),
        };
        Self::at(tempfile::tempdir().unwrap(), database_url).await
    }

    /// A fresh one in a folder, on a PostgreSQL that is reached so, or on the embedded engine.
    pub async fn at(folder: TempDir, database_url: Option<String>) -> Self {
        let desk = desk(folder.path(), database_url.as_deref());
        desk.db.migrate(&desk.clock).await.unwrap();
        let workspace = desk.workspaces().found("tarn", "Tarn").await.unwrap();
        let id = desk.agents().put(workspace, "Mina Koch", "mina@tarn.example", Some(PASSWORD)).await.unwrap();
        let mina = desk::Actor::Agent { workspace, id, name: "Mina Koch".into() };
        desk.sites().add(&mina, site_draft(&desk)).await.unwrap();
        let site = desk.sites().first(workspace).await.unwrap().unwrap().key.clone();
        Self { folder, database_url, site, workspace }
    }

    /// The same data, opened by this test. Only while no program changes it, or to read.
    pub fn desk(&self) -> Desk {
        desk(self.folder.path(), self.database_url.as_deref())
    }
}

fn desk(folder: &Path, database_url: Option<&str>) -> Desk {
    let bus = Bus::default();
    let db = match database_url {
        None => Db::open_sqlite(&server::serve::sqlite_path(folder), bus.clone()),
        Some(url) => Db::open_postgres(url, Tls::Off, bus.clone()),
    };
    Desk {
        db: Arc::new(db.unwrap()),
        clock: Clock::System,
        bus,
        files: Files::open(&folder.join("files")).unwrap(),
        post: Arc::new(Post::Catcher { from: "help@localhost".into() }),
        emails: Arc::new(Catalogs),
        measured: desk::tickets::Measured::default(),
        looks: desk::sites::Looks::default(),
        sightings: desk::sites::Sightings::default(),
        avatars: desk::agents::Avatars::default(),
        histories: desk::tickets::Histories::default(),
        base_url: crate::BASE.into(),
    }
}

/// The program on an installation.
pub struct Program {
    /// Where it listens.
    pub address: SocketAddr,
    /// The base address that it answers to.
    pub base: String,
    command: Command,
    child: Option<Child>,
}

impl Program {
    /// How to start the program on an installation. Nothing runs yet.
    pub fn on(installation: &Installation) -> Self {
        let port = free_ports();
        Self::behind(installation, port, &format!("http://localhost:{port}"))
    }

    /// As `on`, behind a base address that other nodes share.
    pub fn beside(installation: &Installation, base: &str) -> Self {
        Self::behind(installation, free_ports(), base)
    }

    fn behind(installation: &Installation, port: u16, base: &str) -> Self {
        let mut command = Command::new(binary());
        command
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--base-url", base])
            .args(["--writes-per-minute", "100000000", "--data"])
            .arg(installation.folder.path())
            .env("PORCHLIGHT_LOG_FILTER", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        if let Some(url) = &installation.database_url {
            command.args(["--database-url", url]);
        }
        Self { address: (Ipv4Addr::LOCALHOST, port).into(), base: base.to_owned(), command, child: None }
    }

    /// Changes how it is started: flags, environment.
    pub fn with(mut self, change: impl FnOnce(&mut Command)) -> Self {
        change(&mut self.command);
        self
    }

    /// Starts it and waits until it listens. Says how long that took.
    pub fn start(&mut self) -> Duration {
        let began = Instant::now();
        self.child = Some(self.command.spawn().unwrap());
        while TcpStream::connect(self.address).is_err() {
            if let Some(status) = self.child.as_mut().and_then(|child| child.try_wait().unwrap()) {
                panic!("the program ended with {status} before it listened");
            }
            assert!(began.elapsed() < STARTS_WITHIN, "the program does not listen");
            std::thread::sleep(Duration::from_millis(2));
        }
        began.elapsed()
    }

    /// Starts it unless it runs.
    pub fn start_again(&mut self) {
        if !self.runs() {
            self.start();
        }
    }

    /// `kill -9`: no farewell.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Asks it to stop, and waits until it is gone.
    pub fn stop(&mut self) -> ExitStatus {
        let mut child = self.child.take().expect("it runs");
        signal(child.id(), "TERM").unwrap();
        child.wait().unwrap()
    }

    /// Is it still there?
    pub fn runs(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| child.try_wait().unwrap().is_none())
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.as_ref().expect("it runs").id()
    }

    /// A client of it, with no cookies.
    pub fn client(&self) -> Client {
        Client::new(self.address, &self.base)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a signal to a process.
pub fn signal(process: u32, name: &str) -> io::Result<()> {
    let status = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("no such process")) }
}

/// The program beside this test, as `cargo xtask test` builds it.
pub fn binary() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let mut folder = here.parent().unwrap();
    if folder.ends_with("deps") {
        folder = folder.parent().unwrap();
    }
    let binary = folder.join("porchlight");
    assert!(binary.is_file(), "{} is missing: `cargo xtask test` builds it", binary.display());
    binary
}

/// The first of three free ports in a row.
fn free_ports() -> u16 {
    let is_free = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok();
    // Below the range from which the system gives ports to outgoing connections.
    let first = 12_000 + u16::try_from(std::process::id() % 4000).unwrap() * 4;
    loop {
        let port = first.wrapping_add(NEXT_PORT.fetch_add(4, Ordering::Relaxed)) % 18_000 + 12_000;
        if (port..port + 3).all(is_free) {
            return port;
        }
    }
}
