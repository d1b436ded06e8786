//! SQL of tickets and their messages.

use std::collections::HashMap;
use std::sync::Arc;

use model::id::{MessageId, TicketId, WorkspaceId};
use model::message::Attachment;
use model::person::{Person, Side};
use model::ticket::{Channel, Priority, Status};
use model::time::Time;
use uuid::Uuid;

use super::history::{Line, Lines, Said};
use super::{Named, Ticket, Which, rules};
use crate::db::{Both, Db, Draw, Lookup, Row, Tx};
use crate::error::Result;
use crate::sessions::store::{Session, of_session};
use crate::token::TokenHash;
use crate::{lookup, params, sessions, values};

/// Tickets that become somebody's by one verification, at most; the next one takes the next ones.
const CLAIMS_MAX: i64 = 100;

/// The columns of a whole ticket, in the order that `ticket` reads them, between a beginning and an end.
macro_rules! ticket {
    ($begin:expr, $end:expr) => {
        concat!(
            $begin,
            "t.id, t.workspace_id, t.number, t.site_id, t.subject, t.status, t.priority, t.channel, t.locale, t.category_id,
                    t.customer_id, t.visitor_id, t.agent_id, t.mail, t.mail_verified_at, t.seq, t.chain, t.opened_at, t.moved_at,
                    t.status_at, t.rank, t.answered_at, t.customer_wrote_seq, t.agent_wrote_seq, t.agent_seen_seq, t.customer_seen_seq,
                    t.rating, t.rating_reason",
            $end
        )
    };
}

/// A whole ticket for one condition in both spellings of a lock. Whoever names it by its id asks for the workspace in a way that
/// no index answers: PostgreSQL keeps a plan for as long as a connection, and one that was made while there were few tickets may
/// take the first index that begins with the workspace and read all of them.
macro_rules! ticket_by {
    ($condition:literal, $lock:literal) => {
        ticket!("select ", concat!(" from tickets t where ", $condition, $lock))
    };
}

/// A whole ticket with the names that stand beside it, for one condition.
macro_rules! named_ticket {
    ($place:literal, $asked:literal, $condition:expr) => {
        ticket!(
            concat!("select ", $place, " as place, "),
            concat!(
                ", a.name as agent, c.name as category
                   from ",
                $asked,
                "tickets t
              left join agents a on a.id = t.agent_id and a.workspace_id = t.workspace_id
              left join categories c on c.id = t.category_id and c.workspace_id = t.workspace_id
                  where ",
                $condition
            )
        )
    };
}
macro_rules! named_ticket_by_id {
    ($place:literal, $asked:literal, $workspace:literal, $id:literal) => {
        named_ticket!($place, $asked, concat!("t.id = ", $id, " and (t.workspace_id = ", $workspace, ") is true"))
    };
}
macro_rules! named_ticket_by_number {
    ($place:literal, $asked:literal, $workspace:literal, $number:literal) => {
        named_ticket!($place, $asked, concat!("t.workspace_id = ", $workspace, " and t.number = ", $number))
    };
}
macro_rules! visit {
    ($place:literal, $asked:literal, $token:literal, $number:literal) => {
        of_session!(
            $place,
            $asked,
            $token,
            ticket!(", t.id is not null as is_there, ", ", a.name as helper, k.name as category"),
            concat!(
                " left join tickets t on t.workspace_id = s.workspace_id and t.number = ",
                $number,
                "
          left join agents a on a.id = t.agent_id and a.workspace_id = t.workspace_id
          left join categories k on k.id = t.category_id and k.workspace_id = t.workspace_id"
            )
        )
    };
}

pub(crate) static NAMED_TICKET_BY_ID: Lookup = lookup!(workspace: uuid, id: uuid => named_ticket_by_id);
pub(crate) static NAMED_TICKET_BY_NUMBER: Lookup = lookup!(workspace: uuid, number: bigint => named_ticket_by_number);
pub(crate) static VISIT: Lookup = lookup!(token: bytea, number: bigint => visit);

