//! People: avatars, and whether somebody is here.

use leptos::prelude::*;
use model::outlook::{Outlook, Outlooks};
use model::person::{Person, Side};

use super::Icons;
use crate::islands;
use crate::shell::Reader;
use crate::words;

/// Their picture, or two letters, in a circle: agents filled, customers outlined.
pub(crate) fn avatar(page: &dyn Icons, person: &Person) -> AnyView {
    circle(page, person, "")
}

/// A large one.
pub(crate) fn avatar_large(page: &dyn Icons, person: &Person) -> AnyView {
    circle(page, person, " avatar--large")
}

/// A small one.
pub(crate) fn avatar_small(page: &dyn Icons, person: &Person) -> AnyView {
    circle(page, person, " avatar--small")
}

fn circle(page: &dyn Icons, person: &Person, kind: &str) -> AnyView {
    let side = if person.side == Side::Customer { "" } else { " avatar--agent" };
    let letters = person.initials();
    let letters = if letters.is_empty() { super::small(page, "person").into_any() } else { letters.into_any() };
    // The letters stay behind it: it may be under way, or replaced a moment ago.
    let picture =
        person.avatar.map(|id| view! { <img src=format!("/avatars/{id}") alt="" width="96" height="96" decoding="async"/> });
    let inside = view! { {letters}{picture} };
    view! { <span class=format!("avatar{side}{kind}") aria-hidden="true">{inside}</span> }.into_any()
}

/// Several, overlapping; three at most.
pub(crate) fn avatars(reader: &Reader<'_>, people: &[Person]) -> impl IntoView + use<> {
    let circles: Vec<_> = people.iter().take(3).map(|person| avatar(reader, person)).collect();
    view! { <span class="avatars" aria-hidden="true">{circles}</span> }
}

/// What to expect, and the agents who are here.
#[derive(Debug, Clone)]
pub struct Presence {
    /// What to expect.
    pub outlooks: Outlooks,
    /// Who is here.
    pub agents: Vec<Person>,
}

/// Whether somebody is here, in words, and what it will say when that changes.
#[derive(Hash)]
pub(crate) struct Lamp {
    is_here: bool,
    here: String,
    away: String,
    is_open: bool,
}

impl Lamp {
    /// What the reader is told now.
    pub(crate) fn of(reader: &Reader<'_>, outlooks: &Outlooks) -> Self {
        let (here, away) = (sentence(reader, &outlooks.here), sentence(reader, &outlooks.away));
        Self { is_here: outlooks.is_here, here, away, is_open: outlooks.away.is_lit() }
    }

    /// The lamp and its sentence; an island turns them when somebody comes or goes.
    pub(crate) fn draw(&self) -> impl IntoView + use<> {
        let (is_here, here, away) = (self.is_here, self.here.clone(), self.away.clone());
        view! { <islands::Presence is_here=is_here here=here away=away is_open=self.is_open/> }
    }
}

/// The same in the widget's frame, whose own program turns `data-here`.
pub(crate) fn frame_presence(reader: &Reader<'_>, outlooks: &Outlooks) -> impl IntoView + use<> {
    let yes = |is_so: bool| if is_so { "yes" } else { "no" };
    view! {
        <span class="presence small" data-presence data-here=yes(outlooks.is_here) data-open=yes(outlooks.away.is_lit())>
            <span class="lit" data-when="here">{sentence(reader, &outlooks.here)}</span>
            <span class=lamp(&outlooks.away) data-when="away">{sentence(reader, &outlooks.away)}</span>
        </span>
    }
}

/// The same on a page that stays as it is.
pub(crate) fn still_presence(reader: &Reader<'_>, outlooks: &Outlooks) -> impl IntoView + use<> {
    let now = outlooks.now();
    view! { <p class=lamp(&now)>{sentence(reader, &now)}</p> }
}

const fn lamp(outlook: &Outlook) -> &'static str {
    if outlook.is_lit() { "lit" } else { "lit lit--off" }
}

/// What to expect, as a whole: "Usually replies in 10 minutes", "Back tomorrow at 09:00".
pub(crate) fn sentence(reader: &Reader<'_>, outlook: &Outlook) -> String {
    words::time::outlook(reader.lang, outlook, reader.now, &reader.zone)
}
