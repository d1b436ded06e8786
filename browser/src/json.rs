//! JSON through the browser's own parser: a Rust one would be ten more kilobytes for everybody who opens a page.

use js_sys::{Array, JSON};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsCast;

/// Reads a text. Nothing for what is no JSON, or not of this shape: a newer server may say what we do not know.
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_wasm_bindgen::from_value(JSON::parse(text).ok()?).ok()
}

/// Reads a list, and of its items those that are of this shape.
pub fn read_list<T: DeserializeOwned>(text: &str) -> Option<Vec<T>> {
    let list: Array = JSON::parse(text).ok()?.dyn_into().ok()?;
    Some(list.iter().filter_map(|item| serde_wasm_bindgen::from_value(item).ok()).collect())
}

/// Writes a value as text. Empty for what JSON cannot say.
pub fn write(value: &impl Serialize) -> String {
    let value = value.serialize(&Serializer::json_compatible());
    value.ok().and_then(|value| JSON::stringify(&value).ok()).map(String::from).unwrap_or_default()
}
