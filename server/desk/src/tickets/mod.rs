//! The verbs of a ticket: open, reply, note, sort, confirm. Each is one check, one transaction, one answer.

use std::sync::Arc;

use model::event::Event;
use model::fault::{Fault, Invalid};
use model::id::{AgentId, AttachmentId, Key, MessageId, TicketId};
use model::person::{Person, Side};
use model::ticket::{Channel, Priority, Status};
use model::time::Time;
use serde::{Deserialize, Serialize};

use crate::actor::{Action, Actor, Object, demand};
use crate::agents::Avatars;
use crate::bus::Hint;
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::error::{NOT_FOUND, Result};
use crate::files::Files;
use crate::keys::{self, Fingerprint};
use crate::mail::Post;
use crate::{checks, customers, jobs, log};

mod files;
mod followed;
mod history;
mod list;
mod measured;
pub mod open;
pub mod read;
mod row;
pub(crate) mod rules;
pub(crate) mod store;

pub use history::Histories;
pub use list::Listed;
pub use measured::Measured;
pub use open::{NewTicket, Place};
pub use read::Sighted;
pub(crate) use row::{Named, Ticket};
pub use rules::mail_asked_at;

/// Which ticket is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Which {
    /// By id, as programs say it.
    Id(TicketId),
    /// By its public number, as people say it.
    Number(i64),
}

/// The answer of every write: it is kept, and this is where the log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub number: i64,
    /// The log's last line after this write.
    pub seq: i64,
}

/// A public reply.
#[derive(Debug, Clone, Serialize)]
pub struct NewReply {
    /// The client's key.
    pub key: Key,
    /// The words.
    pub body: String,
    /// Files uploaded before by the same actor. A form sent again uploads them anew, so only their number counts for the key.
    #[serde(serialize_with = "number_of")]
    pub attachments: Vec<AttachmentId>,
    /// The way it comes.
    pub channel: Channel,
    /// Agents: the log's last line that the writer had on screen.
    #[serde(skip)]
    pub read_up_to: i64,
    /// Agents: send even though something came in between.
    #[serde(skip)]
    pub is_anyway: bool,
    /// Agents: and think it solved.
    pub then_solve: bool,
}

/// An internal note.
#[derive(Debug, Clone, Serialize)]
pub struct NewNote {
    /// The client's key.
    pub key: Key,
    /// The words.
    pub body: String,
    /// Files uploaded before by the same agent.
    #[serde(serialize_with = "number_of")]
    pub attachments: Vec<AttachmentId>,
}

/// The customer's word on a solved ticket.
#[derive(Debug, Clone, Serialize)]
pub struct Confirmation {
    /// The client's key.
    pub key: Key,
    /// Did it solve it?
    pub is_solved: bool,
    /// 1 to 5.
    pub rating: Option<u8>,
    /// A word of reason.
    pub reason: String,
}

/// How many files there are, for a request's fingerprint.
pub(crate) fn number_of<S: serde::Serializer>(files: &[AttachmentId], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_u64(files.len() as u64)
}

/// The verbs and views of tickets.
pub struct Tickets<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) post: &'d Post,
    pub(crate) files: &'d Files,
    pub(crate) avatars: &'d Avatars,
    pub(crate) histories: &'d Histories,
    pub(crate) measured: &'d Measured,
}

/// One change of one ticket while it is being made: the locked row, who makes it, and when.
pub(crate) struct Change<'t> {
    pub(crate) tx: &'t mut Tx,
    pub(crate) ticket: Ticket,
    pub(crate) actor: Actor,
    pub(crate) by: Person,
    pub(crate) now: Time,
}

