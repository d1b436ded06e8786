//! A client that costs almost nothing: one connection, requests written by hand, answers read to their length.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection.
pub(crate) struct Raw {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Raw {
    pub(crate) async fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::with_capacity(64 * 1024) }
    }

    /// Sends a request and reads the whole answer: its status and body.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> (u16, &[u8]) {
        self.stream.write_all(request).await.unwrap();
        self.buffer.clear();
        let (mut body_at, mut length) = (0, None);
        loop {
            if body_at == 0
                && let Some(end) = find(&self.buffer, b"\r\n\r\n")
            {
                body_at = end + 4;
                let head = String::from_utf8_lossy(&self.buffer[..end]).to_lowercase();
                let named = head.lines().find_map(|line| line.strip_prefix("content-length:"));
                length = named.and_then(|value| value.trim().parse::<usize>().ok());
                if length.is_none() && !head.contains("transfer-encoding: chunked") {
                    length = Some(0);
                }
            }
            let is_whole = match length {
                Some(length) => body_at > 0 && self.buffer.len() >= body_at + length,
                None => body_at > 0 && self.buffer.ends_with(b"0\r\n\r\n"),
            };
            if is_whole {
                break;
            }
            assert!(self.stream.read_buf(&mut self.buffer).await.unwrap() > 0, "the connection ended");
        }
        let status = std::str::from_utf8(&self.buffer[9..12]).unwrap().parse().unwrap();
        (status, &self.buffer[body_at..])
    }
}

/// A `GET`.
pub(crate) fn get(base: &str, path: &str, cookie: &str) -> Vec<u8> {
    let host = base.split_once("://").map_or("", |(_, host)| host);
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\ncookie: {cookie}\r\n\r\n").into_bytes()
}

/// A `POST` of JSON.
pub(crate) fn post(base: &str, path: &str, cookie: &str, body: &str) -> Vec<u8> {
    let host = base.split_once("://").map_or("", |(_, host)| host);
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: {base}\r\ncookie: {cookie}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

/// A visitor's cookie, made as the program makes one. Nothing is stored for it before its first message.
pub(crate) fn visitor() -> String {
    format!("__Host-visitor={}", desk::token::Token::fresh().unwrap().reveal())
}
