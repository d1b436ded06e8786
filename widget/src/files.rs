//! Files beside the message that is being written: each is sent at once and shown as a chip. A message leaves when its
//! files have arrived.

use std::cell::{Cell, RefCell};

use browser::fetch;
use js_sys::{Array, Intl, Object, Promise, Reflect};
use model::id::AttachmentId;
use model::limit;
use model::wire::Uploaded;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, File, FileList, HtmlElement, HtmlProgressElement, ProgressEvent, Url, XmlHttpRequest};

use crate::api;
use crate::frame::Frame;
use crate::page;
use crate::view::View;
use client::outbox::Carried;

const REST: i32 = 3000;
const REVOKED_AFTER: i32 = 60_000;

/// The files of the message that is being written.
#[derive(Default)]
pub(crate) struct Files {
    chips: RefCell<Vec<Chip>>,
    count: Cell<u32>,
    is_send_wanted: Cell<bool>,
}

struct Chip {
    number: u32,
    element: HtmlElement,
    name: String,
    arrived: Option<AttachmentId>,
}

enum Sent {
    Arrived(Uploaded),
    Refused(String),
    SignedOut,
    Lost,
}

impl Files {
    /// Takes what was chosen, dropped or pasted.
    pub(crate) fn add(&self, frame: &'static Frame, list: &FileList) {
        for index in 0..list.length() {
            let Some(file) = list.get(index) else {
                continue;
            };
            if self.chips.borrow().len() >= limit::ATTACHMENTS_MAX {
                frame.view.fault_named("data-too-many-files");
                return;
            }
            if file.size() > f64::from(u32::try_from(limit::ATTACHMENT_BYTES_MAX).unwrap_or(u32::MAX)) {
                frame.view.fault_named("data-file-too-large");
                continue;
            }
            if let Some(number) = self.show(frame, &file) {
                spawn_local(carry(frame, number, file));
            }
        }
    }

    /// Is a file still on its way?
    pub(crate) fn is_busy(&self) -> bool {
        self.chips.borrow().iter().any(|chip| chip.arrived.is_none())
    }

    /// Send the message once the last file has arrived, or not.
    pub(crate) fn want_send(&self, frame: &Frame, is_wanted: bool) {
        if self.is_send_wanted.replace(is_wanted) != is_wanted {
            frame.view.notice("sending", is_wanted);
        }
    }

    /// Hands the files over to a message.
    pub(crate) fn take(&self, frame: &Frame) -> Vec<Carried> {
        self.want_send(frame, false);
        let chips = self.chips.take();
        chips
            .into_iter()
            .filter_map(|chip| {
                chip.element.remove();
                Some(Carried { id: chip.arrived?, name: chip.name })
            })
            .collect()
    }

    /// Takes the chip away that holds this element.
    pub(crate) fn drop_with(&self, frame: &'static Frame, inside: &web_sys::Element) {
        self.chips.borrow_mut().retain(|chip| {
            let is_it = chip.element.contains(Some(inside));
            if is_it {
                chip.element.remove();
            }
            !is_it
        });
        self.want_send(frame, false);
        frame.view.take_focus();
    }

    fn show(&self, frame: &'static Frame, file: &File) -> Option<u32> {
        let element = page::element_of("#t-file")?;
        let name = file.name();
        page::within::<HtmlElement>(&element, "[data-name]")?.set_text_content(Some(&name));
        if let Some(size) = page::within::<HtmlElement>(&element, "[data-size]") {
            size.set_text_content(size_words(file.size(), frame.api.lang()).as_deref());
        }
        View::add_chip(&element);
        let number = self.count.get();
        self.count.set(number + 1);
        self.chips.borrow_mut().push(Chip { number, element, name, arrived: None });
        Some(number)
    }

    fn progress_of(&self, number: u32) -> Option<HtmlProgressElement> {
        let chips = self.chips.borrow();
        let chip = chips.iter().find(|chip| chip.number == number)?;
        page::within(&chip.element, "progress")
    }

    fn is_wanted(&self, number: u32) -> bool {
        self.chips.borrow().iter().any(|chip| chip.number == number)
    }

