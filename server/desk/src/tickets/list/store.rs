//! SQL of the lists: the agents' inbox, a customer's own tickets, and the measured first replies.

use model::id::{AgentId, CustomerId, SiteId, TicketId, VisitorId, WorkspaceId};
use model::person::{Person, Side};
use model::ticket::{Channel, Priority, Status};
use model::time::Time;
use model::view::{Edge, InboxRow, InboxView, Rank, TicketRow};

use crate::db::{Row, Tx};
use crate::error::Result;
use crate::params;
use crate::tickets::rules;

/// Own tickets shown at most.
const OWN_MAX: i64 = 200;
/// Answered tickets that the expectation is measured on.
const MEASURED_MAX: i64 = 200;
/// Characters of the last message in a list.
const LAST_WORDS: usize = 80;

macro_rules! inbox {
    ($condition:literal) => {
        concat!(
            "select t.id, t.number, t.subject, t.status, t.priority, c.name, t.mail, t.channel, a.name, v.id as avatar, t.moved_at, t.rank,
                    (select substr(m.body, 1, 300) from messages m
                      where m.ticket_id = t.id and m.kind = 'reply' order by m.seq limit 1) as first_words,
                    (select substr(m.body, 1, 300) from messages m
                      where m.ticket_id = t.id and m.kind = 'reply' order by m.seq desc limit 1) as last_words
               from tickets t
               join customers c on c.id = t.customer_id
          left join agents a on a.id = t.agent_id
          left join avatars v on v.agent_id = t.agent_id
              where t.workspace_id = $1 and t.rank >= $2 and (t.rank > $2 or t.id > $3) and ",
            $condition,
            " order by t.rank, t.id limit $4"
        )
    };
}

/// One page of the agents' list in the order of [`Rank`], after the row that ended the page before.
pub(in crate::tickets) async fn inbox_rows(
    tx: &mut Tx,
    workspace: WorkspaceId,
    view: InboxView,
    me: AgentId,
    after: Option<Edge>,
    limit: i64,
) -> Result<Vec<InboxRow>> {
    let Edge { rank: Rank(rank), id } = after.unwrap_or(Edge { rank: Rank::FIRST, id: TicketId(uuid::Uuid::nil()) });
    let rows = match view {
        InboxView::Mine => {
            tx.rows(inbox!("t.is_done = false and t.agent_id = $5"), params![workspace, rank, id, limit, me]).await?
        }
        InboxView::Unassigned => {
            tx.rows(inbox!("t.is_done = false and t.agent_id is null"), params![workspace, rank, id, limit]).await?
        }
        InboxView::Open => tx.rows(inbox!("t.is_done = false"), params![workspace, rank, id, limit]).await?,
        InboxView::Done => tx.rows(inbox!("t.is_done = true"), params![workspace, rank, id, limit]).await?,
    };
    rows.into_iter().map(read_inbox).collect()
}

fn read_inbox(mut row: Row) -> Result<InboxRow> {
    let mut inbox = InboxRow {
        id: row.take()?,
        number: row.take()?,
        subject: row.take()?,
        status: row.take_word(Status::from_word)?,
        priority: row.take_word(Priority::from_word)?,
        customer: row.take()?,
        mail: row.take()?,
        last_words: String::new(),
        channel: row.take_word(Channel::from_word)?,
        assignee: assignee(&mut row)?,
        moved_at: row.take()?,
        waiting_since: None,
        rank: Rank(row.take()?),
    };
    inbox.waiting_since = inbox.rank.waiting_since();
    let first_words: Option<String> = row.take()?;
    if inbox.subject.is_empty() {
        inbox.subject = rules::first_words(&first_words.unwrap_or_default());
    }
    inbox.last_words = markdown::beginning(&row.take::<Option<String>>()?.unwrap_or_default(), LAST_WORDS);
    Ok(inbox)
}

/// An agent's name and picture, from `name, avatar`.
fn assignee(row: &mut Row) -> Result<Option<Person>> {
    let (name, avatar): (Option<String>, _) = (row.take()?, row.take()?);
    Ok(name.map(|name| Person::new(Side::Agent, name).with_avatar(avatar)))
}

