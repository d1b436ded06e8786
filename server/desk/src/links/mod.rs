//! Links in mail: random, stored as a hash, for one purpose, used once, dead after a while. Looking at one uses up nothing.

use model::event::Event;
use model::fault::Fault;
use model::id::{CustomerId, TicketId, VisitorId, WorkspaceId};
use model::person::{Person, Side};

use crate::Desk;
use crate::actor::{Action, Actor};
use crate::bus::Hint;
use crate::db::Tx;
use crate::error::Result;
use crate::sessions::{self, Kind};
use crate::tickets::{self, Change};
use crate::token::{Token, TokenHash};
use crate::{customers, jobs};

pub(crate) mod store;

/// How an address of the same mailbox with a tag begins and ends, as `like` takes it: `ada@x.example` is also
/// `ada+anything@x.example`. Only for counting: who is written to is decided by the whole address.
pub(crate) fn tagged(mail: &str) -> (String, String) {
    let (local, domain) = mail.rsplit_once('@').unwrap_or((mail, ""));
    let local = match local.split_once('+') {
        Some((mailbox, _)) if !mailbox.is_empty() => mailbox,
        _ => local,
    };
    let escape = |text: &str| text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    (format!("{local}@{domain}"), format!("{}+%@{}", escape(local), escape(domain)))
}

/// What a link is for. A link of one purpose is nothing to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Opens a ticket and proves the address that it was mailed to.
    Ticket,
    /// Signs a customer in.
    SignIn,
    /// Lets the first agent in.
    Welcome,
    /// Lets a colleague in who was asked to join.
    Invitation,
    /// Lets an agent choose a new password.
    Password,
}

impl Purpose {
    /// A ticket's link waits a week for a reader; using it once is all it can do.
    pub const TICKET_SECONDS: i64 = 7 * 24 * 3600;
    /// A sign-in was asked for just now.
    pub const SIGN_IN_SECONDS: i64 = model::limit::SIGN_IN_LINK_SECONDS;
    /// The first agent reads the terminal.
    pub const WELCOME_SECONDS: i64 = 24 * 3600;
    /// A colleague may be away for some days.
    pub const INVITATION_SECONDS: i64 = model::limit::INVITATION_LINK_SECONDS;
    /// A new password was asked for just now.
    pub const PASSWORD_SECONDS: i64 = model::limit::PASSWORD_LINK_SECONDS;

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::SignIn => "sign_in",
            Self::Welcome => "welcome",
            Self::Invitation => "invitation",
            Self::Password => "password",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Ticket, Self::SignIn, Self::Welcome, Self::Invitation, Self::Password];
        all.into_iter().find(|purpose| purpose.word() == word)
    }

    /// Is it for customers? An agent's link opens nothing in the portal.
    pub const fn is_customers(self) -> bool {
        match self {
            Self::Ticket | Self::SignIn => true,
            Self::Welcome | Self::Invitation | Self::Password => false,
        }
    }
}

/// A link's row.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) workspace: WorkspaceId,
    pub(crate) purpose: Purpose,
    pub(crate) mail: String,
    pub(crate) ticket: Option<TicketId>,
}

/// What using a link opened.
#[derive(Debug)]
pub struct Opened {
    /// The token of the customer's new session.
    pub session: Token,
    /// The ticket that the link was for.
    pub number: Option<i64>,
}

/// The verbs of links.
pub struct Links<'d>(pub(crate) &'d Desk);

