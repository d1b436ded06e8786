//! The agents' list of tickets.

use leptos::prelude::*;
use model::person::{Person, Side};
use model::ticket::{Channel, Priority, Status};
use model::view::{AgentTicketView, Inbox, InboxRow, InboxView};

use super::setup::setup;
use crate::islands::{Arrived, ListSearch, ListSearchWords};
use crate::shell::{Reader, Shell};
use crate::ui::{self, Drawing};

/// The list, its views, and the button that counts what arrived. On a page without a ticket its heading is the page's.
pub(crate) fn list(shell: &Shell<'_>, inbox: &Inbox, open: Option<&AgentTicketView>) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let heading = match open {
        Some(_) => view! { <h2>{lang.inbox()}</h2> }.into_any(),
        None => view! { <h1>{lang.inbox()}</h1> }.into_any(),
    };
    let number = open.map(|open| open.number);
    let forms = lang.arrived_forms().iter().map(|(form, words)| ((*form).to_owned(), (*words).to_owned())).collect();
    let words = ListSearchWords {
        label: lang.search_tickets().to_owned(),
        nothing: lang.list_no_match().to_owned(),
        clear: lang.list_clear().to_owned(),
    };
    let icons = reader.icons.to_owned();
    let content = rows_and_views(shell, inbox, number);
    let (href, fragment) = (address(inbox.view), fragment_address(inbox.view, number));
    let inside = view! {
        <header class="pane__head"><div class="line line--apart">{heading}</div></header>
        <ListSearch words=words icons=icons.clone()>
            <Arrived
                href=href fragment=fragment lang=lang.code().to_owned() forms=forms
                unknown=lang.list_may_have_changed().to_owned() icons=icons
            >
                {content}
            </Arrived>
        </ListSearch>
    };
    // Without a ticket the list is what the page is about.
    match open {
        Some(_) => view! { <section class="pane pane--list" id="list" aria-label=lang.tickets()>{inside}</section> }.into_any(),
        None => view! { <main class="pane pane--list" id="list" aria-label=lang.tickets()>{inside}</main> }.into_any(),
    }
}

/// What changes in the list when a ticket does: the views with their counts, and the rows.
pub(crate) fn rows_and_views(shell: &Shell<'_>, inbox: &Inbox, open: Option<i64>) -> impl IntoView + use<> {
    view! { {tabs(shell, inbox)}<div class="pane__scroll">{rows(shell, inbox, open)}</div> }
}

fn fragment_address(view: InboxView, open: Option<i64>) -> String {
    let open = open.map(|number| format!("&open={number}")).unwrap_or_default();
    format!("/desk/list?view={}{open}", view.word())
}

/// The address of a view.
pub(crate) fn address(view: InboxView) -> String {
    format!("/desk?view={}", view.word())
}

fn tabs(shell: &Shell<'_>, inbox: &Inbox) -> impl IntoView + use<> {
    let lang = shell.lang;
    let tab = |view: InboxView| {
        let (words, count) = match view {
            InboxView::Mine => (lang.view_mine(), Some(inbox.mine)),
            InboxView::Unassigned => (lang.view_unassigned(), Some(inbox.unassigned)),
            InboxView::Open => (lang.view_open(), None),
            InboxView::Done => (lang.view_closed(), None),
        };
        let badge = count.filter(|count| *count > 0).map(|count| view! { " "<span class="badge">{count.to_string()}</span> });
        view! { <a href=address(view) aria-current=(view == inbox.view).then_some("page")>{words}{badge}</a> }
    };
    let tabs: Vec<_> = InboxView::ALL.iter().copied().map(tab).collect();
    view! { <nav class="tabs" aria-label=lang.views()>{tabs}</nav> }
}

fn rows(shell: &Shell<'_>, inbox: &Inbox, open: Option<i64>) -> AnyView {
    if inbox.rows.is_empty() {
        return view! { {nothing(shell, inbox.view)}{setup(shell, &inbox.setup)} }.into_any();
    }
    let reader = shell.reader();
    let rows: Vec<_> = inbox.rows.iter().map(|ticket| row(&reader, ticket, inbox.view, open == Some(ticket.number))).collect();
    let next = inbox.next.map(|edge| {
        let href = format!("{}&before={edge}", address(inbox.view));
        view! { <p class="arrived"><a class="button button--small button--quiet" href=href>{shell.lang.more_tickets()}</a></p> }
    });
    view! { <ol class="rows">{rows}</ol>{next} }.into_any()
}

