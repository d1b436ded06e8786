//! Forms with files: fields and files out of a multipart body, each within its limit, files kept before the words are.

use std::collections::HashMap;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use desk::Actor;
use model::fault::{Fault, Invalid};
use model::id::{AttachmentId, Key};
use model::limit;

use crate::app::App;
use crate::refusal::{self, Refusal};

/// Longest field, in bytes: the longest message in the widest characters.
const FIELD_BYTES_MAX: usize = limit::BODY_CHARS_MAX * 4 + 1024;
/// Most parts of a form.
const PARTS_MAX: usize = 32;

/// A form that was read.
#[derive(Debug, Default)]
pub struct Form {
    fields: HashMap<String, String>,
    /// Files, kept for the message to come.
    pub attachments: Vec<AttachmentId>,
}

impl Form {
    /// Reads a form. Files are kept under the actor's name as they come; an empty file field is no file.
    pub async fn read(app: &App, actor: &Actor, mut multipart: Multipart) -> Result<Self, Refusal> {
        let mut form = Self::default();
        let mut parts = 0;
        while let Some(field) = multipart.next_field().await.map_err(broken)? {
            parts += 1;
            if parts > PARTS_MAX {
                return Err(Invalid::TooManyFiles.into());
            }
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                let bytes = read(field, limit::ATTACHMENT_BYTES_MAX, Fault::Invalid(Invalid::FileTooLarge)).await?;
                if file_name.is_empty() && bytes.is_empty() {
                    continue;
                }
                if form.attachments.len() == limit::ATTACHMENTS_MAX {
                    return Err(Invalid::TooManyFiles.into());
                }
                let kept = app.desk.attachments().upload(actor, &file_name, bytes).await?;
                form.attachments.push(kept.id);
            } else {
                let bytes = read(field, FIELD_BYTES_MAX, Fault::TooLarge).await?;
                let text = String::from_utf8(bytes).map_err(|_| Refusal::from(Invalid::Malformed))?;
                form.fields.insert(name, text);
            }
        }
        Ok(form)
    }

    /// A field's text; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// The form's key.
    pub fn key(&self) -> Result<Key, Refusal> {
        self.text("key").parse().map_err(|_| Invalid::Malformed.into())
    }
}

/// A part's bytes, read only as far as they may go.
async fn read(mut field: Field<'_>, bytes_max: usize, over: Fault) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(over.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: MultipartError) -> Refusal {
    refusal::of_status(error.status()).into()
}
