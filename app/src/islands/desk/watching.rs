//! Who else looks at the ticket.

use leptos::prelude::*;

use crate::islands::live::live;
use crate::islands::words::words;

words! {
    /// Words for [`Watching`].
    WatchingWords {
        /// "Also viewing: {}".
        others,
        /// "Customer is online".
        customer,
    }
}

/// At the desk: the other agents who look at the ticket, and whether the customer does.
#[island]
pub fn Watching(words: WatchingWords) -> impl IntoView {
    let store = live();
    let (others, customer) = (store.others, store.is_other_side_here);
    let is_alone = {
        let others = others.clone();
        move || others.read().is_empty()
    };
    let names = move || words.others.replace("{}", &others.read().join(", "));
    view! {
        <span class="small soft" hidden=is_alone>{names}</span>
        <span class="lit small" hidden=move || customer.get() != Some(true)>{words.customer}</span>
    }
}
