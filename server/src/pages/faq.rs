//! The FAQ: home, categories, articles. Open to everybody.

use app::pages::portal;
use axum::extract::{Path, State};
use axum::response::Response;
use model::ticket::Turn;

use super::presence::presence;
use super::{PageContext, Reader};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::AtPortal;

/// `GET /`
pub async fn home(State(app): State<App>, AtPortal(session): AtPortal, reader: Reader) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let categories = app.desk.articles().categories(app.workspace, context.reader.lang.code()).await?;
    let outlooks = presence(&app, app.workspace, &context.site, Turn::Unwritten, None).await?.outlooks;
    Ok(context.send(portal::home(&context.shell(None), &categories, &outlooks)))
}

/// `GET /categories/{slug}`
pub async fn category(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let category = app.desk.articles().category(app.workspace, context.reader.lang.code(), &slug).await?;
    Ok(context.send(portal::category(&context.shell(None), &category)))
}

/// `GET /articles/{slug}`
pub async fn article(
    State(app): State<App>,
    AtPortal(session): AtPortal,
    reader: Reader,
    Path(slug): Path<String>,
) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let article = app.desk.articles().article(app.workspace, context.reader.lang.code(), &slug).await?;
    let outlooks = presence(&app, app.workspace, &context.site, Turn::Unwritten, None).await?.outlooks;
    Ok(context.send(portal::article(&context.shell(None), &article, &outlooks)))
}
