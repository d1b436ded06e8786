//! Opening a ticket: the first message, and who stands behind it.

use std::sync::Arc;

use model::event::Event;
use model::fault::Invalid;
use model::faults::Faults;
use model::id::{AttachmentId, CustomerId, Key, MessageId, SiteId, TicketId};
use model::limit;
use model::person::{Person, Side};
use model::ticket::{Channel, Priority, Status};
use model::time::Time;
use serde::Serialize;

use super::{Change, Kept, Ticket, Tickets, rules, store};
use crate::actor::{Action, Actor, Object, demand};
use crate::checks;
use crate::customers;
use crate::db::Tx;
use crate::error::{NOT_FOUND, Result};
use crate::keys::{self, Fingerprint};
use crate::{articles, log, sessions};

/// A ticket to be.
#[derive(Debug, Clone, Serialize)]
pub struct NewTicket {
    /// The client's key.
    pub key: Key,
    /// Where it comes in.
    pub place: Place,
    /// What it is about; may be empty in a chat.
    pub subject: String,
    /// The first message.
    pub body: String,
    /// Files uploaded before by the same actor.
    #[serde(serialize_with = "super::number_of")]
    pub attachments: Vec<AttachmentId>,
    /// The person's name, if they said it.
    pub name: String,
    /// Where replies go, if they said it; counts as claimed. A customer's own verified address needs no saying.
    pub mail: Option<String>,
    /// The topic's slug.
    pub category: Option<String>,
}

/// Where a ticket comes in.
#[derive(Debug, Clone, Serialize)]
pub struct Place {
    /// The site.
    pub site: SiteId,
    /// The way.
    pub channel: Channel,
    /// The language of mail about it.
    pub locale: String,
}

struct Checked {
    new: NewTicket,
    subject: String,
    body: String,
    name: String,
    mail: Option<String>,
    ticket: TicketId,
    message: MessageId,
    customer: CustomerId,
}

/// The words of a new ticket, as they are kept.
struct Lines {
    subject: String,
    body: String,
    name: String,
    mail: Option<String>,
}

impl NewTicket {
    /// Everything that is wrong with its form. A customer's own address is known; in the portal everybody else says where the
    /// answer shall go.
    pub fn faults(&self, actor: &Actor) -> Faults {
        let (lines, mut faults) = self.lines();
        if lines.mail.is_none() && self.place.channel == Channel::Portal && !matches!(actor, Actor::Customer { .. }) {
            faults.add(Invalid::MailMissing);
        }
        faults
    }

    fn lines(&self) -> (Lines, Faults) {
        let (mut faults, is_portal) = (Faults::default(), self.place.channel == Channel::Portal);
        let subject = faults.sort(checks::line(&self.subject, limit::SUBJECT_CHARS_MAX, Invalid::SubjectTooLong));
        if self.subject.trim().is_empty() && is_portal {
            faults.add(Invalid::SubjectMissing);
        }
        let body = faults.sort(rules::check_body(&self.body, &self.attachments));
        let name = faults.sort(checks::line(&self.name, limit::NAME_CHARS_MAX, Invalid::NameTooLong));
        let mail = self.mail.as_deref().map(|mail| faults.sort(checks::mail(mail)));
        (Lines { subject, body, name, mail }, faults)
    }
}

impl Tickets<'_> {
    /// Opens a ticket with its first message. The portal asks for a subject; a chat may do without.
    ///
    /// Who may: visitors and customers of the workspace. Asking again with the same key returns the ticket already
    /// opened. A fresh visitor and its session are stored in the same transaction.
    pub async fn open(&self, actor: &Actor, new: NewTicket) -> Result<Kept> {
        demand(actor, Action::Open, &Object::Workspace(actor.workspace()))?;
        let fingerprint = Fingerprint::of("open", &new)?;
        let key = new.key;
        let checked = Arc::new(self.check(new)?);
        let (actor, now) = (actor.clone(), self.clock.now());
        self.db
            .write(move |tx| {
                let (actor, checked) = (actor.clone(), Arc::clone(&checked));
                Box::pin(async move {
                    if let Some(kept) = keys::answered(tx, &actor, key, fingerprint).await? {
                        return Ok(kept);
                    }
                    let kept = open(tx, &actor, &checked, now).await?;
                    keys::keep(tx, &actor, key, fingerprint, &kept, now).await?;
                    Ok(kept)
                })
            })
            .await
    }

    fn check(&self, new: NewTicket) -> Result<Checked> {
        let (Lines { subject, body, name, mail }, faults) = new.lines();
        faults.done()?;
        let clock = self.clock;
        Ok(Checked { new, subject, body, name, mail, ticket: clock.id(), message: clock.id(), customer: clock.id() })
    }
}

