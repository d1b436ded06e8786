//! The engines: a file, or a database of its own in the throw-away cluster.

use std::fmt;
use std::path::Path;

use desk::bus::Bus;
use desk::db::Db;

use crate::{POSTGRES, SOCKET};

/// Which engine a world stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Opens an empty store.
pub async fn open(engine: Engine, folder: &Path, bus: Bus) -> Db {
    match engine {
        Engine::Sqlite => Db::open_sqlite(&folder.join("world.sqlite"), bus).unwrap(),
        Engine::Postgres => Db::open_postgres(&new_database().await, SOCKET, bus).unwrap(),
    }
}

/// A fresh database in the cluster, and how to reach it.
#[expect(clippy::disallowed_methods, reason = "the cluster's address comes from whoever started it")]
pub async fn new_database() -> String {
    let cluster = std::env::var(POSTGRES)
        .unwrap_or_else(|_| panic!("{POSTGRES} is not set: run `cargo xtask test`, which starts a PostgreSQL for the tests"));
    let name = format!("world_{}", uuid::Uuid::now_v7().simple());
    let (client, connection) = tokio_postgres::connect(&cluster, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    client.batch_execute(&format!("create database {name}")).await.unwrap();
    drop(client);
    connection.await.unwrap().unwrap();
    let others: Vec<&str> = cluster.split_whitespace().filter(|part| !part.starts_with("dbname=")).collect();
    format!("{} dbname={name}", others.join(" "))
}
