//! A forgotten password: asking for the link, and choosing another.

use leptos::prelude::*;

use super::sign_in::{page, password};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field};

/// Where shall the link go?
pub fn forgotten(shell: &Shell<'_>, typed: &Typed, is_mail_sent: bool) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    page(shell, lang.forgotten_title(), lang.forgotten_more(), || {
        let mail = Field { autocomplete: "username", ..Field::mail(lang.mail_address()) };
        let without = (!is_mail_sent).then(|| {
            view! { <div class="notice">{ui::icon(&reader, "info")}<p>{lang.forgotten_no_mail()}</p></div> }
        });
        view! {
            {ui::faults(&reader, shell.fault, &["mail"])}
            {without}
            <form class="stack" method="post" action="/desk/password" novalidate=true>
                {ui::field(shell, typed, mail)}
                <button class="button button--primary" type="submit">{lang.forgotten_send()}</button>
            </form>
            {back(shell)}
        }
        .into_any()
    })
}

/// The same answer, whether an agent has the address or not.
pub fn forgotten_sent(shell: &Shell<'_>, mail: &str, is_mail_sent: bool) -> String {
    let lang = shell.lang;
    page(shell, lang.forgotten_sent_title(), "", || {
        let without = (!is_mail_sent).then(|| view! { <p class="soft">{lang.forgotten_no_mail()}</p> });
        view! { <p>{lang.forgotten_sent(mail)}</p>{without}{back(shell)} }.into_any()
    })
}

/// Another password, by a link.
pub fn new_password(shell: &Shell<'_>, token: &str) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    page(shell, lang.new_password_title(), lang.new_password_more(), || {
        let field = password(lang.new_password(), lang.password_hint(), "new-password");
        view! {
            {ui::faults(&reader, shell.fault, &["password"])}
            <form class="stack" method="post" action=format!("/desk/password/{token}") novalidate=true>
                {ui::field(shell, &Typed::default(), field)}
                <button class="button button--primary" type="submit">{lang.new_password_save()}</button>
            </form>
        }
        .into_any()
    })
}

/// What an agent's link was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOver {
    /// Coming in for the first time.
    Welcome,
    /// A new password.
    Password,
}

/// A link that works no more, and what to do.
pub fn link_over(shell: &Shell<'_>, link: LinkOver) -> String {
    let lang = shell.lang;
    let (more, next) = match link {
        LinkOver::Welcome => (lang.invitation_link_over(), ().into_any()),
        LinkOver::Password => {
            let again = view! { <a class="button button--primary" href="/desk/password">{lang.forgotten_title()}</a> };
            (lang.password_link_over(), again.into_any())
        }
    };
    page(shell, lang.link_over_title(), more, || view! { {next}{back(shell)} }.into_any())
}

fn back(shell: &Shell<'_>) -> impl IntoView + use<> {
    view! { <p><a href="/desk/sign-in">{shell.lang.back_to_sign_in()}</a></p> }
}
