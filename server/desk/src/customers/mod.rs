//! Customers and the visitors behind them. A handle (an email address) is a customer's only after it was verified.

use model::id::{CustomerId, WorkspaceId};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;

pub(crate) mod store;

/// The customer who owns a verified address. When the address is new, a new customer is made for it, with the name of the one
/// who is `known` to have given it.
///
/// Ownership only ever moves forward: a ticket whose claimed address was just verified goes to the owner of the address;
/// no other ticket moves, and nothing is learnt about an address by claiming it.
pub(crate) async fn prove(
    tx: &mut Tx,
    workspace: WorkspaceId,
    mail: &str,
    known: Option<CustomerId>,
    spare: CustomerId,
    now: Time,
) -> Result<CustomerId> {
    if let Some(owner) = store::owner(tx, workspace, mail).await? {
        return Ok(owner);
    }
    // Always a new customer: the ticket's own one stands for everything that its browser ever wrote.
    let name = match known {
        Some(known) => store::person(tx, workspace, known).await?.name,
        None => String::new(),
    };
    let customer = spare;
    store::insert_customer(tx, workspace, customer, &name, now).await?;
    store::insert_handle(tx, workspace, mail, customer, now).await?;
    Ok(customer)
}
