//! The style sheets: each entry file with its parts in one small file, in the words its author wrote (no rewriting for old
//! browsers: that would freeze `light-dark()` and relative colours).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::child;
use crate::kept::Kept;
use crate::workspace::{Workspace, files_below};

const ENTRIES: &[&str] = &["portal.css", "desk.css", "frame.css", "shop.css"];
/// What must come out as often as it went in, wherever it is used.
const UNTOUCHED: &[&str] = &["light-dark(", "color-mix(", "(from "];

/// A finished style sheet and its name.
pub(crate) type Sheet = (&'static str, Vec<u8>);

/// Bundles every entry file of `style/`.
pub(crate) fn sheets(workspace: &Workspace, kept: &Kept) -> Result<Vec<Sheet>> {
    let sources = sources(&workspace.root.join("style"))?;
    let tools = workspace.read("package-lock.json")?;
    let recipe = include_bytes!("style.rs");
    let scratch = kept.scratch("style")?;
    ENTRIES
        .iter()
        .map(|entry| {
            let from: [&[u8]; 4] = [entry.as_bytes(), &sources, &tools, recipe];
            let (sheet, _) = kept.or_make(&from, || bundle(workspace, entry, &scratch))?;
            Ok((*entry, sheet))
        })
        .collect()
}

/// All style sheets as one text, to notice a change.
fn sources(folder: &Path) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for path in files_below(folder)? {
        if path.extension().is_some_and(|end| end == "css") {
            all.extend_from_slice(path.to_string_lossy().as_bytes());
            all.extend(std::fs::read(folder.join(path))?);
        }
    }
    Ok(all)
}

fn bundle(workspace: &Workspace, entry: &str, scratch: &Path) -> Result<Vec<u8>> {
    let source = workspace.root.join("style").join(entry);
    let (whole, small) = (scratch.join(format!("whole-{entry}")), scratch.join(entry));
    for (options, result) in [(&["--bundle"][..], &whole), (&["--bundle", "--minify"][..], &small)] {
        let mut command = Command::new(workspace.npm_tool("lightningcss"));
        child::run(command.args(options).arg(&source).arg("-o").arg(result))
            .with_context(|| format!("style/{entry} cannot be bundled"))?;
    }
    let small = std::fs::read_to_string(small)?;
    check_untouched(&std::fs::read_to_string(whole)?, &small).with_context(|| format!("style/{entry}"))?;
    Ok(small.into_bytes())
}

/// Shortening may merge rules, so fewer of a word is fine; none left, or more, is rewriting.
fn check_untouched(before: &str, after: &str) -> Result<()> {
    for word in UNTOUCHED {
        let (had, has) = (before.matches(word).count(), after.matches(word).count());
        if has > had || (had > 0 && has == 0) {
            bail!("lightningcss rewrote `{word}` ({had} before, {has} after)");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rewritten_colours_are_noticed() {
        assert!(check_untouched("a { color: light-dark(red, blue) }", "a{color:red}").is_err());
        assert!(check_untouched("a { color: light-dark(red, blue) }", "a{color:light-dark(red,#00f)}").is_ok());
    }
}
