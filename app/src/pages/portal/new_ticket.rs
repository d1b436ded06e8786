//! A new ticket.

use leptos::prelude::*;
use model::article::CategoryView;
use model::id::Key;
use model::limit;

use crate::document::Islands;
use crate::islands::{ComposerWords, ReplyBox};
use crate::shell::Shell;
use crate::typed::Typed;
use crate::ui::{self, Field, Place};

/// The form for a new ticket, whose write has this key.
pub fn new_ticket(shell: &Shell<'_>, categories: &[CategoryView], key: Key, typed: &Typed) -> String {
    let lang = shell.lang;
    ui::portal(shell, Place::Elsewhere, lang.new_ticket(), Islands::Portal, || {
        view! {
            <main id="main" class="page">
                {ui::crumbs(&shell.look(), vec![("/".to_owned(), lang.help().to_owned())], lang.new_ticket().to_owned())}
                <div class="columns">
                    <div class="stack stack--large">
                        <header class="stack stack--small"><h1>{lang.new_ticket()}</h1><p class="soft">{lang.new_ticket_more()}</p></header>
                        {general_fault(shell)}
                        {fields(shell, categories, key, typed)}
                    </div>
                    {next(shell)}
                </div>
            </main>
        }
        .into_any()
    })
}

/// A signed-in customer has no fields for name and address.
fn general_fault(shell: &Shell<'_>) -> impl IntoView {
    let shown: &[&str] =
        if shell.me.is_some() { &["subject", "body", "file"] } else { &["name", "mail", "subject", "body", "file"] };
    ui::faults(&shell.reader(), shell.fault, shown)
}

fn fields(shell: &Shell<'_>, categories: &[CategoryView], key: Key, typed: &Typed) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let category = typed.text("category");
    let mut topics = vec![ui::option(String::new(), lang.topic_none().to_owned(), category.is_empty())];
    topics.extend(categories.iter().map(|topic| ui::option(topic.slug.clone(), topic.name.clone(), topic.slug == category)));
    let subject = Field { hint: lang.subject_hint(), ..Field::text("subject", lang.subject(), limit::SUBJECT_CHARS_MAX) };
    let words = ComposerWords {
        label: lang.message().to_owned(),
        hint: lang.message_hint().to_owned(),
        send: lang.send_ticket().to_owned(),
        ..ui::words_of(lang)
    };
    let inside = view! {
        {who(shell, typed)}
        {ui::select("category", "category", lang.topic(), topics)}
        {ui::live_field(shell, typed, subject)}
        <label class="field__label" for="reply">{lang.message()}</label>
    }
    .into_any();
    view! {
        <ReplyBox
            action="/tickets".to_owned() place=ui::place(shell, "new".to_owned()) key=key text=typed.text("body").to_owned() kept=ui::kept(&reader, &typed.kept)
            faults=ui::faults_of(lang, shell.fault) limits=ui::LIMITS words=words icons=reader.icons.to_owned()
        >
            {inside}
        </ReplyBox>
    }
    .into_any()
}

/// Name and address, for somebody who is not signed in.
fn who(shell: &Shell<'_>, typed: &Typed) -> AnyView {
    let lang = shell.lang;
    if shell.me.is_some() {
        return ().into_any();
    }
    let name = Field { is_required: false, autocomplete: "name", ..Field::text("name", lang.your_name(), limit::NAME_CHARS_MAX) };
    let mail = Field { hint: lang.mail_hint(), ..Field::mail(lang.mail_address()) };
    view! { <div class="pair">{ui::live_field(shell, typed, name)}{ui::live_field(shell, typed, mail)}</div> }.into_any()
}

fn next(shell: &Shell<'_>) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let steps = [("inbox", lang.next_received()), ("mail", lang.next_answer()), ("check", lang.next_closing())]
        .map(|(icon, words)| view! { <li>{ui::icon(&reader, icon)}<span>{words}</span></li> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.what_happens_next()>
            <section><h2>{lang.what_happens_next()}</h2><ul class="steps">{steps.into_iter().collect::<Vec<_>>()}</ul></section>
        </aside>
    }
}
