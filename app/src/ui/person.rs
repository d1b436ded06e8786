//! People: avatars, and whether somebody is here.

use leptos::prelude::*;
use model::hours::Presence;
use model::person::{Person, Side};

use crate::shell::Reader;
use crate::words;

/// Two letters in a circle: agents filled, customers outlined.
pub(crate) fn avatar(reader: &Reader<'_>, person: &Person) -> AnyView {
    circle(reader, person, "")
}

/// A small one.
pub(crate) fn avatar_small(reader: &Reader<'_>, person: &Person) -> AnyView {
    circle(reader, person, " avatar--small")
}

fn circle(reader: &Reader<'_>, person: &Person, kind: &str) -> AnyView {
    let side = if person.side == Side::Customer { "" } else { " avatar--agent" };
    let letters = person.initials();
    let inside = if letters.is_empty() { super::small(reader, "person") } else { letters.into_any() };
    view! { <span class=format!("avatar{side}{kind}") aria-hidden="true">{inside}</span> }.into_any()
}

/// Several, overlapping; three at most.
pub(crate) fn avatars(reader: &Reader<'_>, people: &[Person]) -> AnyView {
    let circles: Vec<_> = people.iter().take(3).map(|person| avatar(reader, person)).collect();
    view! { <span class="avatars" aria-hidden="true">{circles}</span> }.into_any()
}

/// Whether somebody is here, both ways written out; `data-here` says which one is shown, so that the live link only
/// has to turn one attribute.
pub(crate) fn presence(reader: &Reader<'_>, hours: Presence, is_here: bool) -> AnyView {
    let here = words::time::presence(reader.lang, hours, true, reader.now, &reader.zone);
    let away = where_is(reader, hours);
    view! {
        <span class="presence small" data-presence data-here=if is_here { "yes" } else { "no" }>
            <span class="lit" data-when="here">{here}</span>
            <span class="lit lit--off" data-when="away">{away}</span>
        </span>
    }
    .into_any()
}

/// What the hours alone say.
pub(crate) fn where_is(reader: &Reader<'_>, hours: Presence) -> String {
    words::time::presence(reader.lang, hours, false, reader.now, &reader.zone)
}
