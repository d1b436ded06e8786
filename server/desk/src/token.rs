//! Secrets that are handed out once and kept only as a hash.

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A secret of 256 random bits. It has no `Display`, and its `Debug` says nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 32]);

/// What is stored of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Token {
    /// A fresh one from the system's randomness.
    pub fn fresh() -> Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
        Ok(Self(bytes))
    }

    /// The text that its holder keeps: 64 hexadecimal digits.
    pub fn reveal(&self) -> String {
        hex(&self.0)
    }

    /// Reads a text back; anything but 64 hexadecimal digits is no token.
    pub fn from_text(text: &str) -> Option<Self> {
        unhex(text)?.try_into().ok().map(Self)
    }

    /// What is stored.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0).into())
    }
}

impl TokenHash {
    /// The id of the visitor who holds this token: derived, so that a first message that is sent twice is one visitor's.
    pub fn visitor(&self) -> model::id::VisitorId {
        let digest: [u8; 32] = Sha256::new().chain_update(b"visitor").chain_update(self.0).finalize().into();
        let (id, _) = digest.split_at(16);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(id);
        uuid::Builder::from_custom_bytes(bytes).into_uuid().into()
    }
}

/// An id that nobody guesses, from the system's randomness.
pub(crate) fn random_id() -> Result<uuid::Uuid> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Error::unexpected)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// Reads hexadecimal digits back; nothing when they are none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    text.as_bytes().chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_back_and_nothing_else_is_one() {
        let token = Token::fresh().unwrap();
        assert_eq!(Token::from_text(&token.reveal()), Some(token.clone()));
        for wrong in ["", "00", &"g".repeat(64), &"é".repeat(32), &format!("{}0", token.reveal())] {
            assert_eq!(Token::from_text(wrong), None, "{wrong:?}");
        }
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
