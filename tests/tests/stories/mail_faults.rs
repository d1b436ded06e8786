//! A mail server that refuses, hangs, lies: tried again with growing pauses, at most one double under the same Message-ID,
//! no request waits for it, and the desk says what is stuck and why.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use desk::Desk;
use desk::mail::{Post, Protection, Smtp};
use tests::World;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::portal;

/// What the server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Nothing,
    /// Takes the call and never says a word.
    Hangs,
    /// Never answers the recipient.
    HangsAtRecipient,
    /// `451` to the recipient.
    Later,
    /// `452` after the whole email.
    LaterAfterData,
    /// `550` to the recipient.
    Never,
    /// Takes the email and drops the line without a word.
    DropsAfterData,
    /// Takes the email and never says a word again.
    HangsAfterData,
    /// Takes the email, says `250`, and drops the line at once.
    DropsAfterOk,
    /// Drops the line in the greeting.
    DropsAtOnce,
}

/// A mail server and what it took.
struct Server {
    port: u16,
    wrong: Arc<Mutex<Wrong>>,
    taken: Arc<Mutex<Vec<String>>>,
    calls: Arc<AtomicUsize>,
}

impl Server {
    async fn that(wrong: Wrong) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self { port, wrong: Arc::new(Mutex::new(wrong)), taken: Arc::default(), calls: Arc::default() };
        let (wrong, taken, calls) = (server.wrong.clone(), server.taken.clone(), server.calls.clone());
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                calls.fetch_add(1, Ordering::SeqCst);
                let wrong = *wrong.lock().unwrap();
                tokio::spawn(talk(socket, wrong, taken.clone()));
            }
        });
        server
    }

    /// The desk, with this server for its mail and short time-outs.
    fn of(&self, world: &World) -> Desk {
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: self.port,
            protection: Protection::Off,
            credentials: None,
            timeout: Duration::from_millis(300),
        };
        Desk { post: Arc::new(Post::smtp(smtp, "Tarn <help@tarn.example>").unwrap()), ..world.desk.clone() }
    }

    fn message_ids(&self) -> Vec<String> {
        let taken = self.taken.lock().unwrap();
        let id = |email: &String| email.lines().find(|line| line.starts_with("Message-ID:")).unwrap().to_owned();
        taken.iter().map(id).collect()
    }
}

async fn talk(socket: TcpStream, wrong: Wrong, taken: Arc<Mutex<Vec<String>>>) -> std::io::Result<()> {
    let (read, mut write) = socket.into_split();
    let mut lines = BufReader::new(read).lines();
    match wrong {
        Wrong::DropsAtOnce => return Ok(()),
        Wrong::Hangs => std::future::pending().await,
        _ => write.write_all(b"220 test\r\n").await?,
    }
    while let Some(line) = lines.next_line().await? {
        let answer: &[u8] = match (line.get(..4).unwrap_or_default(), wrong) {
            ("RCPT", Wrong::Later) => b"451 not now\r\n",
            ("RCPT", Wrong::Never) => b"550 nobody of this name\r\n",
            ("RCPT", Wrong::HangsAtRecipient) => std::future::pending().await,
            ("DATA", _) => {
                write.write_all(b"354 go on\r\n").await?;
                let mut email = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    email += &line;
                    email.push('\n');
                }
                if wrong != Wrong::LaterAfterData {
                    taken.lock().unwrap().push(email);
                }
                match wrong {
                    Wrong::DropsAfterData => return Ok(()),
                    Wrong::HangsAfterData => std::future::pending().await,
                    Wrong::DropsAfterOk => {
                        write.write_all(b"250 kept\r\n").await?;
                        return Ok(());
                    }
                    Wrong::LaterAfterData => b"452 no room\r\n",
                    _ => b"250 kept\r\n",
                }
            }
            ("QUIT", _) => b"221 bye\r\n",
            _ => b"250 test\r\n",
        };
        write.write_all(answer).await?;
    }
    Ok(())
}

/// Ada writes; so there is one email to send.
async fn one_email(world: &World) {
    email_to(world, "ada@example.com").await;
}

async fn email_to(world: &World, mail: &str) {
    portal::opens(&mut world.browser(), "Kettle", "It stops.", mail).await;
}

