//! Results that are kept between runs under the hash of everything they were made from. What they hold is not known here.

use std::fmt::Write;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// The folder of kept results.
#[derive(Debug)]
pub(crate) struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub(crate) fn new(folder: PathBuf) -> Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// What `make` returned for the same `from` before, else what it returns now. `true`: it was kept.
    pub(crate) fn or_make(&self, from: &[&[u8]], make: impl FnOnce() -> Result<Vec<u8>>) -> Result<(Vec<u8>, bool)> {
        let path = self.folder.join(hash(from));
        if let Ok(bytes) = fs::read(&path) {
            return Ok((bytes, true));
        }
        let bytes = make()?;
        // Renamed into place, so that an interrupted run leaves nothing half written.
        let unfinished = path.with_extension("new");
        fs::write(&unfinished, &bytes)?;
        fs::rename(&unfinished, &path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok((bytes, false))
    }

    /// A place for files on their way, emptied first.
    pub(crate) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

/// The hash of several pieces, in hexadecimal; where one piece ends matters.
pub(crate) fn hash(pieces: &[&[u8]]) -> String {
    let mut hasher = Sha256::new();
    for piece in pieces {
        hasher.update(piece.len().to_le_bytes());
        hasher.update(piece);
    }
    hasher.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_is_answered_once() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(folder.path().to_path_buf()).unwrap();
        let first = kept.or_make(&[b"question"], || Ok(b"answer".to_vec())).unwrap();
        let again = kept.or_make(&[b"question"], || anyhow::bail!("asked twice")).unwrap();
        assert_eq!((first.1, again), (false, (b"answer".to_vec(), true)));
    }

    #[test]
    fn pieces_do_not_run_together() {
        assert_ne!(hash(&[b"ab", b"c"]), hash(&[b"a", b"bc"]));
    }
}
