//! Everybody who may stand at a door, each with things of their own, and each with a word that nobody else may read.

use desk::Actor;
use desk::agents::NewInvitation;
use desk::db::Value;
use desk::tickets::{NewTicket, Place, Which};
use desk::token::Token;
use model::id::{AgentId, AttachmentId, InvitationId, SiteId, TicketId, WorkspaceId};
use model::ticket::Channel;
use model::wire::{Kept, Uploaded};
use serde_json::json;
use uuid::Uuid;

use crate::{Browser, PASSWORD, World, key, site_draft};

/// Who stands at the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// A browser that has nothing.
    Nobody,
    /// Somebody in the widget.
    Visitor,
    /// Somebody who opened a ticket in the portal and has verified no address.
    Guest,
    /// A customer in the portal.
    Customer,
    /// Another one.
    OtherCustomer,
    /// An agent.
    Agent,
    /// An agent of another workspace.
    AgentElsewhere,
    /// An agent who was disabled while signed in.
    DisabledAgent,
}

impl Caller {
    /// Everybody.
    pub const ALL: [Self; 8] = [
        Self::Nobody,
        Self::Visitor,
        Self::Guest,
        Self::Customer,
        Self::OtherCustomer,
        Self::Agent,
        Self::AgentElsewhere,
        Self::DisabledAgent,
    ];

    /// The cookie that stands for them.
    pub const fn cookie(self) -> &'static str {
        match self {
            Self::Nobody | Self::Agent | Self::AgentElsewhere | Self::DisabledAgent => "__Host-desk",
            Self::Visitor => "__Host-visitor",
            Self::Guest | Self::Customer | Self::OtherCustomer => "__Host-portal",
        }
    }
}

/// What somebody has.
#[derive(Debug, Clone)]
pub struct Things {
    /// The ticket's number.
    pub number: i64,
    /// The ticket.
    pub ticket: TicketId,
    /// A file of its first message.
    pub file: AttachmentId,
    /// A picture of its first message.
    pub picture: AttachmentId,
    /// The site.
    pub site: SiteId,
    /// An agent of the workspace, who may come in.
    pub agent: AgentId,
    /// Somebody who was asked to join there.
    pub invitation: InvitationId,
    /// A word of the ticket.
    pub canary: String,
}

/// A picture of three pixels by two.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0\x12\x16\xf1M\0\0\0\x10IDATx\xdacPHX\0A\x0cp\x16\0@\x94\x06\xc1p\xe7!P\0\0\0\0IEND\xaeB`\x82";

/// Everybody.
pub struct People {
    browsers: Vec<(Caller, Browser)>,
    visitor: Things,
    guest: Things,
    customer: Things,
    other: Things,
    elsewhere: Things,
    /// The other workspace.
    pub elsewhere_workspace: WorkspaceId,
    /// What does not exist.
    pub nothing: Things,
}

impl People {
    /// Lets them come to a world.
    pub async fn of(world: &World) -> Self {
        Box::pin(Self::gather(world)).await
    }

    async fn gather(world: &World) -> Self {
        answers(world).await;
        let (visitor, visitors) = in_the_widget(world, "canary-of-vera").await;
        let (guest, guests) = in_the_portal(world, "canary-of-gus", "gus@example.com", false).await;
        let (customer, customers) = in_the_portal(world, "canary-of-ada", "ada@example.com", true).await;
        let (other, others) = in_the_portal(world, "canary-of-eve", "eve@example.com", true).await;
        let (elsewhere_workspace, ola, elsewhere) = elsewhere(world).await;
        let kim = world.desk.agents().put(world.workspace, "Kim", "kim@tarn.example", Some(PASSWORD)).await.unwrap();
        let invitation = invited(world, world.workspace, kim).await;
        let [visitors, guests, customers, others] =
            [visitors, guests, customers, others].map(|things| Things { agent: kim, invitation, ..things });
        let browsers = vec![
            (Caller::Nobody, world.browser()),
            (Caller::Visitor, visitor),
            (Caller::Guest, guest),
            (Caller::Customer, customer),
            (Caller::OtherCustomer, other),
            (Caller::Agent, world.mina().await),
            (Caller::AgentElsewhere, ola),
            (Caller::DisabledAgent, disabled(world).await),
        ];
        let nothing = Things {
            number: 987_654,
            ticket: Uuid::from_u128(0x1234_5678_9ab0).into(),
            file: Uuid::from_u128(0x1234_5678_9ab1).into(),
            picture: Uuid::from_u128(0x1234_5678_9abf).into(),
            site: Uuid::from_u128(0x1234_5678_9ab2).into(),
            agent: Uuid::from_u128(0x1234_5678_9ab3).into(),
            invitation: Uuid::from_u128(0x1234_5678_9ab4).into(),
            canary: "canary-of-nobody".into(),
        };
        // Each from an address of their own, so that nobody spends another's budget.
        let at = |(place, (caller, browser)): (u8, (Caller, Browser))| (caller, browser.from([127, 0, 0, 10 + place]));
        let browsers = (0..).zip(browsers).map(at).collect();
        Self {
            browsers,
            visitor: visitors,
            guest: guests,
            customer: customers,
            other: others,
            elsewhere,
            elsewhere_workspace,
            nothing,
        }
    }

