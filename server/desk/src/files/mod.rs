//! Attachments: the bytes in a folder under random names, the rows beside their messages. Nothing here is ever run,
//! unpacked or shown in place; the server offers it as a download.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::fault::{Fault, Invalid};
use model::id::AttachmentId;
use model::limit;
use model::message::Attachment;
use sha2::{Digest, Sha256};

use crate::Desk;
use crate::actor::{Action, Actor, Object, demand, may};
use crate::error::{Error, NOT_FOUND, Result};
use crate::tickets::{Which, read};

mod leftovers;
pub(crate) mod store;

/// How long an uploaded file waits for its message: a day.
const WAITS_SECONDS: i64 = 24 * 3600;

/// Bytes that may wait for their messages, in the whole installation: strangers can fill no more of the disk than this.
const WAITING_BYTES_MAX: i64 = 2 * 1024 * 1024 * 1024;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// The folder of files.
#[derive(Debug, Clone)]
pub struct Files(Arc<PathBuf>);

impl Files {
    /// Opens the folder, making it where there is none.
    pub fn open(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).map_err(|error| Error::Unavailable(Box::new(error)))?;
        Ok(Self(Arc::new(folder.to_owned())))
    }

    /// Keeps bytes under an id: on the disk, name and all, before this returns.
    pub async fn put(&self, id: AttachmentId, bytes: Vec<u8>) -> Result<()> {
        let folder = Arc::clone(&self.0);
        off_thread(move || {
            let path = folder.join(id.to_string());
            let draft = path.with_extension("part");
            let mut file = std::fs::File::create(&draft)?;
            file.write_all(&bytes)?;
            file.sync_all()?;
            std::fs::rename(&draft, &path)?;
            std::fs::File::open(folder.as_path())?.sync_all()
        })
        .await
    }

    /// The bytes of an id.
    pub async fn get(&self, id: AttachmentId) -> Result<Vec<u8>> {
        let path = self.0.join(id.to_string());
        off_thread(move || std::fs::read(path)).await
    }

    /// The bytes of an id, open for reading, once they were seen to be what was kept. They are never in memory as a whole:
    /// whoever reads slowly costs no more than whoever reads fast.
    async fn open_unaltered(&self, id: AttachmentId, sha256: String) -> Result<File> {
        let path = self.0.join(id.to_string());
        let opened = off_thread(move || {
            let mut file = File::open(path)?;
            let (mut hash, mut piece) = (Sha256::new(), vec![0; PIECE]);
            loop {
                match file.read(&mut piece)? {
                    0 => break,
                    read => hash.update(piece.get(..read).unwrap_or_default()),
                }
            }
            file.rewind()?;
            Ok((crate::token::hex(&hash.finalize()) == sha256).then_some(file))
        });
        opened.await?.ok_or_else(|| Error::unexpected(format!("the file {id} is not what was uploaded")))
    }

    /// Removes the bytes of an id. Idempotent.
    pub async fn remove(&self, id: AttachmentId) -> Result<()> {
        let path = self.0.join(id.to_string());
        off_thread(move || match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        })
        .await
    }
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T> {
    let outcome = tokio::task::spawn_blocking(work).await.map_err(Error::unexpected)?;
    outcome.map_err(|error| Error::Unavailable(Box::new(error)))
}

/// A file's row.
pub(crate) struct Kept {
    pub(crate) attachment: Attachment,
    pub(crate) owner: String,
    pub(crate) ticket: Option<model::id::TicketId>,
    pub(crate) is_note: bool,
    pub(crate) sha256: String,
}

/// The verbs of attachments.
pub struct Attachments<'d>(pub(crate) &'d Desk);

