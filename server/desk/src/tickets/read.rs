//! Views of tickets: what a customer sees, what an agent sees, and what comes after a given line of the log.

use std::collections::HashMap;

use model::event::Event;
use model::id::{AgentId, MessageId, TicketId};
use model::message::{Attachment, Note, Reply};
use model::person::{Audience, Person, Side};
use model::ticket::{Label, Status};
use model::time::Time;
use model::view::{
    AgentEntry, AgentTicketView, CustomerEntry, Edge, Expectation, Happening, Inbox, InboxView, Step, StepKind, TicketRow,
    TicketView,
};

use super::store::{EntryRow, MessageRow};
use super::{Ticket, Tickets, Which, list, rules, store};
use crate::actor::{Action, Actor, Object, demand, may};
use crate::db::Tx;
use crate::error::{Error, NOT_FOUND, Result};
use crate::{agents, articles, customers, sites};

/// Rows on one page of the agents' list.
const PAGE: i64 = 50;

/// Where a ticket stands, for somebody who follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// The log's last line.
    pub seq: i64,
    /// Is nothing left that this side has not seen?
    pub is_seen: bool,
    /// Does an answer go by mail only when an address is given, which may have to be asked for?
    pub may_ask_mail: bool,
}

impl Tickets<'_> {
    /// The ticket as its customer sees it. Who may: its customer or visitor.
    pub async fn for_customer(&self, actor: &Actor, which: Which) -> Result<TicketView> {
        self.news_for_customer(actor, which, 0).await
    }

    /// The same with the conversation after line `after` only; all else is as it stands. Costs what is new.
    /// Who may: its customer or visitor.
    pub async fn news_for_customer(&self, actor: &Actor, which: Which, after: i64) -> Result<TicketView> {
        let actor = actor.clone();
        let workspace = actor.workspace();
        let mut view = self
            .0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let ticket = load(tx, &actor, which, Action::Read).await?;
                    customer_view(tx, ticket, after).await
                })
            })
            .await?;
        if matches!(view.status, Status::New | Status::Open) {
            view.expectation = self.expectation(workspace).await?;
        }
        Ok(view)
    }

    /// The ticket as agents see it. Who may: agents of the workspace.
    pub async fn for_agent(&self, actor: &Actor, which: Which) -> Result<AgentTicketView> {
        self.news_for_agent(actor, which, 0).await
    }

    /// The same with the conversation after line `after` only. Who may: agents of the workspace.
    pub async fn news_for_agent(&self, actor: &Actor, which: Which, after: i64) -> Result<AgentTicketView> {
        let actor = actor.clone();
        self.0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let ticket = load(tx, &actor, which, Action::ReadAsAgent).await?;
                    agent_view(tx, ticket, after).await
                })
            })
            .await
    }

    /// Where a ticket stands: one row, for whoever comes back and may have missed nothing. Who may: whoever may read.
    pub async fn stand(&self, actor: &Actor, ticket: TicketId) -> Result<Stand> {
        let actor = actor.clone();
        self.0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let is_agent = actor.audience() == Audience::Agent;
                    let action = if is_agent { Action::ReadAsAgent } else { Action::Read };
                    let ticket = load(tx, &actor, Which::Id(ticket), action).await?;
                    let is_waited_for = matches!(ticket.status, Status::New | Status::Open);
                    Ok(Stand {
                        seq: ticket.seq,
                        is_seen: if is_agent { !ticket.has_unseen_by_agents() } else { !ticket.has_unseen_by_customer() },
                        may_ask_mail: !is_agent && ticket.mail.is_none() && is_waited_for,
                    })
                })
            })
            .await
    }

    /// The actor's own tickets, last moved first. Who may: customers and visitors, each their own.
    pub async fn mine(&self, actor: &Actor) -> Result<Vec<TicketRow>> {
        let actor = actor.clone();
        self.0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    match &actor {
                        Actor::Customer { workspace, id, .. } => list::rows_of_customer(tx, *workspace, *id).await,
                        Actor::Visitor { workspace, id, .. } => list::rows_of_visitor(tx, *workspace, *id).await,
                        Actor::Nobody { .. } => Err(model::fault::Fault::SignedOut.into()),
                        Actor::Agent { .. } | Actor::System { .. } => Err(NOT_FOUND),
                    }
                })
            })
            .await
    }

    /// One page of the agents' list. Who may: agents of the workspace.
    pub async fn inbox(&self, actor: &Actor, view: InboxView, after: Option<Edge>) -> Result<Inbox> {
        demand(actor, Action::ReadAsAgent, &Object::Workspace(actor.workspace()))?;
        let workspace = actor.workspace();
        let me = actor.id().map(AgentId).ok_or(NOT_FOUND)?;
        self.0
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let rows = list::inbox_rows(tx, workspace, view, me, after, PAGE).await?;
                    let is_full = i64::try_from(rows.len()) == Ok(PAGE);
                    let next = rows.last().map(|row| Edge { moved_at: row.moved_at, id: row.id }).filter(|_| is_full);
                    let (mine, unassigned) = list::inbox_counts(tx, workspace, me).await?;
                    Ok(Inbox { view, rows, mine, unassigned, next })
                })
            })
            .await
    }

    /// How soon first answers came lately, or nothing when there is too little history. Measured anew each minute.
    pub async fn expectation(&self, workspace: model::id::WorkspaceId) -> Result<Option<Expectation>> {
        let now = self.0.clock.now();
        if let Some(measured) = self.0.measured.at(workspace, now) {
            return Ok(measured.0);
        }
        let seconds = self.0.db.read(move |tx| Box::pin(async move { list::first_answer_seconds(tx, workspace).await })).await?;
        let measured = rules::expectation(seconds);
        self.0.measured.keep(workspace, now, measured);
        Ok(measured)
    }
}

