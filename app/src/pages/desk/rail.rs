//! The desk's frame: the rail of places beside a page.

use leptos::prelude::*;

use crate::document::{self, Document, Islands};
use crate::shell::Shell;
use crate::ui;

/// Where at the desk a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Inbox,
    Sites,
    Team,
    Mail,
    Account,
}

/// A desk page around its inside. `class` is the layout's.
pub(crate) fn desk(
    shell: &Shell<'_>,
    place: Place,
    title: &str,
    class: &'static str,
    skip: &'static str,
    build: impl FnOnce() -> AnyView,
) -> String {
    document::render(&shell.look(), shell.nonce, || {
        let inside = build();
        let body = view! {
            <body>
                <a class="skip" href=skip>{shell.lang.skip()}</a>
                <div class=class>{rail(shell, place)}{inside}</div>
            </body>
        }
        .into_any();
        Document {
            title: format!("{title} · {}", shell.lang.desk()),
            css: shell.assets.desk_css.clone(),
            head: ().into_any(),
            islands: Islands::Desk,
            body,
        }
    })
}

fn rail(shell: &Shell<'_>, place: Place) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let link = |here: Place, href: &'static str, icon: &str, words: &'static str| {
        view! {
            <a href=href aria-current=(here == place).then_some("page") aria-label=words title=words>{ui::icon(&reader, icon)}</a>
        }
    };
    view! {
        <nav class="rail" aria-label=lang.desk()>
            <img class="mark" src=shell.assets.mark.clone() alt="" width="32" height="32"/>
            {link(Place::Inbox, "/desk", "inbox", lang.inbox())}
            {link(Place::Sites, "/desk/sites", "globe", lang.sites())}
            {link(Place::Team, "/desk/team", "people", lang.team())}
            {link(Place::Mail, "/desk/mail", "mail", lang.undelivered_mail())}
            {me(shell, place)}
        </nav>
    }
}

fn me(shell: &Shell<'_>, place: Place) -> AnyView {
    let lang = shell.lang;
    let reader = shell.reader();
    let Some(me) = &shell.me else {
        return ().into_any();
    };
    let other = lang.other();
    view! {
        <button class="rail__end" type="button" popovertarget="account">
            {ui::avatar_small(&reader, me)}
            <span class="hidden-words">{lang.signed_in_as(&reader.name(me))}</span>
        </button>
        <div class="menu menu--rail" id="account" popover="auto">
            <p class="menu__name"><bdi>{reader.name(me)}</bdi></p>
            <a class="button button--quiet button--wide" href="/desk/account" aria-current=(place == Place::Account).then_some("page")>{lang.account()}</a>
            <a class="button button--quiet button--wide" href="/desk/account#language">{lang.account_language()}" · "<span lang=other.code()>{other.account_language()}</span></a>
            <form method="post" novalidate=true action="/desk/sign-out"><button class="button button--quiet button--wide" type="submit">{lang.sign_out()}</button></form>
        </div>
    }
    .into_any()
}
