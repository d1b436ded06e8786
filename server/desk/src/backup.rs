//! Backup and restore: every row of one moment in a form that either engine reads, and every attachment.
//! The file is a tar: `manifest.json`, `tables/<name>.ndjson` (a JSON array a row), `files/<id>`.

use std::io::{Read, Write};
use std::path::Path;

use model::id::AttachmentId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::clock::Clock;
use crate::db::Db;
pub use crate::db::dump::Misfit;
use crate::db::dump::{self, misfit};
use crate::db::migration::schema;
use crate::error::{Error, Result};
use crate::files::Files;

/// The first entry of a backup.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    schema: i64,
}

const FORMAT: u32 = 1;

/// What was written or read.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Rows of all tables.
    pub rows: u64,
    /// Attachments.
    pub files: u64,
}

/// Writes a backup of one moment. Safe under load: readers and writers go on. The rows are held in memory meanwhile.
pub async fn write(db: &Db, files: &Files, to: &Path) -> Result<Counts> {
    let tables = db.read_much(|tx| Box::pin(dump::dump(tx))).await?;
    let mut counts = Counts::default();
    let draft = to.with_extension("part");
    let file = std::fs::File::create(&draft).map_err(unavailable)?;
    let mut tar = tar::Builder::new(std::io::BufWriter::new(file));
    let manifest = Manifest { format: FORMAT, schema: schema::newest() };
    append(&mut tar, "manifest.json", &serde_json::to_vec(&manifest)?)?;
    let mut attachments = Vec::new();
    for (table, lines) in &tables {
        counts.rows += lines.len() as u64;
        append(&mut tar, &format!("tables/{table}.ndjson"), lines.join("\n").as_bytes())?;
        if table == "attachments" {
            attachments = lines.iter().filter_map(|line| first_id(line)).collect();
        }
    }
    for id in attachments {
        append(&mut tar, &format!("files/{id}"), &files.get(AttachmentId(id)).await?)?;
        counts.files += 1;
    }
    let mut out = tar.into_inner().map_err(unavailable)?;
    out.flush().map_err(unavailable)?;
    out.get_ref().sync_all().map_err(unavailable)?;
    std::fs::rename(&draft, to).map_err(unavailable)?;
    Ok(counts)
}

/// Restores a backup into an empty store, which is migrated first. All rows in one transaction, or none.
pub async fn restore(db: &Db, files: &Files, clock: &Clock, from: &Path) -> Result<Counts> {
    db.migrate(clock).await?;
    let mut tar = tar::Archive::new(std::io::BufReader::new(std::fs::File::open(from).map_err(unavailable)?));
    let mut tables = Vec::new();
    let mut counts = Counts::default();
    let mut is_known = false;
    for entry in tar.entries().map_err(misfit)? {
        let mut entry = entry.map_err(misfit)?;
        let path = entry.path().map_err(misfit)?.to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(misfit)?;
        if path == "manifest.json" {
            check(&serde_json::from_slice(&bytes).map_err(misfit)?)?;
            is_known = true;
        } else if let Some(table) = path.strip_prefix("tables/").and_then(|name| name.strip_suffix(".ndjson")) {
            let text = String::from_utf8(bytes).map_err(misfit)?;
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            counts.rows += lines.len() as u64;
            tables.push((table.to_owned(), lines));
        } else if let Some(id) = path.strip_prefix("files/").and_then(|id| id.parse::<Uuid>().ok()) {
            files.put(AttachmentId(id), bytes).await?;
            counts.files += 1;
        }
    }
    if !is_known {
        return Err(Error::unexpected(Misfit::NotABackup));
    }
    let tables = std::sync::Arc::new(tables);
    db.write(move |tx| {
        let tables = std::sync::Arc::clone(&tables);
        Box::pin(async move { dump::load(tx, &tables).await })
    })
    .await?;
    Ok(counts)
}

fn check(manifest: &Manifest) -> Result<()> {
    let ours = schema::newest();
    match manifest {
        Manifest { format: FORMAT, schema } if *schema == ours => Ok(()),
        Manifest { format: FORMAT, schema } => Err(Error::unexpected(Misfit::OtherSchema { theirs: *schema, ours })),
        Manifest { .. } => Err(Error::unexpected(Misfit::NotABackup)),
    }
}

fn first_id(line: &str) -> Option<Uuid> {
    let values: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
    values.first()?.as_str()?.parse().ok()
}

fn append(tar: &mut tar::Builder<impl Write>, path: &str, bytes: &[u8]) -> Result<()> {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    tar.append_data(&mut header, path, bytes).map_err(unavailable)
}

fn unavailable(error: std::io::Error) -> Error {
    Error::Unavailable(Box::new(error))
}
