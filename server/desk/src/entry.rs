//! How customers come in: by a link from an email, which proves their address and gives them what is theirs.

use model::event::Event;
use model::fault::Fault;
use model::id::{CustomerId, VisitorId, WorkspaceId};
use model::person::{Person, Side};

use crate::actor::{Action, Actor};
use crate::bus::Hint;
use crate::checks;
use crate::clock::Clock;
use crate::db::{Db, Tx};
use crate::error::Result;
use crate::links::{self, Link, Purpose};
use crate::sessions::{self, Kind};
use crate::tickets::{self, Change, Which};
use crate::token::Token;
use crate::{customers, jobs};

/// What using a link opened.
#[derive(Debug)]
pub struct Opened {
    /// The token of the customer's new session.
    pub session: Token,
    /// The ticket that the link was for.
    pub number: Option<i64>,
}

/// The verbs of coming in.
pub struct Entry<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
}

impl Entry<'_> {
    /// Uses a customer's link: proves the address, moves the ticket to its owner, signs in. Works once: of many at the
    /// same moment one succeeds.
    /// With it every ticket becomes the owner's that claimed the same address in the portal's form; what another browser than
    /// `visitor`'s sent is told apart, and that browser has no part in it any more.
    pub async fn open(&self, token: &Token, visitor: Option<VisitorId>) -> Result<Opened> {
        let (hash, now) = (token.hash(), self.clock.now());
        let (session, spare) = (Token::fresh()?, self.clock.id::<CustomerId>());
        let session_hash = session.hash();
        let number = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let link = links::store::spend(tx, hash, now).await?.filter(|link| link.purpose.is_customers());
                    let link = link.ok_or(Fault::LinkSpent)?;
                    let ticket = match link.ticket {
                        Some(id) => tickets::store::lock_ticket(tx, link.workspace, Which::Id(id)).await?,
                        None => None,
                    };
                    // The address that was mailed must still be the ticket's: one given since then is verified by its own link.
                    let ticket = ticket.filter(|ticket| ticket.mail.as_deref() == Some(link.mail.as_str()));
                    let customer = customers::prove(
                        tx,
                        link.workspace,
                        &link.mail,
                        ticket.as_ref().map(|ticket| ticket.customer),
                        spare,
                        now,
                    )
                    .await?;
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
        self.db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move {
                    let link = links::store::any(tx, hash).await?.filter(|link| link.workspace == workspace);
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
        let (hash, now) = (token.hash(), self.clock.now());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let Some(link) = links::store::any(tx, hash).await? else { return Ok(()) };
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
        let mail = checks::mail(mail)?;
        let (locale, now) = (locale.to_owned(), self.clock.now());
        self.db
            .write(move |tx| {
                let job = jobs::Job::SendSignIn { mail: mail.clone(), locale: locale.clone(), to };
                Box::pin(async move { jobs::enqueue_once_a_minute(tx, workspace, &job, now).await })
            })
            .await
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
        let Some(mut ticket) = tickets::store::lock_ticket(tx, link.workspace, Which::Id(id)).await? else { continue };
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
