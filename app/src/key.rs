//! Keys for the forms whose view carries none: made from the thing, the rendering and the form.

use model::id::{Key, TicketId};
use model::time::Time;
use uuid::Uuid;

/// Which form of a page a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Confirmation = 1,
    Mail = 2,
    Status = 3,
    Priority = 4,
    Assignee = 5,
    Rating = 6,
    Reopen = 7,
    Access = 8,
    Again = 9,
    Withdrawal = 10,
    Password = 11,
    Undelivered = 12,
    Picture = 13,
    NoPicture = 14,
    Language = 15,
}

/// A key of this rendering of this form. Two renderings of one ticket in the same microsecond share it, which does no
/// harm: the same write twice is one write, and another one is refused and asked again.
pub(crate) fn of(ticket: TicketId, now: Time, form: Form) -> Key {
    let moment = u128::from(now.0.unsigned_abs());
    Key(Uuid::from_u128(ticket.0.as_u128() ^ moment ^ ((form as u128) << 56)))
}

/// The same on a page of many rows that has a fresh key: a key for each row's forms.
pub(crate) fn of_row(page: Key, row: Uuid, form: Form) -> Key {
    Key(Uuid::from_u128(page.0.as_u128() ^ row.as_u128() ^ ((form as u128) << 56)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_and_every_rendering_has_its_own_key() {
        let ticket = TicketId(Uuid::from_u128(7));
        let key = of(ticket, Time(1), Form::Mail);
        assert_eq!(key, of(ticket, Time(1), Form::Mail));
        assert_ne!(key, of(ticket, Time(2), Form::Mail));
        assert_ne!(key, of(ticket, Time(1), Form::Status));
        assert_ne!(key, of(TicketId(Uuid::from_u128(8)), Time(1), Form::Mail));
        let row = of_row(key, ticket.0, Form::Again);
        assert_ne!(row, of_row(key, ticket.0, Form::Withdrawal));
        assert_ne!(row, of_row(key, Uuid::from_u128(8), Form::Again));
        assert_ne!(row, of_row(Key(ticket.0), ticket.0, Form::Again));
    }
}
