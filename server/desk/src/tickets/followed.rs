//! What follows from what happened to a ticket: the one place where mail about a ticket begins.

use model::event::Event;
use model::person::Side;
use model::ticket::{Channel, Status};
use model::time::Time;

use super::Ticket;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};

/// A reply in the widget waits this long before it is mailed too: who reads it at once needs no mail.
const WIDGET_MAIL_DELAY_SECONDS: i64 = 20;

/// Puts into the queue which email follows from the ticket's last line, in the same transaction.
pub(super) async fn by_mail(tx: &mut Tx, ticket: &Ticket, event: &Event, side: Side, now: Time) -> Result<()> {
    if ticket.mail.is_none() {
        return Ok(());
    }
    let (id, seq) = (ticket.id, ticket.seq);
    let delay = if ticket.channel == Channel::Widget { WIDGET_MAIL_DELAY_SECONDS } else { 0 };
    let (job, run_at) = match event {
        Event::TicketOpened { .. } | Event::MailGiven { .. } => (Job::SendReceipt { ticket: id }, now),
        Event::ReplySent { .. } if side == Side::Agent => (Job::SendAnswer { ticket: id, seq }, now.plus_seconds(delay)),
        Event::StatusChanged { to: Status::Solved, .. } => (Job::SendSolved { ticket: id, seq }, now.plus_seconds(delay)),
        _ => return Ok(()),
    };
    jobs::enqueue(tx, ticket.workspace, &job, run_at, now).await
}
