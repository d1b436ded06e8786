//! The client's key of every write: the same key again gives the first answer again, with other words it is refused.

use model::fault::Fault;
use model::id::Key;
use model::time::Time;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::actor::Actor;
use crate::db::Tx;
use crate::error::Result;

mod store;

/// What a write asked for, reduced to a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fingerprint(pub(crate) [u8; 32]);

impl Fingerprint {
    /// Of a verb and everything in its request that matters.
    pub(crate) fn of(verb: &str, request: &impl Serialize) -> Result<Self> {
        let request = serde_json::to_vec(request)?;
        Ok(Self(Sha256::new().chain_update(verb).chain_update([0]).chain_update(request).finalize().into()))
    }
}

/// The first answer to this key, if it was asked before by the same actor; a refusal if it came with other words.
pub(crate) async fn answered<T: DeserializeOwned>(
    tx: &mut Tx,
    actor: &Actor,
    key: Key,
    fingerprint: Fingerprint,
) -> Result<Option<T>> {
    match store::answer(tx, actor.workspace(), &actor.handle(), key).await? {
        Some((kept, answer)) if kept == fingerprint.0 => Ok(Some(serde_json::from_str(&answer)?)),
        Some(_) => Err(Fault::KeyReused.into()),
        None => Ok(None),
    }
}

/// Keeps the answer with the change itself. Two that race meet at the primary key; the loser is run again and finds it.
pub(crate) async fn keep<T: Serialize>(
    tx: &mut Tx,
    actor: &Actor,
    key: Key,
    fingerprint: Fingerprint,
    answer: &T,
    now: Time,
) -> Result<()> {
    store::insert_answer(tx, actor.workspace(), &actor.handle(), key, fingerprint.0, &serde_json::to_string(answer)?, now).await
}
