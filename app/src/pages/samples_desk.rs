//! Sample data of the desk, the widget and the mailbox.

use model::id::{AgentId, MessageId, TicketId};
use model::message::Note;
use model::person::Person;
use model::ticket::{Channel, Priority, Status};
use model::view::{AgentEntry, AgentRow, AgentTicketView, Edge, Expectation, Inbox, InboxRow, InboxView};
use uuid::Uuid;

use super::samples::{KEY, Samples, moment, now};
use crate::pages::CaughtMail;
use crate::pages::desk::{SiteForm, StuckMail};
use crate::pages::frame::FramePresence;

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
                    "Base from batch 24-09, third one this week. Skip the form and send a new one.",
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
        let agent = |id: u128, name: Person| AgentRow { id: AgentId(Uuid::from_u128(id)), name: name.name };
        AgentTicketView {
            id: TicketId(Uuid::from_u128(48213)),
            number: 48213,
            subject: self.word("Kettle switches off before it boils", "الغلاية تنطفئ قبل أن يغلي الماء"),
            status: Status::Open,
            since: moment("2026-11-17T12:12:00Z"),
            priority: Priority::Urgent,
            seq: 36,
            entries,
            category: Some(self.word("Faults and repairs", "الأعطال والإصلاح")),
            assignee: Some(AgentId(Uuid::from_u128(1))),
            agents: vec![agent(1, self.mina()), agent(2, self.jonas())],
            customer: self.ines(),
            mail: Some(self.same("ines@cafelumen.pt")),
            is_mail_verified: false,
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
        let next = rows.last().map(|row| Edge { moved_at: row.moved_at, id: row.id });
        Inbox { view, rows, mine: 8, unassigned: 3, next }
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
            channel: Channel::Widget,
            assignee: Some(self.mina().name),
            moved_at: moment(at),
            is_waiting_for_us: matches!(status, Status::New | Status::Open),
        }
    }

    pub(super) fn site_form(&self) -> SiteForm {
        let day = || (self.same("09:00"), self.same("17:00"));
        let off = || (self.same(""), self.same(""));
        SiteForm {
            key: KEY,
            name: self.word("Tarn", "تارن"),
            origins: self.same("https://tarn.example\nhttps://shop.tarn.example"),
            accent: self.same("#0b6b6e"),
            greeting: self.word("Hello. What is it about?", "مرحبًا. عمّ يدور الأمر؟"),
            locale: self.same("en"),
            zone: self.same("Europe/Lisbon"),
            days: [day(), day(), day(), day(), day(), off(), off()],
            answer_within_minutes: self.same("5"),
        }
    }

    pub(super) fn stuck(&self) -> Vec<StuckMail> {
        let letter = |next_at| StuckMail {
            to: self.same("ines@cafelumen.pt"),
            subject: self.same("[48213] We have it"),
            attempts: 3,
            last_error: self.same("mail_unreachable"),
            next_at,
        };
        vec![letter(Some(moment("2026-11-17T12:40:00Z"))), letter(None)]
    }

    pub(super) fn caught(&self) -> Vec<CaughtMail> {
        let letter = |id: &str| CaughtMail {
            id: self.same(id),
            to: self.same("ines@cafelumen.pt"),
            subject: self.same("[48213] We have it: Kettle switches off"),
            at: moment("2026-11-17T12:00:00Z"),
            text: self.same("Thank you for writing.\n\nOpen your ticket:\nhttp://localhost:3000/link/abcdef\n\n-- \nTarn"),
            html: self.same("<p>Thank you</p>"),
        };
        vec![letter("1"), letter("2")]
    }

    pub(super) fn presence(&self, is_here: bool) -> FramePresence {
        FramePresence {
            is_here,
            hours: self.site_hours(is_here),
            agents: if is_here { vec![self.mina(), self.jonas()] } else { Vec::new() },
            replies_within: Some(Expectation { half_seconds: 480, most_seconds: 1800 }),
        }
    }

    fn site_hours(&self, is_open: bool) -> model::hours::Presence {
        let later = moment("2026-11-17T20:00:00Z");
        Self::new(self.lang).site().hours.presence(if is_open { now() } else { later })
    }
}