async fn open(tx: &mut Tx, actor: &Actor, checked: &Checked, now: Time) -> Result<Kept> {
    let workspace = actor.workspace();
    let site = &checked.new.place.site;
    if !crate::sites::store::is_in_workspace(tx, workspace, *site).await? {
        return Err(NOT_FOUND);
    }
    let (customer, by) = who(tx, actor, checked, now).await?;
    let category = match checked.new.category.as_deref() {
        None | Some("") => None,
        Some(slug) => Some(
            articles::store::category_id(tx, workspace, &checked.new.place.locale, slug)
                .await?
                .ok_or(Invalid::CategoryUnknown)?,
        ),
    };
    let (mail, mail_verified_at) = match actor {
        Actor::Customer { mail, .. } => (Some(mail.clone()), Some(now)),
        _ => (checked.mail.clone(), None),
    };
    let ticket = Ticket {
        id: checked.ticket,
        workspace,
        number: store::next_number(tx, workspace).await?,
        site: *site,
        subject: checked.subject.clone(),
        status: Status::New,
        priority: Priority::Normal,
        channel: checked.new.place.channel,
        locale: checked.new.place.locale.clone(),
        category,
        customer,
        visitor: if let Actor::Visitor { id, .. } = actor { Some(*id) } else { None },
        agent: None,
        mail,
        mail_verified_at,
        seq: 0,
        chain: Vec::new(),
        opened_at: now,
        moved_at: now,
        status_at: now,
        rank: model::view::Rank::waiting(now),
        answered_at: None,
        customer_wrote_seq: 0,
        agent_wrote_seq: 0,
        agent_seen_seq: 0,
        customer_seen_seq: 0,
        rating: None,
        rating_reason: String::new(),
    };
    store::insert_ticket(tx, &ticket).await?;
    let mut change = Change { tx, ticket, actor: actor.clone(), by, now };
    let (message, channel) = (checked.message, checked.new.place.channel);
    let event = Event::TicketOpened { channel, message, body_sha256: log::body_sha256(&checked.body) };
    let seq = change.record(&event).await?;
    change.write_message(message, seq, "reply", &checked.body, channel, &checked.new.attachments).await?;
    change.ticket.customer_wrote_seq = seq;
    change.ticket.customer_seen_seq = seq;
    store::save_ticket(change.tx, &change.ticket).await?;
    Ok(change.kept())
}

/// The customer behind the actor: a fresh visitor is stored now, with its session.
async fn who(tx: &mut Tx, actor: &Actor, checked: &Checked, now: Time) -> Result<(CustomerId, Person)> {
    let workspace = actor.workspace();
    match actor {
        Actor::Customer { id, name, .. } => {
            if name.is_empty() && !checked.name.is_empty() {
                customers::store::set_name(tx, workspace, *id, &checked.name).await?;
            }
            let name = if name.is_empty() { checked.name.clone() } else { name.clone() };
            Ok((*id, Person::new(Side::Customer, name)))
        }
        Actor::Visitor { id, fresh, .. } => {
            if let Some(customer) = customers::store::visitors_customer(tx, workspace, *id).await? {
                return Ok((customer, customers::store::person(tx, workspace, customer).await?));
            }
            let token = fresh.ok_or(NOT_FOUND)?;
            customers::store::insert_customer(tx, workspace, checked.customer, &checked.name, now).await?;
            customers::store::insert_visitor(tx, workspace, *id, checked.customer, now).await?;
            sessions::store::insert_session(tx, workspace, token, sessions::Kind::Visitor, id.0, now, sessions::VISITOR_SECONDS)
                .await?;
            Ok((checked.customer, Person::new(Side::Customer, checked.name.clone())))
        }
        Actor::Nobody { .. } | Actor::Agent { .. } | Actor::System { .. } => Err(NOT_FOUND),
    }
}
