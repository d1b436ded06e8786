//! The world that stories happen in: a whole desk on each engine, with a clock that is set by hand and mail that is
//! caught, behind the real router. Nothing here reaches beyond this machine.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::format_push_string,
    reason = "a test's world fails loudly"
)]

use std::sync::Arc;

use desk::bus::Bus;
use desk::clock::Clock;
use desk::db::{Db, Tls};
use desk::files::Files;
use desk::mail::{Caught, Post, Smtp, TIMEOUT};
use desk::sites::SiteDraft;
use desk::{Actor, Desk};
use model::id::{AgentId, WorkspaceId};
use model::site::{OfficeHours, Site};
use model::team::Access;
use model::time::Time;
use server::app::App;
use server::config::{Config, Given};
use server::emails::Catalogs;
use server::timeouts::Timeouts;
use tempfile::TempDir;
use tokio::sync::watch;

mod browser;
mod client;
mod cluster;
mod dice;
mod engine;
mod load;
mod people;
mod program;
mod socket;

pub use browser::{Answer, Browser, Part, form};
pub use client::{Client, Live, Lost, Reply};
pub use cluster::Cluster;
pub use dice::Dice;
pub use engine::{Engine, new_database, open};
pub use load::{Acked, Ledger, Load, stored};
pub use people::{Caller, PICTURE, People, Things, under_the_floor};
pub use program::{Installation, Program, binary, signal};
pub use socket::{Heard, Listening, Socket};

/// Where the portal is in stories.
pub const BASE: &str = "http://localhost:8700";
/// The shop that carries the widget in stories.
pub const SHOP: &str = "https://shop.example";
/// Every agent's password in stories.
pub const PASSWORD: &str = "correct horse battery";
/// When stories begin: Monday 23 November 2026, 10:00 UTC.
pub const BEGINNING: Time = Time(1_795_428_000_000_000);

/// One installation on one engine.
pub struct World {
    /// Which engine.
    pub engine: Engine,
    /// The work.
    pub desk: Desk,
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Its site.
    pub site: Arc<Site>,
    app: App,
    stop: watch::Sender<bool>,
    folder: TempDir,
}

impl World {
    /// A fresh world on SQLite and one on PostgreSQL. PostgreSQL is never skipped: without it the story fails.
    pub async fn on_each_engine() -> Vec<Self> {
        let mut worlds = Vec::new();
        for engine in [Engine::Sqlite, Engine::Postgres] {
            worlds.push(Self::on(engine).await);
        }
        worlds
    }

    /// A fresh world on one engine.
    pub async fn on(engine: Engine) -> Self {
        Self::with(engine, Given::default(), Timeouts::default()).await
    }

    /// A fresh world on one engine, configured otherwise. Writes are not counted unless it says so.
    pub async fn with(engine: Engine, given: Given, timeouts: Timeouts) -> Self {
        let (folder, desk) = Self::migrated(engine).await;
        let workspace = desk.workspaces().found("tarn", "Tarn").await.unwrap();
        let mina = desk.agents().put(workspace, "Mina Koch", "mina@tarn.example", Some(PASSWORD)).await.unwrap();
        let mina = desk::Actor::Agent { workspace, id: mina, name: "Mina Koch".into() };
        desk.sites().add(&mina, site_draft(&desk)).await.unwrap();
        Self::around(engine, folder, desk, workspace, given, timeouts).await
    }

    /// An installation on one engine as it first starts: nobody has an account.
    pub async fn fresh(engine: Engine) -> Self {
        let (folder, desk) = Self::migrated(engine).await;
        let workspace = desk.workspaces().settle("main", "Porchlight").await.unwrap();
        Self::around(engine, folder, desk, workspace, Given::default(), Timeouts::default()).await
    }

    async fn migrated(engine: Engine) -> (TempDir, Desk) {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::default();
        let desk = Desk {
            db: Arc::new(engine::open(engine, folder.path(), bus.clone()).await),
            clock: Clock::set_at(BEGINNING),
            bus,
            files: Files::open(&folder.path().join("files")).unwrap(),
            post: Arc::new(Post::Catcher { from: "help@localhost".into() }),
            emails: Arc::new(Catalogs),
            measured: desk::tickets::Measured::default(),
            looks: desk::sites::Looks::default(),
            sightings: desk::sites::Sightings::default(),
            avatars: desk::agents::Avatars::default(),
            histories: desk::tickets::Histories::default(),
            base_url: BASE.into(),
        };
        desk.db.migrate(&desk.clock).await.unwrap();
        (folder, desk)
    }

