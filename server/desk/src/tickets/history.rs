//! What was read of tickets' logs, kept in memory. A log only grows, so what was read of it stays right, and a page reads only
//! what came since. Whether it still is the ticket's own log is said by the chain of hashes: a kept line counts when its hash
//! is the one that stands in the ticket's row. Nothing here decides who may read.

use std::sync::Arc;

use model::event::Event;
use model::id::{MessageId, TicketId};
use model::message::Attachment;
use model::person::Person;
use model::ticket::Channel;
use model::time::Time;
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use uuid::Uuid;

use super::{Ticket, store};
use crate::db::Db;
use crate::error::Result;

/// Bytes kept of all tickets, roughly.
const BYTES_MAX: u64 = 16 * 1024 * 1024;
/// Few parts, because the largest log that is kept must fit into one of them.
const SHARDS: usize = 2;
/// Tickets that it is sized for.
const TICKETS: usize = 4096;

/// A line of the log with the message that it recorded.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) seq: i64,
    pub(crate) by: Person,
    /// Whose id, where they have one.
    pub(crate) author: Option<Uuid>,
    pub(crate) at: Time,
    /// What happened; nothing when a newer version wrote what this one does not know.
    pub(crate) event: Option<Event>,
    pub(crate) message: Option<Said>,
    pub(crate) hash: Vec<u8>,
}

/// A message, as it was said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) id: MessageId,
    pub(crate) is_note: bool,
    pub(crate) body: String,
    pub(crate) channel: Channel,
    pub(crate) attachments: Vec<Attachment>,
}

/// A log up to one of its lines.
pub(crate) type Lines = Vec<Arc<Line>>;

/// Shared by its clones.
#[derive(Clone)]
pub struct Histories(Arc<Cache<TicketId, Arc<Lines>, Bytes>>);

#[derive(Clone)]
struct Bytes;

impl Weighter<TicketId, Arc<Lines>> for Bytes {
    fn weight(&self, _: &TicketId, lines: &Arc<Lines>) -> u64 {
        let line = |line: &Arc<Line>| {
            let said = line.message.as_ref().map_or(0, |said| said.body.len() + said.attachments.len() * 160);
            said + line.by.name.len() + size_of::<Line>() + 256
        };
        lines.iter().map(line).sum::<usize>() as u64 + 128
    }
}

impl Default for Histories {
    fn default() -> Self {
        let mut options = OptionsBuilder::new();
        options.estimated_items_capacity(TICKETS).weight_capacity(BYTES_MAX).shards(SHARDS);
        // Every number is right here, so the default is never taken.
        let options = options.build().ok();
        let cache = options
            .map(|options| Cache::with_options(options, Bytes, DefaultHashBuilder::default(), DefaultLifecycle::default()));
        Self(Arc::new(cache.unwrap_or_else(|| Cache::with_weighter(TICKETS, BYTES_MAX, Bytes))))
    }
}

impl Histories {
    /// A ticket's log up to where its row says that it goes. The row decides: a newer row reads what is missing, and a log
    /// that is not the row's is read anew.
    pub(crate) async fn of(&self, db: &Db, ticket: &Ticket) -> Result<Arc<Lines>> {
        let kept = self.0.get(&ticket.id).unwrap_or_default();
        if let Some(lines) = up_to(&kept, ticket.seq, &ticket.chain) {
            return Ok(lines);
        }
        let lines = match kept.last() {
            Some(last) => extended(&kept, read_from(db, ticket.id, last.seq).await?),
            None => None,
        };
        let lines = match lines {
            Some(lines) => lines,
            None => read_from(db, ticket.id, 0).await?,
        };
        let lines = Arc::new(lines);
        if let Some(own) = up_to(&lines, ticket.seq, &ticket.chain) {
            self.0.insert(ticket.id, lines);
            return Ok(own);
        }
        // Shown as it stands, and not kept: what is wrong with it is for `verify` to say.
        tracing::error!(ticket.number, ticket.seq, "a ticket's log does not end where its row says");
        Ok(Arc::new(lines.iter().filter(|line| line.seq <= ticket.seq).cloned().collect()))
    }
}

/// These lines up to the one with this number and hash; nothing when it is not among them.
fn up_to(lines: &Arc<Lines>, seq: i64, hash: &[u8]) -> Option<Arc<Lines>> {
    let end = lines.partition_point(|line| line.seq <= seq);
    let (own, _) = lines.split_at_checked(end)?;
    let last = own.last()?;
    let is_own = last.seq == seq && last.hash == hash;
    is_own.then(|| if end == lines.len() { Arc::clone(lines) } else { Arc::new(own.to_vec()) })
}

/// What was kept and what was read from its last line on; nothing when the two do not fit.
fn extended(kept: &Lines, read: Lines) -> Option<Lines> {
    let (last, first) = (kept.last()?, read.first()?);
    let fits = (last.seq, &last.hash) == (first.seq, &first.hash);
    fits.then(|| kept.iter().cloned().chain(read.into_iter().skip(1)).collect())
}

async fn read_from(db: &Db, ticket: TicketId, seq: i64) -> Result<Lines> {
    db.read(move |tx| Box::pin(async move { store::lines_from(tx, ticket, seq).await })).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(seq: i64, hash: u8) -> Arc<Line> {
        let by = Person::new(model::person::Side::Customer, "");
        Arc::new(Line { seq, by, author: None, at: Time(seq), event: Some(Event::TicketSeen), message: None, hash: vec![hash] })
    }

    fn seqs(lines: Option<&Lines>) -> Option<Vec<i64>> {
        lines.map(|lines| lines.iter().map(|line| line.seq).collect())
    }

    #[test]
    fn kept_lines_count_up_to_the_rows_own_last_line() {
        let kept = Arc::new(vec![line(1, 10), line(2, 20), line(3, 30)]);
        let check = |seq: i64, chain: u8, expected: Option<Vec<i64>>| {
            let lines = up_to(&kept, seq, &[chain]);
            assert_eq!(seqs(lines.as_deref()), expected, "{seq} {chain}");
        };
        check(3, 30, Some(vec![1, 2, 3]));
        check(2, 20, Some(vec![1, 2]));
        check(4, 40, None);
        check(3, 31, None);
        check(0, 0, None);
    }

    #[test]
    fn what_is_read_is_joined_where_it_fits() {
        let kept = vec![line(1, 10), line(2, 20)];
        let check = |read: Lines, expected: Option<Vec<i64>>| {
            assert_eq!(seqs(extended(&kept, read).as_ref()), expected);
        };
        check(vec![line(2, 20), line(3, 30)], Some(vec![1, 2, 3]));
        check(vec![line(2, 20)], Some(vec![1, 2]));
        check(vec![line(2, 21), line(3, 30)], None);
        check(vec![line(3, 30)], None);
        check(vec![], None);
    }
}
