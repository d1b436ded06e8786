//! JSON as the islands read and write it: by the browser's own parser, which costs no bytes (serde would cost 20 kB on
//! every customer's first visit). The names are those of `model::live` and `model::wire`; a test below holds them together.

#![cfg_attr(not(feature = "hydrate"), allow(dead_code, reason = "only the test reads the names on the server"))]

/// Every field that an island reads from an answer or from the live link.
pub(super) mod name {
    pub(in crate::islands) const TYPE: &str = "type";
    pub(in crate::islands) const TICKET: &str = "ticket";
    pub(in crate::islands) const SEQ: &str = "seq";
    pub(in crate::islands) const HTML: &str = "html";
    pub(in crate::islands) const PARTS: &str = "parts";
    pub(in crate::islands) const NAME: &str = "name";
    pub(in crate::islands) const IS_OTHER_SIDE_HERE: &str = "is_other_side_here";
    pub(in crate::islands) const AGENTS: &str = "agents";
    pub(in crate::islands) const AFTER_MS: &str = "after_ms";
    pub(in crate::islands) const TOKEN: &str = "token";
    pub(in crate::islands) const LANG: &str = "lang";
    pub(in crate::islands) const AFTER: &str = "after";
    pub(in crate::islands) const NUMBER: &str = "number";
    pub(in crate::islands) const ERROR: &str = "error";
    pub(in crate::islands) const MESSAGE: &str = "message";
}

#[cfg(feature = "hydrate")]
mod json {
    use js_sys::{Array, JSON, Object, Reflect};
    use wasm_bindgen::{JsCast, JsValue};

    /// Reads a text as JSON.
    pub(in crate::islands) fn parse(text: &str) -> Option<JsValue> {
        JSON::parse(text).ok()
    }

    fn get(value: &JsValue, name: &str) -> JsValue {
        Reflect::get(value, &JsValue::from_str(name)).unwrap_or_default()
    }

    /// A field as text; empty when it is none.
    pub(in crate::islands) fn text(value: &JsValue, name: &str) -> String {
        get(value, name).as_string().unwrap_or_default()
    }

    /// A field as a whole number; 0 when it is none.
    pub(in crate::islands) fn whole(value: &JsValue, name: &str) -> i32 {
        #[expect(clippy::cast_possible_truncation, reason = "places in a log and milliseconds are far below 2^31")]
        let whole = get(value, name).as_f64().unwrap_or_default() as i32;
        whole
    }

    /// A field as yes or no.
    pub(in crate::islands) fn is(value: &JsValue, name: &str) -> bool {
        get(value, name).as_bool().unwrap_or_default()
    }

    /// A field as a list.
    pub(in crate::islands) fn list(value: &JsValue, name: &str) -> Vec<String> {
        get(value, name)
            .dyn_into::<Array>()
            .map(|list| list.iter().filter_map(|item| item.as_string()).collect())
            .unwrap_or_default()
    }

    /// A field as names with texts.
    pub(in crate::islands) fn pairs(value: &JsValue, name: &str) -> Vec<(String, String)> {
        let Ok(object) = get(value, name).dyn_into::<Object>() else {
            return Vec::new();
        };
        let pair = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
        };
        Object::entries(&object).iter().filter_map(pair).collect()
    }

    /// An object of fields as JSON.
    pub(in crate::islands) fn write(fields: &[(&str, JsValue)]) -> String {
        let object = Object::new();
        for (name, value) in fields {
            _ = Reflect::set(&object, &JsValue::from_str(name), value);
        }
        JSON::stringify(&object).map(String::from).unwrap_or_default()
    }
}
#[cfg(feature = "hydrate")]
pub(super) use json::{is, list, pairs, parse, text, whole, write};

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use model::id::TicketId;
    use model::live::{Ask, Tell};
    use model::wire::{Kept, Refused};
    use serde_json::{Value, json};

    use super::name;

    fn check(written: Value, kind: &str, fields: &[&str]) {
        assert_eq!(written.get(name::TYPE).and_then(Value::as_str).unwrap_or_default(), kind);
        for field in fields {
            assert!(written.get(field).is_some(), "{kind} has no {field}: {written}");
        }
    }

    #[test]
    fn the_names_are_those_of_the_model() {
        let ticket: TicketId = "0190d3a0-0000-7000-8000-000000000001".parse().unwrap();
        let tell = |tell: Tell| serde_json::to_value(tell).unwrap();
        let event = Tell::Event { ticket, seq: 1, kind: String::new(), html: String::new() };
        check(tell(event), "event", &[name::TICKET, name::SEQ, name::HTML]);
        check(tell(Tell::Parts { ticket, seq: 1, parts: [].into() }), "parts", &[name::TICKET, name::SEQ, name::PARTS]);
        check(tell(Tell::Typing { ticket, name: String::new() }), "typing", &[name::TICKET, name::NAME]);
        let presence = Tell::Presence { ticket, is_other_side_here: true, agents: Vec::new() };
        check(tell(presence), "presence", &[name::TICKET, name::IS_OTHER_SIDE_HERE, name::AGENTS]);
        check(tell(Tell::Inbox { ticket, number: 1 }), "inbox", &[name::TICKET, name::NUMBER]);
        check(tell(Tell::ComeBack { after_ms: 1 }), "come_back", &[name::AFTER_MS]);
        check(tell(Tell::Refused), "refused", &[]);

        let kept = Kept { ticket, number: 1, seq: 1, live: String::new() };
        check(serde_json::to_value(kept).unwrap(), "", &[name::NUMBER, name::SEQ]);
        let refused = Refused { error: String::new(), message: String::new() };
        check(serde_json::to_value(refused).unwrap(), "", &[name::ERROR, name::MESSAGE]);
    }

    #[test]
    fn what_the_islands_ask_is_understood() {
        let ticket: TicketId = "0190d3a0-0000-7000-8000-000000000001".parse().unwrap();
        let check = |asked: Value, expected: Ask| {
            assert_eq!(serde_json::from_value::<Ask>(asked).unwrap(), expected);
        };
        check(
            json!({ name::TYPE: "hello", name::TOKEN: "t", name::LANG: "ar" }),
            Ask::Hello { token: "t".into(), lang: "ar".into() },
        );
        check(json!({ name::TYPE: "watch", name::TICKET: ticket, name::AFTER: 7 }), Ask::Watch { ticket, after: 7 });
        check(json!({ name::TYPE: "inbox" }), Ask::Inbox);
        check(json!({ name::TYPE: "typing", name::TICKET: ticket }), Ask::Typing { ticket });
    }
}
