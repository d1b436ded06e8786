//! The suite that drives a real browser: finds or installs Chromium and fonts, then lets Node run `tests/browser`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::tally::{self, Tally};
use crate::workspace::Workspace;
use crate::{child, machine};

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const FIREFOX: &[&str] = &["firefox-esr"];
const SUITE: &str = "tests/browser/run.mjs";
const SPEED: &str = "tests/browser/speed.mjs";

/// Runs the suite against `server` and counts by its closing line.
pub(crate) fn test(workspace: &Workspace, server: &Path, postgres: Option<&str>) -> Result<Tally> {
    if !workspace.root.join(SUITE).is_file() {
        bail!("{SUITE} is missing");
    }
    let chromium = chromium()?;
    let mut node = Command::new("node");
    node.arg(SUITE).current_dir(&workspace.root).env("PORCHLIGHT_BIN", server).env("PORCHLIGHT_CHROMIUM", chromium);
    if let Some(address) = postgres {
        node.env("PORCHLIGHT_TEST_POSTGRES", address);
    }
    match machine::found_or_installed(|| machine::program(FIREFOX), FIREFOX, "Firefox") {
        Ok(firefox) => _ = node.env("PORCHLIGHT_FIREFOX", firefox),
        Err(error) => println!("the islands are tried in Chromium only: {error:#}"),
    }
    let mut last = None;
    let has_succeeded = child::each_line(&mut node, |line| {
        println!("{line}");
        last = tally::of_plain_line(line).or(last);
    })?;
    Ok(last.unwrap_or_default().closed(has_succeeded))
}

/// The command that measures the widget on a page, against `server`.
pub(crate) fn speed(workspace: &Workspace, server: &Path) -> Result<Command> {
    let mut node = Command::new("node");
    node.arg(SPEED).current_dir(&workspace.root).env("PORCHLIGHT_BIN", server).env("PORCHLIGHT_CHROMIUM", chromium()?);
    Ok(node)
}

fn chromium() -> Result<PathBuf> {
    let chromium = machine::found_or_installed(|| machine::program(CHROMIUM), &["chromium"], "Chromium")?;
    if !has_arabic() {
        machine::install(&["fontconfig", "fonts-noto-core"])?;
    }
    Ok(chromium)
}

/// Whether there is a font for text from right to left.
fn has_arabic() -> bool {
    child::answer(Command::new("fc-list").arg(":lang=ar")).is_some_and(|fonts| !fonts.is_empty())
}
