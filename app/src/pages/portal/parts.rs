//! The parts of the portal's ticket page that the live link replaces.

use leptos::prelude::*;
use model::hours::Presence;
use model::view::TicketView;

use crate::key::{self, Form};
use crate::shell::Reader;
use crate::ui;

/// `label`: where it stands, and since when.
pub(crate) fn label(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    view! { {ui::label(reader.lang, ticket.status)}<span class="faint small">{reader.since(ticket.since)}</span> }.into_any()
}

/// `helper`: who helps, and whether they are here.
pub(crate) fn helper(reader: &Reader<'_>, ticket: &TicketView, hours: Presence, is_here: bool) -> AnyView {
    let presence = ui::presence(reader, hours, is_here);
    match &ticket.agent {
        Some(agent) => view! {
            <div class="line">
                {ui::avatar(reader, agent)}
                <div><p><strong><bdi>{reader.name(agent)}</bdi></strong></p><p>{presence}</p></div>
            </div>
        }
        .into_any(),
        None => view! { <p class="soft">{reader.lang.nobody_yet()}</p><p>{presence}</p> }.into_any(),
    }
}

/// `follow`: where answers also go, or where one says so.
pub(crate) fn follow(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let lang = reader.lang;
    match &ticket.mail {
        Some(mail) if ticket.is_mail_verified => view! { <p class="soft">{lang.answers_go_to(mail)}</p> }.into_any(),
        Some(mail) => view! { <p class="soft">{lang.answers_go_to_claimed(mail)}</p> }.into_any(),
        None => view! {
            <p class="soft">{lang.mail_for_answers()}</p>
            <form class="stack stack--small" method="post" action=format!("/tickets/{}/mail", ticket.number)>
                {ui::key(key::of(ticket.id, reader.now, Form::Mail))}
                <div class="field">
                    <label for="mail">{lang.mail_address()}</label>
                    <input class="input" id="mail" name="mail" type="email" autocomplete="email" required=true dir="ltr" maxlength=model::limit::MAIL_BYTES_MAX.to_string()/>
                </div>
                <button class="button" type="submit">{lang.mail_send()}</button>
            </form>
        }
        .into_any(),
    }
}