/// How many tickets are mine, and how many nobody's. Counting stops at a hundred: more is "99+" to a person.
pub(in crate::tickets) async fn inbox_counts(tx: &mut Tx, workspace: WorkspaceId, me: AgentId) -> Result<(i64, i64)> {
    let mine = tx
        .first(
            "select count(*) as held from (select 1 as one from tickets where workspace_id = $1 and agent_id = $2 and is_done = false limit 100) held",
            params![workspace, me],
        )
        .await?;
    let unassigned = tx
        .first(
            "select count(*) as free from (select 1 as one from tickets where workspace_id = $1 and agent_id is null and is_done = false limit 100) free",
            params![workspace],
        )
        .await?;
    let count = |row: Option<Row>| row.map_or(Ok(0), |mut row| row.take());
    Ok((count(mine)?, count(unassigned)?))
}

macro_rules! own {
    ($condition:literal) => {
        concat!(
            "select t.id, t.number, t.subject, t.status, t.moved_at, t.customer_seen_seq, substr(m.body, 1, 300) as last_words, m.side, m.author_name,
                    (select substr(f.body, 1, 300) from messages f where f.ticket_id = t.id and f.kind = 'reply' order by f.seq limit 1) as first_words,
                    (select count(*) from messages u
                      where u.ticket_id = t.id and u.kind = 'reply' and u.side = 'agent' and u.seq > t.customer_seen_seq) as unread,
                    t.is_from_elsewhere
               from tickets t
               join messages m on m.ticket_id = t.id
                and m.seq = (select max(l.seq) from messages l where l.ticket_id = t.id and l.kind = 'reply')
              where t.workspace_id = $1 and ",
            $condition,
            " order by t.moved_at desc limit $3"
        )
    };
}

/// A customer's tickets, last moved first.
pub(in crate::tickets) async fn rows_of_customer(
    tx: &mut Tx,
    workspace: WorkspaceId,
    customer: CustomerId,
) -> Result<Vec<TicketRow>> {
    let rows = tx.rows(own!("t.customer_id = $2"), params![workspace, customer, OWN_MAX]).await?;
    rows.into_iter().map(read_own).collect()
}

/// A visitor's tickets, last moved first.
pub(in crate::tickets) async fn rows_of_visitor(
    tx: &mut Tx,
    workspace: WorkspaceId,
    visitor: VisitorId,
) -> Result<Vec<TicketRow>> {
    let rows = tx.rows(own!("t.visitor_id = $2"), params![workspace, visitor, OWN_MAX]).await?;
    rows.into_iter().map(read_own).collect()
}

fn read_own(mut row: Row) -> Result<TicketRow> {
    let (id, number, subject): (_, _, String) = (row.take()?, row.take()?, row.take()?);
    let status = row.take_word(Status::from_word)?;
    let moved_at = row.take()?;
    let _seen: i64 = row.take()?;
    let last_words = markdown::beginning(&row.take::<String>()?, LAST_WORDS);
    let last_author = Person::new(row.take_word(Side::from_word)?, row.take::<String>()?);
    let first_words: Option<String> = row.take()?;
    let unread = row.take()?;
    let is_from_elsewhere = row.take()?;
    let subject = if subject.is_empty() { rules::first_words(&first_words.unwrap_or_default()) } else { subject };
    Ok(TicketRow { id, number, subject, status, moved_at, last_words, last_author, unread, is_from_elsewhere })
}

/// How many tickets a customer has.
pub(in crate::tickets) async fn count_of_customer(tx: &mut Tx, workspace: WorkspaceId, customer: CustomerId) -> Result<i64> {
    let row = tx
        .first("select count(*) as held from tickets where workspace_id = $1 and customer_id = $2", params![workspace, customer])
        .await?;
    row.map_or(Ok(0), |mut row| row.take())
}

/// When the tickets of a site that were answered last were opened, and when they were first answered.
pub(in crate::tickets) async fn first_replies(tx: &mut Tx, workspace: WorkspaceId, site: SiteId) -> Result<Vec<(Time, Time)>> {
    let rows = tx
        .rows(
            "select opened_at, answered_at
               from tickets
              where workspace_id = $1 and site_id = $2 and answered_at is not null
           order by answered_at desc limit $3",
            params![workspace, site, MEASURED_MAX],
        )
        .await?;
    rows.into_iter().map(|mut row| Ok((row.take()?, row.take()?))).collect()
}
