//! The focus: in the frame only while the person is in it. Whoever has gone on in the host page is not called back.

use web_sys::HtmlElement;

use super::View;
use crate::page::{self, find};

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