impl Change<'_> {
    /// Records what happened, and puts into the queue what follows from it. The ticket must be saved afterwards.
    pub(crate) async fn record(&mut self, event: &Event) -> Result<i64> {
        let Self { tx, ticket, actor, by, now } = self;
        let head = log::Head {
            workspace: ticket.workspace,
            ticket: ticket.id,
            number: ticket.number,
            seq: ticket.seq,
            chain: &ticket.chain,
        };
        (ticket.seq, ticket.chain) = log::append(tx, head, actor, by, *now, event).await?;
        if event.is_movement() {
            ticket.moved_at = *now;
        }
        ticket.rank = ticket.rank.after(ticket.status, ticket.moved_at, *now);
        followed::by_mail(tx, ticket, event, by.side, *now).await?;
        Ok(ticket.seq)
    }

    /// Moves the ticket, if it is not there already.
    pub(crate) async fn move_to(&mut self, to: Status) -> Result<()> {
        let from = self.ticket.status;
        if from == to {
            return Ok(());
        }
        self.ticket.status = to;
        self.ticket.status_at = self.now;
        self.record(&Event::StatusChanged { from, to }).await?;
        Ok(())
    }

    /// Gives the ticket to an agent, or to nobody.
    async fn assign(&mut self, agent: Option<(AgentId, String)>) -> Result<()> {
        let id = agent.as_ref().map(|(id, _)| *id);
        if self.ticket.agent == id {
            return Ok(());
        }
        self.ticket.agent = id;
        self.record(&Event::Assigned { agent: id, name: agent.map(|(_, name)| name) }).await?;
        Ok(())
    }

    /// Says something in public and does what that does to the ticket.
    pub(crate) async fn say(&mut self, message: MessageId, reply: &NewReply, body: &str) -> Result<()> {
        let event = Event::ReplySent { message, body_sha256: log::body_sha256(body) };
        let seq = self.record(&event).await?;
        self.write_message(message, seq, "reply", body, reply.channel, &reply.attachments).await?;
        if self.by.side == Side::Agent {
            self.ticket.agent_wrote_seq = seq;
            self.ticket.answered_at = self.ticket.answered_at.or(Some(self.now));
            if self.ticket.agent.is_none()
                && let Actor::Agent { id, name, .. } = &self.actor
            {
                let mine = Some((*id, name.clone()));
                self.assign(mine).await?;
            }
            let next = if reply.then_solve { Status::Solved } else { self.ticket.status.after_agent_reply() };
            self.move_to(next).await
        } else {
            self.ticket.customer_wrote_seq = seq;
            self.move_to(self.ticket.status.after_customer_reply()).await
        }
    }

    pub(crate) async fn write_message(
        &mut self,
        id: MessageId,
        seq: i64,
        kind: &'static str,
        body: &str,
        channel: Channel,
        attachments: &[AttachmentId],
    ) -> Result<()> {
        let message = store::NewMessage { id, seq, kind, body, channel, by: &self.by, author: self.actor.id(), at: self.now };
        store::insert_message(self.tx, &self.ticket, &message).await?;
        crate::files::store::attach(self.tx, self.ticket.workspace, &self.actor.handle(), attachments, self.ticket.id, id).await
    }

    pub(crate) fn kept(&self) -> Kept {
        Kept { ticket: self.ticket.id, number: self.ticket.number, seq: self.ticket.seq }
    }
}

/// Loads and locks a ticket that the actor may do this to; anything else looks like a ticket that does not exist.
pub(crate) async fn lock<'t>(tx: &'t mut Tx, actor: &Actor, which: Which, action: Action, now: Time) -> Result<Change<'t>> {
    let Some(ticket) = store::lock_ticket(tx, actor.workspace(), which).await? else {
        return Err(if matches!(actor, Actor::Nobody { .. }) { Fault::SignedOut.into() } else { NOT_FOUND });
    };
    demand(actor, action, &ticket.object())?;
    let by = match actor.side() {
        Side::Customer => customers::store::person(tx, ticket.workspace, ticket.customer).await?,
        Side::Agent | Side::System => actor.person(),
    };
    Ok(Change { tx, ticket, actor: actor.clone(), by, now })
}

impl Ticket {
    /// Says that watchers should look again although the log did not grow.
    pub(crate) fn look(&self) -> Hint {
        Hint::Ticket { workspace: self.workspace, ticket: self.id, number: self.number, seq: self.seq }
    }

    /// Whose it is, for `may`.
    pub(crate) fn object(&self) -> Object {
        Object::Ticket { workspace: self.workspace, customer: self.customer, visitor: self.visitor }
    }
}

/// What is done to a ticket, checked and ready.
enum Deed {
    Reply(MessageId, NewReply, String),
    Note(MessageId, NewNote, String),
    Status(Status),
    Priority(Priority),
    Assign(Option<AgentId>),
    Confirm(Confirmation, String),
    GiveMail(String),
    RetryMail,
}

impl Deed {
    const fn action(&self) -> Action {
        match self {
            Self::Reply(..) => Action::Reply,
            Self::Note(..) => Action::Note,
            Self::Status(_) | Self::Priority(_) | Self::Assign(_) | Self::RetryMail => Action::Sort,
            Self::Confirm(..) => Action::Confirm,
            Self::GiveMail(_) => Action::GiveMail,
        }
    }
}

