//! A new ticket.

use leptos::prelude::*;
use model::article::CategoryView;
use model::fault::Invalid;
use model::id::Key;
use model::limit;
use model::message::Attachment;

use crate::islands::ReplyBox;
use crate::shell::Shell;
use crate::ui::{self, Field, Place, TextArea};

/// What stands in the form.
#[derive(Debug, Clone)]
pub struct NewTicketForm {
    /// The key of this write.
    pub key: Key,
    /// The subject.
    pub subject: String,
    /// The message.
    pub body: String,
    /// The mail address.
    pub mail: String,
    /// The name.
    pub name: String,
    /// The topic's slug, or nothing.
    pub category: String,
    /// Files that an earlier try kept.
    pub kept: Vec<Attachment>,
}

/// The form for a new ticket.
pub fn new_ticket(shell: &Shell<'_>, categories: &[CategoryView], form: &NewTicketForm) -> String {
    let lang = shell.lang;
    ui::portal(shell, Place::Elsewhere, lang.new_ticket(), true, || {
        view! {
            <main id="main" class="page">
                {ui::crumbs(shell, vec![("/".to_owned(), lang.help().to_owned())], lang.new_ticket().to_owned())}
                <div class="columns">
                    <div class="stack stack--large">
                        <header class="stack stack--small"><h1>{lang.new_ticket()}</h1><p class="soft">{lang.new_ticket_more()}</p></header>
                        {general_fault(shell)}
                        {fields(shell, categories, form)}
                    </div>
                    {next(shell)}
                </div>
            </main>
        }
        .into_any()
    })
}

const SUBJECT: &[Invalid] = &[Invalid::SubjectMissing, Invalid::SubjectTooLong];
const NAME: &[Invalid] = &[Invalid::NameMissing, Invalid::NameTooLong];
const MAIL: &[Invalid] = &[Invalid::MailMissing, Invalid::MailWrong];

/// The faults that stand at a field are not said twice; a signed-in customer has no fields for name and address.
fn general_fault(shell: &Shell<'_>) -> AnyView {
    let shown: &[&[Invalid]] =
        if shell.me.is_some() { &[SUBJECT, ui::BODY, ui::FILES] } else { &[SUBJECT, ui::BODY, ui::FILES, NAME, MAIL] };
    ui::fault(&shell.reader(), ui::fault_elsewhere(shell.fault, shown))
}

fn fields(shell: &Shell<'_>, categories: &[CategoryView], form: &NewTicketForm) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let mut topics = vec![ui::option(String::new(), lang.topic_none().to_owned(), form.category.is_empty())];
    topics.extend(categories.iter().map(|topic| ui::option(topic.slug.clone(), topic.name.clone(), topic.slug == form.category)));
    let fault = ui::fault_of(shell.fault, ui::BODY);
    let area = TextArea {
        label: None,
        rows: 6,
        hint: lang.message_hint(),
        fault,
        ..TextArea::message("body", String::new(), String::new(), &form.body)
    };
    let subject = Field {
        hint: lang.subject_hint(),
        faults: SUBJECT,
        ..Field::text("subject", lang.subject(), &form.subject, limit::SUBJECT_CHARS_MAX)
    };
    let inside = view! {
        <form class="stack form" data-do="open" data-draft="new" method="post" action="/tickets" enctype="multipart/form-data">
            {ui::key(form.key)}
            {ui::select("category", "category", lang.topic(), topics)}
            {ui::field(shell, subject)}
            <div class="field">
                <label for="body">{lang.message()}</label>
                <div class="composer">
                    {ui::text_area(area)}
                    {ui::files(&reader, &form.kept)}
                    <div class="composer__tools">{ui::add_file(&reader, shell.fault)}</div>
                </div>
                {ui::more(&reader, "body", lang.message_hint(), fault)}
                {ui::file_fault(&reader, shell.fault)}
            </div>
            {who(shell, form)}
            <div class="line"><button class="button button--primary" type="submit">{ui::flipped(&reader, "send")}{lang.send_ticket()}</button></div>
            {ui::says(&reader)}
        </form>
    }
    .into_any();
    view! { <ReplyBox>{inside}</ReplyBox> }.into_any()
}

/// Name and address, for somebody who is not signed in.
fn who(shell: &Shell<'_>, form: &NewTicketForm) -> AnyView {
    let lang = shell.lang;
    if shell.me.is_some() {
        return view! { <input type="hidden" name="mail" value=form.mail.clone()/><input type="hidden" name="name" value=form.name.clone()/> }.into_any();
    }
    let name = Field {
        is_required: false,
        autocomplete: "name",
        faults: NAME,
        ..Field::text("name", lang.your_name(), &form.name, limit::NAME_CHARS_MAX)
    };
    let mail = Field { hint: lang.mail_hint(), ..Field::mail(lang.mail_address(), &form.mail) };
    view! { <div class="pair">{ui::field(shell, name)}{ui::field(shell, mail)}</div> }.into_any()
}

fn next(shell: &Shell<'_>) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    let steps = [("inbox", lang.next_received()), ("mail", lang.next_answer()), ("check", lang.next_closing())]
        .map(|(icon, words)| view! { <li>{ui::icon(&reader, icon)}<span>{words}</span></li> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.what_happens_next()>
            <section><h2>{lang.what_happens_next()}</h2><ul class="steps">{steps.into_iter().collect::<Vec<_>>()}</ul></section>
        </aside>
    }
    .into_any()
}
