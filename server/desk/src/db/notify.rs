//! The bus between nodes on one PostgreSQL: `LISTEN` on a connection of its own, `NOTIFY` after the commit and coalesced.
//! It may lose anything. While it is cut, every watcher looks again every few seconds, so that only time is lost.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Socket};
use uuid::Uuid;

use super::postgres::{Tls, tls};
use crate::bus::{Bus, Packet, Word};

/// The channel's name.
const CHANNEL: &str = "porchlight";
/// PostgreSQL takes payloads below 8000 bytes.
const PAYLOAD_BYTES_MAX: usize = 7000;
/// Words said within this time travel together.
const GATHER: Duration = Duration::from_millis(4);
/// How often a node says that it lives; its own words come back to it and prove the line.
const ALIVE: Duration = Duration::from_secs(1);
/// A line over which nothing came back for so long is cut.
const SILENCE: Duration = Duration::from_secs(3);
/// A node that said nothing for so long is gone, maybe between a commit and the word of it.
const GONE: Duration = Duration::from_secs(4);
/// Between tries to listen again; everybody looks again at each.
const PAUSE: Duration = Duration::from_secs(2);

/// Carries words until the process ends.
pub(super) async fn carry(mut config: Config, protection: Tls, bus: Bus) {
    config.application_name("porchlight bus").connect_timeout(PAUSE);
    let node = Uuid::now_v7();
    bus.share();
    loop {
        let cut = match protection {
            Tls::Off => match timeout(PAUSE, config.connect(NoTls)).await {
                Ok(Ok((client, connection))) => listen(client, connection, node, &bus).await,
                Ok(Err(error)) => error.to_string(),
                Err(late) => late.to_string(),
            },
            Tls::Verified => match timeout(PAUSE, config.connect(tls())).await {
                Ok(Ok((client, connection))) => listen(client, connection, node, &bus).await,
                Ok(Err(error)) => error.to_string(),
                Err(late) => late.to_string(),
            },
        };
        tracing::warn!(error = cut, "lost the connection between nodes; polling until it is back");
        bus.forget_silent(GONE);
        bus.look_again();
        sleep(PAUSE).await;
    }
}

/// Listens and speaks until the line is cut, and says why it was.
async fn listen<T>(client: Client, mut connection: Connection<Socket, T>, node: Uuid, bus: &Bus) -> String
where
    T: tokio_postgres::tls::TlsStream + Unpin + Send + 'static,
{
    let (heard, mut payloads) = mpsc::unbounded_channel();
    let line = tokio::spawn(async move {
        let mut messages = stream::poll_fn(move |context| connection.poll_message(context));
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(notification) = message
                && heard.send(notification.payload().to_owned()).is_err()
            {
                break;
            }
        }
    });
    let cut = match speak(&client, &mut payloads, node, bus).await {
        Ok(()) => "the server closed the connection".to_owned(),
        Err(error) => error,
    };
    line.abort();
    cut
}

async fn speak(client: &Client, payloads: &mut mpsc::UnboundedReceiver<String>, node: Uuid, bus: &Bus) -> Result<(), String> {
    let listening = timeout(SILENCE, client.batch_execute(&format!("listen {CHANNEL}"))).await;
    listening.map_err(|late| late.to_string())?.map_err(|error| error.to_string())?;
    // Whatever was said while this node did not listen; and what it said itself may have gone with the line.
    bus.let_all_look_again();
    let mut alive = interval(ALIVE);
    alive.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut echoed_at = Instant::now();
    loop {
        tokio::select! {
            payload = payloads.recv() => {
                let Some(payload) = payload else { return Ok(()) };
                match serde_json::from_str::<Packet>(&payload) {
                    Ok(packet) if packet.node == node => echoed_at = Instant::now(),
                    Ok(packet) => bus.heard_from(packet),
                    Err(error) => tracing::warn!(error = %error, "another node says what this one does not understand"),
                }
            }
            words = bus.words() => {
                say(client, node, words).await?;
                sleep(GATHER).await;
            }
            _ = alive.tick() => {
                if echoed_at.elapsed() > SILENCE {
                    return Err("nothing comes back".to_owned());
                }
                bus.forget_silent(GONE);
                say(client, node, Vec::new()).await?;
            }
        }
    }
}

/// Says words, in as many notifications as they need.
async fn say(client: &Client, node: Uuid, words: Vec<Word>) -> Result<(), String> {
    for payload in payloads(node, words) {
        let said = timeout(SILENCE, client.execute("select pg_notify($1, $2)", &[&CHANNEL, &payload])).await;
        said.map_err(|late| late.to_string())?.map_err(|error| error.to_string())?;
    }
    Ok(())
}

fn payloads(node: Uuid, words: Vec<Word>) -> Vec<String> {
    let mut payloads = Vec::new();
    let mut packet = Packet { node, words: Vec::new() };
    let mut bytes = 0;
    for word in words {
        let more = serde_json::to_string(&word).map_or(0, |text| text.len() + 1);
        if bytes + more > PAYLOAD_BYTES_MAX {
            payloads.extend(serde_json::to_string(&packet).ok());
            packet.words.clear();
            bytes = 0;
        }
        bytes += more;
        packet.words.push(word);
    }
    payloads.extend(serde_json::to_string(&packet).ok());
    payloads
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_words_travel_in_several_packets_and_none_is_lost() {
        let look = |number: i64| Word::Look { workspace: Uuid::nil().into(), ticket: Uuid::nil().into(), number, seq: 1 };
        let sent = payloads(Uuid::nil(), (0..500).map(look).collect());
        assert!(sent.len() > 1 && sent.iter().all(|payload| payload.len() < 8000));
        let heard: Vec<Word> = sent.iter().flat_map(|payload| serde_json::from_str::<Packet>(payload).unwrap().words).collect();
        assert_eq!(heard, (0..500).map(look).collect::<Vec<_>>());
    }
}
