//! The closing question: did this solve it? One tap is the answer; how it was, and the way back, come after.

use leptos::prelude::*;
use model::fault::Fault;
use model::limit;
use model::ticket::Status;
use model::view::TicketView;

use crate::key::{self, Form};
use crate::shell::Reader;
use crate::typed::Typed;

/// The question when the ticket is solved, thanks when it is closed, nothing before.
pub(crate) fn closing(reader: &Reader<'_>, ticket: &TicketView, typed: &Typed, fault: Option<Fault>) -> AnyView {
    match ticket.status {
        Status::Solved => question(reader, ticket).into_any(),
        Status::Closed => thanks(reader, ticket, typed, fault).into_any(),
        Status::New | Status::Open | Status::Pending | Status::OnHold => ().into_any(),
    }
}

/// A form that says something about the solution; its buttons carry what they say.
fn form<V: IntoView + 'static>(
    reader: &Reader<'_>,
    ticket: &TicketView,
    of: Form,
    class: &'static str,
    inside: V,
) -> impl IntoView + use<V> {
    view! {
        <form class=class data-do="confirm" method="post" novalidate=true action=format!("/tickets/{}/confirmation", ticket.number)>
            {super::key(key::of(ticket.id, reader.now, of))}
            {inside}
        </form>
    }
}

fn question(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let lang = reader.lang;
    let answers = view! {
        <button class="button button--primary" type="submit" name="solved" value="yes">{super::icon(reader, "check")}{lang.solved_yes()}</button>
        <button class="button" type="submit" name="solved" value="no">{lang.solved_no()}</button>
    }
    .into_any();
    view! {
        <section class="card closing" id="closing" aria-labelledby="solved">
            <div class="line line--apart">
                <div>
                    <h2 id="solved">{lang.solved_question()}</h2>
                    <p class="soft small">{lang.solved_question_more()}</p>
                </div>
                {form(reader, ticket, Form::Confirmation, "line", answers)}
            </div>
        </section>
    }
    .into_any()
}

fn thanks(reader: &Reader<'_>, ticket: &TicketView, typed: &Typed, fault: Option<Fault>) -> AnyView {
    let lang = reader.lang;
    let rated = ticket.rating.map(|rating| lang.closed_rated(lang.rating(rating)));
    let next = match ticket.rating {
        None => rating(reader, ticket).into_any(),
        Some(rating) if ticket.rating_reason.is_empty() => comment(reader, ticket, rating, typed, fault).into_any(),
        Some(_) => view! { <p class="soft" dir="auto">{ticket.rating_reason.clone()}</p> }.into_any(),
    };
    let back = view! { <button class="button button--quiet button--small" type="submit" name="solved" value="no">{super::small(reader, "retry")}{lang.reopen()}</button> };
    view! {
        <section class="card closing" id="closing" aria-labelledby="closed">
            <div class="line line--apart">
                <p id="closed"><strong>{lang.closed_thanks()}</strong>" "{rated}</p>
                {form(reader, ticket, Form::Reopen, "line", back)}
            </div>
            {next}
        </section>
    }
    .into_any()
}

fn rating(reader: &Reader<'_>, ticket: &TicketView) -> impl IntoView + use<> {
    let face = |rating: u8| {
        view! {
            <button class="face" type="submit" name="rating" value=rating.to_string()>
                {super::icon(reader, &format!("face-{rating}"))}<span>{reader.lang.rating(rating)}</span>
            </button>
        }
    };
    let faces: Vec<_> = (1..=5).map(face).collect();
    let inside = view! {
        <fieldset class="rating">
            <legend>{reader.lang.rate_question()}</legend>
            <input type="hidden" name="solved" value="yes"/>
            <div>{faces}</div>
        </fieldset>
    };
    form(reader, ticket, Form::Rating, "", inside)
}

/// A word beside the rating that was given.
fn comment(reader: &Reader<'_>, ticket: &TicketView, rating: u8, typed: &Typed, fault: Option<Fault>) -> impl IntoView + use<> {
    let (lang, wrong) = (reader.lang, super::fault_at(fault, &["reason"]));
    let inside = view! {
        <input type="hidden" name="solved" value="yes"/>
        <input type="hidden" name="rating" value=rating.to_string()/>
        <div class="field">
            <label for="reason">{lang.reason()}" "<span class="faint small">{lang.optional()}</span></label>
            <div class="line line--field">
                <input
                    class="input" id="reason" name="reason" maxlength=limit::REASON_CHARS_MAX.to_string() dir="auto" autocomplete="off"
                    value=typed.text("reason").to_owned() aria-invalid=wrong.map(|_| "true") aria-describedby=super::described_by("reason")
                />
                <button class="button" type="submit">{lang.send()}</button>
            </div>
            {super::more(reader, "reason", "", wrong)}
        </div>
    };
    form(reader, ticket, Form::Rating, "", inside)
}
