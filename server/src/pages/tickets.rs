//! A customer's tickets in the portal: list, one, new, reply, word on the solution. Works without JavaScript.

use std::net::SocketAddr;

use app::pages::portal::{self, NewTicketForm, ReplyForm};
use axum::Form;
use axum::extract::{ConnectInfo, Multipart, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Actor;
use desk::tickets::{Confirmation, NewReply, NewTicket, Place, Which};
use desk::token::Token;
use model::fault::{Fault, Invalid};
use model::id::Key;
use model::message::Attachment;
use model::ticket::Channel;
use model::view::TicketView;
use serde::Deserialize;

use super::{Reader, Stage, kept};
use crate::app::App;
use crate::form;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtPortal, Door, Session};

/// `GET /tickets`
pub async fn list(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let rows = app.desk.tickets().mine(&session.actor).await?;
    let stage = Stage::new(&app, reader, &session).await?;
    Ok(stage.send(portal::tickets(&stage.shell(None), &rows)))
}

/// `GET /tickets/new`. Hands out the cookie under which the ticket will be opened; nothing is stored yet.
pub async fn new(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let mut stage = Stage::new(&app, reader, &session).await?;
    if session.token.is_none() {
        stage.set_cookie(Door::Portal, &Token::fresh()?);
    }
    new_page(&app, &stage, &NewTicketForm { key: app.desk.clock.id(), ..empty() }, None).await
}

fn empty() -> NewTicketForm {
    let key = uuid::Uuid::nil().into();
    NewTicketForm {
        key,
        subject: String::new(),
        body: String::new(),
        mail: String::new(),
        name: String::new(),
        category: String::new(),
        kept: Vec::new(),
    }
}

async fn new_page(app: &App, stage: &Stage, form: &NewTicketForm, fault: Option<Fault>) -> Result<Response, Refusal> {
    let categories = app.desk.articles().categories(app.workspace, stage.reader.lang.code()).await?;
    Ok(stage.send_with(portal::new_ticket(&stage.shell(fault), &categories, form), fault))
}

/// `POST /tickets`
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(mut session): AtPortal,
    reader: Reader,
    multipart: Multipart,
) -> Result<Response, Refusal> {
    let limited = app.limits.take(limits::Door::Write, peer, &headers).err().map(|refusal| refusal.fault());
    let site = app.portal_site().await?;
    let mut cookie = None;
    if matches!(session.actor, Actor::Nobody { .. }) {
        let token = Token::fresh()?;
        let hash = token.hash();
        session = Session {
            actor: Actor::Visitor { workspace: app.workspace, id: hash.visitor(), fresh: Some(hash) },
            token: Some(hash),
        };
        cookie = Some(token);
    }
    let sender = form::Sender { actor: &session.actor, ticket: None, counted: Some((peer, &headers)) };
    let form = form::Form::read(&app, &sender, multipart, limited).await?;
    let mut stage = Stage::new(&app, reader, &session).await?;
    if let Some(token) = cookie {
        stage.set_cookie(Door::Portal, &token);
    }
    let mail = Some(form.text("mail").to_owned()).filter(|mail| !mail.is_empty());
    let typed = NewTicketForm {
        key: form.key()?,
        subject: form.text("subject").to_owned(),
        body: form.text("body").to_owned(),
        mail: form.text("mail").to_owned(),
        name: form.text("name").to_owned(),
        category: form.text("category").to_owned(),
        kept: form.kept(&app, &session.actor).await?,
    };
    // A customer's own address is known; everybody else says where the answer shall go.
    let is_rest_there = !typed.subject.trim().is_empty() && (!typed.body.trim().is_empty() || !form.attachments.is_empty());
    let is_mail_missing = is_rest_there && mail.is_none() && !matches!(session.actor, Actor::Customer { .. });
    let new = NewTicket {
        key: typed.key,
        place: Place { site: site.id, channel: Channel::Portal, locale: stage.reader.lang.code().to_owned() },
        subject: typed.subject.clone(),
        body: typed.body.clone(),
        attachments: form.attachments.clone(),
        name: typed.name.clone(),
        mail,
        category: Some(typed.category.clone()).filter(|slug| !slug.is_empty()),
    };
    let outcome = match form.fault.or(is_mail_missing.then_some(Fault::Invalid(Invalid::MailMissing))) {
        Some(fault) => Err(fault.into()),
        None => app.desk.tickets().open(&session.actor, new).await.map_err(Refusal::from),
    };
    match outcome {
        Ok(answer) => Ok(stage.with_cookies(kept(&stage.reader, &session, answer, &format!("/tickets/{}", answer.number)))),
        Err(refusal) if refusal.is_for_form() && !stage.reader.wants_json => {
            new_page(&app, &stage, &typed, Some(refusal.fault())).await
        }
        Err(refusal) => Err(refusal),
    }
}

