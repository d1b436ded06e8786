//! Are the files of the embedded store still where they were opened? Who opened a file goes on writing to it after it was removed,
//! and nothing of that is there at the next start.

use std::ffi::OsString;
use std::fs::metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The database and the log beside it, as they were at first sight.
pub(super) struct Place {
    files: [(PathBuf, Option<Identity>); 2],
}

/// What tells a file from another one at the same path: its disk and its number there.
type Identity = (u64, u64);

impl Place {
    /// Of a database that is open for writing.
    pub(super) fn of(path: &Path) -> Self {
        let mut log = OsString::from(path);
        log.push("-wal");
        Self { files: [(path.to_owned(), identity(path)), (log.into(), None)] }
    }

    /// Refuses when a file is not there any more, or is another one. To be asked after a commit and before anybody hears of it.
    pub(super) fn check(&mut self) -> Result<()> {
        for (path, known) in &mut self.files {
            let found = identity(path);
            // The log comes with the first commit.
            if found.is_none() || *known.get_or_insert(found.unwrap_or_default()) != found.unwrap_or_default() {
                return Err(Error::Unavailable(format!("{} was removed or replaced", path.display()).into()));
            }
        }
        Ok(())
    }
}

fn identity(path: &Path) -> Option<Identity> {
    metadata(path).ok().map(|found| (found.dev(), found.ino()))
}
