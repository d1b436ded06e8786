//! The parts of the portal's ticket page that the live link replaces.

use leptos::prelude::*;
use model::fault::Fault;
use model::outlook::Outlooks;
use model::view::TicketView;

use crate::key::{self, Form};
use crate::shell::Reader;
use crate::typed::Typed;
use crate::ui;

/// `label`: where it stands, and since when.
pub(crate) fn label(reader: &Reader<'_>, ticket: &TicketView) -> impl IntoView + use<> {
    view! { {ui::label(reader.lang, ticket.status)}<span class="faint small">{reader.since(ticket.since)}</span> }
}

/// `helper`: who helps, and whether they are here.
pub(crate) fn helper(reader: &Reader<'_>, ticket: &TicketView, outlooks: &Outlooks) -> AnyView {
    let presence = ui::presence(reader, outlooks);
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
pub(crate) fn follow(reader: &Reader<'_>, ticket: &TicketView, typed: &Typed, fault: Option<Fault>) -> AnyView {
    let (lang, wrong) = (reader.lang, ui::fault_at(fault, &["mail"]));
    match &ticket.mail {
        Some(mail) if ticket.is_mail_verified => view! { <p class="soft">{lang.answers_go_to(mail)}</p> }.into_any(),
        Some(mail) => view! { <p class="soft">{lang.answers_go_to_claimed(mail)}</p> }.into_any(),
        None => view! {
            <p class="soft">{lang.mail_for_answers()}</p>
            <form class="stack stack--small" method="post" novalidate=true action=format!("/tickets/{}/mail", ticket.number)>
                {ui::key(key::of(ticket.id, reader.now, Form::Mail))}
                <div class="field">
                    <label for="mail">{lang.mail_address()}</label>
                    <input
                        class="input" id="mail" name="mail" type="email" autocomplete="email" required=true dir="ltr" value=typed.text("mail").to_owned()
                        maxlength=model::limit::MAIL_BYTES_MAX.to_string() aria-invalid=wrong.map(|_| "true") aria-describedby=ui::described_by("mail") autofocus=wrong.is_some()
                    />
                    {ui::more(reader, "mail", "", wrong)}
                </div>
                <button class="button" type="submit">{lang.mail_send()}</button>
            </form>
        }
        .into_any(),
    }
}
