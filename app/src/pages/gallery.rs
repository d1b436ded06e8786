//! Every page with sample data: written to `target/gallery` to be looked at, and rendered with hostile texts.

use std::collections::BTreeMap;

use model::fault::{Fault, Invalid};
use model::faults::Faults;
use model::ticket::{Status, Turn};
use model::view::{Inbox, InboxView, SetupStep, TicketView};

use super::samples::{KEY, Samples, evening};
use crate::pages::frame::{FramePlace, FrameView, frame};
use crate::pages::{desk, mailbox, portal, shop};
use crate::typed::Typed;
use crate::words::Lang;

/// Every page, by name.
pub(super) fn pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let mut pages = portal_pages(samples);
    pages.extend(sign_in_pages(samples));
    pages.extend(desk_pages(samples));
    pages.extend(team_pages(samples));
    pages.extend(frame_pages(samples));
    pages
}

fn portal_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let categories = samples.categories();
    let tickets = samples.shell(&site, "/tickets");
    let ticket = samples.shell(&site, "/tickets/48213");
    let home = samples.shell(&site, "/");
    let form = Typed::default().with("body", samples.evil.unwrap_or_default());
    let mut wrong = samples.shell(&site, "/tickets/new");
    wrong.me = None;
    let fresh = wrong.clone();
    wrong.fault = Some(Fault::Invalid(Faults::from(Invalid::MailWrong).and(Invalid::SubjectMissing.into())));
    let mut busy = ticket.clone();
    busy.fault = Some(Fault::Unavailable);
    let mut night = ticket.clone();
    night.now = evening();
    let mut large = ticket.clone();
    large.fault = Some(Invalid::FileTooLarge.into());
    let left = form.clone().with_files(samples.kept());
    let (here, away) = (samples.presence(Turn::Unwritten, true).outlooks, samples.presence(Turn::Unwritten, false).outlooks);
    let (waits, waits_at_night) = (samples.presence(Turn::First, true).outlooks, samples.presence(Turn::First, false).outlooks);
    let answered = samples.presence(Turn::NotOurs, true).outlooks;
    vec![
        ("home", portal::home(&home, &categories, &here)),
        ("home-empty", portal::home(&fresh, &[], &away)),
        ("category", portal::category(&home, &categories[0])),
        ("article", portal::article(&samples.shell(&site, "/articles/x"), &samples.article(), &here)),
        ("tickets", portal::tickets(&tickets, &samples.rows())),
        ("tickets-empty", portal::tickets(&tickets, &[])),
        ("ticket", portal::ticket(&ticket, &samples.ticket(Status::Pending), &answered, KEY, &form)),
        ("ticket-new", portal::ticket(&busy, &samples.fresh(), &waits, KEY, &form)),
        ("ticket-night", portal::ticket(&night, &samples.fresh(), &waits_at_night, KEY, &form)),
        ("ticket-file", portal::ticket(&large, &samples.ticket(Status::Pending), &answered, KEY, &left)),
        ("ticket-solved", portal::ticket(&ticket, &samples.ticket(Status::Solved), &answered, KEY, &form)),
        ("ticket-closed", portal::ticket(&ticket, &samples.ticket(Status::Closed), &answered, KEY, &form)),
        ("new-ticket", portal::new_ticket(&fresh, &categories, KEY, &samples.new_ticket_form())),
        ("new-ticket-wrong", portal::new_ticket(&wrong, &categories, KEY, &samples.new_ticket_form())),
    ]
}

fn sign_in_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let mail = samples.evil.unwrap_or("ines@cafelumen.pt");
    let token = samples.evil.unwrap_or("abc");
    let typed = Typed::default().with("mail", mail).with("name", mail);
    let shell = samples.shell(&site, samples.evil.unwrap_or("/sign-in"));
    let at_desk = samples.shell(&site, "/desk/sign-in");
    let mut wrong = at_desk.clone();
    wrong.fault = Some(Fault::SignInWrong);
    vec![
        ("sign-in", portal::sign_in(&shell, &typed, None, None)),
        ("link-sent", portal::link_sent(&shell, mail)),
        ("link-ready", portal::link(&shell, token, portal::LinkState::Ready, None)),
        ("link-spent", portal::link(&shell, token, portal::LinkState::Spent, None)),
        ("refused", portal::refused(&shell, Fault::NotFound)),
        ("refused-desk", portal::refused(&at_desk, Fault::Unexpected)),
        ("desk-sign-in", desk::sign_in(&wrong, &typed, None, None)),
        ("desk-welcome", desk::welcome(&at_desk, token, None, &typed)),
    ]
}

