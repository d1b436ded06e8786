//! What to send of a ticket after a line of its log: list items for the thread, and the parts that say where it stands.

use std::collections::BTreeMap;

use app::words::Lang;
use app::{Reader, fragments};
use desk::tickets::{Which, mail_asked_at};
use model::id::TicketId;
use model::live::Tell;
use model::person::Audience;
use model::site::Site;
use model::time::Time;
use model::view::{AgentEntry, CustomerEntry};

use crate::app::App;
use crate::pages::frame;
use crate::refusal::Refusal;
use crate::session::Session;

/// What is new.
pub(super) struct Fresh {
    pub(super) events: Vec<Tell>,
    pub(super) parts: Tell,
    pub(super) seq: i64,
    pub(super) asks_mail_at: Option<Time>,
    /// Is there something that this side has not seen before?
    pub(super) has_unseen: bool,
}

/// What came after `after`, rendered for the session's side.
pub(super) async fn after(app: &App, session: &Session, lang: Lang, ticket: TicketId, after: i64) -> Result<Fresh, Refusal> {
    let site = app.site().await?;
    let now = app.desk.clock.now();
    let zone = model::hours::zone(&site.hours.zone);
    let reader = Reader { lang, zone, now, site_name: &site.name, icons: &app.assets.icons, drawn: &app.drawn };
    match session.actor.audience() {
        Audience::Agent => for_agent(app, session, &reader, ticket, after).await,
        Audience::Customer => for_customer(app, session, &reader, &site, ticket, after, now).await,
    }
}

async fn for_agent(app: &App, session: &Session, reader: &Reader<'_>, ticket: TicketId, after: i64) -> Result<Fresh, Refusal> {
    let view = app.desk.tickets().news_for_agent(&session.actor, Which::Id(ticket), after).await?;
    let events = view
        .entries
        .iter()
        .map(|entry| tell(ticket, seq_of_agents(entry), kind_of_agents(entry), fragments::agent_entry(reader, entry)))
        .collect();
    let parts = parts(ticket, view.seq, fragments::agent_parts(reader, &view));
    Ok(Fresh { events, parts, seq: view.seq, asks_mail_at: None, has_unseen: view.has_unseen })
}

async fn for_customer(
    app: &App,
    session: &Session,
    reader: &Reader<'_>,
    site: &Site,
    ticket: TicketId,
    after: i64,
    now: Time,
) -> Result<Fresh, Refusal> {
    let view = app.desk.tickets().news_for_customer(&session.actor, Which::Id(ticket), after).await?;
    let events = view
        .entries
        .iter()
        .map(|entry| tell(ticket, seq_of_customers(entry), kind_of_customers(entry), fragments::customer_entry(reader, entry)))
        .collect();
    let asks_mail_at = mail_asked_at(&view, site, now);
    let presence = frame::presence(app, session.actor.workspace(), site).await?;
    let asks_mail = asks_mail_at.is_some_and(|at| at <= now);
    let parts = parts(ticket, view.seq, fragments::customer_parts(reader, &view, &presence, asks_mail));
    Ok(Fresh { events, parts, seq: view.seq, asks_mail_at: asks_mail_at.filter(|at| *at > now), has_unseen: view.has_unseen })
}

fn tell(ticket: TicketId, seq: i64, kind: &'static str, html: String) -> Tell {
    Tell::Event { ticket, seq, kind: kind.to_owned(), html }
}

fn parts(ticket: TicketId, seq: i64, parts: BTreeMap<String, String>) -> Tell {
    Tell::Parts { ticket, seq, parts }
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