#[tokio::test]
async fn whatever_the_server_does_before_it_takes_the_email_nothing_is_lost_or_doubled() {
    use Wrong::{DropsAtOnce, Hangs, HangsAtRecipient, Later, LaterAfterData};
    let rows = [
        (Later, "The mail server deferred it."),
        (LaterAfterData, "The mail server deferred it."),
        (Hangs, "The mail server didn't respond."),
        (HangsAtRecipient, "The mail server didn't respond."),
        (DropsAtOnce, "Couldn't reach the mail server."),
    ];
    for world in World::on_each_engine().await {
        let mut mina = world.mina().await;
        for (wrong, why) in rows {
            let server = Server::that(wrong).await;
            let desk = server.of(&world);
            let mail = format!("{wrong:?}@example.com").to_lowercase();
            email_to(&world, &mail).await;
            let mut pauses = Vec::new();
            for _ in 0..3 {
                assert_eq!(desk.run_due_jobs().await.unwrap(), 1, "{wrong:?}");
                mina.get("/desk/mail").await.shows(&mail).shows(why);
                let mut pause = 0;
                while desk.stuck_jobs(&mina_herself(&world)).await.unwrap()[0].next_at.unwrap() > desk.clock.now() {
                    desk.clock.advance(1);
                    pause += 1;
                }
                pauses.push(pause);
            }
            assert_eq!(pauses, [15, 30, 60], "{wrong:?}: each pause is twice the last");
            assert!(server.message_ids().is_empty());
            *server.wrong.lock().unwrap() = Wrong::Nothing;
            assert_eq!(desk.run_due_jobs().await.unwrap(), 1);
            assert_eq!(server.message_ids().len(), 1, "{wrong:?}");
            mina.get("/desk/mail").await.hides(&mail);
        }
    }
}

fn mina_herself(world: &World) -> desk::Actor {
    let id = model::id::AgentId(uuid::Uuid::nil());
    desk::Actor::Agent { workspace: world.workspace, id, name: "Mina".into() }
}

#[tokio::test]
async fn a_line_that_drops_after_the_email_was_taken_makes_at_most_one_double() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::DropsAfterData).await;
        let desk = server.of(&world);
        one_email(&world).await;
        for _ in 0..20 {
            desk.run_due_jobs().await.unwrap();
            desk.clock.advance(3600);
        }
        let ids = server.message_ids();
        assert_eq!(ids.len(), 2, "{:?}: one email, one double, then it stops", world.engine);
        assert_eq!(ids[0], ids[1]);
        world.mina().await.get("/desk/mail").await.shows("The mail server didn't confirm it.").shows("Failed");
    }
}

#[tokio::test]
async fn a_process_that_dies_between_hand_over_and_note_makes_at_most_one_double() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::HangsAfterData).await;
        let desk = server.of(&world);
        one_email(&world).await;
        for _ in 0..6 {
            // It dies as soon as the server has the email, again and again; the lease runs out, another takes over.
            let before = server.message_ids().len();
            let worker = tokio::spawn({
                let desk = desk.clone();
                async move { desk.run_due_jobs().await }
            });
            for _ in 0..200 {
                if server.message_ids().len() > before || worker.is_finished() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            worker.abort();
            let _ = worker.await;
            desk.clock.advance(3600);
        }
        let ids = server.message_ids();
        assert_eq!(ids.len(), 2, "{:?}: one email, one double, then it stops", world.engine);
        assert_eq!(ids[0], ids[1]);
        world.mina().await.get("/desk/mail").await.shows("The mail server didn't confirm it.").shows("Failed");
    }
}

#[tokio::test]
async fn a_line_that_drops_after_the_last_word_makes_no_double() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::DropsAfterOk).await;
        let desk = server.of(&world);
        one_email(&world).await;
        for _ in 0..3 {
            desk.run_due_jobs().await.unwrap();
            desk.clock.advance(3600);
        }
        assert_eq!(server.message_ids().len(), 1);
        world.mina().await.get("/desk/mail").await.hides("ada@example.com");
    }
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_given_up_at_once_and_shown() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::Never).await;
        let desk = server.of(&world);
        one_email(&world).await;
        for _ in 0..3 {
            desk.run_due_jobs().await.unwrap();
            desk.clock.advance(3600);
        }
        assert_eq!(server.calls.load(Ordering::SeqCst), 1);
        world.mina().await.get("/desk/mail").await.shows("Check the address.").shows("Failed");
    }
}

