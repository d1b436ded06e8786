//! Attachments: the bytes in a folder under random names, the rows beside their messages. Nothing here is ever run, unpacked or
//! shown as it came: the server offers it as a download, and shows pictures as they were drawn anew.

use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use model::fault::Fault;
use model::id::AttachmentId;
use model::message::Attachment;
use model::person::Side;
use sha2::{Digest, Sha256};

use crate::actor::{Action, Actor, Object, demand};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::{Error, NOT_FOUND, Result};

mod containers;
mod incoming;
mod leftovers;
pub mod pictures;
pub(crate) mod store;

pub use incoming::Incoming;
use pictures::{Shown, Size};

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
    pub(crate) async fn open_unaltered(&self, id: AttachmentId, sha256: String) -> Result<File> {
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

    /// Removes the bytes of an id, and what was drawn of them. Idempotent.
    pub async fn remove(&self, id: AttachmentId) -> Result<()> {
        let folder = Arc::clone(&self.0);
        off_thread(move || {
            let drawn = Size::ALL.map(|size| size.path(&folder, id));
            for path in drawn.into_iter().chain([folder.join(id.to_string())]) {
                match std::fs::remove_file(path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
            Ok(())
        })
        .await
    }

    /// What was drawn of a picture. It is drawn again where it is not there: a backup holds only what people sent.
    pub(crate) async fn drawn(&self, id: AttachmentId, size: Size, by: Side) -> Result<Shown> {
        let path = size.path(&self.0, id);
        let found = path.clone();
        if let Some(shown) = off_thread(move || Shown::open(&found)).await? {
            return Ok(shown);
        }
        pictures::draw(self.0.join(id.to_string()), self.0.as_ref().clone(), id, by).await?;
        let shown = off_thread(move || Shown::open(&path)).await?;
        shown.ok_or_else(|| Error::unexpected(format!("the picture {id} could not be drawn again")))
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

/// The verbs of files that come in and wait for their message. Who may open one later, its ticket says: `tickets/files.rs`.
pub struct Attachments<'d> {
    pub(crate) db: &'d Db,
    pub(crate) clock: &'d Clock,
    pub(crate) files: &'d Files,
}

impl Attachments<'_> {
    /// Begins to take a file in, whose bytes come piece by piece. Who may: visitors, customers, agents. Asked before any byte
    /// is read.
    pub async fn begin(&self, actor: &Actor, name: &str) -> Result<Incoming> {
        demand(actor, Action::Upload, &Object::Workspace(actor.workspace()))?;
        let waiting = self.db.read(|tx| Box::pin(async move { store::waiting_bytes(tx).await })).await?;
        if waiting > WAITING_BYTES_MAX {
            return Err(Fault::Unavailable.into());
        }
        Incoming::begin(self.files, actor, name).await
    }

    /// Keeps a file whose bytes are all here until a message of the same actor names it. Who may: visitors, customers, agents.
    pub async fn upload(&self, actor: &Actor, name: &str, bytes: Vec<u8>) -> Result<Attachment> {
        let mut incoming = self.begin(actor, name).await?;
        incoming.push(bytes.into()).await?;
        self.finish(incoming).await
    }

    /// Which of these files wait for a message of this actor: a form that was refused shows them again. What is foreign,
    /// sent already or gone is left out.
    pub async fn waiting(&self, actor: &Actor, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
        let (asking, ids) = (actor.clone(), ids.to_vec());
        self.db
            .read(move |tx| {
                let (actor, ids) = (asking.clone(), ids.clone());
                Box::pin(async move {
                    let mut waiting = Vec::new();
                    for id in ids {
                        let kept = store::attachment(tx, actor.workspace(), id).await?;
                        waiting.extend(kept.filter(|kept| kept.is_waiting_for(&actor)).map(|kept| kept.attachment));
                    }
                    Ok(waiting)
                })
            })
            .await
    }

    /// The middle of a picture that waits for no message, as an agent's own picture is drawn: a square. Nothing when it is no
    /// picture that can be shown. Who may: whoever uploaded it.
    pub(crate) async fn avatar(&self, actor: &Actor, id: AttachmentId) -> Result<Option<Vec<u8>>> {
        let waiting = self.waiting(actor, &[id]).await?.into_iter().next().ok_or(NOT_FOUND)?;
        match waiting.picture {
            Some(_) => pictures::square(self.files.0.join(id.to_string()), actor.side()).await,
            None => Ok(None),
        }
    }

    /// Forgets a file that waits for a message of the actor. Idempotent. Who may: whoever uploaded it; a file of somebody
    /// else stays.
    pub(crate) async fn drop_waiting(&self, actor: &Actor, id: AttachmentId) -> Result<()> {
        let (workspace, owner) = (actor.workspace(), actor.handle());
        let is_gone = self
            .db
            .write(move |tx| {
                let owner = owner.clone();
                Box::pin(async move { store::delete_waiting(tx, workspace, &owner, id).await })
            })
            .await?;
        if is_gone { self.files.remove(id).await } else { Ok(()) }
    }

    /// Removes files that no message named within a day. Who may: the system, for every workspace of the installation.
    pub async fn sweep(&self) -> Result<usize> {
        let before = self.clock.now().plus_seconds(-WAITS_SECONDS);
        let orphans = self.db.write(move |tx| Box::pin(async move { store::delete_orphans(tx, before).await })).await?;
        let count = orphans.len();
        for id in orphans {
            self.files.remove(id).await?;
        }
        Ok(count)
    }
}

impl Kept {
    /// Did the actor upload it, and has no message named it yet?
    pub(crate) fn is_waiting_for(&self, actor: &Actor) -> bool {
        self.ticket.is_none() && self.owner == actor.handle() && !matches!(actor, Actor::Nobody { .. })
    }
}

/// Do the first bytes look like a picture? Only for the icon beside the name.
fn is_image(bytes: &[u8]) -> bool {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    is_webp || [b"\x89PNG\r\n".as_slice(), b"\xff\xd8\xff", b"GIF8"].iter().any(|magic| bytes.starts_with(magic))
}
