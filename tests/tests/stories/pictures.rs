//! Pictures: shown where they were sent, without what the camera wrote into them.

use tests::{PICTURE, World, key};

use crate::portal::opens;

/// Opens a ticket with one file and gives the ticket's page and the file's address.
async fn sent(world: &World, name: &str, bytes: &[u8]) -> (tests::Browser, String, String) {
    let mut ada = world.browser();
    let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
    let answer =
        ada.post_files(&format!("/tickets/{number}/replies"), &[("key", &key()), ("body", "See here.")], &[(name, bytes)]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = ada.get(&format!("/tickets/{number}")).await.body;
    let at = page.rfind("href=\"/files/").unwrap() + "href=\"".len();
    let address = page[at..].split('"').next().unwrap().to_owned();
    (ada, page, address)
}

#[tokio::test]
async fn a_picture_is_shown_small_and_by_itself() {
    for world in World::on_each_engine().await {
        let (mut ada, page, address) = sent(&world, "lid.png", PICTURE).await;
        assert!(page.contains(&format!("<img src=\"{address}/small\" width=\"3\" height=\"2\" alt=\"lid.png\"")), "{page}");
        assert!(page.contains(&format!("<img src=\"{address}/large\"")), "{page}");
        for size in ["small", "large"] {
            let shown = ada.get(&format!("{address}/{size}")).await;
            assert_eq!((shown.status, &*shown.headers["content-type"]), (200, "image/png"), "{:?}", world.engine);
            assert_eq!(shown.headers["x-content-type-options"], "nosniff");
            assert!(shown.headers["content-security-policy"].starts_with("sandbox"), "{:?}", shown.headers);
            assert!(!shown.headers.contains_key("content-disposition"));
        }
        assert_eq!(ada.get(&format!("{address}/huge")).await.status, 404);
        // What was drawn can be drawn again: a backup holds only what people sent.
        let drawn = world.folder().join("files");
        for entry in std::fs::read_dir(&drawn).unwrap().map(Result::unwrap) {
            if entry.path().extension().is_some() {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
        assert_eq!(ada.get(&format!("{address}/small")).await.status, 200, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_file_that_only_begins_like_a_picture_is_offered_as_a_file() {
    for world in World::on_each_engine().await {
        let (mut ada, page, address) = sent(&world, "lid.png", b"\x89PNG\r\n\x1a\nnot much of a picture").await;
        assert!(!page.contains(&format!("{address}/small")), "{:?}", world.engine);
        assert_eq!(ada.get(&format!("{address}/small")).await.status, 404, "{:?}", world.engine);
        assert_eq!(ada.get(&address).await.status, 200);
    }
}

#[tokio::test]
async fn where_a_photograph_was_taken_is_told_to_nobody() {
    for world in World::on_each_engine().await {
        // With a checksum that is wrong: the file is out of order, and programs show it all the same.
        let mut photograph = PICTURE.to_vec();
        photograph.splice(33..33, *b"\0\0\0\x09tEXtGPS\x0038.72\xbe\x94\x5d\x2c");
        let (mut ada, _, address) = sent(&world, "lid.png", &photograph).await;
        let got = ada.get(&address).await;
        assert_eq!(got.status, 200, "{:?}", world.engine);
        assert!(!got.body.contains("GPS") && !got.body.contains("38.72"), "{:?}", world.engine);
        assert_eq!(ada.get(&format!("{address}/small")).await.status, 200, "{:?}: it is still shown", world.engine);
        assert_eq!(desk::log::verify::verify(world.db()).await.unwrap().faults.len(), 0);
    }
}
