//! The WebSocket of the live link. When to build one is decided in `client::live`; what it says is heard in `live`.

use std::future::poll_fn;

use client::live::Input;
use futures_util::future::{Either, select};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::futures::WebSocket;
use gloo_net::websocket::{Message, State};
use leptos::prelude::window;
use wasm_bindgen_futures::spawn_local;

use super::live;

/// What is to be said over a socket. When it goes, the socket closes.
pub(super) type Outgoing = futures_channel::mpsc::UnboundedSender<String>;

/// Opens the socket of this number.
pub(super) fn open(number: u32) -> Outgoing {
    let (outgoing, said) = futures_channel::mpsc::unbounded();
    spawn_local(async move {
        carry(number, said).await;
        live::feed(Input::LinkDown(number));
    });
    outgoing
}

async fn carry(number: u32, mut said: futures_channel::mpsc::UnboundedReceiver<String>) {
    let Some(mut socket) = address().and_then(|url| WebSocket::open(&url).ok()) else { return };
    _ = poll_fn(|context| socket.poll_ready_unpin(context)).await;
    if !matches!(socket.state(), State::Open) {
        return;
    }
    live::feed(Input::LinkUp(number));
    loop {
        match select(said.next(), socket.next()).await {
            Either::Left((Some(text), _)) => {
                if socket.start_send_unpin(Message::Text(text)).is_err() {
                    return;
                }
            }
            Either::Right((Some(Ok(Message::Text(text))), _)) => {
                // What cannot be read is a newer server's.
                if let Some(tell) = browser::json::read(&text) {
                    live::feed(Input::Told(number, tell));
                }
            }
            Either::Left((None, _)) | Either::Right(_) => return,
        }
    }
}

/// `https` becomes `wss`, `http` becomes `ws`.
fn address() -> Option<String> {
    let origin = window().location().origin().ok()?;
    Some(["ws", origin.strip_prefix("http")?, "/live"].concat())
}
