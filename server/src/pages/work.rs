//! The desk: the list, a ticket, what agents do with it.

use app::pages::desk::{self as pages, AgentReplyForm, StuckMail};
use axum::Form;
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::response::Response;
use desk::tickets::{Kept, NewNote, NewReply, Which};
use model::fault::{Fault, Invalid};
use model::id::{AgentId, Key};
use model::message::Attachment;
use model::ticket::{Channel, Priority, Status};
use model::view::{Edge, InboxView};
use serde::Deserialize;

use super::{Reader, Stage, kept, query, see_other};
use crate::app::App;
use crate::form;
use crate::refusal::Refusal;
use crate::session::{AsAgent, AtDesk, Session};

/// `GET /desk`
pub async fn inbox(State(app): State<App>, AtDesk(session): AtDesk, reader: Reader, raw: RawQuery) -> Result<Response, Refusal> {
    if !matches!(session.actor, desk::Actor::Agent { .. }) {
        return Ok(see_other("/desk/sign-in"));
    }
    page(&app, &session, reader, &raw, None, None).await
}

/// `GET /desk/tickets/{number}`
pub async fn ticket(
    State(app): State<App>,
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(number): Path<i64>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    if !matches!(session.actor, desk::Actor::Agent { .. }) {
        return Ok(see_other("/desk/sign-in"));
    }
    page(&app, &session, reader, &raw, Some(number), None).await
}

/// What an agent typed, and what was wrong with it.
struct Typed {
    body: String,
    kept: Vec<Attachment>,
    is_note: bool,
    fault: Fault,
}

async fn page(
    app: &App,
    session: &Session,
    reader: Reader,
    raw: &RawQuery,
    number: Option<i64>,
    typed: Option<Typed>,
) -> Result<Response, Refusal> {
    let before = query(raw, "before").and_then(Edge::from_text);
    let tickets = app.desk.tickets();
    let ticket = match number {
        Some(number) => Some(tickets.for_agent(&session.actor, Which::Number(number)).await?),
        None => None,
    };
    let asked = query(raw, "view").and_then(InboxView::from_word);
    let list = match asked {
        Some(view) => tickets.inbox(&session.actor, view, before).await?,
        // Without a wish: mine, and when I have none, everything that is open.
        None => match tickets.inbox(&session.actor, InboxView::Mine, before).await? {
            mine if mine.rows.is_empty() => tickets.inbox(&session.actor, InboxView::Open, before).await?,
            mine => mine,
        },
    };
    let stage = Stage::new(app, reader, session).await?;
    let fault = typed.as_ref().map(|typed| typed.fault);
    let is_held = fault == Some(Fault::Held);
    let (body, kept, is_note) = typed.map(|typed| (typed.body, typed.kept, typed.is_note)).unwrap_or_default();
    let form = AgentReplyForm { key: app.desk.clock.id(), body, kept, is_note, is_held };
    Ok(stage.send_with(pages::inbox(&stage.shell(fault), &list, ticket.as_ref(), &form), fault))
}

/// `POST /desk/tickets/{number}/replies`: a reply or a note.
pub async fn reply(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(number): Path<i64>,
    raw: RawQuery,
    multipart: Multipart,
) -> Result<Response, Refusal> {
    let sender = form::Sender { actor: &session.actor, ticket: Some(Which::Number(number)), counted: None };
    let form = form::Form::read(&app, &sender, multipart, None).await?;
    let (which, body, key) = (Which::Number(number), form.text("body").to_owned(), form.key()?);
    let is_note = form.text("kind") == "note";
    let tickets = app.desk.tickets();
    let outcome = if let Some(fault) = form.fault {
        Err(fault.into())
    } else if is_note {
        let note = NewNote { key, body: body.clone(), attachments: form.attachments.clone() };
        tickets.note(&session.actor, which, note).await
    } else {
        let reply = NewReply {
            key,
            body: body.clone(),
            read_up_to: form.text("seq").parse().map_err(|_| Refusal::from(Invalid::Malformed))?,
            is_anyway: form.text("anyway") == "1",
            then_solve: form.text("then") == "solved",
            attachments: form.attachments.clone(),
            channel: Channel::Desk,
        };
        tickets.reply(&session.actor, which, reply).await
    };
    match outcome.map_err(Refusal::from) {
        Ok(answer) => Ok(kept(&reader, &session, answer, &format!("/desk/tickets/{number}#latest"))),
        Err(refusal) if refusal.is_for_form() && !reader.wants_json => {
            let reader = Reader { path: format!("/desk/tickets/{number}"), ..reader };
            let kept = form.kept(&app, &session.actor).await?;
            page(&app, &session, reader, &raw, Some(number), Some(Typed { body, kept, is_note, fault: refusal.fault() })).await
        }
        Err(refusal) => Err(refusal),
    }
}

/// One value of a ticket.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Value {
    key: Key,
    value: String,
}

/// `POST /desk/tickets/{number}/status`
pub async fn status(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(number): Path<i64>,
    Form(form): Form<Value>,
) -> Result<Response, Refusal> {
    let status = Status::from_word(&form.value).ok_or(Invalid::Malformed)?;
    let outcome = app.desk.tickets().set_status(&session.actor, Which::Number(number), form.key, status).await;
    sorted(&reader, &session, number, outcome)
}

/// `POST /desk/tickets/{number}/priority`
pub async fn priority(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(number): Path<i64>,
    Form(form): Form<Value>,
) -> Result<Response, Refusal> {
    let priority = Priority::from_word(&form.value).ok_or(Invalid::Malformed)?;
    let outcome = app.desk.tickets().set_priority(&session.actor, Which::Number(number), form.key, priority).await;
    sorted(&reader, &session, number, outcome)
}

/// `POST /desk/tickets/{number}/assignee`: an agent's id, or nothing for nobody.
pub async fn assignee(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(number): Path<i64>,
    Form(form): Form<Value>,
) -> Result<Response, Refusal> {
    let agent: Option<AgentId> = match form.value.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Refusal::from(Invalid::AgentUnknown))?),
    };
    let outcome = app.desk.tickets().assign(&session.actor, Which::Number(number), form.key, agent).await;
    sorted(&reader, &session, number, outcome)
}

fn sorted(reader: &Reader, session: &Session, number: i64, outcome: desk::Result<Kept>) -> Result<Response, Refusal> {
    Ok(kept(reader, session, outcome?, &format!("/desk/tickets/{number}")))
}

/// `GET /desk/mail`: what could not be mailed, and why.
pub async fn mail(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    let stuck = app.desk.stuck_jobs(&session.actor).await?;
    let rows: Vec<StuckMail> = stuck
        .into_iter()
        .map(|job| StuckMail {
            to: job.to,
            subject: job.subject,
            attempts: job.attempts,
            last_error: job.last_error,
            next_at: job.next_at,
        })
        .collect();
    let stage = Stage::new(&app, reader, &session).await?;
    Ok(stage.send(pages::mail(&stage.shell(None), &rows)))
}
