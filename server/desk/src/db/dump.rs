//! Every row of one moment in a form that either engine reads: a JSON array a row.

use uuid::Uuid;

use super::migration::schema;
use super::{Tx, Value};
use crate::error::{Error, Result};
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

/// The rows of every table, each table in an order that is the same every time.
pub(crate) async fn dump(tx: &mut Tx) -> Result<Vec<(String, Vec<String>)>> {
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

/// Stores the rows again, in an empty store.
pub(crate) async fn load(tx: &mut Tx, tables: &[(String, Vec<String>)]) -> Result<()> {
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
        (Json::String(text), Kind::Bytes) => {
            Value::Bytes(crate::token::unhex(&text).ok_or_else(|| Error::unexpected(Misfit::NotABackup))?)
        }
        (Json::String(text), Kind::Text) => Value::Text(text),
        (Json::Bool(is), Kind::Bool) => Value::Bool(is),
        (Json::Number(number), Kind::Number) => Value::Int(number.as_i64().ok_or_else(|| Error::unexpected(Misfit::NotABackup))?),
        _ => return Err(Error::unexpected(Misfit::NotABackup)),
    })
}

/// What is wrong with a backup is for the log; people are told that it is none.
pub(crate) fn misfit<E: std::fmt::Display>(error: E) -> Error {
    tracing::error!(error = %error, "the backup could not be read");
    Error::unexpected(Misfit::NotABackup)
}
