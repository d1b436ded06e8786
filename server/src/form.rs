//! Forms with files: fields and files out of a multipart body, each within its limit, files kept before the words are.
//! What is wrong with a file is a fault of the form, not its end: the words are read all the same, and come back.

use std::net::SocketAddr;

use app::Typed;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use desk::Actor;
use desk::tickets::Which;
use futures_util::StreamExt;
use model::fault::{Fault, Invalid};
use model::faults::Faults;
use model::id::{AttachmentId, Key};
use model::limit;

use crate::app::App;
use crate::refusal::{self, Refusal};
use crate::{limits, router, uploads};

/// Longest field, in bytes: the longest message in the widest characters.
const FIELD_BYTES_MAX: usize = limit::BODY_CHARS_MAX * 4 + 1024;
/// Most bytes of a form that is read only for its words.
const WORDS_BYTES_MAX: u64 = 256 * 1024;
/// Most fields that are no files.
const FIELDS_MAX: usize = 32;

/// Who sends a form, and where to.
pub struct Sender<'a> {
    /// Who.
    pub actor: &'a Actor,
    /// The ticket that the message is for, if there is one already.
    pub ticket: Option<Which>,
    /// From where, and with which head: how much of this may be under way is counted by it.
    pub peer: SocketAddr,
    /// The request's head.
    pub headers: &'a HeaderMap,
}

/// A form's parts as they come in. The parser takes whatever is there at once, so after some of it the body makes a pause:
/// what is not worked off yet stays with the sender.
pub struct Parts {
    parts: Multipart,
    /// Bytes that are to come, as far as the head says it.
    bytes: Option<u64>,
}

/// Bytes that the parser gets at once.
const AT_ONCE: usize = 256 * 1024;

impl FromRequest<App> for Parts {
    type Rejection = MultipartRejection;

    async fn from_request(request: Request, app: &App) -> Result<Self, MultipartRejection> {
        let bytes = request.body().size_hint().upper();
        let mut taken = 0;
        let paced = request.map(|body| {
            Body::from_stream(body.into_data_stream().then(move |piece| {
                // Never before the first piece: the parser takes a pause there for the end.
                let is_enough = taken >= AT_ONCE;
                if is_enough {
                    taken = 0;
                }
                taken += piece.as_ref().map_or(0, Bytes::len);
                async move {
                    if is_enough {
                        tokio::task::yield_now().await;
                    }
                    piece
                }
            }))
        });
        Multipart::from_request(paced, app).await.map(|parts| Self { parts, bytes })
    }
}

/// A form that was read.
#[derive(Debug, Default)]
pub struct Form {
    /// The fields.
    pub typed: Typed,
    /// Files for the message to come: those that an earlier try kept and the person left ticked, and those that came now.
    pub attachments: Vec<AttachmentId>,
    /// What was wrong before the words were looked at. Nothing may be sent then.
    pub fault: Option<Fault>,
}

impl Form {
    /// Reads a form. Files are kept under the sender's name as they come; an empty file field is no file. With a `fault`
    /// that is known already only the words are read. Whoever may not write there is refused before anything is read.
    pub async fn read(app: &App, sender: &Sender<'_>, parts: Parts, fault: Option<Fault>) -> Result<Self, Refusal> {
        if let Some(ticket) = sender.ticket {
            app.desk.tickets().demand_place(sender.actor, ticket).await?;
        }
        let share = uploads::take(app, sender.peer, sender.headers, router::FILES);
        let fault = fault.or(share.as_ref().err().map(Refusal::fault));
        Self { fault, ..Self::default() }.gather(app, sender, parts).await
    }

    /// Reads only the words of a form that is refused with `fault` already, so that they are not lost. A body that is more than
    /// words is not read.
    pub async fn words(app: &App, sender: &Sender<'_>, parts: Parts, fault: Fault) -> Result<Self, Refusal> {
        if parts.bytes.is_none_or(|bytes| bytes > WORDS_BYTES_MAX) {
            return Err(fault.into());
        }
        Self { fault: Some(fault), ..Self::default() }.gather(app, sender, parts).await
    }

