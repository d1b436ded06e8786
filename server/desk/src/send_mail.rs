//! The mail jobs: what to say is read from the log when the job runs, so that a job run twice or late says what is true.

use model::id::{InvitationId, TicketId, WorkspaceId};
use model::message::Reply;
use model::person::Side;
use model::ticket::Status;
use model::view::CustomerEntry;

use crate::Desk;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::jobs::{Claimed, Job};
use crate::links::Purpose;
use crate::mail::{Address, Facts, Matter, Said};
use crate::tickets::{Ticket, Which, read, rules};
use crate::{agents, customers, sites, tickets};

/// Mails with a link to an address that nobody has verified, at most in a day: nobody's mailbox is filled through us.
const UNVERIFIED_MAX: i64 = 5;
/// Where a ticket's mail goes and what it may say.
struct Reader {
    ticket: Ticket,
    mail: String,
    site: String,
    /// The ticket's first public message.
    question: String,
    reply: Option<Reply>,
}

impl Reader {
    /// The subject or the first words; nothing for an address that nobody has verified, because a stranger may have typed them.
    fn subject(&self) -> Option<String> {
        let subject =
            if self.ticket.subject.is_empty() { rules::first_words(&self.question) } else { self.ticket.subject.clone() };
        Some(subject).filter(|subject| self.is_verified() && !subject.is_empty())
    }

    fn is_verified(&self) -> bool {
        self.ticket.mail_verified_at.is_some()
    }
}

fn said(reply: &Reply) -> Said {
    let files = reply.attachments.iter().map(|file| file.name.clone()).collect();
    Said { agent: reply.author.name.clone(), body: reply.body.clone(), files }
}

/// Runs a job.
pub(crate) async fn run(desk: &Desk, claimed: &Claimed, job: &Job) -> Result<()> {
    match job {
        Job::SendReceipt { ticket } => {
            about_ticket(desk, claimed, *ticket, None, "received", |reader| {
                let body = if reader.is_verified() { reader.question.clone() } else { String::new() };
                Some(Matter::Received { body })
            })
            .await
        }
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
                (!is_with_question && !is_read).then(|| Matter::Reply(said(reply)))
            })
            .await
        }
        Job::SendSolved { ticket, seq } => {
            about_ticket(desk, claimed, *ticket, Some(*seq), "solved", |reader| {
                if reader.ticket.status != Status::Solved {
                    return None;
                }
                let with = reader.reply.as_ref().filter(|reply| reply.at == reader.ticket.status_at);
                Some(Matter::Solved(with.map(said).unwrap_or_default()))
            })
            .await
        }
        Job::SendSignIn { mail, locale, to } => sign_in(desk, claimed, mail, locale, *to).await,
        Job::SendInvitation { invitation, round } => invite(desk, claimed, *invitation, *round).await,
        Job::SendPassword { mail, locale } => new_password(desk, claimed, mail, locale).await,
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
    // Each try makes a link of its own; only the first asks how many there were, or a short outage would eat the mail.
    let is_asked_by_stranger = matches!(matter, Matter::Received { .. } | Matter::Link);
    if is_asked_by_stranger && is_first_try && !reader.is_verified() && is_flooded(desk, workspace, &reader.mail).await? {
        tracing::warn!(ticket.id = %ticket, "daily email limit reached for an unverified address");
        return Ok(());
    }
    let token = desk.links().issue(workspace, Purpose::Ticket, &reader.mail, Some(ticket), Purpose::TICKET_SECONDS).await?;
    let facts = Facts {
        locale: reader.ticket.locale.clone(),
        subject: reader.subject(),
        site: reader.site,
        number: Some(reader.ticket.number),
        link: format!("{}/link/{}", desk.base_url, token.reveal()),
        link_seconds: Purpose::TICKET_SECONDS,
    };
    let email = desk.emails.word(&matter, &facts);
    let message_id = format!("{ticket}.{}.{kind}@{}", seq.unwrap_or_default(), host(&desk.base_url));
    let address = Address { workspace, to: &reader.mail, from_name: &facts.site };
    desk.sender().send(address, &message_id, &email, desk.hand_over(claimed)).await
}

/// The ticket, where its mail goes, and the last public reply up to the line that the job is about.
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
                let entries = read::conversation(tx, &ticket).await?;
                let question = question(&entries).unwrap_or_default();
                let reply = seq.and_then(|seq| last_reply(entries, seq));
                Ok(Some(Reader { ticket, mail, site, question, reply }))
            })
        })
        .await
}

fn question(entries: &[CustomerEntry]) -> Option<String> {
    entries.iter().find_map(|entry| match entry {
        CustomerEntry::Reply(reply) => Some(reply.body.clone()),
        CustomerEntry::Happening(_) => None,
    })
}