impl Attachments<'_> {
    /// Keeps a file until a message of the same actor names it. Who may: visitors, customers, agents.
    pub async fn upload(&self, actor: &Actor, name: &str, bytes: Vec<u8>) -> Result<Attachment> {
        demand(actor, Action::Upload, &Object::Workspace(actor.workspace()))?;
        if bytes.is_empty() {
            return Err(Invalid::FileEmpty.into());
        }
        if bytes.len() > limit::ATTACHMENT_BYTES_MAX {
            return Err(Invalid::FileTooLarge.into());
        }
        let waiting = self.0.db.read(|tx| Box::pin(async move { store::waiting_bytes(tx).await })).await?;
        if waiting > WAITING_BYTES_MAX {
            return Err(Fault::Unavailable.into());
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(Error::unexpected)?;
        let attachment = Attachment {
            id: AttachmentId(uuid::Builder::from_random_bytes(random).into_uuid()),
            name: model::text::file_name(name),
            bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            is_image: is_image(&bytes),
        };
        let sha256 = crate::token::hex(&Sha256::digest(&bytes));
        self.0.files.put(attachment.id, bytes).await?;
        let (actor, kept, now) = (actor.clone(), attachment.clone(), self.0.clock.now());
        self.0
            .db
            .write(move |tx| {
                let (actor, kept, sha256) = (actor.clone(), kept.clone(), sha256.clone());
                Box::pin(
                    async move { store::insert_attachment(tx, actor.workspace(), &actor.handle(), &kept, &sha256, now).await },
                )
            })
            .await?;
        Ok(attachment)
    }

    /// A file and its bytes, open for reading. Who may: whoever may read the ticket it belongs to (a note's only agents); before it belongs
    /// to one, whoever uploaded it. A file that is not what was uploaded is not served.
    pub async fn get(&self, actor: &Actor, id: AttachmentId) -> Result<(Attachment, File)> {
        let asking = actor.clone();
        let kept = self
            .0
            .db
            .read(move |tx| {
                let actor = asking.clone();
                Box::pin(async move {
                    let kept = store::attachment(tx, actor.workspace(), id).await?.ok_or(NOT_FOUND)?;
                    let Some(ticket) = kept.ticket else {
                        return if is_waiting_for(&kept, &actor) { Ok(kept) } else { Err(NOT_FOUND) };
                    };
                    let action = if kept.is_note { Action::ReadAsAgent } else { Action::Read };
                    read::load(tx, &actor, Which::Id(ticket), action).await?;
                    Ok(kept)
                })
            })
            .await?;
        let file = self.0.files.open_unaltered(id, kept.sha256).await?;
        Ok((kept.attachment, file))
    }

    /// Refuses whoever may not write in a ticket, before any file for it is read.
    pub async fn demand_place(&self, actor: &Actor, ticket: Which) -> Result<()> {
        let actor = actor.clone();
        self.0
            .db
            .read(move |tx| {
                let actor = actor.clone();
                Box::pin(async move { read::load(tx, &actor, ticket, Action::Reply).await.map(|_| ()) })
            })
            .await
    }

    /// Which of these files wait for a message of this actor: a form that was refused shows them again. What is foreign,
    /// sent already or gone is left out.
    pub async fn waiting(&self, actor: &Actor, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
        let (asking, ids) = (actor.clone(), ids.to_vec());
        self.0
            .db
            .read(move |tx| {
                let (actor, ids) = (asking.clone(), ids.clone());
                Box::pin(async move {
                    let mut waiting = Vec::new();
                    for id in ids {
                        let kept = store::attachment(tx, actor.workspace(), id).await?;
                        waiting.extend(kept.filter(|kept| is_waiting_for(kept, &actor)).map(|kept| kept.attachment));
                    }
                    Ok(waiting)
                })
            })
            .await
    }

    /// Removes files that no message named within a day. Who may: the system, for every workspace of the installation.
    pub async fn sweep(&self) -> Result<usize> {
        let before = self.0.clock.now().plus_seconds(-WAITS_SECONDS);
        let orphans = self.0.db.write(move |tx| Box::pin(async move { store::delete_orphans(tx, before).await })).await?;
        let count = orphans.len();
        for id in orphans {
            self.0.files.remove(id).await?;
        }
        Ok(count)
    }
}

/// Is this a file that the actor uploaded and that no message has named yet?
fn is_waiting_for(kept: &Kept, actor: &Actor) -> bool {
    kept.ticket.is_none() && kept.owner == actor.handle() && !matches!(actor, Actor::Nobody { .. })
}

/// Is this actor one who may upload at all? Asked before the bytes are read.
pub fn may_upload(actor: &Actor) -> bool {
    may(actor, Action::Upload, &Object::Workspace(actor.workspace()))
}

/// Do the first bytes look like a picture? Only for the icon beside the name.
fn is_image(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    is_webp || [b"\x89PNG\r\n".as_slice(), b"\xff\xd8\xff", b"GIF8"].iter().any(|magic| bytes.starts_with(magic))
}
