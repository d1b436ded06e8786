//! The work of Porchlight: verbs, views, SQL, the event log, jobs and mail.
//! Knows nothing of HTTP, of pages, or of who listens; the server asks, this answers.

use std::sync::Arc;

pub mod actor;
pub mod agents;
pub mod articles;
pub mod backup;
pub mod bus;
mod checks;
pub mod clock;
pub mod customers;
pub mod db;
pub mod demo;
pub mod entry;
pub mod error;
pub mod files;
mod fresh;
pub mod jobs;
mod keys;
pub mod links;
pub mod log;
pub mod mail;
mod send_mail;
pub mod sessions;
pub mod sites;
pub mod tickets;
pub mod token;
mod upkeep;
mod work;
pub mod workspaces;

pub use actor::Actor;
pub use error::{Error, Result};

/// Every statement that is spelled differently on the two engines, for the conformance test.
#[doc(hidden)]
pub fn statements_in_two_spellings() -> Vec<&'static db::Both> {
    use tickets::store::{LOCK_BY_ID, LOCK_BY_NUMBER, NAMED_TICKET_BY_ID, NAMED_TICKET_BY_NUMBER, NEXT_NUMBER, VISIT};
    let lookups = [
        &VISIT,
        &NAMED_TICKET_BY_ID,
        &NAMED_TICKET_BY_NUMBER,
        &sessions::store::SESSION,
        &sites::store::FIRST_SITE,
        &sites::store::SITE_OF_ID,
        &sites::store::SITE_OF_KEY,
    ];
    let others = [&LOCK_BY_ID, &LOCK_BY_NUMBER, &NEXT_NUMBER.0, &db::dialect::CLAIM_JOB];
    lookups.into_iter().map(|lookup| &lookup.0).chain(others).collect()
}

/// Everything the work needs. Cheap to clone; clones share all of it.
#[derive(Clone)]
pub struct Desk {
    /// The store.
    pub db: Arc<db::Db>,
    /// The time.
    pub clock: clock::Clock,
    /// The bus.
    pub bus: bus::Bus,
    /// Attachments' bytes.
    pub files: files::Files,
    /// The way out for mail.
    pub post: Arc<mail::Post>,
    /// Who words the emails.
    pub emails: Arc<dyn mail::Emails>,
    /// What was measured lately.
    pub measured: tickets::Measured,
    /// What pages look like, as it was read lately.
    pub looks: sites::Looks,
    /// Which sites were noted as seen lately.
    pub sightings: sites::Sightings,
    /// Which agents show a picture, as it was read lately.
    pub avatars: agents::Avatars,
    /// What was read of tickets' logs.
    pub histories: tickets::Histories,
    /// Where the portal is, for links in mail: scheme, host, port, no slash at the end. From the configuration only.
    pub base_url: Arc<str>,
}

impl Desk {
    /// Tickets.
    pub fn tickets(&self) -> tickets::Tickets<'_> {
        tickets::Tickets {
            db: &self.db,
            clock: &self.clock,
            post: &self.post,
            files: &self.files,
            avatars: &self.avatars,
            histories: &self.histories,
            measured: &self.measured,
        }
    }

    /// Sites.
    pub fn sites(&self) -> sites::Sites<'_> {
        sites::Sites { db: &self.db, clock: &self.clock, looks: &self.looks, sightings: &self.sightings }
    }

    /// Agents.
    pub fn agents(&self) -> agents::Agents<'_> {
        let Self { db, clock, post, files, avatars, .. } = self;
        agents::Agents { db, clock, post, files, avatars }
    }

    /// The FAQ.
    pub fn articles(&self) -> articles::Articles<'_> {
        articles::Articles { db: &self.db }
    }

    /// Links in mail.
    pub fn links(&self) -> links::Links<'_> {
        links::Links { db: &self.db, clock: &self.clock }
    }

    /// How customers come in.
    pub fn entry(&self) -> entry::Entry<'_> {
        entry::Entry { db: &self.db, clock: &self.clock }
    }

    /// Signed-in browsers.
    pub fn sessions(&self) -> sessions::Sessions<'_> {
        sessions::Sessions { db: &self.db, clock: &self.clock }
    }

    /// Files that wait for their message.
    pub fn attachments(&self) -> files::Attachments<'_> {
        files::Attachments { db: &self.db, clock: &self.clock, files: &self.files }
    }

    /// Workspaces.
    pub fn workspaces(&self) -> workspaces::Workspaces<'_> {
        workspaces::Workspaces { db: &self.db, clock: &self.clock, post: &self.post }
    }

    pub(crate) fn sender(&self) -> mail::Sender<'_> {
        mail::Sender { db: &self.db, clock: &self.clock, post: &self.post }
    }

    /// The last emails that were caught, newest first. For the mailbox viewer, which listens on this machine only and
    /// exists only while no SMTP server is configured.
    pub async fn caught_mail(&self, limit: i64) -> Result<Vec<mail::Caught>> {
        self.sender().caught(limit).await
    }
}
