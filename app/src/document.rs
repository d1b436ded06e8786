//! A whole HTML document: head, colours of the site, scripts, and the way from a view to text.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::config::LeptosOptions;
use leptos::hydration::HydrationScripts;
use leptos::nonce::Nonce;
use leptos::prelude::*;
use leptos::tachys::view::{Position, RenderFlags};

use crate::shell::Look;

pub(crate) use leptos::tachys::html::InertElement as Drawn;

/// What differs between documents.
pub(crate) struct Document<H, B> {
    pub(crate) title: String,
    pub(crate) css: String,
    pub(crate) head: H,
    /// Which islands it loads.
    pub(crate) islands: Islands,
    /// The whole `<body>` element.
    pub(crate) body: B,
}

/// Renders a document. The page is built inside, because islands need an owner while they are built.
pub(crate) fn render<H, B>(look: &Look<'_>, nonce: &str, build: impl FnOnce() -> Document<H, B>) -> String
where
    H: IntoView + 'static,
    B: IntoView + 'static,
{
    in_islands(|| {
        let document = build();
        match document.islands {
            Islands::None => html(whole(look, nonce, document)),
            Islands::Portal | Islands::Desk => {
                provide_context(Nonce::from_value(nonce));
                whole(look, nonce, document).to_html()
            }
        }
    })
}

/// Renders a piece of a page that has islands in it, so that a browser can hydrate them.
pub(crate) fn hydratable<V: IntoView>(build: impl FnOnce() -> V) -> String {
    in_islands(|| build().to_html())
}

/// A root of its own, also for a piece that is drawn in the middle of a page.
fn in_islands(draw: impl FnOnce() -> String) -> String {
    let page = Owner::current();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let text = owner.with(draw);
    owner.unset_with_forced_cleanup();
    if let Some(page) = page {
        page.set();
    }
    text
}

/// Renders a view without islands. Every text and attribute is escaped on the way, so a `<!>` can only be one of Leptos's
/// hydration marks, which elements put in whatever the flags say; nothing here is hydrated.
pub(crate) fn html(view: impl RenderHtml) -> String {
    let mut text = String::with_capacity(4096);
    let flags = RenderFlags::HYDRATE.with_hydrate(false);
    view.to_html_with_buf(&mut text, &mut Position::FirstChild, flags, Vec::new());
    text.replace("<!>", "")
}

fn whole<H, B>(look: &Look<'_>, nonce: &str, document: Document<H, B>) -> impl IntoView + use<H, B>
where
    H: IntoView + 'static,
    B: IntoView + 'static,
{
    let Document { title, css, head, islands, body } = document;
    let scripts = scripts(look, islands);
    let nonce = nonce.to_owned();
    view! {
        <!DOCTYPE html>
        <html lang=look.lang.code() dir=look.lang.dir()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href=look.assets.mark.clone() type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
                {accent(look.accent).map(|css| view! { <style nonce=nonce>{css}</style> })}
                <title>{title}</title>
                {head}
                {scripts}
            </head>
            {body}
        </html>
    }
}

/// The site's colour as a style; nothing when it is not exactly `#rrggbb`, so that no other text can get in.
fn accent(accent: &str) -> Option<String> {
    model::site::is_accent(accent).then(|| format!(":root{{--site-accent:{accent}}}"))
}

/// Which islands a page loads: agents' are not part of what customers fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Islands {
    None,
    Portal,
    Desk,
}

/// Leptos's own loader: the module, its WebAssembly, then every island in the page from the outside in.
fn scripts(look: &Look<'_>, islands: Islands) -> impl IntoView + use<> {
    let folder = match islands {
        Islands::None => "",
        Islands::Portal => look.assets.portal_islands.as_str(),
        Islands::Desk => look.assets.desk_islands.as_str(),
    };
    (!folder.is_empty()).then(|| {
        let options = LeptosOptions::builder().output_name("app").site_pkg_dir(folder).build();
        view! { <HydrationScripts options=options islands=true/> }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_texts_stay() {
        let typed = "<!> & <b>";
        let view = view! { <p title=typed>{typed}{Some("x")}{None::<&str>}</p> };
        assert_eq!(html(view), "<p title=\"&lt;!&gt; &amp; &lt;b&gt;\">&lt;!&gt; &amp; &lt;b&gt;x</p>");
    }
}
