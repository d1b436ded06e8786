//! The portal's frame: top bar, main part, footer.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon;
use crate::document::{self, Document, Drawn, Islands};
use crate::shell::{Look, Shell};

/// Where in the portal a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Place {
    Help,
    Tickets,
    Elsewhere,
}

/// A portal page around its main part.
pub(crate) fn portal<V: IntoView + 'static>(
    shell: &Shell<'_>,
    place: Place,
    title: &str,
    islands: Islands,
    build: impl FnOnce() -> V,
) -> String {
    let frame =
        Frame { look: shell.look(), nonce: shell.nonce, path: shell.path, top: Drawn::new(top(shell, place).to_string()) };
    framed(frame, title, islands, build)
}

/// What is around the main part of a portal page.
pub(crate) struct Frame<'a> {
    pub(crate) look: Look<'a>,
    pub(crate) nonce: &'a str,
    /// The page's own path.
    pub(crate) path: &'a str,
    /// The bar above.
    pub(crate) top: Drawn,
}

/// A portal page in its frame.
pub(crate) fn framed<V: IntoView + 'static>(
    frame: Frame<'_>,
    title: &str,
    islands: Islands,
    build: impl FnOnce() -> V,
) -> String {
    let Frame { look, nonce, path, top } = frame;
    document::render(&look, nonce, || {
        let main = build();
        let body = view! {
            <body>
                <a class="skip" href="#main">{look.lang.skip()}</a>
                {top}
                {main}
                {footer(&look, path)}
            </body>
        };
        Document {
            title: format!("{title} · {}", look.lang.help_of(look.site_name)),
            css: look.assets.portal_css.clone(),
            head: (),
            islands,
            body,
        }
    })
}

/// The lit lamp and the site's name.
fn brand(shell: &Shell<'_>) -> impl IntoView + use<> {
    view! {
        <a class="brand" href="/"><img class="mark" src=shell.assets.mark.clone() alt="" width="32" height="32"/>" "<span>{shell.lang.help_of(&shell.site.name)}</span></a>
    }
}

/// The bar above all pages, drawn once for whoever looks at them.
pub(crate) fn top(shell: &Shell<'_>, place: Place) -> Arc<str> {
    let lang = shell.lang;
    let is_here = if matches!(shell.path, "/" | "/tickets") { "page" } else { "true" };
    let from = ("top", lang, &shell.site.name, &shell.assets.mark, &shell.assets.icons, &shell.me, place, is_here);
    let current = |here: Place| (place == here).then_some(is_here);
    shell.drawn.piece(&from, || {
        document::html(view! {
            <header class="topbar-edge">
                <div class="page topbar">
                    {brand(shell)}
                    <nav aria-label=lang.main_menu()>
                        <a href="/" aria-current=current(Place::Help)>{lang.help()}</a>
                        <a href="/tickets" aria-current=current(Place::Tickets)>{lang.my_tickets()}</a>
                    </nav>
                    {account(shell)}
                </div>
            </header>
        })
    })
}

fn account(shell: &Shell<'_>) -> AnyView {
    let lang = shell.lang;
    let Some(me) = &shell.me else {
        return view! { <a class="button button--quiet" href="/sign-in">{lang.sign_in()}</a> }.into_any();
    };
    let reader = shell.reader();
    let words = if me.name.trim().is_empty() { lang.your_account().to_owned() } else { lang.account_of(&me.name) };
    let shown = reader.name(me);
    view! {
        <button class="button button--quiet button--icon" type="button" popovertarget="account">
            {super::avatar(&reader, me)}
            <span class="hidden-words">{words}</span>
        </button>
        <div class="menu" id="account" popover="auto">
            <p class="menu__name"><bdi>{shown}</bdi></p>
            <form method="post" novalidate=true action="/sign-out"><button class="button button--quiet button--wide" type="submit">{lang.sign_out()}</button></form>
        </div>
    }
    .into_any()
}

fn footer(look: &Look<'_>, path: &str) -> impl IntoView + use<> {
    let other = look.lang.other();
    view! {
        <footer class="page footer">
            <span><img class="mark" src=look.assets.mark.clone() alt="" width="16" height="16"/>{look.lang.footer_of(look.site_name)}</span>
            <span>{language(path, other)}</span>
        </footer>
    }
}

/// The link to the same page in the other language.
fn language(path: &str, other: crate::words::Lang) -> impl IntoView + use<> {
    view! { <a href=format!("{path}?lang={}", other.code()) hreflang=other.code() lang=other.code()>{other.own_name()}</a> }
}

/// Where a page stands below others.
pub(crate) fn crumbs(look: &Look<'_>, way: Vec<(String, String)>, here: String) -> impl IntoView + use<> {
    let way: Vec<_> = way
        .into_iter()
        .map(|(href, words)| view! { <a href=href><bdi>{words}</bdi></a><svg class="icon icon--flip" aria-hidden="true"><use_ href=format!("{}#i-chevron", look.assets.icons)></use_></svg> })
        .collect();
    view! { <nav class="crumbs" aria-label=look.lang.breadcrumb()>{way}<span><bdi>{here}</bdi></span></nav> }
}

/// Write to us, as a button.
pub(crate) fn write_button(shell: &Shell<'_>, class: &'static str) -> impl IntoView + use<> {
    view! { <a class=class href="/tickets/new">{icon(&shell.reader(), "pen")}{shell.lang.contact_us()}</a> }
}
