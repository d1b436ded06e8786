//! Icons, as islands draw them.

use leptos::prelude::*;

/// An icon of the sprite at `sprite`.
#[component]
pub fn Icon(
    /// Where the sprite is; empty when the page carries the symbols itself.
    sprite: String,
    /// The icon's name.
    name: &'static str,
    /// Its look.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    let href = format!("{sprite}#i-{name}");
    view! { <svg class=class aria-hidden="true"><use_ href=href></use_></svg> }
}