    /// A copy of somebody's browser.
    pub fn browser(&self, caller: Caller) -> Browser {
        self.browsers.iter().find(|(known, _)| *known == caller).unwrap().1.clone()
    }

    /// What somebody has, or had before they were disabled.
    pub fn own(&self, caller: Caller) -> Option<&Things> {
        match caller {
            Caller::Nobody => None,
            Caller::Visitor => Some(&self.visitor),
            Caller::Guest => Some(&self.guest),
            Caller::Customer | Caller::Agent | Caller::DisabledAgent => Some(&self.customer),
            Caller::OtherCustomer => Some(&self.other),
            Caller::AgentElsewhere => Some(&self.elsewhere),
        }
    }

    /// What somebody may not know of.
    pub fn foreign(&self, caller: Caller) -> &Things {
        match caller {
            Caller::Agent | Caller::DisabledAgent => &self.elsewhere,
            Caller::Customer => &self.other,
            Caller::Nobody | Caller::Visitor | Caller::Guest | Caller::OtherCustomer | Caller::AgentElsewhere => &self.customer,
        }
    }

    /// Everything that anybody has.
    pub fn all(&self) -> [&Things; 5] {
        [&self.visitor, &self.guest, &self.customer, &self.other, &self.elsewhere]
    }
}

impl World {
    /// Porchlight itself, where somebody's things are.
    pub fn system_of(&self, people: &People, things: &Things) -> Actor {
        let workspace = if things.ticket == people.elsewhere.ticket { people.elsewhere_workspace } else { self.workspace };
        Actor::System { workspace }
    }

    /// Where a ticket's log stands.
    pub async fn seq(&self, people: &People, things: &Things) -> i64 {
        let system = self.system_of(people, things);
        self.desk.tickets().for_agent(&system, Which::Id(things.ticket)).await.unwrap().seq
    }
}

async fn in_the_widget(world: &World, canary: &str) -> (Browser, Things) {
    let mut browser = world.browser();
    browser.post_json("/api/widget/v1/session", &json!({ "site": world.site.key })).await;
    let uploaded: Uploaded =
        browser.clone().with("x-file-name", "a.txt").post_bytes("/api/widget/v1/files", canary.as_bytes()).await.json();
    let picture: Uploaded = browser.clone().with("x-file-name", "a.png").post_bytes("/api/widget/v1/files", PICTURE).await.json();
    let new = json!({ "key": key(), "site": world.site.key, "body": canary, "attachments": [uploaded.id, picture.id] });
    let kept: Kept = browser.post_json("/api/widget/v1/tickets", &new).await.json();
    let (number, ticket, file) = (kept.number, kept.ticket, uploaded.id);
    (browser, things(world, number, ticket, (file, picture.id), canary))
}

/// What somebody of the world's own workspace has; its agents come later.
fn things(world: &World, number: i64, ticket: TicketId, (file, picture): (AttachmentId, AttachmentId), canary: &str) -> Things {
    let (agent, invitation) = (Uuid::nil().into(), Uuid::nil().into());
    Things { number, ticket, file, picture, site: world.site.id, agent, invitation, canary: canary.into() }
}

/// An invitation of a workspace, by this agent.
async fn invited(world: &World, workspace: WorkspaceId, by: AgentId) -> InvitationId {
    let by = Actor::Agent { workspace, id: by, name: String::new() };
    let new = NewInvitation { key: world.desk.clock.id(), mail: "lea@example.com".into(), locale: "en".into() };
    world.desk.agents().invite(&by, new).await.unwrap().id
}

