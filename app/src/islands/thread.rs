//! A conversation that grows: new lines at its end, who is typing, and what screen readers hear of it.

use leptos::html::{Div, Span};
use leptos::prelude::*;
use model::person::Side;

use super::insert;
use super::live::live;
use super::words::words;

words! {
    /// The conversation's words.
    ThreadWords {
        /// Stands for a name that nobody told.
        somebody,
        /// "is typing…"
        is_typing,
    }
}

/// How near to the end a reader is who wants to stay there, in pixels.
const NEAR_END: f64 = 80.0;
/// Nobody sees it, nobody hears it.
const AGAIN: &str = "\u{a0}";
/// What stays free below the end of the conversation, in pixels.
const ROOM: f64 = 48.0;

/// The conversation. Its lines come as children, in a list.
#[island]
pub fn Thread(
    /// Which side reads it.
    side: Side,
    /// The label of the pane that scrolls by itself; empty where the page scrolls.
    pane: String,
    words: ThreadWords,
    children: Children,
) -> impl IntoView {
    let (root, thread, end) = (NodeRef::<Div>::new(), NodeRef::<Div>::new(), NodeRef::<Span>::new());
    let scroll = Scroll { pane: root, end, has_pane: !pane.is_empty() };
    let announced = RwSignal::new(String::new());
    let typing = live().typing;
    Effect::new(move |_| {
        let lines = live().lines;
        lines.track();
        let Some(list) = thread.get().and_then(|thread| insert::slot(&thread)) else { return };
        let (was_at_end, mut spoken) = (scroll.is_at_end(), String::new());
        for line in lines.try_update_untracked(std::mem::take).unwrap_or_default() {
            let Some(entry) = (!line.html.is_empty()).then(|| insert::append(&list, &line.html)).flatten() else { continue };
            if line.by.is_some_and(|by| by != side) {
                spoken = [&spoken, &insert::spoken(&entry), "\n"].concat();
            }
        }
        if !spoken.is_empty() {
            // The same words again must differ, or they are not read out again.
            let again = if announced.read_untracked().ends_with(AGAIN) { "" } else { AGAIN };
            announced.set(spoken + again);
        }
        if was_at_end {
            scroll.to_end();
        }
    });
    if scroll.has_pane {
        Effect::new(move |_| scroll.to_end());
    }
    // One's own message is wanted in sight, wherever one had scrolled to.
    Effect::new(move |before: Option<u32>| {
        let messages = live().own_messages.get();
        if before.is_some_and(|before| before != messages) {
            _ = set_timeout(move || scroll.to_end(), std::time::Duration::from_millis(150));
        }
        messages
    });
    let name = {
        let typing = typing.clone();
        move || typing.get().filter(|name| !name.is_empty()).unwrap_or_else(|| words.somebody.clone())
    };
    let audience = if side == Side::Agent { "agent" } else { "customer" };
    let has_pane = scroll.has_pane;
    view! {
        <div class=if has_pane { "pane__scroll" } else { "part" } node_ref=root tabindex=has_pane.then_some("0") role=has_pane.then_some("region") aria-label=has_pane.then_some(pane)>
            <div class="thread" data-audience=audience node_ref=thread>
                {children()}
                <p class="typing" hidden=move || typing.get().is_none()>
                    <span class="typing__dots" aria-hidden="true"><i></i><i></i><i></i></span>
                    <span><bdi>{name}</bdi>" "{words.is_typing}</span>
                </p>
                <span class="latest" id="latest" node_ref=end></span>
            </div>
            <p class="hidden-words" aria-live="polite">{announced}</p>
        </div>
    }
}

/// What scrolls: a pane of the desk, or the whole page.
#[derive(Clone, Copy)]
struct Scroll {
    pane: NodeRef<Div>,
    end: NodeRef<Span>,
    has_pane: bool,
}

impl Scroll {
    /// Is the reader at the end?
    fn is_at_end(self) -> bool {
        match (self.has_pane, self.pane.get_untracked(), self.end.get_untracked()) {
            (true, Some(pane), _) => f64::from(pane.scroll_height() - pane.scroll_top() - pane.client_height()) < NEAR_END,
            (false, _, Some(end)) => {
                let top = end.get_bounding_client_rect().top();
                top > 0.0 && top < height() + NEAR_END
            }
            _ => false,
        }
    }

    fn to_end(self) {
        match (self.has_pane, self.pane.get_untracked(), self.end.get_untracked()) {
            (true, Some(pane), _) => pane.set_scroll_top(pane.scroll_height()),
            // By hand: scrolling *to* an element would also make the next Tab start from there.
            (false, _, Some(end)) => {
                let below = end.get_bounding_client_rect().bottom() + ROOM - height();
                if below > 0.0 {
                    window().scroll_by_with_x_and_y(0.0, below);
                }
            }
            _ => {}
        }
    }
}

fn height() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}