    fn arrived(&self, number: u32, uploaded: Uploaded) {
        if let Some(progress) = self.progress_of(number) {
            progress.remove();
        }
        if let Some(chip) = self.chips.borrow_mut().iter_mut().find(|chip| chip.number == number) {
            chip.arrived = Some(uploaded.id);
            chip.name = uploaded.name;
        }
    }

    fn forget(&self, number: u32) {
        self.chips.borrow_mut().retain(|chip| {
            if chip.number == number {
                chip.element.remove();
            }
            chip.number != number
        });
    }
}

/// Sends a file until it has arrived, was refused, or was taken away.
async fn carry(frame: &'static Frame, number: u32, file: File) {
    let files = &frame.files;
    while files.is_wanted(number) {
        let sent = if frame.api.begin().await { upload(frame, number, &file).await } else { Sent::Lost };
        match sent {
            Sent::Arrived(uploaded) => {
                files.arrived(number, uploaded);
                break;
            }
            Sent::Refused(sentence) => {
                files.forget(number);
                files.want_send(frame, false);
                frame.view.fault(Some(&sentence));
                return;
            }
            Sent::SignedOut => frame.api.end(),
            Sent::Lost => {}
        }
        browser::sleep(REST).await;
    }
    if files.is_send_wanted.get() && !files.is_busy() {
        frame.send();
    }
}

async fn upload(frame: &'static Frame, number: u32, file: &File) -> Sent {
    let Ok(request) = XmlHttpRequest::new() else {
        return Sent::Lost;
    };
    let upload = request.clone();
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if !frame.files.is_wanted(number) {
            let _ = upload.abort();
        }
        if let Some(bar) = frame.files.progress_of(number).filter(|_| event.length_computable()) {
            bar.set_value(100.0 * event.loaded() / event.total().max(1.0));
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(wasm_bindgen::JsCast::unchecked_ref(progress.as_ref())));
    }
    let _ = request.open("POST", "/api/widget/v1/files");
    request.set_timeout(fetch::UPLOAD_WITHIN);
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let _ = request.set_request_header("x-file-name", &name);
    let _ = request.set_request_header("content-type", "application/octet-stream");
    let _ = request.set_request_header("accept-language", frame.api.lang());
    let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
    if request.send_with_opt_blob(Some(file)).is_err() || page::wait(Ok(ended)).await.is_none() {
        return Sent::Lost;
    }
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status().unwrap_or_default() {
        200..=299 => browser::json::read(&text).map_or(Sent::Lost, Sent::Arrived),
        401 => Sent::SignedOut,
        408 | 425 | 429 => Sent::Lost,
        400..=499 => api::refusal(&text).map_or(Sent::Lost, |refused| Sent::Refused(refused.message)),
        _ => Sent::Lost,
    }
}

/// Fetches what a link offers, and saves it under the name that the link shows.
pub(crate) fn save(frame: &'static Frame, link: Element) {
    let (path, name) = (link.get_attribute("href").unwrap_or_default(), link.get_attribute("download").unwrap_or_default());
    spawn_local(async move {
        let url = fetch::file(&path).await.and_then(|file| Url::create_object_url_with_blob(&file).ok());
        let Some((url, anchor)) = url.zip(page::document().and_then(|page| page.create_element("a").ok())) else {
            frame.view.offline(true);
            return;
        };
        let anchor: HtmlElement = anchor.unchecked_into();
        let _ = anchor.set_attribute("href", &url);
        let _ = anchor.set_attribute("download", &name);
        anchor.click();
        // The browser has begun to save it by then.
        browser::sleep(REVOKED_AFTER).await;
        let _ = Url::revoke_object_url(&url);
    });
}

/// "96 kB", as the browser says it in this language.
fn size_words(bytes: f64, lang: &str) -> Option<String> {
    let (number, unit) =
        if bytes < 1e6 { ((bytes / 1e3).ceil(), "kilobyte") } else { ((bytes / 1e5).floor() / 10.0, "megabyte") };
    let options = Object::new();
    for (name, value) in [("style", "unit"), ("unit", unit)] {
        let _ = Reflect::set(&options, &name.into(), &value.into());
    }
    let words = Intl::NumberFormat::new(&Array::of1(&lang.into()), &options);
    words.format().call1(&JsValue::NULL, &number.into()).ok()?.as_string()
}
