//! The only place with a `<textarea>`: one place to escape, label and limit it.

use leptos::html::Textarea;
use leptos::prelude::*;

/// Where somebody types more than a line. What they typed before the page came to life stays.
#[component]
pub fn TextArea(
    id: &'static str,
    name: &'static str,
    /// What stands in it.
    text: String,
    /// Said to those who cannot see it; nothing where a visible label points to it.
    label: Signal<String>,
    #[prop(into)] placeholder: Signal<String>,
    #[prop(default = 4)] rows: u8,
    chars_max: usize,
    #[prop(optional)] is_required: bool,
    /// Is something wrong with it?
    #[prop(optional, into)]
    is_wrong: Signal<bool>,
    #[prop(optional)] node: NodeRef<Textarea>,
) -> impl IntoView {
    // A leading line break is dropped by every parser, so one is put before the text's own.
    let text = if text.starts_with('\n') { format!("\n{text}") } else { text };
    // What is wrong comes before the hint; both stand under it, and one of them is hidden.
    let described_by = format!("{id}-fault {id}-more");
    view! {
        <textarea
            class="input" id=id name=name rows=rows.to_string() maxlength=chars_max.to_string() dir="auto" node_ref=node
            placeholder=move || placeholder.get() aria-label=move || Some(label.get()).filter(|label| !label.is_empty()) required=is_required
            aria-invalid=move || is_wrong.get().then_some("true") aria-describedby=described_by
            autofocus=is_wrong.get_untracked()
        >{text}</textarea>
    }
}
