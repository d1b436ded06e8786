//! Bodies that never end: who sends one, and how much of it is under way, is asked with the head; the bytes go to the disk.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use model::wire::Uploaded;
use tests::{Engine, Installation, Program, key};

/// What a body says that it has.
const SAID: usize = 10 * 1024 * 1024;
/// What the program may grow by: half of what arrives, most of it for threads and buffers that are used again.
const GROWS_BY_MAX: usize = 80 * 1024 * 1024;
/// Uploads that one network may have in flight.
const IN_FLIGHT: usize = 16;

/// Resident bytes of a process.
fn resident(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

/// Sends a head and most of the body that it announced, and keeps the connection.
fn begins(program: &Program, path: &str, head: &str, first: &[u8], bytes: usize) -> TcpStream {
    let mut stream = TcpStream::connect(program.address).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let host = program.base.trim_start_matches("http://");
    let head =
        format!("POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: {}\r\ncontent-length: {SAID}\r\n{head}\r\n", program.base);
    stream.write_all(head.as_bytes()).unwrap();
    // Whoever was refused may have hung up by now.
    let _ = stream.write_all(first);
    let piece = vec![b'x'; 64 * 1024];
    for _ in 0..bytes / piece.len() {
        if stream.write_all(&piece).is_err() {
            break;
        }
    }
    stream
}

/// The status of the answer, if one came within a moment.
fn status(stream: &mut TcpStream) -> Option<u16> {
    stream.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    let mut head = [0; 12];
    stream.read_exact(&mut head).ok()?;
    std::str::from_utf8(&head).ok()?.split(' ').nth(1)?.parse().ok()
}

fn visitor() -> String {
    format!("cookie: __Host-visitor={}\r\n", desk::token::Token::fresh().unwrap().reveal())
}

async fn program(engine: Engine) -> (Installation, Program) {
    let installation = Installation::on(engine).await;
    let mut program = Program::on(&installation);
    program.start();
    program.client().get("/").await.unwrap();
    (installation, program)
}

fn drafts(installation: &Installation) -> usize {
    std::fs::read_dir(installation.folder.path().join("files")).unwrap().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_without_a_session_is_refused_before_its_body() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (installation, program) = program(engine).await;
        let before = resident(program.id());
        let mut open: Vec<_> = (0..60).map(|_| begins(&program, "/api/widget/v1/files", "", b"", 64 * 1024)).collect();
        let answers: Vec<_> = open.iter_mut().map(status).collect();
        assert!(answers.iter().all(|status| *status == Some(401)), "{engine:?}: {answers:?}");
        let foreign = "content-type: multipart/form-data; boundary=edge\r\n";
        for path in ["/tickets/1/replies", "/desk/tickets/1/replies"] {
            let answer = status(&mut begins(&program, path, foreign, b"", 64 * 1024));
            assert!(matches!(answer, Some(401 | 404)), "{engine:?} at {path}: {answer:?}");
        }
        let after = resident(program.id());
        assert!(after < before + GROWS_BY_MAX, "{engine:?}: {before} to {after}");
        assert_eq!(drafts(&installation), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_in_flight_are_counted_and_are_nothing_to_the_memory() {
    const FORM: &str = "content-type: multipart/form-data; boundary=edge\r\n";
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let (installation, program) = program(engine).await;
        let before = resident(program.id());
        let file = "--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        let first = format!("--edge\r\ncontent-disposition: form-data; name=\"key\"\r\n\r\n{}\r\n{file}", key());
        let mut open: Vec<_> = (0..IN_FLIGHT)
            .map(|at| match at % 2 {
                0 => begins(&program, "/api/widget/v1/files", &visitor(), b"", SAID - 256 * 1024),
                _ => begins(&program, "/tickets", FORM, first.as_bytes(), SAID - 256 * 1024),
            })
            .collect();
        let answers: Vec<_> = open.iter_mut().map(status).collect();
        assert!(answers.iter().all(Option::is_none), "{engine:?}: they are waited for: {answers:?}");
        let mut more: Vec<_> = (0..8).map(|_| begins(&program, "/api/widget/v1/files", &visitor(), b"", 64 * 1024)).collect();
        let answers: Vec<_> = more.iter_mut().map(status).collect();
        assert!(answers.iter().all(|status| *status == Some(429)), "{engine:?}: {answers:?}");
        let after = resident(program.id());
        assert!(after < before + GROWS_BY_MAX, "{engine:?}: {before} to {after}");
        // Those who leave give their share back, and leave nothing on the disk.
        drop((open, more));
        let began = Instant::now();
        while drafts(&installation) > 0 {
            assert!(began.elapsed() < Duration::from_secs(10), "{engine:?}: halves of files are still there");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let bytes = vec![b'y'; 300 * 1024];
        let mut client = program.client();
        client.set_cookie("__Host-visitor", &desk::token::Token::fresh().unwrap().reveal());
        let answer = client.ask("POST", "/api/widget/v1/files", &[("x-file-name", "a.txt")], bytes.clone().into()).await.unwrap();
        assert_eq!(answer.status, 200, "{engine:?}: {}", answer.text());
        assert_eq!(usize::try_from(answer.json::<Uploaded>().bytes).unwrap(), bytes.len());
    }
}
