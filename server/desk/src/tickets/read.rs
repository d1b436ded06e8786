//! Views of tickets: what a customer sees, what an agent sees, and what comes after a given line of the log.

use std::sync::Arc;

use model::event::Event;
use model::id::{AgentId, SiteId, TicketId, WorkspaceId};
use model::mail::Undelivered;
use model::message::{Note, Reply};
use model::person::{Audience, Person, Side};
use model::site::Site;
use model::ticket::{Channel, Label, Status};
use model::time::Time;
use model::view::{
    AgentEntry, AgentRow, AgentTicketView, CustomerEntry, Edge, Expectation, Happening, Inbox, InboxView, Step, StepKind,
    TicketRow, TicketView,
};

use super::history::{Line, Said};
use super::{Named, Ticket, Tickets, Which, list, rules, store};
use crate::actor::{Action, Actor, Object, demand, may};
use crate::agents::Pictured;
use crate::db::Tx;
use crate::error::{NOT_FOUND, Result};
use crate::sessions::{self, Found};
use crate::token::TokenHash;
use crate::workspaces::Workspaces;
use crate::{agents, customers, jobs, sites};

/// Rows on one page of the agents' list.
const PAGE: i64 = 50;

/// Where a ticket stands, for somebody who follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stand {
    /// The log's last line.
    pub seq: i64,
    /// Is nothing left that this side has not seen?
    pub is_seen: bool,
    /// The site that it came in by.
    pub site: SiteId,
    /// Is a reply emailed only when an address is given, which may have to be asked for?
    pub may_ask_mail: bool,
}

/// A ticket that was found and that nobody was permitted to see yet.
#[derive(Debug, Default)]
pub struct Sighted(Option<Named>);

