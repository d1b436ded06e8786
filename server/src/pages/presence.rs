//! Who of the team is here, and what a customer may expect: the facts for the one rule in `model::outlook`.

use app::ui::Presence;
use model::id::{TicketId, WorkspaceId};
use model::outlook::Facts;
use model::person::{Person, Side};
use model::site::Site;
use model::ticket::Turn;

use crate::app::App;
use crate::refusal::Refusal;

/// What the rule is asked about, at a site.
pub async fn facts<'s>(app: &App, workspace: WorkspaceId, site: &'s Site, turn: Turn) -> Result<Facts<'s>, Refusal> {
    let usual = app.desk.tickets().expectation(workspace, site).await?;
    Ok(Facts { hours: &site.hours, now: app.desk.clock.now(), usual, turn })
}

/// What to expect at a site, and who is here.
pub async fn presence(
    app: &App,
    workspace: WorkspaceId,
    site: &Site,
    turn: Turn,
    ticket: Option<TicketId>,
) -> Result<Presence, Refusal> {
    let is_here = app.desk.bus.is_team_here(workspace, ticket);
    with(app, workspace, &facts(app, workspace, site, turn).await?, is_here).await
}

/// The same from facts that are known.
pub async fn with(app: &App, workspace: WorkspaceId, facts: &Facts<'_>, is_here: bool) -> Result<Presence, Refusal> {
    let pictured = app.desk.agents().pictured(workspace).await?;
    let here = app.desk.bus.agents_here(workspace);
    let agents = here.into_iter().map(|(id, name)| pictured.show(Person::new(Side::Agent, name), Some(id.0))).collect();
    Ok(Presence { outlooks: facts.outlooks(is_here), agents })
}
