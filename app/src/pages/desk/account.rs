//! One's own account: the name and the picture that customers see, the password, the language.

use leptos::prelude::*;
use model::id::Key;
use model::limit;

use super::rail::{Place, desk};
use super::sign_in::password;
use crate::key::{self, Form};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field};
use crate::words::Lang;

/// The account's page, of whoever signs in with `mail`. `key` is the next write's.
pub fn account(shell: &Shell<'_>, mail: &str, key: Key, typed: &Typed) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    desk(shell, Place::Account, lang.account(), "desk desk--page", "#main", || {
        let fault = ui::faults(&reader, shell.fault, &["name", "file", "present", "password"]);
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside stack">
                    <div>
                        <h1>{lang.account()}</h1>
                        <p class="soft">{lang.account_mail()}" "<bdi>{mail.to_owned()}</bdi></p>
                    </div>
                    {fault}
                    {name(shell, key, typed)}
                    {picture(shell, key)}
                    {change(shell, mail, key)}
                    {language(shell, key)}
                </div>
            </main>
        }
        .into_any()
    })
}

fn saved(shell: &Shell<'_>, id: &'static str, words: &'static str) -> impl IntoView + use<> {
    view! { <p class="saved" id=id role="status">{ui::icon(&shell.reader(), "check")}{words}</p> }
}

fn name(shell: &Shell<'_>, key: Key, typed: &Typed) -> impl IntoView + use<> {
    let lang = shell.lang;
    let name = Field {
        hint: lang.account_name_hint(),
        autocomplete: "name",
        ..Field::text("name", lang.account_name(), limit::NAME_CHARS_MAX)
    };
    view! {
        <section class="card">
            <form class="stack form" method="post" action="/desk/account/name" novalidate=true>
                {ui::key(key)}
                {ui::field(shell, typed, name)}
                <div class="line">
                    <button class="button button--primary" type="submit">{lang.site_save()}</button>
                    {saved(shell, "name-saved", lang.account_name_saved())}
                </div>
            </form>
        </section>
    }
}

/// What the picker offers; whatever else is chosen is looked at by the server.
const PICTURES: &str = "image/jpeg,image/png,image/gif,image/webp";

/// The picture, and the way to another one or to none. It is chosen and sent by hand, so nothing is shown to customers by accident.
fn picture(shell: &Shell<'_>, key: Key) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let fault = ui::fault_at(shell.fault, &["file"]);
    let shown = shell.me.as_ref().map(|me| ui::avatar_large(&reader, me));
    let has_picture = shell.me.as_ref().is_some_and(|me| me.avatar.is_some());
    let more = ui::more(&reader, "file", lang.account_picture_hint(), fault);
    let remove = has_picture.then(|| {
        view! {
            <form id="no-picture" hidden=true method="post" action="/desk/account/picture/removal" novalidate=true>
                {ui::key(key::of_row(key, uuid::Uuid::nil(), Form::NoPicture))}
            </form>
        }
    });
    let remove_button = has_picture.then(|| {
        view! { <button class="button button--quiet" type="submit" form="no-picture">{lang.account_picture_remove()}</button> }
    });
    view! {
        <section class="card stack">
            <form class="stack form" method="post" action="/desk/account/picture" enctype="multipart/form-data" novalidate=true>
                {ui::key(key::of_row(key, uuid::Uuid::nil(), Form::Picture))}
                <div class="line account__picture">
                    {shown}
                    <div class="field">
                        <label for="file">{lang.account_picture()}</label>
                        <input class="input" id="file" name="file" type="file" accept=PICTURES required=true aria-invalid=fault.map(|_| "true") aria-describedby=ui::described_by("file") autofocus=fault.is_some()/>
                        {more}
                    </div>
                </div>
                <div class="line">
                    <button class="button" type="submit">{lang.account_picture_save()}</button>
                    {remove_button}
                    {saved(shell, "picture-saved", lang.account_picture_saved())}
                    {saved(shell, "picture-removed", lang.account_picture_removed())}
                </div>
            </form>
            {remove}
        </section>
    }
}

fn change(shell: &Shell<'_>, mail: &str, key: Key) -> impl IntoView + use<> {
    let lang = shell.lang;
    let present = Field { name: "present".to_owned(), ..password(lang.account_present(), "", "current-password") };
    let next = password(lang.new_password(), lang.password_hint(), "new-password");
    view! {
        <section class="card stack">
            <div><h2>{lang.account_password()}</h2><p class="soft">{lang.account_password_more()}</p></div>
            <form class="stack form" method="post" action="/desk/account/password" novalidate=true>
                {ui::key(key::of_row(key, uuid::Uuid::nil(), Form::Password))}
                // For whatever keeps passwords: whose this is.
                <input type="hidden" name="username" autocomplete="username" value=mail.to_owned()/>
                {ui::field(shell, &Typed::default(), present)}
                {ui::field(shell, &Typed::default(), next)}
                <div class="line">
                    <button class="button" type="submit">{lang.account_password_save()}</button>
                    {saved(shell, "password-saved", lang.account_password_saved())}
                </div>
            </form>
        </section>
    }
}

/// A button for each language, in its own words: whoever ended up in one that they cannot read finds theirs.
fn language(shell: &Shell<'_>, key: Key) -> impl IntoView + use<> {
    let lang = shell.lang;
    let choices = Lang::ALL
        .iter()
        .map(|choice| {
            let is_now = *choice == lang;
            view! {
                <button class="button" type="submit" name="locale" value=choice.code() lang=choice.code() aria-current=is_now.then_some("true")>
                    {is_now.then(|| ui::icon(&shell.reader(), "check"))}{choice.own_name()}
                </button>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" id="language">
            <div><h2>{lang.account_language()}</h2><p class="soft">{lang.account_language_more()}</p></div>
            <form class="line" method="post" action="/desk/account/language" novalidate=true>
                {ui::key(key::of_row(key, uuid::Uuid::nil(), Form::Language))}
                {choices}
                {saved(shell, "language-saved", lang.account_language_saved())}
            </form>
        </section>
    }
}
