//! Whoever is signed out and wants something: the sign-in stands in its place, with what was typed, and leads back there.

use app::Typed;
use app::pages::{Again, desk, portal};
use axum::extract::RawQuery;
use axum::response::Response;
use model::fault::Fault;

use super::{Reader, Stage, query};
use crate::app::App;
use crate::form::Form;
use crate::refusal::{self, Refusal};
use crate::session::Session;

/// The number of the ticket that one wanted to see, as a form or an address has it. What is no number of a ticket is nothing:
/// no way is ever made from anything else.
pub fn destination(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| *number > 0)
}

/// The same, from a page's own address.
pub fn asked(raw: &RawQuery) -> Option<i64> {
    query(raw, "to").and_then(destination)
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
    let stage = Stage::new(app, reader, session).await?;
    let page = portal::sign_in(&stage.shell(None), &Typed::default(), to, again.as_ref());
    Ok(refusal::with_status(fault, stage.send(page)))
}

/// The desk's sign-in in place of what an agent sent whose session is gone.
pub async fn at_desk(app: &App, session: &Session, reader: Reader, to: i64, again: Again) -> Result<Response, Refusal> {
    let reader = Reader { path: "/desk/sign-in".to_owned(), ..reader };
    let stage = Stage::new(app, reader, session).await?;
    let page = desk::sign_in(&stage.shell(None), &Typed::default(), Some(to), Some(&again));
    Ok(refusal::with_status(Fault::SignedOut, stage.send(page)))
}

/// The words of a message that was refused, to be sent again to the same place.
pub fn words(form: &Form, action: String, hidden: &[&'static str]) -> Again {
    Again {
        action,
        fields: hidden.iter().map(|name| (*name, form.text(name).to_owned())).filter(|(_, text)| !text.is_empty()).collect(),
        name: "body",
        words: form.text("body").to_owned(),
        is_multipart: true,
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
        }
    }
}
