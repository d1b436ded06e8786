//! The conversation at the desk, its form, and the panel beside it.

use leptos::prelude::*;
use model::view::{AgentTicketView, InboxView};

use super::inbox::AgentReplyForm;
use super::{list, parts};
use crate::islands::ReplyBox;
use crate::shell::Shell;
use crate::ui::{self, Drawing, TextArea};

/// No ticket is open.
pub(crate) fn choose(shell: &Shell<'_>) -> AnyView {
    let lang = shell.lang;
    view! {
        <section class="pane pane--talk pane--choose" aria-label=lang.conversation()>{ui::empty(Drawing::Lamp, lang.choose_title(), lang.choose(), ().into_any())}</section>
    }
    .into_any()
}

/// The open ticket.
pub(crate) fn talk(shell: &Shell<'_>, view: InboxView, ticket: &AgentTicketView, form: &AgentReplyForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    view! {
        <main class="pane pane--talk" id="talk" aria-labelledby="subject">
            <header class="pane__head">
                <div class="line line--apart">
                    <div class="line line--title">
                        <a class="button button--quiet button--icon only-phone" href=list::address(view) aria-label=lang.back_to_list()>{ui::flipped(&reader, "back")}</a>
                        <h1 id="subject"><bdi>{ui::heading(ticket)}</bdi></h1>
                        <span class="faint small">{ticket.number.to_string()}</span>
                    </div>
                    <div class="line">
                        <span class="small soft" data-lookers hidden=true></span>
                        <span class="lit small" data-customer-here hidden=true>{lang.customer_here()}</span>
                        <button class="button button--small only-narrow" type="button" popovertarget="about">{lang.about()}</button>
                    </div>
                </div>
                <div class="line" data-part="head">{parts::head(&reader, ticket)}</div>
            </header>
            <div class="pane__scroll" data-scroll tabindex="0" role="region" aria-label=lang.conversation()>{ui::agent_thread(&reader, ticket)}</div>
            <div class="pane__foot">{foot(shell, ticket, form)}</div>
            {keys(shell)}
            <p class="hidden-words" aria-live="polite" data-announce></p>
            <template data-looks>{lang.looks_too("\u{7b}\u{7d}")}</template>
        </main>
        <aside class="side-panel" id="about" popover="auto" aria-label=lang.about_ticket()>
            {panel(shell, lang.ticket(), "facts", parts::facts(&reader, ticket))}
            {panel(shell, lang.customer(), "customer", parts::customer(&reader, ticket))}
            {happened(shell, ticket)}
        </aside>
    }
    .into_any()
}

fn panel(shell: &Shell<'_>, title: &'static str, part: &'static str, inside: AnyView) -> AnyView {
    view! {
        <details open=true>
            <summary><h2>{title}</h2>{ui::icon(&shell.reader(), "down")}</summary>
            <div class="stack" data-part=part>{inside}</div>
        </details>
    }
    .into_any()
}

fn happened(shell: &Shell<'_>, ticket: &AgentTicketView) -> AnyView {
    view! {
        <details>
            <summary><h2>{shell.lang.what_happened_word()}</h2>{ui::icon(&shell.reader(), "down")}</summary>
            <div class="stack"><p class="soft">{shell.lang.log_more(&ticket.seq.to_string())}</p></div>
        </details>
    }
    .into_any()
}

fn foot(shell: &Shell<'_>, ticket: &AgentTicketView, form: &AgentReplyForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let customer = reader.name(&ticket.customer);
    let fault = shell.fault.filter(|_| !form.is_held);
    let wrong = ui::fault_of(fault, ui::BODY);
    let area = TextArea {
        rows: 3,
        fault: wrong,
        ..TextArea::message("reply", lang.body_label(&customer), lang.reply_to(&customer), &form.body)
    };
    let inside = view! {
        <form class="stack stack--small" data-do="reply" data-draft=ticket.id.to_string() method="post" action=format!("/desk/tickets/{}/replies", ticket.number) enctype="multipart/form-data">
            {ui::key(form.key)}
            <input type="hidden" name="seq" value=ticket.seq.to_string()/>
            <div class="notice" data-tone="waiting" data-held role="status" hidden=!form.is_held>
                {ui::icon(&reader, "hand")}
                <p><strong>{lang.held(&customer)}</strong>" "{lang.held_more()}</p>
                <p class="notice__do">
                    <button class="button button--small" type="submit" name="anyway" value="1">{lang.send_anyway()}" "<kbd>"⌃⏎"</kbd></button>
                    <a class="button button--small button--quiet" href="#latest">{lang.read_first()}</a>
                </p>
            </div>
            <div class="composer">
                {kinds(shell, form.is_note)}
                {ui::text_area(area)}
                {ui::more(&reader, "reply", "", wrong)}
                {ui::files(&reader, &form.kept)}
                <div class="composer__tools">
                    {ui::add_file(&reader, fault)}
                    <span class="composer__end">
                        <button class="button button--small" type="submit" name="then" value="solved" data-if="reply">{lang.send_and_solve()}" "<kbd>"⇧⏎"</kbd></button>
                        <button class="button button--primary button--small" type="submit">
                            <span data-if="reply">{lang.send()}</span><span data-if="note">{lang.keep_note()}</span>" "<kbd>"⌃⏎"</kbd>
                        </button>
                    </span>
                </div>
                {ui::file_fault(&reader, fault)}
            </div>
            {ui::says(&reader)}
        </form>
    }
    .into_any();
    view! { {ui::fault(&reader, ui::fault_elsewhere(fault, &[ui::BODY, ui::FILES]))}<ReplyBox>{inside}</ReplyBox> }.into_any()
}

/// Reply or note: two radio fields that look like tabs.
fn kinds(shell: &Shell<'_>, is_note: bool) -> AnyView {
    let lang = shell.lang;
    view! {
        <fieldset class="kinds">
            <legend class="hidden-words">{lang.kind_legend()}</legend>
            <label><input type="radio" name="kind" value="reply" checked=!is_note/><span>{lang.kind_reply()}" "<kbd>"r"</kbd></span></label>
            <label><input type="radio" name="kind" value="note" checked=is_note/><span>{ui::small(&shell.reader(), "lock")}{lang.kind_note()}" "<kbd>"m"</kbd></span></label>
        </fieldset>
    }
    .into_any()
}

fn keys(shell: &Shell<'_>) -> AnyView {
    let lang = shell.lang;
    let key = |key: &'static str, words: &'static str| view! { <span><kbd>{key}</kbd>{words}</span> };
    view! {
        <div class="keys">
            <p>
                <span><kbd>"j"</kbd><kbd>"k"</kbd>{lang.keys_move()}</span>
                {key("r", lang.keys_reply())}
                {key("m", lang.keys_note())}
                {key("a", lang.keys_assign())}
                {key("s", lang.keys_status())}
                {key("e", lang.keys_solve())}
            </p>
            <button class="button button--quiet button--small" type="button" popovertarget="keys"><kbd>"?"</kbd>{lang.keys_all()}</button>
        </div>
    }
    .into_any()
}
