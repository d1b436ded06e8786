//! The first day of an installation.

use desk::Actor;
use desk::sites::SiteDraft;
use model::id::{AgentId, WorkspaceId};
use model::view::SetupStep;
use tests::{Browser, Engine, PASSWORD, SHOP, World, site_draft};

use crate::desk::says;
use crate::portal;

/// The owner makes the first account by the one-time link.
async fn owner(world: &World) -> Browser {
    let token = world.desk.agents().invite_first(world.workspace).await.unwrap();
    let mut owner = world.browser();
    let fields = [("name", "Noor Haddad"), ("mail", "noor@new.example"), ("password", PASSWORD)];
    let answer = owner.post(&format!("/desk/welcome/{}", token.reveal()), &fields).await;
    assert_eq!((answer.status, answer.location.as_deref()), (303, Some("/desk")), "{}", answer.body);
    owner
}

#[tokio::test]
async fn on_a_fresh_installation_a_ticket_is_kept_and_replied_to() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::fresh(engine).await;
        let mut noor = owner(&world).await;
        let mut ada = world.browser();
        ada.get("/").await.shows("Porchlight Help");
        let number = portal::opens(&mut ada, "Kettle stops", "It stops at 80 degrees.", "ada@example.com").await;
        assert_eq!(number, 1001);
        noor.get("/desk").await.shows("Kettle stops").hides("Finish setting up");
        let seq = noor.get(&format!("/desk/tickets/{number}")).await.field("seq");
        says(&mut noor, number, &[("body", "A new base leaves today."), ("kind", "reply"), ("seq", &seq)]).await;
        ada.get(&format!("/tickets/{number}")).await.shows("A new base leaves today.");
        world.waits(60).await;
        let emails = world.emails_to("ada@example.com").await;
        assert!(emails.iter().any(|email| email.text.contains("Porchlight")), "{emails:?}");
    }
}

/// Eight nodes start at the same time, each on a connection that stands.
async fn start_together(world: &World) -> Vec<WorkspaceId> {
    let nodes = |settles: bool| {
        (0..8).map(move |_| {
            let desk = world.desk.clone();
            tokio::spawn(async move {
                let workspaces = desk.workspaces();
                if settles {
                    Some(workspaces.settle("main", "Porchlight").await.unwrap())
                } else {
                    workspaces.first().await.unwrap()
                }
            })
        })
    };
    let mut found = Vec::new();
    for settles in [false, true] {
        found.clear();
        for node in nodes(settles).collect::<Vec<_>>() {
            found.extend(node.await.unwrap());
        }
    }
    found
}

#[tokio::test]
async fn a_store_without_a_site_gets_one_and_no_store_gets_two() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let world = World::fresh(engine).await;
        assert!(world.site.origins.is_empty(), "no page may carry the chat yet");
        for round in 0..10 {
            let now = world.desk.workspaces().first().await.unwrap().unwrap();
            tests::under_the_floor(&world, "delete from sites where workspace_id = $1", vec![now.into()]).await;
            // An older store has a workspace; a new one has nothing.
            if round % 2 == 1 {
                tests::under_the_floor(&world, "delete from numbers where workspace_id = $1", vec![now.into()]).await;
                tests::under_the_floor(&world, "delete from workspaces where id = $1", vec![now.into()]).await;
            }
            let started = start_together(&world).await;
            let workspace = started[0];
            assert_eq!(started, vec![workspace; 8], "{engine:?}");
            assert_eq!(world.desk.workspaces().first().await.unwrap(), Some(workspace));
            let actor = Actor::Agent { workspace, id: AgentId(uuid::Uuid::nil()), name: String::new() };
            let held = world.desk.sites().all(&actor).await.unwrap();
            assert_eq!(held.iter().map(|site| site.name.as_str()).collect::<Vec<_>>(), ["Porchlight"], "{engine:?}");
        }
    }
}

#[tokio::test]
async fn the_checklist_shrinks_as_things_are_done() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let mut world = World::fresh(engine).await;
        let mut noor = owner(&world).await;
        let site = world.site.id;
        let page = noor.get("/desk").await;
        page.shows("Finish setting up").shows(&format!("href=\"/desk/sites/{site}\"")).shows("href=\"/desk/team\"");
        page.shows("smtp_host").shows("You're all caught up");
        noor.get("/desk?view=done").await.hides("Finish setting up");
        noor.get("/desk/list?view=open").await.shows("Finish setting up");

        let actor = Actor::Agent { workspace: world.workspace, id: AgentId(uuid::Uuid::nil()), name: String::new() };
        let steps = |desk: desk::Desk| {
            let actor = actor.clone();
            async move { desk.workspaces().setup(&actor).await.unwrap() }
        };
        let nobody = Actor::Nobody { workspace: world.workspace };
        assert_eq!(world.desk.workspaces().setup(&nobody).await.unwrap(), [], "only for who may change it");
        let website = SetupStep::Website { site };
        assert_eq!(steps(world.desk.clone()).await, [website, SetupStep::Mail, SetupStep::Colleague]);
        let listed = SiteDraft { origins: vec![SHOP.into()], ..site_draft(&world.desk) };
        world.desk.sites().change(&actor, site, listed).await.unwrap();
        assert_eq!(steps(world.desk.clone()).await, [SetupStep::Mail, SetupStep::Colleague]);
        world.desk.agents().put(world.workspace, "Jonas", "jonas@new.example", None).await.unwrap();
        assert_eq!(steps(world.desk.clone()).await, [SetupStep::Mail]);
        world.desk.post = std::sync::Arc::new(crate::mail::somewhere());
        assert_eq!(steps(world.desk.clone()).await, []);
        noor.get("/desk").await.hides("Add your website").hides("Invite a teammate");
    }
}
