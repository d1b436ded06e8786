//! Sites at the desk: the list, one site's form, the line to paste.

use app::pages::desk::{self as pages, SiteForm};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use desk::sites::SiteDraft;
use model::fault::{Fault, Invalid};
use model::id::{Key, SiteId};
use model::site::{OfficeHours, Site};
use serde::Deserialize;

use super::{Reader, Stage, see_other};
use crate::app::App;
use crate::refusal::Refusal;
use crate::session::{AsAgent, Session};

/// `GET /desk/sites`
pub async fn list(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    let sites = app.desk.sites().all(&session.actor).await?;
    let stage = Stage::new(&app, reader, &session).await?;
    Ok(stage.send(pages::sites(&stage.shell(None), &sites)))
}

/// `GET /desk/sites/new`
pub async fn new(State(app): State<App>, AsAgent(session): AsAgent, reader: Reader) -> Result<Response, Refusal> {
    let stage = Stage::new(&app, reader, &session).await?;
    let day = ("09:00".to_owned(), "17:00".to_owned());
    let off = (String::new(), String::new());
    let form = SiteForm {
        key: app.desk.clock.id(),
        name: String::new(),
        origins: String::new(),
        accent: "#00646b".to_owned(),
        greeting: String::new(),
        locale: stage.reader.lang.code().to_owned(),
        zone: stage.site.hours.zone.clone(),
        days: [day.clone(), day.clone(), day.clone(), day.clone(), day, off.clone(), off],
        answer_within_minutes: "2".to_owned(),
    };
    Ok(stage.send(pages::site(&stage.shell(None), None, &form, None)))
}

/// `GET /desk/sites/{id}`
pub async fn one(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<SiteId>,
) -> Result<Response, Refusal> {
    let site = app.desk.sites().one(&session.actor, id).await?;
    let stage = Stage::new(&app, reader, &session).await?;
    let form = filled(app.desk.clock.id(), &site);
    let tag = script_tag(&app.config.base_url, &site.key);
    Ok(stage.send(pages::site(&stage.shell(None), Some(id), &form, Some(&tag))))
}

/// The line that a site's owner pastes.
pub fn script_tag(base_url: &str, key: &str) -> String {
    format!("<script async src=\"{base_url}/widget/{key}.js\" data-site=\"{key}\"></script>")
}

/// A site's form, as it comes.
#[derive(Deserialize)]
pub struct Posted {
    key: Key,
    name: String,
    #[serde(default)]
    origins: String,
    accent: String,
    #[serde(default)]
    greeting: String,
    locale: String,
    zone: String,
    answer_within_minutes: String,
    #[serde(flatten)]
    times: std::collections::HashMap<String, String>,
}

/// `POST /desk/sites`
pub async fn add(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Form(posted): Form<Posted>,
) -> Result<Response, Refusal> {
    put(&app, &session, reader, None, posted).await
}

/// `POST /desk/sites/{id}`
pub async fn change(
    State(app): State<App>,
    AsAgent(session): AsAgent,
    reader: Reader,
    Path(id): Path<SiteId>,
    Form(posted): Form<Posted>,
) -> Result<Response, Refusal> {
    put(&app, &session, reader, Some(id), posted).await
}

async fn put(app: &App, session: &Session, reader: Reader, id: Option<SiteId>, posted: Posted) -> Result<Response, Refusal> {
    let form = posted.form();
    let saved = match draft(&form) {
        Ok(draft) => match id {
            None => app.desk.sites().add(&session.actor, draft).await.map_err(Refusal::from),
            Some(id) => app.desk.sites().change(&session.actor, id, draft).await.map_err(Refusal::from),
        },
        Err(invalid) => Err(invalid.into()),
    };
    match saved {
        Ok(id) => Ok(see_other(&format!("/desk/sites/{id}#tag"))),
        Err(refusal) if refusal.is_for_form() => {
            let fault: Option<Fault> = Some(refusal.fault());
            let path = id.map_or_else(|| "/desk/sites/new".to_owned(), |id| format!("/desk/sites/{id}"));
            let stage = Stage::new(app, Reader { path, ..reader }, session).await?;
            Ok(stage.send_with(pages::site(&stage.shell(fault), id, &form, None), fault))
        }
        Err(refusal) => Err(refusal),
    }
}

impl Posted {
    fn form(self) -> SiteForm {
        let time = |name: &str, day: usize| self.times.get(&format!("{name}_{day}")).cloned().unwrap_or_default();
        SiteForm {
            days: std::array::from_fn(|day| (time("open", day), time("close", day))),
            key: self.key,
            name: self.name,
            origins: self.origins,
            accent: self.accent,
            greeting: self.greeting,
            locale: self.locale,
            zone: self.zone,
            answer_within_minutes: self.answer_within_minutes,
        }
    }
}

fn draft(form: &SiteForm) -> Result<SiteDraft, Invalid> {
    let mut days = [None; 7];
    for (day, (opens, closes)) in days.iter_mut().zip(&form.days) {
        *day = match (opens.trim(), closes.trim()) {
            ("", "") => None,
            (opens, closes) => {
                let closes = minute(closes).ok_or(Invalid::HoursWrong)?;
                // A time field has no 24:00, so the last minute stands for the day's end.
                let closes = if closes == 1439 { 1440 } else { closes };
                Some((minute(opens).ok_or(Invalid::HoursWrong)?, closes))
            }
        };
    }
    let minutes: i64 = form.answer_within_minutes.trim().parse().map_err(|_| Invalid::Malformed)?;
    Ok(SiteDraft {
        key: form.key,
        name: form.name.clone(),
        origins: form.origins.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect(),
        accent: form.accent.clone(),
        greeting: form.greeting.clone(),
        locale: form.locale.clone(),
        hours: OfficeHours { zone: form.zone.trim().to_owned(), days },
        answer_within_seconds: minutes.clamp(0, 24 * 60) * 60,
    })
}

/// Minutes from midnight.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 24 && minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

fn filled(key: Key, site: &Site) -> SiteForm {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    SiteForm {
        key,
        name: site.name.clone(),
        origins: site.origins.join("\n"),
        accent: site.accent.clone(),
        greeting: site.greeting.clone(),
        locale: site.locale.clone(),
        zone: site.hours.zone.clone(),
        days: site.hours.days.map(|day| {
            day.map_or_else(|| (String::new(), String::new()), |(opens, closes)| (clock(opens), clock(closes.min(1439))))
        }),
        answer_within_minutes: (site.answer_within_seconds / 60).max(1).to_string(),
    }
}
