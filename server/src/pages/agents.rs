//! Agents at the door: signing in, coming in for the first time, signing out.

use std::net::SocketAddr;

use app::Typed;
use app::pages::desk::{self as pages, LinkOver};
use axum::Form;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use desk::Actor;
use desk::agents::{Guest, Welcome};
use desk::sessions::Found;
use desk::token::Token;
use model::fault::Fault;

use super::signed_out::Way;
use super::{PageContext, Reader, query, see_other, see_other_signed_out, see_other_with};
use crate::app::App;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AtDesk, Door, Session};

/// `GET /desk/sign-in`
pub async fn look(State(app): State<App>, AtDesk(session): AtDesk, reader: Reader, raw: RawQuery) -> Result<Response, Refusal> {
    let to = query(&raw, "to").and_then(|to| Way::from_text(&to));
    if matches!(session.actor, Actor::Agent { .. }) {
        return Ok(see_other(&place(to)));
    }
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(pages::sign_in(&context.shell(None), &Typed::default(), to.map(|way| way.to_string()), None)))
}

/// Where an agent goes who is signed in.
fn place(to: Option<Way>) -> String {
    to.map_or_else(|| "/desk".to_owned(), Way::path)
}

/// `POST /desk/sign-in`. A fresh session each time; the old one of this browser is over.
pub async fn sign_in(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtDesk(session): AtDesk,
    reader: Reader,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let to = Way::from_text(typed.text("to"));
    let signed_in = match app.limits.take_password(typed.text("mail"), peer, &headers).await {
        Ok(()) => {
            app.desk.agents().sign_in(app.workspace, typed.text("mail"), typed.text("password")).await.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match signed_in {
        Ok(fresh) => let_in(&app, &session, &fresh, &place(to)).await,
        Err(refusal) if refusal.is_for_form() => {
            let fault = Some(refusal.fault());
            let context = PageContext::new(&app, reader, &session).await?;
            Ok(context.send_with(pages::sign_in(&context.shell(fault), &typed, to.map(|way| way.to_string()), None), fault))
        }
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/sign-out`
pub async fn sign_out(State(app): State<App>, AtDesk(session): AtDesk) -> Result<Response, Refusal> {
    if let Some(token) = session.token {
        app.desk.sessions().end(token).await?;
    }
    Ok(see_other_signed_out("/desk/sign-in", Door::Desk))
}

/// `GET /desk/welcome/{token}`: the form of whoever comes in for the first time, while the link works.
pub async fn welcome(
    State(app): State<App>,
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, Reader { path: place_of(&token), ..reader }, &session).await?;
    let guest = match Token::from_text(&token) {
        Some(known) => app.desk.agents().guest(app.workspace, &known).await?,
        None => None,
    };
    let Some(guest) = guest else { return Ok(over(&context, LinkOver::Welcome)) };
    Ok(context.send(guests_page(&context, &token, guest, Typed::default(), None)))
}

/// Where the link to another language leads: here again, if this is a token at all.
fn place_of(token: &str) -> String {
    Token::from_text(token).map_or_else(|| "/desk/sign-in".to_owned(), |known| format!("/desk/welcome/{}", known.reveal()))
}

/// A link that works no more.
pub fn over(context: &PageContext, link: LinkOver) -> Response {
    let fault = Some(Fault::LinkSpent);
    context.send_with(pages::link_over(&context.shell(None), link), fault)
}

/// The form: only the first agent types the address.
fn guests_page(context: &PageContext, token: &str, guest: Guest, typed: Typed, fault: Option<Fault>) -> String {
    match guest {
        Guest::First => pages::welcome(&context.shell(fault), token, None, &typed),
        Guest::Invited { mail, by } => pages::welcome(&context.shell(fault), token, Some(&by), &typed.with("mail", mail)),
    }
}

/// Off to a page of the desk with a fresh session, in the language of the agent's account. Whoever tries a link in a browser where
/// a colleague is signed in takes that browser over.
pub async fn let_in(app: &App, session: &Session, fresh: &Token, path: &str) -> Result<Response, Refusal> {
    if let Some(old) = session.token {
        app.desk.sessions().end(old).await?;
    }
    let mut response = see_other_with(path, session::set(Door::Desk, fresh));
    let Found::Actor(agent) = app.desk.sessions().actor(fresh.hash()).await? else { return Ok(response) };
    if let Some(locale) = app.desk.agents().locale(&agent).await? {
        response.headers_mut().append(header::SET_COOKIE, session::set_language(&locale));
    }
    Ok(response)
}

/// `POST /desk/welcome/{token}`
pub async fn start(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::SignIn, peer, &headers)?;
    let context = PageContext::new(&app, Reader { path: place_of(&token), ..reader }, &session).await?;
    let Some(known) = Token::from_text(&token) else { return Ok(over(&context, LinkOver::Welcome)) };
    let text = |name| typed.text(name).to_owned();
    let welcome = Welcome { name: text("name"), mail: text("mail"), password: text("password") };
    match app.desk.agents().welcome(app.workspace, &known, welcome).await.map_err(Refusal::from) {
        Ok(fresh) => let_in(&app, &session, &fresh, "/desk").await,
        Err(refusal) if refusal.fault() == Fault::LinkSpent => Ok(over(&context, LinkOver::Welcome)),
        Err(refusal) if refusal.is_for_form() => {
            let guest = app.desk.agents().guest(app.workspace, &known).await?;
            let Some(guest) = guest else { return Ok(over(&context, LinkOver::Welcome)) };
            let fault = Some(refusal.fault());
            Ok(context.send_with(guests_page(&context, &token, guest, typed, fault), fault))
        }
        Err(refusal) => Err(refusal),
    }
}
