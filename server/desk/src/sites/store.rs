//! SQL of sites.

use std::collections::BTreeMap;

use model::id::{SiteId, WorkspaceId};
use model::site::{Sighting, Site};
use model::time::Time;

use super::SiteDraft;
use crate::db::{Db, Lookup, Row, Tx};
use crate::error::Result;
use crate::{lookup, params, values};

fn read(mut row: Row) -> Result<(WorkspaceId, Site)> {
    let workspace = row.take()?;
    let site = Site {
        id: row.take()?,
        key: row.take()?,
        name: row.take()?,
        accent: row.take()?,
        greeting: row.take()?,
        locale: row.take()?,
        hours: serde_json::from_str(&row.take::<String>()?)?,
        origins: serde_json::from_str(&row.take::<String>()?)?,
        answer_within_seconds: row.take()?,
    };
    Ok((workspace, site))
}

/// A workspace's sites, oldest first.
pub(crate) async fn sites(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Site>> {
    let rows = tx
        .rows(
            "select workspace_id, id, key, name, accent, greeting, locale, hours, origins, answer_within_seconds
               from sites where workspace_id = $1 order by created_at, id",
            params![workspace],
        )
        .await?;
    rows.into_iter().map(|row| Ok(read(row)?.1)).collect()
}

/// One site for a condition.
macro_rules! site {
    ($place:literal, $asked:literal, $condition:expr) => {
        concat!(
            "select ",
            $place,
            " as place, s.workspace_id, s.id, s.key, s.name, s.accent, s.greeting, s.locale, s.hours, s.origins, s.answer_within_seconds
               from ",
            $asked,
            "sites s where ",
            $condition
        )
    };
}
macro_rules! first_site {
    ($place:literal, $asked:literal, $workspace:literal) => {
        site!(
            $place,
            $asked,
            concat!(
                "s.id = (select f.id from sites f where f.workspace_id = ",
                $workspace,
                " order by f.created_at, f.id limit 1)"
            )
        )
    };
}
macro_rules! site_of_id {
    ($place:literal, $asked:literal, $workspace:literal, $id:literal) => {
        site!($place, $asked, concat!("s.workspace_id = ", $workspace, " and s.id = ", $id))
    };
}
macro_rules! site_of_key {
    ($place:literal, $asked:literal, $key:literal) => {
        site!($place, $asked, concat!("s.key = ", $key))
    };
}

pub(crate) static FIRST_SITE: Lookup = lookup!(workspace: uuid => first_site);

/// A workspace's oldest site.
pub(super) async fn first(db: &Db, workspace: WorkspaceId) -> Result<Option<Site>> {
    let row = db.look_up(&FIRST_SITE, values![workspace]).await?;
    row.map(|row| Ok(read(row)?.1)).transpose()
}

pub(crate) static SITE_OF_ID: Lookup = lookup!(workspace: uuid, id: uuid => site_of_id);

/// One site of a workspace.
pub(super) async fn one(db: &Db, workspace: WorkspaceId, id: SiteId) -> Result<Option<Site>> {
    let row = db.look_up(&SITE_OF_ID, values![workspace, id]).await?;
    row.map(|row| Ok(read(row)?.1)).transpose()
}

pub(crate) static SITE_OF_KEY: Lookup = lookup!(key: text => site_of_key);

/// The site of a public key. Finds its workspace instead of being given it.
pub(super) async fn by_key(db: &Db, key: &str) -> Result<Option<(WorkspaceId, Site)>> {
    db.look_up(&SITE_OF_KEY, values![key]).await?.map(read).transpose()
}

/// Is this a site of the workspace?
pub(crate) async fn is_in_workspace(tx: &mut Tx, workspace: WorkspaceId, id: SiteId) -> Result<bool> {
    Ok(tx.first("select id from sites where workspace_id = $1 and id = $2", params![workspace, id]).await?.is_some())
}

/// A site's name.
pub(crate) async fn name(tx: &mut Tx, workspace: WorkspaceId, id: SiteId) -> Result<String> {
    let row = tx.first("select name from sites where workspace_id = $1 and id = $2", params![workspace, id]).await?;
    row.map_or(Ok(String::new()), |mut row| row.take())
}

/// Stores a site.
pub(super) async fn insert_site(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: SiteId,
    key: &str,
    draft: &SiteDraft,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into sites (id, workspace_id, key, name, accent, greeting, locale, hours, origins, answer_within_seconds, created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)",
        params![
            id,
            workspace,
            key,
            &draft.name,
            &draft.accent,
            &draft.greeting,
            &draft.locale,
            serde_json::to_string(&draft.hours)?,
            serde_json::to_string(&draft.origins)?,
            draft.answer_within_seconds,
            now,
        ],
    )
    .await?;
    Ok(())
}

/// Changes a site; says whether there was one.
pub(super) async fn update_site(tx: &mut Tx, workspace: WorkspaceId, id: SiteId, draft: &SiteDraft, now: Time) -> Result<bool> {
    let touched = tx
        .run(
            "update sites
                set name = $3, accent = $4, greeting = $5, locale = $6, hours = $7, origins = $8, answer_within_seconds = $9, updated_at = $10
              where workspace_id = $1 and id = $2",
            params![
                workspace,
                id,
                &draft.name,
                &draft.accent,
                &draft.greeting,
                &draft.locale,
                serde_json::to_string(&draft.hours)?,
                serde_json::to_string(&draft.origins)?,
                draft.answer_within_seconds,
                now,
            ],
        )
        .await?;
    Ok(touched == 1)
}

/// Notes where a site's script was asked for.
pub(super) async fn saw(tx: &mut Tx, workspace: WorkspaceId, id: SiteId, origin: &str, now: Time) -> Result<()> {
    tx.run(
        "update sites set seen_on = $3, seen_at = $4 where workspace_id = $1 and id = $2",
        params![workspace, id, origin, now],
    )
    .await?;
    Ok(())
}

/// Where the script of each site of a workspace was last asked for.
pub(super) async fn sightings(tx: &mut Tx, workspace: WorkspaceId) -> Result<BTreeMap<SiteId, Sighting>> {
    let rows = tx
        .rows("select id, seen_on, seen_at from sites where workspace_id = $1 and seen_at is not null", params![workspace])
        .await?;
    rows.into_iter().map(|mut row| Ok((row.take()?, Sighting { origin: row.take()?, at: row.take()? }))).collect()
}
