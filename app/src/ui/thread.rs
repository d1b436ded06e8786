//! The conversation: messages, notes and what happened in between. One markup for portal, widget and desk.

use std::any::TypeId;
use std::hash::Hash;
use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use model::event::Event;
use model::message::{Attachment, Note, Reply};
use model::person::{Audience, Side};
use model::ticket::Channel;
use model::view::{AgentEntry, AgentTicketView, CustomerEntry, Happening, TicketView};

use super::{avatar, body, file, picture, sentence, small};
use crate::document::{Drawn, html};
use crate::islands::{Thread, ThreadWords};
use crate::shell::Reader;
use crate::words::Lang;

/// What a ticket is called: its subject, or the first words of its first message.
pub(crate) fn title(ticket: &TicketView) -> String {
    named(&ticket.subject, &ticket.first_words, ticket.number)
}

/// The same for the desk.
pub(crate) fn heading(ticket: &AgentTicketView) -> String {
    named(&ticket.subject, &ticket.first_words, ticket.number)
}

fn named(subject: &str, first: &str, number: i64) -> String {
    if !subject.trim().is_empty() {
        return subject.to_owned();
    }
    if first.is_empty() { number.to_string() } else { first.to_owned() }
}

/// The customer's conversation in the portal, around its lines.
pub(crate) fn customer_thread(lang: Lang, lines: Drawn) -> impl IntoView + use<> {
    thread(lang, Side::Customer, String::new(), lines)
}

/// The lines of the customer's conversation, as a list.
pub(crate) fn customer_lines(reader: &Reader<'_>, ticket: &TicketView) -> String {
    let today = reader.today();
    joined("<ol>", ticket.entries.iter().map(|entry| customer_entry_on(today, reader, entry)), "</ol>")
}

/// The agents' conversation, in a pane that scrolls by itself.
pub(crate) fn agent_thread(reader: &Reader<'_>, ticket: &AgentTicketView) -> impl IntoView + use<> {
    let today = reader.today();
    let entries = joined("<ol>", ticket.entries.iter().map(|entry| agent_entry_on(today, reader, entry)), "</ol>");
    thread(reader.lang, Side::Agent, reader.lang.conversation().to_owned(), Drawn::new(entries))
}

/// Entries that were drawn already, each by itself.
fn joined(begin: &str, entries: impl Iterator<Item = Arc<str>>, end: &str) -> String {
    let entries: Vec<_> = entries.collect();
    let length = entries.iter().map(|entry| entry.len()).sum::<usize>();
    let mut all = String::with_capacity(length + begin.len() + end.len());
    all.push_str(begin);
    for entry in &entries {
        all.push_str(entry);
    }
    all.push_str(end);
    all
}

fn thread(lang: Lang, side: Side, pane: String, list: Drawn) -> impl IntoView + use<> {
    let somebody = if side == Side::Agent { lang.customer() } else { lang.someone() };
    let words = ThreadWords { somebody: somebody.to_owned(), is_typing: lang.typing_word().to_owned() };
    view! { <Thread side=side pane=pane words=words>{list}</Thread> }
}

/// The conversation in the widget's frame, which has a program of its own: the site's own first words, and what was said in a
/// ticket since.
pub(crate) fn frame_thread(reader: &Reader<'_>, greeting: Option<String>, ticket: Option<&TicketView>) -> impl IntoView + use<> {
    let today = reader.today();
    let entries = ticket.map(|ticket| &*ticket.entries).unwrap_or_default();
    let entries = joined("", entries.iter().map(|entry| customer_entry_on(today, reader, entry)), "");
    let (id, seq) = ticket.map_or((String::new(), 0), |ticket| (ticket.id.to_string(), ticket.seq));
    let greeting = greeting.map(|greeting| {
        view! {
            <li class="message" data-from="agent">
                <div class="message__head"><strong><bdi>{reader.site_name.to_owned()}</bdi></strong></div>
                <div class="message__body"><p dir="auto">{greeting}</p></div>
            </li>
        }
    });
    view! {
        <div class="thread" data-ticket=id data-seq=seq.to_string() data-audience="customer">
            <ol>{greeting}{Drawn::new(entries)}</ol>
            <p class="typing" data-typing hidden=true>
                <span class="typing__dots" aria-hidden="true"><i></i><i></i><i></i></span>
                <span><bdi data-name data-nobody=reader.lang.someone()></bdi>" "{reader.lang.typing_word()}</span>
            </p>
            <span class="latest" id="latest"></span>
        </div>
    }
}

/// A line of the customer's conversation, `<li>`; empty for what it does not show.
pub(crate) fn customer_entry(reader: &Reader<'_>, entry: &CustomerEntry) -> Arc<str> {
    customer_entry_on(reader.today(), reader, entry)
}

fn customer_entry_on(today: Date, reader: &Reader<'_>, entry: &CustomerEntry) -> Arc<str> {
    once(today, reader, entry, || match entry {
        CustomerEntry::Reply(reply) => Some(html(message(reader, reply, Audience::Customer))),
        CustomerEntry::Happening(happening) => line(reader, happening, Audience::Customer).map(html),
    })
}

/// A line of the agents' conversation, `<li>`.
pub(crate) fn agent_entry(reader: &Reader<'_>, entry: &AgentEntry) -> Arc<str> {
    agent_entry_on(reader.today(), reader, entry)
}

