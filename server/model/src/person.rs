//! People as others see them.

use serde::{Deserialize, Serialize};

use crate::id::AvatarId;

/// Whose eyes a view, a fragment or an event line is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The customer or visitor whose ticket it is.
    Customer,
    /// An agent of the workspace.
    Agent,
}

/// Which side somebody is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The person who asked.
    Customer,
    /// An agent: somebody who replies to customers.
    Agent,
    /// Porchlight itself.
    System,
}
crate::ticket::words!(Side { Customer = "customer", Agent = "agent", System = "system" });

/// A person's name on the page. An empty name is somebody who has not told one ("Visitor").
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Person {
    /// Which side they are on.
    pub side: Side,
    /// Full name, or empty.
    pub name: String,
    /// An agent's picture, if they have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<AvatarId>,
}

impl Person {
    /// A person without a picture.
    pub fn new(side: Side, name: impl Into<String>) -> Self {
        Self { side, name: name.into(), avatar: None }
    }

    /// The same person with this picture, or without one.
    #[must_use]
    pub fn with_avatar(self, avatar: Option<AvatarId>) -> Self {
        Self { avatar, ..self }
    }

    /// Up to two letters for the avatar; empty for somebody without a name.
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next();
        let last = words.next_back();
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_and_the_last_word() {
        let check = |name: &str, expected: &str| {
            let person = Person::new(Side::Agent, name);
            assert_eq!(person.initials(), expected, "{name:?}");
        };
        check("Mina Koch", "MK");
        check("Ana de la Cruz", "AC");
        check("Plato", "P");
        check("", "");
        check("ليلى حداد", "لح");
    }
}