    async fn gather(mut self, app: &App, sender: &Sender<'_>, parts: Parts) -> Result<Self, Refusal> {
        let (form, mut multipart) = (&mut self, parts.parts);
        loop {
            let part = match multipart.next_field().await {
                Ok(Some(field)) => form.take(app, sender, field).await,
                Ok(None) => return Ok(self),
                Err(error) => Err(broken(&error)),
            };
            match part {
                // More than the door takes: the words that stood before the files are here, the rest is not.
                Err(refusal) if refusal.fault() == Fault::TooLarge && form.key().is_ok() => {
                    form.fault.get_or_insert(Fault::TooLarge);
                    return Ok(self);
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
        if self.typed.len() + self.attachments.len() >= FIELDS_MAX {
            return Err(Invalid::Malformed.into());
        }
        let bytes = read(field).await?;
        let text = String::from_utf8(bytes).map_err(|_| Refusal::from(Invalid::Malformed))?;
        if name == "kept" {
            self.attachments.push(text.parse().map_err(|_| Refusal::from(Invalid::Malformed))?);
        } else {
            self.typed.set(name, text);
        }
        Ok(())
    }

    /// Keeps a file until the message names it. One that is wrong takes nothing from the others. Everything that can be said
    /// without its bytes is said before they are read: the form's key must have come before, and each file counts for the
    /// sender's address.
    async fn keep(&mut self, app: &App, sender: &Sender<'_>, mut field: Field<'_>) -> Result<(), Refusal> {
        if !matches!(self.fault, None | Some(Fault::Invalid(_))) {
            return Ok(());
        }
        let file_name = field.file_name().unwrap_or_default().to_owned();
        let first = chunk(&mut field).await?;
        // As browsers send a file field in which nothing was chosen.
        if file_name.is_empty() && first.is_none() {
            return Ok(());
        }
        if self.attachments.len() >= limit::ATTACHMENTS_MAX {
            return Err(Invalid::TooManyFiles.into());
        }
        self.key()?;
        // Agents have no budget of files.
        if !matches!(sender.actor, Actor::Agent { .. }) {
            app.limits.take(limits::Door::Upload, sender.peer, sender.headers)?;
        }
        let attachments = app.desk.attachments();
        let mut incoming = attachments.begin(sender.actor, &file_name).await?;
        let mut next = first;
        while let Some(piece) = next {
            incoming.push(piece).await?;
            next = chunk(&mut field).await?;
        }
        self.attachments.push(attachments.finish(incoming).await?.id);
        Ok(())
    }

    /// The form as it comes back: with the files that wait here for the next try.
    pub async fn again(self, app: &App, actor: &Actor) -> Result<Typed, Refusal> {
        let kept = app.desk.attachments().waiting(actor, &self.attachments).await?;
        Ok(self.typed.with_files(kept))
    }

    /// What is wrong with the form, together with these faults of its fields.
    pub fn with_faults(&self, others: Faults) -> Option<Fault> {
        match self.fault {
            None => others.done().err(),
            Some(Fault::Invalid(faults)) => Some(Fault::Invalid(faults.and(others))),
            fault => fault,
        }
    }

    /// A field's text; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    /// The form's key.
    pub fn key(&self) -> Result<Key, Refusal> {
        Ok(self.typed.key()?)
    }
}

/// A part's next piece.
async fn chunk(field: &mut Field<'_>) -> Result<Option<Bytes>, Refusal> {
    loop {
        let piece = field.chunk().await.map_err(|error| broken(&error))?;
        // The parser also hands out pieces without a byte, which are not the end.
        if piece.as_ref().is_none_or(|piece| !piece.is_empty()) {
            return Ok(piece);
        }
    }
}

/// A field's bytes, read only as far as they may go.
async fn read(mut field: Field<'_>) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    while let Some(piece) = chunk(&mut field).await? {
        if bytes.len() + piece.len() > FIELD_BYTES_MAX {
            return Err(Invalid::Malformed.into());
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn broken(error: &MultipartError) -> Refusal {
    refusal::of_status(error.status()).into()
}