/// Two lines: who and when; what about and what it came to. The status is said only where the view does not say it.
fn row(reader: &Reader<'_>, ticket: &InboxRow, view: InboxView, is_open: bool) -> impl IntoView + use<> {
    let subject =
        if ticket.subject.trim().is_empty() { ticket.number.to_string() } else { model::text::shorten(&ticket.subject, 90) };
    let title = if ticket.waiting_since.is_some() { "row__title" } else { "row__title row__title--plain" };
    // A ticket without a subject is called by its first words, which are not said twice.
    let is_said = ticket.last_words.starts_with(ticket.subject.trim_end_matches('…'));
    let preview = (!is_said).then(|| view! { <span class="row__more" dir="auto">{ticket.last_words.clone()}</span> });
    view! {
        <li>
            <a class="row row--ticket" href=format!("/desk/tickets/{}?view={}", ticket.number, view.word()) aria-current=is_open.then_some("true") data-ticket=ticket.id.to_string()>
                {ui::avatar(reader, &Person::new(Side::Customer, known_as(ticket).unwrap_or_default()))}
                <span class="row__line">
                    {channel(reader, ticket.channel)}
                    {who(reader, ticket)}
                    <span class="row__when">{reader.ago(ticket.waiting_since.unwrap_or(ticket.moved_at))}</span>
                </span>
                <span class="row__line">
                    <span class="row__words"><span class=title dir="auto">{subject}</span>{preview}</span>
                    {marks(reader, ticket, view)}
                </span>
            </a>
        </li>
    }
}

/// The name, or the address of somebody who told none.
fn known_as(ticket: &InboxRow) -> Option<String> {
    let name = Some(&ticket.customer).filter(|name| !name.trim().is_empty());
    name.or(ticket.mail.as_ref()).cloned()
}

/// Whose it is, and what tells two of one name apart: the address, or the number.
fn who(reader: &Reader<'_>, ticket: &InboxRow) -> impl IntoView + use<> {
    let name = known_as(ticket).unwrap_or_else(|| reader.lang.visitor().to_owned());
    let number = || format!("#{}", ticket.number);
    let apart = ticket.mail.clone().filter(|mail| *mail != name).unwrap_or_else(number);
    view! { <span class="row__who" dir="auto">{name}</span><span class="row__apart" dir="auto">{apart}</span> }
}

fn channel(reader: &Reader<'_>, channel: Channel) -> impl IntoView + use<> {
    let (icon, words) = match channel {
        Channel::Widget => ("chat", reader.lang.channel_widget()),
        Channel::Portal => ("globe", reader.lang.channel_portal()),
        Channel::Mail => ("mail", reader.lang.channel_mail()),
        Channel::Desk => ("person", reader.lang.channel_desk()),
    };
    view! { {ui::small(reader, icon)}<span class="hidden-words">{words}</span> }
}

/// What is out of the ordinary: how urgent it is, where it stands, who has it.
fn marks(reader: &Reader<'_>, ticket: &InboxRow, view: InboxView) -> impl IntoView + use<> {
    let lang = reader.lang;
    let priority = match ticket.priority {
        Priority::Urgent => Some("urgent"),
        Priority::High => Some("quiet"),
        Priority::Normal | Priority::Low => None,
    }
    .map(|tone| view! { <span class="due" data-tone=tone>{ui::icon(reader, "bolt")}{lang.priority(ticket.priority)}</span> });
    let status = match (ticket.status, view) {
        (Status::Pending | Status::OnHold | Status::Solved, _) => Some(ui::plain_label(lang, ticket.status)),
        (Status::New | Status::Open | Status::Closed, _) => None,
    };
    // In one's own view the name would be one's own on every row.
    let assignee = ticket.assignee.as_ref().filter(|_| view != InboxView::Mine).map(|agent| {
        view! { <span class="row__agent" title=agent.name.clone()>{ui::avatar_small(reader, agent)}<span class="hidden-words">{agent.name.clone()}</span></span> }
    });
    view! { <span class="row__marks">{priority}{status}{assignee}</span> }
}

fn nothing(shell: &Shell<'_>, view: InboxView) -> impl IntoView + use<> {
    let lang = shell.lang;
    let (title, more) = match view {
        InboxView::Mine => (lang.mine_empty_title(), lang.mine_empty()),
        InboxView::Unassigned => (lang.mine_empty_title(), lang.unassigned_empty()),
        InboxView::Open => (lang.mine_empty_title(), lang.open_empty()),
        InboxView::Done => (lang.closed_empty_title(), lang.closed_empty()),
    };
    let next = match view {
        InboxView::Mine => view! { <a class="button" href=address(InboxView::Unassigned)>{lang.see_unassigned()}</a> }.into_any(),
        _ => view! { <a class="button" href=address(InboxView::Mine)>{lang.back_to_mine()}</a> }.into_any(),
    };
    ui::empty(Drawing::Lamp, title, more, next)
}