async fn in_the_portal(world: &World, canary: &str, mail: &str, is_verified: bool) -> (Browser, Things) {
    let mut browser = world.browser();
    let page_key = browser.get("/tickets/new").await.field("key");
    let fields = [("key", page_key.as_str()), ("subject", canary), ("body", canary), ("mail", mail)];
    let answer = browser.post_files("/tickets", &fields, &[("a.txt", canary.as_bytes()), ("a.png", PICTURE)]).await;
    let number: i64 = answer.location.unwrap().rsplit('/').next().unwrap().parse().unwrap();
    if is_verified {
        world.waits(1).await;
        assert_eq!(browser.post(&world.link_to(mail).await, &[]).await.status, 303);
    }
    let system = Actor::System { workspace: world.workspace };
    let ticket = world.desk.tickets().for_agent(&system, Which::Number(number)).await.unwrap();
    let files = ticket.entries.iter().find_map(|entry| match entry {
        model::view::AgentEntry::Reply(reply) => Some(&reply.attachments),
        _ => None,
    });
    let named = |name: &str| files.unwrap().iter().find(|file| file.name == name).unwrap().id;
    (browser, things(world, number, ticket.id, (named("a.txt"), named("a.png")), canary))
}

async fn elsewhere(world: &World) -> (WorkspaceId, Browser, Things) {
    let desk = &world.desk;
    let other = desk.workspaces().found("other", "Other").await.unwrap();
    // Numbers begin far away, so that no number is both theirs and ours.
    under_the_floor(world, "update numbers set last = 500000 where workspace_id = $1", vec![other.into()]).await;
    let id = desk.agents().put(other, "Ola", "ola@other.example", Some(PASSWORD)).await.unwrap();
    let ola = Actor::Agent { workspace: other, id, name: "Ola".into() };
    let site = desk.sites().add(&ola, site_draft(desk)).await.unwrap();
    let token = Token::fresh().unwrap().hash();
    let visitor = Actor::Visitor { workspace: other, id: token.visitor(), fresh: Some(token) };
    let canary = "canary-of-ola";
    let file = desk.attachments().upload(&visitor, "a.txt", canary.as_bytes().to_vec()).await.unwrap().id;
    let picture = desk.attachments().upload(&visitor, "a.png", PICTURE.to_vec()).await.unwrap().id;
    let new = NewTicket {
        key: desk.clock.id(),
        place: Place { site, channel: Channel::Widget, locale: "en".into() },
        subject: String::new(),
        body: canary.into(),
        attachments: vec![file, picture],
        name: String::new(),
        mail: None,
        category: None,
    };
    let kept = desk.tickets().open(&visitor, new).await.unwrap();
    let session = desk.sessions().start(other, desk::sessions::Kind::Agent, id.0, 14 * 24 * 3600).await.unwrap();
    let mut browser = world.browser();
    browser.set_cookie("__Host-desk", &session.reveal());
    let invitation = invited(world, other, id).await;
    let (number, ticket) = (kept.number, kept.ticket);
    (other, browser, Things { number, ticket, file, picture, site, agent: id, invitation, canary: canary.into() })
}

async fn disabled(world: &World) -> Browser {
    let id = world.desk.agents().put(world.workspace, "Jonas", "jonas@tarn.example", Some(PASSWORD)).await.unwrap();
    let jonas = world.agent("jonas@tarn.example").await;
    world.disables(id).await;
    jonas
}

/// An answer of the FAQ, for the doors that show one.
async fn answers(world: &World) {
    let category = Value::Id(Uuid::from_u128(77));
    let sql = "insert into categories (id, workspace_id, locale, slug, name, summary, icon, position)
                    values ($1, $2, 'en', 'orders', 'Orders', '', 'box', 1)";
    under_the_floor(world, sql, vec![category.clone(), world.workspace.into()]).await;
    let sql = "insert into articles (id, workspace_id, category_id, slug, title, body, position, updated_at)
                    values ($1, $2, $3, 'returns', 'Returns', 'Send it back.', 1, 0)";
    under_the_floor(world, sql, vec![Value::Id(Uuid::from_u128(78)), world.workspace.into(), category]).await;
}

/// Changes a row that no verb changes.
pub async fn under_the_floor(world: &World, sql: &'static str, values: Vec<Value>) {
    let written = world.db().write(move |tx| {
        let values = values.clone();
        Box::pin(async move { tx.run(sql, &values).await })
    });
    written.await.unwrap();
}
