//! What the server hands to browsers: put together in `target/bundle`, with a manifest from plain names to hashed ones.
//! How each part is made is known elsewhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::binding::{self, Package};
use crate::kept::{Kept, hash};
use crate::progress::{Progress, size};
use crate::wasm::Compiler;
use crate::workspace::{Workspace, files_below};
use crate::{compression, npm, style};

/// How many steps [`build`] announces.
pub(crate) const STEPS: usize = 7;
const MANIFEST: &str = "manifest.json";
const PORTAL: Package = Package { name: "app", features: &["--no-default-features", "--features", "hydrate"] };
const DESK: Package = Package { name: "app", features: &["--no-default-features", "--features", "desk"] };
const WIDGET: Package = Package { name: "widget", features: &[] };

/// Builds the bundle; what did not change since the last time is not made again.
pub(crate) fn build(workspace: &Workspace, progress: &mut Progress) -> Result<()> {
    let kept = Kept::new(workspace.target.join("bundle-kept"))?;
    binding::check_version(workspace)?;

    progress.step("The npm tools");
    progress.end(npm::install(workspace)?);
    progress.step("A compiler for WebAssembly");
    let compiler = Compiler::find(workspace)?;
    progress.end(compiler.description());

    let mut parts = Parts::default();
    for (package, name) in [(&PORTAL, "portal"), (&DESK, "desk"), (&WIDGET, "frame")] {
        progress.step(&format!("`{}` for the browser: {name}", package.name));
        let raw = binding::compile(workspace, &compiler, package)?;
        let bound = binding::bind(workspace, &kept, name, raw)?;
        let sizes = (size(bound.module.len()), size(bound.glue.len()));
        let unchanged = if bound.is_unchanged { ", unchanged" } else { "" };
        progress.end(&format!("{} WebAssembly, {} JavaScript{unchanged}", sizes.0, sizes.1));
        if name == "frame" {
            parts.add_hashed("frame.wasm", bound.module);
            parts.add_hashed("frame.js", bound.glue);
        } else {
            // Leptos's loader wants these names, so the folder carries the hash.
            parts.add_hashed_folder(name, [("app.js", bound.glue), ("app_bg.wasm", bound.module)]);
        }
    }

    progress.step("The loader, style sheets and public files");
    parts.add_plain("widget.js", loader(workspace, &kept)?);
    for (name, sheet) in style::sheets(workspace, &kept)? {
        parts.add_hashed(name, sheet);
    }
    parts.add_folder(&workspace.root.join("public"))?;
    progress.end(&format!("{} files", parts.files.len()));

    progress.step("Compression");
    compression::add_siblings(&mut parts.files, &kept)?;
    parts.report();
    let manifest = serde_json::to_vec_pretty(&parts.manifest)?;
    parts.files.insert(MANIFEST.to_owned(), manifest);
    write(&parts.files, &workspace.bundle)?;
    progress.end(&format!("{} files in {}", parts.files.len(), workspace.bundle.display()));
    Ok(())
}

/// The files of the bundle and the plain name of each.
#[derive(Debug, Default)]
struct Parts {
    files: BTreeMap<String, Vec<u8>>,
    manifest: BTreeMap<String, String>,
}

impl Parts {
    /// A file that may be kept for ever by browsers, since its name changes with its content.
    fn add_hashed(&mut self, name: &str, bytes: Vec<u8>) {
        let hashed = hashed_name(name, &bytes);
        self.manifest.insert(name.to_owned(), hashed.clone());
        self.files.insert(hashed, bytes);
    }

    /// A folder whose files keep their names; its own name changes with any of them.
    fn add_hashed_folder<const N: usize>(&mut self, name: &str, files: [(&str, Vec<u8>); N]) {
        let contents: Vec<&[u8]> = files.iter().map(|(_, bytes)| bytes.as_slice()).collect();
        let folder = format!("{name}-{}", short_hash(&contents));
        for (file, bytes) in files {
            self.files.insert(format!("{folder}/{file}"), bytes);
        }
        self.manifest.insert(name.to_owned(), folder);
    }

    /// A file whose address others know.
    fn add_plain(&mut self, name: &str, bytes: Vec<u8>) {
        self.manifest.insert(name.to_owned(), name.to_owned());
        self.files.insert(name.to_owned(), bytes);
    }

    fn add_folder(&mut self, folder: &Path) -> Result<()> {
        for path in files_below(folder)? {
            let bytes = fs::read(folder.join(&path))?;
            self.add_plain(&path.to_string_lossy(), bytes);
        }
        Ok(())
    }

    /// What a browser has to fetch, as it travels.
    fn report(&self) {
        for (file, packed) in self.files.iter().filter_map(|(name, bytes)| Some((name.strip_suffix(".br")?, bytes))) {
            println!("      {file:<26} {:>9} as Brotli", size(packed.len()));
        }
    }
}

/// `app.js` becomes `app-0a1b2c3d.js`.
fn hashed_name(name: &str, bytes: &[u8]) -> String {
    let hash = short_hash(&[bytes]);
    match name.rsplit_once('.') {
        Some((stem, end)) => format!("{stem}-{hash}.{end}"),
        None => format!("{name}-{hash}"),
    }
}

fn short_hash(contents: &[&[u8]]) -> String {
    hash(contents).chars().take(8).collect()
}

fn loader(workspace: &Workspace, kept: &Kept) -> Result<Vec<u8>> {
    let source = workspace.read("widget/loader.js")?;
    let tools = workspace.read("package-lock.json")?;
    let scratch = kept.scratch("loader")?;
    let (script, _) = kept.or_make(&[b"loader", &source, &tools], || {
        let copy = scratch.join("loader.js");
        fs::write(&copy, &source)?;
        binding::minify(workspace, &copy, &["--bundle", "--format=iife"])
    })?;
    Ok(script)
}

/// Makes `folder` hold just these files, touching only what differs, so that the server is rebuilt only when it must be.
fn write(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> Result<()> {
    for (name, bytes) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|there| there == *bytes) {
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for path in files_below(folder)? {
        if !files.contains_key(path.to_string_lossy().as_ref()) {
            fs::remove_file(folder.join(path))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hashed_name_follows_the_content() {
        let name = hashed_name("app.js", b"one");
        assert_eq!(name.len(), "app-01234567.js".len());
        assert_eq!((name.get(..4), name.get(12..)), (Some("app-"), Some(".js")));
        assert_ne!(name, hashed_name("app.js", b"two"));
    }

    #[test]
    fn the_manifest_leads_from_plain_names_to_files() {
        let mut parts = Parts::default();
        parts.add_hashed("app.js", b"script".to_vec());
        parts.add_plain("widget.js", b"loader".to_vec());
        assert!(parts.manifest.values().all(|file| parts.files.contains_key(file)));
        assert_eq!(parts.manifest.get("widget.js").unwrap(), "widget.js");
    }

    #[test]
    fn the_folder_holds_just_the_bundle() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("old.js"), "old").unwrap();
        let files = BTreeMap::from([("shop/new.js".to_owned(), b"new".to_vec())]);
        write(&files, folder.path()).unwrap();
        assert_eq!(files_below(folder.path()).unwrap(), [Path::new("shop/new.js")]);
    }
}
