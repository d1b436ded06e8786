//! The ticket page: the face of the product.

use leptos::prelude::*;
use model::id::{Key, TicketId};
use model::outlook::Outlooks;
use model::person::Side;
use model::ticket::Channel;
use model::view::TicketView;

use super::parts;
use crate::document::{Drawn, Islands, html};
use crate::islands::{Live, LivePage, Part};
use crate::shell::{Look, Shell};
use crate::template::{Mark, Value};
use crate::typed::Typed;
use crate::ui::{self, Frame, Place};

/// What the page around the changing parts is drawn from: nothing that a visitor chooses but a language, so that nobody can
/// fill the store of templates.
#[derive(Hash)]
struct Around<'a> {
    look: Look<'a>,
    channel: Channel,
    topic: Option<&'a str>,
}

/// The ticket page. `key` is the next message's; what was typed into one of its forms and refused comes back.
pub fn ticket(shell: &Shell<'_>, ticket: &TicketView, outlooks: &Outlooks, key: Key, typed: &Typed) -> String {
    let (reader, fault) = (shell.reader(), shell.fault);
    let around = Around { look: shell.look(), channel: ticket.channel, topic: ticket.category.as_deref() };
    let top = ui::top(shell, Place::Tickets);
    let (title, lines) = (ui::title(ticket), ui::customer_lines(&reader, ticket));
    let composer = ui::composer(shell, ticket, key, typed);
    let faults = ui::faults(&reader, fault, &["mail", "reason", "body", "file"]);
    let helper = parts::helper(&reader, ticket, outlooks);
    let values = [
        Value::word(shell.nonce),
        Value::text(shell.path),
        Value::word(shell.live.unwrap_or_default()),
        Value::word(shell.zone.iana_name().unwrap_or_default()),
        Value::from(ticket.id.0),
        Value::from(ticket.seq),
        Value::from(ticket.number),
        Value::text(&title),
        Value::drawn(&*top),
        Value::drawn(parts::label(&reader, ticket)),
        Value::drawn(html(ui::standing(&reader, ticket, outlooks))),
        Value::drawn(lines),
        Value::drawn(html(ui::closing(&reader, ticket, typed, fault))),
        Value::drawn(html(faults)),
        Value::drawn(composer),
        Value::drawn(&*helper),
        Value::drawn(parts::follow(&reader, ticket, typed, fault)),
    ];
    reader.drawn.filled(&around, values, draw)
}

/// The page with marks in the places of [`ticket`]'s values.
fn draw(around: &Around<'_>, marks: &[Mark; 17]) -> String {
    let [nonce, path, token, zone, id, seq, number, title, inside @ ..] = *marks;
    let [top, label, standing, lines, closing, faults, composer, helper, follow] = inside.map(|mark| Drawn::new(mark.text()));
    let look = around.look;
    let lang = look.lang;
    let (nonce, path, number) = (nonce.text(), path.text(), number.text());
    let frame = Frame { look, nonce: &nonce, path: &path, top };
    let page = LivePage {
        token: token.text(),
        lang: lang.code().to_owned(),
        zone: zone.text(),
        side: Side::Customer,
        ticket: Some(TicketId(id.0)),
        shown: seq.number(),
        list: String::new(),
    };
    ui::framed(frame, &format!("{} · {number}", title.text()), Islands::Portal, || {
        view! {
            <main id="main" class="page">
                {ui::crumbs(&look, vec![("/tickets".to_owned(), lang.my_tickets().to_owned())], number.clone())}
                <div class="ticket-head">
                    <div class="line">{part("label", label)}</div>
                    <h1><bdi>{title.text()}</bdi></h1>
                </div>
                <div class="columns">
                    <div class="stack stack--large">
                        <section class="standing" aria-label=lang.ticket_status()>{part("standing", standing)}</section>
                        <section aria-label=lang.conversation()>{ui::customer_thread(lang, lines)}</section>
                        {part("closing", closing)}
                        <section class="stack" aria-labelledby="now">
                            <h2 id="now">{lang.your_reply()}</h2>
                            {faults}
                            {composer}
                        </section>
                    </div>
                    {side(around, number.clone(), helper, follow)}
                </div>
            </main>
            <Live page=page/>
        }
    })
}

/// A part that the live link replaces.
fn part(name: &str, inside: Drawn) -> impl IntoView + use<> {
    view! { <Part name=name.to_owned()>{inside}</Part> }
}

fn side(around: &Around<'_>, number: String, helper: Drawn, follow: Drawn) -> impl IntoView + use<> {
    let lang = around.look.lang;
    let came = match around.channel {
        Channel::Widget => lang.via_widget(),
        Channel::Portal => lang.via_portal(),
        Channel::Mail => lang.via_mail(),
        Channel::Desk => lang.via_desk(),
    };
    let topic = around.topic.map(|topic| view! { <dt>{lang.topic()}</dt><dd><bdi>{topic.to_owned()}</bdi></dd> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.about_ticket()>
            <section>
                <h2>{lang.your_contact()}</h2>
                <div class="stack stack--small">{part("helper", helper)}</div>
            </section>
            <section>
                <h2>{lang.about_ticket()}</h2>
                <dl class="facts">
                    <dt>{lang.number()}</dt><dd>{number}</dd>
                    {topic}
                    <dt>{lang.sent_via()}</dt><dd>{came}</dd>
                </dl>
            </section>
            <section>
                <h2>{lang.mail_updates()}</h2>
                <div class="stack stack--small">{part("follow", follow)}</div>
            </section>
        </aside>
    }
}
