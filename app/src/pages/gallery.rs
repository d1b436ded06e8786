//! Every page with sample data: written to `target/gallery` to be looked at, and rendered with hostile texts.

use model::fault::{Fault, Invalid};
use model::ticket::Status;
use model::view::InboxView;

use super::samples::{KEY, Samples};
use crate::pages::frame::{FramePlace, FrameView, frame};
use crate::pages::{desk, mailbox, portal, shop};
use crate::words::Lang;

/// Every page, by name.
pub(super) fn pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let mut pages = portal_pages(samples);
    pages.extend(sign_in_pages(samples));
    pages.extend(desk_pages(samples));
    pages.extend(frame_pages(samples));
    pages
}

fn portal_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let categories = samples.categories();
    let tickets = samples.shell(&site, "/tickets");
    let ticket = samples.shell(&site, "/tickets/48213");
    let home = samples.shell(&site, "/");
    let form = portal::ReplyForm { key: KEY, body: samples.evil.unwrap_or_default().to_owned(), kept: Vec::new() };
    let mut wrong = samples.shell(&site, "/tickets/new");
    wrong.me = None;
    let fresh = wrong.clone();
    wrong.fault = Some(Fault::Invalid(Invalid::MailWrong));
    let mut busy = ticket.clone();
    busy.fault = Some(Fault::Unavailable);
    let mut large = ticket.clone();
    large.fault = Some(Fault::Invalid(Invalid::FileTooLarge));
    let left = portal::ReplyForm { kept: samples.kept(), ..form.clone() };
    vec![
        ("home", portal::home(&home, &categories)),
        ("home-empty", portal::home(&fresh, &[])),
        ("category", portal::category(&home, &categories[0])),
        ("article", portal::article(&samples.shell(&site, "/articles/x"), &samples.article())),
        ("tickets", portal::tickets(&tickets, &samples.rows())),
        ("tickets-empty", portal::tickets(&tickets, &[])),
        ("ticket", portal::ticket(&ticket, &samples.ticket(Status::Pending), &form)),
        ("ticket-new", portal::ticket(&busy, &samples.fresh(), &form)),
        ("ticket-file", portal::ticket(&large, &samples.ticket(Status::Pending), &left)),
        ("ticket-solved", portal::ticket(&ticket, &samples.ticket(Status::Solved), &form)),
        ("ticket-closed", portal::ticket(&ticket, &samples.ticket(Status::Closed), &form)),
        ("new-ticket", portal::new_ticket(&fresh, &categories, &samples.new_ticket_form())),
        ("new-ticket-wrong", portal::new_ticket(&wrong, &categories, &samples.new_ticket_form())),
    ]
}

fn sign_in_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let mail = samples.evil.unwrap_or("ines@cafelumen.pt");
    let token = samples.evil.unwrap_or("abc");
    let shell = samples.shell(&site, samples.evil.unwrap_or("/sign-in"));
    let at_desk = samples.shell(&site, "/desk/sign-in");
    let mut wrong = at_desk.clone();
    wrong.fault = Some(Fault::SignInWrong);
    vec![
        ("sign-in", portal::sign_in(&shell, &portal::SignInForm { mail: mail.to_owned() })),
        ("link-sent", portal::link_sent(&shell, mail)),
        ("link-ready", portal::link(&shell, token, portal::LinkState::Ready)),
        ("link-spent", portal::link(&shell, token, portal::LinkState::Spent)),
        ("refused", portal::refused(&shell, Fault::NotFound)),
        ("refused-desk", portal::refused(&at_desk, Fault::Unexpected)),
        ("desk-sign-in", desk::sign_in(&wrong, &desk::AgentSignInForm { mail: mail.to_owned() })),
        ("desk-welcome", desk::welcome(&at_desk, token, &desk::WelcomeForm { name: mail.to_owned(), mail: mail.to_owned() })),
    ]
}

fn desk_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let mut shell = samples.shell(&site, "/desk");
    shell.me = Some(samples.mina());
    let inbox = samples.inbox(InboxView::Mine);
    let mut nothing = inbox.clone();
    nothing.rows.clear();
    let open = samples.agent_ticket();
    let form = |is_note, is_held| desk::AgentReplyForm {
        key: KEY,
        body: samples.evil.unwrap_or("It leaves today, number 1Z-4471.").to_owned(),
        kept: samples.kept(),
        is_note,
        is_held,
    };
    let tag = samples.evil.unwrap_or("<script async src=\"https://help.example/widget.js\" data-site=\"tarn\"></script>");
    let mut held = shell.clone();
    held.fault = Some(Fault::Held);
    vec![
        ("desk", desk::inbox(&shell, &inbox, Some(&open), &form(false, false))),
        ("desk-held", desk::inbox(&held, &inbox, Some(&open), &form(false, true))),
        ("desk-note", desk::inbox(&shell, &inbox, Some(&open), &form(true, false))),
        ("desk-list", desk::inbox(&shell, &inbox, None, &form(false, false))),
        ("desk-empty", desk::inbox(&shell, &nothing, None, &form(false, false))),
        ("desk-sites", desk::sites(&shell, &[samples.site(), samples.site()])),
        ("desk-sites-empty", desk::sites(&shell, &[])),
        ("desk-site", desk::site(&shell, Some(site.id), &samples.site_form(), Some(tag))),
        ("desk-site-new", desk::site(&shell, None, &samples.site_form(), None)),
        ("desk-mail", desk::mail(&shell, &samples.stuck())),
        ("desk-mail-empty", desk::mail(&shell, &[])),
    ]
}

fn frame_pages(samples: &Samples) -> Vec<(&'static str, String)> {
    let site = samples.site();
    let shell = samples.shell(&site, "/frame/tarn");
    let rows = samples.rows();
    let articles = samples.categories().remove(0).articles;
    let (open, fresh, solved) = (samples.ticket(Status::Pending), samples.fresh(), samples.ticket(Status::Solved));
    let show = |view, ticket, is_here, asks_mail| {
        let view = FrameView {
            tickets: &rows,
            ticket,
            presence: samples.presence(is_here),
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
