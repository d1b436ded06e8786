//! Customers and the visitors behind them. A handle (an email address) is a customer's only after it was verified.

use model::id::{CustomerId, TicketId, WorkspaceId};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;
use crate::tickets::{self, Ticket, Which};

pub(crate) mod store;

/// The customer who owns a verified address. When the address is new, a new customer is made for it, with the name that the
/// ticket's customer gave.
///
/// Ownership only ever moves forward: a ticket whose claimed address was just verified goes to the owner of the address;
/// no other ticket moves, and nothing is learnt about an address by claiming it.
pub(crate) async fn prove(
    tx: &mut Tx,
    workspace: WorkspaceId,
    mail: &str,
    ticket: Option<&Ticket>,
    spare: CustomerId,
    now: Time,
) -> Result<CustomerId> {
    if let Some(owner) = store::owner(tx, workspace, mail).await? {
        return Ok(owner);
    }
    // Always a new customer: the ticket's own one stands for everything that its browser ever wrote.
    let name = match ticket {
        Some(ticket) => store::person(tx, workspace, ticket.customer).await?.name,
        None => String::new(),
    };
    let customer = spare;
    store::insert_customer(tx, workspace, customer, &name, now).await?;
    store::insert_handle(tx, workspace, mail, customer, now).await?;
    Ok(customer)
}

/// Locks a ticket by id, for the link that proves its address.
pub(crate) async fn ticket_to_prove(tx: &mut Tx, workspace: WorkspaceId, ticket: TicketId) -> Result<Option<Ticket>> {
    tickets::store::lock_ticket(tx, workspace, Which::Id(ticket)).await
}
