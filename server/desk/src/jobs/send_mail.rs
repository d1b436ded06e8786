//! The mail jobs: what to say is read from the log when the job runs, so that a job run twice or late says what is true.

use model::id::{TicketId, WorkspaceId};
use model::message::Reply;
use model::person::Side;
use model::ticket::Status;
use model::view::CustomerEntry;

use super::{Claimed, Job};
use crate::Desk;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::links::Purpose;
use crate::mail::{self, Facts, Matter};
use crate::tickets::{Ticket, Which, read};
use crate::{customers, sites};

/// Mails with a link to an address that nobody has proven, at most in a day: nobody's mailbox is filled through us.
const UNPROVEN_MAX: i64 = 5;

/// Where a ticket's mail goes and what it may say.
struct Reader {
    ticket: Ticket,
    mail: String,
    site: String,
    reply: Option<Reply>,
}

/// Runs a job.
pub(super) async fn run(desk: &Desk, claimed: &Claimed) -> Result<()> {
    let workspace = claimed.workspace;
    match &claimed.job {
        Job::SendReceipt { ticket } => about_ticket(desk, claimed, *ticket, None, "received", |_| Some(Matter::Received)).await,
        Job::SendLink { ticket } => {
            let kind = format!("link-{}", claimed.id);
            about_ticket(desk, claimed, *ticket, None, &kind, |_| Some(Matter::Link)).await
        }
        Job::SendAnswer { ticket, seq } => {
            about_ticket(desk, claimed, *ticket, Some(*seq), "answer", |reader| {
                let reply = reader.reply.as_ref()?;
                // "Send and solve": the question whether it is solved carries these words.
                let is_with_question = reader.ticket.status == Status::Solved && reader.ticket.status_at == reply.at;
                let is_read = reader.ticket.customer_seen_seq >= *seq;
                let matter = Matter::Answer { agent: reply.author.name.clone(), body: reply.body.clone() };
                (!is_with_question && !is_read).then_some(matter)
            })
            .await
        }
        Job::SendSolved { ticket, seq } => {
            about_ticket(desk, claimed, *ticket, Some(*seq), "solved", |reader| {
                if reader.ticket.status != Status::Solved {
                    return None;
                }
                let with = reader.reply.as_ref().filter(|reply| reply.at == reader.ticket.status_at);
                let (agent, body) = with.map(|reply| (reply.author.name.clone(), reply.body.clone())).unwrap_or_default();
                Some(Matter::Solved { agent, body })
            })
            .await
        }
        Job::SendSignIn { mail, locale } => sign_in(desk, workspace, mail, locale, claimed).await,
    }
}

async fn about_ticket(
    desk: &Desk,
    claimed: &Claimed,
    ticket: TicketId,
    seq: Option<i64>,
    kind: &str,
    matter: impl FnOnce(&Reader) -> Option<Matter> + Send,
) -> Result<()> {
    let (workspace, is_first_try) = (claimed.workspace, claimed.attempts == 1);
    let Some(reader) = reader(desk, workspace, ticket, seq).await? else { return Ok(()) };
    let Some(matter) = matter(&reader) else { return Ok(()) };
    let is_proven = reader.ticket.mail_verified_at.is_some();
    // Each try makes a link of its own; only the first asks how many there were, or a short outage would eat the mail.
    let is_asked_by_stranger = matches!(matter, Matter::Received | Matter::Link);
    if is_asked_by_stranger && is_first_try && !is_proven && is_flooded(desk, workspace, &reader.mail).await? {
        tracing::warn!(ticket.id = %ticket, "no more mail today to an address that nobody has proven");
        return Ok(());
    }
    let token = desk.links().issue(workspace, Purpose::Ticket, &reader.mail, Some(ticket), Purpose::TICKET_SECONDS).await?;
    let subject = Some(reader.ticket.subject.clone()).filter(|subject| is_proven && !subject.is_empty());
    let facts = Facts {
        locale: reader.ticket.locale.clone(),
        site: reader.site,
        number: Some(reader.ticket.number),
        subject,
        link: format!("{}/link/{}", desk.base_url, token.reveal()),
    };
    let letter = desk.letters.word(&matter, &facts);
    let message_id = format!("{ticket}.{}.{kind}@{}", seq.unwrap_or_default(), host(&desk.base_url));
    mail::send(desk, workspace, &reader.mail, &message_id, &letter, desk.hand_over(claimed)).await
}

/// The ticket, where its mail goes, and the last public answer up to the line that the job is about.
async fn reader(desk: &Desk, workspace: WorkspaceId, ticket: TicketId, seq: Option<i64>) -> Result<Option<Reader>> {
    desk.db
        .read(move |tx| {
            Box::pin(async move {
                let actor = Actor::System { workspace };
                let ticket = match read::load(tx, &actor, Which::Id(ticket), crate::actor::Action::Read).await {
                    Ok(ticket) => ticket,
                    Err(Error::Refused(_)) => return Ok(None),
                    Err(error) => return Err(error),
                };
                let Some(mail) = ticket.mail.clone() else { return Ok(None) };
                let site = sites::store::name(tx, workspace, ticket.site).await?;
                let reply = match seq {
                    Some(seq) => last_answer(read::conversation(tx, &ticket).await?, seq),
                    None => None,
                };
                Ok(Some(Reader { ticket, mail, site, reply }))
            })
        })
        .await
}

fn last_answer(entries: Vec<CustomerEntry>, up_to: i64) -> Option<Reply> {
    let mut answers = entries.into_iter().filter_map(|entry| match entry {
        CustomerEntry::Reply(reply) if reply.author.side == Side::Agent && reply.seq <= up_to => Some(reply),
        CustomerEntry::Reply(_) | CustomerEntry::Happening(_) => None,
    });
    answers.next_back()
}

async fn is_flooded(desk: &Desk, workspace: WorkspaceId, mail: &str) -> Result<bool> {
    let (mail, since) = (mail.to_owned(), desk.clock.now().plus_seconds(-24 * 3600));
    desk.db
        .read(move |tx| {
            let mail = mail.clone();
            Box::pin(async move { Ok(crate::links::store::count_since(tx, workspace, &mail, since).await? >= UNPROVEN_MAX) })
        })
        .await
}

/// Only to an address that a customer has proven. Nobody learns which: this runs long after the answer went out.
async fn sign_in(desk: &Desk, workspace: WorkspaceId, mail: &str, locale: &str, claimed: &Claimed) -> Result<()> {
    let asked = mail.to_owned();
    let known = desk
        .db
        .read(move |tx| {
            let mail = asked.clone();
            Box::pin(async move { customers::store::owner(tx, workspace, &mail).await })
        })
        .await?;
    let site = desk.sites().first(workspace).await?;
    let (Some(_), Some(site)) = (known, site) else { return Ok(()) };
    let token = desk.links().issue(workspace, Purpose::SignIn, mail, None, Purpose::SIGN_IN_SECONDS).await?;
    let locale = if locale.is_empty() { site.locale.clone() } else { locale.to_owned() };
    let link = format!("{}/link/{}", desk.base_url, token.reveal());
    let facts = Facts { locale, site: site.name.clone(), number: None, subject: None, link };
    let letter = desk.letters.word(&Matter::SignIn, &facts);
    let message_id = format!("{}.sign-in@{}", claimed.id, host(&desk.base_url));
    mail::send(desk, workspace, mail, &message_id, &letter, desk.hand_over(claimed)).await
}

fn host(base_url: &str) -> &str {
    let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    authority.split([':', '/']).next().unwrap_or(authority)
}
