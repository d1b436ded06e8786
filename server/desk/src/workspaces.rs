//! Workspaces: one company each. An installation starts with one; every row belongs to one.

use model::id::WorkspaceId;

use crate::Desk;
use crate::error::Result;

mod store;

/// The verbs of workspaces.
pub struct Workspaces<'d>(pub(crate) &'d Desk);

impl Workspaces<'_> {
    /// The first workspace, if there is one: the one that the portal at the base address belongs to.
    pub async fn first(&self) -> Result<Option<WorkspaceId>> {
        self.0.db.read(|tx| Box::pin(store::first(tx))).await
    }

    /// The workspace of this short name, made if there is none. Idempotent.
    pub async fn found(&self, slug: &str, name: &str) -> Result<WorkspaceId> {
        let (id, slug, name, now) = (self.0.clock.id::<WorkspaceId>(), slug.to_owned(), name.to_owned(), self.0.clock.now());
        self.0
            .db
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
}
