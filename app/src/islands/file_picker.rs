//! The files that go with a message: chosen, dropped or pasted, shown as chips, taken away again.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{DataTransfer, File, FileList, FormData};

use super::Icon;
use super::composer::{ComposerWords, KeptFile, Limits};
use super::faults::FieldFaults;

/// The name of the field, and of its faults.
pub(super) const FIELD: &str = "file";

/// The chosen files of one composer.
#[derive(Clone, Copy)]
pub(super) struct Files {
    chosen: RwSignal<Vec<(u32, File)>, LocalStorage>,
    /// How many files of an earlier try go along.
    kept: RwSignal<usize>,
    limits: Limits,
    words: StoredValue<(String, String)>,
    faults: FieldFaults,
    count: StoredValue<u32>,
    /// Are they on their way?
    is_locked: RwSignal<bool>,
}

impl Files {
    pub(super) fn new(
        limits: Limits,
        words: &ComposerWords,
        kept: usize,
        faults: FieldFaults,
        is_locked: RwSignal<bool>,
    ) -> Self {
        Self {
            chosen: RwSignal::new_local(Vec::new()),
            kept: RwSignal::new(kept),
            limits,
            words: StoredValue::new((words.file_too_large.clone(), words.too_many_files.clone())),
            faults,
            count: StoredValue::new(0),
            is_locked,
        }
    }

    /// Takes files. What is wrong with one is said at once: the server would say the same after all of it had travelled.
    pub(super) fn add(self, list: &FileList) {
        if self.is_locked.get_untracked() {
            return;
        }
        self.faults.clear(FIELD);
        for file in (0..list.length()).filter_map(|index| list.get(index)) {
            let (too_large, too_many) = self.words.get_value();
            if file.size() > f64::from(self.limits.file_bytes) {
                self.fault(too_large);
            } else if self.chosen.read_untracked().len() + self.kept.get_untracked() >= self.limits.files {
                self.fault(too_many);
            } else {
                let number = self.count.get_value();
                self.count.set_value(number + 1);
                self.chosen.update(|chosen| chosen.push((number, file)));
            }
        }
    }

    /// Takes what was pasted or dropped. Where there is text too, the text is what was meant: cells of a spreadsheet bring a
    /// picture of themselves along. `true` when files were taken.
    pub(super) fn take(self, data: Option<DataTransfer>) -> bool {
        let Some(data) = data else { return false };
        let has_text = data.get_data("text/plain").is_ok_and(|text| !text.is_empty());
        let files = data.files().filter(|files| files.length() > 0 && !has_text);
        files.map(|files| self.add(&files)).is_some()
    }

    /// Puts them into what is sent, in place of the field's own.
    pub(super) fn put_into(self, form: &FormData) {
        form.delete(FIELD);
        for (_, file) in self.chosen.read_untracked().iter() {
            _ = form.append_with_blob_and_filename(FIELD, file, &file.name());
        }
    }

    /// Their names and sizes, to tell one message from another: chosen again after a reload they are the same.
    pub(super) fn names(self) -> String {
        self.chosen
            .read_untracked()
            .iter()
            .map(|(_, file)| [&file.name(), " ", &whole(file.size()).to_string(), "\n"].concat())
            .collect()
    }

    /// Whether there is none, of those that an earlier try kept either.
    pub(super) fn is_empty(self) -> bool {
        self.chosen.read_untracked().is_empty() && self.kept.get_untracked() == 0
    }

    /// Forgets them: they have arrived.
    pub(super) fn clear(self) {
        self.chosen.update(Vec::clear);
        self.kept.set(0);
    }

    fn fault(self, message: String) {
        self.faults.add(super::FieldFault { field: FIELD.to_owned(), message });
    }

    fn remove(self, number: u32) {
        self.chosen.update(|chosen| chosen.retain(|(other, _)| *other != number));
    }
}

/// The button. The label is what one sees, the field under it is a plain one.
#[component]
pub(super) fn FileButton(files: Files, words: ComposerWords, icons: String) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let chosen = move |_| {
        if let Some(field) = field.get_untracked() {
            if let Some(list) = field.files() {
                files.add(&list);
            }
            // The same file may be chosen again.
            field.set_value("");
            if files.faults.of(FIELD).is_some() {
                _ = field.focus();
            }
        }
    };
    let faults = files.faults;
    view! {
        <label class="button button--quiet add-file" title=words.add_file_hint>
            <Icon sprite=icons name="clip"/>
            <span>{words.add_file}</span>
            <input
                type="file" id="file" name=FIELD multiple=true node_ref=field on:change=chosen disabled=move || files.is_locked.get()
                aria-invalid=move || faults.of(FIELD).map(|_| "true") aria-describedby="file-fault"
            />
        </label>
    }
}

/// The files beside what is being written: those that an earlier try kept, each with a tick to leave it out, and those chosen here.
#[component]
pub(super) fn FileChips(files: Files, kept: Vec<KeptFile>, words: ComposerWords, icons: String) -> impl IntoView {
    let sprite = icons.clone();
    let kept = (!kept.is_empty()).then(|| {
        let chips = kept
            .into_iter()
            .map(|file| {
                let icon = if file.is_image { "image" } else { "file" };
                view! {
                    <label class="file">
                        <input type="checkbox" name="kept" value=file.id checked=true/>
                        <span><Icon sprite=sprite.clone() name=icon/><b><bdi>{file.name}</bdi></b>" "<small>{file.size}</small></span>
                    </label>
                }
            })
            .collect_view();
        let is_gone = move || files.kept.get() == 0;
        view! {
            <fieldset class="kept" hidden=is_gone disabled=is_gone>
                <legend>{words.kept_files.clone()}</legend>
                <div class="composer__files">{chips}</div>
            </fieldset>
        }
    });
    let sizes = (words.kilobytes, words.megabytes);
    let remove = words.remove;
    view! {
        {kept}
        <div class="composer__files">
            {move || files.chosen.get().into_iter().map(|(number, file)| {
                let (name, size) = (file.name(), size(&sizes, file.size()));
                view! {
                    <span class="file">
                        <Icon sprite=icons.clone() name="file"/>
                        <span><b><bdi>{name.clone()}</bdi></b>" "<small>{size}</small></span>
                        <button
                            class="button button--quiet button--icon" type="button" aria-label=[&remove, ": ", &name].concat()
                            on:click=move |_| files.remove(number) disabled=move || files.is_locked.get()
                        >
                            <Icon sprite=icons.clone() name="close" class="icon icon--small"/>
                        </button>
                    </span>
                }
            }).collect_view()}
        </div>
    }
}

/// "96 kB", "1.2 MB".
fn size((kilobytes, megabytes): &(String, String), bytes: f64) -> String {
    let bytes = whole(bytes);
    if bytes < 1_000_000 {
        kilobytes.replace("{}", &bytes.div_ceil(1_000).to_string())
    } else {
        megabytes.replace("{}", &format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10))
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of files are whole and not negative")]
fn whole(bytes: f64) -> u64 {
    bytes as u64
}
