//! Backup and restore: every row of one moment in a form that either engine reads, and every attachment.
//! The file is a tar: `manifest.json`, `tables/<name>.ndjson` (a JSON array a row), `files/<id>`.

use std::io::{Read, Write};
use std::path::Path;

use model::id::AttachmentId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::migration::schema;
use super::{Db, Tx, Value};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::files::Files;
use crate::params;

/// Rows fetched at a time.
const PAGE: i64 = 2000;

/// A table as the migrations made it.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Bytes,
    Number,
    Bool,
    Text,
}

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

/// Why a backup cannot be restored here, in words for the person who asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The store has tickets already.
    NotEmpty,
    /// The backup's schema is not this program's.
    OtherSchema {
        /// The backup's.
        theirs: i64,
        /// This program's.
        ours: i64,
    },
    /// Not a backup of ours.
    NotABackup,
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotEmpty => f.write_str("this database is not empty: restore into an empty folder or a new database"),
            Self::OtherSchema { theirs, ours } => {
                write!(
                    f,
                    "the backup has schema {theirs}, this program {ours}: restore it with the version that made it, then upgrade"
                )
            }
            Self::NotABackup => f.write_str("this file is not a Porchlight backup, or it is damaged"),
        }
    }
}

impl std::error::Error for Misfit {}

/// Writes a backup of one moment. Safe under load: readers and writers go on. The rows are held in memory meanwhile.
pub async fn write(db: &Db, files: &Files, to: &Path) -> Result<Counts> {
    let tables = db.read_much(|tx| Box::pin(dump(tx))).await?;
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
        Box::pin(async move { load(tx, &tables).await })
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

async fn dump(tx: &mut Tx) -> Result<Vec<(String, Vec<String>)>> {
    let mut tables = Vec::new();
    for table in schema::tables() {
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        // The first two columns of every table make an order that no row shares with many.
        let order = names.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let sql = format!("select {} from {} order by {order} limit $1 offset $2", names.join(", "), table.name);
        let mut lines = Vec::new();
        loop {
            let at = i64::try_from(lines.len()).map_err(Error::unexpected)?;
            let rows = tx.rows_of(&sql, params![PAGE, at]).await?;
            let count = rows.len();
            for row in rows {
                let values = row
                    .rest()
                    .into_iter()
                    .zip(&table.columns)
                    .map(|(value, (_, kind))| to_json(value, *kind))
                    .collect::<Result<Vec<_>>>()?;
                lines.push(serde_json::to_string(&values)?);
            }
            if i64::try_from(count).map_err(Error::unexpected)? < PAGE {
                break;
            }
        }
        tables.push((table.name, lines));
    }
    Ok(tables)
}

async fn load(tx: &mut Tx, tables: &[(String, Vec<String>)]) -> Result<()> {
    if tx.first("select id from workspaces limit 1", params![]).await?.is_some() {
        return Err(Error::unexpected(Misfit::NotEmpty));
    }
    for table in schema::tables() {
        let Some((_, lines)) = tables.iter().find(|(name, _)| *name == table.name) else { continue };
        let names: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
        let marks: Vec<String> = (1..=names.len()).map(|at| format!("${at}")).collect();
        let sql = format!("insert into {} ({}) values ({})", table.name, names.join(", "), marks.join(", "));
        for line in lines {
            let values: Vec<serde_json::Value> = serde_json::from_str(line).map_err(misfit)?;
            let params = values
                .into_iter()
                .zip(&table.columns)
                .map(|(value, (_, kind))| from_json(value, *kind))
                .collect::<Result<Vec<_>>>()?;
            tx.run_of(&sql, &params).await?;
        }
    }
    Ok(())
}

fn to_json(value: Value, kind: Kind) -> Result<serde_json::Value> {
    Ok(match (value, kind) {
        (Value::Null, _) => serde_json::Value::Null,
        (Value::Id(id), _) => id.to_string().into(),
        (Value::Bytes(bytes), Kind::Id) => Uuid::from_slice(&bytes).map_err(Error::unexpected)?.to_string().into(),
        (Value::Bytes(bytes), _) => crate::token::hex(&bytes).into(),
        (Value::Int(number), Kind::Bool) => (number != 0).into(),
        (Value::Int(number), _) => number.into(),
        (Value::Bool(is), _) => is.into(),
        (Value::Text(text), _) => text.into(),
    })
}

fn from_json(value: serde_json::Value, kind: Kind) -> Result<Value> {
    use serde_json::Value as Json;
    Ok(match (value, kind) {
        (Json::Null, _) => Value::Null,
        (Json::String(text), Kind::Id) => Value::Id(text.parse().map_err(misfit)?),
        (Json::String(text), Kind::Bytes) => Value::Bytes(unhex(&text).ok_or_else(|| Error::unexpected(Misfit::NotABackup))?),
        (Json::String(text), Kind::Text) => Value::Text(text),
        (Json::Bool(is), Kind::Bool) => Value::Bool(is),
        (Json::Number(number), Kind::Number) => Value::Int(number.as_i64().ok_or_else(|| Error::unexpected(Misfit::NotABackup))?),
        _ => return Err(Error::unexpected(Misfit::NotABackup)),
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
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

fn misfit<E: std::fmt::Display>(error: E) -> Error {
    tracing::error!(error = %error, "the backup could not be read");
    Error::unexpected(Misfit::NotABackup)
}