/// A ticket that the actor may do this with; anything else looks like one that does not exist.
pub(crate) async fn load(tx: &mut Tx, actor: &Actor, which: Which, action: Action) -> Result<Ticket> {
    let found = store::ticket(tx, actor.workspace(), which).await?;
    match found {
        Some(ticket) if may(actor, action, &ticket.object()) => Ok(ticket),
        _ if matches!(actor, Actor::Nobody { .. }) => Err(model::fault::Fault::SignedOut.into()),
        _ => Err(NOT_FOUND),
    }
}

async fn customer_view(tx: &mut Tx, ticket: Ticket, after: i64) -> Result<TicketView> {
    let entries = customer_entries(tx, &ticket, after).await?;
    let agent = match ticket.agent {
        Some(agent) => agents::store::name(tx, ticket.workspace, agent).await?.map(|name| Person { side: Side::Agent, name }),
        None => None,
    };
    let first_words = if ticket.subject.is_empty() { store::first_words(tx, ticket.id).await? } else { String::new() };
    Ok(TicketView {
        id: ticket.id,
        number: ticket.number,
        status: ticket.status,
        since: ticket.status_at,
        seq: ticket.seq,
        steps: steps(&ticket, &store::movements(tx, ticket.id).await?),
        expectation: None,
        entries,
        first_words,
        waiting_since: store::wrote_after(tx, ticket.id, ticket.agent_wrote_seq).await?,
        has_unseen: ticket.has_unseen_by_customer(),
        category: articles::store::category_name(tx, ticket.workspace, ticket.category).await?,
        agent,
        is_mail_verified: ticket.mail_verified_at.is_some(),
        mail: ticket.mail,
        subject: ticket.subject,
        rating: ticket.rating.and_then(|rating| u8::try_from(rating).ok()),
        channel: ticket.channel,
    })
}

async fn agent_view(tx: &mut Tx, ticket: Ticket, after: i64) -> Result<AgentTicketView> {
    let first_words = if ticket.subject.is_empty() { store::first_words(tx, ticket.id).await? } else { String::new() };
    let rating = ticket.rating.and_then(|rating| u8::try_from(rating).ok());
    Ok(AgentTicketView {
        id: ticket.id,
        number: ticket.number,
        status: ticket.status,
        since: ticket.status_at,
        priority: ticket.priority,
        seq: ticket.seq,
        entries: agent_entries(tx, &ticket, after).await?,
        first_words,
        has_unseen: ticket.has_unseen_by_agents(),
        category: articles::store::category_name(tx, ticket.workspace, ticket.category).await?,
        assignee: ticket.agent,
        agents: agents::store::active_agents(tx, ticket.workspace).await?,
        customer: customers::store::person(tx, ticket.workspace, ticket.customer).await?,
        is_mail_verified: ticket.mail_verified_at.is_some(),
        customer_tickets: list::count_of_customer(tx, ticket.workspace, ticket.customer).await?,
        site: sites::store::name(tx, ticket.workspace, ticket.site).await?,
        channel: ticket.channel,
        rating: rating.map(|rating| (rating, ticket.rating_reason.clone())),
        mail: ticket.mail,
        subject: ticket.subject,
    })
}

