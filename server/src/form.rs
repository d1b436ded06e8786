//! Forms with files: fields and files out of a multipart body, each within its limit, files kept before the words are.
//! What is wrong with a file is a fault of the form, not its end: the words are read all the same, and come back.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::HeaderMap;
use desk::Actor;
use desk::tickets::Which;
use model::fault::{Fault, Invalid};
use model::id::{AttachmentId, Key};
use model::limit;
use model::message::Attachment;

use crate::app::App;
use crate::limits;
use crate::refusal::{self, Refusal};

/// Longest field, in bytes: the longest message in the widest characters.
const FIELD_BYTES_MAX: usize = limit::BODY_CHARS_MAX * 4 + 1024;
/// Most fields that are no files.
const FIELDS_MAX: usize = 32;

/// Who sends a form, and where to.
pub struct Sender<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The ticket that the message is for, if there is one already.
    pub ticket: Option<Which>,
    /// Whose budget the files are taken from; agents have none.
    pub counted: Option<(SocketAddr, &'a HeaderMap)>,
}

/// A form that was read.
#[derive(Debug, Default)]
pub struct Form {
    fields: HashMap<String, String>,
    /// Files for the message to come: those that an earlier try kept and the person left ticked, and those that came now.
    pub attachments: Vec<AttachmentId>,
    /// What was wrong before the words were looked at. Nothing may be sent then.
    pub fault: Option<Fault>,
}

impl Form {
    /// Reads a form. Files are kept under the sender's name as they come; an empty file field is no file. With a `fault`
    /// that is known already only the words are read. Whoever may not write there is refused before anything is read.
    pub async fn read(app: &App, sender: &Sender<'_>, mut multipart: Multipart, fault: Option<Fault>) -> Result<Self, Refusal> {
        if let Some(ticket) = sender.ticket {
            app.desk.attachments().demand_place(sender.actor, ticket).await?;
        }
        let mut form = Self { fault, ..Self::default() };
        loop {
            let part = match multipart.next_field().await {
                Ok(Some(field)) => form.take(app, sender, field).await,
                Ok(None) => return Ok(form),
                Err(error) => Err(broken(&error)),
            };
            match part {
                // More than the door takes: the words that stood before the files are here, the rest is not.
                Err(refusal) if refusal.fault() == Fault::TooLarge && form.key().is_ok() => {
                    form.fault.get_or_insert(Fault::TooLarge);
                    return Ok(form);
                }
                part => part?,
            }
        }
    }

    async fn take(&mut self, app: &App, sender: &Sender<'_>, field: Field<'_>) -> Result<(), Refusal> {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            return match self.keep(app, sender, field).await {
                Err(refusal) if refusal.is_for_form() && refusal.fault() != Fault::TooLarge => {
                    self.fault.get_or_insert(refusal.fault());
                    Ok(())
                }
                kept => kept,
            };
        }
        if self.fields.len() + self.attachments.len() >= FIELDS_MAX {
            return Err(Invalid::Malformed.into());
        }
        let bytes = read(field, FIELD_BYTES_MAX, Invalid::Malformed).await?;
        let text = String::from_utf8(bytes).map_err(|_| Refusal::from(Invalid::Malformed))?;
        if name == "kept" {
            self.attachments.push(text.parse().map_err(|_| Refusal::from(Invalid::Malformed))?);
        } else {
            self.fields.insert(name, text);
        }
        Ok(())
    }

    /// Keeps a file until the message names it. One that is wrong takes nothing from the others. The form's key must have
    /// come before, and each file counts for the sender's address.
    async fn keep(&mut self, app: &App, sender: &Sender<'_>, field: Field<'_>) -> Result<(), Refusal> {
        if !matches!(self.fault, None | Some(Fault::Invalid(_))) {
            return Ok(());
        }
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let bytes = read(field, limit::ATTACHMENT_BYTES_MAX, Invalid::FileTooLarge).await?;
        if file_name.is_empty() && bytes.is_empty() {
            return Ok(());
        }
        if self.attachments.len() >= limit::ATTACHMENTS_MAX {
            return Err(Invalid::TooManyFiles.into());
        }
        self.key()?;
        if let Some((peer, headers)) = sender.counted {
            app.limits.take(limits::Door::Upload, peer, headers)?;
        }
        self.attachments.push(app.desk.attachments().upload(sender.actor, &file_name, bytes).await?.id);
        Ok(())
    }

    /// The files that wait here for the next try, as the form shows them.
    pub async fn kept(&self, app: &App, actor: &Actor) -> Result<Vec<Attachment>, Refusal> {
        Ok(app.desk.attachments().waiting(actor, &self.attachments).await?)
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
async fn read(mut field: Field<'_>, bytes_max: usize, over: Invalid) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        if bytes.len() + chunk.len() > bytes_max {
            return Err(over.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: &MultipartError) -> Refusal {
    refusal::of_status(error.status()).into()
}
