//! Sites at the desk: the list, one site's form, the line to paste.

use std::sync::Arc;

use app::Typed;
use app::pages::desk as pages;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::sites::SiteDraft;
use model::fault::Invalid;
use model::faults::Faults;
use model::id::{Key, SiteId};
use model::site::{OfficeHours, Site};

use super::signed_out::AgentForm;
use super::{PageContext, Reader, see_other};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::{AsAgent, Session};

/// `GET /desk/sites`
pub async fn list(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    let sites = app.desk.sites().all(&session.actor).await?;
    let context = PageContext::new(&app, reader, &session).await?;
    let seen = app.desk.sites().sightings(&session.actor).await?;
    Ok(context.send(pages::sites(&context.shell(None), &sites, &seen)))
}

/// `GET /desk/sites/new`
pub async fn new(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    let context = PageContext::new(&app, reader, &session).await?;
    let mut typed = Typed::fresh(app.desk.clock.id())
        .with("accent", "#00646b")
        .with("locale", context.reader.lang.code())
        .with("zone", context.site.hours.zone.clone())
        .with("answer_within_minutes", "2");
    for day in 0..5 {
        typed.set(format!("open_{day}"), "09:00");
        typed.set(format!("close_{day}"), "17:00");
    }
    Ok(context.send(pages::site(&context.shell(None), None, &typed, None)))
}

/// `GET /desk/sites/{id}`
pub async fn one(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<SiteId>,
) -> Result<Response, Refusal> {
    let site = app.desk.sites().one(&session.actor, id).await?;
    let typed = filled(app.desk.clock.id(), &site);
    let context = previewed(&app, reader, &session, &typed).await?;
    let seen = app.desk.sites().sightings(&session.actor).await?;
    let line = script_tag(&app.config.base_url, &site.key);
    let tag = pages::Tag { line: &line, seen: seen.get(&id) };
    Ok(context.send(pages::site(&context.shell(None), Some(id), &typed, Some(tag))))
}

/// A page in the colour that is in the form, so that the preview shows it.
async fn previewed(app: &App, reader: Reader, session: &Session, typed: &Typed) -> Result<PageContext, Refusal> {
    let worn = Site { accent: typed.text("accent").to_owned(), ..(*app.site().await?).clone() };
    PageContext::on(app, Arc::new(worn), reader, session).with_picture(session).await
}

/// The line that a site's owner pastes.
pub fn script_tag(base_url: &str, key: &str) -> String {
    format!("<script async src=\"{base_url}/widget/{key}.js\" data-site=\"{key}\"></script>")
}

/// `POST /desk/sites`
pub async fn add(State(app): State<App>, reader: Reader, AgentForm(session, typed): AgentForm) -> Result<Response, Refusal> {
    put(&app, &session, reader, None, typed).await
}

/// `POST /desk/sites/{id}`
pub async fn change(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<SiteId>,
    AgentForm(session, typed): AgentForm,
) -> Result<Response, Refusal> {
    put(&app, &session, reader, Some(id), typed).await
}

async fn put(app: &App, session: &Session, reader: Reader, id: Option<SiteId>, typed: Typed) -> Result<Response, Refusal> {
    let (draft, faults) = draft(&typed)?;
    let saved = match (faults.and(draft.faults()).done(), id) {
        (Err(fault), _) => Err(fault.into()),
        (Ok(()), None) => app.desk.sites().add(&session.actor, draft).await.map_err(Refusal::from),
        (Ok(()), Some(id)) => app.desk.sites().change(&session.actor, id, draft).await.map_err(Refusal::from),
    };
    match saved {
        Ok(id) => Ok(see_other(&format!("/desk/sites/{id}#saved"))),
        Err(refusal) if refusal.is_for_form() => {
            let fault = refusal.fault();
            let key = super::next_key(app, &typed, fault);
            let typed = typed.with_key(key);
            let path = id.map_or_else(|| "/desk/sites/new".to_owned(), |id| format!("/desk/sites/{id}"));
            let context = previewed(app, Reader { path, ..reader }, session, &typed).await?;
            let known = match id {
                Some(id) => Some(app.desk.sites().one(&session.actor, id).await?),
                None => None,
            };
            let seen = app.desk.sites().sightings(&session.actor).await?;
            let line = known.as_ref().map(|site| script_tag(&app.config.base_url, &site.key));
            let tag = line.as_deref().map(|line| pages::Tag { line, seen: id.and_then(|id| seen.get(&id)) });
            Ok(context.send_with(pages::site(&context.shell(Some(fault)), id, &typed, tag), Some(fault)))
        }
        Err(refusal) => Err(refusal),
    }
}

/// The site as it was filled in, and what is not even of the right shape.
fn draft(typed: &Typed) -> Result<(SiteDraft, Faults), Refusal> {
    let mut faults = Faults::default();
    let days = std::array::from_fn(|day| {
        let time = |name: &str| typed.text(&format!("{name}_{day}")).trim();
        match (time("open"), time("close")) {
            ("", "") => None,
            (opens, closes) => {
                let day = minute(opens).zip(minute(closes));
                if day.is_none() {
                    faults.add(Invalid::HoursWrong);
                }
                day
            }
        }
    });
    let minutes = typed.text("answer_within_minutes").trim().parse().map_err(|_| Invalid::AnswerTimeWrong);
    let minutes: i64 = faults.sort(minutes);
    let draft = SiteDraft {
        key: typed.key()?,
        name: typed.text("name").to_owned(),
        origins: typed.text("origins").lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        accent: typed.text("accent").to_owned(),
        greeting: typed.text("greeting").to_owned(),
        locale: typed.text("locale").to_owned(),
        hours: OfficeHours { zone: typed.text("zone").trim().to_owned(), days },
        answer_within_seconds: minutes.clamp(0, 24 * 60) * 60,
    };
    Ok((draft, faults))
}

/// Minutes from midnight.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

fn filled(key: Key, site: &Site) -> Typed {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    let mut typed = Typed::fresh(key)
        .with("name", &*site.name)
        .with("origins", site.origins.join("\n"))
        .with("accent", &*site.accent)
        .with("greeting", &*site.greeting)
        .with("locale", &*site.locale)
        .with("zone", &*site.hours.zone)
        .with("answer_within_minutes", (site.answer_within_seconds / 60).max(1).to_string());
    for (day, hours) in site.hours.days.iter().enumerate() {
        if let Some((opens, closes)) = hours {
            typed.set(format!("open_{day}"), clock(*opens));
            typed.set(format!("close_{day}"), clock(*closes));
        }
    }
    typed
}
