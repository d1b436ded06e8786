//! The sites of the workspace.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::id::SiteId;
use model::site::{Sighting, Site};

use super::rail::{Place, desk};
use crate::shell::{Reader, Shell};
use crate::ui::{self, Drawing};

/// The list of sites.
pub fn sites(shell: &Shell<'_>, sites: &[Site], seen: &BTreeMap<SiteId, Sighting>) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    desk(shell, Place::Sites, lang.sites(), "desk desk--page", "#main", || {
        let add = |class: &'static str| {
            view! { <a class=class href="/desk/sites/new">{ui::icon(&reader, "plus")}{lang.site_add()}</a> }.into_any()
        };
        let (head, list) = if sites.is_empty() {
            (
                ().into_any(),
                ui::empty(Drawing::Lamp, lang.sites_empty_title(), lang.sites_empty(), add("button button--primary")).into_any(),
            )
        } else {
            let rows: Vec<_> = sites.iter().map(|site| row(shell, site, seen.get(&site.id))).collect();
            (add("button"), view! { <ul class="rows">{rows}</ul> }.into_any())
        };
        view! {
            <main id="main" class="sheet">
                <div class="sheet__inside stack">
                    <div class="line line--apart"><div><h1>{lang.sites()}</h1><p class="soft">{lang.sites_more()}</p></div>{head}</div>
                    {ui::fault(&reader, shell.fault)}
                    <div class="card card--list">{list}</div>
                </div>
            </main>
        }
        .into_any()
    })
}

fn row(shell: &Shell<'_>, site: &Site, seen: Option<&Sighting>) -> impl IntoView + use<> {
    let reader = shell.reader();
    let origins = if site.origins.is_empty() { shell.lang.site_no_page().to_owned() } else { site.origins.join(", ") };
    view! {
        <li>
            <a class="row" href=format!("/desk/sites/{}", site.id)>
                {ui::icon(&reader, "globe")}
                <span class="row__main">
                    <span class="row__title"><bdi>{site.name.clone()}</bdi></span>
                    <span class="row__more"><bdi>{origins}</bdi></span>
                    <span class="row__more">{said(&reader, seen)}</span>
                </span>
                <span class="row__end">{ui::flipped(&reader, "chevron")}</span>
            </a>
        </li>
    }
}

/// Where a site's script was last loaded, in words: its owner sees whether the tag works.
pub(super) fn said(reader: &Reader<'_>, seen: Option<&Sighting>) -> String {
    match seen {
        Some(seen) => reader.lang.site_seen(&seen.origin, &reader.within(seen.at)),
        None => reader.lang.site_not_seen().to_owned(),
    }
}
