//! What to send of a ticket after a line of its log: list items for the thread, and the parts that say where it stands.

use std::collections::BTreeMap;

use app::words::Lang;
use app::{Reader, fragments};
use desk::Actor;
use desk::tickets::{Which, mail_asked_at};
use model::hours::{Presence, TimeZone};
use model::id::{SiteId, TicketId};
use model::live::Tell;
use model::person::{Audience, Side};
use model::site::Site;
use model::time::Time;
use model::view::{AgentEntry, CustomerEntry};

use crate::app::App;
use crate::pages::presence;
use crate::refusal::Refusal;
use crate::session::Session;

/// How a page tells what it shows.
pub(super) struct Locale {
    pub(super) lang: Lang,
    /// Its time zone; nothing for the site's.
    pub(super) zone: Option<TimeZone>,
}

/// What is new.
pub(super) struct Fresh {
    pub(super) events: Vec<Tell>,
    pub(super) parts: Tell,
    pub(super) seq: i64,
    /// When it looks different although nothing happens: an address is asked for, the office opens or closes.
    pub(super) look_at: Option<Time>,
    /// Is there something that this side has not seen before?
    pub(super) has_unseen: bool,
}

/// What came after `after`, rendered for the session's side. `is_here`: is the team here, as the customer is told?
pub(super) async fn after(
    app: &App,
    session: &Session,
    locale: &Locale,
    ticket: TicketId,
    after: i64,
    is_here: bool,
) -> Result<Fresh, Refusal> {
    match session.actor.audience() {
        Audience::Agent => {
            let site = app.site().await?;
            for_agent(app, session, &reader(app, locale, &site), ticket, after).await
        }
        Audience::Customer => for_customer(app, session, locale, ticket, after, is_here).await,
    }
}

fn reader<'a>(app: &'a App, locale: &Locale, site: &'a Site) -> Reader<'a> {
    let zone = locale.zone.clone().unwrap_or_else(|| model::hours::zone(&site.hours.zone));
    Reader {
        lang: locale.lang,
        zone,
        now: app.desk.clock.now(),
        site_name: &site.name,
        icons: &app.assets.icons,
        drawn: &app.drawn,
    }
}

async fn for_agent(app: &App, session: &Session, reader: &Reader<'_>, ticket: TicketId, after: i64) -> Result<Fresh, Refusal> {
    let view = app.desk.tickets().news_for_agent(&session.actor, Which::Id(ticket), after).await?;
    let events = view
        .entries
        .iter()
        .map(|entry| {
            tell(
                ticket,
                seq_of_agents(entry),
                side_of_agents(entry),
                kind_of_agents(entry),
                fragments::agent_entry(reader, entry),
            )
        })
        .collect();
    let parts = parts(ticket, view.seq, fragments::agent_parts(reader, &view));
    Ok(Fresh { events, parts, seq: view.seq, look_at: None, has_unseen: view.has_unseen })
}

/// The ticket wears its own site: its name, its clock, its hours.
async fn for_customer(
    app: &App,
    session: &Session,
    locale: &Locale,
    ticket: TicketId,
    after: i64,
    is_here: bool,
) -> Result<Fresh, Refusal> {
    let workspace = session.actor.workspace();
    let view = app.desk.tickets().news_for_customer(&session.actor, Which::Id(ticket), after).await?;
    let site = app.desk.sites().of(workspace, view.site).await?;
    let reader = reader(app, locale, &site);
    let events = view
        .entries
        .iter()
        .map(|entry| {
            tell(
                ticket,
                seq_of_customers(entry),
                side_of_customers(entry),
                kind_of_customers(entry),
                fragments::customer_entry(&reader, entry),
            )
        })
        .collect();
    let facts = presence::facts(app, workspace, &site, view.turn).await?;
    let presence = presence::with(app, workspace, &facts, is_here).await?;
    let asks_mail_at = mail_asked_at(&view, &site, &presence.outlooks.now());
    let asks_mail = asks_mail_at.is_some_and(|at| at <= facts.now);
    let parts = parts(ticket, view.seq, fragments::customer_parts(&reader, &view, &presence, asks_mail));
    let look_at = [asks_mail_at, facts.changes_at()].into_iter().flatten().filter(|at| *at > facts.now).min();
    Ok(Fresh { events, parts, seq: view.seq, look_at, has_unseen: view.has_unseen })
}

fn tell(ticket: TicketId, seq: i64, by: Option<Side>, kind: &'static str, html: String) -> Tell {
    Tell::Event { ticket, seq, by, kind: kind.to_owned(), html }
}

fn parts(ticket: TicketId, seq: i64, parts: BTreeMap<String, String>) -> Tell {
    Tell::Parts { ticket, seq, parts: parts.into_iter().collect() }
}

fn seq_of_agents(entry: &AgentEntry) -> i64 {
    match entry {
        AgentEntry::Reply(reply) => reply.seq,
        AgentEntry::Note(note) => note.seq,
        AgentEntry::Happening(happening) => happening.seq,
    }
}

fn seq_of_customers(entry: &CustomerEntry) -> i64 {
    match entry {
        CustomerEntry::Reply(reply) => reply.seq,
        CustomerEntry::Happening(happening) => happening.seq,
    }
}

fn side_of_agents(entry: &AgentEntry) -> Option<Side> {
    match entry {
        AgentEntry::Reply(reply) => Some(reply.author.side),
        AgentEntry::Note(note) => Some(note.author.side),
        AgentEntry::Happening(_) => None,
    }
}

fn side_of_customers(entry: &CustomerEntry) -> Option<Side> {
    match entry {
        CustomerEntry::Reply(reply) => Some(reply.author.side),
        CustomerEntry::Happening(_) => None,
    }
}

fn kind_of_agents(entry: &AgentEntry) -> &'static str {
    match entry {
        AgentEntry::Reply(_) => "reply_sent",
        AgentEntry::Note(_) => "note_written",
        AgentEntry::Happening(happening) => happening.event.kind(),
    }
}

fn kind_of_customers(entry: &CustomerEntry) -> &'static str {
    match entry {
        CustomerEntry::Reply(_) => "reply_sent",
        CustomerEntry::Happening(happening) => happening.event.kind(),
    }
}

/// Does a customer's page of this site change with the time of day?
pub(super) async fn has_hours(app: &App, actor: &Actor, site: SiteId) -> bool {
    if matches!(actor, Actor::Agent { .. }) {
        return false;
    }
    let site = app.desk.sites().of(actor.workspace(), site).await;
    site.map_or(true, |site| site.hours.presence(app.desk.clock.now()) != Presence::OpenUntil(None))
}
