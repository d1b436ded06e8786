//! The clock, chance, and what is made of both: keys for writes.

use std::cell::Cell;

use client::Moment;
use js_sys::{Date, Math, Promise};
use model::id::Key;
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// The time in the last key.
    static LAST: Cell<f64> = const { Cell::new(0.0) };
}

/// Now, with a random number.
pub fn moment() -> Moment {
    Moment { now: Date::now(), random: Math::random() }
}

/// Waits.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    _ = JsFuture::from(promise).await;
}

/// A fresh key (`UUIDv7`). Keys of one page grow, even within one millisecond: they are the order of what was written.
pub fn fresh_key() -> Key {
    let time = Date::now().max(LAST.get() + 1.0);
    LAST.set(time);
    let mut noise = [0; 10];
    let is_filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut noise).is_ok());
    if !is_filled {
        // No browser that runs this lacks it; a key must be unique, not secret.
        noise.fill_with(|| byte(Math::random() * 256.0));
    }
    Key(uuid::Builder::from_unix_timestamp_millis(milliseconds(time), &noise).into_uuid())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast stops at the ends")]
fn milliseconds(time: f64) -> u64 {
    time as u64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float's cast stops at the ends")]
fn byte(number: f64) -> u8 {
    number as u8
}