impl Tickets<'_> {
    /// The ticket as its customer sees it. Who may: its customer or visitor.
    pub async fn for_customer(&self, actor: &Actor, which: Which) -> Result<TicketView> {
        self.news_for_customer(actor, which, 0).await
    }

    /// Who holds a token, and what stands under a number in their workspace: one question for the page that is asked for most.
    /// It shows nothing yet: whether the one may see the other is for `sighted` to say.
    pub async fn visit(&self, token: TokenHash, number: i64) -> Result<(Found, Sighted)> {
        let (session, named) = store::visit(self.db, token, number).await?;
        Ok((sessions::found(session, self.clock.now()), Sighted(named)))
    }

    /// What a visit found, as its customer sees it. Who may: its customer or visitor.
    pub async fn sighted(&self, actor: &Actor, sighted: Sighted) -> Result<TicketView> {
        let named = permitted(actor, Action::Read, sighted.0, |named| &named.ticket)?;
        self.customers(named, 0).await
    }

    /// The same with the conversation after line `after` only; all else is as it stands. Costs what is new.
    /// Who may: its customer or visitor.
    pub async fn news_for_customer(&self, actor: &Actor, which: Which, after: i64) -> Result<TicketView> {
        let named = self.named(actor, which, Action::Read).await?;
        self.customers(named, after).await
    }

    /// A ticket that was found and permitted, as its customer sees it.
    async fn customers(&self, named: Named, after: i64) -> Result<TicketView> {
        let history = self.histories.of(self.db, &named.ticket).await?;
        let pictured = agents::pictured(self.db, self.clock, self.avatars, named.ticket.workspace).await?;
        Ok(customer_view(named, &history, after, &pictured))
    }

    /// The ticket as agents see it. Who may: agents of the workspace.
    pub async fn for_agent(&self, actor: &Actor, which: Which) -> Result<AgentTicketView> {
        self.news_for_agent(actor, which, 0).await
    }

    /// The same with the conversation after line `after` only. Who may: agents of the workspace.
    pub async fn news_for_agent(&self, actor: &Actor, which: Which, after: i64) -> Result<AgentTicketView> {
        let named = self.named(actor, which, Action::ReadAsAgent).await?;
        let history = self.histories.of(self.db, &named.ticket).await?;
        let pictured = agents::pictured(self.db, self.clock, self.avatars, named.ticket.workspace).await?;
        let (ticket, now) = (Arc::new(named.ticket.clone()), self.clock.now());
        let around = self.db.read(move |tx| {
            let ticket = Arc::clone(&ticket);
            Box::pin(async move { around(tx, &ticket, now).await })
        });
        let around = around.await?;
        Ok(agent_view(named, (&history, after), around, &pictured))
    }

    /// Where a ticket stands: one row, for whoever comes back and may have missed nothing. Who may: whoever may read.
    pub async fn stand(&self, actor: &Actor, ticket: TicketId) -> Result<Stand> {
        let is_agent = actor.audience() == Audience::Agent;
        let action = if is_agent { Action::ReadAsAgent } else { Action::Read };
        let ticket = self.named(actor, Which::Id(ticket), action).await?.ticket;
        let is_waited_for = matches!(ticket.status, Status::New | Status::Open);
        Ok(Stand {
            seq: ticket.seq,
            site: ticket.site,
            is_seen: if is_agent { !ticket.has_unseen_by_agents() } else { !ticket.has_unseen_by_customer() },
            may_ask_mail: !is_agent && ticket.mail.is_none() && is_waited_for,
        })
    }

    /// A ticket that the actor may do this with, as `load` gives it inside a transaction.
    async fn named(&self, actor: &Actor, which: Which, action: Action) -> Result<Named> {
        let found = store::named_ticket(self.db, actor.workspace(), which).await?;
        permitted(actor, action, found, |named| &named.ticket)
    }

    /// The actor's own tickets, last moved first. Who may: customers and visitors, each their own.
    pub async fn mine(&self, actor: &Actor) -> Result<Vec<TicketRow>> {
        let actor = actor.clone();
        self.db
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
        let mut inbox = self
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let rows = list::inbox_rows(tx, workspace, view, me, after, PAGE).await?;
                    let is_full = i64::try_from(rows.len()) == Ok(PAGE);
                    let next = rows.last().map(|row| Edge { rank: row.rank, id: row.id }).filter(|_| is_full);
                    let (mine, unassigned) = list::inbox_counts(tx, workspace, me).await?;
                    Ok(Inbox { view, rows, mine, unassigned, next, setup: Vec::new() })
                })
            })
            .await?;
        if inbox.rows.is_empty() && view != InboxView::Done {
            inbox.setup = Workspaces { db: self.db, clock: self.clock, post: self.post }.setup(actor).await?;
        }
        Ok(inbox)
    }

    /// How soon first replies came lately at a site, in its office time; nothing when there is too little history. Measured
    /// anew each minute.
    pub async fn expectation(&self, workspace: WorkspaceId, site: &Site) -> Result<Option<Expectation>> {
        let (now, id) = (self.clock.now(), site.id);
        if let Some(measured) = self.measured.at(id, now) {
            return Ok(measured.0);
        }
        let spans = self.db.read(move |tx| Box::pin(async move { list::first_replies(tx, workspace, id).await })).await?;
        let measured = rules::expectation(spans.iter().map(|(from, to)| site.hours.open_seconds(*from, *to)).collect());
        self.measured.keep(id, now, measured);
        Ok(measured)
    }
}

/// A ticket that the actor may do this with; anything else looks like one that does not exist.
pub(crate) async fn load(tx: &mut Tx, actor: &Actor, which: Which, action: Action) -> Result<Ticket> {
    let found = store::ticket(tx, actor.workspace(), which).await?;
    permitted(actor, action, found, |ticket| ticket)
}

fn permitted<T>(actor: &Actor, action: Action, found: Option<T>, ticket: impl Fn(&T) -> &Ticket) -> Result<T> {
    match found {
        Some(found) if may(actor, action, &ticket(&found).object()) => Ok(found),
        _ if matches!(actor, Actor::Nobody { .. }) => Err(model::fault::Fault::SignedOut.into()),
        _ => Err(NOT_FOUND),
    }
}

