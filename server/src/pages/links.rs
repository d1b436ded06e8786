//! Links in mail and signing in to the portal. Looking at a link uses up nothing: a button does.

use std::net::SocketAddr;

use app::Typed;
use app::pages::portal::{self, LinkState};
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::Actor;
use desk::token::Token;
use model::fault::Fault;

use super::{PageContext, Reader, see_other, see_other_signed_out, see_other_with, signed_out};
use crate::app::App;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtPortal, Door, Session};

/// `GET /sign-in`
pub async fn sign_in(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(portal::sign_in(&context.shell(None), &Typed::default(), signed_out::asked(&raw), None)))
}

/// `POST /sign-in`. The answer is the same whether the address is known or not.
pub async fn ask(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let allowed = app.limits.take(limits::Door::SignIn, peer, &headers);
    let context = PageContext::new(&app, reader, &session).await?;
    let to = signed_out::destination(typed.text("to"));
    let asked = match allowed {
        Ok(()) => {
            let locale = context.reader.lang.code();
            app.desk.entry().ask_to_sign_in(app.workspace, typed.text("mail"), locale, to).await.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => Ok(context.send(portal::link_sent(&context.shell(None), typed.text("mail").trim()))),
        Err(refusal) if refusal.is_for_form() => {
            let fault = Some(refusal.fault());
            Ok(context.send_with(portal::sign_in(&context.shell(fault), &typed, to, None), fault))
        }
        Err(refusal) => Err(refusal),
    }
}

/// `GET /link/{token}`: shows the button.
pub async fn look(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(token): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let to = signed_out::asked(&raw);
    let known = Token::from_text(&token);
    let is_ready = match &known {
        Some(known) => app.desk.links().is_ready(known).await?,
        None => false,
    };
    if !is_ready && let Some(place) = leads(&app, &session, known.as_ref(), to).await? {
        return Ok(see_other(&place));
    }
    let context = PageContext::new(&app, Reader { path: "/".to_owned(), ..reader }, &session).await?;
    // Only what our own parser gave back is put into the page.
    let token = known.map_or_else(|| NO_TOKEN.to_owned(), |known| known.reveal());
    let (shown, fault) = if is_ready { (LinkState::Ready, None) } else { (LinkState::Spent, Some(Fault::LinkSpent)) };
    Ok(context.send_with(portal::link(&context.shell(None), &token, shown, to), fault))
}

/// Stands where an address had something else than a token.
const NO_TOKEN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Where a customer's own link leads who is signed in already.
async fn leads(app: &App, session: &Session, token: Option<&Token>, to: Option<i64>) -> Result<Option<String>, Refusal> {
    let Some(token) = token else { return Ok(None) };
    let own = app.desk.entry().leads(&session.actor, token).await?;
    Ok(own.map(|number| place(number.or(to))))
}

/// Where a customer goes who is signed in.
fn place(number: Option<i64>) -> String {
    number.map_or_else(|| "/tickets".to_owned(), |number| format!("/tickets/{number}"))
}

/// `POST /link/{token}`: the button was pressed. A fresh session; the old one of this browser is over.
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    Path(token): Path<String>,
    typed: Result<Form<Typed>, FormRejection>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::Write, peer, &headers)?;
    let to = typed.ok().and_then(|Form(typed)| signed_out::destination(typed.text("to")));
    let token = Token::from_text(&token).ok_or(Fault::LinkSpent)?;
    let visitor = if let Actor::Visitor { id, .. } = session.actor { Some(id) } else { None };
    let opened = match app.desk.entry().open(&token, visitor).await.map_err(Refusal::from) {
        Ok(opened) => opened,
        Err(refusal) if refusal.fault() == Fault::LinkSpent => {
            let place = leads(&app, &session, Some(&token), to).await?.ok_or(refusal)?;
            return Ok(see_other(&place));
        }
        Err(refusal) => return Err(refusal),
    };
    if let Some(old) = session.token {
        app.desk.sessions().end(old).await?;
    }
    Ok(see_other_with(&place(opened.number.or(to)), session::set(Door::Portal, &opened.session)))
}

/// `POST /link/{token}/again`: a new link to the same address. The answer is always the same.
pub async fn again(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::SignIn, peer, &headers)?;
    if let Some(token) = Token::from_text(&token) {
        app.desk.entry().send_again(&token).await?;
    }
    let context = PageContext::new(&app, Reader { path: "/".to_owned(), ..reader }, &session).await?;
    Ok(context.send(portal::link_sent(&context.shell(None), "")))
}

/// `POST /sign-out`
pub async fn sign_out(State(app): State<App>, AtPortal(session): AtPortal) -> Result<Response, Refusal> {
    if let Some(token) = session.token {
        app.desk.sessions().end(token).await?;
    }
    Ok(see_other_signed_out("/", Door::Portal))
}
