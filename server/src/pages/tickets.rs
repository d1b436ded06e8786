//! A customer's tickets in the portal: list, one, new, reply, word on the solution. Works without JavaScript.

use std::net::SocketAddr;

use app::Typed;
use app::pages::portal;
use axum::Form;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Actor;
use desk::tickets::{Confirmation, NewReply, NewTicket, Place, Which};
use desk::token::Token;
use model::fault::{Fault, Invalid};
use model::id::Key;
use model::ticket::Channel;
use model::view::TicketView;

use super::presence::presence;
use super::{PageContext, Reader, kept, signed_out};
use crate::app::App;
use crate::form;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtPortal, Door, Session};

/// `GET /tickets`
pub async fn list(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let is_signed_in = matches!(session.actor, Actor::Customer { .. });
    let rows = match app.desk.tickets().mine(&session.actor).await {
        // A browser that never wrote has nothing here, and neither has one that is signed out: who they are is to be said.
        Ok(rows) if rows.is_empty() && !is_signed_in => Err(Refusal::from(Fault::SignedOut)),
        rows => rows.map_err(Refusal::from),
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(refusal) => return signed_out::at_portal(&app, &session, reader, refusal, None, None).await,
    };
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(portal::tickets(&context.shell(None), &rows)))
}

/// `GET /tickets/new`. Hands out the cookie under which the ticket will be opened; nothing is stored yet.
pub async fn new(State(app): State<App>, AtPortal(mut session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let cookie = begin(&app, &mut session)?;
    let mut context = PageContext::new(&app, reader, &session).await?;
    if let Some(token) = cookie {
        context.set_cookie(Door::Portal, &token);
    }
    new_page(&app, &context, app.desk.clock.id(), &Typed::default(), None).await
}

/// Whoever has no cookie yet is a visitor from here on, by the one that they get with the answer.
fn begin(app: &App, session: &mut Session) -> Result<Option<Token>, Refusal> {
    if !matches!(session.actor, Actor::Nobody { .. }) {
        return Ok(None);
    }
    let token = Token::fresh()?;
    let hash = token.hash();
    session.actor = Actor::Visitor { workspace: app.workspace, id: hash.visitor(), fresh: Some(hash) };
    session.token = Some(hash);
    Ok(Some(token))
}

async fn new_page(app: &App, context: &PageContext, key: Key, typed: &Typed, fault: Option<Fault>) -> Result<Response, Refusal> {
    let categories = app.desk.articles().categories(app.workspace, context.reader.lang.code()).await?;
    Ok(context.send_with(portal::new_ticket(&context.shell(fault), &categories, key, typed), fault))
}

/// `POST /tickets`
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(mut session): AtPortal,
    reader: Reader,
    parts: form::Parts,
) -> Result<Response, Refusal> {
    let limited = app.limits.take(limits::Door::Write, peer, &headers).err().map(|refusal| refusal.fault());
    let site = app.site().await?;
    let cookie = begin(&app, &mut session)?;
    let sender = form::Sender { actor: &session.actor, ticket: None, peer, headers: &headers };
    let form = form::Form::read(&app, &sender, parts, limited).await?;
    let mut context = PageContext::new(&app, reader, &session).await?;
    if let Some(token) = cookie {
        context.set_cookie(Door::Portal, &token);
    }
    let filled = |name: &str| Some(form.text(name).to_owned()).filter(|text| !text.is_empty());
    let new = NewTicket {
        key: form.key()?,
        place: Place { site: site.id, channel: Channel::Portal, locale: context.reader.lang.code().to_owned() },
        subject: form.text("subject").to_owned(),
        body: form.text("body").to_owned(),
        attachments: form.attachments.clone(),
        name: form.text("name").to_owned(),
        mail: filled("mail"),
        category: filled("category"),
    };
    let outcome = match form.with_faults(new.faults(&session.actor)) {
        Some(fault) => Err(fault.into()),
        None => app.desk.tickets().open(&session.actor, new).await.map_err(Refusal::from),
    };
    match outcome {
        Ok(answer) => Ok(context.with_cookies(kept(&context.reader, &session, answer, &format!("/tickets/{}", answer.number)))),
        Err(refusal) if refusal.is_for_form() && !context.reader.wants_json => {
            let (key, fault) = (super::next_key(&app, &form.typed, refusal.fault()), refusal.fault());
            let typed = form.again(&app, &session.actor).await?;
            new_page(&app, &context, key, &typed, Some(fault)).await
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
    match app.desk.tickets().sighted(&session.actor, sighted).await.map_err(Refusal::from) {
        Ok(view) => ticket_page(&app, &session, reader, &view, (app.desk.clock.id(), Typed::default()), None).await,
        Err(refusal) if matches!(session.actor, Actor::Customer { .. }) => Err(refusal),
        Err(refusal) => signed_out::at_portal(&app, &session, reader, refusal, Some(number), None).await,
    }
}

/// The page wears the look of the site that the ticket came in by.
async fn ticket_page(
    app: &App,
    session: &Session,
    reader: Reader,
    view: &TicketView,
    (key, typed): (Key, Typed),
    fault: Option<Fault>,
) -> Result<Response, Refusal> {
    let workspace = session.actor.workspace();
    let site = app.desk.sites().of(workspace, view.site).await?;
    let outlooks = presence(app, workspace, &site, view.turn, Some(view.id)).await?.outlooks;
    let context = PageContext::on(app, site, reader, session);
    Ok(context.send_with(portal::ticket(&context.shell(fault), view, &outlooks, key, &typed), fault))
}

/// `POST /tickets/{number}/replies`
pub async fn reply(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    parts: form::Parts,
) -> Result<Response, Refusal> {
    let limited = app.limits.take(limits::Door::Write, peer, &headers).err().map(|refusal| refusal.fault());
    let sender = form::Sender { actor: &session.actor, ticket: Some(Which::Number(number)), peer, headers: &headers };
    if let Err(error) = app.desk.tickets().demand_place(&session.actor, Which::Number(number)).await {
        let refusal = Refusal::from(error);
        let words = form::Form::words(&app, &sender, parts, refusal.fault()).await?;
        let again = signed_out::words(&words, format!("/tickets/{number}/replies"), &["key"]);
        let reader = Reader { path: format!("/tickets/{number}"), ..reader };
        return signed_out::at_portal(&app, &session, reader, refusal, Some(number), Some(again)).await;
    }
    let form = form::Form::read(&app, &sender, parts, limited).await?;
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
    let fault = outcome.as_ref().err().map(Refusal::fault);
    let key = fault.map_or_else(|| app.desk.clock.id(), |fault| super::next_key(&app, &form.typed, fault));
    let typed = if outcome.is_err() { form.again(&app, &session.actor).await? } else { Typed::default() };
    finish(&app, &session, reader, number, (key, typed), outcome, "latest").await
}

/// `POST /tickets/{number}/confirmation`: is it solved, how was it, and why.
pub async fn confirm(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let limited = app.limits.take(limits::Door::Write, peer, &headers);
    let rating = match typed.text("rating") {
        "" => None,
        rating => Some(rating.parse().map_err(|_| Refusal::from(Invalid::RatingWrong))?),
    };
    let word = Confirmation {
        key: typed.key()?,
        is_solved: match typed.text("solved") {
            "yes" => true,
            "no" => false,
            _ => return Err(Invalid::Malformed.into()),
        },
        rating,
        reason: typed.text("reason").to_owned(),
    };
    let outcome = match limited {
        Ok(()) => app.desk.tickets().confirm(&session.actor, Which::Number(number), word).await.map_err(Refusal::from),
        Err(refusal) => Err(refusal),
    };
    finish(&app, &session, reader, number, (app.desk.clock.id(), typed), outcome, "closing").await
}

/// `POST /tickets/{number}/mail`: an address for answers.
pub async fn mail(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(number): Path<i64>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let key = typed.key()?;
    let outcome = match app.limits.take(limits::Door::Write, peer, &headers) {
        Ok(()) => {
            let given = app.desk.tickets().give_mail(&session.actor, Which::Number(number), key, typed.text("mail")).await;
            given.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    finish(&app, &session, reader, number, (app.desk.clock.id(), typed), outcome, "main").await
}

/// Back to the ticket: what was typed comes with it when something was wrong, and in a form to be sent again when the ticket
/// is not for whoever asks any more.
async fn finish(
    app: &App,
    session: &Session,
    reader: Reader,
    number: i64,
    (key, typed): (Key, Typed),
    outcome: Result<desk::tickets::Kept, Refusal>,
    place: &str,
) -> Result<Response, Refusal> {
    let refusal = match outcome {
        Ok(answer) => return Ok(kept(&reader, session, answer, &format!("/tickets/{number}#{place}"))),
        Err(refusal) if reader.wants_json => return Err(refusal),
        Err(refusal) => refusal,
    };
    let again = signed_out::again(&typed, reader.path.clone());
    let reader = Reader { path: format!("/tickets/{number}"), ..reader };
    let gone = if refusal.is_for_form() {
        match app.desk.tickets().for_customer(&session.actor, Which::Number(number)).await {
            Ok(view) => return ticket_page(app, session, reader, &view, (key, typed), Some(refusal.fault())).await,
            Err(error) => error.into(),
        }
    } else {
        refusal
    };
    // Signing in would not help whoever is signed in.
    if matches!(session.actor, Actor::Customer { .. }) {
        return Err(gone);
    }
    signed_out::at_portal(app, session, reader, gone, Some(number), Some(again)).await
}
