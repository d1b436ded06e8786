//! The widget's JSON door. Its session is a cookie of our own origin, partitioned by the site that shows the frame.

use std::net::SocketAddr;

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Actor;
use desk::tickets::{Confirmation, NewReply, NewTicket, Place, Which};
use desk::token::Token;
use futures_util::StreamExt;
use model::fault::{Fault, Invalid};
use model::id::TicketId;
use model::ticket::Channel;
use model::wire;

use super::files::percent_decoded;
use crate::app::App;
use crate::limits::Door;
use crate::pages::{Reader, wire_kept};
use crate::refusal::Refusal;
use crate::session::{self, AtWidget};
use crate::{router, uploads};

/// `POST /api/widget/v1/session`: the cookie under which the first message will be sent. Nothing is stored; a browser
/// that has one keeps it.
pub async fn begin(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtWidget(session): AtWidget,
    Json(begin): Json<wire::BeginSession>,
) -> Result<Response, Refusal> {
    app.limits.take(Door::Write, peer, &headers)?;
    app.desk.sites().by_key(&begin.site).await?;
    if session.token.is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let cookie = session::set(session::Door::Widget, &Token::fresh()?);
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// `POST /api/widget/v1/tickets`
pub async fn open(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    reader: Reader,
    Json(new): Json<wire::OpenTicket>,
) -> Result<Json<wire::Kept>, Refusal> {
    app.limits.take(Door::Write, peer, &headers)?;
    let (workspace, site) = app.desk.sites().by_key(&new.site).await?;
    let session = session::at_site(&app, &headers, workspace).await?;
    let new = NewTicket {
        key: new.key,
        place: Place { site: site.id, channel: Channel::Widget, locale: reader.lang.code().to_owned() },
        subject: String::new(),
        body: new.body,
        attachments: new.attachments,
        name: String::new(),
        mail: None,
        category: None,
    };
    let kept = app.desk.tickets().open(&session.actor, new).await?;
    Ok(Json(wire_kept(&session, kept)))
}

/// `POST /api/widget/v1/tickets/{id}/replies`
pub async fn reply(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtWidget(session): AtWidget,
    Path(ticket): Path<TicketId>,
    Json(reply): Json<wire::SendReply>,
) -> Result<Json<wire::Kept>, Refusal> {
    app.limits.take(Door::Write, peer, &headers)?;
    let reply = NewReply {
        key: reply.key,
        body: reply.body,
        attachments: reply.attachments,
        channel: Channel::Widget,
        read_up_to: 0,
        is_anyway: true,
        then_solve: false,
    };
    let kept = app.desk.tickets().reply(&session.actor, Which::Id(ticket), reply).await?;
    Ok(Json(wire_kept(&session, kept)))
}

/// `POST /api/widget/v1/tickets/{id}/mail`
pub async fn mail(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtWidget(session): AtWidget,
    Path(ticket): Path<TicketId>,
    Json(given): Json<wire::GiveMail>,
) -> Result<Json<wire::Kept>, Refusal> {
    app.limits.take(Door::Write, peer, &headers)?;
    let kept = app.desk.tickets().give_mail(&session.actor, Which::Id(ticket), given.key, &given.mail).await?;
    Ok(Json(wire_kept(&session, kept)))
}

/// `POST /api/widget/v1/tickets/{id}/confirmation`
pub async fn confirm(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtWidget(session): AtWidget,
    Path(ticket): Path<TicketId>,
    Json(word): Json<wire::Confirm>,
) -> Result<Json<wire::Kept>, Refusal> {
    app.limits.take(Door::Write, peer, &headers)?;
    let word = Confirmation { key: word.key, is_solved: word.is_solved, rating: word.rating, reason: word.reason };
    let kept = app.desk.tickets().confirm(&session.actor, Which::Id(ticket), word).await?;
    Ok(Json(wire_kept(&session, kept)))
}

/// `POST /api/widget/v1/files`: one file as the body, its name percent-encoded in `x-file-name`. Who it is and how much of
/// this is under way is asked before the first byte; the bytes go to the disk as they come.
pub async fn upload(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    AtWidget(session): AtWidget,
    body: Body,
) -> Result<Json<wire::Uploaded>, Refusal> {
    app.limits.take(Door::Upload, peer, &headers)?;
    if matches!(session.actor, Actor::Nobody { .. }) {
        return Err(Fault::SignedOut.into());
    }
    let share = uploads::take(&app, peer, &headers, router::FILE)?;
    let name = headers.get("x-file-name").and_then(|name| name.to_str().ok()).map(percent_decoded).unwrap_or_default();
    let attachments = app.desk.attachments();
    let mut incoming = attachments.begin(&session.actor, &name).await?;
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        incoming.push(piece.map_err(|_| Refusal::from(Invalid::Malformed))?).await?;
    }
    let kept = attachments.finish(incoming).await?;
    drop(share);
    Ok(Json(wire::Uploaded { id: kept.id, name: kept.name, bytes: kept.bytes }))
}