/// The movement line: received, seen, where it stands, and what is ahead. Each step is a fact from the log.
fn steps(ticket: &Ticket, movements: &[(Event, Time)]) -> Vec<Step> {
    let mut steps = vec![Step { kind: StepKind::Received, at: Some(ticket.opened_at), is_now: false }];
    let mut push = |kind, at| {
        if steps.iter().all(|step: &Step| step.kind != kind) {
            steps.push(Step { kind, at: Some(at), is_now: false });
        }
    };
    for (event, at) in movements {
        match event {
            Event::TicketSeen => push(StepKind::Seen, *at),
            Event::Assigned { agent: Some(_), .. } | Event::StatusChanged { to: Status::Open, .. } => {
                push(StepKind::At(Label::InProgress), *at);
            }
            _ => {}
        }
    }
    let here = match ticket.status {
        Status::New => steps.last().map_or(StepKind::Received, |step| step.kind),
        status => StepKind::At(status.label()),
    };
    if here != StepKind::Received && here != StepKind::Seen {
        steps.retain(|step| step.kind != here);
        steps.push(Step { kind: here, at: Some(ticket.status_at), is_now: false });
    }
    for step in &mut steps {
        step.is_now = step.kind == here;
    }
    if !rules::is_done(ticket.status) {
        steps.push(Step { kind: StepKind::At(Label::Solved), at: None, is_now: false });
    }
    steps
}

struct Thread<'t> {
    ticket: &'t Ticket,
    files: HashMap<MessageId, Vec<Attachment>>,
}

async fn thread<'t>(tx: &mut Tx, ticket: &'t Ticket, after: i64) -> Result<(Thread<'t>, Vec<EntryRow>)> {
    let mut files: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    for (message, attachment) in store::attachments_after(tx, ticket.id, after).await? {
        files.entry(message).or_default().push(attachment);
    }
    let mut rows = store::entries_after(tx, ticket.id, after).await?;
    // The transaction sees one moment on SQLite and under repeatable read; the ticket's own end is the measure anyway.
    rows.retain(|row| row.seq <= ticket.seq);
    Ok((Thread { ticket, files }, rows))
}

pub(crate) async fn customer_entries(tx: &mut Tx, ticket: &Ticket, after: i64) -> Result<Vec<CustomerEntry>> {
    let (mut thread, rows) = thread(tx, ticket, after).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let event: Event = serde_json::from_str(&row.data).map_err(Error::unexpected)?;
        match row.message {
            Some(MessageRow { is_note: true, .. }) => {}
            Some(message) => entries.push(CustomerEntry::Reply(thread.reply(row.seq, row.by, row.at, message))),
            None if event.is_for_customer() => {
                entries.push(CustomerEntry::Happening(Happening { seq: row.seq, event, by: row.by, at: row.at }));
            }
            None => {}
        }
    }
    Ok(entries)
}

async fn agent_entries(tx: &mut Tx, ticket: &Ticket, after: i64) -> Result<Vec<AgentEntry>> {
    let (mut thread, rows) = thread(tx, ticket, after).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let event: Event = serde_json::from_str(&row.data).map_err(Error::unexpected)?;
        entries.push(match row.message {
            Some(message) if message.is_note => {
                let attachments = thread.files.remove(&message.id).unwrap_or_default();
                AgentEntry::Note(Note {
                    id: message.id,
                    seq: row.seq,
                    author: row.by,
                    body: message.body,
                    at: row.at,
                    attachments,
                })
            }
            Some(message) => AgentEntry::Reply(thread.reply(row.seq, row.by, row.at, message)),
            None => AgentEntry::Happening(Happening { seq: row.seq, event, by: row.by, at: row.at }),
        });
    }
    Ok(entries)
}

impl Thread<'_> {
    fn reply(&mut self, seq: i64, author: Person, at: Time, message: MessageRow) -> Reply {
        let seen = match author.side {
            Side::Customer => self.ticket.agent_seen_seq,
            Side::Agent | Side::System => self.ticket.customer_seen_seq,
        };
        let attachments = self.files.remove(&message.id).unwrap_or_default();
        Reply { id: message.id, seq, author, body: message.body, at, channel: message.channel, attachments, is_read: seen >= seq }
    }
}
