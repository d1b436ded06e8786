//! Trusted Types: what may become markup in the frame.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};

use crate::page;

/// Under Trusted Types only a policy may turn text into markup. Ours gets nothing but the server's own.
pub(super) fn policy() -> Option<Object> {
    let factory = Reflect::get(page::window()?.as_ref(), &"trustedTypes".into()).ok()?;
    let create: Function = Reflect::get(&factory, &"createPolicy".into()).ok()?.unchecked_into();
    let rules = Object::new();
    let same = Closure::<dyn FnMut(JsValue) -> JsValue>::new(|html| html).into_js_value();
    Reflect::set(&rules, &"createHTML".into(), &same).ok()?;
    create.call2(&factory, &"porchlight".into(), &rules).ok().map(JsCast::unchecked_into)
}
