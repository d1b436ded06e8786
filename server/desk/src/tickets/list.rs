//! Lists of tickets. The SQL stands in `list/store.rs`.

mod store;

pub(super) use store::{count_of_customer, first_answers, inbox_counts, inbox_rows, rows_of_customer, rows_of_visitor};
