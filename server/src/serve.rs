//! Serving: opens the store and the listeners, works until told to stop, then ends in good order.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Router;
use desk::Desk;
use desk::bus::Bus;
use desk::clock::Clock;
use desk::db::{Db, Tls};
use desk::files::Files;
use desk::mail::{Post, Smtp};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;
use crate::emails::Catalogs;
use crate::listen::{self, ListenerConfig};
use crate::{health, router};

/// What stops the program before it serves.
pub type Fatal = Box<dyn std::error::Error + Send + Sync>;

/// How long open requests may take to finish at the end.
const DRAIN: Duration = Duration::from_secs(10);
/// How often figures are folded.
const FOLD: Duration = Duration::from_secs(5);
/// How often what nobody needs is swept away.
const SWEEP: Duration = Duration::from_mins(10);
/// As many are a day.
const SWEEPS_A_DAY: u64 = 24 * 6;

/// What is served besides the portal and the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demo {
    /// Fill an empty store with the demo and show the demo shop.
    pub is_wanted: bool,
}

/// Where everything is, once it listens.
#[derive(Debug, Clone)]
pub struct Addresses {
    /// The portal.
    pub portal: String,
    /// The desk: with a one-time link while no agent has a password.
    pub desk: String,
    /// The demo shop, if there is one.
    pub shop: Option<String>,
    /// The mailbox viewer, while mail is caught.
    pub mailbox: Option<String>,
}

/// Opens the desk that a configuration describes. Does not migrate.
pub fn open_desk(config: &Config) -> Result<Desk, Fatal> {
    std::fs::create_dir_all(&config.data)
        .map_err(|error| format!("data: cannot create the folder {}: {error}", config.data.display()))?;
    let bus = Bus::default();
    let db = open_db(config, bus.clone())?;
    #[cfg(debug_assertions)]
    if config.fault.as_deref() == Some("acknowledge_before_commit") {
        db.acknowledge_before_commit();
    }
    let post = match &config.smtp {
        None => Post::Catcher { from: config.mail_from.clone() },
        Some(smtp) => Post::smtp(
            Smtp {
                host: smtp.host.clone(),
                port: smtp.port,
                protection: smtp.protection,
                credentials: smtp.credentials.as_ref().map(|(user, password)| (user.clone(), password.reveal().to_owned())),
                timeout: desk::mail::TIMEOUT,
            },
            &config.mail_from,
        )?,
    };
    Ok(Desk {
        db: Arc::new(db),
        clock: Clock::System,
        bus,
        files: Files::open(&config.data.join("files"))?,
        post: Arc::new(post),
        emails: Arc::new(Catalogs),
        measured: desk::tickets::Measured::default(),
        looks: desk::sites::Looks::default(),
        sightings: desk::sites::Sightings::default(),
        avatars: desk::agents::Avatars::default(),
        histories: desk::tickets::Histories::default(),
        base_url: config.base_url.as_str().into(),
    })
}

fn open_db(config: &Config, bus: Bus) -> Result<Db, Fatal> {
    match &config.database_url {
        None => Ok(Db::open_sqlite(&sqlite_path(&config.data), bus)?),
        Some(url) => {
            let url = url.reveal();
            Ok(Db::open_postgres(url, Tls::needed(url)?, bus)?)
        }
    }
}

/// The embedded database's file.
pub fn sqlite_path(data: &Path) -> std::path::PathBuf {
    data.join("porchlight.sqlite")
}