fn customer_view(named: Named, history: &[Arc<Line>], after: i64, pictured: &Pictured) -> TicketView {
    let Named { ticket, agent, category } = named;
    let assignee = ticket.agent.map(|id| id.0);
    TicketView {
        id: ticket.id,
        number: ticket.number,
        status: ticket.status,
        since: ticket.status_at,
        seq: ticket.seq,
        steps: steps(&ticket, history),
        turn: rules::turn(&ticket),
        site: ticket.site,
        entries: customer_entries(&ticket, history, after, pictured),
        first_words: first_words(&ticket, history),
        waiting_since: waiting_since(&ticket, history),
        has_unseen: ticket.has_unseen_by_customer(),
        category,
        agent: agent.map(|name| pictured.show(Person::new(Side::Agent, name), assignee)),
        is_mail_verified: ticket.mail_verified_at.is_some(),
        mail: ticket.mail,
        subject: ticket.subject,
        rating: ticket.rating.and_then(|rating| u8::try_from(rating).ok()),
        rating_reason: ticket.rating_reason.clone(),
        channel: ticket.channel,
    }
}

/// What agents see around a ticket.
struct Around {
    agents: Vec<AgentRow>,
    customer: Person,
    customer_tickets: i64,
    site: String,
    undelivered: Option<Undelivered>,
}

async fn around(tx: &mut Tx, ticket: &Ticket, now: Time) -> Result<Around> {
    let (workspace, customer, assignee) = (ticket.workspace, ticket.customer, ticket.agent);
    let mut able = agents::store::active_agents(tx, workspace).await?;
    // Whose it is stands there, even when they are disabled by now.
    if let Some(id) = assignee.filter(|id| !able.iter().any(|agent| agent.id == *id)) {
        able.extend(agents::store::disabled_agent(tx, workspace, id).await?);
    }
    Ok(Around {
        agents: able,
        customer: customers::store::person(tx, workspace, customer).await?,
        customer_tickets: list::count_of_customer(tx, workspace, customer).await?,
        site: sites::store::name(tx, workspace, ticket.site).await?,
        undelivered: jobs::store::undelivered(tx, workspace, ticket.id, now).await?,
    })
}

fn agent_view(named: Named, (history, after): (&[Arc<Line>], i64), around: Around, pictured: &Pictured) -> AgentTicketView {
    let Named { ticket, category, .. } = named;
    let rating = ticket.rating.and_then(|rating| u8::try_from(rating).ok());
    AgentTicketView {
        id: ticket.id,
        number: ticket.number,
        status: ticket.status,
        since: ticket.status_at,
        priority: ticket.priority,
        seq: ticket.seq,
        entries: agent_entries(&ticket, history, after, pictured),
        first_words: first_words(&ticket, history),
        has_unseen: ticket.has_unseen_by_agents(),
        category,
        assignee: ticket.agent,
        agents: around.agents,
        customer: known(around.customer, &ticket),
        is_mail_verified: ticket.mail_verified_at.is_some(),
        undelivered: around.undelivered,
        customer_tickets: around.customer_tickets,
        site: around.site,
        channel: ticket.channel,
        rating: rating.map(|rating| (rating, ticket.rating_reason.clone())),
        mail: ticket.mail,
        subject: ticket.subject,
    }
}

/// Public messages, in order.
fn said(history: &[Arc<Line>]) -> impl Iterator<Item = (&Line, &Said)> {
    let with_message = history.iter().filter_map(|line| line.message.as_ref().map(|said| (&**line, said)));
    with_message.filter(|(_, said)| !said.is_note)
}

/// The first public message's first words, for a ticket that has no subject.
fn first_words(ticket: &Ticket, history: &[Arc<Line>]) -> String {
    if !ticket.subject.is_empty() {
        return String::new();
    }
    said(history).next().map(|(_, said)| rules::first_words(&said.body)).unwrap_or_default()
}

/// When the customer first wrote after the last reply, if they did.
fn waiting_since(ticket: &Ticket, history: &[Arc<Line>]) -> Option<Time> {
    let by_customer = |line: &Line| line.seq > ticket.agent_wrote_seq && line.by.side == Side::Customer;
    said(history).find(|(line, _)| by_customer(line)).map(|(line, _)| line.at)
}

