//! What was typed into a form, by the names of its fields. Page and handler share it, so that what was refused comes back as it
//! was, and a field is named in one place.

use std::collections::HashMap;
use std::fmt;

use model::fault::Invalid;
use model::id::Key;
use model::message::Attachment;
use serde::Deserialize;

/// A form as it was filled in. Nothing in it was looked at yet.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Typed {
    fields: HashMap<String, String>,
    /// Files that an earlier try kept.
    #[serde(skip)]
    pub kept: Vec<Attachment>,
}

/// The name of the field that carries a write's key.
const KEY: &str = "key";

impl Typed {
    /// An empty form whose write has this key.
    pub fn fresh(key: Key) -> Self {
        Self::default().with(KEY, key.to_string())
    }

    /// The same with a field filled in.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.set(name, text);
        self
    }

    /// The same with another key: what is sent next is another write.
    #[must_use]
    pub fn with_key(self, key: Key) -> Self {
        self.with(KEY, key.to_string())
    }

    /// The same with files that an earlier try kept.
    #[must_use]
    pub fn with_files(self, kept: Vec<Attachment>) -> Self {
        Self { kept, ..self }
    }

    /// Fills in a field.
    pub fn set(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.fields.insert(name.into(), text.into());
    }

    /// What stands in a field; empty when there is no such field.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map(String::as_str).unwrap_or_default()
    }

    /// How many fields there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Every field, by name.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut fields: Vec<_> = self.fields.clone().into_iter().collect();
        fields.sort();
        fields
    }

    /// Is nothing filled in?
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The key of the write.
    ///
    /// # Errors
    /// [`Invalid::Malformed`] without one: no form of ours is sent without.
    pub fn key(&self) -> Result<Key, Invalid> {
        self.text(KEY).parse().map_err(|_| Invalid::Malformed)
    }
}

/// Names only: there may be a password among the words.
impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.fields.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_found_by_its_name_and_never_printed() {
        let typed: Typed = serde_json::from_str(r#"{"mail":"ada@example.com","password":"secret words"}"#).unwrap();
        assert_eq!((typed.text("mail"), typed.text("nothing"), typed.len()), ("ada@example.com", "", 2));
        assert_eq!(typed.key(), Err(Invalid::Malformed));
        assert!(!format!("{typed:?}").contains("secret"));
        let key = Key(uuid::Uuid::from_u128(7));
        assert_eq!(typed.with_key(key).key(), Ok(key));
    }
}
