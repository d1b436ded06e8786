//! The files that go with a message: chosen more than once, shown as chips, taken away again.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, File, FormData, HtmlFormElement, HtmlInputElement};

use super::dom::{self, data, within};
use super::fault;

/// The chosen files of one form.
#[derive(Clone)]
pub(super) struct Files {
    form: HtmlFormElement,
    chosen: Rc<RefCell<Vec<File>>>,
}

impl Files {
    /// Takes over the form's file field.
    pub(super) fn of(form: &HtmlFormElement) -> Self {
        let files = Self { form: form.clone(), chosen: Rc::default() };
        if let Some(field) = within(form, "input[type='file']") {
            let (files, input) = (files.clone(), field.clone().unchecked_into::<HtmlInputElement>());
            dom::on(&field, "change", move |_: Event| files.add(&input));
        }
        files
    }

    fn add(&self, field: &HtmlInputElement) {
        let most = |name: &str| data(field, name).parse::<f64>().unwrap_or(f64::MAX);
        let (bytes_max, files_max) = (most("bytes-max"), most("files-max"));
        fault::clear(field);
        if let Some(list) = field.files() {
            for file in (0..list.length()).filter_map(|index| list.get(index)) {
                // Said at once: the server would say the same after all of it had travelled.
                if file.size() > bytes_max {
                    fault::show(&self.form, "file_too_large", &data(field, "file-too-large"));
                } else if self.count() >= files_max {
                    fault::show(&self.form, "too_many_files", &data(field, "too-many-files"));
                } else {
                    self.chosen.borrow_mut().push(file);
                }
            }
        }
        field.set_value("");
        self.draw();
    }

    /// Those that were chosen and those that an earlier try kept.
    fn count(&self) -> f64 {
        let kept = self.form.query_selector_all("input[name='kept']:checked").map_or(0, |kept| kept.length());
        let chosen = u32::try_from(self.chosen.borrow().len()).unwrap_or(u32::MAX);
        f64::from(kept.saturating_add(chosen))
    }

    fn draw(&self) {
        let Some(place) = within(&self.form, "[data-files]") else {
            return;
        };
        place.set_text_content(None);
        for (index, file) in self.chosen.borrow().iter().enumerate() {
            if let Some(chip) = self.chip(index, file) {
                _ = place.append_child(&chip);
            }
        }
    }

    fn chip(&self, index: usize, file: &File) -> Option<Element> {
        let chip = dom::clone_template("template[data-chip]")?;
        within(&chip, "[data-name]")?.set_text_content(Some(&file.name()));
        let place = within(&chip, "[data-size]")?;
        place.set_text_content(Some(&size(&place, file.size())));
        let button = within(&chip, "button")?;
        let label = format!("{}: {}", button.get_attribute("aria-label").unwrap_or_default(), file.name());
        _ = button.set_attribute("aria-label", &label);
        let files = self.clone();
        dom::on(&button, "click", move |_: Event| {
            let has_it = index < files.chosen.borrow().len();
            if has_it {
                files.chosen.borrow_mut().remove(index);
            }
            files.draw();
        });
        Some(chip.unchecked_into())
    }

    /// Puts them into what is sent, in place of the field's own.
    pub(super) fn put_into(&self, data: &FormData) {
        data.delete("file");
        for file in self.chosen.borrow().iter() {
            _ = data.append_with_blob_and_filename("file", file, &file.name());
        }
    }

    /// Forgets them: they have arrived.
    pub(super) fn clear(&self) {
        self.chosen.borrow_mut().clear();
        self.draw();
    }
}

/// "96 kB", "1.2 MB", in the words that wait at the place.
fn size(place: &Element, bytes: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of files are whole and not negative")]
    let bytes = bytes as u64;
    let (figure, words) = if bytes < 1_000_000 {
        (bytes.div_ceil(1_000).to_string(), data(place, "kilobytes"))
    } else {
        (format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10), data(place, "megabytes"))
    };
    words.replace("{}", &figure)
}