impl Links<'_> {
    /// Would this customer's link work? Reads only, so that a mail scanner's look costs nothing.
    pub async fn is_ready(&self, token: &Token) -> Result<bool> {
        let (hash, now) = (token.hash(), self.0.clock.now());
        self.0
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let link = store::ready(tx, hash, now).await?;
                    Ok(link.is_some_and(|link| link.purpose.is_customers()))
                })
            })
            .await
    }

    /// Uses a customer's link: proves the address, moves the ticket to its owner, signs in. Works once: of many at the
    /// same moment one succeeds.
    /// With it every ticket becomes the owner's that claimed the same address in the portal's form; what another browser than
    /// `visitor`'s sent is told apart, and that browser has no part in it any more.
    pub async fn open(&self, token: &Token, visitor: Option<VisitorId>) -> Result<Opened> {
        let (hash, now) = (token.hash(), self.0.clock.now());
        let (session, spare) = (Token::fresh()?, self.0.clock.id::<CustomerId>());
        let session_hash = session.hash();
        let number = self
            .0
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let link = store::spend(tx, hash, now).await?.filter(|link| link.purpose.is_customers());
                    let link = link.ok_or(Fault::LinkSpent)?;
                    let ticket = match link.ticket {
                        Some(id) => customers::ticket_to_prove(tx, link.workspace, id).await?,
                        None => None,
                    };
                    // The address that was mailed must still be the ticket's: one given since then is verified by its own link.
                    let ticket = ticket.filter(|ticket| ticket.mail.as_deref() == Some(link.mail.as_str()));
                    let customer = customers::prove(tx, link.workspace, &link.mail, ticket.as_ref(), spare, now).await?;
                    sessions::store::insert_session(
                        tx,
                        link.workspace,
                        session_hash,
                        Kind::Customer,
                        customer.0,
                        now,
                        sessions::CUSTOMER_SECONDS,
                    )
                    .await?;
                    let own = [visitor, ticket.as_ref().and_then(|ticket| ticket.visitor)];
                    let number = match ticket {
                        Some(ticket) => prove_ticket(tx, ticket, customer, &link.mail, now).await?,
                        None => None,
                    };
                    prove_claims(tx, &link, customer, own, now).await?;
                    Ok(number)
                })
            })
            .await?;
        Ok(Opened { session, number })
    }

    /// Where a customer's own link leads while they are signed in, whether it would still work or not: a ticket's number, or
    /// nothing but their list. Nothing at all for whoever is not its owner.
    pub async fn leads(&self, actor: &Actor, token: &Token) -> Result<Option<Option<i64>>> {
        let Actor::Customer { workspace, id, .. } = *actor else { return Ok(None) };
        let (actor, hash) = (actor.clone(), token.hash());
        self.0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let link = store::any(tx, hash).await?.filter(|link| link.workspace == workspace);
                    let Some(link) = link.filter(|link| link.purpose.is_customers()) else {
                        return Ok(None);
                    };
                    if customers::store::owner(tx, workspace, &link.mail).await? != Some(id) {
                        return Ok(None);
                    }
                    let Some(ticket) = link.ticket else { return Ok(Some(None)) };
                    let ticket = tickets::read::load(tx, &actor, tickets::Which::Id(ticket), Action::Read).await.ok();
                    Ok(Some(ticket.map(|ticket| ticket.number)))
                })
            })
            .await
    }

    /// Mails a new link to the same address that a spent or old one went to. Says nothing about whether it was one.
    pub async fn send_again(&self, token: &Token) -> Result<()> {
        let (hash, now) = (token.hash(), self.0.clock.now());
        self.0
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(link) = store::any(tx, hash).await? else { return Ok(()) };
                    let job = match (link.purpose, link.ticket) {
                        (Purpose::Ticket, Some(ticket)) => jobs::Job::SendLink { ticket },
                        (Purpose::SignIn, _) => jobs::Job::SendSignIn { mail: link.mail, locale: String::new(), to: None },
                        _ => return Ok(()),
                    };
                    jobs::enqueue_once_a_minute(tx, link.workspace, &job, now).await
                })
            })
            .await
    }

    /// Mails a sign-in link to an address, if a customer has verified it. The answer is the same either way.
    /// `to` is the number of the ticket that one wanted to see.
    pub async fn ask_to_sign_in(&self, workspace: WorkspaceId, mail: &str, locale: &str, to: Option<i64>) -> Result<()> {
        let mail = tickets::rules::check_mail(mail)?;
        let (locale, now) = (locale.to_owned(), self.0.clock.now());
        self.0
            .db
            .write(move |tx| {
                let job = jobs::Job::SendSignIn { mail: mail.clone(), locale: locale.clone(), to };
                Box::pin(async move { jobs::enqueue_once_a_minute(tx, workspace, &job, now).await })
            })
            .await
    }

    /// Makes a link and gives its token: the only time that it can be read.
    pub(crate) async fn issue(
        &self,
        workspace: WorkspaceId,
        purpose: Purpose,
        mail: &str,
        ticket: Option<TicketId>,
        seconds: i64,
    ) -> Result<Token> {
        let (token, mail, now) = (Token::fresh()?, mail.to_owned(), self.0.clock.now());
        let hash: TokenHash = token.hash();
        self.0
            .db
            .write(move |tx| {
                let mail = mail.clone();
                Box::pin(async move {
                    if purpose == Purpose::Welcome {
                        store::spend_all(tx, workspace, purpose, now).await?;
                    }
                    store::insert_link(tx, hash, &Link { workspace, purpose, mail, ticket }, now, seconds).await
                })
            })
            .await?;
        Ok(token)
    }
}

