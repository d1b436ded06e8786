//! The table of doors: every route with who may come in, on one line each. `tests/tests/doors` walks this table.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};
use model::limit;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::api::{files, widget};
use crate::app::App;
use crate::pages::{account, agents, demo, faq, frame, links, sites, team, tickets, work};
use crate::timeouts::Timeouts;
use crate::{assets, guard, health, live, refusal};

/// Who may come through a door at all. What they may do there is `desk`'s `may`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anybody,
    /// Whoever opened the ticket, or its verified customer.
    Customer,
    /// A visitor in the widget.
    Visitor,
    /// Agents of the workspace.
    Agent,
    /// Whoever may read the thing, on either side.
    Reader,
    /// Whoever runs the program: on this machine, or with the token.
    Operator,
}

/// A door.
#[derive(Clone)]
pub struct Door {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// The path's pattern.
    pub path: &'static str,
    /// Who may come in.
    pub who: Who,
    /// Most bytes of a body.
    pub bytes_max: usize,
    route: MethodRouter<App>,
}

/// A form of words.
const WORDS: usize = 64 * 1024;
/// A form of words with files.
pub(crate) const FILES: usize = limit::ATTACHMENTS_MAX * limit::ATTACHMENT_BYTES_MAX + 1024 * 1024;
/// A message as JSON: the longest text, escaped.
const MESSAGE: usize = limit::BODY_CHARS_MAX * 6 + 4096;
/// A form with one file and no words.
const PICTURE: usize = limit::ATTACHMENT_BYTES_MAX + 16 * 1024;
/// One file.
pub(crate) const FILE: usize = limit::ATTACHMENT_BYTES_MAX + 1024;

fn door(method: &'static str, path: &'static str, who: Who, bytes_max: usize, route: MethodRouter<App>) -> Door {
    Door { method, path, who, bytes_max, route }
}

/// Every door.
#[rustfmt::skip]
pub fn doors() -> Vec<Door> {
    use Who::{Agent, Anybody, Customer, Reader, Visitor};
    vec![
        door("GET",  "/",                                          Anybody,  0,       get(faq::home)),
        door("GET",  "/categories/{slug}",                         Anybody,  0,       get(faq::category)),
        door("GET",  "/articles/{slug}",                           Anybody,  0,       get(faq::article)),
        door("GET",  "/tickets",                                   Customer, 0,       get(tickets::list)),
        door("GET",  "/tickets/new",                               Anybody,  0,       get(tickets::new)),
        door("POST", "/tickets",                                   Anybody,  FILES,   post(tickets::open)),
        door("GET",  "/tickets/{number}",                          Customer, 0,       get(tickets::one)),
        door("POST", "/tickets/{number}/replies",                  Customer, FILES,   post(tickets::reply)),
        door("POST", "/tickets/{number}/confirmation",             Customer, WORDS,   post(tickets::confirm)),
        door("POST", "/tickets/{number}/mail",                     Customer, WORDS,   post(tickets::mail)),
        door("GET",  "/sign-in",                                   Anybody,  0,       get(links::sign_in)),
        door("POST", "/sign-in",                                   Anybody,  WORDS,   post(links::ask)),
        door("POST", "/sign-out",                                  Anybody,  WORDS,   post(links::sign_out)),
        door("GET",  "/link/{token}",                              Anybody,  0,       get(links::look)),
        door("POST", "/link/{token}",                              Anybody,  WORDS,   post(links::open)),
        door("POST", "/link/{token}/again",                        Anybody,  WORDS,   post(links::again)),
        door("GET",  "/avatars/{avatar}",                          Anybody,  0,       get(files::avatar)),
        door("GET",  "/files/{id}",                                Reader,   0,       get(files::get)),
        door("GET",  "/files/{id}/{size}",                         Reader,   0,       get(files::picture)),

        door("GET",  "/desk",                                      Agent,    0,       get(work::inbox)),
        door("GET",  "/desk/tickets/{number}",                     Agent,    0,       get(work::ticket)),
        door("POST", "/desk/tickets/{number}/replies",             Agent,    FILES,   post(work::reply)),
        door("POST", "/desk/tickets/{number}/status",              Agent,    WORDS,   post(work::status)),
        door("POST", "/desk/tickets/{number}/priority",            Agent,    WORDS,   post(work::priority)),
        door("POST", "/desk/tickets/{number}/assignee",            Agent,    WORDS,   post(work::assignee)),
        door("POST", "/desk/tickets/{number}/mail",                Agent,    WORDS,   post(work::retry_mail)),
        door("GET",  "/desk/list",                                 Agent,    0,       get(work::list)),
        door("GET",  "/desk/mail",                                 Agent,    0,       get(work::mail)),
        door("GET",  "/desk/sites",                                Agent,    0,       get(sites::list)),
        door("GET",  "/desk/sites/new",                            Agent,    0,       get(sites::new)),
        door("POST", "/desk/sites",                                Agent,    WORDS,   post(sites::add)),
        door("GET",  "/desk/sites/{id}",                           Agent,    0,       get(sites::one)),
        door("POST", "/desk/sites/{id}",                           Agent,    WORDS,   post(sites::change)),
        door("GET",  "/desk/team",                                 Agent,    0,       get(team::list)),
        door("POST", "/desk/team/invitations",                     Agent,    WORDS,   post(team::invite)),
        door("POST", "/desk/team/invitations/{id}/again",          Agent,    WORDS,   post(team::again)),
        door("POST", "/desk/team/invitations/{id}/withdrawal",     Agent,    WORDS,   post(team::withdraw)),
        door("GET",  "/desk/team/{id}/access",                     Agent,    0,       get(team::ask)),
        door("POST", "/desk/team/{id}/access",                     Agent,    WORDS,   post(team::access)),
        door("GET",  "/desk/account",                              Agent,    0,       get(account::look)),
        door("POST", "/desk/account/name",                         Agent,    WORDS,   post(account::rename)),
        door("POST", "/desk/account/language",                     Agent,    WORDS,   post(account::choose_language)),
        door("POST", "/desk/account/picture",                      Agent,    PICTURE, post(account::picture)),
        door("POST", "/desk/account/picture/removal",              Agent,    WORDS,   post(account::remove_picture)),
        door("POST", "/desk/account/password",                     Agent,    WORDS,   post(account::change_password)),
        door("GET",  "/desk/password",                             Anybody,  0,       get(account::forgotten)),
        door("POST", "/desk/password",                             Anybody,  WORDS,   post(account::ask)),
        door("GET",  "/desk/password/{token}",                     Anybody,  0,       get(account::choose)),
        door("POST", "/desk/password/{token}",                     Anybody,  WORDS,   post(account::chosen)),
        door("GET",  "/desk/sign-in",                              Anybody,  0,       get(agents::look)),
        door("POST", "/desk/sign-in",                              Anybody,  WORDS,   post(agents::sign_in)),
        door("POST", "/desk/sign-out",                             Anybody,  WORDS,   post(agents::sign_out)),
        door("GET",  "/desk/welcome/{token}",                      Anybody,  0,       get(agents::welcome)),
        door("POST", "/desk/welcome/{token}",                      Anybody,  WORDS,   post(agents::start)),

        door("GET",  "/widget/{file}",                             Anybody,  0,       get(frame::loader)),
        door("GET",  "/frame/{key}",                               Anybody,  0,       get(frame::look)),
        door("POST", "/api/widget/v1/session",                     Anybody,  WORDS,   post(widget::begin)),
        door("POST", "/api/widget/v1/tickets",                     Visitor,  MESSAGE, post(widget::open)),
        door("POST", "/api/widget/v1/tickets/{id}/replies",        Visitor,  MESSAGE, post(widget::reply)),
        door("POST", "/api/widget/v1/tickets/{id}/mail",           Visitor,  WORDS,   post(widget::mail)),
        door("POST", "/api/widget/v1/tickets/{id}/confirmation",   Visitor,  WORDS,   post(widget::confirm)),
        door("POST", "/api/widget/v1/files",                       Visitor,  FILE,    post(widget::upload)),

        door("GET",  "/live",                                      Reader,   0,       get(live::socket)),
        door("GET",  "/live/poll",                                 Reader,   0,       get(live::poll)),
        door("GET",  "/assets/{name}",                             Anybody,  0,       get(assets::serve)),
        door("GET",  "/assets/{folder}/{name}",                    Anybody,  0,       get(assets::serve_from)),
    ]
}

