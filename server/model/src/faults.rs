//! Every fault of a form at once: a set of codes, as small as one.

use crate::fault::{Fault, Invalid};

/// What is wrong with a form's fields. Of each field only what is worst is kept by those who ask by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Faults(u64);

impl Faults {
    /// Adds one.
    pub const fn add(&mut self, invalid: Invalid) {
        self.0 |= 1 << invalid as u64;
    }

    /// Is nothing wrong?
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Is this one of them?
    pub const fn has(self, invalid: Invalid) -> bool {
        self.0 & (1 << invalid as u64) != 0
    }

    /// How many there are.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// In the order of [`Invalid::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Invalid> {
        Invalid::ALL.into_iter().filter(move |invalid| self.has(*invalid))
    }

    /// What is wrong with one of these fields, in the order of the fields.
    pub fn at(self, fields: &[&str]) -> Option<Invalid> {
        fields.iter().find_map(|field| self.iter().find(|invalid| invalid.field() == *field))
    }

    /// Both sets in one.
    #[must_use]
    pub const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// What a check gave, or a stand-in while its fault is kept for later: so that all fields are looked at.
    pub fn sort<T: Default>(&mut self, checked: Result<T, Invalid>) -> T {
        checked.unwrap_or_else(|invalid| {
            self.add(invalid);
            T::default()
        })
    }

    /// The fault of the whole form, if anything is wrong.
    ///
    /// # Errors
    /// When anything is wrong.
    pub const fn done(self) -> Result<(), Fault> {
        if self.is_empty() { Ok(()) } else { Err(Fault::Invalid(self)) }
    }
}

impl From<Invalid> for Faults {
    fn from(invalid: Invalid) -> Self {
        let mut faults = Self::default();
        faults.add(invalid);
        faults
    }
}

impl From<Invalid> for Fault {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_is_wrong_is_kept_and_found_by_its_field() {
        let mut faults = Faults::default();
        assert!(faults.done().is_ok() && faults.is_empty());
        assert_eq!(faults.sort::<u8>(Ok(7)), 7);
        assert_eq!(faults.sort::<u8>(Err(Invalid::MailWrong)), 0);
        faults.add(Invalid::SubjectMissing);
        faults.add(Invalid::MailWrong);
        assert_eq!(faults.iter().collect::<Vec<_>>(), [Invalid::MailWrong, Invalid::SubjectMissing]);
        assert_eq!(faults.at(&["mail", "subject"]), Some(Invalid::MailWrong));
        assert_eq!(faults.at(&["body"]), None);
        assert_eq!(faults.done(), Err(Fault::Invalid(faults)));
        assert_eq!(faults.and(Invalid::BodyMissing.into()).len(), 3);
    }

    #[test]
    fn every_code_has_a_place_of_its_own() {
        let mut all = Faults::default();
        for invalid in Invalid::ALL {
            all.add(invalid);
        }
        assert_eq!(all.iter().count(), Invalid::ALL.len());
        assert_eq!(usize::try_from(all.len()), Ok(Invalid::ALL.len()));
    }
}
