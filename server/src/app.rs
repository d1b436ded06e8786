//! What every door shares.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use desk::Desk;
use model::id::WorkspaceId;
use model::site::Site;
use tokio::sync::watch;

use crate::config::Config;
use crate::connection_limits::ConnectionLimits;
use crate::limits::Limits;
use crate::refusal::Refusal;
use crate::timeouts::Timeouts;
use crate::uploads::Uploads;
use model::fault::Fault;

/// Shared by every request; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

/// What is shared.
pub struct Inner {
    /// The work.
    pub desk: Desk,
    /// The configuration.
    pub config: Config,
    /// Where the assets are.
    pub assets: app::Assets,
    /// What was drawn lately.
    pub drawn: app::Drawn,
    /// The loader for host pages, as built.
    pub loader: String,
    /// How often.
    pub limits: Limits,
    /// The workspace at the base address.
    pub workspace: WorkspaceId,
    /// Live sockets that are open now.
    pub sockets: AtomicUsize,
    /// Connections and live links that are open now, by holder.
    pub connection_limits: Arc<ConnectionLimits>,
    /// Uploads that are in flight.
    pub uploads: Arc<Uploads>,
    /// How long to wait for whoever is slow.
    pub timeouts: Timeouts,
    /// Says that the process is about to end.
    pub stop: watch::Receiver<bool>,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    /// Puts it together.
    pub fn new(desk: Desk, config: Config, workspace: WorkspaceId, stop: watch::Receiver<bool>) -> Self {
        Self::with_timeouts(desk, config, workspace, stop, Timeouts::default())
    }

    /// The same with other timeouts.
    pub fn with_timeouts(
        desk: Desk,
        config: Config,
        workspace: WorkspaceId,
        stop: watch::Receiver<bool>,
        timeouts: Timeouts,
    ) -> Self {
        let limits = Limits::new(config.writes_per_minute, config.trusted_proxies.clone());
        let loader = crate::assets::loader().unwrap_or_default();
        Self(Arc::new(Inner {
            desk,
            config,
            assets: crate::assets::paths(),
            drawn: app::Drawn::default(),
            loader,
            limits,
            workspace,
            sockets: AtomicUsize::new(0),
            connection_limits: Arc::default(),
            uploads: Arc::default(),
            timeouts,
            stop,
        }))
    }

    /// The portal's site: the workspace's oldest, which was made with it. The portal and the desk wear its look, and what is
    /// opened in the portal belongs to it.
    pub async fn site(&self) -> Result<Arc<Site>, Refusal> {
        self.desk.sites().first(self.workspace).await?.ok_or_else(|| Fault::NotFound.into())
    }
}
