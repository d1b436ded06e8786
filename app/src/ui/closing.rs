//! The closing question: did this solve it?

use leptos::prelude::*;
use model::ticket::Status;
use model::view::TicketView;

use crate::key::{self, Form};
use crate::shell::Reader;

/// The question when the ticket is solved, thanks when it is closed, nothing before.
pub(crate) fn closing(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    match ticket.status {
        Status::Solved => question(reader, ticket),
        Status::Closed => thanks(reader, ticket),
        Status::New | Status::Open | Status::Pending | Status::OnHold => ().into_any(),
    }
}

fn question(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let lang = reader.lang;
    let faces: Vec<_> = (1..=5).map(|rating| face(reader, rating)).collect();
    view! {
        <form class="card closing" data-do="confirm" method="post" action=format!("/tickets/{}/confirmation", ticket.number) aria-labelledby="solved">
            {super::key(key::of(ticket.id, reader.now, Form::Confirmation))}
            <div class="line line--apart">
                <div>
                    <h2 id="solved">{lang.solved_question()}</h2>
                    <p class="soft small">{lang.solved_question_more()}</p>
                </div>
                <div class="choices" role="radiogroup" aria-labelledby="solved">
                    <label class="choice"><input type="radio" name="solved" value="yes" required=true/><span>{super::icon(reader, "check")}{lang.solved_yes()}</span></label>
                    <label class="choice"><input type="radio" name="solved" value="no"/><span>{lang.solved_no()}</span></label>
                </div>
            </div>
            <div class="closing__more">
                <fieldset class="rating" data-if="yes">
                    <legend>{lang.rate_question()}</legend>
                    <div>{faces}</div>
                </fieldset>
                <div class="field">
                    <label for="reason">
                        <span data-if="yes">{lang.reason()}</span>
                        <span data-if="no">{lang.missing()}</span>
                        " "<span class="faint small">{lang.optional()}</span>
                    </label>
                    <input class="input" id="reason" name="reason" maxlength=model::limit::REASON_CHARS_MAX.to_string() dir="auto" autocomplete="off"/>
                </div>
                <div class="line">
                    <button class="button button--primary" type="submit">
                        <span data-if="yes">{lang.close_ticket()}</span>
                        <span data-if="no">{lang.open_again()}</span>
                    </button>
                </div>
            </div>
        </form>
    }
    .into_any()
}

fn face(reader: &Reader<'_>, rating: u8) -> AnyView {
    view! {
        <label class="choice">
            <input type="radio" name="rating" value=rating.to_string()/>
            <span>{super::icon(reader, &format!("face-{rating}"))}{reader.lang.rating(rating)}</span>
        </label>
    }
    .into_any()
}

fn thanks(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let lang = reader.lang;
    let rated = ticket.rating.map(|rating| lang.closed_rated(lang.rating(rating)));
    view! {
        <div class="notice" data-tone="solved">
            {super::icon(reader, "check")}
            <p><strong>{lang.closed_thanks()}</strong>" "{rated}" "{lang.closed_opens_again()}</p>
        </div>
    }
    .into_any()
}
