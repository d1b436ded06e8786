//! What outlives the page: unsent messages and drafts, in this origin's IndexedDB. Without one everything works but that.

use std::cell::RefCell;

use js_sys::{Array, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{Event, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode};

use crate::page;

const DATABASE: &str = "porchlight";
const STORE: &str = "kept";

/// The store. Changes made before it is open wait for it.
#[derive(Default)]
pub(crate) struct Storage {
    database: RefCell<Option<IdbDatabase>>,
    early: RefCell<Vec<(String, Option<String>)>>,
}

impl Storage {
    /// Opens it. `false` when this browser keeps nothing.
    pub(crate) async fn open(&self) -> bool {
        let Some(database) = open().await else {
            return false;
        };
        *self.database.borrow_mut() = Some(database);
        for (key, value) in self.early.take() {
            self.put(&key, value);
        }
        true
    }

    /// Keeps a text, or forgets it. Changes happen in the order of the calls.
    pub(crate) fn put(&self, key: &str, value: Option<String>) {
        if self.database.borrow().is_none() {
            self.early.borrow_mut().push((key.to_owned(), value));
            return;
        }
        let Some(store) = self.store(IdbTransactionMode::Readwrite) else {
            return;
        };
        let key = JsValue::from_str(key);
        let _ = match value {
            Some(value) => store.put_with_key(&JsValue::from_str(&value), &key),
            None => store.delete(&key),
        };
    }

    /// The texts whose keys begin like this, in the order of their keys.
    pub(crate) async fn all(&self, prefix: &str) -> Vec<String> {
        let range = IdbKeyRange::bound(&JsValue::from_str(prefix), &JsValue::from_str(&[prefix, "\u{ffff}"].concat())).ok();
        let request =
            self.store(IdbTransactionMode::Readonly).zip(range).and_then(|(store, range)| store.get_all_with_key(&range).ok());
        let Some(request) = request else {
            return Vec::new();
        };
        let found = page::wait(Ok(done(&request))).await.and_then(|_| request.result().ok());
        let list: Option<Array> = found.map(JsCast::unchecked_into);
        list.map(|list| list.iter().filter_map(|text| text.as_string()).collect()).unwrap_or_default()
    }

    fn store(&self, mode: IdbTransactionMode) -> Option<IdbObjectStore> {
        let database = self.database.borrow();
        database.as_ref()?.transaction_with_str_and_mode(STORE, mode).ok()?.object_store(STORE).ok()
    }
}

async fn open() -> Option<IdbDatabase> {
    let request: IdbOpenDbRequest = page::window()?.indexed_db().ok()??.open_with_u32(DATABASE, 1).ok()?;
    let upgrade = Closure::once_into_js(|event: Event| {
        let request: Option<IdbRequest> = event.target().map(JsCast::unchecked_into);
        let database: Option<IdbDatabase> = request.and_then(|request| request.result().ok()).map(JsCast::unchecked_into);
        if let Some(database) = database {
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    page::wait(Ok(done(&request))).await?;
    request.result().ok().map(JsCast::unchecked_into)
}

fn done(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}
