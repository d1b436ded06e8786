//! The picture that an agent shows of themself.

use desk::Actor;
use model::id::AttachmentId;
use tests::{Answer, Browser, PASSWORD, PICTURE, World, key};

use crate::portal::opens;

/// Sends a file as one's own picture, as the account's form does.
async fn shows(agent: &mut Browser, key: &str, name: &str, bytes: &[u8]) -> Answer {
    agent.post_files("/desk/account/picture", &[("key", key)], &[(name, bytes)]).await
}

/// The first picture of an agent in a page.
fn avatar_in(page: &str) -> Option<String> {
    let at = page.find("src=\"/avatars/")? + "src=\"".len();
    page[at..].split('"').next().map(ToOwned::to_owned)
}

#[tokio::test]
async fn an_agents_picture_is_seen_wherever_their_name_is() {
    for world in World::on_each_engine().await {
        let (mut mina, mut ada) = (world.mina().await, world.browser());
        let number = opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let (place, desk) = (format!("/tickets/{number}"), format!("/desk/tickets/{number}"));
        let fields = [("key", key()), ("kind", "reply".into()), ("body", "Try the lid.".into()), ("seq", "99".into())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        assert_eq!(mina.post_files(&format!("{desk}/replies"), &fields, &[]).await.status, 303);
        assert_eq!(avatar_in(&ada.get(&place).await.body), None, "initials until then");

        // As a camera writes where it was.
        let mut noted = PICTURE.to_vec();
        noted.splice(33..33, *b"\0\0\0\x09tEXtGPS\x0038.72\xbe\x94\x5d\x2c");
        let saved = shows(&mut mina, &key(), "me.png", &noted).await;
        assert_eq!((saved.status, saved.location.as_deref()), (303, Some("/desk/account#picture-saved")), "{}", saved.body);
        let avatar = avatar_in(&mina.get("/desk/account").await.body).unwrap();
        let seen = ada.get(&place).await.body;
        assert_eq!(seen.matches(&avatar).count(), 2, "{:?}: her reply, and who helps", world.engine);
        for page in [desk.as_str(), "/desk?view=open", "/desk/team"] {
            mina.get(page).await.shows(&avatar);
        }
        let shown = ada.get(&avatar).await;
        assert_eq!((shown.status, &*shown.headers["content-type"]), (200, "image/png"), "{:?}", world.engine);
        assert_eq!(shown.headers["x-content-type-options"], "nosniff");
        assert!(shown.headers["content-security-policy"].starts_with("sandbox") && !shown.body.contains("GPS"));

        // Another one has another address, because browsers keep each.
        assert_eq!(shows(&mut mina, &key(), "me.png", OTHER).await.status, 303);
        let next = avatar_in(&ada.get(&place).await.body).unwrap();
        assert_ne!(next, avatar);
        assert_eq!(ada.get(&avatar).await.status, 404, "{:?}: the first is gone", world.engine);
        let gone = mina.post("/desk/account/picture/removal", &[("key", &key())]).await;
        assert_eq!(gone.location.as_deref(), Some("/desk/account#picture-removed"));
        assert_eq!(avatar_in(&ada.get(&place).await.body), None);
        assert_eq!(ada.get(&next).await.status, 404);
    }
}

/// Another picture, of one pixel.
const OTHER: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// How many files wait for a message.
fn waiting_files(world: &World) -> usize {
    std::fs::read_dir(world.folder().join("files"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_none())
        .count()
}

#[tokio::test]
async fn a_picture_sent_twice_is_one_and_what_is_none_is_said_at_its_field() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        let again = key();
        assert_eq!(shows(&mut mina, &again, "me.png", PICTURE).await.status, 303);
        let first = avatar_in(&mina.get("/desk/account").await.body).unwrap();
        assert_eq!(shows(&mut mina, &again, "me.png", PICTURE).await.status, 303, "{:?}: as a browser sends again", world.engine);
        mina.get("/desk/account").await.shows(&first);
        assert_eq!(shows(&mut mina, &again, "me.png", OTHER).await.status, 409, "the same key for another picture");

        for (name, bytes, says) in [
            ("me.txt", b"hello".as_slice(), "We can't show this file as a picture."),
            ("me.png", b"\x89PNG\r\n\x1a\nhello", "We can't show this file as a picture."),
            ("me.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "We can't show this file as a picture."),
            ("", b"", "Choose a picture first."),
            ("me.png", b"", "empty"),
        ] {
            let refused = shows(&mut mina, &key(), name, bytes).await;
            assert_eq!(refused.status, 422, "{name}: {}", refused.body);
            refused.shows(says).shows("id=\"file-fault\"").shows(&first);
        }
        assert_eq!(waiting_files(&world), 0, "{:?}: what was sent for a picture is not kept beside it", world.engine);
    }
}

#[tokio::test]
async fn a_picture_is_ones_own_to_change_and_nobody_elses_file() {
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        assert_eq!(shows(&mut mina, &key(), "me.png", PICTURE).await.status, 303);
        let avatar = avatar_in(&mina.get("/desk/account").await.body).unwrap();
        let kim = world.desk.agents().put(world.workspace, "Kim Lund", "kim@tarn.example", Some(PASSWORD)).await.unwrap();
        let mut other = world.agent("kim@tarn.example").await;
        let gone = other.post("/desk/account/picture/removal", &[("key", &key())]).await;
        assert_eq!(gone.status, 303);
        mina.get("/desk/account").await.shows(&avatar);
        assert_eq!(avatar_in(&other.get("/desk/account").await.body), None, "{:?}", world.engine);

        // A file that somebody else uploaded is to Kim as if it did not exist, and stays where it is.
        let system = Actor::System { workspace: world.workspace };
        let file: AttachmentId = world.desk.attachments().upload(&system, "a.png", PICTURE.to_vec()).await.unwrap().id;
        let actor = Actor::Agent { workspace: world.workspace, id: kim, name: "Kim Lund".into() };
        let refused = world.desk.agents().set_avatar(&actor, world.desk.clock.id(), file).await;
        assert!(matches!(refused, Err(desk::Error::Refused(model::fault::Fault::NotFound))), "{refused:?}");
        assert_eq!(waiting_files(&world), 1);
        let nobody = Actor::Nobody { workspace: world.workspace };
        assert!(world.desk.agents().set_avatar(&nobody, world.desk.clock.id(), file).await.is_err());
    }
}
