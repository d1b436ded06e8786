//! Pieces of pages that the live link sends: thread entries and the parts that say where a ticket stands.

use std::collections::BTreeMap;

use model::view::{AgentEntry, AgentTicketView, CustomerEntry, TicketView};

use crate::document::{html, hydratable};
use crate::pages::desk::parts as desk;
use crate::pages::portal::parts as portal;
use crate::shell::Reader;
use crate::typed::Typed;
use crate::ui::{self, Presence};

/// A line of the customer's conversation, `<li … data-seq>`; empty for what it does not show.
pub fn customer_entry(reader: &Reader<'_>, entry: &CustomerEntry) -> String {
    ui::customer_entry(reader, entry).to_string()
}

/// A line of the agents' conversation, `<li … data-seq>`; empty for what it does not show.
pub fn agent_entry(reader: &Reader<'_>, entry: &AgentEntry) -> String {
    ui::agent_entry(reader, entry).to_string()
}

/// The insides of the customer's parts: `label`, `standing`, `closing`, `helper`, `follow` (portal) and `head`, `mail`,
/// `foot` (widget). A page replaces those that it has.
pub fn customer_parts(
    reader: &Reader<'_>,
    ticket: &TicketView,
    presence: &Presence,
    asks_mail: bool,
) -> BTreeMap<String, String> {
    let nothing = Typed::default();
    BTreeMap::from([
        ("label".to_owned(), portal::label(reader, ticket)),
        ("standing".to_owned(), html(ui::standing(reader, ticket, &presence.outlooks))),
        ("closing".to_owned(), html(ui::closing(reader, ticket, &nothing, None))),
        ("helper".to_owned(), portal::helper(reader, ticket, &presence.outlooks).to_string()),
        ("follow".to_owned(), portal::follow(reader, ticket, &nothing, None)),
        ("head".to_owned(), html(crate::pages::frame::who(reader, Some(ticket), presence))),
        ("mail".to_owned(), html(crate::pages::frame::ask_mail(reader, ticket, presence, asks_mail))),
    ])
}

/// The insides of the agents' parts: `head`, `facts` and `customer`.
pub fn agent_parts(reader: &Reader<'_>, ticket: &AgentTicketView) -> BTreeMap<String, String> {
    BTreeMap::from([
        ("head".to_owned(), html(desk::head(reader, ticket))),
        ("facts".to_owned(), hydratable(|| desk::facts(reader, ticket))),
        ("customer".to_owned(), html(desk::customer(reader, ticket))),
    ])
}
