//! Workspaces: one company each. An installation starts with one; every row belongs to one.

use model::id::{SiteId, WorkspaceId};
use model::view::SetupStep;

use crate::actor::{Action, Actor, Object, may};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::mail::Post;
use crate::{agents, sites};

mod store;

/// The verbs of workspaces.
pub struct Workspaces<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) post: &'d Post,
}

impl Workspaces<'_> {
    /// The first workspace, if there is one: the one that the portal at the base address belongs to.
    pub async fn first(&self) -> Result<Option<WorkspaceId>> {
        self.db.read(|tx| Box::pin(store::first(tx))).await
    }

    /// The workspace of this short name, made if there is none. Idempotent.
    pub async fn found(&self, slug: &str, name: &str) -> Result<WorkspaceId> {
        let (id, slug, name, now) = (self.clock.id::<WorkspaceId>(), slug.to_owned(), name.to_owned(), self.clock.now());
        self.db
            .write(move |tx| {
                let (slug, name) = (slug.clone(), name.clone());
                Box::pin(async move {
                    if let Some(found) = store::by_slug(tx, &slug).await? {
                        return Ok(found);
                    }
                    store::insert_workspace(tx, id, &slug, &name, now).await?;
                    Ok(id)
                })
            })
            .await
    }

    /// The workspace at the base address, ready to be written to: made if there is none, and with a site if it has none.
    /// One transaction; idempotent, also when several nodes start at once.
    pub async fn settle(&self, slug: &str, name: &str) -> Result<WorkspaceId> {
        let (workspace, site) = (self.clock.id::<WorkspaceId>(), self.clock.id::<SiteId>());
        let (slug, name, public, now) = (slug.to_owned(), name.to_owned(), sites::fresh_key()?, self.clock.now());
        self.db
            .write(move |tx| {
                let (slug, name, public) = (slug.clone(), name.clone(), public.clone());
                Box::pin(async move {
                    let found = store::first(tx).await?;
                    if found.is_none() {
                        store::insert_workspace(tx, workspace, &slug, &name, now).await?;
                    }
                    let workspace = found.unwrap_or(workspace);
                    let name = store::lock_name(tx, workspace).await?;
                    sites::settle(tx, workspace, site, &public, &name, now).await?;
                    Ok(workspace)
                })
            })
            .await
    }

    /// What a new installation still lacks, in the order in which to do it. Nothing for agents who may not change it.
    pub async fn setup(&self, actor: &Actor) -> Result<Vec<SetupStep>> {
        let workspace = actor.workspace();
        if !may(actor, Action::Administer, &Object::Workspace(workspace)) {
            return Ok(Vec::new());
        }
        let (sites, agents) = self
            .db
            .read(move |tx| {
                Box::pin(async move {
                    Ok((sites::store::sites(tx, workspace).await?, agents::store::active_agents(tx, workspace).await?))
                })
            })
            .await?;
        let is_on_a_page = sites.iter().any(|site| !site.origins.is_empty());
        let website = sites.first().filter(|_| !is_on_a_page).map(|site| SetupStep::Website { site: site.id });
        let mail = self.post.is_catching().then_some(SetupStep::Mail);
        let colleague = (agents.len() < 2).then_some(SetupStep::Colleague);
        Ok([website, mail, colleague].into_iter().flatten().collect())
    }
}
