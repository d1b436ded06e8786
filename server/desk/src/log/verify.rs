//! `porchlight verify`: reads every ticket's log again and says where it was altered.

use model::event::Event;
use model::id::TicketId;

use super::{Line, body_sha256, store};
use crate::db::Db;
use crate::error::Result;

/// What was found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Tickets read.
    pub tickets: u64,
    /// Lines read.
    pub lines: u64,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
}

/// Tickets read in one transaction.
const PAGE: i64 = 200;

/// Reads every log and checks: the engine's own files, numbers without a gap, each hash over the one before, the ticket's own end, and the
/// words of each message against the log. Reads only.
pub async fn verify(db: &Db) -> Result<Report> {
    let mut report = Report { faults: db.integrity().await?, ..Report::default() };
    let mut after: Option<TicketId> = None;
    loop {
        let page = db
            .read_much(move |tx| {
                Box::pin(async move {
                    let mut page = Vec::new();
                    for (ticket, number, seq, chain) in store::ends(tx, after, PAGE).await? {
                        let lines = store::lines(tx, ticket).await?;
                        page.push((ticket, lines.len(), check(number, seq, &chain, &lines)));
                    }
                    Ok(page)
                })
            })
            .await?;
        let Some((last, ..)) = page.last() else { return Ok(report) };
        after = Some(*last);
        for (_, lines, fault) in page {
            report.tickets += 1;
            report.lines += lines as u64;
            report.faults.extend(fault);
        }
    }
}

fn check(number: i64, seq: i64, chain: &[u8], lines: &[(Line, Vec<u8>, Option<String>)]) -> Option<String> {
    let mut previous = Vec::new();
    for (at, (line, hash, body)) in lines.iter().enumerate() {
        if usize::try_from(line.seq) != Ok(at + 1) {
            return Some(format!("ticket {number}: log entry {} is missing", at + 1));
        }
        if line.hash(&previous).as_slice() != hash.as_slice() {
            return Some(format!("ticket {number}: log entry {} was altered", line.seq));
        }
        if !is_body_kept(&line.kind, &line.data, body.as_deref()) {
            return Some(format!("ticket {number}: the text of log entry {} was altered", line.seq));
        }
        previous.clone_from(hash);
    }
    let is_whole = usize::try_from(seq) == Ok(lines.len()) && previous == chain;
    (!is_whole).then(|| format!("ticket {number}: the log has {} entries, but the ticket records {seq}", lines.len()))
}

/// Kinds whose lines carry the hash of a message's words.
const KINDS_WITH_WORDS: [&str; 3] = ["ticket_opened", "reply_sent", "note_written"];

fn is_body_kept(kind: &str, data: &str, body: Option<&str>) -> bool {
    let recorded = match serde_json::from_str(data) {
        Ok(
            Event::TicketOpened { body_sha256, .. }
            | Event::ReplySent { body_sha256, .. }
            | Event::NoteWritten { body_sha256, .. },
        ) => body_sha256,
        Ok(_) => return true,
        // A kind that a newer version wrote: its hash was checked, its words are that version's to check.
        Err(_) => return !KINDS_WITH_WORDS.contains(&kind),
    };
    body.map(body_sha256) == Some(recorded)
}
