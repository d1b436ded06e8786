//! Sample data of the desk, the widget and the mailbox.

use std::collections::BTreeMap;

use model::id::{AgentId, MessageId, SiteId, TicketId};
use model::mail::{MailFault, Undelivered};
use model::message::Note;
use model::outlook::Facts;
use model::person::Person;
use model::site::Sighting;
use model::ticket::{Channel, Priority, Status, Turn};
use model::view::{AgentEntry, AgentRow, AgentTicketView, Edge, Expectation, Inbox, InboxRow, InboxView, Rank};
use uuid::Uuid;

use super::samples::{KEY, Samples, evening, moment, now};
use crate::pages::CaughtMail;
use crate::pages::desk::StuckMail;
use crate::typed::Typed;
use crate::ui::Presence;

impl Samples {
    pub(super) fn agent_ticket(&self) -> AgentTicketView {
        let mut entries: Vec<_> = self.replies().into_iter().map(AgentEntry::Reply).collect();
        entries.insert(
            1,
            AgentEntry::Note(Note {
                id: MessageId(Uuid::from_u128(77)),
                seq: 3,
                author: self.jonas(),
                body: self.word(
                    "Base from batch 24-09, third one this week. Skip the return form and send a new one.",
                    "قاعدة من دفعة 24-09، الثالثة هذا الأسبوع. أرسل واحدة جديدة.",
                ),
                at: moment("2026-11-16T09:31:00Z"),
                attachments: Vec::new(),
            }),
        );
        for (index, event) in self.events().into_iter().enumerate() {
            let seq = 20 + i64::try_from(index).unwrap();
            let by = if index % 2 == 0 { self.mina() } else { self.ines() };
            entries.push(AgentEntry::Happening(Self::happening(seq, event, by)));
        }
        let agent = |id: u128, name: Person| AgentRow { id: AgentId(Uuid::from_u128(id)), name: name.name, is_disabled: false };
        AgentTicketView {
            id: TicketId(Uuid::from_u128(48213)),
            number: 48213,
            subject: self.word("Kettle switches off before it boils", "الغلاية تنطفئ قبل أن يغلي الماء"),
            status: Status::Open,
            since: moment("2026-11-17T12:12:00Z"),
            priority: Priority::Urgent,
            seq: 38,
            entries,
            first_words: String::new(),
            has_unseen: false,
            category: Some(self.word("Faults and repairs", "الأعطال والإصلاح")),
            assignee: Some(AgentId(Uuid::from_u128(1))),
            agents: vec![agent(1, self.mina()), agent(2, self.jonas())],
            customer: self.ines(),
            mail: Some(self.same("ines@cafelumen.pt")),
            is_mail_verified: false,
            undelivered: Some(Undelivered { count: 2, why: MailFault::Refused, next_at: None }),
            customer_tickets: 6,
            site: self.word("Tarn", "تارن"),
            channel: Channel::Portal,
            rating: Some((5, self.word("Quick and kind.", "سريع ولطيف."))),
        }
    }

    pub(super) fn inbox(&self, view: InboxView) -> Inbox {
        use Priority::{High, Low, Normal, Urgent};
        let kettle = ("Kettle switches off before it boils", "الغلاية تنطفئ قبل أن يغلي الماء");
        let base = ("K2 on a K1 base", "غلاية K2 على قاعدة K1");
        let charge = ("Double charge on 14 November", "خصم مزدوج في 14 نوفمبر");
        let invoice = ("Invoice for the October order", "فاتورة طلبية أكتوبر");
        let beans = ("Beans arrived open", "وصلت الحبوب مفتوحة");
        let terms = ("Reseller terms for two shops", "شروط الموزعين لمتجرين");
        let rows = vec![
            self.inbox_row(kettle, "Ines Carvalho", Status::Open, Normal, "2026-11-17T12:12:00Z"),
            self.inbox_row(base, "", Status::New, Normal, "2026-11-17T12:08:00Z"),
            self.inbox_row(charge, "Pim de Wit", Status::Open, Urgent, "2026-11-17T11:55:00Z"),
            self.inbox_row(invoice, "Ines Carvalho", Status::Pending, High, "2026-11-17T11:20:00Z"),
            self.inbox_row(beans, "Lena Fuchs", Status::Solved, Normal, "2026-11-17T09:02:00Z"),
            self.inbox_row(terms, "Haruto Sato", Status::OnHold, Low, "2026-11-16T16:40:00Z"),
        ];
        let next = rows.last().map(|row| Edge { rank: row.rank, id: row.id });
        Inbox { view, rows, mine: 8, unassigned: 3, next, setup: Vec::new() }
    }