fn last_reply(entries: Vec<CustomerEntry>, up_to: i64) -> Option<Reply> {
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
            Box::pin(async move { Ok(crate::links::store::count_since(tx, workspace, &mail, since).await? >= UNVERIFIED_MAX) })
        })
        .await
}

/// Only to an address that a customer has verified, or that stands on a ticket and waits to be verified. Nobody learns which: this runs long after the answer went out.
async fn sign_in(desk: &Desk, claimed: &Claimed, mail: &str, locale: &str, to: Option<i64>) -> Result<()> {
    let workspace = claimed.workspace;
    let asked = mail.to_owned();
    let known = desk
        .db
        .read(move |tx| {
            let mail = asked.clone();
            Box::pin(async move {
                let is_verified = customers::store::owner(tx, workspace, &mail).await?.is_some();
                Ok((is_verified, is_verified || !tickets::store::claiming(tx, workspace, &mail).await?.is_empty()))
            })
        })
        .await?;
    let site = desk.sites().first(workspace).await?;
    let ((is_verified, true), Some(site)) = (known, site) else { return Ok(()) };
    if !is_verified && claimed.attempts == 1 && is_flooded(desk, workspace, mail).await? {
        tracing::warn!("daily email limit reached for an unverified address");
        return Ok(());
    }
    let token = desk.links().issue(workspace, Purpose::SignIn, mail, None, Purpose::SIGN_IN_SECONDS).await?;
    let locale = if locale.is_empty() { site.locale.clone() } else { locale.to_owned() };
    let to = to.map(|number| format!("?to={number}")).unwrap_or_default();
    let link = format!("{}/link/{}{to}", desk.base_url, token.reveal());
    let link_seconds = Purpose::SIGN_IN_SECONDS;
    let facts = Facts { locale, site: site.name.clone(), number: None, subject: None, link, link_seconds };
    let email = desk.emails.word(&Matter::SignIn, &facts);
    let message_id = format!("{}.sign-in@{}", claimed.id, host(&desk.base_url));
    let address = Address { workspace, to: mail, from_name: &facts.site };
    desk.sender().send(address, &message_id, &email, desk.hand_over(claimed)).await
}

/// Unless it was taken back, used, or sent anew since.
async fn invite(desk: &Desk, claimed: &Claimed, id: InvitationId, round: i64) -> Result<()> {
    let workspace = claimed.workspace;
    let known = desk
        .db
        .read(move |tx| Box::pin(async move { agents::store::invitation(tx, workspace, id).await }))
        .await?
        .filter(|invitation| invitation.round == round);
    let Some(invitation) = known else { return Ok(()) };
    let to = (invitation.mail.as_str(), invitation.locale.as_str());
    to_agent(desk, claimed, to, Purpose::Invitation, Purpose::INVITATION_SECONDS, Matter::Invitation { by: invitation.by }).await
}

/// Only to an agent who may come in, in the language of their account or else of whoever asked. Nobody learns which: this runs
/// long after the answer went out.
async fn new_password(desk: &Desk, claimed: &Claimed, mail: &str, locale: &str) -> Result<()> {
    let (workspace, asked) = (claimed.workspace, mail.to_owned());
    let known = desk
        .db
        .read(move |tx| {
            let mail = asked.clone();
            Box::pin(async move {
                let Some((id, _)) = agents::store::credentials(tx, workspace, &mail).await? else { return Ok(None) };
                Ok(Some(agents::store::locale(tx, workspace, id).await?))
            })
        })
        .await?;
    let Some(chosen) = known else { return Ok(()) };
    let locale = chosen.as_deref().unwrap_or(locale);
    to_agent(desk, claimed, (mail, locale), Purpose::Password, Purpose::PASSWORD_SECONDS, Matter::Password).await
}

/// An email to an address and in a language, with a link of that purpose to the desk.
async fn to_agent(
    desk: &Desk,
    claimed: &Claimed,
    (mail, locale): (&str, &str),
    purpose: Purpose,
    seconds: i64,
    matter: Matter,
) -> Result<()> {
    let token = desk.links().issue(claimed.workspace, purpose, mail, None, seconds).await?;
    let place = if purpose == Purpose::Password { "password" } else { "welcome" };
    let site = desk.sites().first(claimed.workspace).await?;
    let facts = Facts {
        locale: locale.to_owned(),
        site: site.map_or_else(|| "Porchlight".to_owned(), |site| site.name.clone()),
        number: None,
        subject: None,
        link: format!("{}/desk/{place}/{}", desk.base_url, token.reveal()),
        link_seconds: seconds,
    };
    let email = desk.emails.word(&matter, &facts);
    let message_id = format!("{}.{place}@{}", claimed.id, host(&desk.base_url));
    let address = Address { workspace: claimed.workspace, to: mail, from_name: &facts.site };
    desk.sender().send(address, &message_id, &email, desk.hand_over(claimed)).await
}

fn host(base_url: &str) -> &str {
    let authority = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    authority.split([':', '/']).next().unwrap_or(authority)
}
