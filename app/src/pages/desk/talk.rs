//! The conversation at the desk, its form, and the panel beside it.

use leptos::prelude::*;
use model::fault::Fault;
use model::id::Key;
use model::view::{AgentTicketView, InboxView};

use super::{list, parts};
use crate::islands::{ComposerWords, DeskForm, DeskReplyBox, DeskWords, Part, Watching, WatchingWords};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Drawing};

/// No ticket is open.
pub(crate) fn choose(shell: &Shell<'_>) -> AnyView {
    let lang = shell.lang;
    view! {
        <section class="pane pane--talk pane--choose" aria-label=lang.conversation()>{ui::empty(Drawing::Lamp, lang.choose_title(), lang.choose(), ().into_any())}</section>
    }
    .into_any()
}

/// The open ticket.
pub(crate) fn talk(
    shell: &Shell<'_>,
    view: InboxView,
    ticket: &AgentTicketView,
    key: Key,
    typed: &Typed,
) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let watching = WatchingWords { others: lang.viewing_too("\u{7b}\u{7d}"), customer: lang.customer_here().to_owned() };
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
                        <Watching words=watching/>
                        <button class="button button--small only-narrow" type="button" popovertarget="about">{lang.details()}</button>
                    </div>
                </div>
                <div class="line">{part("head", parts::head(&reader, ticket))}</div>
            </header>
            {ui::agent_thread(&reader, ticket)}
            <div class="pane__foot">{foot(shell, ticket, key, typed)}</div>
            {keys(shell)}
        </main>
        <aside class="side-panel" id="about" popover="auto" aria-label=lang.about_ticket()>
            {panel(shell, lang.ticket(), "facts", parts::facts(&reader, ticket))}
            {panel(shell, lang.customer(), "customer", parts::customer(&reader, ticket))}
            {happened(shell, ticket)}
        </aside>
    }
}

fn panel<V: IntoView + 'static>(shell: &Shell<'_>, title: &'static str, name: &'static str, inside: V) -> impl IntoView + use<V> {
    view! {
        <details open=true>
            <summary><h2>{title}</h2>{ui::icon(&shell.reader(), "down")}</summary>
            <div class="stack">{part(name, inside)}</div>
        </details>
    }
}

/// A part that the live link replaces.
fn part<V: IntoView + 'static>(name: &str, inside: V) -> impl IntoView + use<V> {
    view! { <Part name=name.to_owned()>{inside}</Part> }
}

fn happened(shell: &Shell<'_>, ticket: &AgentTicketView) -> impl IntoView + use<> {
    view! {
        <details class="activity">
            <summary><h2>{shell.lang.activity()}</h2>{ui::icon(&shell.reader(), "down")}</summary>
            <div class="stack"><p class="soft">{shell.lang.activity_more(&ticket.seq.to_string())}</p></div>
        </details>
    }
}

fn foot(shell: &Shell<'_>, ticket: &AgentTicketView, key: Key, typed: &Typed) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let customer = reader.name(&ticket.customer);
    let is_held = shell.fault == Some(Fault::Held);
    let fault = shell.fault.filter(|_| !is_held);
    let desk = DeskForm {
        seq: ticket.seq,
        is_note: typed.text("kind") == "note",
        is_held,
        words: DeskWords {
            kind: lang.kind_legend().to_owned(),
            reply: lang.kind_reply().to_owned(),
            note: lang.kind_note().to_owned(),
            note_label: lang.note_label().to_owned(),
            add_note: lang.add_note().to_owned(),
            send_and_solve: lang.send_and_solve().to_owned(),
            held: lang.held().to_owned(),
            held_more: lang.held_more().to_owned(),
            send_anyway: lang.send_anyway().to_owned(),
            read_first: lang.read_first().to_owned(),
            send_keys: shell.send_keys().to_owned(),
            solve_keys: shell.solve_keys().to_owned(),
        },
    };
    let words = ComposerWords { label: lang.body_label(&customer), placeholder: lang.reply_to(&customer), ..ui::words_of(lang) };
    view! {
        {ui::faults(&reader, fault, &["body", "file"])}
        <DeskReplyBox
            desk=desk action=format!("/desk/tickets/{}/replies", ticket.number) place=ui::place(shell, ticket.id.to_string()) key=key
            text=typed.text("body").to_owned() kept=ui::kept(&reader, &typed.kept) faults=ui::faults_of(lang, fault) limits=ui::LIMITS words=words
            icons=reader.icons.to_owned()
        />
    }
}

fn keys(shell: &Shell<'_>) -> impl IntoView + use<> {
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
}
