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

/// Where a ticket's log ends.
pub(crate) struct Head<'t> {
    pub(crate) workspace: WorkspaceId,
    pub(crate) ticket: TicketId,
    /// The ticket's public number, for whoever watches.
    pub(crate) number: i64,
    /// The last line's number; zero before the first.
    pub(crate) seq: i64,
    /// The last line's hash; empty before the first.
    pub(crate) chain: &'t [u8],
}

/// Appends what happened to a log, with the hint for whoever watches, and gives the new line's number and hash. Part of the
/// caller's transaction: the ticket must be locked by it, and be saved with both afterwards.
pub(crate) async fn append(
    tx: &mut Tx,
    head: Head<'_>,
    actor: &Actor,
    by: &Person,
    now: Time,
    event: &Event,
) -> Result<(i64, Vec<u8>)> {
    let line = Line {
        workspace: head.workspace,
        ticket: head.ticket,
        seq: head.seq + 1,
        kind: event.kind().to_owned(),
        side: by.side.word().to_owned(),
        actor: actor.id(),
        name: by.name.clone(),
        at: now,
        data: serde_json::to_string(event)?,
    };
    let hash = line.hash(head.chain);
    store::insert_event(tx, &line, &hash).await?;
    tx.hint(Hint::Ticket { workspace: head.workspace, ticket: head.ticket, number: head.number, seq: line.seq });
    Ok((line.seq, hash.to_vec()))
}

/// SHA-256 of a message's words, as it stands in the log.
pub(crate) fn body_sha256(body: &str) -> String {
    sha256(body.as_bytes())
}

/// SHA-256 of bytes, in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    crate::token::hex(&Sha256::digest(bytes))
}