#[tokio::test]
async fn what_was_given_up_stands_at_the_ticket_and_is_sent_again_by_hand() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::Never).await;
        let desk = server.of(&world);
        let mut ada = world.browser();
        let number = portal::opens(&mut ada, "Kettle", "It stops.", "ada@example.com").await;
        let (page, again) = (format!("/desk/tickets/{number}"), format!("/desk/tickets/{number}/mail"));
        let mut mina = world.mina().await;
        mina.get(&page).await.hides("Email not delivered").hides("Send again");
        desk.run_due_jobs().await.unwrap();
        let shown = mina.get(&page).await;
        shown.shows("Email not delivered").shows("An email hasn't been delivered.").shows("Check the address.");
        shown.shows("An email couldn't be delivered").shows(&format!("action=\"{again}\""));
        ada.get(&format!("/tickets/{number}")).await.shows("It stops.").hides("delivered").hides("Check the address.");

        // The address is fine by now. However often the button is pressed, one email goes out.
        *server.wrong.lock().unwrap() = Wrong::Nothing;
        let key = tests::key();
        for _ in 0..2 {
            let answer = mina.post(&again, &[("key", &*key)]).await;
            assert_eq!((answer.status, answer.location.as_deref()), (303, Some(&*page)), "{}", answer.body);
        }
        let answer = mina.post(&again, &[("key", &*tests::key()), ("from", "list")]).await;
        assert_eq!(answer.location.as_deref(), Some("/desk/mail"), "{}", answer.body);
        mina.get(&page).await.hides("Email not delivered").hides("Send again").shows("sent the undelivered email again");
        for _ in 0..3 {
            desk.run_due_jobs().await.unwrap();
            desk.clock.advance(3600);
            mina.post(&again, &[("key", &*tests::key())]).await;
        }
        assert_eq!(server.message_ids().len(), 1, "{:?}", world.engine);
        let log = mina.get(&page).await.body;
        assert_eq!(log.matches("sent the undelivered email again").count(), 1, "{:?}: one line for one deed", world.engine);
        ada.get(&format!("/tickets/{number}")).await.hides("undelivered");
        assert_eq!(desk::log::verify::verify(world.db()).await.unwrap().faults.len(), 0);
    }
}

#[tokio::test]
async fn what_still_waits_says_when_it_is_tried_next_and_may_be_hurried() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::Later).await;
        let desk = server.of(&world);
        let number = portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        let mut mina = world.mina().await;
        // As many tries as a stranger gets emails in a day.
        for _ in 0..6 {
            desk.run_due_jobs().await.unwrap();
            desk.clock.advance(600);
        }
        desk.clock.advance(-600);
        mina.get(&format!("/desk/tickets/{number}")).await.shows("The mail server deferred it.").shows("Next attempt");
        mina.get("/desk/mail").await.shows(&format!("/desk/tickets/{number}/mail"));
        *server.wrong.lock().unwrap() = Wrong::Nothing;
        assert_eq!(desk.run_due_jobs().await.unwrap(), 0, "it waits");
        mina.post(&format!("/desk/tickets/{number}/mail"), &[("key", &*tests::key())]).await;
        assert_eq!(desk.run_due_jobs().await.unwrap(), 1, "{:?}", world.engine);
        assert_eq!(server.message_ids().len(), 1);
        mina.get(&format!("/desk/tickets/{number}")).await.hides("Email not delivered");
    }
}

#[tokio::test]
async fn a_server_that_hangs_holds_up_no_request() {
    for world in World::on_each_engine().await {
        let server = Server::that(Wrong::Hangs).await;
        let desk = server.of(&world);
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let worker = tokio::spawn(async move { desk.work(stopped).await });
        let mut slowest = Duration::ZERO;
        for number in 0..8 {
            let began = Instant::now();
            let mut browser = world.browser();
            portal::opens(&mut browser, "Kettle", "It stops.", &format!("ada{number}@example.com")).await;
            slowest = slowest.max(began.elapsed());
        }
        while server.calls.load(Ordering::SeqCst) < 2 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        println!("{:?}: slowest open {slowest:?} while the mail server hangs", world.engine);
        assert!(slowest < Duration::from_secs(2), "{slowest:?}");
        stop.send(true).unwrap();
        worker.await.unwrap();
    }
}