/// The movement line: received, seen, where it stands, and what is ahead. Each step is a fact from the log.
fn steps(ticket: &Ticket, history: &[Arc<Line>]) -> Vec<Step> {
    let mut steps = vec![Step { kind: StepKind::Received, at: Some(ticket.opened_at), is_now: false }];
    let mut push = |kind, at| {
        if steps.iter().all(|step: &Step| step.kind != kind) {
            steps.push(Step { kind, at: Some(at), is_now: false });
        }
    };
    for line in history {
        match &line.event {
            Some(Event::TicketSeen) => push(StepKind::Seen, line.at),
            Some(Event::Assigned { agent: Some(_), .. } | Event::StatusChanged { to: Status::Open, .. }) => {
                push(StepKind::At(Label::InProgress), line.at);
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

/// What came after a line.
fn news(history: &[Arc<Line>], after: i64) -> impl Iterator<Item = &Line> {
    history.iter().map(|line| &**line).skip_while(move |line| line.seq <= after)
}

/// The whole conversation as its customer reads it, inside a transaction.
pub(crate) async fn conversation(tx: &mut Tx, ticket: &Ticket) -> Result<Vec<CustomerEntry>> {
    Ok(customer_entries(ticket, &store::lines_from(tx, ticket.id, 0).await?, 0, &Pictured::default()))
}

fn customer_entries(ticket: &Ticket, history: &[Arc<Line>], after: i64, pictured: &Pictured) -> Vec<CustomerEntry> {
    let first = said(history).next().map(|(line, _)| line.seq).filter(|_| ticket.channel == Channel::Widget);
    let entry = |line: &Line| match &line.message {
        Some(said) if said.is_note => None,
        Some(said) => {
            let opens = (first == Some(line.seq)).then_some(ticket.number);
            Some(CustomerEntry::Reply(Reply { opens, ..reply(ticket, line, said, pictured) }))
        }
        None => happening(line).filter(|happening| happening.event.is_for_customer()).map(CustomerEntry::Happening),
    };
    news(history, after).filter_map(entry).collect()
}

fn agent_entries(ticket: &Ticket, history: &[Arc<Line>], after: i64, pictured: &Pictured) -> Vec<AgentEntry> {
    let entry = |line: &Line| match &line.message {
        Some(said) if said.is_note => Some(AgentEntry::Note(Note {
            id: said.id,
            seq: line.seq,
            author: pictured.show(line.by.clone(), line.author),
            body: said.body.clone(),
            at: line.at,
            attachments: said.attachments.clone(),
        })),
        Some(said) => {
            let reply = reply(ticket, line, said, pictured);
            Some(AgentEntry::Reply(Reply { author: known(reply.author, ticket), ..reply }))
        }
        None => {
            happening(line).map(|happening| AgentEntry::Happening(Happening { by: known(line.by.clone(), ticket), ..happening }))
        }
    };
    news(history, after).filter_map(entry).collect()
}

/// As agents know a person: a customer without a name by the email address.
fn known(person: Person, ticket: &Ticket) -> Person {
    match &ticket.mail {
        Some(mail) if person.side == Side::Customer && person.name.trim().is_empty() => Person { name: mail.clone(), ..person },
        _ => person,
    }
}

/// Nothing for a line that this version cannot read.
fn happening(line: &Line) -> Option<Happening> {
    let event = line.event.clone()?;
    Some(Happening { seq: line.seq, event, by: line.by.clone(), at: line.at })
}

fn reply(ticket: &Ticket, line: &Line, said: &Said, pictured: &Pictured) -> Reply {
    let seen = match line.by.side {
        Side::Customer => ticket.agent_seen_seq,
        Side::Agent | Side::System => ticket.customer_seen_seq,
    };
    Reply {
        id: said.id,
        seq: line.seq,
        author: pictured.show(line.by.clone(), line.author),
        body: said.body.clone(),
        at: line.at,
        channel: said.channel,
        attachments: said.attachments.clone(),
        is_read: seen >= line.seq,
        opens: None,
    }
}
