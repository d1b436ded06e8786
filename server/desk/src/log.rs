//! The event log: append-only, one numbered line a change, each line's hash over the line before it.

use model::event::Event;
use model::id::{TicketId, WorkspaceId};
use model::person::Person;
use model::time::Time;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::actor::Actor;
use crate::bus::Hint;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs;
use crate::tickets::Ticket;

pub(crate) mod store;
pub mod verify;

/// One line, as it is hashed and stored.
pub(crate) struct Line {
    pub(crate) workspace: WorkspaceId,
    pub(crate) ticket: TicketId,
    pub(crate) seq: i64,
    pub(crate) kind: String,
    pub(crate) side: String,
    pub(crate) actor: Option<Uuid>,
    pub(crate) name: String,
    pub(crate) at: Time,
    pub(crate) data: String,
}

impl Line {
    /// The hash of this line after `previous`: SHA-256 over the previous hash and each field with its length before it.
    pub(crate) fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let actor = self.actor.map(|id| id.to_string()).unwrap_or_default();
        let (workspace, ticket) = (self.workspace.to_string(), self.ticket.to_string());
        let (seq, at) = (self.seq.to_string(), self.at.0.to_string());
        let fields = [&workspace, &ticket, &seq, &self.kind, &self.side, &actor, &self.name, &at, &self.data];
        let mut hash = Sha256::new();
        hash.update(previous);
        for field in fields {
            hash.update(field.len().to_be_bytes());
            hash.update(field.as_bytes());
        }
        hash.finalize().into()
    }
}

/// Appends what happened to a ticket's log, and everything that follows from it: the hint for whoever watches and the
/// jobs. Part of the caller's transaction: the ticket must be locked by it, and be saved by it afterwards.
pub(crate) async fn append(
    tx: &mut Tx,
    ticket: &mut Ticket,
    actor: &Actor,
    by: &Person,
    now: Time,
    event: &Event,
) -> Result<i64> {
    let line = Line {
        workspace: ticket.workspace,
        ticket: ticket.id,
        seq: ticket.seq + 1,
        kind: event.kind().to_owned(),
        side: by.side.word().to_owned(),
        actor: actor.id(),
        name: by.name.clone(),
        at: now,
        data: serde_json::to_string(event)?,
    };
    let hash = line.hash(&ticket.chain);
    store::insert_event(tx, &line, &hash).await?;
    ticket.seq = line.seq;
    ticket.chain = hash.to_vec();
    if event.is_movement() {
        ticket.moved_at = now;
    }
    ticket.rank = ticket.rank.after(ticket.status, ticket.moved_at, now);
    jobs::follow(tx, ticket, line.seq, event, by.side, now).await?;
    tx.hint(Hint::Ticket { workspace: ticket.workspace, ticket: ticket.id, number: ticket.number, seq: ticket.seq });
    Ok(line.seq)
}

/// SHA-256 of a message's words, as it stands in the log.
pub(crate) fn body_sha256(body: &str) -> String {
    sha256(body.as_bytes())
}

/// SHA-256 of bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    crate::token::hex(&Sha256::digest(bytes))
}
