//! One's own account at the desk, and the way back for whoever forgot the password.

use std::net::SocketAddr;

use app::Typed;
use app::pages::desk::{self as pages, LinkOver};
use axum::Form;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use desk::agents::PasswordChange;
use desk::token::Token;
use model::fault::{Fault, Invalid};

use super::agents::{let_in, over};
use super::signed_out::AgentForm;
use super::{PageContext, Reader, see_other, see_other_with};
use crate::app::App;
use crate::form;
use crate::limits;
use crate::refusal::Refusal;
use crate::session::{self, AsAgent, AtDesk, Session};

/// `GET /desk/account`
pub async fn look(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    page(&app, &session, reader, None, None).await
}

/// The account's page; with the name that was typed, and why a form was refused.
async fn page(
    app: &App,
    session: &Session,
    reader: Reader,
    typed: Option<Typed>,
    refusal: Option<Refusal>,
) -> Result<Response, Refusal> {
    let me = session.actor.id().unwrap_or_default().into();
    let (member, _) = app.desk.agents().member(&session.actor, me).await?;
    let mut context = PageContext::new(app, Reader { path: "/desk/account".to_owned(), ..reader }, session).await?;
    context.set_picture(member.avatar);
    let typed = typed.unwrap_or_else(|| Typed::default().with("name", &*member.name));
    let shell = context.shell(refusal.as_ref().map(Refusal::fault));
    Ok(context.send_with(pages::account(&shell, &member.mail, app.desk.clock.id(), &typed), refusal.as_ref().map(Refusal::fault)))
}

/// `POST /desk/account/name`
pub async fn rename(State(app): State<App>, reader: Reader, AgentForm(session, typed): AgentForm) -> Result<Response, Refusal> {
    match app.desk.agents().rename(&session.actor, typed.key()?, typed.text("name")).await.map_err(Refusal::from) {
        Ok(()) => Ok(see_other("/desk/account#name-saved")),
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, Some(typed), Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/account/language`: of the account, and of this browser at once.
pub async fn choose_language(
    State(app): State<App>,
    reader: Reader,
    AgentForm(session, typed): AgentForm,
) -> Result<Response, Refusal> {
    let locale = typed.text("locale");
    match app.desk.agents().set_locale(&session.actor, typed.key()?, locale).await.map_err(Refusal::from) {
        Ok(()) => Ok(see_other_with("/desk/account#language-saved", session::set_language(locale))),
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, None, Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/account/picture`: the form's one file becomes the picture.
pub async fn picture(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AsAgent(session): AsAgent,
    reader: Reader,
    parts: form::Parts,
) -> Result<Response, Refusal> {
    let sender = form::Sender { actor: &session.actor, ticket: None, peer, headers: &headers };
    let form = form::Form::read(&app, &sender, parts, None).await?;
    let changed = match (form.fault, form.attachments.first()) {
        (Some(fault), _) => Err(fault.into()),
        (None, None) => Err(Invalid::PictureMissing.into()),
        (None, Some(file)) => app.desk.agents().set_avatar(&session.actor, form.key()?, *file).await.map_err(Refusal::from),
    };
    match changed {
        Ok(()) => Ok(see_other("/desk/account#picture-saved")),
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, None, Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/account/picture/removal`
pub async fn remove_picture(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    match app.desk.agents().remove_avatar(&session.actor, typed.key()?).await.map_err(Refusal::from) {
        Ok(()) => Ok(see_other("/desk/account#picture-removed")),
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, None, Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/account/password`. A guess at the present one counts like one at the door.
pub async fn change_password(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AsAgent(session): AsAgent,
    reader: Reader,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let kept = session.token.ok_or(Fault::SignedOut)?;
    let (member, _) = app.desk.agents().member(&session.actor, session.actor.id().unwrap_or_default().into()).await?;
    let changed = match app.limits.take_password(&member.mail, peer, &headers).await {
        Ok(()) => {
            let text = |name| typed.text(name).to_owned();
            let change = PasswordChange { key: typed.key()?, present: text("present"), password: text("password") };
            app.desk.agents().change_password(&session.actor, change, kept).await.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match changed {
        Ok(()) => Ok(see_other("/desk/account#password-saved")),
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, None, Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}

/// `GET /desk/password`
pub async fn forgotten(State(app): State<App>, AtDesk(session): AtDesk, reader: Reader) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    Ok(context.send(pages::forgotten(&context.shell(None), &Typed::default(), app.desk.agents().is_mail_sent())))
}

/// `POST /desk/password`. The answer is the same whether an agent has the address or not.
pub async fn ask(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AtDesk(session): AtDesk,
    reader: Reader,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let agents = app.desk.agents();
    let asked = match app.limits.take(limits::Door::SignIn, peer, &headers) {
        Ok(()) => {
            let locale = context.reader.lang.code();
            agents.ask_for_password(app.workspace, typed.text("mail"), locale).await.map_err(Refusal::from)
        }
        Err(refusal) => Err(refusal),
    };
    match asked {
        Ok(()) => Ok(context.send(pages::forgotten_sent(&context.shell(None), typed.text("mail").trim(), agents.is_mail_sent()))),
        Err(refusal) if refusal.is_for_form() => {
            let page = pages::forgotten(&context.shell(Some(refusal.fault())), &typed, agents.is_mail_sent());
            Ok(context.send_with(page, Some(refusal.fault())))
        }
        Err(refusal) => Err(refusal),
    }
}

/// `GET /desk/password/{token}`: the form, while the link works.
pub async fn choose(
    State(app): State<App>,
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let is_ready = match Token::from_text(&token) {
        Some(known) => app.desk.agents().may_choose_password(app.workspace, &known).await?,
        None => false,
    };
    if !is_ready {
        return Ok(over(&context, LinkOver::Password));
    }
    Ok(context.send(pages::new_password(&context.shell(None), &token)))
}

/// `POST /desk/password/{token}`. A fresh session; all from before are over.
pub async fn chosen(
    State(app): State<App>,
    (ConnectInfo(peer), headers): (ConnectInfo<SocketAddr>, HeaderMap),
    AtDesk(session): AtDesk,
    reader: Reader,
    Path(token): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    app.limits.take(limits::Door::SignIn, peer, &headers)?;
    let context = PageContext::new(&app, reader, &session).await?;
    let Some(known) = Token::from_text(&token) else { return Ok(over(&context, LinkOver::Password)) };
    match app.desk.agents().choose_password(app.workspace, &known, typed.text("password").to_owned()).await.map_err(Refusal::from)
    {
        Ok(fresh) => let_in(&app, &session, &fresh, "/desk").await,
        Err(refusal) if refusal.fault() == Fault::LinkSpent => Ok(over(&context, LinkOver::Password)),
        Err(refusal) if refusal.is_for_form() => {
            Ok(context.send_with(pages::new_password(&context.shell(Some(refusal.fault())), &token), Some(refusal.fault())))
        }
        Err(refusal) => Err(refusal),
    }
}