impl Change<'_> {
    async fn perform(&mut self, deed: &Deed) -> Result<()> {
        match deed {
            Deed::Reply(id, reply, body) => {
                if self.by.side == Side::Agent {
                    rules::check_not_held(&self.ticket, reply.read_up_to, reply.is_anyway)?;
                }
                self.say(*id, reply, body).await
            }
            Deed::Note(id, note, body) => {
                let seq = self.record(&Event::NoteWritten { message: *id, body_sha256: log::body_sha256(body) }).await?;
                self.write_message(*id, seq, "note", body, Channel::Desk, &note.attachments).await
            }
            Deed::Status(status) => self.move_to(*status).await,
            Deed::Priority(to) => {
                let from = std::mem::replace(&mut self.ticket.priority, *to);
                if from != *to {
                    self.record(&Event::PriorityChanged { from, to: *to }).await?;
                }
                Ok(())
            }
            Deed::Assign(None) => self.assign(None).await,
            // Whoever has it keeps it, even if they are disabled by now.
            Deed::Assign(Some(id)) if self.ticket.agent == Some(*id) => Ok(()),
            Deed::Assign(Some(id)) => {
                let name =
                    crate::agents::store::active_name(self.tx, self.ticket.workspace, *id).await?.ok_or(Invalid::AgentUnknown)?;
                self.assign(Some((*id, name))).await
            }
            Deed::Confirm(word, reason) => self.confirm(word, reason).await,
            Deed::GiveMail(mail) => self.give_mail(mail).await,
            Deed::RetryMail => {
                if jobs::store::try_again(self.tx, self.ticket.workspace, self.ticket.id, self.now).await? {
                    self.tx.hint(Hint::Jobs);
                    self.record(&Event::MailRetried).await?;
                }
                Ok(())
            }
        }
    }

    async fn confirm(&mut self, word: &Confirmation, reason: &str) -> Result<()> {
        match (self.ticket.status, word.is_solved) {
            (Status::Solved, true) => {
                self.rate(word.rating, reason);
                self.record(&Event::SolutionConfirmed { rating: word.rating, reason: reason.to_owned() }).await?;
                self.move_to(Status::Closed).await
            }
            (Status::Closed, true) => {
                if self.rate(word.rating, reason) {
                    self.record(&Event::SolutionRated { rating: word.rating, reason: reason.to_owned() }).await?;
                }
                Ok(())
            }
            (Status::Solved | Status::Closed, false) => {
                let seq = self.record(&Event::SolutionDenied { reason: reason.to_owned() }).await?;
                self.ticket.customer_wrote_seq = seq;
                self.move_to(Status::Open).await
            }
            (Status::New | Status::Open | Status::Pending | Status::OnHold, _) => Err(Invalid::NotSolved.into()),
        }
    }

    /// Keeps what the customer says of it; `false` when that says nothing new.
    fn rate(&mut self, rating: Option<u8>, reason: &str) -> bool {
        let rating = rating.map(i64::from).or(self.ticket.rating);
        let reason = if reason.is_empty() { &*self.ticket.rating_reason } else { reason };
        let is_new = rating != self.ticket.rating || reason != self.ticket.rating_reason;
        (self.ticket.rating, self.ticket.rating_reason) = (rating, reason.to_owned());
        is_new
    }

    async fn give_mail(&mut self, mail: &str) -> Result<()> {
        if self.ticket.mail.as_deref() == Some(mail) {
            return Ok(());
        }
        // Once somebody has verified an address, only that customer says where replies go.
        if self.ticket.mail_verified_at.is_some() && matches!(self.actor, Actor::Visitor { .. }) {
            return Err(NOT_FOUND);
        }
        self.ticket.mail = Some(mail.to_owned());
        self.ticket.mail_verified_at = None;
        self.record(&Event::MailGiven { mail: mail.to_owned() }).await?;
        Ok(())
    }
}

