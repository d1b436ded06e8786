//! D05 and D06: pictures that are also something else, and pictures that are too much.

use std::time::{Duration, Instant};

use model::wire::{Kept, Uploaded};
use serde_json::json;
use tests::{Browser, PICTURE, World, key};

/// A picture's width stands in these bytes, its height in the four after them.
const WIDTH: usize = 16;

/// The checksum of a chunk (PNG, annex D), so that only the claim is wrong.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
}

async fn visitor(world: &World) -> Browser {
    let mut browser = world.browser();
    browser.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
    browser
}

/// Sends a file with a message, and gives what is shown of it.
async fn shown(world: &World, browser: &mut Browser, name: &str, bytes: &[u8]) -> [tests::Answer; 2] {
    let uploaded: Uploaded = browser.clone().with("x-file-name", name).post_bytes("/api/widget/v1/files", bytes).await.json();
    let new = json!({ "key": key(), "site": world.site.key, "body": "look", "attachments": [uploaded.id] });
    let _: Kept = browser.post_json("/api/widget/v1/tickets", &new).await.json();
    [browser.get(&format!("/files/{}/small", uploaded.id)).await, browser.get(&format!("/files/{}", uploaded.id)).await]
}

#[tokio::test]
async fn d05_what_is_shown_of_a_picture_is_its_pixels_and_nothing_else() {
    for world in World::on_each_engine().await {
        let mut browser = visitor(&world).await;
        let script = b"<script>alert(1)</script>";
        let behind = [PICTURE, script].concat();
        let mut before = b"GIF89a/*".to_vec();
        before.extend_from_slice(script);
        for (name, bytes) in [("a.png", &behind), ("a.html", &behind), ("a.gif", &before)] {
            let [small, whole] = shown(&world, &mut browser, name, bytes).await;
            if small.status == 200 {
                assert!(!small.body.contains("script"), "{name}: {}", small.body);
                assert_eq!(
                    (&*small.headers["content-type"], &*small.headers["x-content-type-options"]),
                    ("image/png", "nosniff")
                );
                assert_eq!(small.headers["cross-origin-resource-policy"], "same-origin");
            }
            assert_eq!(whole.headers["content-type"], "application/octet-stream", "{name}");
        }
    }
}

#[tokio::test]
async fn d06_a_picture_that_claims_to_be_enormous_costs_nothing() {
    for world in World::on_each_engine().await {
        let mut browser = visitor(&world).await;
        for (width, height) in [(60_000_u32, 60_000_u32), (u32::MAX, u32::MAX), (10_000, 10_000), (1, 100_000), (0, 0)] {
            let mut bomb = PICTURE.to_vec();
            bomb[WIDTH..WIDTH + 4].copy_from_slice(&width.to_be_bytes());
            bomb[WIDTH + 4..WIDTH + 8].copy_from_slice(&height.to_be_bytes());
            let sum = crc32(&bomb[WIDTH - 4..WIDTH + 13]);
            bomb[WIDTH + 13..WIDTH + 17].copy_from_slice(&sum.to_be_bytes());
            let began = Instant::now();
            let [small, whole] = shown(&world, &mut browser, "a.png", &bomb).await;
            assert_eq!((small.status, whole.status), (404, 200), "{width} × {height} on {:?}", world.engine);
            assert!(began.elapsed() < Duration::from_secs(2), "{width} × {height} took {:?}", began.elapsed());
        }
    }
}

/// Ten megabytes of the smallest pieces that a container may have, and of pieces inside pieces.
fn crumbs() -> [(&'static str, Vec<u8>); 4] {
    const ALMOST: usize = 10 * 1024 * 1024 - 64;
    let mut jpeg = b"\xff\xd8".to_vec();
    jpeg.extend(b"\xff\xe0\x00\x02".iter().cycle().take(ALMOST / 4 * 4));
    let mut png = PICTURE[..33].to_vec();
    png.extend(b"\0\0\0\0prVt\0\0\0\0".iter().cycle().take(ALMOST / 12 * 12));
    let mut flat = b"RIFF\xf0\xff\x9f\0WEBP".to_vec();
    flat.extend(b"ABCD\0\0\0\0".iter().cycle().take(ALMOST / 8 * 8));
    let mut nested = Vec::with_capacity(ALMOST);
    while nested.len() + 12 <= ALMOST {
        let left = u32::try_from(ALMOST - nested.len() - 8).unwrap();
        nested.extend_from_slice(if nested.is_empty() { b"RIFF" } else { b"LIST" });
        nested.extend_from_slice(&left.to_le_bytes());
        nested.extend_from_slice(b"WEBP");
    }
    nested.resize(ALMOST, 0);
    [("a.jpg", jpeg), ("a.png", png), ("flat.webp", flat), ("nested.webp", nested)]
}

#[tokio::test]
async fn d06_a_picture_of_a_million_pieces_is_worked_off_in_one_go() {
    let world = World::on(tests::Engine::Sqlite).await;
    let mut browser = visitor(&world).await;
    for (name, bytes) in crumbs() {
        let began = Instant::now();
        let [small, whole] = shown(&world, &mut browser, name, &bytes).await;
        assert_eq!((small.status, whole.status), (404, 200), "{name}");
        assert!(began.elapsed() < Duration::from_secs(10), "{name} took {:?}", began.elapsed());
    }
}

#[tokio::test]
async fn d05_and_d06_hold_for_an_agents_own_picture_which_everybody_sees() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let behind = [PICTURE, b"<script>alert(1)</script>".as_slice()].concat();
        let sent = mina.post_files("/desk/account/picture", &[("key", &key())], &[("a.html", &behind)]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = mina.get("/desk/account").await.body;
        let address = page.split("src=\"/avatars/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let shown = world.browser().get(&format!("/avatars/{address}")).await;
        assert_eq!((shown.status, &*shown.headers["content-type"]), (200, "image/png"), "{:?}", world.engine);
        assert!(!shown.body.contains("script"), "{}", shown.body);

        let mut bomb = PICTURE.to_vec();
        bomb[WIDTH..WIDTH + 8].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let sum = crc32(&bomb[WIDTH - 4..WIDTH + 13]);
        bomb[WIDTH + 13..WIDTH + 17].copy_from_slice(&sum.to_be_bytes());
        let began = Instant::now();
        let refused = mina.post_files("/desk/account/picture", &[("key", &key())], &[("a.png", &bomb)]).await;
        assert_eq!(refused.status, 422);
        assert!(began.elapsed() < Duration::from_secs(2), "it took {:?}", began.elapsed());
        mina.get("/desk/account").await.shows(&address);
        let whole = vec![0; model::limit::ATTACHMENT_BYTES_MAX + 1];
        let refused = mina.post_files("/desk/account/picture", &[("key", &key())], &[("a.png", &whole)]).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        refused.shows("larger than 10 MB").shows(&address);
    }
}
