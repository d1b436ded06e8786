//! What a composer is told by the server: its words and limits.

use serde::{Deserialize, Serialize};

use super::words::words;

/// A file that an earlier try kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    /// What the server calls it.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// "96 kB".
    pub size: String,
    /// Is it a picture?
    pub is_image: bool,
}

/// How much may go with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Characters.
    pub chars: usize,
    /// Bytes of one file.
    pub file_bytes: u32,
    /// Files.
    pub files: usize,
}

words! {
    /// The words of a composer.
    ComposerWords {
        /// The field's label; empty where a visible one points to it.
        label,
        /// What the empty field says.
        placeholder,
        /// What stands under the field.
        hint,
        /// "Send".
        send,
        /// What stands beside the button, maybe nothing.
        beside,
        /// "Attach files".
        add_file,
        /// "Up to five files, 10 MB each".
        add_file_hint,
        /// "Remove".
        remove,
        /// Above the files that an earlier try kept.
        kept_files,
        /// "{} kB" and "{} MB".
        kilobytes,
        /// See above.
        megabytes,
        /// "That file is too large."
        file_too_large,
        /// "That's more than five files."
        too_many_files,
        /// "Sending…"
        sending,
        /// "Not sent yet. We'll keep trying."
        waiting,
    }
}
