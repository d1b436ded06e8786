//! Sites: the brand on one web site. Who may carry the widget, how it looks, when somebody is there.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::fault::Invalid;
use model::faults::Faults;
use model::hours;
use model::id::{Key, SiteId, WorkspaceId};
use model::limit;
use model::site::{OfficeHours, Sighting, Site};
use model::time::Time;
use serde::Serialize;

use crate::actor::{Action, Actor, Object, demand};
use crate::checks;
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::error::{NOT_FOUND, Result};
use crate::fresh::Fresh;
use crate::keys::{self, Fingerprint};
use crate::token::Token;

mod origin;
mod sightings;
pub(crate) mod store;

pub use origin::Origin;
pub use sightings::Sightings;

/// The looks that pages wear, as they were read lately: of a workspace's site, or without one of its first.
pub type Looks = Fresh<(WorkspaceId, Option<SiteId>), Site>;

/// A site as its owner fills it in.
#[derive(Debug, Clone, Serialize)]
pub struct SiteDraft {
    /// The client's key.
    pub key: Key,
    /// The brand's name.
    pub name: String,
    /// Allowed origins.
    pub origins: Vec<String>,
    /// `#rrggbb`.
    pub accent: String,
    /// First words, or empty.
    pub greeting: String,
    /// `en` or `ar`.
    pub locale: String,
    /// When somebody is there.
    pub hours: OfficeHours,
    /// Seconds without a reply after which the widget asks for an email address.
    pub answer_within_seconds: i64,
}

impl SiteDraft {
    /// Everything that is wrong with it.
    pub fn faults(&self) -> Faults {
        check(self.clone()).1
    }
}

/// The verbs of sites.
pub struct Sites<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) looks: &'d Looks,
    pub(crate) sightings: &'d Sightings,
}

impl Sites<'_> {
    /// Adds a site and gives its id. Who may: agents. Same key, same answer.
    pub async fn add(&self, actor: &Actor, draft: SiteDraft) -> Result<SiteId> {
        self.put(actor, None, draft).await
    }

    /// Changes a site. Who may: agents of its workspace. Same key, same answer.
    pub async fn change(&self, actor: &Actor, site: SiteId, draft: SiteDraft) -> Result<SiteId> {
        self.put(actor, Some(site), draft).await
    }

    async fn put(&self, actor: &Actor, site: Option<SiteId>, draft: SiteDraft) -> Result<SiteId> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let fingerprint = Fingerprint::of("site", &(site, &draft))?;
        let key = draft.key;
        let (draft, faults) = check(draft);
        faults.done()?;
        let draft = Arc::new(draft);
        let (fresh, public) = (self.clock.id::<SiteId>(), fresh_key()?);
        let (actor, now) = (actor.clone(), self.clock.now());
        let workspace = actor.workspace();
        let written = self
            .db
            .write(move |tx| {
                let (actor, draft, public) = (actor.clone(), Arc::clone(&draft), public.clone());
                Box::pin(async move {
                    if let Some(id) = keys::answered(tx, &actor, key, fingerprint).await? {
                        return Ok(id);
                    }
                    let id = match site {
                        None => {
                            store::insert_site(tx, workspace, fresh, &public, &draft, now).await?;
                            fresh
                        }
                        Some(id) if store::update_site(tx, workspace, id, &draft, now).await? => id,
                        Some(_) => return Err(NOT_FOUND),
                    };
                    keys::keep(tx, &actor, key, fingerprint, &id, now).await?;
                    Ok(id)
                })
            })
            .await;
        self.looks.forget(|(changed, _)| *changed == workspace);
        written
    }

    /// Every site of the actor's workspace. Who may: agents.
    pub async fn all(&self, actor: &Actor) -> Result<Vec<Site>> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let workspace = actor.workspace();
        self.db.read(move |tx| Box::pin(async move { store::sites(tx, workspace).await })).await
    }

    /// One site of the actor's workspace. Who may: agents.
    pub async fn one(&self, actor: &Actor, id: SiteId) -> Result<Site> {
        self.all(actor).await?.into_iter().find(|site| site.id == id).ok_or(NOT_FOUND)
    }

    /// Notes that a page asked for the site's script, if it is a page that may carry it, once a minute at most. Anybody may:
    /// the origin is what their browser says.
    pub async fn saw(&self, workspace: WorkspaceId, site: &Site, origin: &str) -> Result<()> {
        let now = self.clock.now();
        if !site.origins.iter().any(|listed| listed == origin) || !self.sightings.is_due(site.id, now) {
            return Ok(());
        }
        let (id, origin) = (site.id, origin.to_owned());
        self.db
            .write(move |tx| {
                let origin = origin.clone();
                Box::pin(async move { store::saw(tx, workspace, id, &origin, now).await })
            })
            .await
    }

    /// Where each site's script was last asked for. Who may: agents.
    pub async fn sightings(&self, actor: &Actor) -> Result<BTreeMap<SiteId, Sighting>> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let workspace = actor.workspace();
        self.db.read(move |tx| Box::pin(async move { store::sightings(tx, workspace).await })).await
    }

    /// The site of a public key, with its workspace. Anybody may ask: the key stands on a public page.
    pub async fn by_key(&self, key: &str) -> Result<(WorkspaceId, Site)> {
        let is_key = key.len() <= 64 && key.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_');
        if !is_key {
            return Err(NOT_FOUND);
        }
        store::by_key(self.db, key).await?.ok_or(NOT_FOUND)
    }

    /// The site whose look the portal wears: the workspace's first. Anybody may ask. A change on another node shows here
    /// within a second.
    pub async fn first(&self, workspace: WorkspaceId) -> Result<Option<Arc<Site>>> {
        self.look(workspace, None).await
    }

    /// A site of a workspace, such as the one that a ticket came in by. Anybody may ask; as fresh as `first`.
    pub async fn of(&self, workspace: WorkspaceId, id: SiteId) -> Result<Arc<Site>> {
        self.look(workspace, Some(id)).await?.ok_or(NOT_FOUND)
    }

    async fn look(&self, workspace: WorkspaceId, id: Option<SiteId>) -> Result<Option<Arc<Site>>> {
        let (now, place) = (self.clock.now(), (workspace, id));
        let changes = match self.looks.at(&place, now) {
            Ok(site) => return Ok(Some(site)),
            Err(changes) => changes,
        };
        let found = match id {
            None => store::first(self.db, workspace).await?,
            Some(id) => store::one(self.db, workspace, id).await?,
        };
        let Some(site) = found.map(Arc::new) else { return Ok(None) };
        self.looks.keep(place, now, &site, changes);
        Ok(Some(site))
    }
}