/// Serves until `stop` says so. `told` hears the addresses as soon as all of it listens.
pub async fn serve(config: Config, demo: Demo, stop: watch::Receiver<bool>, told: impl FnOnce(&Addresses)) -> Result<(), Fatal> {
    health::start_counting();
    let desk = open_desk(&config)?;
    desk.db.migrate(&desk.clock).await?;
    desk.db.join_bus();
    let main = listen(config.listen, "listen").await?;
    let listen = main.local_addr()?;
    let next = |more: u16| SocketAddr::new([127, 0, 0, 1].into(), listen.port().wrapping_add(more));
    let store = if demo.is_wanted { Some(self::listen(next(1), "the demo shop").await?) } else { None };
    let mailbox = if config.smtp.is_none() { Some(self::listen(next(2), "the mailbox viewer").await?) } else { None };
    if demo.is_wanted {
        desk::demo::fill(&desk, &format!("http://{}", next(1))).await?;
    }
    let workspace = desk.workspaces().settle("main", "Porchlight").await?;
    let app = App::new(desk.clone(), config, workspace, stop.clone());
    let addresses = addresses(&app, store.as_ref(), mailbox.as_ref()).await?;

    let config = ListenerConfig {
        head_within: app.timeouts.head_within,
        connection_limits: Arc::clone(&app.connection_limits),
        unbounded: app.config.trusted_proxies.clone().into(),
    };
    let mut tasks = JoinSet::new();
    tasks.spawn(serve_one(main, router::router(app.clone()), config.clone(), stop.clone()));
    for (listener, router) in [(store, router::shop(app.clone())), (mailbox, router::mailbox(app.clone()))] {
        if let Some(listener) = listener {
            tasks.spawn(serve_one(listener, router, config.clone(), stop.clone()));
        }
    }
    tasks.spawn(work(desk, stop.clone()));
    tasks.spawn(sweep(app.clone(), stop.clone()));
    told(&addresses);
    finish(tasks, stop).await?;
    farewell(&app).await;
    Ok(())
}

/// Waits until every live socket was told to come back.
async fn farewell(app: &App) {
    for _ in 0..100 {
        if app.sockets.load(Ordering::SeqCst) == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

async fn finish(mut tasks: JoinSet<Result<(), Fatal>>, mut stop: watch::Receiver<bool>) -> Result<(), Fatal> {
    tokio::select! {
        ended = tasks.join_next() => {
            if let Some(ended) = ended {
                ended??;
            }
        }
        _ = stop.changed() => {}
    }
    let drained = tokio::time::timeout(DRAIN, async {
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        Ok::<(), Fatal>(())
    });
    drained.await.unwrap_or(Ok(()))
}

async fn work(desk: Desk, stop: watch::Receiver<bool>) -> Result<(), Fatal> {
    desk.work(stop).await;
    Ok(())
}

async fn sweep(app: App, mut stop: watch::Receiver<bool>) -> Result<(), Fatal> {
    for round in 0_u64.. {
        if *stop.borrow() {
            break;
        }
        app.limits.tidy();
        // What a crash left is there from the start, and seldom comes later.
        if round.is_multiple_of(SWEEPS_A_DAY)
            && let Err(error) = app.desk.attachments().sweep_leftovers().await
        {
            tracing::warn!(error = %error, "could not sweep the folder of files");
        }
        if let Err(error) = app.desk.tidy_up().await {
            tracing::warn!(error = %error, "could not delete expired data");
        }
        for _ in 0..SWEEP.as_secs() / FOLD.as_secs() {
            health::fold();
            tokio::select! {
                () = tokio::time::sleep(FOLD) => {}
                _ = stop.changed() => return Ok(()),
            }
        }
    }
    Ok(())
}

async fn listen(address: SocketAddr, what: &str) -> Result<TcpListener, Fatal> {
    TcpListener::bind(address).await.map_err(|error| {
        format!("{what}: cannot listen on {address}: {error}. If Porchlight is already running, choose another port").into()
    })
}

async fn serve_one(
    listener: TcpListener,
    router: Router,
    config: ListenerConfig,
    stop: watch::Receiver<bool>,
) -> Result<(), Fatal> {
    listen::serve(listener, router, config, stop).await;
    Ok(())
}

async fn addresses(app: &App, shop: Option<&TcpListener>, mailbox: Option<&TcpListener>) -> Result<Addresses, Fatal> {
    let base = &app.config.base_url;
    let agents = app.desk.agents();
    let desk = if agents.is_first_missing(app.workspace).await? {
        format!("{base}/desk/welcome/{}", agents.invite_first(app.workspace).await?.reveal())
    } else {
        format!("{base}/desk")
    };
    let at = |listener: &TcpListener| listener.local_addr().map(|address| format!("http://{address}/"));
    Ok(Addresses { portal: format!("{base}/"), desk, shop: shop.map(at).transpose()?, mailbox: mailbox.map(at).transpose()? })
}