fn agent_entry_on(today: Date, reader: &Reader<'_>, entry: &AgentEntry) -> Arc<str> {
    once(today, reader, entry, || match entry {
        AgentEntry::Reply(reply) => Some(html(message(reader, reply, Audience::Agent))),
        AgentEntry::Note(written) => Some(html(note(reader, written))),
        AgentEntry::Happening(happening) => line(reader, happening, Audience::Agent).map(html),
    })
}

/// An entry is drawn from itself, its reader, and the day that its moment is told by; whoever watches a ticket reads the same.
fn once<E: Hash + 'static>(today: Date, reader: &Reader<'_>, entry: &E, draw: impl FnOnce() -> Option<String>) -> Arc<str> {
    let from = (TypeId::of::<E>(), reader.lang, reader.zone.iana_name(), today, reader.site_name, reader.icons, entry);
    reader.drawn.piece(&from, || draw().unwrap_or_default())
}

fn message(reader: &Reader<'_>, reply: &Reply, audience: Audience) -> impl IntoView + use<> {
    let lang = reader.lang;
    let is_customers = reply.author.side == Side::Customer;
    let name = if is_customers && audience == Audience::Customer { lang.you().to_owned() } else { reader.name(&reply.author) };
    let from = match (is_customers, audience, reply.channel) {
        (false, Audience::Customer, _) => reader.site_name.to_owned(),
        (_, _, Channel::Mail) => lang.by_mail().to_owned(),
        (true, Audience::Agent, Channel::Widget) => lang.from_widget().to_owned(),
        (true, Audience::Agent, Channel::Portal) => lang.from_portal().to_owned(),
        _ => String::new(),
    };
    let is_own = is_customers == (audience == Audience::Customer);
    let received = reply.opens.filter(|_| is_own).map(|number| {
        view! { <div class="message__state">{small(reader, "check")}<span>{lang.ticket_received(&number.to_string())}</span></div> }
    });
    let read = (is_own && reply.is_read).then(|| {
        view! { <div class="message__state message__state--seen">{small(reader, "check")}{lang.read_by_customer()}</div> }
    });
    view! {
        <li class="message" id=format!("m-{}", reply.seq) data-seq=reply.seq.to_string() data-from=if is_customers { "customer" } else { "agent" }>
            {avatar(reader, &reply.author)}
            <div class="message__head">
                <strong><bdi>{name}</bdi></strong>
                {(!from.is_empty()).then(|| view! { <span><bdi>{from}</bdi></span> })}
                {reader.time(reply.at)}
            </div>
            <div class="message__body">{body(&reply.body)}{files(reader, &reply.attachments)}</div>
            {received}
            {read}
        </li>
    }
}

fn note(reader: &Reader<'_>, note: &Note) -> impl IntoView + use<> {
    view! {
        <li class="message" id=format!("m-{}", note.seq) data-seq=note.seq.to_string() data-from="agent" data-kind="note">
            {avatar(reader, &note.author)}
            <div class="message__head">
                <strong><bdi>{reader.name(&note.author)}</bdi></strong>
                <span class="message__lock">{small(reader, "lock")}{reader.lang.internal_note()}</span>
                {reader.time(note.at)}
            </div>
            <div class="message__body">{body(&note.body)}{files(reader, &note.attachments)}</div>
        </li>
    }
}

fn files(reader: &Reader<'_>, attachments: &[Attachment]) -> AnyView {
    if attachments.is_empty() {
        return ().into_any();
    }
    let shown = |attachment: &Attachment| match attachment.picture {
        Some(shown) => picture(reader, attachment, shown).into_any(),
        None => file(reader, attachment).into_any(),
    };
    let chips: Vec<_> = attachments.iter().map(shown).collect();
    view! { <div class="message__files">{chips}</div> }.into_any()
}

fn line(reader: &Reader<'_>, happening: &Happening, audience: Audience) -> Option<impl IntoView + use<>> {
    let found = reader.lang.line(&happening.event, &happening.by, audience)?;
    // What agents must not miss, whatever else happened in a row with it.
    let is_kept = audience == Audience::Agent
        && matches!(
            happening.event,
            Event::SolutionConfirmed { .. }
                | Event::SolutionRated { .. }
                | Event::SolutionDenied { .. }
                | Event::MailFailed { .. }
        );
    let strong = |words: String| view! { <strong><bdi>{words}</bdi></strong> }.into_any();
    let words = sentence(
        found.sentence,
        vec![
            ("who", strong(reader.name(&happening.by))),
            ("what", strong(found.what)),
            ("when", reader.time_within(happening.at).into_any()),
        ],
    );
    let reason = (!found.reason.trim().is_empty()).then(|| view! { <q class="event__reason" dir="auto">{found.reason}</q> });
    Some(view! {
        <li class=if is_kept { "event event--kept" } else if found.icon == "eye" { "event event--seen" } else { "event" } id=format!("m-{}", happening.seq) data-seq=happening.seq.to_string()>
            {if found.icon == "arrow" { super::flipped(reader, found.icon).into_any() } else { super::icon(reader, found.icon).into_any() }}
            <div><p>{words}</p>{reason}</div>
        </li>
    })
}
