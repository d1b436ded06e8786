//! The agents' list of tickets.

use leptos::prelude::*;
use model::ticket::Priority;
use model::view::{AgentTicketView, Inbox, InboxRow, InboxView};

use crate::shell::{Reader, Shell};
use crate::ui::{self, Drawing};

/// The list, its views, and the button that counts what arrived. On a page without a ticket its heading is the page's.
pub(crate) fn list(shell: &Shell<'_>, inbox: &Inbox, open: Option<&AgentTicketView>) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let heading = match open {
        Some(_) => view! { <h2>{lang.inbox()}</h2> }.into_any(),
        None => view! { <h1>{lang.inbox()}</h1> }.into_any(),
    };
    let arrived: Vec<_> =
        lang.arrived_forms().iter().map(|(form, words)| view! { <template data-form=*form>{*words}</template> }).collect();
    let inside = view! {
            <header class="pane__head">
                <div class="line line--apart">{heading}</div>
                <div class="search" data-find hidden=true>
                    {ui::icon(&reader, "search")}
                    <input class="input" type="search" aria-label=lang.find_in_list() placeholder=lang.find_in_list() autocomplete="off"/>
                    <kbd aria-hidden="true">"/"</kbd>
                </div>
                {tabs(shell, inbox)}
            </header>
            <p class="arrived" data-arrived hidden=true>
                <a class="button button--small" href=address(inbox.view)>{ui::small(&reader, "retry")}<span data-count></span>" "<kbd>"."</kbd></a>
                {arrived}
            </p>
            <div class="pane__scroll">{rows(shell, inbox, open)}</div>
    };
    // Without a ticket the list is what the page is about.
    let view = inbox.view.word();
    match open {
        Some(_) => {
            view! { <section class="pane pane--list" id="list" aria-label=lang.tickets() data-inbox=view>{inside}</section> }
                .into_any()
        }
        None => {
            view! { <main class="pane pane--list" id="list" aria-label=lang.tickets() data-inbox=view>{inside}</main> }.into_any()
        }
    }
}

/// The address of a view.
pub(crate) fn address(view: InboxView) -> String {
    format!("/desk?view={}", view.word())
}

fn tabs(shell: &Shell<'_>, inbox: &Inbox) -> AnyView {
    let lang = shell.lang;
    let tab = |view: InboxView| {
        let (words, count) = match view {
            InboxView::Mine => (lang.view_mine(), Some(inbox.mine)),
            InboxView::Unassigned => (lang.view_unassigned(), Some(inbox.unassigned)),
            InboxView::Open => (lang.view_open(), None),
            InboxView::Done => (lang.view_done(), None),
        };
        let badge = count.filter(|count| *count > 0).map(|count| view! { " "<span class="badge">{count.to_string()}</span> });
        view! { <a href=address(view) aria-current=(view == inbox.view).then_some("page")>{words}{badge}</a> }
    };
    let tabs: Vec<_> = InboxView::ALL.iter().copied().map(tab).collect();
    view! { <nav class="tabs" aria-label=lang.views()>{tabs}</nav> }.into_any()
}

fn rows(shell: &Shell<'_>, inbox: &Inbox, open: Option<&AgentTicketView>) -> AnyView {
    if inbox.rows.is_empty() {
        return nothing(shell, inbox.view);
    }
    let reader = shell.reader();
    let rows: Vec<_> =
        inbox.rows.iter().map(|ticket| row(&reader, ticket, inbox.view, open.is_some_and(|open| open.id == ticket.id))).collect();
    let next = inbox.next.map(|edge| {
        let href = format!("{}&before={edge}", address(inbox.view));
        view! { <p class="arrived"><a class="button button--small button--quiet" href=href>{shell.lang.older()}</a></p> }
    });
    view! { <ol class="rows">{rows}</ol>{next} }.into_any()
}

fn row(reader: &Reader<'_>, ticket: &InboxRow, view: InboxView, is_open: bool) -> AnyView {
    let lang = reader.lang;
    let customer = if ticket.customer.trim().is_empty() { lang.visitor().to_owned() } else { ticket.customer.clone() };
    let subject =
        if ticket.subject.trim().is_empty() { ticket.number.to_string() } else { model::text::shorten(&ticket.subject, 90) };
    // In one's own view the name would be one's own on every row.
    let assignee = ticket
        .assignee
        .clone()
        .filter(|_| view != InboxView::Mine)
        .map(|name| view! { <span class="due" data-tone="quiet">{ui::icon(reader, "person")}<bdi>{name}</bdi></span> });
    let title = if ticket.is_waiting_for_us { "row__title" } else { "row__title row__title--plain" };
    let priority = match ticket.priority {
        Priority::Urgent => Some("urgent"),
        Priority::High => Some("quiet"),
        Priority::Normal | Priority::Low => None,
    }
    .map(|tone| view! { <span class="due" data-tone=tone>{ui::icon(reader, "bolt")}{lang.priority(ticket.priority)}</span> });
    view! {
        <li>
            <a class="row" href=format!("/desk/tickets/{}?view={}", ticket.number, view.word()) aria-current=is_open.then_some("true") data-ticket=ticket.id.to_string()>
                <span class="row__main">
                    <span class=title><bdi>{subject}</bdi></span>
                    <span class="row__more"><bdi>{customer}</bdi></span>
                    <span class="line">{ui::plain_label(lang, ticket.status)}{priority}{assignee}</span>
                </span>
                <span class="row__end">{reader.ago(ticket.moved_at)}</span>
            </a>
        </li>
    }
    .into_any()
}

fn nothing(shell: &Shell<'_>, view: InboxView) -> AnyView {
    let lang = shell.lang;
    let (title, more) = match view {
        InboxView::Mine => (lang.mine_empty_title(), lang.mine_empty()),
        InboxView::Unassigned => (lang.mine_empty_title(), lang.unassigned_empty()),
        InboxView::Open => (lang.mine_empty_title(), lang.open_empty()),
        InboxView::Done => (lang.done_empty_title(), lang.done_empty()),
    };
    let next = match view {
        InboxView::Mine => view! { <a class="button" href=address(InboxView::Unassigned)>{lang.see_unassigned()}</a> }.into_any(),
        _ => view! { <a class="button" href=address(InboxView::Mine)>{lang.back_to_mine()}</a> }.into_any(),
    };
    ui::empty(Drawing::Lamp, title, more, next)
}