/// Every other ticket that claimed the address which was just verified.
async fn prove_claims(
    tx: &mut Tx,
    link: &Link,
    owner: CustomerId,
    own: [Option<VisitorId>; 2],
    now: model::time::Time,
) -> Result<()> {
    for id in tickets::store::claiming(tx, link.workspace, &link.mail).await? {
        let Some(mut ticket) = customers::ticket_to_prove(tx, link.workspace, id).await? else { continue };
        if let Some(visitor) = ticket.visitor.filter(|visitor| !own.contains(&Some(*visitor))) {
            tickets::store::take_from_elsewhere(tx, link.workspace, id).await?;
            ticket.visitor = None;
            tx.hint(Hint::Sessions { of: visitor.0 });
        }
        prove_ticket(tx, ticket, owner, &link.mail, now).await?;
    }
    Ok(())
}

async fn prove_ticket(
    tx: &mut Tx,
    ticket: tickets::Ticket,
    owner: CustomerId,
    mail: &str,
    now: model::time::Time,
) -> Result<Option<i64>> {
    let number = ticket.number;
    if ticket.mail_verified_at.is_some() && ticket.customer == owner {
        return Ok(Some(number));
    }
    let by: Person = customers::store::person(tx, ticket.workspace, owner).await?;
    let by = Person { side: Side::Customer, ..by };
    let actor = Actor::Customer { workspace: ticket.workspace, id: owner, name: by.name.clone(), mail: mail.to_owned() };
    let mut change = Change { tx, ticket, actor, by, now };
    // A ticket never leaves a customer who has verified an address: another one only gets the mail.
    if !customers::store::has_handle(change.tx, change.ticket.workspace, change.ticket.customer).await? {
        change.ticket.customer = owner;
    }
    change.ticket.mail_verified_at = Some(now);
    change.record(&Event::MailVerified { mail: mail.to_owned() }).await?;
    tickets::store::save_ticket(change.tx, &change.ticket).await?;
    Ok((change.ticket.customer == owner).then_some(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_another_name_of_the_same_mailbox() {
        let check = |mail: &str, plain: &str, like: &str| assert_eq!(tagged(mail), (plain.to_owned(), like.to_owned()), "{mail}");
        check("ada@x.example", "ada@x.example", "ada+%@x.example");
        check("ada+1@x.example", "ada@x.example", "ada+%@x.example");
        check("ada+1+2@x.example", "ada@x.example", "ada+%@x.example");
        check("+ada@x.example", "+ada@x.example", "+ada+%@x.example");
        check("a_%!a@x.example", "a_%!a@x.example", "a!_!%!!a+%@x.example");
    }
}
