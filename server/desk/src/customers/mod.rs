//! Customers and the visitors behind them. A handle (a mail address) is a customer's only after it was proven.

use model::id::{CustomerId, TicketId, WorkspaceId};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;
use crate::tickets::{self, Ticket, Which};

pub(crate) mod store;

/// The customer who owns a proven address. When it is new, it becomes the handle of the ticket's own customer, unless
/// that customer already has another proven address: then of a new customer.
///
/// Ownership only ever moves forward: a ticket whose claimed address was just proven goes to the owner of the address;
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
    let own = match ticket {
        Some(ticket) if !store::has_handle(tx, workspace, ticket.customer).await? => Some(ticket.customer),
        _ => None,
    };
    let customer = if let Some(customer) = own {
        customer
    } else {
        store::insert_customer(tx, workspace, spare, "", now).await?;
        spare
    };
    store::insert_handle(tx, workspace, mail, customer, now).await?;
    Ok(customer)
}

/// Locks a ticket by id, for the link that proves its address.
pub(crate) async fn ticket_to_prove(tx: &mut Tx, workspace: WorkspaceId, ticket: TicketId) -> Result<Option<Ticket>> {
    tickets::store::lock_ticket(tx, workspace, Which::Id(ticket)).await
}
