//! House rules of the browser half: islands, forms and markup.

use super::{Source, code};

/// An island knows its elements by `NodeRef`; only one file looks into what the server rendered.
pub(crate) fn selectors(source: &Source) -> Option<String> {
    let is_home = source.path == "app/src/islands/insert.rs";
    let words = ["query_selector", "get_element_by_id", "insert_adjacent", "set_inner_html", ".closest("];
    let found = words.iter().find(|word| code(source).any(|line| line.contains(**word)));
    found
        .filter(|_| source.path.starts_with("app/src/islands/") && !is_home)
        .map(|word| format!("`{word}` stands in insert.rs only"))
}

/// What Leptos is made of is named where documents are rendered, so that its next version is one file's work.
pub(crate) fn inside_leptos(source: &Source) -> Option<String> {
    let is_home = source.path == "app/src/document.rs";
    let words = ["tachys", "hydration_context"];
    let found = words.iter().find(|word| code(source).any(|line| line.contains(**word)));
    found.filter(|_| source.path.starts_with("app/src/") && !is_home).map(|word| format!("`{word}` is named in document.rs only"))
}

/// What islands share stands in the page's one store.
pub(crate) fn one_store(source: &Source) -> Option<String> {
    // The time in the last key is the page's, not an island's.
    let is_home = ["app/src/islands/live.rs", "browser/src/time.rs"].contains(&source.path.as_str());
    let is_ours = ["app/src/", "browser/src/", "client/src/"].iter().any(|folder| source.path.starts_with(folder));
    (is_ours && !is_home && code(source).any(|line| line.contains("thread_local!")))
        .then(|| "share it through islands::live".to_owned())
}

/// A form says by itself what is wrong with it, in our words and all at once.
pub(crate) fn forms(source: &Source) -> Option<String> {
    let is_bare = |form: &str| !form.lines().take(5).any(|line| line.contains("novalidate=true"));
    (source.path.starts_with("app/src/") && source.text.split("<form").skip(1).any(is_bare))
        .then(|| "a form has novalidate=true".to_owned())
}

pub(crate) fn text_area(source: &Source) -> Option<String> {
    let is_home = source.path == "app/src/islands/text_area.rs";
    (source.path.starts_with("app/src/") && !is_home && code(source).any(|line| line.contains("<textarea")))
        .then(|| "use islands::TextArea".to_owned())
}

pub(crate) fn markup(source: &Source) -> Option<String> {
    // `body.rs` proves that such words in a message stay words.
    let is_home = ["app/src/document.rs", "app/src/ui/icon.rs", "app/src/ui/body.rs"].contains(&source.path.as_str());
    let words = ["inner_html", " style=", "onclick=", "set_inner_html", "style:"];
    let word = words.iter().find(|word| {
        code(source).any(|line| line.contains(**word) && !line.contains("<style") && !line.trim_start().starts_with("assert"))
    })?;
    let is_ours = ["app/src/pages", "app/src/ui", "app/src/islands", "widget/src", "browser/src"]
        .iter()
        .any(|folder| source.path.starts_with(folder));
    (is_ours && !is_home).then(|| format!("`{word}`: markup is made by components, style by style/"))
}