/// `GET /tickets/{number}`
pub async fn one(
    State(app): State<App>,
    headers: HeaderMap,
    reader: Reader,
    Path(number): Path<i64>,
) -> Result<Response, Refusal> {
    let (session, sighted) = session::visit(&app, &headers, Door::Portal, number).await?;
    let view = app.desk.tickets().sighted(&session.actor, sighted).await?;
    ticket_page(&app, &session, reader, &view, Typed::default(), None).await
}

/// What a customer typed, and the files that came with it.
#[derive(Default)]
struct Typed {
    body: String,
    kept: Vec<Attachment>,
}

async fn ticket_page(
    app: &App,
    session: &Session,
    reader: Reader,
    view: &TicketView,
    typed: Typed,
    fault: Option<Fault>,
) -> Result<Response, Refusal> {
    let stage = Stage::new(app, reader, session).await?;
    let form = ReplyForm { key: app.desk.clock.id(), body: typed.body, kept: typed.kept };
    Ok(stage.send_with(portal::ticket(&stage.shell(fault), view, &form), fault))
}

/// `POST /tickets/{number}/replies`
pub async fn reply(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    multipart: Multipart,
) -> Result<Response, Refusal> {
    let limited = app.limits.take(limits::Door::Write, peer, &headers).err().map(|refusal| refusal.fault());
    let sender = form::Sender { actor: &session.actor, ticket: Some(Which::Number(number)), counted: Some((peer, &headers)) };
    let form = form::Form::read(&app, &sender, multipart, limited).await?;
    let reply = NewReply {
        key: form.key()?,
        body: form.text("body").to_owned(),
        attachments: form.attachments.clone(),
        channel: Channel::Portal,
        read_up_to: 0,
        is_anyway: true,
        then_solve: false,
    };
    let outcome = match form.fault {
        Some(fault) => Err(fault.into()),
        None => app.desk.tickets().reply(&session.actor, Which::Number(number), reply).await.map_err(Refusal::from),
    };
    let kept = if outcome.is_err() { form.kept(&app, &session.actor).await? } else { Vec::new() };
    let typed = Typed { body: form.text("body").to_owned(), kept };
    finish(&app, &session, reader, number, typed, outcome, "latest").await
}

/// The word on a solved ticket.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Word {
    key: Key,
    solved: Option<String>,
    #[serde(default)]
    rating: String,
    #[serde(default)]
    reason: String,
}

/// `POST /tickets/{number}/confirmation`
pub async fn confirm(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    Form(word): Form<Word>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::Write, peer, &headers)?;
    let word = Confirmation {
        key: word.key,
        is_solved: match word.solved.as_deref() {
            Some("yes") => true,
            Some("no") => false,
            _ => return Err(Invalid::Malformed.into()),
        },
        rating: if word.rating.is_empty() {
            None
        } else {
            Some(word.rating.parse().map_err(|_| Refusal::from(Invalid::RatingWrong))?)
        },
        reason: word.reason,
    };
    let outcome = app.desk.tickets().confirm(&session.actor, Which::Number(number), word).await;
    finish(&app, &session, reader, number, Typed::default(), outcome.map_err(Refusal::from), "main").await
}

/// An address for answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    key: Key,
    mail: String,
}

/// `POST /tickets/{number}/mail`
pub async fn mail(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    Form(form): Form<Mail>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::Write, peer, &headers)?;
    let outcome = app.desk.tickets().give_mail(&session.actor, Which::Number(number), form.key, &form.mail).await;
    finish(&app, &session, reader, number, Typed::default(), outcome.map_err(Refusal::from), "main").await
}

/// Back to the ticket: what was typed comes with it when something was wrong.
async fn finish(
    app: &App,
    session: &Session,
    reader: Reader,
    number: i64,
    typed: Typed,
    outcome: Result<desk::tickets::Kept, Refusal>,
    place: &str,
) -> Result<Response, Refusal> {
    match outcome {
        Ok(answer) => Ok(kept(&reader, session, answer, &format!("/tickets/{number}#{place}"))),
        Err(refusal) if refusal.is_for_form() && !reader.wants_json => {
            let reader = Reader { path: format!("/tickets/{number}"), ..reader };
            let view = app.desk.tickets().for_customer(&session.actor, Which::Number(number)).await?;
            ticket_page(app, session, reader, &view, typed, Some(refusal.fault())).await
        }
        Err(refusal) => Err(refusal),
    }
}
