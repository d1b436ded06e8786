//! Sentences with something in them: a name in bold, a time, a figure.

use leptos::prelude::*;

/// Fills the `{slots}` of a sentence of the catalog. A slot without a filling stays empty.
pub(crate) fn sentence(text: &'static str, mut slots: Vec<(&'static str, AnyView)>) -> AnyView {
    let mut pieces: Vec<AnyView> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else {
            break;
        };
        if !before.is_empty() {
            pieces.push(before.into_any());
        }
        if let Some(at) = slots.iter().position(|(slot, _)| *slot == name) {
            pieces.push(slots.swap_remove(at).1);
        }
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(rest.into_any());
    }
    pieces.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html;

    #[test]
    fn slots_are_filled_and_texts_are_escaped() {
        let check = |text, slots, expected: &str| assert_eq!(html(sentence(text, slots)), expected);
        let bold = || view! { <strong>"<Mina>"</strong> }.into_any();
        check("{who} came, {when}", vec![("who", bold()), ("when", "now".into_any())], "<strong>&lt;Mina&gt;</strong> came, now");
        check("nobody", vec![("who", bold())], "nobody");
        check("{what} {who", vec![], " {who");
    }
}
