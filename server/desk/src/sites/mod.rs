//! Sites: the brand on one web site. Who may carry the widget, how it looks, when somebody is there.

use std::sync::Arc;

use model::fault::Invalid;
use model::hours;
use model::id::{Key, SiteId, WorkspaceId};
use model::limit;
use model::site::{OfficeHours, Site};
use serde::Serialize;

use crate::Desk;
use crate::actor::{Action, Actor, Object, demand};
use crate::error::{NOT_FOUND, Result};
use crate::keys::{self, Fingerprint};
use crate::tickets::rules;
use crate::token::Token;

mod looks;
mod origin;
pub(crate) mod store;

pub use looks::Looks;
pub use origin::Origin;

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
    /// Seconds without an answer after which the widget asks for a mail address.
    pub answer_within_seconds: i64,
}

/// The verbs of sites.
pub struct Sites<'d>(pub(crate) &'d Desk);

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
        let draft = Arc::new(check(draft)?);
        let (fresh, public) =
            (self.0.clock.id::<SiteId>(), format!("pl_{}", Token::fresh()?.reveal().get(..24).unwrap_or_default()));
        let (actor, now) = (actor.clone(), self.0.clock.now());
        let workspace = actor.workspace();
        let written = self
            .0
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
        self.0.looks.forget(workspace);
        written
    }

    /// Every site of the actor's workspace. Who may: agents.
    pub async fn all(&self, actor: &Actor) -> Result<Vec<Site>> {
        demand(actor, Action::Administer, &Object::Workspace(actor.workspace()))?;
        let workspace = actor.workspace();
        self.0.db.read(move |tx| Box::pin(async move { store::sites(tx, workspace).await })).await
    }

    /// One site of the actor's workspace. Who may: agents.
    pub async fn one(&self, actor: &Actor, id: SiteId) -> Result<Site> {
        self.all(actor).await?.into_iter().find(|site| site.id == id).ok_or(NOT_FOUND)
    }

    /// The site of a public key, with its workspace. Anybody may ask: the key stands on a public page.
    pub async fn by_key(&self, key: &str) -> Result<(WorkspaceId, Site)> {
        let is_key = key.len() <= 64 && key.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'_');
        if !is_key {
            return Err(NOT_FOUND);
        }
        store::by_key(&self.0.db, key).await?.ok_or(NOT_FOUND)
    }

    /// The site whose look the portal wears: the workspace's first. Anybody may ask. A change on another node shows here
    /// within a second.
    pub async fn first(&self, workspace: WorkspaceId) -> Result<Option<Arc<Site>>> {
        let now = self.0.clock.now();
        let changes = match self.0.looks.at(workspace, now) {
            Ok(site) => return Ok(Some(site)),
            Err(changes) => changes,
        };
        let Some(site) = store::first(&self.0.db, workspace).await?.map(Arc::new) else { return Ok(None) };
        self.0.looks.keep(workspace, now, &site, changes);
        Ok(Some(site))
    }
}

fn check(mut draft: SiteDraft) -> Result<SiteDraft> {
    draft.name = rules::check_line(&draft.name, limit::NAME_CHARS_MAX, Invalid::NameTooLong)?;
    if draft.name.is_empty() {
        return Err(Invalid::NameMissing.into());
    }
    draft.greeting = rules::check_line(&draft.greeting, limit::GREETING_CHARS_MAX, Invalid::GreetingTooLong)?;
    draft.accent = check_accent(&draft.accent)?;
    if draft.origins.len() > limit::ORIGINS_MAX {
        return Err(Invalid::TooManyOrigins.into());
    }
    draft.origins =
        draft.origins.iter().map(|text| Origin::parse(text).map(|origin| origin.to_string())).collect::<Result<_>>()?;
    if hours::is_unknown(&draft.hours.zone) {
        return Err(Invalid::ZoneUnknown.into());
    }
    let is_wrong = |day: &Option<(u16, u16)>| day.is_some_and(|(opens, closes)| opens >= closes || closes > 1440);
    if draft.hours.days.iter().any(is_wrong) {
        return Err(Invalid::HoursWrong.into());
    }
    draft.answer_within_seconds = draft.answer_within_seconds.clamp(10, 24 * 3600);
    if !["en", "ar"].contains(&draft.locale.as_str()) {
        "en".clone_into(&mut draft.locale);
    }
    Ok(draft)
}

fn check_accent(accent: &str) -> Result<String> {
    let accent = accent.trim().to_lowercase();
    let digits = accent.strip_prefix('#').unwrap_or_default();
    let is_right = digits.len() == 6 && digits.chars().all(|digit| digit.is_ascii_hexdigit());
    if is_right { Ok(accent) } else { Err(Invalid::AccentWrong.into()) }
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
