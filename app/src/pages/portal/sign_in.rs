//! Signing in by a link in a mail.

use leptos::prelude::*;

use crate::document::Islands;
use crate::pages::again::{Again, again};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field, Place};
use crate::words::time;

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    /// One click opens the tickets.
    Ready,
    /// Used, or too old; a new one can be sent.
    Spent,
}

/// Asks for the address. `to` is the ticket that one wanted to see, `kept` what could not be sent.
pub fn sign_in(shell: &Shell<'_>, typed: &Typed, to: Option<i64>, kept: Option<&Again>) -> String {
    let lang = shell.lang;
    page(shell, lang.sign_in_title(), lang.sign_in_more().to_owned(), "mail", || {
        view! {
            <form class="stack" method="post" action="/sign-in" novalidate=true>
                {destination(to.map(|number| number.to_string()))}
                {ui::field(shell, typed, Field::mail(lang.mail_address()))}
                <button class="button button--primary" type="submit">{lang.sign_in_send()}</button>
            </form>
            {kept.map(|words| again(shell, words))}
        }
        .into_any()
    })
}

/// Where one wanted to go: a number or a word, from which the server makes the way by itself.
pub(crate) fn destination(to: Option<String>) -> AnyView {
    to.map(|to| view! { <input type="hidden" name="to" value=to/> }).into_any()
}

/// The link is on its way; the same words whether somebody is known by this address or not.
pub fn link_sent(shell: &Shell<'_>, mail: &str) -> String {
    let lang = shell.lang;
    page(shell, lang.link_sent_title(), lang.link_sent(mail), "mail", || {
        view! {
            <p class="soft">{lang.link_sent_more(&time::span(lang, model::limit::SIGN_IN_LINK_SECONDS))}</p>
            <a class="button" href="/sign-in">{lang.another_address()}</a>
        }
        .into_any()
    })
}

/// What the link in a mail opens: one click, so that a mail scanner does not use it up.
pub fn link(shell: &Shell<'_>, token: &str, state: LinkState, to: Option<i64>) -> String {
    let lang = shell.lang;
    match state {
        LinkState::Ready => page(shell, lang.link_ready_title(), lang.link_ready_more().to_owned(), "home", || {
            view! {
                <form method="post" novalidate=true action=format!("/link/{token}")>
                    {destination(to.map(|number| number.to_string()))}
                    <button class="button button--primary button--wide" type="submit">{lang.link_ready_open()}</button>
                </form>
            }
            .into_any()
        }),
        LinkState::Spent => page(shell, lang.link_spent_title(), lang.link_spent_more().to_owned(), "clock", || {
            view! {
                <form method="post" novalidate=true action=format!("/link/{token}/again")>
                    <button class="button button--primary button--wide" type="submit">{lang.link_again()}</button>
                </form>
                <a href="/sign-in">{lang.another_address()}</a>
            }
            .into_any()
        }),
    }
}

/// A small page with one thing to do.
fn page(shell: &Shell<'_>, title: &'static str, more: String, icon: &'static str, inside: impl FnOnce() -> AnyView) -> String {
    let reader = shell.reader();
    ui::portal(shell, Place::Elsewhere, title, Islands::None, || {
        view! {
            <main id="main" class="page alone">
                <section class="card stack">
                    <span class="alone__icon">{ui::icon(&reader, icon)}</span>
                    <h1>{title}</h1>
                    <p class="soft">{more}</p>
                    {own_fault(shell)}
                    {inside()}
                </section>
            </main>
        }
        .into_any()
    })
}

/// A fault of the address stands at its field.
fn own_fault(shell: &Shell<'_>) -> impl IntoView {
    ui::faults(&shell.reader(), shell.fault, &["mail"])
}
