//! The parts of the desk's ticket that the live link replaces.

use leptos::prelude::*;
use model::id::Key;
use model::ticket::{Channel, Priority, Status};
use model::view::AgentTicketView;

use crate::islands::{Choice, ChoiceWords};
use crate::key::{self, Form};
use crate::shell::Reader;
use crate::ui;

/// `head`: where it stands, how urgent, where it came from.
pub(crate) fn head(reader: &Reader<'_>, ticket: &AgentTicketView) -> impl IntoView + use<> {
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
    let undelivered = ticket.undelivered.is_some().then(|| {
        view! { <span class="due" data-tone="urgent">{ui::icon(reader, "alert")}{lang.mail_not_delivered()}</span> }
    });
    let name = reader.name(&ticket.customer);
    let apart = ticket.mail.clone().filter(|mail| *mail != name).map(|mail| view! { " "<bdi class="faint">{mail}</bdi> });
    view! {
        <span class="small"><bdi>{name}</bdi>{apart}</span>
        {ui::status_label(lang, ticket.status)}
        {urgent}
        {undelivered}
        <span class="faint small">{reader.since(ticket.since)}</span>
        <span class="faint small">{topic}{came}</span>
    }
}

/// `facts`: what an agent sets, and what is so.
pub(crate) fn facts(reader: &Reader<'_>, ticket: &AgentTicketView) -> impl IntoView + use<> {
    let lang = reader.lang;
    let number = ticket.number;
    let key = |form| key::of(ticket.id, reader.now, form);
    let statuses = Status::ALL
        .iter()
        .filter(|status| status.may_be_set_by_agent() || **status == ticket.status)
        .map(|status| (status.word().to_owned(), lang.status(*status).to_owned()))
        .collect();
    let priorities =
        Priority::ALL.iter().map(|priority| (priority.word().to_owned(), lang.priority(*priority).to_owned())).collect();
    let mut agents = vec![(String::new(), lang.unassigned().to_owned())];
    agents.extend(ticket.agents.iter().map(|agent| {
        (agent.id.to_string(), if agent.is_disabled { lang.disabled_agent(&agent.name) } else { agent.name.clone() })
    }));
    let assignee = ticket.assignee.map(|agent| agent.to_string()).unwrap_or_default();
    let (status, priority) = (ticket.status.word().to_owned(), ticket.priority.word().to_owned());
    view! {
        {setting(reader, number, "status", lang.status_word(), statuses, status, key(Form::Status))}
        {setting(reader, number, "priority", lang.priority_word(), priorities, priority, key(Form::Priority))}
        {setting(reader, number, "assignee", lang.assignee(), agents, assignee, key(Form::Assignee))}
        <dl class="facts">
            <dt>{lang.site_word()}</dt><dd><bdi>{ticket.site.clone()}</bdi></dd>
            {ticket.category.clone().map(|topic| view! { <dt>{lang.topic()}</dt><dd><bdi>{topic}</bdi></dd> })}
        </dl>
    }
}

/// A choice that is a form of its own.
fn setting(
    reader: &Reader<'_>,
    number: i64,
    name: &'static str,
    label: &'static str,
    options: Vec<(String, String)>,
    chosen: String,
    key: Key,
) -> impl IntoView + use<> {
    let words = ChoiceWords {
        label: label.to_owned(),
        save: reader.lang.set().to_owned(),
        pending: reader.lang.choice_pending().to_owned(),
        waiting: reader.lang.choice_waiting().to_owned(),
    };
    let action = format!("/desk/tickets/{number}/{name}");
    view! { <Choice action=action name=name.to_owned() options=options chosen=chosen key=key words=words/> }
}

/// `customer`: whose it is.
pub(crate) fn customer(reader: &Reader<'_>, ticket: &AgentTicketView) -> AnyView {
    let lang = reader.lang;
    let mail = match &ticket.mail {
        Some(mail) => {
            let (tone, words) = if ticket.is_mail_verified { ("solved", lang.verified()) } else { ("quiet", lang.unverified()) };
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
        {undelivered(reader, ticket)}
        <dl class="facts"><dt>{lang.tickets_word()}</dt><dd>{ticket.customer_tickets.to_string()}</dd>{rating}</dl>
    }
    .into_any()
}

/// What of its email did not arrive, why, and the button to send it again.
fn undelivered(reader: &Reader<'_>, ticket: &AgentTicketView) -> AnyView {
    let Some(undelivered) = ticket.undelivered else {
        return ().into_any();
    };
    let lang = reader.lang;
    let next = undelivered.next_at.map(|time| view! { <p class="small">{lang.mail_next()}": "{reader.time(time)}</p> });
    view! {
        <div class="notice" data-tone="urgent">
            {ui::icon(reader, "alert")}
            <div class="stack stack--small">
                <p><strong>{lang.undelivered_counted(undelivered.count)}</strong>" "{lang.mail_why_of(undelivered.why)}</p>
                {next}
                <form method="post" novalidate=true action=super::mail::retry(ticket.number)>
                    {ui::key(key::of(ticket.id, reader.now, Form::Undelivered))}
                    <button class="button button--small">{lang.mail_retry()}</button>
                </form>
            </div>
        </div>
    }
    .into_any()
}
