//! The desk: the list, a ticket, what agents do with it.

use std::net::SocketAddr;

use app::Typed;
use app::pages::desk::{self as pages, StuckMail};
use axum::Form;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::tickets::{Kept, Listed, NewNote, NewReply, Which};
use model::fault::{Fault, Invalid};
use model::id::{AgentId, Key};
use model::mail::MailFault;
use model::ticket::{Channel, Priority, Status};
use model::view::{Edge, InboxView};
use serde::Deserialize;

use super::{PageContext, Reader, kept, query, see_other, signed_out};
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
        return Ok(see_other(&format!("/desk/sign-in?to={number}")));
    }
    page(&app, &session, reader, &raw, Some(number), None).await
}

/// `GET /desk/list`: the list alone, for a page that has just changed one of its tickets.
pub async fn list(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader, raw: RawQuery) -> Result<Response, Refusal> {
    let view = query(&raw, "view").and_then(|word| InboxView::from_word(&word)).unwrap_or(InboxView::Mine);
    let open = query(&raw, "open").and_then(|number| number.parse().ok());
    let list = app.desk.tickets().inbox(&session.actor, view, None).await?;
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(pages::list_fragment(&context.shell(None), &list, open)))
}

/// What an agent typed, what was wrong with it, and the key of the next try.
struct Refused {
    typed: Typed,
    key: Key,
    fault: Fault,
}

async fn page(
    app: &App,
    session: &Session,
    reader: Reader,
    raw: &RawQuery,
    number: Option<i64>,
    refused: Option<Refused>,
) -> Result<Response, Refusal> {
    let before = query(raw, "before").and_then(|edge| Edge::from_text(&edge));
    let tickets = app.desk.tickets();
    let ticket = match number {
        Some(number) => Some(tickets.for_agent(&session.actor, Which::Number(number)).await?),
        None => None,
    };
    let asked = query(raw, "view").and_then(|word| InboxView::from_word(&word));
    let list = match asked {
        Some(view) => tickets.inbox(&session.actor, view, before).await?,
        // Without a wish: mine, and when I have none, everything that is open.
        None => match tickets.inbox(&session.actor, InboxView::Mine, before).await? {
            mine if mine.rows.is_empty() => tickets.inbox(&session.actor, InboxView::Open, before).await?,
            mine => mine,
        },
    };
    let context = PageContext::new(app, reader, session).await?;
    let fault = refused.as_ref().map(|refused| refused.fault);
    let listed = Listed::of(&list, before)?.to_string();
    let (key, typed) = refused.map_or_else(|| (app.desk.clock.id(), Typed::default()), |refused| (refused.key, refused.typed));
    Ok(context.send_with(pages::inbox(&context.shell(fault), (&list, &listed), ticket.as_ref(), key, &typed), fault))
}

/// `POST /desk/tickets/{number}/replies`: a reply or a note.
pub async fn reply(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(number): Path<i64>,
    raw: RawQuery,
    parts: form::Parts,
) -> Result<Response, Refusal> {
    let sender = form::Sender { actor: &session.actor, ticket: Some(Which::Number(number)), peer, headers: &headers };
    if !matches!(session.actor, desk::Actor::Agent { .. }) {
        if reader.wants_json {
            return Err(Fault::SignedOut.into());
        }
        let words = form::Form::words(&app, &sender, parts, Fault::SignedOut).await?;
        let action = format!("/desk/tickets/{number}/replies");
        let again = signed_out::words(&words, action, &["key", "kind", "seq", "then", "anyway"]);
        return signed_out::at_desk(&app, &session, reader, Some(signed_out::Way::Ticket(number)), again).await;
    }
    let form = form::Form::read(&app, &sender, parts, None).await?;
    let (which, body, key) = (Which::Number(number), form.text("body").to_owned(), form.key()?);
    // Never guessed: what lost its kind on the way must not become public.
    let is_note = match form.text("kind") {
        "note" => true,
        "reply" => false,
        _ => return Err(Invalid::Malformed.into()),
    };
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
            let (fault, key) = (refusal.fault(), super::next_key(&app, &form.typed, refusal.fault()));
            let typed = form.again(&app, &session.actor).await?;
            page(&app, &session, reader, &raw, Some(number), Some(Refused { typed, key, fault })).await
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
            number: job.number,
            // What a newer version asked for has nothing but its name here.
            subject: if job.why == MailFault::Newer { job.name } else { job.subject },
            attempts: job.attempts,
            why: job.why,
            next_at: job.next_at,
        })
        .collect();
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(pages::mail(&context.shell(None), &rows, app.desk.clock.id())))
}

/// The button beside what did not arrive; `from` says whether it stood in the list of all that.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retry {
    key: Key,
    #[serde(default)]
    from: String,
}

/// `POST /desk/tickets/{number}/mail`: sends the ticket's email that did not arrive once more.
pub async fn retry_mail(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(number): Path<i64>,
    Form(form): Form<Retry>,
) -> Result<Response, Refusal> {
    let answer = app.desk.tickets().retry_mail(&session.actor, Which::Number(number), form.key).await?;
    let path = if form.from == "list" { "/desk/mail".to_owned() } else { format!("/desk/tickets/{number}") };
    Ok(kept(&reader, &session, answer, &path))
}
