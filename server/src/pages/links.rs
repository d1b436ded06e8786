//! Links in mail and signing in to the portal. Looking at a link uses up nothing: a button does.

use std::net::SocketAddr;

use app::pages::portal::{self, LinkState, SignInForm};
use axum::Form;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::token::Token;
use model::fault::Fault;
use serde::Deserialize;

use super::{Reader, Stage, see_other, see_other_with};
use crate::app::App;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtPortal, Door};

/// `GET /sign-in`
pub async fn sign_in(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let stage = Stage::new(&app, reader, &session).await?;
    Ok(stage.send(portal::sign_in(&stage.shell(None), &SignInForm { mail: String::new() })))
}

/// Where the link shall go.
#[derive(Deserialize)]
pub struct SignIn {
    mail: String,
}

/// `POST /sign-in`. The answer is the same whether the address is known or not.
pub async fn ask(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    reader: Reader,
    Form(form): Form<SignIn>,
) -> Result<Response, Refusal> {
    let allowed = app.limits.take(limits::Door::SignIn, peer, &headers);
    let stage = Stage::new(&app, reader, &session).await?;
    let asked = match allowed {
        Ok(()) => {
            app.desk.links().ask_to_sign_in(app.workspace, &form.mail, stage.reader.lang.code()).await.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => Ok(stage.send(portal::link_sent(&stage.shell(None), form.mail.trim()))),
        Err(refusal) if refusal.is_for_form() => {
            let fault = Some(refusal.fault());
            Ok(stage.send_with(portal::sign_in(&stage.shell(fault), &SignInForm { mail: form.mail }), fault))
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
) -> Result<Response, Refusal> {
    let mut reader = reader;
    "/".clone_into(&mut reader.path);
    let stage = Stage::new(&app, reader, &session).await?;
    let is_ready = match Token::from_text(&token) {
        Some(known) => app.desk.links().is_ready(&known, false).await?,
        None => false,
    };
    let (shown, fault) = if is_ready { (LinkState::Ready, None) } else { (LinkState::Spent, Some(Fault::LinkSpent)) };
    Ok(stage.send_with(portal::link(&stage.shell(None), &token, shown), fault))
}

/// `POST /link/{token}`: the button was pressed. A fresh session; the old one of this browser is over.
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtPortal(session): AtPortal,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::Write, peer, &headers)?;
    let token = Token::from_text(&token).ok_or(Fault::LinkSpent)?;
    let opened = app.desk.links().open(&token).await?;
    if let Some(old) = session.token {
        app.desk.sessions().end(old).await?;
    }
    let path = opened.number.map_or_else(|| "/tickets".to_owned(), |number| format!("/tickets/{number}"));
    Ok(see_other_with(&path, session::set(Door::Portal, &opened.session)))
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
        app.desk.links().send_again(&token).await?;
    }
    let stage = Stage::new(&app, Reader { path: "/".to_owned(), ..reader }, &session).await?;
    Ok(stage.send(portal::link_sent(&stage.shell(None), "")))
}

/// `POST /sign-out`
pub async fn sign_out(State(app): State<App>, AtPortal(session): AtPortal) -> Result<Response, Refusal> {
    if let Some(token) = session.token {
        app.desk.sessions().end(token).await?;
    }
    let mut response = see_other("/");
    response.headers_mut().append(axum::http::header::SET_COOKIE, session::clear(Door::Portal));
    Ok(response)
}