    /// The one with the kettle is the ticket that stands open beside the list.
    fn inbox_row(&self, subject: (&str, &str), customer: &str, status: Status, priority: Priority, at: &str) -> InboxRow {
        let number = if subject.0.starts_with("Kettle") { 48213 } else { 48000 + i64::try_from(subject.0.len()).unwrap() };
        InboxRow {
            id: TicketId(Uuid::from_u128(number.unsigned_abs().into())),
            number,
            subject: self.word(subject.0, subject.1),
            status,
            priority,
            customer: self.same(customer),
            mail: customer.is_empty().then(|| self.same("visitor@example.com")),
            last_words: self.word("It boiled once, then E3 again this evening.", "غلى إبريق واحد ثم عاد E3 هذا المساء."),
            channel: Channel::Widget,
            assignee: Some(self.mina()),
            moved_at: moment(at),
            waiting_since: matches!(status, Status::New | Status::Open).then(|| moment(at)),
            rank: Rank::parked(moment(at)).after(status, moment(at), moment(at)),
        }
    }

    pub(super) fn site_form(&self) -> Typed {
        let mut typed = Typed::fresh(KEY)
            .with("name", self.word("Tarn", "تارن"))
            .with("origins", self.same("https://tarn.example\nhttps://shop.tarn.example"))
            .with("accent", self.same("#0b6b6e"))
            .with("greeting", self.word("Hi! How can we help?", "مرحبًا! كيف يمكننا مساعدتك؟"))
            .with("locale", self.same("en"))
            .with("zone", self.same("Europe/Lisbon"))
            .with("answer_within_minutes", self.same("5"));
        for day in 0..5 {
            typed.set(format!("open_{day}"), self.same("09:00"));
            typed.set(format!("close_{day}"), self.same("17:00"));
        }
        typed
    }

    pub(super) fn stuck(&self) -> Vec<StuckMail> {
        let email = |next_at| StuckMail {
            to: self.same("ines@cafelumen.pt"),
            number: Some(48213),
            subject: self.word("Kettle switches off before it boils", "الغلاية تنطفئ قبل أن يغلي الماء"),
            attempts: 3,
            why: MailFault::Unreachable,
            next_at,
        };
        vec![email(Some(moment("2026-11-17T12:40:00Z"))), email(None)]
    }

    pub(super) fn caught(&self) -> Vec<CaughtMail> {
        let email = |id: &str| CaughtMail {
            id: self.same(id),
            to: self.same("ines@cafelumen.pt"),
            subject: self.same("We've received your request (#48213): Kettle switches off"),
            at: moment("2026-11-17T12:00:00Z"),
            text: self.same("Thanks for getting in touch.\n\nView your ticket:\nhttp://localhost:3000/link/abcdef\n\n-- \nTarn"),
            html: self.same("<p>Thank you</p>"),
        };
        vec![email("1"), email("2")]
    }

    /// At noon with somebody here, or in the evening with nobody.
    /// The one site that a page of has loaded the script.
    pub(super) fn sightings(&self) -> BTreeMap<SiteId, Sighting> {
        let seen = Sighting { origin: self.same("https://tarn.example"), at: moment("2026-11-17T12:10:00Z") };
        BTreeMap::from([(self.site().id, seen)])
    }

    pub(super) fn presence(&self, turn: Turn, is_here: bool) -> Presence {
        let hours = &Self::new(self.lang).site().hours;
        let now = if is_here { now() } else { evening() };
        let usual = Some(Expectation { half_seconds: 480, most_seconds: 1800 });
        Presence {
            outlooks: Facts { hours, now, usual, turn }.outlooks(is_here),
            agents: if is_here { vec![self.mina(), self.jonas()] } else { Vec::new() },
        }
    }
}