/// Doors for monitoring, which does not know our host name.
#[rustfmt::skip]
pub fn probes() -> Vec<Door> {
    use Who::{Anybody, Operator};
    vec![
        door("GET",  "/healthz",                                   Anybody,  0,       get(health::alive)),
        door("GET",  "/readyz",                                    Anybody,  0,       get(health::ready)),
        door("GET",  "/metrics",                                   Operator, 0,       get(health::figures)),
    ]
}

/// Doors of the demo shop, on an origin of its own.
#[rustfmt::skip]
pub fn shop_doors() -> Vec<Door> {
    vec![
        door("GET",  "/",                                          Who::Anybody,  0,  get(demo::shop)),
        door("GET",  "/assets/{name}",                             Who::Anybody,  0,  get(demo::asset)),
    ]
}

/// Doors of the mailbox viewer, on an origin of its own.
#[rustfmt::skip]
pub fn mailbox_doors() -> Vec<Door> {
    vec![
        door("GET",  "/",                                          Who::Operator, 0,  get(demo::mailbox)),
        door("GET",  "/assets/{name}",                             Who::Operator, 0,  get(demo::asset)),
    ]
}

/// The only place where a route is made: each comes from a table, with who may come in.
fn routes(doors: Vec<Door>, timeouts: Timeouts) -> Router<App> {
    doors.into_iter().fold(Router::new(), |router, Door { path, bytes_max, route, .. }| {
        let in_time = middleware::from_fn_with_state((timeouts, bytes_max), guard::in_time);
        // As one layer: axum boxes what each call of `layer` wraps, for every request anew. The first is outermost.
        router.route(path, route.layer((in_time, DefaultBodyLimit::max(bytes_max))))
    })
}

/// The portal, the desk and the widget's doors, at the base address.
pub fn router(app: App) -> Router {
    let timeouts = app.timeouts;
    routes(doors(), timeouts)
        .fallback(async || refusal::Refusal::from(model::fault::Fault::NotFound))
        .layer((
            middleware::from_fn(health::trace),
            compression(),
            middleware::from_fn(guard::exit),
            middleware::from_fn_with_state(app.clone(), refusal::dress),
            middleware::from_fn_with_state(app.clone(), guard::entrance),
        ))
        // Outside the guard.
        .merge(routes(probes(), timeouts))
        .with_state(app)
}

/// Pages and JSON are compressed; downloads are bytes of strangers and cost no time here.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth = DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream"));
    CompressionLayer::new().br(true).gzip(true).quality(tower_http::CompressionLevel::Precise(5)).compress_when(worth)
}

/// The demo shop, on an origin of its own.
pub fn shop(app: App) -> Router {
    routes(shop_doors(), app.timeouts).layer(middleware::from_fn(guard::exit)).with_state(app)
}

/// The mailbox viewer, on an origin of its own.
pub fn mailbox(app: App) -> Router {
    routes(mailbox_doors(), app.timeouts)
        .layer(middleware::from_fn(guard::exit))
        .layer(middleware::from_fn(guard::this_machine))
        .with_state(app)
}
