//! The ticket page: the face of the product.

use leptos::prelude::*;
use model::id::Key;
use model::outlook::Outlooks;
use model::person::Side;
use model::ticket::Channel;
use model::view::TicketView;

use super::parts;
use crate::document::{Islands, drawn};
use crate::islands::{Live, LivePage, Part};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Place};

/// The ticket page. `key` is the next message's; what was typed into one of its forms and refused comes back.
pub fn ticket(shell: &Shell<'_>, ticket: &TicketView, outlooks: &Outlooks, key: Key, typed: &Typed) -> String {
    let title = ui::title(ticket);
    ui::portal(shell, Place::Tickets, &format!("{title} · {}", ticket.number), Islands::Portal, || {
        let inside = main(shell, ticket, outlooks, (key, typed), title);
        let page = LivePage {
            token: shell.live.unwrap_or_default().to_owned(),
            lang: shell.lang.code().to_owned(),
            zone: shell.zone.iana_name().unwrap_or_default().to_owned(),
            side: Side::Customer,
            ticket: Some(ticket.id),
            shown: ticket.seq,
            has_inbox: false,
        };
        view! { <main id="main" class="page">{inside}</main><Live page=page/> }
    })
}

/// A part that the live link replaces.
fn part<V: IntoView>(name: &str, inside: V) -> impl IntoView + use<V> {
    let inside = drawn(inside);
    view! { <Part name=name.to_owned()>{inside}</Part> }
}

fn main(
    shell: &Shell<'_>,
    ticket: &TicketView,
    outlooks: &Outlooks,
    (key, typed): (Key, &Typed),
    title: String,
) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let faults = ui::faults(&reader, shell.fault, &["mail", "reason", "body", "file"]);
    view! {
        {ui::crumbs(shell, vec![("/tickets".to_owned(), lang.my_tickets().to_owned())], ticket.number.to_string())}
        <div class="ticket-head">
            <div class="line">{part("label", parts::label(&reader, ticket))}</div>
            <h1><bdi>{title}</bdi></h1>
        </div>
        <div class="columns">
            <div class="stack stack--large">
                <section class="standing" aria-label=lang.ticket_status()>{part("standing", ui::standing(&reader, ticket, outlooks))}</section>
                <section aria-label=lang.conversation()>{ui::customer_thread(&reader, ticket)}</section>
                {part("closing", ui::closing(&reader, ticket, typed, shell.fault))}
                <section class="stack" aria-labelledby="now">
                    <h2 id="now">{lang.your_reply()}</h2>
                    {faults}
                    {ui::composer(shell, ticket, key, typed)}
                </section>
            </div>
            {side(shell, ticket, outlooks, typed)}
        </div>
    }
}

fn side(shell: &Shell<'_>, ticket: &TicketView, outlooks: &Outlooks, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let came = match ticket.channel {
        Channel::Widget => lang.via_widget(),
        Channel::Portal => lang.via_portal(),
        Channel::Mail => lang.via_mail(),
        Channel::Desk => lang.via_desk(),
    };
    let topic = ticket.category.clone().map(|topic| view! { <dt>{lang.topic()}</dt><dd><bdi>{topic}</bdi></dd> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.about_ticket()>
            <section>
                <h2>{lang.your_contact()}</h2>
                <div class="stack stack--small">{part("helper", parts::helper(&reader, ticket, outlooks))}</div>
            </section>
            <section>
                <h2>{lang.about_ticket()}</h2>
                <dl class="facts">
                    <dt>{lang.number()}</dt><dd>{ticket.number.to_string()}</dd>
                    {topic}
                    <dt>{lang.sent_via()}</dt><dd>{came}</dd>
                </dl>
            </section>
            <section>
                <h2>{lang.mail_updates()}</h2>
                <div class="stack stack--small">{part("follow", parts::follow(&reader, ticket, typed, shell.fault))}</div>
            </section>
        </aside>
    }
}
