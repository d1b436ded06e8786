//! Requests to the server. The session comes first.

use std::cell::Cell;

use browser::fetch;
use client::chat::Answer;
use model::live::Tell;
use model::wire::{BeginSession, Kept, Refused};
use serde::Serialize;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Session {
    None,
    Asked,
    Here,
}

/// The way to the server.
pub(crate) struct Api {
    site: String,
    lang: String,
    session: Cell<Session>,
}

impl Api {
    /// For a site's page.
    pub(crate) fn new(site: String, lang: String, has_session: bool) -> Self {
        let session = if has_session { Session::Here } else { Session::None };
        Self { site, lang, session: Cell::new(session) }
    }

    /// Sends JSON; the session comes first.
    pub(crate) async fn post(&self, path: &str, words: &impl Serialize) -> Answer {
        if !self.begin().await {
            return Answer::Lost;
        }
        answer(fetch::post_json::<Kept>(path, &self.lang, words).await)
    }

    /// Waits for news.
    pub(crate) async fn poll(&self, path: &str, token: &str) -> Option<Vec<Tell>> {
        fetch::poll(path, token).await
    }

    /// Makes sure that there is a session, once for all who ask at the same time.
    pub(crate) async fn begin(&self) -> bool {
        while self.session.get() == Session::Asked {
            browser::sleep(50).await;
        }
        if self.session.get() == Session::Here {
            return true;
        }
        self.session.set(Session::Asked);
        let words = BeginSession { site: self.site.clone() };
        let answer = fetch::post_json::<()>("/api/widget/v1/session", &self.lang, &words).await;
        let is_here = matches!(answer, fetch::Answer::Kept(()));
        self.session.set(if is_here { Session::Here } else { Session::None });
        is_here
    }

    /// The server knows no session of ours.
    pub(crate) fn end(&self) {
        self.session.set(Session::None);
    }

    /// The language that sentences shall have.
    pub(crate) fn lang(&self) -> &str {
        &self.lang
    }
}

fn answer(answer: fetch::Answer<Kept>) -> Answer {
    match answer {
        fetch::Answer::Kept(kept) => Answer::Kept(kept),
        fetch::Answer::Refused(status, refused) => Answer::Refused(status, refused),
        fetch::Answer::Lost => Answer::Lost,
    }
}

/// What a refusal says; one without our words came from something in between, so nobody knows.
pub(crate) fn refusal(text: &str) -> Option<Refused> {
    browser::json::read(text)
}
