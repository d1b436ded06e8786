//! Pure decisions about tickets: what may be taken, what a deed does.

use model::fault::{Fault, Invalid};
use model::id::AttachmentId;
use model::limit;
use model::outlook::Outlook;
use model::site::Site;
use model::ticket::{Status, Turn};
use model::time::Time;
use model::view::TicketView;

use super::Ticket;
use crate::checks;
use crate::error::Result;

/// Characters of a first message that stand for a subject.
const FIRST_WORDS: usize = 60;

/// What a ticket without a subject is called: how its first message begins, in plain words.
pub(crate) fn first_words(body: &str) -> String {
    markdown::beginning(body, FIRST_WORDS)
}

/// The words of a message as they were typed, without blank lines at the end. It may be without words when it carries files.
pub(crate) fn check_body(body: &str, attachments: &[AttachmentId]) -> Result<String, Invalid> {
    let body = body.replace("\r\n", "\n").replace('\0', "");
    let body = body.trim_end().to_owned();
    match body.chars().count() {
        0 if attachments.is_empty() => Err(Invalid::BodyMissing),
        chars if chars > limit::BODY_CHARS_MAX => Err(Invalid::BodyTooLong),
        _ if attachments.len() > limit::ATTACHMENTS_MAX => Err(Invalid::TooManyFiles),
        _ => Ok(body),
    }
}

/// A rating and its word.
pub(crate) fn check_rating(rating: Option<u8>, reason: &str) -> Result<String, Invalid> {
    if rating.is_some_and(|rating| !(1..=5).contains(&rating)) {
        return Err(Invalid::RatingWrong);
    }
    checks::line(reason, limit::REASON_CHARS_MAX, Invalid::ReasonTooLong)
}

/// An agent's public reply is held when something public was said that the agent had not seen.
pub(crate) fn check_not_held(ticket: &Ticket, read_up_to: i64, is_anyway: bool) -> Result<()> {
    let latest = ticket.customer_wrote_seq.max(ticket.agent_wrote_seq);
    if latest > read_up_to && !is_anyway { Err(Fault::Held.into()) } else { Ok(()) }
}

/// The status that an agent sets by hand.
pub(crate) fn check_status(status: Status) -> Result<Status, Invalid> {
    if status.may_be_set_by_agent() { Ok(status) } else { Err(Invalid::StatusNotByHand) }
}

/// Solved and closed tickets leave the lists of what is to do.
pub(crate) fn is_done(status: Status) -> bool {
    match status {
        Status::Solved | Status::Closed => true,
        Status::New | Status::Open | Status::Pending | Status::OnHold => false,
    }
}

/// The middle and the ninth tenth of measured first replies, when there are enough to be honest.
pub(crate) fn expectation(mut seconds: Vec<i64>) -> Option<model::view::Expectation> {
    /// Fewer than this say nothing.
    const ENOUGH: usize = 8;
    if seconds.len() < ENOUGH {
        return None;
    }
    seconds.sort_unstable();
    let at = |part: usize| seconds.get((seconds.len() * part / 10).min(seconds.len() - 1)).copied().unwrap_or_default();
    Some(model::view::Expectation { half_seconds: at(5), most_seconds: at(9) })
}

/// Whose turn it is.
pub(crate) fn turn(ticket: &Ticket) -> Turn {
    match ticket.status {
        Status::New | Status::Open if ticket.agent_wrote_seq == 0 => Turn::First,
        Status::New | Status::Open => Turn::Next,
        Status::Pending | Status::OnHold | Status::Solved | Status::Closed => Turn::NotOurs,
    }
}

/// From when on a visitor is asked where the reply goes: at once while nobody is there, and otherwise when nobody
/// has replied within the site's time. Nothing when an address is known or no reply is owed.
pub fn mail_asked_at(view: &TicketView, site: &Site, outlook: &Outlook) -> Option<Time> {
    if view.mail.is_some() || !matches!(view.status, Status::New | Status::Open) {
        return None;
    }
    let since = view.waiting_since?;
    match outlook {
        Outlook::Away { .. } => Some(since),
        Outlook::Here { .. } | Outlook::Open { .. } => Some(since.plus_seconds(site.answer_within_seconds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies() {
        let file = [AttachmentId(uuid::Uuid::nil())];
        let check = |body: &str, files: &[AttachmentId], expected: Option<&str>| {
            assert_eq!(check_body(body, files).ok().as_deref(), expected, "{body:?}");
        };
        check(" Hello\r\nthere \n \n", &[], Some(" Hello\nthere"));
        check("\nif x:\n    y = 1\n", &[], Some("\nif x:\n    y = 1"));
        check("", &[], None);
        check(" \n\t\0", &[], None);
        check("", &file, Some(""));
        check("a\0b", &[], Some("ab"));
        check(&"x".repeat(limit::BODY_CHARS_MAX), &[], Some(&"x".repeat(limit::BODY_CHARS_MAX)));
        check(&"x".repeat(limit::BODY_CHARS_MAX + 1), &[], None);
        check("many", &[file[0]; 6], None);
    }

    #[test]
    fn an_expectation_needs_enough_history() {
        assert_eq!(expectation(vec![60; 7]), None);
        let measured = expectation((1..=10).map(|minute| minute * 60).collect()).unwrap();
        assert_eq!((measured.half_seconds, measured.most_seconds), (360, 600));
    }

    #[test]
    fn ratings() {
        let check = |rating, is_ok| assert_eq!(check_rating(rating, "").is_ok(), is_ok, "{rating:?}");
        check(None, true);
        check(Some(1), true);
        check(Some(5), true);
        check(Some(0), false);
        check(Some(6), false);
    }
}
