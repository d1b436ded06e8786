//! The demo workspace: a shop that sells kettles, its answers in two languages, and a few tickets in every state.
//! Everything is made by the same verbs that people use, on a clock that is set back.

use model::id::{ArticleId, CategoryId, Key, SiteId, WorkspaceId};
use model::site::OfficeHours;
use model::ticket::{Channel, Priority};
use model::time::Time;

use crate::Desk;
use crate::actor::Actor;
use crate::articles::store::{NewArticle, NewCategory, insert_article, insert_category};
use crate::clock::Clock;
use crate::error::Result;
use crate::sites::SiteDraft;
use crate::tickets::{Confirmation, NewNote, NewReply, NewTicket, Place, Which};
use crate::token::Token;

mod words;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// What the demo made.
#[derive(Debug, Clone)]
pub struct Demo {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// The shop's site.
    pub site: SiteId,
}

/// Mina's picture, drawn for this demo. Jonas has none, so that both ways are seen.
const MINA: &[u8] = include_bytes!("demo/mina.png");

/// Fills an empty installation. The shop's page may carry the widget: `shop_origin` is its origin. Does nothing and
/// answers `None` where there is a workspace already.
pub async fn fill(desk: &Desk, shop_origin: &str) -> Result<Option<Demo>> {
    if desk.workspaces().first().await?.is_some() {
        return Ok(None);
    }
    let now = desk.clock.now();
    let past = at(desk, now.plus_seconds(-20 * DAY));
    let workspace = past.workspaces().found("demo", "Tarn").await?;
    let jonas = agent(&past, workspace, "Jonas Brandt", "jonas@tarn.example").await?;
    let mina = agent(&past, workspace, "Mina Koch", "mina@tarn.example").await?;
    let picture = past.attachments().upload(&mina, "mina.png", MINA.to_vec()).await?;
    past.agents().set_avatar(&mina, past.clock.id(), picture.id).await?;
    let site = past.sites().add(&jonas, draft(&past, shop_origin)).await?;
    for (position, category) in (0..).zip(words::CATEGORIES) {
        store_category(&past, workspace, category, position).await?;
    }
    for (at, story) in words::STORIES.iter().enumerate() {
        let teller = Teller { desk, site, workspace, now, agents: [&mina, &jonas], place: i64::try_from(at).unwrap_or_default() };
        teller.tell(story).await?;
    }
    Ok(Some(Demo { workspace, site }))
}

fn at(desk: &Desk, time: Time) -> Desk {
    Desk { clock: Clock::set_at(time), ..desk.clone() }
}

async fn agent(desk: &Desk, workspace: WorkspaceId, name: &str, mail: &str) -> Result<Actor> {
    let id = desk.agents().put(workspace, name, mail, None).await?;
    Ok(Actor::Agent { workspace, id, name: name.to_owned() })
}

fn draft(desk: &Desk, shop_origin: &str) -> SiteDraft {
    SiteDraft {
        key: desk.clock.id(),
        name: "Tarn".into(),
        origins: vec![shop_origin.to_owned()],
        accent: "#00646b".into(),
        greeting: String::new(),
        locale: "en".into(),
        hours: OfficeHours::always("Europe/Lisbon"),
        answer_within_seconds: 120,
    }
}

async fn store_category(desk: &Desk, workspace: WorkspaceId, category: &'static words::Category, place: i64) -> Result<()> {
    let now = desk.clock.now();
    let id = desk.clock.id::<CategoryId>();
    let ids: Vec<ArticleId> = category.articles.iter().map(|_| desk.clock.id()).collect();
    desk.db
        .write(move |tx| {
            let ids = ids.clone();
            Box::pin(async move {
                let words::Category { locale, slug, name, summary, icon, articles } = *category;
                insert_category(tx, workspace, &NewCategory { id, locale, slug, name, summary, icon, position: place }).await?;
                for (position, (article, (slug, title, body))) in (0..).zip(ids.into_iter().zip(articles)) {
                    insert_article(tx, workspace, &NewArticle { id: article, category: id, slug, title, body, position }, now)
                        .await?;
                }
                Ok(())
            })
        })
        .await
}

struct Teller<'t> {
    desk: &'t Desk,
    site: SiteId,
    workspace: WorkspaceId,
    now: Time,
    agents: [&'t Actor; 2],
    place: i64,
}

impl Teller<'_> {
    async fn tell(&self, story: &words::Story) -> Result<()> {
        let began = self.now.plus_seconds(-story.hours_ago * HOUR - self.place * 420);
        let token = Token::fresh()?.hash();
        let visitor = Actor::Visitor { workspace: self.workspace, id: token.visitor(), fresh: Some(token) };
        let desk = at(self.desk, began);
        let place = Place { site: self.site, channel: story.channel, locale: "en".into() };
        let new = NewTicket {
            key: desk.clock.id(),
            place,
            subject: story.subject.into(),
            body: story.body.into(),
            attachments: Vec::new(),
            name: story.name.into(),
            mail: None,
            category: story.category.map(Into::into),
        };
        let which = Which::Number(desk.tickets().open(&visitor, new).await?.number);
        let visitor = Actor::Visitor { workspace: self.workspace, id: token.visitor(), fresh: None };
        let mut minutes = 0;
        for step in story.steps {
            minutes += 9 + self.place;
            let desk = at(self.desk, began.plus_seconds(minutes * 60));
            self.step(&desk, &visitor, which, step).await?;
        }
        Ok(())
    }

    async fn step(&self, desk: &Desk, visitor: &Actor, which: Which, step: &words::Step) -> Result<()> {
        let [mina, _] = self.agents;
        let tickets = desk.tickets();
        let key: Key = desk.clock.id();
        let reply = |body: &str, then_solve| NewReply {
            key,
            body: body.to_owned(),
            attachments: Vec::new(),
            channel: Channel::Portal,
            read_up_to: i64::MAX,
            is_anyway: true,
            then_solve,
        };
        match step {
            words::Step::Seen => tickets.see(mina, which).await?,
            words::Step::Answer(body) => tickets.reply(mina, which, reply(body, false)).await.map(|_| ())?,
            words::Step::Solve(body) => tickets.reply(mina, which, reply(body, true)).await.map(|_| ())?,
            words::Step::Say(body) => tickets.reply(visitor, which, reply(body, false)).await.map(|_| ())?,
            words::Step::Note(body) => {
                let [_, jonas] = self.agents;
                tickets
                    .note(jonas, which, NewNote { key, body: (*body).to_owned(), attachments: Vec::new() })
                    .await
                    .map(|_| ())?;
            }
            words::Step::Urgent => tickets.set_priority(mina, which, key, Priority::Urgent).await.map(|_| ())?,
            words::Step::Confirm(rating, reason) => {
                let word = Confirmation { key, is_solved: true, rating: Some(*rating), reason: (*reason).to_owned() };
                tickets.confirm(visitor, which, word).await.map(|_| ())?;
            }
        }
        Ok(())
    }
}
