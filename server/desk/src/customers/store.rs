//! SQL of customers, their handles, and visitors.

use model::id::{CustomerId, VisitorId, WorkspaceId};
use model::person::{Person, Side};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// Stores a customer.
pub(crate) async fn insert_customer(tx: &mut Tx, workspace: WorkspaceId, id: CustomerId, name: &str, now: Time) -> Result<()> {
    tx.run(
        "insert into customers (id, workspace_id, name, created_at) values ($1, $2, $3, $4)",
        params![id, workspace, name, now],
    )
    .await?;
    Ok(())
}

/// Gives a customer a name.
pub(crate) async fn set_name(tx: &mut Tx, workspace: WorkspaceId, id: CustomerId, name: &str) -> Result<()> {
    tx.run("update customers set name = $3 where workspace_id = $1 and id = $2", params![workspace, id, name]).await?;
    Ok(())
}

/// A customer's name on the page.
pub(crate) async fn person(tx: &mut Tx, workspace: WorkspaceId, id: CustomerId) -> Result<Person> {
    let row = tx.first("select name from customers where workspace_id = $1 and id = $2", params![workspace, id]).await?;
    let name = row.map_or(Ok(String::new()), |mut row| row.take())?;
    Ok(Person::new(Side::Customer, name))
}

/// The customer who has verified an address.
pub(crate) async fn owner(tx: &mut Tx, workspace: WorkspaceId, mail: &str) -> Result<Option<CustomerId>> {
    let row = tx
        .first(
            "select customer_id from handles where workspace_id = $1 and kind = 'mail' and value = $2",
            params![workspace, mail],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// A customer's verified address.
pub(crate) async fn mail(tx: &mut Tx, workspace: WorkspaceId, id: CustomerId) -> Result<Option<String>> {
    let row = tx
        .first(
            "select value from handles where workspace_id = $1 and customer_id = $2 and kind = 'mail' order by verified_at limit 1",
            params![workspace, id],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Has the customer verified any address?
pub(crate) async fn has_handle(tx: &mut Tx, workspace: WorkspaceId, id: CustomerId) -> Result<bool> {
    Ok(mail(tx, workspace, id).await?.is_some())
}

/// Stores a verified address.
pub(crate) async fn insert_handle(
    tx: &mut Tx,
    workspace: WorkspaceId,
    mail: &str,
    customer: CustomerId,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into handles (workspace_id, kind, value, customer_id, verified_at) values ($1, 'mail', $2, $3, $4)",
        params![workspace, mail, customer, now],
    )
    .await?;
    Ok(())
}

/// The customer behind a visitor that was stored before.
pub(crate) async fn visitors_customer(tx: &mut Tx, workspace: WorkspaceId, visitor: VisitorId) -> Result<Option<CustomerId>> {
    let row =
        tx.first("select customer_id from visitors where workspace_id = $1 and id = $2", params![workspace, visitor]).await?;
    row.map(|mut row| row.take()).transpose()
}

/// Stores a visitor.
pub(crate) async fn insert_visitor(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: VisitorId,
    customer: CustomerId,
    now: Time,
) -> Result<()> {
    tx.run(
        "insert into visitors (id, workspace_id, customer_id, created_at) values ($1, $2, $3, $4)",
        params![id, workspace, customer, now],
    )
    .await?;
    Ok(())
}
