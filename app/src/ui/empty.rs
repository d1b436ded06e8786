//! Empty states: drawn, and they say what to do.

use leptos::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Drawing {
    /// The lamp, waiting.
    Lamp,
    /// An empty email.
    Email,
}

/// An empty list, with a way on.
pub(crate) fn empty<V: IntoView>(drawing: Drawing, title: &'static str, more: &'static str, next: V) -> impl IntoView + use<V> {
    let path = match drawing {
        Drawing::Lamp => "M48 4v16M30 40l10-16a5 5 0 0 1 4-2h8a5 5 0 0 1 4 2l10 16zM35 40l4 24h18l4-24M36 72h24",
        Drawing::Email => "M16 20h64a4 4 0 0 1 4 4v40a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V24a4 4 0 0 1 4-4zM14 24l34 24 34-24",
    };
    view! {
        <div class="empty">
            <svg viewBox="0 0 96 80" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
                <path d=path></path>
            </svg>
            <h2>{title}</h2>
            <p>{more}</p>
            {next}
        </div>
    }
}
