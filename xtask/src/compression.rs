//! The `.br` and `.gz` beside each file of the bundle. Node compresses, because Brotli's best quality takes minutes in an
//! unoptimised Rust program.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::child;
use crate::kept::{Kept, hash};

const SCRIPT: &str = include_str!("../compress.mjs");
const ENCODINGS: &[&str] = &["br", "gz"];
/// Compressed already; a second time gains nothing.
const DENSE: &[&str] = &["avif", "br", "gif", "gz", "jpg", "png", "webp", "woff2"];

/// Adds the compressed siblings of every file that gains by it.
pub(crate) fn add_siblings(files: &mut BTreeMap<String, Vec<u8>>, kept: &Kept) -> Result<()> {
    let scratch = kept.scratch("compression")?;
    let sources: Vec<(String, Vec<u8>)> =
        files.iter().filter(|(name, _)| is_worth_it(name)).map(|(name, bytes)| (name.clone(), bytes.clone())).collect();
    for (name, bytes) in sources {
        for encoding in ENCODINGS {
            let make = || compressed(&scratch, &bytes, encoding);
            let (packed, _) = kept.or_make(&[&bytes, encoding.as_bytes(), SCRIPT.as_bytes()], make)?;
            files.insert(format!("{name}.{encoding}"), packed);
        }
    }
    Ok(())
}

fn compressed(scratch: &Path, bytes: &[u8], encoding: &str) -> Result<Vec<u8>> {
    let source = scratch.join(hash(&[bytes]));
    fs::write(&source, bytes)?;
    let result = source.with_extension(encoding);
    let mut node = Command::new("node");
    node.args(["--input-type=module", "--eval", SCRIPT, "--", encoding]);
    child::run(node.arg(&source).arg(&result)).context("node cannot compress the bundle")?;
    fs::read(&result).with_context(|| format!("node left no {}", result.display()))
}

fn is_worth_it(name: &str) -> bool {
    Path::new(name).extension().is_none_or(|end| !DENSE.iter().any(|dense| end.eq_ignore_ascii_case(dense)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dense_files_are_left_alone() {
        assert!(is_worth_it("app-0123.wasm"));
        assert!(!is_worth_it("shop/kettle.PNG"));
    }
}
