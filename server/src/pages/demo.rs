//! The demo's own listeners: a shop page on another origin, and the mailbox that shows caught mail. Both listen on this
//! machine only and exist only while they are asked for.

use app::Shell;
use app::pages::CaughtMail;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::Actor;

use super::{PageContext, Reader};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::Session;

/// Emails shown.
const EMAILS: i64 = 50;

async fn context(app: &App, reader: Reader) -> Result<PageContext, Refusal> {
    let nobody = Session { actor: Actor::Nobody { workspace: app.workspace }, token: None };
    PageContext::new(app, reader, &nobody).await
}

/// The shop: a page as a site's owner would have it, with the line pasted in. A strict policy stands on it, to prove
/// that the widget asks for no more than a script and a frame from us.
pub async fn shop(State(app): State<App>, reader: Reader) -> Result<Response, Refusal> {
    let context = context(&app, reader).await?;
    let tag = super::sites::script_tag(&app.config.base_url, &context.site.key);
    let shell: Shell<'_> = context.shell(None);
    let mut response = context.send(app::pages::shop(&shell, &tag));
    let base = &app.config.base_url;
    let nonce = context.nonce();
    let policy = format!(
        "default-src 'none'; script-src {base}; frame-src {base}; style-src 'self' 'nonce-{nonce}'; img-src 'self'; require-trusted-types-for 'script'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    // As browsers do where a page says nothing: the script's server learns the page's origin.
    let referrer = HeaderValue::from_static("strict-origin-when-cross-origin");
    response.headers_mut().insert(header::REFERRER_POLICY, referrer);
    Ok(response)
}

/// The mailbox: what would have been mailed, newest first.
pub async fn mailbox(State(app): State<App>, reader: Reader) -> Result<Response, Refusal> {
    let emails: Vec<CaughtMail> = app.desk.caught_mail(EMAILS).await?.into_iter().map(caught).collect();
    let context = context(&app, reader).await?;
    Ok(context.send(app::pages::mailbox(&context.shell(None), &emails)))
}

fn caught(mail: desk::mail::Caught) -> CaughtMail {
    CaughtMail { id: mail.id.to_string(), to: mail.to, subject: mail.subject, at: mail.at, text: mail.text, html: mail.html }
}

/// An asset for the shop or the mailbox, so that neither needs another origin for its style.
pub async fn asset(name: Path<String>, headers: axum::http::HeaderMap) -> Response {
    crate::assets::serve(name, headers).await.into_response()
}
