//! A site: the brand on one web site, its look and its hours.

use serde::{Deserialize, Serialize};

use crate::id::SiteId;
use crate::time::Time;

/// When somebody is there: minutes from midnight by weekday, Monday first. An empty day is a day off.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfficeHours {
    /// IANA name of the zone, e.g. `Europe/Lisbon`.
    pub zone: String,
    /// Monday to Sunday: opening and closing minute, or nothing. Closing is at most 1440; before the
    /// opening it is on the next day.
    pub days: [Option<(u16, u16)>; 7],
}

impl OfficeHours {
    /// Always open: what a site starts with.
    pub fn always(zone: &str) -> Self {
        Self { zone: zone.to_owned(), days: [Some((0, 1440)); 7] }
    }
}

/// Where and when a site's script was last asked for by a page that may carry it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The page's origin.
    pub origin: String,
    /// When.
    pub at: Time,
}

/// What pages need to know of a site to look like it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// The public key in the script tag.
    pub key: String,
    /// The brand's name.
    pub name: String,
    /// `#rrggbb`.
    pub accent: String,
    /// First words in the widget; empty means the catalog's own.
    pub greeting: String,
    /// Language that the site speaks when the reader's is not known: `en` or `ar`.
    pub locale: String,
    /// When somebody is there.
    pub hours: OfficeHours,
    /// Origins whose pages may carry the widget, e.g. `https://shop.example`.
    pub origins: Vec<String>,
    /// Seconds without a reply after which the widget asks for an email address.
    pub answer_within_seconds: i64,
}

/// Is this exactly `#rrggbb`? Nothing else gets into a style.
pub fn is_accent(accent: &str) -> bool {
    accent.len() == 7 && accent.strip_prefix('#').is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_six_hex_digits_are_a_colour() {
        let check = |text: &str, expected| assert_eq!(is_accent(text), expected, "{text:?}");
        check("#1f6f78", true);
        check("#1F6F78", true);
        check("1f6f78", false);
        check("#fff", false);
        check("#1f6f7g", false);
        check("red;}*{x:y", false);
        check("#é1234", false);
        check("", false);
    }
}
