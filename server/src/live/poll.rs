//! Long polling, where a WebSocket cannot be had: the same news, for one ticket.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Json;
use axum::extract::{ConnectInfo, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use desk::Actor;
use desk::tickets::Which;
use model::fault::Invalid;
use model::id::TicketId;
use model::live::Tell;

use super::news::Locale;
use super::team::Team;
use super::{Place, news};
use crate::app::App;
use crate::pages::{Reader, query};
use crate::refusal::Refusal;
use crate::session;

/// How long a poll waits for something.
const POLL: Duration = Duration::from_secs(25);

/// `GET /live/poll?ticket=&after=`, the live token in `x-live`. With `follow=yes` nobody has the ticket before their eyes; else
/// what stands up to `after` was seen. What this answers with is seen when the next poll says so.
pub async fn poll(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    reader: Reader,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let mut place = Place::take(&app, peer, &headers).await?;
    let token = headers.get("x-live").and_then(|token| token.to_str().ok()).unwrap_or_default();
    let session = session::of_live(&app, &headers, token).await?;
    place.belongs_to(&app, &session)?;
    let ticket: TicketId = query(&raw, "ticket").and_then(|id| id.parse().ok()).ok_or(Invalid::Malformed)?;
    let after: i64 = query(&raw, "after").and_then(|seq| seq.parse().ok()).ok_or(Invalid::Malformed)?;
    let locale = Locale { lang: reader.lang, zone: query(&raw, "zone").and_then(|zone| model::hours::named(&zone)) };
    let mut watcher = app.desk.bus.watcher();
    watcher.belong_to(session.actor.id());
    // Its end is heard of from here on; it may have come before.
    let session = session::of_live(&app, &headers, token).await?;
    let mut stop = app.stop.clone();
    let until = tokio::time::Instant::now() + POLL;
    let sees_team = || app.desk.bus.is_team_here(session.actor.workspace(), [ticket]);
    let mut team = Team::seen(sees_team());
    let first = news::after(&app, &session, &locale, ticket, after, team.is_here()).await?;
    watcher.watch(ticket, session.actor.person());
    if first.has_unseen && first.events.is_empty() && query(&raw, "follow").is_none() {
        // A failure here loses nothing but a tick mark.
        let _ = app.desk.tickets().see(&session.actor, Which::Id(ticket)).await;
    }
    let mut tick = tokio::time::interval(app.timeouts.tick);
    let is_customer = !matches!(session.actor, Actor::Agent { .. });
    let (mut news, mut is_told) = (first, false);
    while news.events.is_empty() && !is_told {
        let is_over = tokio::select! {
            signal = watcher.heard() => {
                is_told = team.meets(sees_team()) && is_customer;
                signal.is_none()
            }
            _ = tick.tick() => {
                let is_due = news.look_at.is_some_and(|at| at <= app.desk.clock.now());
                is_told = (team.looks(sees_team()) || is_due) && is_customer;
                if !is_told {
                    continue;
                }
                false
            }
            () = tokio::time::sleep_until(until) => true,
            _ = stop.changed() => true,
        };
        if is_over {
            break;
        }
        // Its end is one of the things that wake a poll.
        let session = session::of_live(&app, &headers, token).await?;
        news = news::after(&app, &session, &locale, ticket, after, team.is_here()).await?;
    }
    // Rights may have gone while this waited, and what was read may be younger than that.
    session::of_live(&app, &headers, token).await?;
    let mut tells = news.events;
    if is_customer {
        tells.push(Tell::Presence { ticket, is_other_side_here: team.is_here(), agents: Vec::new() });
    }
    tells.push(news.parts);
    Ok(Json(tells).into_response())
}
