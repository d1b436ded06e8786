//! Signing in at the desk, and the first agent's first page.

use leptos::prelude::*;
use model::limit;

use crate::document::{self, Document, Islands};
use crate::pages::again::{Again, again};
use crate::pages::portal::destination;
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field};

/// The desk's pages that one can be led back to, by their words in an address.
pub const PAGES: [&str; 4] = ["account", "mail", "sites", "team"];

/// The page of the desk that an address belongs to, if one is led back there.
pub fn page_of(path: &str) -> Option<&'static str> {
    let word = path.strip_prefix("/desk/")?.split('/').next()?;
    PAGES.into_iter().find(|page| *page == word)
}

/// Email address and password. `to` is where one wanted to go, `kept` what could not be sent.
pub fn sign_in(shell: &Shell<'_>, typed: &Typed, to: Option<String>, kept: Option<&Again>) -> String {
    let lang = shell.lang;
    page(shell, lang.agent_sign_in(), "", || {
        let mail = Field { autocomplete: "username", ..Field::mail(lang.mail_address()) };
        view! {
            {ui::faults(&shell.reader(), shell.fault, &["mail"])}
            <form class="stack" method="post" action="/desk/sign-in" novalidate=true>
                {destination(to)}
                {ui::field(shell, typed, mail)}
                {ui::field(shell, typed, password(lang.password(), "", "current-password"))}
                <button class="button button--primary" type="submit">{lang.sign_in()}</button>
            </form>
            <p><a href="/desk/password">{lang.forgotten()}</a></p>
            {kept.map(|words| again(shell, words))}
        }
        .into_any()
    })
}

/// Whoever comes in for the first time says who they are. Nobody asked the first agent; the address of whoever was asked stands on
/// the invitation.
pub fn welcome(shell: &Shell<'_>, token: &str, invited_by: Option<&str>, typed: &Typed) -> String {
    let lang = shell.lang;
    let (title, more) = match invited_by {
        None => (lang.welcome_title(), lang.welcome_more().to_owned()),
        Some(by) => (lang.joining_title(), lang.joining_more(by)),
    };
    page(shell, title, &more, || {
        let name = Field { autocomplete: "name", ..Field::text("name", lang.your_name(), limit::NAME_CHARS_MAX) };
        let mail = if invited_by.is_none() {
            ui::field(shell, typed, Field { autocomplete: "username", ..Field::mail(lang.mail_address()) }).into_any()
        } else {
            let value = typed.text("mail").to_owned();
            view! {
                <div class="field">
                    <label for="mail">{lang.joining_as()}</label>
                    <input class="input" id="mail" type="email" value=value autocomplete="username" dir="ltr" readonly/>
                </div>
            }
            .into_any()
        };
        let password = password(lang.password_new(), lang.password_hint(), "new-password");
        view! {
            {ui::faults(&shell.reader(), shell.fault, &["name", "mail", "password"])}
            <form class="stack" method="post" action=format!("/desk/welcome/{token}") novalidate=true>
                {ui::field(shell, typed, name)}
                {mail}
                {ui::field(shell, typed, password)}
                <button class="button button--primary" type="submit">{lang.welcome_start()}</button>
            </form>
        }
        .into_any()
    })
}

pub(super) fn password(label: &'static str, hint: &'static str, autocomplete: &'static str) -> Field {
    Field { hint, autocomplete, ..Field::password("password", label) }
}

/// A page of the desk for whoever is not signed in.
pub(super) fn page(shell: &Shell<'_>, title: &'static str, more: &str, build: impl FnOnce() -> AnyView) -> String {
    document::render(&shell.look(), shell.nonce, || {
        let other = shell.lang.other();
        let more = (!more.is_empty()).then(|| view! { <p class="soft">{more.to_owned()}</p> });
        let body = view! {
            <body data-lang=shell.lang.code()>
                <a class="skip" href="#main">{shell.lang.skip()}</a>
                <main id="main" class="page alone alone--whole">
                    <section class="card stack">
                        <img class="mark mark--large" src=shell.assets.mark.clone() alt="" width="48" height="48"/>
                        <h1>{title}</h1>
                        {more}
                        {build()}
                    </section>
                    <p class="faint small"><a href=format!("{}?lang={}", shell.path, other.code()) hreflang=other.code() lang=other.code()>{other.own_name()}</a></p>
                </main>
            </body>
        }
        .into_any();
        Document {
            title: format!("{title} · Porchlight"),
            css: shell.assets.desk_css.clone(),
            head: ().into_any(),
            islands: Islands::None,
            body,
        }
    })
}
