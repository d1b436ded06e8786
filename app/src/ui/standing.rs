//! Where a request stands: the movement line, and what to expect.

use leptos::prelude::*;
use model::outlook::{Outlook, Outlooks};
use model::ticket::{Label, Status, Turn};
use model::view::{Step, StepKind, TicketView};

use super::{sentence, tone};
use crate::shell::Reader;
use crate::words;

/// The movement line and the expectation.
pub(crate) fn standing(reader: &Reader<'_>, ticket: &TicketView, outlooks: &Outlooks) -> impl IntoView + use<> {
    let steps: Vec<_> = ticket.steps.iter().map(|one| step(reader, one)).collect();
    view! {
        <div class="movement"><ol>{steps}</ol></div>
        {expectation(reader, ticket, outlooks)}
    }
}

fn step(reader: &Reader<'_>, step: &Step) -> impl IntoView + use<> {
    let (words, tone) = match step.kind {
        StepKind::Received => (reader.lang.label_received(), "quiet"),
        StepKind::Seen => (reader.lang.step_seen(), "quiet"),
        StepKind::At(label) => (reader.lang.label(label), tone(label)),
    };
    let time = step.at.map(|time| reader.time(time));
    let is_ahead = step.at.is_none() && matches!(step.kind, StepKind::At(Label::Solved | Label::Closed));
    let condition = is_ahead.then(|| view! { <span>{reader.lang.once_you_confirm()}</span> });
    let state = if step.is_now {
        Some("now")
    } else if step.at.is_none() {
        Some("next")
    } else {
        None
    };
    view! {
        <li data-step=state data-tone=step.is_now.then_some(tone) aria-current=step.is_now.then_some("step")>
            <strong>{words}</strong>
            {time}
            {condition}
        </li>
    }
}

/// Whose turn it is, and when a reply comes; nothing at all when neither can be said.
fn expectation(reader: &Reader<'_>, ticket: &TicketView, outlooks: &Outlooks) -> AnyView {
    let lang = reader.lang;
    let said = match (ticket.turn, outlooks.now()) {
        _ if ticket.status == Status::Pending => {
            let turn = match &ticket.agent {
                Some(agent) if !agent.name.is_empty() => lang.waits_for_you(&agent.name),
                _ => lang.your_turn().to_owned(),
            };
            view! { <strong>{turn}</strong> }.into_any()
        }
        (Turn::First | Turn::Next, Outlook::Away { back: Some(back) }) => {
            lang.expect_back(&words::time::again(lang, back, reader.now, &reader.zone)).into_any()
        }
        (Turn::First, Outlook::Here { within: Some(within), .. } | Outlook::Open { within: Some(within), .. }) => {
            let half = view! { <strong>{words::time::about(lang, within.half_seconds)}</strong> }.into_any();
            match within.most_seconds {
                Some(most) => {
                    let most = words::time::about(lang, most).into_any();
                    sentence(lang.expect_first(), vec![("half", half), ("most", most)])
                }
                None => sentence(lang.expect_half(), vec![("half", half)]),
            }
        }
        _ => return ().into_any(),
    };
    view! { <div class="expectation">{super::icon(reader, "clock")}<p>{said}</p></div> }.into_any()
}