    async fn around(
        engine: Engine,
        folder: TempDir,
        desk: Desk,
        workspace: WorkspaceId,
        given: Given,
        timeouts: Timeouts,
    ) -> Self {
        let (stop, stopped) = watch::channel(false);
        let config = given.over(Given { writes_per_minute: Some("100000".into()), ..Given::default() }).check().unwrap();
        let site = desk.sites().first(workspace).await.unwrap().unwrap();
        let desk = Desk { post: Arc::new(post(&config)), ..desk };
        let app = App::with_timeouts(desk.clone(), config, workspace, stopped, timeouts);
        Self { engine, desk, workspace, site, app, stop, folder }
    }

    /// A browser with no cookies.
    pub fn browser(&self) -> Browser {
        Browser::new(server::router::router(self.app.clone()))
    }

    /// A browser in which Mina is signed in.
    pub async fn mina(&self) -> Browser {
        self.agent("mina@tarn.example").await
    }

    /// A browser in which the agent of this address is signed in.
    pub async fn agent(&self, mail: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/desk/sign-in", &[("mail", mail), ("password", PASSWORD)]).await;
        assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/desk")), "{}", answer.body);
        browser
    }

    /// Keeps an agent out, as a colleague does at the desk.
    pub async fn disables(&self, id: AgentId) {
        let system = Actor::System { workspace: self.workspace };
        self.desk.agents().set_access(&system, id, self.desk.clock.id(), Access::Disabled).await.unwrap();
    }

    /// Lets time pass and does what is due then.
    pub async fn waits(&self, seconds: i64) {
        self.desk.clock.advance(seconds);
        self.desk.run_due_jobs().await.unwrap();
    }

    /// The emails to an address, newest first.
    pub async fn emails_to(&self, mail: &str) -> Vec<Caught> {
        self.desk.caught_mail(100).await.unwrap().into_iter().filter(|caught| caught.to == mail).collect()
    }

    /// The path of the link in the newest email to an address.
    pub async fn link_to(&self, mail: &str) -> String {
        let emails = self.emails_to(mail).await;
        let text = &emails.first().unwrap_or_else(|| panic!("no email to {mail}")).text;
        let from = text.find("/link/").expect("a link in the email");
        text[from..].split_whitespace().next().unwrap().to_owned()
    }

    /// Listens on a port of this machine, as the program does.
    pub async fn listens(&self) -> Listening {
        Listening::open(&self.app).await
    }

    /// How many live sockets stand.
    pub fn sockets(&self) -> usize {
        self.app.sockets.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// Tells every open poll and socket that the process ends.
    pub fn stops(&self) {
        self.stop.send(true).unwrap();
    }

    /// Its folder on the disk.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The store, for looking under the floor.
    pub fn db(&self) -> &Db {
        &self.desk.db
    }
}

/// Into the catcher, or to the mail server that a test listens as.
fn post(config: &Config) -> Post {
    let Some(smtp) = &config.smtp else { return Post::Catcher { from: "help@localhost".into() } };
    let smtp =
        Smtp { host: smtp.host.clone(), port: smtp.port, protection: smtp.protection, credentials: None, timeout: TIMEOUT };
    Post::smtp(smtp, &config.mail_from).unwrap()
}

/// A site as stories have it.
pub fn site_draft(desk: &Desk) -> SiteDraft {
    SiteDraft {
        key: desk.clock.id(),
        name: "Tarn".into(),
        origins: vec![SHOP.into()],
        accent: "#00646b".into(),
        greeting: String::new(),
        locale: "en".into(),
        hours: OfficeHours::always("UTC"),
        answer_within_seconds: 120,
    }
}

/// A fresh key, as a client makes one.
pub fn key() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// How the tests reach PostgreSQL; see `xtask`, which starts a throw-away cluster.
pub const POSTGRES: &str = "PORCHLIGHT_TEST_POSTGRES";

/// The protection of the throw-away cluster's socket.
pub const SOCKET: Tls = Tls::Off;
