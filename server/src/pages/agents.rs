//! Agents at the door: signing in, the first agent's welcome, signing out.

use std::net::SocketAddr;

use app::pages::desk::{self as pages, AgentSignInForm, WelcomeForm};
use axum::Form;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use desk::Actor;
use desk::agents::Welcome;
use desk::token::Token;
use model::fault::Fault;
use serde::Deserialize;

use super::{Reader, Stage, see_other, see_other_with};
use crate::app::App;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtDesk, Door};

/// `GET /desk/sign-in`
pub async fn look(State(app): State<App>, AtDesk(session): AtDesk, reader: Reader) -> Result<Response, Refusal> {
    if matches!(session.actor, Actor::Agent { .. }) {
        return Ok(see_other("/desk"));
    }
    let stage = Stage::new(&app, reader, &session).await?;
    Ok(stage.send(pages::sign_in(&stage.shell(None), &AgentSignInForm { mail: String::new() })))
}

/// Address and password.
#[derive(Deserialize)]
pub struct SignIn {
    mail: String,
    password: String,
}

/// `POST /desk/sign-in`. A fresh session each time; the old one of this browser is over.
pub async fn sign_in(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtDesk(session): AtDesk,
    reader: Reader,
    Form(form): Form<SignIn>,
) -> Result<Response, Refusal> {
    let signed_in = match app.limits.take(limits::Door::SignIn, peer, &headers) {
        Ok(()) => app.desk.agents().sign_in(app.workspace, &form.mail, &form.password).await.map_err(Refusal::from),
        Err(refusal) => Err(refusal),
    };
    match signed_in {
        Ok(token) => {
            if let Some(old) = session.token {
                app.desk.sessions().end(old).await?;
            }
            Ok(see_other_with("/desk", session::set(Door::Desk, &token)))
        }
        Err(refusal) if refusal.is_for_form() => {
            let fault = Some(refusal.fault());
            let stage = Stage::new(&app, reader, &session).await?;
            Ok(stage.send_with(pages::sign_in(&stage.shell(fault), &AgentSignInForm { mail: form.mail }), fault))
        }
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/sign-out`
pub async fn sign_out(State(app): State<App>, AtDesk(session): AtDesk) -> Result<Response, Refusal> {
    if let Some(token) = session.token {
        app.desk.sessions().end(token).await?;
    }
    let mut response = see_other("/desk/sign-in");
    response.headers_mut().append(header::SET_COOKIE, session::clear(Door::Desk));
    Ok(response)
}

/// `GET /desk/welcome/{token}`: the first agent's form, while the link works.
pub async fn welcome(
    State(app): State<App>,
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let known = Token::from_text(&token).ok_or(Fault::LinkSpent)?;
    if !app.desk.links().is_ready(&known, true).await? || !app.desk.agents().is_first_missing(app.workspace).await? {
        return Err(Fault::LinkSpent.into());
    }
    let stage = Stage::new(&app, Reader { path: "/desk/sign-in".to_owned(), ..reader }, &session).await?;
    Ok(stage.send(pages::welcome(&stage.shell(None), &token, &WelcomeForm { name: String::new(), mail: String::new() })))
}

/// Who the first agent is.
#[derive(Deserialize)]
pub struct First {
    name: String,
    mail: String,
    password: String,
}

/// `POST /desk/welcome/{token}`
pub async fn start(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
    Form(form): Form<First>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::SignIn, peer, &headers)?;
    let known = Token::from_text(&token).ok_or(Fault::LinkSpent)?;
    let welcome = Welcome { name: form.name.clone(), mail: form.mail.clone(), password: form.password };
    match app.desk.agents().welcome(app.workspace, &known, welcome).await.map_err(Refusal::from) {
        Ok(session) => Ok(see_other_with("/desk", session::set(Door::Desk, &session))),
        Err(refusal) if refusal.is_for_form() => {
            let fault = Some(refusal.fault());
            let stage = Stage::new(&app, Reader { path: "/desk/sign-in".to_owned(), ..reader }, &session).await?;
            let typed = WelcomeForm { name: form.name, mail: form.mail };
            Ok(stage.send_with(pages::welcome(&stage.shell(fault), &token, &typed), fault))
        }
        Err(refusal) => Err(refusal),
    }
}
