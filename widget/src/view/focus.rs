//! The focus: in the frame only while the person is in it. Whoever has gone on in the host page is not called back.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::View;
use crate::page::{self, find};

const PLACES: &str = "a[href],button:enabled,textarea,input:not([type=hidden])";

/// Where Tab goes: from the last place to the first and back, while the panel covers the page that it would walk on to.
pub(super) fn stay_inside(key: &KeyboardEvent) {
    if !is_page_covered().unwrap_or_default() {
        return;
    }
    let (mut first, mut last) = (None, None);
    page::each(PLACES, |place| {
        let place: HtmlElement = place.unchecked_into();
        if place.offset_width() > 0 {
            first.get_or_insert_with(|| place.clone());
            last = Some(place);
        }
    });
    let (end, begin) = if key.shift_key() { (first, last) } else { (last, first) };
    let active = page::document().and_then(|page| page.active_element());
    if let (Some(end), Some(begin), Some(active)) = (end, begin, active)
        && **end == *active
    {
        key.prevent_default();
        let _ = begin.focus();
    }
}

/// The frame is about as wide as the browser's window only where it lies over the whole page: the page's own size is not told.
fn is_page_covered() -> Option<bool> {
    let window = page::window()?;
    let (own, whole) = (window.inner_width().ok()?.as_f64()?, window.outer_width().ok()?.as_f64()?);
    Some(whole * 3.0 <= own * 4.0)
}

impl View {
    /// The panel was opened: as soon as the host page hands over the focus it goes to where the person writes.
    pub(crate) fn await_focus(&self, is_awaited: bool) {
        self.is_focus_awaited.set(is_awaited);
        if page::has_focus() {
            self.focus_came();
        }
    }

    pub(super) fn focus_came(&self) {
        if self.is_focus_awaited.take() {
            self.take_focus();
        }
    }

    /// To where the person writes; on the first page to the panel as a whole. Nowhere, while the person is in the host page.
    pub(crate) fn take_focus(&self) {
        if !page::has_focus() {
            return;
        }
        match &self.area {
            Some(area) => area.focus().unwrap_or_default(),
            None => find(".panel").map_or(Ok(()), |panel: HtmlElement| panel.focus()).unwrap_or_default(),
        }
    }
}
