//! What a crash left in the folder of files: bytes that were never finished, and bytes whose row was never written.

use std::path::Path;
use std::time::UNIX_EPOCH;

use model::id::AttachmentId;
use model::time::Time;

use super::{Attachments, Files, WAITS_SECONDS, off_thread, store};
use crate::error::Result;

/// Files that are asked about at once.
const BATCH: usize = 500;

impl Files {
    /// Removes drafts that are older, and names the other files that are.
    async fn older(&self, before: Time) -> Result<Vec<AttachmentId>> {
        let folder = self.0.clone();
        off_thread(move || {
            let mut ids = Vec::new();
            for entry in std::fs::read_dir(folder.as_path())? {
                let entry = entry?;
                if !is_older(&entry, before)? {
                    continue;
                }
                let name = entry.file_name();
                let path = Path::new(&name);
                if path.extension().is_some_and(|end| end == "part") {
                    std::fs::remove_file(entry.path())?;
                } else if let Some(id) = path.file_stem().and_then(|id| id.to_str()).and_then(|id| id.parse().ok()) {
                    // A picture's drawn sizes stand beside it, under its name.
                    ids.push(id);
                }
            }
            Ok(ids)
        })
        .await
    }
}

fn is_older(entry: &std::fs::DirEntry, before: Time) -> std::io::Result<bool> {
    let since = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(since.as_micros()).unwrap_or(i64::MAX) < before.0)
}

impl Attachments<'_> {
    /// Removes what a crash left behind more than a day ago, and says how many files that were. Reads the whole folder, so
    /// once a day is enough. Who may: the system.
    pub async fn sweep_leftovers(&self) -> Result<usize> {
        let before = self.clock.now().plus_seconds(-WAITS_SECONDS);
        let ids = self.files.older(before).await?;
        let mut removed = 0;
        for batch in ids.chunks(BATCH) {
            let batch = batch.to_vec();
            let unknown = self
                .db
                .read(move |tx| {
                    let batch = batch.clone();
                    Box::pin(async move { store::without_row(tx, &batch).await })
                })
                .await?;
            removed += unknown.len();
            for id in unknown {
                self.files.remove(id).await?;
            }
        }
        Ok(removed)
    }
}
