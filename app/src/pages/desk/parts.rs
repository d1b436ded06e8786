//! The parts of the desk's ticket that the live link replaces.

use leptos::prelude::*;
use model::id::Key;
use model::ticket::{Channel, Priority, Status};
use model::view::AgentTicketView;

use crate::key::{self, Form};
use crate::shell::Reader;
use crate::ui;

/// `head`: where it stands, how urgent, where it came from.
pub(crate) fn head(reader: &Reader<'_>, ticket: &AgentTicketView) -> AnyView {
    let lang = reader.lang;
    let came = match ticket.channel {
        Channel::Widget => lang.from_channel_widget(),
        Channel::Portal => lang.from_channel_portal(),
        Channel::Mail => lang.from_channel_mail(),
        Channel::Desk => lang.from_channel_desk(),
    };
    let urgent = (ticket.priority == Priority::Urgent)
        .then(|| view! { <span class="due" data-tone="urgent">{ui::icon(reader, "bolt")}{lang.priority_urgent()}</span> });
    let topic = ticket.category.clone().map(|topic| view! { <bdi>{topic}</bdi>{lang.comma()} });
    view! {
        {ui::status_label(lang, ticket.status)}
        {urgent}
        <span class="faint small">{reader.since(ticket.since)}</span>
        <span class="faint small">{topic}{came}</span>
    }
    .into_any()
}

/// `facts`: what an agent sets, and what is so.
pub(crate) fn facts(reader: &Reader<'_>, ticket: &AgentTicketView) -> AnyView {
    let lang = reader.lang;
    let number = ticket.number;
    let key = |form| key::of(ticket.id, reader.now, form);
    let statuses: Vec<_> = Status::ALL
        .iter()
        .filter(|status| status.may_be_set_by_agent() || **status == ticket.status)
        .map(|status| ui::option(status.word().to_owned(), lang.status(*status).to_owned(), *status == ticket.status))
        .collect();
    let priorities: Vec<_> = Priority::ALL
        .iter()
        .map(|priority| ui::option(priority.word().to_owned(), lang.priority(*priority).to_owned(), *priority == ticket.priority))
        .collect();
    let mut agents = vec![ui::option(String::new(), lang.nobody().to_owned(), ticket.assignee.is_none())];
    agents.extend(
        ticket.agents.iter().map(|agent| ui::option(agent.id.to_string(), agent.name.clone(), ticket.assignee == Some(agent.id))),
    );
    view! {
        {setting(reader, number, "status", lang.status_word(), statuses, key(Form::Status))}
        {setting(reader, number, "priority", lang.priority_word(), priorities, key(Form::Priority))}
        {setting(reader, number, "assignee", lang.assignee(), agents, key(Form::Assignee))}
        <dl class="facts">
            <dt>{lang.site_word()}</dt><dd><bdi>{ticket.site.clone()}</bdi></dd>
            {ticket.category.clone().map(|topic| view! { <dt>{lang.topic()}</dt><dd><bdi>{topic}</bdi></dd> })}
        </dl>
    }
    .into_any()
}

/// A choice that is a form of its own; the button goes away where the island sends it by itself.
fn setting(
    reader: &Reader<'_>,
    number: i64,
    name: &'static str,
    label: &'static str,
    options: Vec<AnyView>,
    key: Key,
) -> AnyView {
    view! {
        <form class="setting" data-do="set" data-set=name method="post" action=format!("/desk/tickets/{number}/{name}")>
            {ui::key(key)}
            <label for=name>{label}</label>
            <select class="input" id=name name="value">{options}</select>
            <button class="button button--small" type="submit">{reader.lang.set()}</button>
        </form>
    }
    .into_any()
}

/// `customer`: whose it is.
pub(crate) fn customer(reader: &Reader<'_>, ticket: &AgentTicketView) -> AnyView {
    let lang = reader.lang;
    let mail = match &ticket.mail {
        Some(mail) => {
            let (tone, words) = if ticket.is_mail_verified { ("solved", lang.proven()) } else { ("quiet", lang.claimed()) };
            view! { <p><bdi>{mail.clone()}</bdi></p><p><span class="label" data-tone=tone>{words}</span></p> }.into_any()
        }
        None => view! { <p class="soft">{lang.no_mail()}</p> }.into_any(),
    };
    let rating = ticket.rating.clone().map(|(rating, reason)| {
        let reason = (!reason.trim().is_empty()).then(|| view! { <br/><q dir="auto">{reason}</q> });
        view! { <dt>{lang.rating_word()}</dt><dd>{lang.rating(rating)}{reason}</dd> }
    });
    view! {
        <div class="line">
            {ui::avatar(reader, &ticket.customer)}
            <p><strong><bdi>{reader.name(&ticket.customer)}</bdi></strong></p>
        </div>
        <div>{mail}</div>
        <dl class="facts"><dt>{lang.tickets_word()}</dt><dd>{ticket.customer_tickets.to_string()}</dd>{rating}</dl>
    }
    .into_any()
}
