//! Both engines read every statement alike, and behave alike where the desk relies on it.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_for_each,
    reason = "tests are named by what they hold"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::tickets::{NewTicket, Place};
use model::fault::Fault;
use model::id::{SiteId, WorkspaceId};
use model::ticket::Channel;
use syn::visit::Visit;
use tests::{Engine, World};
use tokio::sync::Notify;

/// Every string in the SQL files that begins like a statement.
struct Statements(Vec<String>);

impl<'ast> Visit<'ast> for Statements {
    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.keep(text.value());
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        // `ticket_by!("id = $2", "")` and its like are spelled out by the compiler; the parts stand in `macro_rules!`.
        let mut parts = Vec::new();
        strings(call.tokens.clone(), &mut parts);
        if !call.path.is_ident("macro_rules") {
            parts.into_iter().for_each(|part| self.keep(part));
        }
    }
}

impl Statements {
    fn keep(&mut self, text: String) {
        let first = text.split_whitespace().next().unwrap_or_default();
        if ["select", "insert", "update", "delete"].contains(&first) && text.contains(' ') {
            self.0.push(text);
        }
    }
}

fn strings(tokens: proc_macro2::TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => strings(group.stream(), found),
            proc_macro2::TokenTree::Literal(literal) => {
                if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                    found.push(text.value());
                }
            }
            _ => {}
        }
    }
}

fn sql_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sql_files(&path, found);
        } else if path.file_name().is_some_and(|name| name == "store.rs" || name == "migration.rs") {
            found.push(path);
        }
    }
}

