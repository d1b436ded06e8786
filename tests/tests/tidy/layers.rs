//! The layers inside `desk`: a module uses what stands below it, and nothing beside or above, so there is no circle.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};

/// From the bottom to the top. Of two in a line the later one may use the earlier one.
const ORDER: &[&[&str]] = &[
    &["error", "token", "clock", "checks", "fresh", "actor"],
    &["bus", "db"],
    &["keys", "jobs", "log", "files", "mail"],
    &["backup", "sessions", "links", "agents", "customers", "sites", "articles", "workspaces"],
    &["tickets"],
    &["entry"],
    // These see the whole desk.
    &["send_mail", "work", "upkeep", "demo"],
];

/// The modules of this crate that a file names, in `use` and in paths, outside of its tests.
#[derive(Default)]
struct Named(BTreeSet<String>);

impl Named {
    fn of(text: &str) -> Self {
        let mut named = Self::default();
        named.visit_file(&syn::parse_file(text).unwrap());
        named
    }

    fn below(&mut self, tree: &syn::UseTree) {
        match tree {
            syn::UseTree::Path(path) => _ = self.0.insert(path.ident.to_string()),
            syn::UseTree::Name(name) => _ = self.0.insert(name.ident.to_string()),
            syn::UseTree::Rename(name) => _ = self.0.insert(name.ident.to_string()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.below(tree)),
            syn::UseTree::Glob(_) => _ = self.0.insert("*".to_owned()),
        }
    }
}

impl<'ast> Visit<'ast> for Named {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if let syn::UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.below(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut parts = path.segments.iter();
        if parts.next().is_some_and(|first| first.ident == "crate")
            && let Some(module) = parts.next()
        {
            self.0.insert(module.ident.to_string());
        }
        visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !item.attrs.iter().any(|attribute| attribute.path().is_ident("cfg")) {
            visit::visit_item_mod(self, item);
        }
    }
}

fn place(module: &str) -> Option<(usize, usize)> {
    ORDER.iter().enumerate().find_map(|(layer, line)| Some((layer, line.iter().position(|known| *known == module)?)))
}

/// What a module must not name.
fn above(module: &str, text: &str) -> Vec<String> {
    let Some(own) = place(module) else { return vec![format!("{module} has no place among the layers")] };
    let is_top = own.0 + 1 == ORDER.len();
    let is_wrong = |named: &&String| match (named.as_str(), place(named)) {
        ("*", _) => true,
        ("Desk", _) => !is_top,
        (_, Some(theirs)) => theirs > own,
        (_, None) => false,
    };
    Named::of(text).0.iter().filter(is_wrong).map(|named| format!("{module} uses {named}")).collect()
}

fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_module_of_the_desk_uses_what_stands_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/desk/src");
    let (mut all, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    files(&root, &mut all);
    for path in all {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        let module = inside.iter().next().unwrap().to_string_lossy().into_owned();
        if module != "lib" {
            wrong.extend(above(&module, &fs::read_to_string(&path).unwrap()));
            seen.insert(module);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(seen.len(), ORDER.iter().map(|line| line.len()).sum::<usize>(), "every place has its module");
}

#[test]
fn a_module_that_reaches_up_is_found_however_it_does() {
    for text in [
        "use crate::tickets::Ticket;",
        "use crate::{db::Tx, tickets::{self, Which}};",
        "fn a() { crate::tickets::lock(); }",
        "fn a(b: &crate::Desk) {}",
        "use crate::*;",
    ] {
        assert_eq!(above("keys", text).len(), 1, "{text}");
    }
    for text in ["use crate::db::Tx;", "#[cfg(test)] mod tests { use crate::tickets::Ticket; }", "use crate::params;"] {
        assert_eq!(above("keys", text), [] as [String; 0], "{text}");
    }
    assert_eq!(above("elsewhere", "").len(), 1, "a new module has to find its place");
}