impl Tickets<'_> {
    /// Says something in public. Wakes a ticket that waited; an agent's reply makes it the customer's turn.
    ///
    /// Who may: the ticket's customer or visitor, any agent of the workspace. Asking again with the same key returns the
    /// first answer. An agent's reply is refused as held when something public came after `read_up_to`.
    pub async fn reply(&self, actor: &Actor, which: Which, reply: NewReply) -> Result<Kept> {
        let body = rules::check_body(&reply.body, &reply.attachments)?;
        let fingerprint = Fingerprint::of("reply", &(which, &reply))?;
        self.change(actor, which, reply.key, fingerprint, Deed::Reply(self.clock.id(), reply, body)).await
    }

    /// Writes what only agents read. Who may: agents of the workspace. Same key, same answer.
    pub async fn note(&self, actor: &Actor, which: Which, note: NewNote) -> Result<Kept> {
        let body = rules::check_body(&note.body, &note.attachments)?;
        let fingerprint = Fingerprint::of("note", &(which, &note))?;
        self.change(actor, which, note.key, fingerprint, Deed::Note(self.clock.id(), note, body)).await
    }

    /// Sets the status by hand. Who may: agents. New and Closed cannot be set: one is a beginning, one the customer's word.
    pub async fn set_status(&self, actor: &Actor, which: Which, key: Key, status: Status) -> Result<Kept> {
        let status = rules::check_status(status)?;
        self.change(actor, which, key, Fingerprint::of("status", &(which, status))?, Deed::Status(status)).await
    }

    /// Sets the priority. Who may: agents. Same key, same answer.
    pub async fn set_priority(&self, actor: &Actor, which: Which, key: Key, priority: Priority) -> Result<Kept> {
        self.change(actor, which, key, Fingerprint::of("priority", &(which, priority))?, Deed::Priority(priority)).await
    }

    /// Gives the ticket to an agent of the same workspace who is not disabled, or to nobody. Who may: agents.
    pub async fn assign(&self, actor: &Actor, which: Which, key: Key, agent: Option<AgentId>) -> Result<Kept> {
        self.change(actor, which, key, Fingerprint::of("assign", &(which, agent))?, Deed::Assign(agent)).await
    }

    /// The customer's word on a solved ticket: yes closes it, and may come again with a rating; no opens it again, closed or not.
    /// Who may: the ticket's customer or visitor, nobody else.
    pub async fn confirm(&self, actor: &Actor, which: Which, word: Confirmation) -> Result<Kept> {
        let reason = rules::check_rating(word.rating, &word.reason)?;
        let fingerprint = Fingerprint::of("confirm", &(which, &word))?;
        self.change(actor, which, word.key, fingerprint, Deed::Confirm(word, reason)).await
    }

    /// Says where replies go. The address counts as claimed until a link mailed to it was used.
    /// Who may: the ticket's customer or visitor.
    pub async fn give_mail(&self, actor: &Actor, which: Which, key: Key, mail: &str) -> Result<Kept> {
        let mail = checks::mail(mail)?;
        self.change(actor, which, key, Fingerprint::of("mail", &(which, &mail))?, Deed::GiveMail(mail)).await
    }

    /// Sends the ticket's email that did not arrive once more, with all of its tries. One that the mail server may have taken
    /// may then arrive twice. Who may: agents. Same key, same answer.
    pub async fn retry_mail(&self, actor: &Actor, which: Which, key: Key) -> Result<Kept> {
        self.change(actor, which, key, Fingerprint::of("retry_mail", &which)?, Deed::RetryMail).await
    }

    /// Notes that the actor's side has everything on screen now. Idempotent; records "seen" once for each time that the
    /// customer wrote. Who may: whoever may read.
    pub async fn see(&self, actor: &Actor, which: Which) -> Result<()> {
        let (actor, now) = (actor.clone(), self.clock.now());
        self.db
            .write(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let mut change = lock(tx, &actor, which, Action::Read, now).await?;
                    let ticket = &mut change.ticket;
                    if change.by.side == Side::Customer {
                        if !ticket.has_unseen_by_customer() {
                            return Ok(());
                        }
                        ticket.customer_seen_seq = ticket.seq;
                        change.tx.hint(ticket.look());
                    } else {
                        if !ticket.has_unseen_by_agents() {
                            return Ok(());
                        }
                        change.record(&Event::TicketSeen).await?;
                        change.ticket.agent_seen_seq = change.ticket.seq;
                    }
                    store::save_ticket(change.tx, &change.ticket).await
                })
            })
            .await
    }

    async fn change(&self, actor: &Actor, which: Which, key: Key, fingerprint: Fingerprint, deed: Deed) -> Result<Kept> {
        let (actor, deed, now) = (actor.clone(), Arc::new(deed), self.clock.now());
        self.db
            .write(move |tx| {
                let (actor, deed) = (actor.clone(), Arc::clone(&deed));
                Box::pin(async move {
                    if let Some(kept) = keys::answered(tx, &actor, key, fingerprint).await? {
                        return Ok(kept);
                    }
                    let mut change = lock(tx, &actor, which, deed.action(), now).await?;
                    // Another send of the same key may have been first at the lock.
                    if let Some(kept) = keys::answered(change.tx, &actor, key, fingerprint).await? {
                        return Ok(kept);
                    }
                    change.perform(&deed).await?;
                    let kept = change.kept();
                    store::save_ticket(change.tx, &change.ticket).await?;
                    keys::keep(change.tx, &actor, key, fingerprint, &kept, now).await?;
                    Ok(kept)
                })
            })
            .await
    }
}
