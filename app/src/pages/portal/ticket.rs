//! The ticket page: the face of the product.

use leptos::prelude::*;
use model::id::Key;
use model::message::Attachment;
use model::ticket::Channel;
use model::view::TicketView;

use super::parts;
use crate::islands::LiveThread;
use crate::key::{self, Form};
use crate::shell::Shell;
use crate::ui::{self, Place};

/// In microseconds.
const MINUTE: i64 = 60_000_000;

/// What stands in the reply form.
#[derive(Debug, Clone)]
pub struct ReplyForm {
    /// The key of this write.
    pub key: Key,
    /// What was typed before.
    pub body: String,
    /// Files that an earlier try kept.
    pub kept: Vec<Attachment>,
}

/// The ticket page. Asked for again within the minute with nothing changed, it is sent as it was drawn, with a nonce and keys of
/// its own; the live token is part of what it is drawn from, so that no other session gets it.
pub fn ticket(shell: &Shell<'_>, ticket: &TicketView, form: &ReplyForm) -> String {
    if shell.fault.is_some() || !form.body.is_empty() || !form.kept.is_empty() {
        return draw(shell, ticket, form);
    }
    let from = (shell.lang, shell.site, &shell.me, shell.live, shell.path, shell.now.0 / MINUTE, ticket);
    let key = |form| key::of(ticket.id, shell.now, form).to_string();
    let holes = [shell.nonce, &form.key.to_string(), &key(Form::Mail), &key(Form::Confirmation)];
    shell.drawn.page(&from, &holes, || draw(shell, ticket, form))
}

fn draw(shell: &Shell<'_>, ticket: &TicketView, form: &ReplyForm) -> String {
    let title = ui::title(ticket);
    ui::portal(shell, Place::Tickets, &format!("{title} · {}", ticket.number), true, || {
        let inside = main(shell, ticket, form, title);
        view! { <main id="main" class="page"><LiveThread>{inside}</LiveThread></main> }.into_any()
    })
}

fn main(shell: &Shell<'_>, ticket: &TicketView, form: &ReplyForm, title: String) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let typed = ui::Typed { key: form.key, text: &form.body, kept: &form.kept, fault: shell.fault };
    view! {
        {ui::crumbs(shell, vec![("/tickets".to_owned(), lang.my_tickets().to_owned())], ticket.number.to_string())}
        <div class="ticket-head">
            <div class="line" data-part="label">{parts::label(&reader, ticket)}</div>
            <h1><bdi>{title}</bdi></h1>
        </div>
        <div class="columns">
            <div class="stack stack--large">
                <section class="standing" aria-label=lang.where_it_stands() data-part="standing">{ui::standing(&reader, ticket)}</section>
                <section aria-label=lang.conversation()>{ui::customer_thread(&reader, ticket)}</section>
                <p class="hidden-words" aria-live="polite" data-announce></p>
                <div data-part="closing">{ui::closing(&reader, ticket)}</div>
                <section class="stack" aria-labelledby="now">
                    <h2 id="now">{lang.your_reply()}</h2>
                    {ui::fault(&reader, ui::fault_elsewhere(shell.fault, &[ui::BODY, ui::FILES]))}
                    {ui::composer(&reader, ticket, &typed)}
                </section>
            </div>
            {side(shell, ticket)}
        </div>
    }
    .into_any()
}

fn side(shell: &Shell<'_>, ticket: &TicketView) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let hours = shell.site.hours.presence(shell.now);
    let came = match ticket.channel {
        Channel::Widget => lang.from_channel_widget(),
        Channel::Portal => lang.from_channel_portal(),
        Channel::Mail => lang.from_channel_mail(),
        Channel::Desk => lang.from_channel_desk(),
    };
    let topic = ticket.category.clone().map(|topic| view! { <dt>{lang.topic()}</dt><dd><bdi>{topic}</bdi></dd> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.about_ticket()>
            <section>
                <h2>{lang.who_helps()}</h2>
                <div class="stack stack--small" data-part="helper">{parts::helper(&reader, ticket, hours, false)}</div>
            </section>
            <section>
                <h2>{lang.about_ticket()}</h2>
                <dl class="facts">
                    <dt>{lang.number()}</dt><dd>{ticket.number.to_string()}</dd>
                    {topic}
                    <dt>{lang.came_by()}</dt><dd>{came}</dd>
                </dl>
            </section>
            <section>
                <h2>{lang.follow_elsewhere()}</h2>
                <div class="stack stack--small" data-part="follow">{parts::follow(&reader, ticket)}</div>
            </section>
        </aside>
    }
    .into_any()
}