fn desk_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let mut shell = samples.shell(&site, "/desk");
    shell.me = Some(samples.mina());
    let inbox = samples.inbox(InboxView::Mine);
    let mut nothing = inbox.clone();
    nothing.rows.clear();
    let setup = vec![SetupStep::Website { site: site.id }, SetupStep::Mail, SetupStep::Colleague];
    let fresh = Inbox { mine: 0, unassigned: 0, setup, ..nothing.clone() };
    let open = samples.agent_ticket();
    let words = samples.evil.unwrap_or("It leaves today, number 1Z-4471.");
    let form = |kind| Typed::default().with("body", words).with("kind", kind).with_files(samples.kept());
    let tag = samples.evil.unwrap_or("<script async src=\"https://help.example/widget.js\" data-site=\"tarn\"></script>");
    let mut held = shell.clone();
    held.fault = Some(Fault::Held);
    vec![
        ("desk", desk::inbox(&shell, (&inbox, "open - 0"), Some(&open), KEY, &form("reply"))),
        ("desk-held", desk::inbox(&held, (&inbox, "open - 0"), Some(&open), KEY, &form("reply"))),
        ("desk-note", desk::inbox(&shell, (&inbox, "open - 0"), Some(&open), KEY, &form("note"))),
        ("desk-list", desk::inbox(&shell, (&inbox, "open - 0"), None, KEY, &form("reply"))),
        ("desk-empty", desk::inbox(&shell, (&nothing, "open - 0"), None, KEY, &form("reply"))),
        ("desk-setup", desk::inbox(&shell, (&fresh, "open - 0"), None, KEY, &form("reply"))),
        ("desk-sites", desk::sites(&shell, &[samples.site(), samples.site()], &samples.sightings())),
        ("desk-sites-empty", desk::sites(&shell, &[], &BTreeMap::new())),
        (
            "desk-site",
            desk::site(
                &shell,
                Some(site.id),
                &samples.site_form(),
                Some(desk::Tag { line: tag, seen: samples.sightings().get(&site.id) }),
            ),
        ),
        ("desk-site-new", desk::site(&shell, None, &samples.site_form(), None)),
        ("desk-mail", desk::mail(&shell, &samples.stuck(), KEY)),
        ("desk-mail-empty", desk::mail(&shell, &[], KEY)),
    ]
}

fn team_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let mut shell = samples.shell(&site, "/desk/team");
    shell.me = Some(samples.mina());
    let (team, alone) = (samples.team(), samples.team_of_one());
    let mail = samples.evil.unwrap_or("kim@tarn.example");
    let token = samples.evil.unwrap_or("abc");
    let form = |is_mail_sent, link| desk::TeamForm { key: KEY, typed: Typed::default(), me: Samples::me(), is_mail_sent, link };
    let link =
        desk::Link::Fresh { mail: mail.to_owned(), url: format!("https://help.example/desk/welcome/{}", "0a1b".repeat(16)) };
    let mut refused = shell.clone();
    refused.fault = Some(Invalid::MailTaken.into());
    let used_before = desk::TeamForm { typed: Typed::default().with("mail", mail), ..form(true, desk::Link::None) };
    let mut wrong = shell.clone();
    wrong.fault = Some(Fault::Invalid(Faults::from(Invalid::PasswordWrong).and(Invalid::PasswordTooShort.into())));
    let account = Typed::default().with("name", samples.mina().name);
    let mut out = samples.shell(&site, "/desk/sign-in");
    out.me = None;
    let mut first = out.clone();
    first.fault = Some(Fault::Invalid(Faults::from(Invalid::NameMissing).and(Invalid::PasswordTooShort.into())));
    let (joining, by) = (Typed::default().with("mail", mail), samples.mina().name);
    let colleague = &team.members[1];
    vec![
        ("desk-team", desk::team(&shell, &team, &form(true, desk::Link::None))),
        ("desk-team-taken", desk::team(&refused, &team, &used_before)),
        ("desk-team-link", desk::team(&shell, &team, &form(false, link))),
        ("desk-team-gone", desk::team(&shell, &team, &form(false, desk::Link::Gone))),
        ("desk-team-alone", desk::team(&shell, &alone, &form(false, desk::Link::None))),
        ("desk-disable", desk::disable(&shell, colleague, false, false, KEY)),
        ("desk-disable-self", desk::disable(&shell, &team.members[0], true, false, KEY)),
        ("desk-disable-last", desk::disable(&shell, &team.members[0], true, true, KEY)),
        ("desk-account", desk::account(&shell, mail, KEY, &account)),
        ("desk-account-wrong", desk::account(&wrong, mail, KEY, &account)),
        ("desk-joining", desk::welcome(&first, token, Some(&by), &joining)),
        ("desk-forgotten", desk::forgotten(&out, &joining, false)),
        ("desk-forgotten-sent", desk::forgotten_sent(&out, mail, true)),
        ("desk-new-password", desk::new_password(&out, token)),
        ("desk-link-over", desk::link_over(&out, desk::LinkOver::Password)),
    ]
}

