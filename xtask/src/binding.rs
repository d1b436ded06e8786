//! From a package to the two files a browser loads: compiled, bound to JavaScript, shrunk. Names and folders of the
//! bundle are not known here.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::child;
use crate::kept::Kept;
use crate::wasm::{self, Compiler};
use crate::workspace::Workspace;

/// The version this program binds with; the module must have been compiled against the same.
const VERSION: &str = "0.2.130";
const GLUE: &str = "glue.js";
const MODULE: &str = "module.wasm";
/// What every browser of the last years understands, and today's compiler uses.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// A package that runs in the browser.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) features: &'static [&'static str],
}

/// A package as the browser loads it.
#[derive(Debug)]
pub(crate) struct Bound {
    pub(crate) glue: Vec<u8>,
    pub(crate) module: Vec<u8>,
    pub(crate) is_unchanged: bool,
}

/// Compiles a package for the browser.
pub(crate) fn compile(workspace: &Workspace, compiler: &Compiler, package: &Package) -> Result<Vec<u8>> {
    let mut command = compiler.build(workspace, package.name);
    child::run(command.args(package.features)).with_context(|| format!("`{}` does not compile for the browser", package.name))?;
    let module = wasm::module(workspace, package.name);
    fs::read(&module).with_context(|| format!("cargo left no {}", module.display()))
}

/// Binds and shrinks a compiled package, unless that was done before.
pub(crate) fn bind(workspace: &Workspace, kept: &Kept, name: &str, compiled: Vec<u8>) -> Result<Bound> {
    let tools = workspace.read("package-lock.json")?;
    let recipe = include_bytes!("binding.rs");
    let from: [&[u8]; 3] = [&compiled, &tools, recipe];
    let scratch = kept.scratch(name)?;
    let make_module = || {
        generate(&compiled, &scratch)?;
        shrink_module(workspace, &scratch)
    };
    let (module, is_unchanged) = kept.or_make(&[&from[..], &[MODULE.as_bytes()]].concat(), make_module)?;
    let make_glue = || {
        if !scratch.join(GLUE).exists() {
            generate(&compiled, &scratch)?;
        }
        minify(workspace, &scratch.join(GLUE), &["--bundle", "--format=esm"])
    };
    let (glue, _) = kept.or_make(&[&from[..], &[GLUE.as_bytes()]].concat(), make_glue)?;
    Ok(Bound { glue, module, is_unchanged })
}

/// Makes a script small without making it older.
pub(crate) fn minify(workspace: &Workspace, script: &Path, options: &[&str]) -> Result<Vec<u8>> {
    let result = script.with_extension("min.js");
    let mut command = Command::new(workspace.npm_tool("esbuild"));
    command
        .arg(script)
        .args(options)
        .args(["--minify", "--target=es2022", "--charset=utf8", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--outfile={}", result.display()));
    child::run(&mut command)?;
    fs::read(&result).with_context(|| format!("esbuild left no {}", result.display()))
}

/// The lock file must have chosen the version that [`generate`] understands.
pub(crate) fn check_version(workspace: &Workspace) -> Result<()> {
    let lock = String::from_utf8(workspace.read("Cargo.lock")?)?;
    match locked_version(&lock, "wasm-bindgen") {
        Some(VERSION) => Ok(()),
        Some(other) => bail!("Cargo.lock has wasm-bindgen {other}, xtask binds {VERSION}: change both together"),
        None => bail!("Cargo.lock has no wasm-bindgen"),
    }
}

fn generate(compiled: &[u8], folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes("glue", compiled.to_vec())
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(folder).context("wasm-bindgen cannot bind the module")
}

fn shrink_module(workspace: &Workspace, folder: &Path) -> Result<Vec<u8>> {
    let result = folder.join(MODULE);
    let mut command = Command::new(workspace.npm_tool("wasm-opt"));
    command
        .arg(folder.join("glue_bg.wasm"))
        .args(["-Oz", "--converge", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES)
        .arg("-o")
        .arg(&result);
    child::run(&mut command)?;
    fs::read(&result).with_context(|| format!("wasm-opt left no {}", result.display()))
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";

    #[test]
    fn the_locked_version_is_found_by_the_whole_name() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
