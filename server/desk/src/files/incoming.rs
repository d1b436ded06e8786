//! A file while it comes in: written to the disk piece by piece and hashed on the way, so that its size is nothing to the
//! memory. One that is not finished leaves nothing behind.

use std::fs::File;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use model::fault::Invalid;
use model::id::AttachmentId;
use model::limit;
use model::message::Attachment;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

use super::{Attachments, Files, is_image, off_thread, pictures, store};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::token::random_id;

/// First bytes that are remembered, to tell what kind of file it is.
const HEAD: usize = 16;

/// Pieces that are written at once: a disk does not get faster by more, and each thread has memory of its own.
static WRITERS: Semaphore = Semaphore::const_new(4);

/// A file that is coming in.
pub struct Incoming {
    id: AttachmentId,
    actor: Actor,
    name: String,
    folder: Arc<PathBuf>,
    draft: Draft,
    file: Arc<File>,
    hash: Sha256,
    head: Vec<u8>,
    bytes: usize,
}

/// The unfinished file on the disk. Dropping it removes it.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // Once it was renamed there is nothing here any more.
        let _ = std::fs::remove_file(&self.0);
    }
}

impl Incoming {
    pub(super) async fn begin(files: &Files, actor: &Actor, name: &str) -> Result<Self> {
        let id = AttachmentId(random_id()?);
        let draft = Draft(files.0.join(id.to_string()).with_extension("part"));
        let path = draft.0.clone();
        let file = off_thread(move || File::create(path)).await?;
        Ok(Self {
            id,
            actor: actor.clone(),
            name: model::text::file_name(name),
            folder: Arc::clone(&files.0),
            draft,
            file: Arc::new(file),
            hash: Sha256::new(),
            head: Vec::new(),
            bytes: 0,
        })
    }

    /// Takes the next piece. What makes the file too large is refused.
    pub async fn push(&mut self, piece: Bytes) -> Result<()> {
        self.bytes += piece.len();
        if self.bytes > limit::ATTACHMENT_BYTES_MAX {
            return Err(Invalid::FileTooLarge.into());
        }
        self.hash.update(&piece);
        self.head.extend(piece.iter().take(HEAD.saturating_sub(self.head.len())));
        let file = Arc::clone(&self.file);
        let _seat = WRITERS.acquire().await.map_err(Error::unexpected)?;
        off_thread(move || file.as_ref().write_all(&piece)).await
    }

    /// On the disk, name and all, before this returns; a picture without what its camera wrote beside it.
    async fn settle(self) -> Result<(Actor, Attachment, String)> {
        let Self { id, actor, name, folder, draft, file, hash, head, bytes } = self;
        if bytes == 0 {
            return Err(Invalid::FileEmpty.into());
        }
        let (is_image, path) = (is_image(&head), draft.0.clone());
        let cleaned = if is_image { pictures::clean(path).await? } else { None };
        let (bytes, sha256) = cleaned.unwrap_or_else(|| (bytes, crate::token::hex(&hash.finalize())));
        let bytes = i64::try_from(bytes).unwrap_or(i64::MAX);
        let (original, drawn) = (draft.0.clone(), folder.as_ref().clone());
        let picture = if is_image { pictures::draw(original, drawn, id, actor.side()).await? } else { None };
        off_thread(move || {
            file.sync_all()?;
            std::fs::rename(&draft.0, folder.join(id.to_string()))?;
            std::fs::File::open(folder.as_path())?.sync_all()
        })
        .await?;
        Ok((actor, Attachment { id, name, bytes, is_image, picture }, sha256))
    }
}

impl Attachments<'_> {
    /// The file has come in whole: from now on it waits for a message of the same actor that names it.
    pub async fn finish(&self, incoming: Incoming) -> Result<Attachment> {
        let (actor, attachment, sha256) = incoming.settle().await?;
        let (kept, now) = (attachment.clone(), self.clock.now());
        self.db
            .write(move |tx| {
                let (actor, kept, sha256) = (actor.clone(), kept.clone(), sha256.clone());
                Box::pin(
                    async move { store::insert_attachment(tx, actor.workspace(), &actor.handle(), &kept, &sha256, now).await },
                )
            })
            .await?;
        Ok(attachment)
    }
}