fn frame_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let shell = samples.shell(&site, "/frame/tarn");
    let rows = samples.rows();
    let articles = samples.categories().remove(0).articles;
    let (open, fresh, solved) = (samples.ticket(Status::Pending), samples.fresh(), samples.ticket(Status::Solved));
    let show = |view, ticket: Option<&TicketView>, is_here, asks_mail| {
        let view = FrameView {
            tickets: &rows,
            ticket,
            presence: samples.presence(ticket.map_or(Turn::Unwritten, |ticket| ticket.turn), is_here),
            own: &site,
            asks_mail,
            has_session: true,
            view,
            articles: &articles,
        };
        frame(&shell, &view)
    };
    vec![
        ("frame-home", show(FramePlace::Home, None, true, false)),
        ("frame-new", show(FramePlace::New, None, true, false)),
        ("frame-chat", show(FramePlace::Chat, Some(&open), true, false)),
        ("frame-away", show(FramePlace::Chat, Some(&fresh), false, true)),
        ("frame-solved", show(FramePlace::Chat, Some(&solved), true, false)),
        ("shop", shop(&shell, "<!-- the tag -->")),
        ("mailbox", mailbox(&shell, &samples.caught())),
        ("mailbox-empty", mailbox(&shell, &[])),
    ]
}

/// The icons stand in the page here, because a page opened from a folder may not use another file's symbols.
#[test]
fn gallery_is_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let sprite =
        include_str!("../../../public/icons.svg").replacen("<svg ", "<svg class=\"sprite\" width=\"0\" height=\"0\" ", 1);
    for lang in Lang::ALL {
        for (name, page) in pages(&Samples::new(*lang)) {
            let page = match page.split_once("<body").and_then(|(head, rest)| Some((head, rest.split_once('>')?))) {
                Some((head, (body, rest))) if !name.starts_with("frame") && name != "shop" => {
                    format!("{head}<body{body}>{sprite}{rest}")
                }
                _ => page,
            };
            std::fs::write(folder.join(format!("{name}.{}.html", lang.code())), page).unwrap();
        }
    }
}

/// Texts that need more room than there is, in every place where a stranger's text is shown.
const LONG: &[(&str, &str)] = &[
    (
        "word",
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaftsgruendungsurkundenbeglaubigungsstempelfarbenherstellerverbandsvorsitzendenstellvertreterwahlkampfbueroleitungsassistenz12345678",
    ),
    ("emoji", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"),
    ("arabic", "مرحبًا بكم في متجرنا الجديد حيث نبيع الغلايات والمطاحن وكل ما تحتاجون إليه لإعداد القهوة في المنزل كل صباح"),
    ("link", "https://tarn.example/0123456789012345678901234567890123456789012345678901234567890123"),
];

#[test]
fn long_gallery_is_written() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/gallery-long");
    std::fs::create_dir_all(&folder).unwrap();
    for (kind, text) in LONG {
        let samples = Samples { evil: Some(text), ..Samples::new(Lang::En) };
        for (name, page) in pages(&samples) {
            std::fs::write(folder.join(format!("{name}.{kind}.html")), page).unwrap();
        }
    }
}

#[test]
fn no_text_becomes_markup_on_any_page() {
    const EVIL: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1)";
    for lang in Lang::ALL {
        let samples = Samples { evil: Some(EVIL), ..Samples::new(*lang) };
        for (name, page) in pages(&samples) {
            assert!(!page.contains("<script>alert") && !page.contains("<img src=x"), "{name}: {page}");
            assert!(!page.contains("href=\"javascript:"), "{name}");
            assert!(!page.contains("\"'>"), "{name}: an attribute was left");
        }
    }
}

#[test]
fn every_page_is_whole() {
    for (name, page) in pages(&Samples::new(Lang::Ar)) {
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\">"), "{name}");
        assert_eq!(page.matches("<h1").count(), 1, "{name} has one h1");
        assert_eq!(page.matches("<main").count(), 1, "{name} has one main");
        assert!(page.contains(":root{--site-accent:#0b6b6e}"), "{name} has the site's colour");
        assert!(!page.contains(" style=\"") && !page.contains(" onclick="), "{name} has no inline style or handler");
        for script in page.split("<script").skip(1) {
            assert!(script.contains("nonce=\"n0nce\""), "{name}: a script without nonce");
        }
        let ids: Vec<_> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut once = ids.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(ids.len(), once.len(), "{name} has an id twice: {ids:?}");
    }
}