/// The session of a token, and the ticket of this number in its workspace, whoever may see it.
pub(super) async fn visit(db: &Db, token: TokenHash, number: i64) -> Result<(Option<Session>, Option<Named>)> {
    let Some(mut row) = db.look_up(&VISIT, values![token.0, number]).await? else { return Ok((None, None)) };
    let session = sessions::store::read(&mut row)?;
    let named = if row.take()? { Some(read_named(&mut row)?) } else { None };
    Ok((Some(session), named))
}

/// A ticket of the workspace, and the names of its agent and its category.
pub(super) async fn named_ticket(db: &Db, workspace: WorkspaceId, which: Which) -> Result<Option<Named>> {
    let row = match which {
        Which::Id(id) => db.look_up(&NAMED_TICKET_BY_ID, values![workspace, id]).await?,
        Which::Number(number) => db.look_up(&NAMED_TICKET_BY_NUMBER, values![workspace, number]).await?,
    };
    row.map(|mut row| read_named(&mut row)).transpose()
}

fn read_named(row: &mut Row) -> Result<Named> {
    Ok(Named { ticket: read_ticket(row)?, agent: row.take()?, category: row.take()? })
}

pub(crate) const TICKET_BY_ID: &str = ticket_by!("t.id = $2 and (t.workspace_id = $1) is true", "");
pub(crate) const TICKET_BY_NUMBER: &str = ticket_by!("t.workspace_id = $1 and t.number = $2", "");
pub(crate) const LOCK_BY_ID: Both =
    Both { sqlite: TICKET_BY_ID, postgres: ticket_by!("t.id = $2 and (t.workspace_id = $1) is true", " for update") };
pub(crate) const LOCK_BY_NUMBER: Both =
    Both { sqlite: TICKET_BY_NUMBER, postgres: ticket_by!("t.workspace_id = $1 and t.number = $2", " for update") };

/// A message to store.
pub(super) struct NewMessage<'m> {
    pub(super) id: MessageId,
    pub(super) seq: i64,
    pub(super) kind: &'static str,
    pub(super) body: &'m str,
    pub(super) channel: Channel,
    pub(super) by: &'m Person,
    pub(super) author: Option<Uuid>,
    pub(super) at: Time,
}

/// A ticket of the workspace.
pub(super) async fn ticket(tx: &mut Tx, workspace: WorkspaceId, which: Which) -> Result<Option<Ticket>> {
    let row = match which {
        Which::Id(id) => tx.first(TICKET_BY_ID, params![workspace, id]).await?,
        Which::Number(number) => tx.first(TICKET_BY_NUMBER, params![workspace, number]).await?,
    };
    row.map(|mut row| read_ticket(&mut row)).transpose()
}

/// A ticket of the workspace, locked until the transaction ends.
pub(crate) async fn lock_ticket(tx: &mut Tx, workspace: WorkspaceId, which: Which) -> Result<Option<Ticket>> {
    let row = match which {
        Which::Id(id) => tx.first(tx.spell(&LOCK_BY_ID), params![workspace, id]).await?,
        Which::Number(number) => tx.first(tx.spell(&LOCK_BY_NUMBER), params![workspace, number]).await?,
    };
    row.map(|mut row| read_ticket(&mut row)).transpose()
}

fn read_ticket(row: &mut Row) -> Result<Ticket> {
    Ok(Ticket {
        id: row.take()?,
        workspace: row.take()?,
        number: row.take()?,
        site: row.take()?,
        subject: row.take()?,
        status: row.take_word(Status::from_word)?,
        priority: row.take_word(Priority::from_word)?,
        channel: row.take_word(Channel::from_word)?,
        locale: row.take()?,
        category: row.take()?,
        customer: row.take()?,
        visitor: row.take()?,
        agent: row.take()?,
        mail: row.take()?,
        mail_verified_at: row.take()?,
        seq: row.take()?,
        chain: row.take()?,
        opened_at: row.take()?,
        moved_at: row.take()?,
        status_at: row.take()?,
        rank: model::view::Rank(row.take()?),
        answered_at: row.take()?,
        customer_wrote_seq: row.take()?,
        agent_wrote_seq: row.take()?,
        agent_seen_seq: row.take()?,
        customer_seen_seq: row.take()?,
        rating: row.take()?,
        rating_reason: row.take()?,
    })
}

