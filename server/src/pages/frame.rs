//! The widget's frame and its loader. The frame is rendered with the conversation already in it; only the site's own
//! origins may show it.

use std::sync::Arc;

use app::pages::frame::{self, FramePlace, FrameView};
use app::words::Lang;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::sites::Origin;
use desk::tickets::{Which, mail_asked_at};
use model::fault::Fault;
use model::id::TicketId;
use model::site::Site;
use model::ticket::Turn;
use model::view::{TicketRow, TicketView};
use serde_json::json;

use super::presence::presence;
use super::{PageContext, Reader, colour, query};
use crate::app::App;
use crate::guard::OwnPolicy;
use crate::refusal::Refusal;
use crate::session::{self, Session};

/// `GET /frame/{key}`
pub async fn look(
    State(app): State<App>,
    headers: HeaderMap,
    reader: Reader,
    Path(key): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let (workspace, site) = app.desk.sites().by_key(&key).await?;
    if !is_welcome(&app, &site, &headers) {
        return Err(Fault::NotFound.into());
    }
    let session = session::at_site(&app, &headers, workspace).await?;
    let tickets = mine(&app, &session).await?;
    let (place, ticket) = choose(&app, &session, &tickets, &raw).await?;
    let site = Arc::new(site);
    // The conversation is with the site that it came in by, whose ever frame shows it.
    let own = match &ticket {
        Some(ticket) => app.desk.sites().of(workspace, ticket.site).await?,
        None => Arc::clone(&site),
    };
    let turn = ticket.as_ref().map_or(Turn::Unwritten, |ticket| ticket.turn);
    let presence = presence(&app, workspace, &own, turn, ticket.as_ref().map(|ticket| ticket.id)).await?;
    let lang = reader.lang;
    let categories = app.desk.articles().categories(workspace, lang.code()).await?;
    let articles: Vec<_> = categories.into_iter().filter_map(|category| category.articles.into_iter().next()).collect();
    let now = app.desk.clock.now();
    let asks_mail =
        ticket.as_ref().and_then(|ticket| mail_asked_at(ticket, &own, &presence.outlooks.now())).is_some_and(|at| at <= now);
    let ancestors = if site.origins.is_empty() { "'none'".to_owned() } else { site.origins.join(" ") };
    let context = PageContext::on(&app, site, reader, &session);
    let has_session = session.token.is_some();
    let view = FrameView {
        tickets: &tickets,
        ticket: ticket.as_ref(),
        presence,
        own: &own,
        asks_mail,
        has_session,
        view: place,
        articles: &articles,
    };
    let mut response = context.send_framed(frame::frame(&context.shell(None), &view), &ancestors);
    response.extensions_mut().insert(OwnPolicy);
    Ok(response)
}

/// Where the page is that asks, as far as its browser says it.
fn origin_of(headers: &HeaderMap) -> Option<String> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    Origin::parse(referer).ok().map(|origin| origin.to_string())
}

/// A page that says where it is must be the site's, or the frame itself. The policy header binds browsers anyway.
fn is_welcome(app: &App, site: &Site, headers: &HeaderMap) -> bool {
    if !headers.contains_key(header::REFERER) {
        return true;
    }
    let Some(origin) = origin_of(headers) else { return false };
    origin == app.config.base_url || site.origins.contains(&origin)
}

async fn mine(app: &App, session: &Session) -> Result<Vec<TicketRow>, Refusal> {
    match session.token {
        Some(_) => Ok(app.desk.tickets().mine(&session.actor).await?),
        None => Ok(Vec::new()),
    }
}

/// The ticket that was asked for, else the one that moved last and is not over; a first visit begins where one writes.
async fn choose(
    app: &App,
    session: &Session,
    tickets: &[TicketRow],
    raw: &RawQuery,
) -> Result<(FramePlace, Option<TicketView>), Refusal> {
    let asked: Option<TicketId> = query(raw, "ticket").and_then(|id| id.parse().ok());
    match query(raw, "view").as_deref() {
        Some("home") => return Ok((FramePlace::Home, None)),
        Some("new") => return Ok((FramePlace::New, None)),
        _ => {}
    }
    let open = tickets.iter().find(|row| row.status != model::ticket::Status::Closed).map(|row| row.id);
    let Some(id) = asked.or(open) else {
        let place = if tickets.is_empty() { FramePlace::New } else { FramePlace::Home };
        return Ok((place, None));
    };
    let ticket = app.desk.tickets().for_customer(&session.actor, Which::Id(id)).await?;
    Ok((FramePlace::Chat, Some(ticket)))
}

/// `GET /widget/{key}.js`: the loader, told how this site's launcher looks.
pub async fn loader(State(app): State<App>, headers: HeaderMap, Path(file): Path<String>) -> Result<Response, Refusal> {
    let key = file.strip_suffix(".js").ok_or(Fault::NotFound)?;
    let (workspace, site) = app.desk.sites().by_key(key).await?;
    if let Some(origin) = origin_of(&headers)
        && let Err(error) = app.desk.sites().saw(workspace, &site, &origin).await
    {
        // The page gets its script all the same.
        tracing::warn!(error = %error, "could not note where the script was loaded");
    }
    let presence = presence(&app, workspace, &site, Turn::Unwritten, None).await?;
    let lang = Lang::from_code(&site.locale).unwrap_or(Lang::En);
    let colours = colour::launcher(&site.accent);
    let look = json!({
        "accent": colours.accent, "on": colours.on, "dark": colours.dark, "onDark": colours.on_dark,
        "lit": presence.outlooks.now().is_lit(),
        "open": lang.launcher_open(), "close": lang.launcher_close(), "unread": lang.launcher_unread(), "title": lang.launcher_title(),
    });
    let script = app.loader.replacen("\"__LOOK__\"", &look.to_string(), 1);
    let mut response = script.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/javascript; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}
