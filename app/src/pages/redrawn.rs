//! A page that is sent as it was drawn before is the page that would be drawn now.

use model::id::Key;
use model::message::Attachment;
use model::outlook::Outlooks;
use model::person::{Person, Side};
use model::site::Site;
use model::ticket::{Channel, Status, Turn};
use model::time::Time;
use model::view::{CustomerEntry, TicketView};
use uuid::Uuid;

use super::portal;
use super::samples::Samples;
use crate::drawn::Drawn;
use crate::shell::Shell;
use crate::typed::Typed;
use crate::words::Lang;

/// Everything that a ticket page is drawn from.
#[derive(Clone)]
struct Drawing<'a> {
    shell: Shell<'a>,
    ticket: TicketView,
    outlooks: Outlooks,
    key: Key,
    typed: Typed,
}

impl Drawing<'_> {
    fn on(&self, drawn: &Drawn) -> String {
        portal::ticket(&Shell { drawn, ..self.shell.clone() }, &self.ticket, &self.outlooks, self.key, &self.typed)
    }
}

type Change = fn(&mut Drawing<'_>);

/// One thing after the other that makes another page.
const CHANGES: &[(&str, Change)] = &[
    ("nothing", |_| {}),
    ("nonce", |page| page.shell.nonce = "an0ther-n0nce"),
    ("key", |page| page.key = Key(Uuid::from_u128(77))),
    ("a moment later", |page| page.shell.now = Time(page.shell.now.0 + 1)),
    ("a minute later", |page| page.shell.now = page.shell.now.plus_seconds(60)),
    ("a day later", |page| page.shell.now = page.shell.now.plus_seconds(24 * 3600)),
    ("language", |page| page.shell.lang = Lang::Ar),
    ("nobody signed in", |page| page.shell.me = None),
    ("another signed in", |page| page.shell.me = Some(Person::new(Side::Customer, "Eve"))),
    ("live token", |page| page.shell.live = Some("another-token")),
    ("no live token", |page| page.shell.live = None),
    ("path", |page| page.shell.path = "/tickets/8"),
    ("typed", |page| page.typed.set("body", "Half a sentence")),
    ("kept files", |page| page.typed.kept = files()),
    ("fault", |page| page.shell.fault = Some(model::fault::Fault::TooMany)),
    ("subject", |page| page.ticket.subject = "Another kettle".into()),
    ("a subject with markup in it", |page| page.ticket.subject = "</title><b a=\"1\">&".into()),
    ("channel", |page| page.ticket.channel = Channel::Mail),
    ("no category", |page| page.ticket.category = None),
    ("another line of the log", |page| page.ticket.seq += 1),
    ("number", |page| page.ticket.number = 7),
    ("status", |page| page.ticket.status = Status::Solved),
    ("closed", |page| page.ticket.status = Status::Closed),
    ("since", |page| page.ticket.since = page.ticket.since.plus_seconds(-7200)),
    ("somebody came", |page| page.outlooks.is_here ^= true),
    ("the first reply is waited for", |page| page.ticket.turn = Turn::First),
    ("nobody helps", |page| page.ticket.agent = None),
    ("no address", |page| page.ticket.mail = None),
    ("unverified", |page| page.ticket.is_mail_verified = false),
    ("category", |page| page.ticket.category = Some("Lids".into())),
    ("rating", |page| page.ticket.rating = Some(1)),
    ("rating's word", |page| page.ticket.rating_reason = "Slow".into()),
    ("a step less", |page| page.ticket.steps.truncate(2)),
    ("a line less", |page| page.ticket.entries.truncate(2)),
    ("read", |page| reply(page).is_read ^= true),
    ("first message of a chat", |page| reply(page).opens = Some(7)),
    ("words", |page| reply(page).body = "Other words".into()),
    ("author", |page| reply(page).author.name = "Somebody else".into()),
    ("author's picture", |page| reply(page).author.avatar = Some(Uuid::from_u128(6).into())),
    ("helper's picture", |page| helper(page).avatar = Some(Uuid::from_u128(6).into())),
    ("file", |page| reply(page).attachments = files()),
];

fn files() -> Vec<Attachment> {
    vec![Attachment { id: Uuid::from_u128(5).into(), name: "lid.jpg".into(), bytes: 12, is_image: true, picture: None }]
}

fn reply<'p>(page: &'p mut Drawing<'_>) -> &'p mut model::message::Reply {
    let replies = page.ticket.entries.iter_mut().filter_map(|entry| match entry {
        CustomerEntry::Reply(reply) => Some(reply),
        CustomerEntry::Happening(_) => None,
    });
    replies.last().unwrap()
}

fn helper<'p>(page: &'p mut Drawing<'_>) -> &'p mut Person {
    page.ticket.agent.as_mut().unwrap()
}

fn drawing<'a>(samples: &'a Samples, site: &'a Site) -> Drawing<'a> {
    Drawing {
        shell: Shell { zone: model::hours::zone(&site.hours.zone), ..samples.shell(site, "/tickets/7") },
        ticket: samples.ticket(Status::Pending),
        outlooks: samples.presence(Turn::First, true).outlooks,
        key: Key(Uuid::from_u128(76)),
        typed: Typed::default(),
    }
}

#[test]
fn a_page_drawn_before_is_the_page_that_would_be_drawn_now() {
    let (samples, kept) = (Samples::new(Lang::En), Drawn::default());
    let site = samples.site();
    let other_sites = [
        Site { name: "Other".into(), ..site.clone() },
        Site { accent: "#123456".into(), ..site.clone() },
        Site { hours: model::site::OfficeHours::always("Asia/Tokyo"), ..site.clone() },
    ];
    let mut pages = vec![("as it is", drawing(&samples, &site))];
    pages.extend(other_sites.iter().map(|other| ("site", drawing(&samples, other))));
    pages.extend(CHANGES.iter().map(|(what, change)| {
        let mut page = drawing(&samples, &site);
        change(&mut page);
        (*what, page)
    }));
    for (what, page) in &mut pages {
        let drawn = page.on(&kept);
        assert_eq!(drawn, page.on(&Drawn::default()), "{what}");
        // What is filled in stands where it belongs.
        let zone = format!("&quot;zone&quot;:&quot;{}&quot;", page.shell.zone.iana_name().unwrap());
        assert!(drawn.contains(&zone) && drawn.contains(&format!("&quot;shown&quot;:{},", page.ticket.seq)), "{what}: {drawn}");
        // And again, a moment later: with a nonce and keys of its own.
        (page.shell.nonce, page.shell.now) = ("an0ther", Time(page.shell.now.0 + 1));
        page.key = Key(Uuid::from_u128(78));
        assert_eq!(page.on(&kept), page.on(&Drawn::default()), "{what}, again");
    }
}