/// A workspace's next public numbers, one for each who asks.
pub(crate) static NEXT_NUMBER: Draw = Draw(Both {
    sqlite: "update numbers set last = last + 1 where workspace_id = $1 returning 1 as place, last as number",
    postgres: "with asked as (select * from unnest($1::uuid[]) with ordinality as asked(one, place)),
                    wanted as (select one, count(*) as many from asked group by one),
                    drawn as (update numbers n set last = n.last + wanted.many
                                from wanted where n.workspace_id = wanted.one
                           returning n.workspace_id, n.last - wanted.many as before)
             select asked.place, drawn.before + row_number() over (partition by asked.one order by asked.place) as number
               from asked join drawn on drawn.workspace_id = asked.one",
});

/// The workspace's next public number: greater than every one before, and nobody else's. A ticket that is not opened after all
/// leaves a gap on PostgreSQL.
pub(super) async fn next_number(tx: &mut Tx, workspace: WorkspaceId) -> Result<i64> {
    tx.draw(&NEXT_NUMBER, values![workspace]).await?.ok_or(crate::error::NOT_FOUND)?.take()
}

/// Stores a new ticket.
pub(super) async fn insert_ticket(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    tx.run(
        "insert into tickets (id, workspace_id, number, site_id, subject, status, priority, channel, locale, category_id,
                              customer_id, visitor_id, mail, mail_verified_at, opened_at, moved_at, status_at, rank,
                              seq, chain, customer_wrote_seq, agent_wrote_seq, agent_seen_seq, customer_seen_seq, is_done, rating_reason,
                              is_from_elsewhere)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $15, $17, 0, $16, 0, 0, 0, 0, false, '', false)",
        params![
            ticket.id,
            ticket.workspace,
            ticket.number,
            ticket.site,
            &ticket.subject,
            ticket.status.word(),
            ticket.priority.word(),
            ticket.channel.word(),
            &ticket.locale,
            ticket.category,
            ticket.customer,
            ticket.visitor,
            ticket.mail.clone(),
            ticket.mail_verified_at,
            ticket.opened_at,
            ticket.chain.clone(),
            ticket.rank.0,
        ],
    )
    .await?;
    Ok(())
}

/// Stores everything of a ticket that can change.
pub(crate) async fn save_ticket(tx: &mut Tx, ticket: &Ticket) -> Result<()> {
    tx.run(
        "update tickets
            set status = $3, priority = $4, customer_id = $5, agent_id = $6, mail = $7, mail_verified_at = $8, seq = $9, chain = $10,
                moved_at = $11, status_at = $12, answered_at = $13, customer_wrote_seq = $14, agent_wrote_seq = $15,
                agent_seen_seq = $16, customer_seen_seq = $17, is_done = $18, rating = $19, rating_reason = $20, rank = $21
          where id = $2 and (workspace_id = $1) is true",
        params![
            ticket.workspace,
            ticket.id,
            ticket.status.word(),
            ticket.priority.word(),
            ticket.customer,
            ticket.agent,
            ticket.mail.clone(),
            ticket.mail_verified_at,
            ticket.seq,
            ticket.chain.clone(),
            ticket.moved_at,
            ticket.status_at,
            ticket.answered_at,
            ticket.customer_wrote_seq,
            ticket.agent_wrote_seq,
            ticket.agent_seen_seq,
            ticket.customer_seen_seq,
            rules::is_done(ticket.status),
            ticket.rating,
            &ticket.rating_reason,
            ticket.rank.0,
        ],
    )
    .await?;
    Ok(())
}

