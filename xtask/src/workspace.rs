//! Where things lie in the repository. No paths outside it are known here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The repository and its output folders.
#[derive(Debug)]
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Where cargo builds: `target`, unless `CARGO_TARGET_DIR` says otherwise.
    pub(crate) target: PathBuf,
    /// What the server embeds. Always in the repository, because the server looks for it there.
    pub(crate) bundle: PathBuf,
}

impl Workspace {
    pub(crate) fn here() -> Result<Self> {
        let root =
            Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask lies in a folder of the repository")?.to_path_buf();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        let bundle = root.join("target/bundle");
        fs::create_dir_all(&bundle).with_context(|| format!("cannot create {}", bundle.display()))?;
        Ok(Self { root, target, bundle })
    }

    /// A program that `npm ci` installed.
    pub(crate) fn npm_tool(&self, name: &str) -> PathBuf {
        self.root.join("node_modules/.bin").join(name)
    }

    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>> {
        let path = self.root.join(path);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    }
}

/// Every file below `folder` in a fixed order, as paths relative to it.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).with_context(|| format!("cannot list {}", next.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_path_buf());
            }
        }
    }
    found.sort();
    Ok(found)
}