/// Those that a macro puts together, spelled out.
fn put_together() -> Vec<String> {
    let parts = |file: &str, name: &str| {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let body = text.split(&format!("macro_rules! {name} {{")).nth(1).unwrap().split("\n}\n").next().unwrap().to_owned();
        let mut found = Vec::new();
        strings(body.parse().unwrap(), &mut found);
        (text, found)
    };
    let mut statements = Vec::new();
    for (file, name) in [("server/desk/src/tickets/list/store.rs", "inbox"), ("server/desk/src/tickets/list/store.rs", "own")] {
        let (text, pieces) = parts(file, name);
        for call in text.split(&format!("{name}!(")).skip(1) {
            let condition = call.split('"').nth(1).unwrap();
            statements.push([pieces[0].as_str(), condition, pieces.get(1).map_or("", String::as_str)].concat());
        }
    }
    assert!(statements.len() >= 6, "{statements:?}");
    statements
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn every_statement() -> Vec<String> {
    let mut files = Vec::new();
    sql_files(&root().join("server/desk/src"), &mut files);
    assert!(files.len() >= 12, "{files:?}");
    let mut found = Statements(put_together());
    for file in files {
        found.visit_file(&syn::parse_file(&fs::read_to_string(&file).unwrap()).unwrap());
    }
    // Lookups stand among the statements in two spellings.
    found.0.retain(|sql| !sql.contains("pg_advisory") && !sql.contains("from asked"));
    found.0
}

#[tokio::test]
async fn every_statement_takes_and_gives_the_same_on_both_engines() {
    let statements = every_statement();
    assert!(statements.len() > 60, "only {} statements were found", statements.len());
    let worlds = World::on_each_engine().await;
    let mut differences = Vec::new();
    let alike = statements.into_iter().map(|sql| [sql.clone(), sql]);
    let differing =
        desk::statements_in_two_spellings().into_iter().map(|both| [both.sqlite.to_owned(), both.postgres.to_owned()]);
    for spellings in alike.chain(differing) {
        let mut described = Vec::new();
        for (world, sql) in worlds.iter().zip(&spellings) {
            let sql = sql.clone();
            let description = world.db().read(move |tx| {
                let sql = sql.clone();
                Box::pin(async move { tx.describe(&sql).await })
            });
            described.push(description.await.map_err(|error| error.to_string()));
        }
        let is_same = matches!(&described[..], [Ok(sqlite), Ok(postgres)] if sqlite == postgres);
        if !is_same {
            differences.push(format!("{}\n  {:?}\n  {:?}", spellings[0], described[0], described[1]));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n\n"));
}

/// A table or an order that is made for one question costs more than the question.
#[tokio::test]
async fn what_every_page_asks_is_found_without_building_or_sorting() {
    let world = World::on(Engine::Sqlite).await;
    for both in desk::statements_in_two_spellings() {
        let explained: &'static str = format!("explain query plan {}", both.sqlite).leak();
        let plan = world.db().read(move |tx| Box::pin(async move { tx.rows(explained, &[]).await }));
        for mut row in plan.await.unwrap() {
            let _: [i64; 3] = [row.take().unwrap(), row.take().unwrap(), row.take().unwrap()];
            let step: String = row.take().unwrap();
            assert!(!step.contains("MATERIALIZE") && !step.contains("TEMP B-TREE"), "{step}: {}", both.sqlite);
        }
    }
}

/// A plan lives as long as its connection: one that is made while there are few tickets is kept when there are many.
#[tokio::test]
async fn a_ticket_is_found_by_its_id_alone_however_young_the_store_is() {
    let mut all = every_statement();
    all.extend(desk::statements_in_two_spellings().iter().map(|both| both.sqlite.to_owned()));
    let by_id = |sql: &String| sql.contains("tickets") && (sql.contains(" t.id = $") || sql.contains("where id = $"));
    let named: Vec<String> = all.into_iter().filter(by_id).collect();
    assert!(named.len() >= 4, "{named:?}");
    for sql in named {
        let is_free = |sql: &str| sql.replace("(t.workspace_id = $1) is true", "").replace("(workspace_id = $1) is true", "");
        assert!(!is_free(&sql).contains("workspace_id = $"), "an index that begins with the workspace may be taken: {sql}");
    }
}

#[test]
fn every_lookup_is_among_the_statements_in_two_spellings() {
    let mut files = Vec::new();
    sql_files(&root().join("server/desk/src"), &mut files);
    let lookups = |file: &PathBuf| fs::read_to_string(file).unwrap().matches("lookup!(").count();
    let written: usize = files.iter().map(lookups).sum();
    let is_lookup = |both: &&&desk::db::Both| both.postgres.contains("with asked") && both.sqlite.starts_with("select");
    let known = desk::statements_in_two_spellings().iter().filter(is_lookup).count();
    assert_eq!(written, known);
}

#[tokio::test]
async fn questions_asked_at_once_are_answered_as_if_each_were_alone() {
    for world in World::on_each_engine().await {
        let sessions: Vec<_> = (0..300).map(|_| desk::token::Token::fresh().unwrap()).collect();
        let mut tokens = Vec::new();
        for (number, unknown) in sessions.iter().enumerate() {
            let subject = uuid::Uuid::from_u128(number as u128 + 10);
            let kind = desk::sessions::Kind::Visitor;
            let known = world.desk.sessions().start(world.workspace, kind, subject, 60).await.unwrap();
            tokens.extend([(known.hash(), Some(subject)), (unknown.hash(), None)]);
        }
        let ask = |hash| {
            let desk = world.desk.clone();
            tokio::spawn(async move { desk.sessions().actor(hash).await.unwrap() })
        };
        let asked: Vec<_> = tokens.iter().map(|(hash, subject)| (ask(*hash), subject)).collect();
        for (found, subject) in asked {
            let expected = match subject {
                Some(id) => {
                    let id = (*id).into();
                    desk::sessions::Found::Actor(desk::Actor::Visitor { workspace: world.workspace, id, fresh: None })
                }
                None => desk::sessions::Found::Unknown,
            };
            assert_eq!(found.await.unwrap(), expected, "{:?}", world.engine);
        }
    }
}

/// Gives back what it is asked, where the engine can take it at all.
macro_rules! echo {
    ($place:literal, $asked:literal, $word:literal) => {
        concat!("select ", $place, ", ", $word, " from ", $asked, "(select 1) once")
    };
}
static ECHO: desk::db::Lookup = desk::lookup!(word: text => echo);

#[tokio::test]
async fn a_question_that_cannot_be_asked_takes_no_other_along() {
    for world in World::on_each_engine().await {
        let ask = |word: String| {
            let desk = world.desk.clone();
            tokio::spawn(async move {
                let row = desk.db.look_up(&ECHO, vec![word.as_str().into()]).await?;
                row.map(|mut row| row.take::<String>()).transpose()
            })
        };
        let mut asked = Vec::new();
        for number in 0..40 {
            asked.push((format!("word {number}"), ask(format!("word {number}"))));
            // PostgreSQL holds no text with a zero in it.
            drop(ask("\0".to_owned()));
        }
        for (word, answer) in asked {
            assert_eq!(answer.await.unwrap().unwrap(), Some(word), "{:?}", world.engine);
        }
    }
}

/// Opens a ticket as a visitor of their own, and says its number.
async fn opened(desk: desk::Desk, workspace: WorkspaceId, site: SiteId, mail: Option<&str>) -> i64 {
    let hash = desk::token::Token::fresh().unwrap().hash();
    let visitor = desk::Actor::Visitor { workspace, id: hash.visitor(), fresh: Some(hash) };
    let new = NewTicket {
        key: desk.clock.id(),
        place: Place { site, channel: Channel::Widget, locale: "en".into() },
        subject: String::new(),
        body: "Does it fit?".into(),
        attachments: Vec::new(),
        name: String::new(),
        mail: mail.map(ToOwned::to_owned),
        category: None,
    };
    desk.tickets().open(&visitor, new).await.unwrap().number
}

#[tokio::test]
async fn every_ticket_has_a_number_of_its_own_and_a_later_one_a_greater_one() {
    for world in World::on_each_engine().await {
        let open = || tokio::spawn(opened(world.desk.clone(), world.workspace, world.site.id, None));
        let mut numbers = std::collections::BTreeSet::new();
        for _ in 0..3 {
            let last = numbers.last().copied().unwrap_or_default();
            let at_once: Vec<_> = (0..50).map(|_| open()).collect();
            for number in at_once {
                let number = number.await.unwrap();
                assert!(number > last && numbers.insert(number), "{number} after {last} on {:?}", world.engine);
            }
        }
    }
}

/// SQLite has one writer, so there nobody could wait.
#[tokio::test]
async fn a_ticket_that_is_not_committed_yet_keeps_no_other_from_its_number() {
    let world = World::on(Engine::Postgres).await;
    let is_draw = |both: &&&desk::db::Both| both.sqlite.contains("update numbers");
    let draw: &'static _ =
        Box::leak(Box::new(desk::db::Draw(**desk::statements_in_two_spellings().iter().find(is_draw).unwrap())));
    let (has_drawn, may_end) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (desk, workspace, signals) = (world.desk.clone(), world.workspace, (has_drawn.clone(), may_end.clone()));
    let held = tokio::spawn(async move {
        let work = desk.db.write(move |tx| {
            let (has_drawn, may_end) = signals.clone();
            Box::pin(async move {
                let number: i64 = tx.draw(draw, vec![workspace.into()]).await?.unwrap().take()?;
                has_drawn.notify_one();
                may_end.notified().await;
                Ok(number)
            })
        });
        work.await.unwrap()
    });
    has_drawn.notified().await;
    let next = opened(world.desk.clone(), workspace, world.site.id, None);
    let next = tokio::time::timeout(std::time::Duration::from_secs(5), next).await.expect("does not wait");
    may_end.notify_one();
    assert_eq!(held.await.unwrap() + 1, next);
}

#[tokio::test]
async fn a_refused_write_leaves_nothing_behind_on_either_engine() {
    for world in World::on_each_engine().await {
        let slug = "left-behind";
        let refused: desk::Result<()> = world
            .db()
            .write(move |tx| {
                Box::pin(async move {
                    let id = desk::db::Value::Id(uuid::Uuid::from_u128(7));
                    let sql = "insert into workspaces (id, slug, name, created_at) values ($1, $2, $2, 0)";
                    tx.run(sql, &[id, slug.into()]).await?;
                    Err(Fault::Held.into())
                })
            })
            .await;
        assert_eq!(refused.unwrap_err().fault(), Fault::Held);
        let found = world.db().read(move |tx| {
            Box::pin(async move { Ok(tx.rows("select id from workspaces where slug = $1", &[slug.into()]).await?.len()) })
        });
        assert_eq!(found.await.unwrap(), 0, "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_read_cannot_write_on_either_engine() {
    for world in World::on_each_engine().await {
        let written = world.db().read(|tx| Box::pin(async move { tx.run("update workspaces set name = 'x'", &[]).await }));
        assert!(written.await.is_err(), "{:?}", world.engine);
        assert!(world.desk.workspaces().first().await.is_ok(), "the next read works: {:?}", world.engine);
    }
}

#[tokio::test]
async fn a_panic_in_a_write_is_an_error_and_the_next_write_works() {
    for world in World::on_each_engine().await {
        let panicked: desk::Result<()> = world.db().write(|_| Box::pin(async { panic!("on purpose") })).await;
        assert_eq!(panicked.unwrap_err().fault(), Fault::Unexpected, "{:?}", world.engine);
        assert!(world.desk.workspaces().found("next", "Next").await.is_ok(), "{:?}", world.engine);
    }
}

#[tokio::test]
async fn a_newer_or_altered_schema_is_refused_in_plain_words() {
    for world in World::on_each_engine().await {
        assert_eq!(world.db().migrate(&world.desk.clock).await.unwrap(), 0, "migrating twice does nothing");
        let spoil = |sql: &'static str| {
            world.db().write(move |tx| {
                Box::pin(async move {
                    tx.run(sql, &[]).await?;
                    Ok(())
                })
            })
        };
        spoil("insert into migrations (number, name, checksum, applied_at) values (9999, 'later', '', 0)").await.unwrap();
        let refused = world.db().migrate(&world.desk.clock).await.unwrap_err().to_string();
        assert!(refused.contains("newer Porchlight"), "{refused}");
        spoil("delete from migrations where number = 9999").await.unwrap();
        spoil("update migrations set checksum = 'other' where number = 1").await.unwrap();
        let refused = world.db().migrate(&world.desk.clock).await.unwrap_err().to_string();
        assert!(refused.contains("doesn't match"), "{refused}");
    }
}

/// All that a store holds, by its own account of its tables.
async fn every_row(db: &desk::db::Db, engine: Engine) -> Vec<String> {
    let tables = match engine {
        Engine::Sqlite => "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by 1",
        Engine::Postgres => "select table_name::text from information_schema.tables where table_schema = 'public' order by 1",
    };
    let rows = db.read(move |tx| {
        Box::pin(async move {
            let mut all = Vec::new();
            for mut table in tx.rows(tables, &[]).await? {
                let name: String = table.take()?;
                let found = tx.rows(format!("select * from {name}").leak(), &[]).await?;
                let mut found: Vec<_> = found.iter().map(|row| format!("{name}: {row:?}")).collect();
                found.sort();
                all.extend(found);
            }
            Ok(all)
        })
    });
    rows.await.unwrap()
}

#[tokio::test]
async fn a_backup_of_either_engine_restores_on_either() {
    use desk::backup;
    let folder = tempfile::tempdir().unwrap();
    for from in [Engine::Sqlite, Engine::Postgres] {
        let world = World::on(from).await;
        let file = folder.path().join(format!("{from:?}.tar"));
        let actor = desk::Actor::Visitor { workspace: world.workspace, id: uuid::Uuid::from_u128(1).into(), fresh: None };
        let kept = world.desk.attachments().upload(&actor, "a.txt", b"kept".to_vec()).await.unwrap();
        let agents = world.desk.agents();
        let id = agents.put(world.workspace, "Mina Koch", "mina@tarn.example", None).await.unwrap();
        let mina = desk::Actor::Agent { workspace: world.workspace, id, name: "Mina Koch".into() };
        let (key, mail) = (world.desk.clock.id(), "invited@tarn.example".to_owned());
        agents.invite(&mina, desk::agents::NewInvitation { key, mail, locale: "en".into() }).await.unwrap();
        let picture = world.desk.attachments().upload(&mina, "me.png", tests::PICTURE.to_vec()).await.unwrap();
        agents.set_avatar(&mina, world.desk.clock.id(), picture.id).await.unwrap();
        agents.set_locale(&mina, world.desk.clock.id(), "ar").await.unwrap();
        // With an email about it, which is a job.
        opened(world.desk.clone(), world.workspace, world.site.id, Some("ada@example.com")).await;
        let written = backup::write(world.db(), &world.desk.files, &file).await.unwrap();
        assert_eq!(written.files, 1);
        assert!(String::from_utf8_lossy(&std::fs::read(&file).unwrap()).contains(",\"invited@tarn.example\",\"en\","));
        for to in [Engine::Sqlite, Engine::Postgres] {
            let place = tempfile::tempdir().unwrap();
            let db = tests::open(to, place.path(), desk::bus::Bus::default()).await;
            let files = desk::files::Files::open(&place.path().join("files")).unwrap();
            let restored = backup::restore(&db, &files, &world.desk.clock, &file).await.unwrap();
            assert_eq!(restored, written, "{from:?} to {to:?}");
            assert_eq!(files.get(kept.id).await.unwrap(), b"kept");
            let avatars = db.read(|tx| Box::pin(async move { tx.rows("select id from avatars", &[]).await })).await.unwrap();
            assert_eq!(avatars.len(), 1, "{from:?} to {to:?}: a picture in its row");
            if from == to {
                assert_eq!(every_row(&db, to).await, every_row(world.db(), from).await, "{from:?}: every column of every table");
            }
            let again = backup::restore(&db, &files, &world.desk.clock, &file).await.unwrap_err().to_string();
            assert!(again.contains("not empty"), "{again}");
            let back = folder.path().join("back.tar");
            backup::write(&db, &files, &back).await.unwrap();
            assert_eq!(std::fs::read(&back).unwrap(), std::fs::read(&file).unwrap(), "{from:?} to {to:?}: the same rows");
        }
    }
}
