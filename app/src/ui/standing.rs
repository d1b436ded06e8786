//! Where a request stands: the movement line, and what to expect.

use leptos::prelude::*;
use model::ticket::{Label, Status};
use model::view::{Step, StepKind, TicketView};

use super::{sentence, tone};
use crate::shell::Reader;
use crate::words;

/// The movement line and the expectation.
pub(crate) fn standing(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let steps: Vec<_> = ticket.steps.iter().map(|one| step(reader, one)).collect();
    view! {
        <div class="movement"><ol>{steps}</ol></div>
        {expectation(reader, ticket)}
    }
    .into_any()
}

fn step(reader: &Reader<'_>, step: &Step) -> AnyView {
    let (words, tone) = match step.kind {
        StepKind::Received => (reader.lang.label_received(), "quiet"),
        StepKind::Seen => (reader.lang.step_seen(), "quiet"),
        StepKind::At(label) => (reader.lang.label(label), tone(label)),
    };
    let more = match (step.at, step.kind) {
        (Some(time), _) => reader.time(time),
        (None, StepKind::At(Label::Solved | Label::Closed)) => view! { <span>{reader.lang.when_you_say_so()}</span> }.into_any(),
        (None, _) => ().into_any(),
    };
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
            {more}
        </li>
    }
    .into_any()
}

/// Whose turn it is, and what measured history says; nothing at all when there is neither.
fn expectation(reader: &Reader<'_>, ticket: &TicketView) -> AnyView {
    let lang = reader.lang;
    let turn = (ticket.status == Status::Pending).then(|| match &ticket.agent {
        Some(agent) if !agent.name.is_empty() => lang.waits_for_you(&agent.name),
        _ => lang.your_turn().to_owned(),
    });
    let history =
        ticket.expectation.filter(|_| matches!(ticket.status, Status::New | Status::Open | Status::Pending)).map(|expected| {
            let half = words::time::span(lang, expected.half_seconds);
            let most = words::time::span(lang, expected.most_seconds);
            let text = if ticket.status == Status::Pending { lang.expect_next() } else { lang.expect_first() };
            sentence(text, vec![("half", view! { <strong>{half}</strong> }.into_any()), ("most", most.into_any())])
        });
    if turn.is_none() && history.is_none() {
        return ().into_any();
    }
    view! {
        <div class="expectation">
            {super::icon(reader, "clock")}
            <p>{turn.map(|turn| view! { <strong>{turn}</strong>" " })}{history}</p>
        </div>
    }
    .into_any()
}
