//! Whoever is signed out and wants something: the sign-in stands in its place, with what was typed, and leads back there.

use std::fmt;
use std::net::SocketAddr;

use ::desk::Actor;
use app::Typed;
use app::pages::{Again, desk, portal};
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, RawQuery, Request};
use axum::response::{IntoResponse, Response};
use model::fault::Fault;

use super::{PageContext, Reader, query};
use crate::app::App;
use crate::form::Form;
use crate::limits;
use crate::refusal::{self, Refusal};
use crate::session::{AtDesk, Session};

/// The number of the ticket that one wanted to see, as a form or an address has it. What is no number of a ticket is nothing:
/// no way is ever made from anything else.
pub fn destination(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| *number > 0)
}

/// Where an agent is led who has signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To a ticket.
    Ticket(i64),
    /// To one of the desk's pages.
    Page(&'static str),
}

impl Way {
    /// As a form or an address has it: a ticket's number, or the word of a page.
    pub fn from_text(text: &str) -> Option<Self> {
        let page = || desk::PAGES.into_iter().find(|page| *page == text).map(Self::Page);
        destination(text).map(Self::Ticket).or_else(page)
    }

    /// The path.
    pub fn path(self) -> String {
        match self {
            Self::Ticket(number) => format!("/desk/tickets/{number}"),
            Self::Page(page) => format!("/desk/{page}"),
        }
    }
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ticket(number) => number.fmt(f),
            Self::Page(page) => f.write_str(page),
        }
    }
}

/// The same, from a page's own address.
pub fn asked(raw: &RawQuery) -> Option<i64> {
    query(raw, "to").and_then(|to| destination(&to))
}

/// The portal's sign-in in place of a page that is not for whoever asks. It looks the same for what is another's and for
/// what does not exist.
pub async fn at_portal(
    app: &App,
    session: &Session,
    reader: Reader,
    refusal: Refusal,
    to: Option<i64>,
    again: Option<Again>,
) -> Result<Response, Refusal> {
    let fault = refusal.fault();
    if reader.wants_json || !matches!(fault, Fault::SignedOut | Fault::NotFound) {
        return Err(refusal);
    }
    let context = PageContext::new(app, reader, session).await?;
    let page = portal::sign_in(&context.shell(None), &Typed::default(), to, again.as_ref());
    Ok(refusal::with_status(fault, context.send(page)))
}

/// The desk's sign-in in place of what an agent sent whose session is gone.
pub async fn at_desk(app: &App, session: &Session, reader: Reader, to: Option<Way>, again: Again) -> Result<Response, Refusal> {
    let reader = Reader { path: "/desk/sign-in".to_owned(), ..reader };
    let context = PageContext::new(app, reader, session).await?;
    let page = desk::sign_in(&context.shell(None), &Typed::default(), to.map(|way| way.to_string()), Some(&again));
    Ok(refusal::with_status(Fault::SignedOut, context.send(page)))
}

/// The words of a message that was refused, to be sent again to the same place.
pub fn words(form: &Form, action: String, hidden: &[&'static str]) -> Again {
    let fields = hidden.iter().map(|name| ((*name).to_owned(), form.text(name).to_owned()));
    Again {
        action,
        fields: fields.filter(|(_, text)| !text.is_empty()).collect(),
        words: Some(("body", form.text("body").to_owned())),
        is_multipart: true,
    }
}

/// Most fields that come back: no form of ours has as many, and each costs more on the page than it did to send.
const FIELDS_MAX: usize = 32;

/// A form that was refused, to be sent again as it was; one with a message shows it, and is of the kind that carries files.
pub fn again(typed: &Typed, action: String) -> Again {
    let (words, fields): (Vec<_>, _) = typed.fields().into_iter().take(FIELDS_MAX).partition(|(name, _)| name == "body");
    let words = words.into_iter().next().map(|(_, text)| ("body", text));
    Again { action, fields, is_multipart: words.is_some(), words }
}

/// What an agent filled in. Whoever has no session any more is shown the sign-in instead, and finds everything there, to be
/// sent again; that counts as a write of their network, before the form is read. Not for forms with a password in them: those
/// words come back to no page.
pub struct AgentForm(pub Session, pub Typed);

impl FromRequest<App> for AgentForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(reader) = Reader::from_request_parts(&mut parts, app).await;
        let action = parts.uri.path().to_owned();
        let AtDesk(session) = AtDesk::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
        let is_agent = matches!(session.actor, Actor::Agent { .. });
        if !is_agent {
            let peer =
                ConnectInfo::<SocketAddr>::from_request_parts(&mut parts, app).await.map_err(IntoResponse::into_response)?;
            app.limits.take(limits::Door::Write, peer.0, &parts.headers).map_err(IntoResponse::into_response)?;
        }
        let form = axum::Form::<Typed>::from_request(Request::from_parts(parts, body), app).await;
        let axum::Form(typed) = form.map_err(IntoResponse::into_response)?;
        if is_agent {
            return Ok(Self(session, typed));
        }
        let way = desk::page_of(&action).map(Way::Page);
        let page = at_desk(app, &session, reader, way, again(&typed, action)).await;
        Err(page.unwrap_or_else(IntoResponse::into_response))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_a_number_and_nothing_else() {
        assert_eq!(destination("1053"), Some(1053));
        for text in ["", "0", "-1", "1 ", "+", "//evil.example", "1/../desk", "1?x", "99999999999999999999"] {
            assert_eq!(destination(text), None, "{text}");
            assert_eq!(Way::from_text(text), None, "{text}");
        }
        assert_eq!(Way::from_text("1053"), Some(Way::Ticket(1053)));
        assert_eq!(Way::from_text("team").map(Way::path).as_deref(), Some("/desk/team"));
        for text in ["sign-out", "team/x", "/team", "Team", "sites?x"] {
            assert_eq!(Way::from_text(text), None, "{text}");
        }
        assert_eq!(
            (desk::page_of("/desk/sites/1/x"), desk::page_of("/desk/list"), desk::page_of("/sites")),
            (Some("sites"), None, None)
        );
    }
}
