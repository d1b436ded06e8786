//! Passwords: Argon2id, a few at a time, off the async threads.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use model::fault::Invalid;
use model::limit;
use tokio::sync::Semaphore;

use crate::error::{Error, Result};

/// Each hash takes 19 MiB and a core: two at a time, the others wait.
static SEATS: Semaphore = Semaphore::const_new(2);

/// What is compared against when there is no such agent, so that the answer takes the same work.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$EjOfR0kIbwQdQqFtsJBSKyX3Q9NcVOHmbxUlPZUKkmI";

/// Long enough, and not too long.
pub(super) fn check(password: &str) -> Result<(), Invalid> {
    if password.chars().count() < limit::PASSWORD_CHARS_MIN {
        return Err(Invalid::PasswordTooShort);
    }
    if password.len() > limit::PASSWORD_BYTES_MAX { Err(Invalid::PasswordTooLong) } else { Ok(()) }
}

/// The hash of a password that is long enough and not too long.
pub(super) async fn hash(password: String) -> Result<String> {
    check(&password)?;
    off_thread(move || {
        let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|error| Error::unexpected(error.to_string()))?;
        Ok(hash.to_string())
    })
    .await
}

/// Is this the password of that hash? Without a hash the same work is done, for a no.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    if password.len() > limit::PASSWORD_BYTES_MAX {
        return Ok(false);
    }
    off_thread(move || {
        let is_known = hash.is_some();
        let text = hash.unwrap_or_else(|| NOBODYS.to_owned());
        let parsed = PasswordHash::new(&text).map_err(|error| Error::unexpected(error.to_string()))?;
        let is_right = Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok();
        Ok(is_known && is_right)
    })
    .await
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _seat = SEATS.acquire().await.map_err(Error::unexpected)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::unexpected)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_agent_opens() {
        let kept = hash("correct horse battery".into()).await.unwrap();
        assert!(verify("correct horse battery".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("correct horse batterx".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify(kept.clone(), Some(kept)).await.unwrap(), "the stored hash is no password");
        assert!(!verify("correct horse battery".into(), None).await.unwrap());
    }
}