/// A public key for a new site.
pub(crate) fn fresh_key() -> Result<String> {
    Ok(format!("pl_{}", Token::fresh()?.reveal().get(..24).unwrap_or_default()))
}

/// Gives a workspace without a site its first one, so that its portal can take tickets. No page may carry the chat until the
/// owner lists one.
pub(crate) async fn settle(tx: &mut Tx, workspace: WorkspaceId, id: SiteId, public: &str, name: &str, now: Time) -> Result<()> {
    if !store::sites(tx, workspace).await?.is_empty() {
        return Ok(());
    }
    let draft = SiteDraft {
        key: uuid::Uuid::nil().into(),
        name: name.to_owned(),
        origins: Vec::new(),
        accent: "#00646b".to_owned(),
        greeting: String::new(),
        locale: "en".to_owned(),
        hours: OfficeHours::always("UTC"),
        answer_within_seconds: 120,
    };
    store::insert_site(tx, workspace, id, public, &draft, now).await
}

/// The draft as it is kept, and everything that is wrong with it.
fn check(mut draft: SiteDraft) -> (SiteDraft, Faults) {
    let mut faults = Faults::default();
    draft.name = faults.sort(checks::name(&draft.name));
    draft.greeting = faults.sort(checks::line(&draft.greeting, limit::GREETING_CHARS_MAX, Invalid::GreetingTooLong));
    draft.accent = faults.sort(check_accent(&draft.accent));
    if draft.origins.len() > limit::ORIGINS_MAX {
        faults.add(Invalid::TooManyOrigins);
    } else {
        let origins = draft.origins.iter().map(|text| Origin::parse(text).map(|origin| origin.to_string()));
        draft.origins = faults.sort(origins.collect());
    }
    if hours::is_unknown(&draft.hours.zone) {
        faults.add(Invalid::ZoneUnknown);
    }
    let is_wrong =
        |day: &Option<(u16, u16)>| day.is_some_and(|(opens, closes)| opens == closes || opens >= 1440 || closes > 1440);
    if draft.hours.days.iter().any(is_wrong) {
        faults.add(Invalid::HoursWrong);
    }
    draft.answer_within_seconds = draft.answer_within_seconds.clamp(10, 24 * 3600);
    if checks::locale(&draft.locale).is_err() {
        "en".clone_into(&mut draft.locale);
    }
    (draft, faults)
}

fn check_accent(accent: &str) -> Result<String, Invalid> {
    let accent = accent.trim().to_lowercase();
    if model::site::is_accent(&accent) { Ok(accent) } else { Err(Invalid::AccentWrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(check_accent(text).ok().as_deref(), expected, "{text:?}");
        check("#0A7B7b", Some("#0a7b7b"));
        check(" #000000 ", Some("#000000"));
        check("red", None);
        check("#fff", None);
        check("#00000g", None);
        check("#000000;}body{display:none", None);
    }
}
