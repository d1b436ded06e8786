//! Mail out, over a real SMTP session that the test receives.

use std::sync::Arc;

use desk::Desk;
use desk::mail::{Post, Protection, Smtp, TIMEOUT};
use model::live::Tell;
use tests::World;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::desk::says;
use crate::live::{heard, until_read};
use crate::portal;

/// A mail server of a few lines: takes every email and hands it over, or refuses every recipient.
pub(crate) async fn mail_server(is_refusing: bool) -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (taken, emails) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let taken = taken.clone();
            tokio::spawn(async move {
                let (read, mut write) = socket.into_split();
                let mut lines = BufReader::new(read).lines();
                write.write_all(b"220 test\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    let answer: &[u8] = match line.get(..4).unwrap_or_default() {
                        "EHLO" => b"250 test\r\n",
                        "RCPT" if is_refusing => b"451 not now\r\n",
                        "DATA" => {
                            write.write_all(b"354 go on\r\n").await.unwrap();
                            let mut email = String::new();
                            while let Ok(Some(line)) = lines.next_line().await {
                                if line == "." {
                                    break;
                                }
                                email += &line;
                                email.push('\n');
                            }
                            let _ = taken.send(email);
                            b"250 kept\r\n"
                        }
                        "QUIT" => b"221 bye\r\n",
                        _ => b"250 ok\r\n",
                    };
                    if write.write_all(answer).await.is_err() {
                        break;
                    }
                }
            });
        }
    });
    (port, emails)
}

/// A mail server that is configured and that nobody asks.
pub(crate) fn somewhere() -> Post {
    let smtp = Smtp { host: "127.0.0.1".into(), port: 9, protection: Protection::Off, credentials: None, timeout: TIMEOUT };
    Post::smtp(smtp, "help@new.example").unwrap()
}

fn with_smtp(world: &World, port: u16) -> Desk {
    let smtp = Smtp { host: "127.0.0.1".into(), port, protection: Protection::Off, credentials: None, timeout: TIMEOUT };
    Desk { post: Arc::new(Post::smtp(smtp, "Tarn <help@tarn.example>").unwrap()), ..world.desk.clone() }
}

#[tokio::test]
async fn a_reply_leaves_by_smtp_with_a_link_that_works() {
    for world in World::on_each_engine().await {
        let (port, mut emails) = mail_server(false).await;
        let desk = with_smtp(&world, port);
        let number = portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        desk.run_due_jobs().await.unwrap();
        let receipt = emails.recv().await.unwrap();
        assert!(receipt.contains("To: ada@example.com"), "{receipt}");
        assert!(receipt.contains("Auto-Submitted: auto-generated"), "{receipt}");

        let mut mina = world.mina().await;
        says(&mut mina, number, &[("body", "A new base leaves today."), ("kind", "reply"), ("seq", "9")]).await;
        desk.run_due_jobs().await.unwrap();
        let answer = emails.recv().await.unwrap().replace("=\n", "");
        assert!(answer.contains("A new base leaves today."), "{answer}");
        let link =
            answer[answer.find("/link/").unwrap()..].split(|letter: char| letter.is_whitespace()).next().unwrap().to_owned();
        let mut ada = world.browser();
        let opened = ada.post(&link, &[]).await;
        ada.follow(opened).await.shows("A new base leaves today.");
    }
}

#[tokio::test]
async fn a_server_that_refuses_is_tried_again_and_the_desk_shows_it() {
    for world in World::on_each_engine().await {
        let (port, _emails) = mail_server(true).await;
        let refusing = with_smtp(&world, port);
        portal::opens(&mut world.browser(), "Kettle", "It stops.", "ada@example.com").await;
        assert_eq!(refusing.run_due_jobs().await.unwrap(), 1);
        assert_eq!(refusing.run_due_jobs().await.unwrap(), 0, "not again at once");
        world.mina().await.get("/desk/mail").await.shows("ada@example.com");

        // An outage of a while eats nothing, although every try makes a link of its own.
        for _ in 0..7 {
            world.desk.clock.advance(3600);
            assert_eq!(refusing.run_due_jobs().await.unwrap(), 1);
        }
        let (port, mut emails) = mail_server(false).await;
        let working = with_smtp(&world, port);
        world.desk.clock.advance(3600);
        assert_eq!(working.run_due_jobs().await.unwrap(), 1);
        assert!(emails.recv().await.unwrap().contains("ada@example.com"));
        world.mina().await.get("/desk/mail").await.hides("ada@example.com");
    }
}

#[tokio::test]
async fn a_widget_reply_that_was_read_is_not_mailed_too() {
    for world in World::on_each_engine().await {
        let mut ada = crate::widget::visitor(&world).await;
        let kept = crate::widget::opens(&world, &mut ada, "Does it fit?").await;
        let given = serde_json::json!({ "key": tests::key(), "mail": "ada@example.com" });
        ada.post_json(&format!("/api/widget/v1/tickets/{}/mail", kept.ticket), &given).await;
        world.waits(1).await;
        let mut mina = world.mina().await;
        for (body, is_read) in [("It fits.", true), ("One more thing.", false)] {
            says(&mut mina, kept.number, &[("body", body), ("kind", "reply"), ("seq", "99")]).await;
            if is_read {
                // One poll brings it; the next says that it was shown.
                let mut ada = ada.clone().with("x-live", &kept.live);
                let told = ada.get(&format!("/live/poll?ticket={}&after=1", kept.ticket)).await;
                told.shows(body);
                let after = heard(&told.json::<Vec<Tell>>()).0.last().unwrap().0;
                let next = format!("/live/poll?ticket={}&after={after}", kept.ticket);
                let next = tokio::spawn(async move { ada.get(&next).await.status });
                until_read(&mut mina, &kept, 1).await;
                next.abort();
            }
            world.waits(60).await;
            let is_mailed = world.emails_to("ada@example.com").await.iter().any(|email| email.text.contains(body));
            assert_eq!(is_mailed, !is_read, "{body}");
        }
    }
}
