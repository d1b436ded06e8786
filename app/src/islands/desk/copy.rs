//! A button that copies a line.

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Copies a text, and says so.
#[island]
pub fn CopyButton(text: String, copy: String, copied: String) -> impl IntoView {
    let is_copied = RwSignal::new(false);
    let act = move |_| {
        let promise = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            is_copied.set(JsFuture::from(promise).await.is_ok());
        });
    };
    view! {
        <button class="button button--small needs-script" type="button" on:click=act>
            {move || if is_copied.get() { copied.clone() } else { copy.clone() }}
        </button>
    }
}
