//! The customer's own tickets.

use leptos::prelude::*;
use model::ticket::Status;
use model::view::TicketRow;

use crate::document::Islands;
use crate::shell::{Reader, Shell};
use crate::ui::{self, Drawing, Place};

/// The list.
pub fn tickets(shell: &Shell<'_>, rows: &[TicketRow]) -> String {
    let lang = shell.lang;
    ui::portal(shell, Place::Tickets, lang.my_tickets(), Islands::None, || {
        let write = (!rows.is_empty()).then(|| ui::write_button(shell, "button"));
        view! {
            <main id="main" class="page page--narrow stack">
                <div class="line line--apart page__head"><h1>{lang.my_tickets()}</h1>{write}</div>
                {ui::fault(&shell.reader(), shell.fault)}
                <div class="card card--list">{list(shell, rows)}</div>
            </main>
        }
        .into_any()
    })
}

fn list(shell: &Shell<'_>, rows: &[TicketRow]) -> AnyView {
    let lang = shell.lang;
    if rows.is_empty() {
        let write = ui::write_button(shell, "button button--primary");
        return ui::empty(Drawing::Lamp, lang.tickets_empty_title(), lang.tickets_empty(), write).into_any();
    }
    let reader = shell.reader();
    let rows: Vec<_> = rows.iter().map(|ticket| row(&reader, ticket)).collect();
    view! { <ul class="rows">{rows}</ul> }.into_any()
}

/// A ticket in the list: the whole row is the link.
fn row(reader: &Reader<'_>, ticket: &TicketRow) -> impl IntoView + use<> {
    let badge = unread(reader, ticket);
    view! {
        <li>
            <a class="row" href=format!("/tickets/{}", ticket.number)>
                <span class="row__main">
                    <span>{ui::label(reader.lang, ticket.status)}</span>
                    <span class="row__title"><bdi>{subject(ticket)}</bdi></span>
                    <span class="row__more">{last(reader, ticket)}</span>
                    {ticket.is_from_elsewhere.then(|| view! { <span class="row__more">{reader.lang.also_sent()}</span> })}
                </span>
                <span class="row__end">{badge}{reader.time(ticket.moved_at)}{chevron(reader)}</span>
            </a>
        </li>
    }
}

/// How many replies are new.
pub(crate) fn unread(reader: &Reader<'_>, ticket: &TicketRow) -> AnyView {
    if ticket.unread < 1 {
        return ().into_any();
    }
    view! {
        <span class="badge" data-tone="waiting">
            <span aria-hidden="true">{ticket.unread.to_string()}</span>
            <span class="hidden-words">{reader.lang.unread_counted(ticket.unread)}</span>
        </span>
    }
    .into_any()
}

/// The subject, or the last words of a chat that has none.
pub(crate) fn subject(ticket: &TicketRow) -> String {
    [ticket.subject.trim(), ticket.last_words.trim()]
        .into_iter()
        .find(|words| !words.is_empty())
        .map_or_else(|| ticket.number.to_string(), |words| model::text::shorten(words, 80))
}

/// The last word, and whose it was.
pub(crate) fn last(reader: &Reader<'_>, ticket: &TicketRow) -> String {
    let lang = reader.lang;
    let is_customers = ticket.last_author.side == model::person::Side::Customer;
    if ticket.status == Status::Solved {
        return if is_customers || ticket.last_author.name.is_empty() {
            lang.we_ask_whether_solved().to_owned()
        } else {
            lang.asks_whether_solved(&ticket.last_author.name)
        };
    }
    let name = if is_customers { lang.you().to_owned() } else { reader.name(&ticket.last_author) };
    lang.said(&name, &model::text::shorten(&ticket.last_words, 90))
}

fn chevron(reader: &Reader<'_>) -> impl IntoView + use<> {
    ui::flipped(reader, "chevron")
}
