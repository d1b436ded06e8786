//! The portal's frame: top bar, main part, footer.

use leptos::prelude::*;

use super::icon;
use crate::document::{self, Document, Drawn, Islands};
use crate::shell::Shell;

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
    let site = &shell.site.name;
    document::render(shell, || {
        let main = build();
        let body = view! {
            <body>
                <a class="skip" href="#main">{shell.lang.skip()}</a>
                {Drawn::new(top(shell, place))}
                {main}
                {footer(shell)}
            </body>
        };
        Document {
            title: format!("{title} · {}", shell.lang.help_of(site)),
            css: shell.assets.portal_css.clone(),
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
fn top(shell: &Shell<'_>, place: Place) -> String {
    let lang = shell.lang;
    let is_here = if matches!(shell.path, "/" | "/tickets") { "page" } else { "true" };
    let from = ("top", lang, &shell.site.name, &shell.assets.mark, &shell.assets.icons, &shell.me, place, is_here);
    let current = |here: Place| (place == here).then_some(is_here);
    let bar = shell.drawn.piece(&from, || {
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
    });
    bar.to_string()
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
            <form method="post" action="/sign-out"><button class="button button--quiet button--wide" type="submit">{lang.sign_out()}</button></form>
        </div>
    }
    .into_any()
}

fn footer(shell: &Shell<'_>) -> impl IntoView + use<> {
    let other = shell.lang.other();
    view! {
        <footer class="page footer">
            <span><img class="mark" src=shell.assets.mark.clone() alt="" width="16" height="16"/>{shell.lang.footer_of(&shell.site.name)}</span>
            <span>{language(shell.path, other)}</span>
        </footer>
    }
}

/// The link to the same page in the other language.
fn language(path: &str, other: crate::words::Lang) -> impl IntoView + use<> {
    view! { <a href=format!("{path}?lang={}", other.code()) hreflang=other.code() lang=other.code()>{other.own_name()}</a> }
}

/// Where a page stands below others.
pub(crate) fn crumbs(shell: &Shell<'_>, way: Vec<(String, String)>, here: String) -> impl IntoView + use<> {
    let reader = shell.reader();
    let way: Vec<_> = way
        .into_iter()
        .map(|(href, words)| view! { <a href=href><bdi>{words}</bdi></a><svg class="icon icon--flip" aria-hidden="true"><use_ href=format!("{}#i-chevron", reader.icons)></use_></svg> })
        .collect();
    view! { <nav class="crumbs" aria-label=shell.lang.breadcrumb()>{way}<span><bdi>{here}</bdi></span></nav> }
}

/// Write to us, as a button.
pub(crate) fn write_button(shell: &Shell<'_>, class: &'static str) -> impl IntoView + use<> {
    view! { <a class=class href="/tickets/new">{icon(&shell.reader(), "pen")}{shell.lang.contact_us()}</a> }
}