/// Tickets from the portal's form whose address nobody has verified yet and which belong to no verified customer, oldest first.
pub(crate) async fn claiming(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<Vec<TicketId>> {
    let rows = tx
        .rows(
            "select t.id from tickets t
              where t.workspace_id = $1 and t.mail = $2 and t.mail_verified_at is null and t.channel = 'portal'
                and not exists (select 1 from handles h where h.customer_id = t.customer_id)
           order by t.opened_at, t.id limit $3",
            params![workspace, mail, CLAIMS_MAX],
        )
        .await?;
    rows.into_iter().map(|mut row| row.take()).collect()
}

/// The ticket was sent by another browser than its owner's: that one has no part in it any more.
pub(crate) async fn take_from_elsewhere(tx: &mut Tx, workspace: WorkspaceId, ticket: TicketId) -> Result<()> {
    tx.run(
        "update tickets set is_from_elsewhere = true, visitor_id = null where id = $2 and (workspace_id = $1) is true",
        params![workspace, ticket],
    )
    .await?;
    Ok(())
}

/// Stores a message under the log line that recorded it.
pub(super) async fn insert_message(tx: &mut Tx, ticket: &Ticket, message: &NewMessage<'_>) -> Result<()> {
    tx.run(
        "insert into messages (id, workspace_id, ticket_id, seq, kind, side, author_id, author_name, body, channel, at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params![
            message.id,
            ticket.workspace,
            ticket.id,
            message.seq,
            message.kind,
            message.by.side.word(),
            message.author,
            &message.by.name,
            message.body,
            message.channel.word(),
            message.at,
        ],
    )
    .await?;
    Ok(())
}

/// A ticket's log from line `from` on, in order, with its messages and their files.
pub(super) async fn lines_from(tx: &mut Tx, ticket: TicketId, from: i64) -> Result<Lines> {
    let mut files: HashMap<MessageId, Vec<Attachment>> = HashMap::new();
    for (message, attachment) in attachments(tx, ticket).await? {
        files.entry(message).or_default().push(attachment);
    }
    let rows = tx
        .rows(
            "select e.seq, e.side, e.actor_name, e.actor_id, e.at, e.data, e.hash, m.id, m.kind, m.body, m.channel
               from events e
          left join messages m on m.ticket_id = e.ticket_id and m.seq = e.seq
              where e.ticket_id = $1 and e.seq >= $2
           order by e.seq",
            params![ticket, from],
        )
        .await?;
    rows.into_iter().map(|row| read_line(row, &mut files).map(Arc::new)).collect()
}

fn read_line(mut row: Row, files: &mut HashMap<MessageId, Vec<Attachment>>) -> Result<Line> {
    let seq = row.take()?;
    // A newer version may have written words that this one does not know: the line counts, and what it says is left out.
    let side = Side::from_word(&row.take::<String>()?).unwrap_or(Side::System);
    let by = Person::new(side, row.take::<String>()?);
    let author = row.take()?;
    let at = row.take()?;
    let event = serde_json::from_str(&row.take::<String>()?).ok();
    let hash = row.take()?;
    let message = match row.take::<Option<MessageId>>()? {
        None => None,
        Some(id) => Some(Said {
            id,
            // A kind that is not known is not for customers.
            is_note: row.take::<String>()? != "reply",
            body: row.take()?,
            channel: Channel::from_word(&row.take::<String>()?).unwrap_or(Channel::Desk),
            attachments: files.remove(&id).unwrap_or_default(),
        }),
    };
    Ok(Line { seq, by, author, at, event, message, hash })
}

/// The files of a ticket's messages, each with its message. All of them, so that no plan ever joins whole tables for it.
async fn attachments(tx: &mut Tx, ticket: TicketId) -> Result<Vec<(MessageId, Attachment)>> {
    let rows = tx
        .rows(
            "select message_id, id, name, bytes, is_image, picture_width, picture_height
               from attachments
              where ticket_id = $1 and message_id is not null
           order by created_at, id",
            params![ticket],
        )
        .await?;
    rows.into_iter()
        .map(|mut row| {
            let message = row.take()?;
            Ok((message, crate::files::store::shown(&mut row)?))
        })
        .collect()
}
