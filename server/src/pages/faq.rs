//! The FAQ: home, categories, articles. Open to everybody.

use app::pages::portal;
use axum::extract::{Path, State};
use axum::response::Response;
use model::ticket::Turn;

use super::presence::presence;
use super::{Reader, Stage};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::AtPortal;

/// `GET /`
pub async fn home(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let stage = Stage::new(&app, reader, &session).await?;
    let categories = app.desk.articles().categories(app.workspace, stage.reader.lang.code()).await?;
    let outlooks = presence(&app, app.workspace, &stage.site, Turn::Unwritten, None).await?.outlooks;
    Ok(stage.send(portal::home(&stage.shell(None), &categories, &outlooks)))
}

/// `GET /categories/{slug}`
pub async fn category(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Refusal> {
    let stage = Stage::new(&app, reader, &session).await?;
    let category = app.desk.articles().category(app.workspace, stage.reader.lang.code(), &slug).await?;
    Ok(stage.send(portal::category(&stage.shell(None), &category)))
}

/// `GET /articles/{slug}`
pub async fn article(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Refusal> {
    let stage = Stage::new(&app, reader, &session).await?;
    let article = app.desk.articles().article(app.workspace, stage.reader.lang.code(), &slug).await?;
    let outlooks = presence(&app, app.workspace, &stage.site, Turn::Unwritten, None).await?.outlooks;
    Ok(stage.send(portal::article(&stage.shell(None), &article, &outlooks)))
}
