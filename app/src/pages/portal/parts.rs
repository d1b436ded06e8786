//! The parts of the portal's ticket page that the live link replaces, as markup.

use std::sync::Arc;

use leptos::prelude::*;
use model::fault::Fault;
use model::id::Key;
use model::outlook::Outlooks;
use model::person::Person;
use model::ticket::Status;
use model::view::TicketView;

use crate::document::{html, hydratable};
use crate::key::{self, Form};
use crate::shell::Reader;
use crate::template::Value;
use crate::typed::Typed;
use crate::ui::{self, Icons, Lamp};
use crate::words::Lang;

/// `label`: where it stands, and since when.
pub(crate) fn label(reader: &Reader<'_>, ticket: &TicketView) -> String {
    #[derive(Hash)]
    struct Labelled(Lang, Status);
    let (from, since) = (Labelled(reader.lang, ticket.status), reader.since(ticket.since));
    reader.drawn.filled(&from, [Value::text(&since)], |Labelled(lang, status), [since]| {
        html(view! { {ui::label(*lang, *status)}<span class="faint small">{since.text()}</span> })
    })
}

/// What `helper` is drawn from.
#[derive(Hash)]
struct Helper<'a> {
    lang: Lang,
    icons: &'a str,
    agent: Option<&'a Person>,
    lamp: Lamp,
}

impl Icons for Helper<'_> {
    fn icons(&self) -> &str {
        self.icons
    }
}

impl Helper<'_> {
    fn draw(&self) -> AnyView {
        let (lang, lamp) = (self.lang, self.lamp.draw());
        match self.agent {
            Some(agent) => view! {
                <div class="line">
                    {ui::avatar(self, agent)}
                    <div><p><strong><bdi>{lang.name_of(agent)}</bdi></strong></p><p>{lamp}</p></div>
                </div>
            }
            .into_any(),
            None => view! { <p class="soft">{lang.nobody_yet()}</p><p>{lamp}</p> }.into_any(),
        }
    }
}

/// `helper`: who helps, and whether they are here.
pub(crate) fn helper(reader: &Reader<'_>, ticket: &TicketView, outlooks: &Outlooks) -> Arc<str> {
    let (lang, icons, lamp) = (reader.lang, reader.icons, Lamp::of(reader, outlooks));
    let from = Helper { lang, icons, agent: ticket.agent.as_ref(), lamp };
    reader.drawn.piece(&("helper", &from), || hydratable(|| from.draw()))
}

/// `follow`: where replies also go, or where one says so.
pub(crate) fn follow(reader: &Reader<'_>, ticket: &TicketView, typed: &Typed, fault: Option<Fault>) -> String {
    let (lang, wrong) = (reader.lang, ui::fault_at(fault, &["mail"]));
    let Some(mail) = &ticket.mail else {
        let (number, key) = (ticket.number, key::of(ticket.id, reader.now, Form::Mail));
        if wrong.is_none() && typed.text("mail").is_empty() {
            return reader.drawn.filled(&AskMail(lang), [number.into(), key.0.into()], |from, [number, key]| {
                html(from.draw(&number.text(), Key(key.0), "", false, ()))
            });
        }
        let under = ui::more(reader, "mail", "", wrong);
        return html(AskMail(lang).draw(&number.to_string(), key, typed.text("mail"), wrong.is_some(), under));
    };
    let sentence = if ticket.is_mail_verified { lang.answers_go_to(mail) } else { lang.answers_go_to_claimed(mail) };
    html(view! { <p class="soft">{sentence}</p> })
}

/// The form that asks for an address.
#[derive(Hash)]
struct AskMail(Lang);

impl AskMail {
    fn draw<V: IntoView>(&self, number: &str, key: Key, typed: &str, is_wrong: bool, under: V) -> impl IntoView + use<V> {
        let lang = self.0;
        view! {
            <p class="soft">{lang.mail_for_answers()}</p>
            <form class="stack stack--small" method="post" novalidate=true action=format!("/tickets/{number}/mail")>
                {ui::key(key)}
                <div class="field">
                    <label for="mail">{lang.mail_address()}</label>
                    <input
                        class="input" id="mail" name="mail" type="email" autocomplete="email" required=true dir="ltr" value=typed.to_owned()
                        maxlength=model::limit::MAIL_BYTES_MAX.to_string() aria-invalid=is_wrong.then_some("true") aria-describedby=ui::described_by("mail") autofocus=is_wrong
                    />
                    {under}
                </div>
                <button class="button" type="submit">{lang.mail_send()}</button>
            </form>
        }
    }
}
