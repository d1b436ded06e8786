//! What this machine has and how to add to it: programs, root, apt. Says what to do by hand where it cannot.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::child;

const APT_LIMIT: Duration = Duration::from_mins(15);

/// The first of these programs that is on the search path.
pub(crate) fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

/// Whether we are the superuser.
pub(crate) fn is_root() -> bool {
    child::answer(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Whether packages can be installed here at all.
pub(crate) fn has_apt() -> bool {
    program(&["apt-get"]).is_some() && (is_root() || program(&["sudo"]).is_some())
}

/// Installs Debian packages, never removing others; what to do by hand is in the error.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let by_hand = || format!("install by hand: {}", packages.join(" "));
    if !has_apt() {
        bail!("no apt-get with root or sudo here; {}", by_hand());
    }
    println!("      installing {} with apt-get", packages.join(", "));
    if apt(&install_words(packages)).is_err() {
        // A fresh machine has no package lists yet.
        apt(&["update", "-qq"]).with_context(by_hand)?;
        apt(&install_words(packages)).with_context(by_hand)?;
    }
    Ok(())
}

/// Installs `packages` unless `found` already finds what it looks for, then looks again.
pub(crate) fn found_or_installed(found: impl Fn() -> Option<PathBuf>, packages: &[&str], what: &str) -> Result<PathBuf> {
    if let Some(path) = found() {
        return Ok(path);
    }
    install(packages).with_context(|| format!("{what} is missing"))?;
    found().with_context(|| format!("{what} is still missing after installing {}", packages.join(" ")))
}

/// Whether `path` is there, or any file at all in case of a folder.
pub(crate) fn exists(path: &str) -> bool {
    Path::new(path).exists()
}

fn install_words<'a>(packages: &[&'a str]) -> Vec<&'a str> {
    let mut words = vec!["install", "--yes", "--quiet", "--no-install-recommends", "--no-remove"];
    words.extend(packages);
    words
}

fn apt(words: &[&str]) -> Result<()> {
    let mut command = if is_root() { Command::new("env") } else { Command::new("sudo") };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Dpkg::Use-Pty=0"]);
    child::run_within(command.args(words), APT_LIMIT)
}
