//! Icons: a `<use>` of the sprite, or of the few symbols that a page carries itself.

use leptos::prelude::*;

use crate::shell::Reader;

/// Knows where the sprite of all icons is (`Assets::icons`).
pub(crate) trait Icons {
    fn icons(&self) -> &str;
}

impl Icons for Reader<'_> {
    fn icons(&self) -> &str {
        self.icons
    }
}

/// An icon.
pub(crate) fn icon(page: &dyn Icons, name: &str) -> impl IntoView + use<> {
    draw(page, name, "icon")
}

/// An icon in a line of small text.
pub(crate) fn small(page: &dyn Icons, name: &str) -> impl IntoView + use<> {
    draw(page, name, "icon icon--small")
}

/// An icon with a direction: turned round when the text runs from right to left.
pub(crate) fn flipped(page: &dyn Icons, name: &str) -> impl IntoView + use<> {
    draw(page, name, "icon icon--flip")
}

fn draw(page: &dyn Icons, name: &str, class: &'static str) -> impl IntoView + use<> {
    let href = format!("{}#i-{name}", page.icons());
    view! { <svg class=class aria-hidden="true"><use_ href=href></use_></svg> }
}

/// Symbols for a page that must not fetch the sprite: the same shapes as `public/icons.svg`, found by name.
pub(crate) fn sprite(names: &[&str]) -> impl IntoView + use<> {
    let symbols = names.iter().filter_map(|name| symbol(name)).collect::<String>();
    view! { <svg class="sprite" aria-hidden="true" width="0" height="0" inner_html=symbols></svg> }
}

/// One `<symbol>` of the sprite file, which is our own text and holds nothing of anybody else's.
fn symbol(name: &str) -> Option<&'static str> {
    const SPRITE: &str = include_str!("../../../public/icons.svg");
    let start = SPRITE.find(&format!("<symbol id=\"i-{name}\""))?;
    let (_, rest) = SPRITE.split_at_checked(start)?;
    let end = rest.find("</symbol>")? + "</symbol>".len();
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_found_by_name() {
        assert!(symbol("send").is_some_and(|text| text.starts_with("<symbol id=\"i-send\"") && text.ends_with("</symbol>")));
        assert_eq!(symbol("no-such"), None);
    }
}
