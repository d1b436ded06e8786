//! What every page is told besides its view: who reads, in which language, and where the assets are.

use jiff::tz::TimeZone;
use leptos::prelude::*;
use model::fault::Fault;
use model::person::Person;
use model::site::Site;
use model::time::Time;

use crate::drawn::Drawn;
use crate::words::{self, Lang};

/// Where the built assets are: each a URL path such as `/assets/portal-1a2b.css`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Assets {
    /// Style of the portal.
    pub portal_css: String,
    /// Style of the desk.
    pub desk_css: String,
    /// Style of the widget's frame.
    pub frame_css: String,
    /// Style of the demo shop and the mailbox.
    pub shop_css: String,
    /// The folder of the portal's islands, below the root and without a slash at its ends.
    pub portal_islands: String,
    /// The folder of the desk's islands.
    pub desk_islands: String,
    /// The frame's module.
    pub frame_js: String,
    /// The frame's WebAssembly.
    pub frame_wasm: String,
    /// The sprite of all icons.
    pub icons: String,
    /// The lit lamp.
    pub mark: String,
}

/// What every page needs.
#[derive(Debug, Clone)]
pub struct Shell<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The nonce of this response's content security policy.
    pub nonce: &'a str,
    /// Where the assets are.
    pub assets: &'a Assets,
    /// What was drawn lately.
    pub drawn: &'a Drawn,
    /// The site whose name and colour the page carries.
    pub site: &'a Site,
    /// Who reads, if signed in.
    pub me: Option<Person>,
    /// The id of whoever reads, for what this device keeps of them; empty when nobody is known.
    pub owner: &'a str,
    /// The page's token for the live link.
    pub live: Option<&'a str>,
    /// Now.
    pub now: Time,
    /// The reader's clock.
    pub zone: TimeZone,
    /// The page's own path, for the language link.
    pub path: &'a str,
    /// What was wrong with the form that came before.
    pub fault: Option<Fault>,
    /// Has the keyboard a Command key?
    pub is_mac: bool,
}

/// What all pages of a site in one language share.
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) struct Look<'a> {
    pub(crate) lang: Lang,
    pub(crate) assets: &'a Assets,
    pub(crate) site_name: &'a str,
    pub(crate) accent: &'a str,
}

impl Shell<'_> {
    /// What the page shares with others.
    pub(crate) fn look(&self) -> Look<'_> {
        Look { lang: self.lang, assets: self.assets, site_name: &self.site.name, accent: &self.site.accent }
    }

    /// The keys that send what was typed, as they are printed on the reader's keyboard.
    pub(crate) const fn send_keys(&self) -> &'static str {
        if self.is_mac { "⌘⏎" } else { "Ctrl+Enter" }
    }

    /// The keys that send it and solve the ticket.
    pub(crate) const fn solve_keys(&self) -> &'static str {
        if self.is_mac { "⇧⌘⏎" } else { "Ctrl+Shift+Enter" }
    }

    /// The part that fragments need too.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            lang: self.lang,
            zone: self.zone.clone(),
            now: self.now,
            site_name: &self.site.name,
            icons: &self.assets.icons,
            drawn: self.drawn,
        }
    }
}

/// Who reads a fragment.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    /// Their language.
    pub lang: Lang,
    /// Their clock.
    pub zone: TimeZone,
    /// Now.
    pub now: Time,
    /// The site's name, as agents' messages carry it.
    pub site_name: &'a str,
    /// The sprite of all icons (`Assets::icons`).
    pub icons: &'a str,
    /// What was drawn lately.
    pub drawn: &'a Drawn,
}

impl Reader<'_> {
    /// A moment: short to read, exact on hover.
    pub(crate) fn time(&self, time: Time) -> impl IntoView + use<> {
        self.time_as(time, words::time::short(self.lang, time, self.now, &self.zone))
    }

    /// The day that it is on the reader's clock.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        model::hours::at(self.now, &self.zone).date()
    }

    /// The day of a moment.
    pub(crate) fn day(&self, time: Time) -> impl IntoView + use<> {
        self.time_as(time, words::time::date(self.lang, time, &self.zone))
    }

    /// A moment in a dense list.
    pub(crate) fn ago(&self, time: Time) -> impl IntoView + use<> {
        let (exact, words) =
            (words::time::exact(self.lang, time, &self.zone), words::time::ago(self.lang, time, self.now, &self.zone));
        view! { <time datetime=words::time::iso(time) title=exact data-ago="">{words}</time> }
    }

    fn time_as(&self, time: Time, words: String) -> impl IntoView + use<> {
        let exact = words::time::exact(self.lang, time, &self.zone);
        view! { <time datetime=words::time::iso(time) title=exact>{words}</time> }
    }

    /// A moment inside a sentence: "today 10:05".
    pub(crate) fn time_within(&self, time: Time) -> impl IntoView + use<> {
        self.time_as(time, self.within(time))
    }

    /// "since today 10:05".
    pub(crate) fn since(&self, time: Time) -> String {
        self.lang.since(&self.within(time))
    }

    /// The same as text.
    pub(crate) fn within(&self, time: Time) -> String {
        let when = words::time::short(self.lang, time, self.now, &self.zone);
        let day = [self.lang.today(), self.lang.yesterday()].into_iter().find(|day| when.starts_with(day));
        day.map_or_else(|| when.clone(), |day| when.replacen(day, &day.to_lowercase(), 1))
    }

    /// Somebody's name, or what stands for it.
    pub(crate) fn name(&self, person: &Person) -> String {
        self.lang.name_of(person)
    }
}
