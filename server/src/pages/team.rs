//! The team at the desk: who is in it, who was asked to join, who is kept out.

use app::Typed;
use app::pages::desk::{self as pages, Link, TeamForm};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::Actor;
use desk::agents::{Invited, NewInvitation};
use model::fault::Invalid;
use model::id::{AgentId, InvitationId};
use model::team::Access;

use super::signed_out::AgentForm;
use super::{PageContext, Reader, see_other, see_other_signed_out};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::{AsAgent, Door, Session};

/// `GET /desk/team`
pub async fn list(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    page(&app, &session, reader, Link::None, None).await
}

/// The team's page: with a link to pass on, or with the address that was refused and why.
async fn page(
    app: &App,
    session: &Session,
    reader: Reader,
    link: Link,
    refused: Option<(Typed, Refusal)>,
) -> Result<Response, Refusal> {
    let agents = app.desk.agents();
    let team = agents.team(&session.actor).await?;
    let context = PageContext::new(app, Reader { path: "/desk/team".to_owned(), ..reader }, session).await?;
    let (typed, refusal) = refused.unzip();
    let form = TeamForm {
        key: app.desk.clock.id(),
        typed: typed.unwrap_or_default(),
        me: session.actor.id().unwrap_or_default().into(),
        is_mail_sent: agents.is_mail_sent(),
        link,
    };
    let shell = context.shell(refusal.as_ref().map(Refusal::fault));
    Ok(context.send_with(pages::team(&shell, &team, &form), refusal.as_ref().map(Refusal::fault)))
}

/// `POST /desk/team/invitations`
pub async fn invite(State(app): State<App>, reader: Reader, AgentForm(session, typed): AgentForm) -> Result<Response, Refusal> {
    let locale = reader.lang.code().to_owned();
    let new = NewInvitation { key: typed.key()?, mail: typed.text("mail").to_owned(), locale };
    match app.desk.agents().invite(&session.actor, new).await.map_err(Refusal::from) {
        Ok(invited) => {
            tracing::info!(invitation.id = %invited.id, agent.id = ?session.actor.id(), "an agent was invited");
            sent(&app, &session, reader, &invited, typed.text("mail").trim().to_lowercase()).await
        }
        Err(refusal) if refusal.is_for_form() => page(&app, &session, reader, Link::None, Some((typed, refusal))).await,
        Err(refusal) => Err(refusal),
    }
}

/// The answer to an invitation: where no mail leaves, the link stands in this very answer and nowhere else.
async fn sent(app: &App, session: &Session, reader: Reader, invited: &Invited, mail: String) -> Result<Response, Refusal> {
    if app.desk.agents().is_mail_sent() {
        return Ok(see_other("/desk/team#invited"));
    }
    let link = match &invited.link {
        Some(token) => Link::Fresh { mail, url: format!("{}/desk/welcome/{}", app.config.base_url, token.reveal()) },
        None => Link::Gone,
    };
    page(app, session, reader, link, None).await
}

/// `POST /desk/team/invitations/{id}/again`
pub async fn again(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<InvitationId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let agents = app.desk.agents();
    match agents.invite_again(&session.actor, id, typed.key()?).await.map_err(Refusal::from) {
        Ok(invited) => {
            tracing::info!(invitation.id = %id, agent.id = ?session.actor.id(), "an agent was invited again");
            let team = agents.team(&session.actor).await?;
            let known = team.invitations.into_iter().find(|invitation| invitation.id == id);
            sent(&app, &session, reader, &invited, known.map(|known| known.mail).unwrap_or_default()).await
        }
        Err(refusal) if refusal.is_for_form() => {
            page(&app, &session, reader, Link::None, Some((Typed::default(), refusal))).await
        }
        Err(refusal) => Err(refusal),
    }
}

/// `POST /desk/team/invitations/{id}/withdrawal`
pub async fn withdraw(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    Path(id): Path<InvitationId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    app.desk.agents().withdraw(&session.actor, id, typed.key()?).await?;
    tracing::info!(invitation.id = %id, agent.id = ?session.actor.id(), "an invitation was withdrawn");
    Ok(see_other("/desk/team#withdrawn"))
}

/// `GET /desk/team/{id}/access`: shall this one be kept out?
pub async fn ask(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<AgentId>,
) -> Result<Response, Refusal> {
    question(&app, &session, reader, id, None).await
}

async fn question(app: &App, session: &Session, reader: Reader, id: AgentId, why: Option<Refusal>) -> Result<Response, Refusal> {
    let (member, is_last) = app.desk.agents().member(&session.actor, id).await?;
    let context = PageContext::new(app, reader, session).await?;
    let fault = why.as_ref().map(Refusal::fault);
    let page = pages::disable(&context.shell(fault), &member, is_me(session, id), is_last, app.desk.clock.id());
    Ok(context.send_with(page, fault))
}

fn is_me(session: &Session, id: AgentId) -> bool {
    matches!(session.actor, Actor::Agent { id: me, .. } if me == id)
}

/// `POST /desk/team/{id}/access`
pub async fn access(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<AgentId>,
    Form(typed): Form<Typed>,
) -> Result<Response, Refusal> {
    let access = Access::from_word(typed.text("value")).ok_or(Invalid::Malformed)?;
    match app.desk.agents().set_access(&session.actor, id, typed.key()?, access).await.map_err(Refusal::from) {
        Ok(()) => {
            tracing::info!(agent.id = %id, access = access.word(), by.id = ?session.actor.id(), "an agent's access was changed");
            Ok(match access {
                Access::Active => see_other("/desk/team#enabled"),
                Access::Disabled if is_me(&session, id) => see_other_signed_out("/desk/sign-in", Door::Desk),
                Access::Disabled => see_other("/desk/team#disabled"),
            })
        }
        Err(refusal) if refusal.is_for_form() => question(&app, &session, reader, id, Some(refusal)).await,
        Err(refusal) => Err(refusal),
    }
}
