//! Sample data for the tests of pages. Every text passes through `word`, so that a test can put anything in its place.

use model::article::{ArticleRow, ArticleView, CategoryView};
use model::event::Event;
use model::id::{AgentId, AttachmentId, Key, MessageId, SiteId, TicketId};
use model::mail::MailFault;
use model::message::{Attachment, Reply};
use model::person::{Person, Side};
use model::site::{OfficeHours, Site};
use model::ticket::{Channel, Label, Priority, Status, Turn};
use model::time::Time;
use model::view::{CustomerEntry, Happening, Step, StepKind, TicketRow, TicketView};
use uuid::Uuid;

use crate::drawn::Drawn;
use crate::shell::{Assets, Shell};
use crate::typed::Typed;
use crate::words::Lang;

/// Texts in one language, or the same text everywhere.
pub(super) struct Samples {
    pub(super) lang: Lang,
    pub(super) evil: Option<&'static str>,
    pub(super) assets: Assets,
    pub(super) drawn: Drawn,
}

pub(super) const KEY: Key = Key(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));

pub(super) fn moment(text: &str) -> Time {
    Time(text.parse::<jiff::Timestamp>().unwrap().as_microsecond())
}

pub(super) fn now() -> Time {
    moment("2026-11-17T12:14:00Z")
}

/// After hours.
pub(super) fn evening() -> Time {
    moment("2026-11-17T20:00:00Z")
}

impl Samples {
    pub(super) fn new(lang: Lang) -> Self {
        let at = |name: &str| format!("../../style/{name}.css");
        let assets = Assets {
            portal_css: at("portal"),
            desk_css: at("desk"),
            frame_css: at("frame"),
            shop_css: at("shop"),
            icons: String::new(),
            mark: "../../public/mark.svg".into(),
            portal_islands: "assets/portal".into(),
            desk_islands: "assets/desk".into(),
            ..Assets::default()
        };
        Self { lang, evil: None, assets, drawn: Drawn::default() }
    }

    pub(super) fn word(&self, english: &str, arabic: &str) -> String {
        let own = if self.lang == Lang::En { english } else { arabic };
        self.evil.unwrap_or(own).to_owned()
    }

    pub(super) fn same(&self, text: &str) -> String {
        self.word(text, text)
    }

    pub(super) fn site(&self) -> Site {
        let day = Some((9 * 60, 17 * 60));
        Site {
            id: SiteId(Uuid::from_u128(1)),
            key: self.same("tarn"),
            name: self.word("Tarn", "تارن"),
            accent: self.same("#0b6b6e"),
            greeting: self.word("Hi! How can we help?", "مرحبًا! كيف يمكننا مساعدتك؟"),
            locale: self.same("en"),
            hours: OfficeHours { zone: self.same("UTC"), days: [day, day, day, day, day, None, None] },
            origins: vec![self.same("https://tarn.example")],
            answer_within_seconds: 300,
        }
    }

    pub(super) fn shell<'a>(&'a self, site: &'a Site, path: &'a str) -> Shell<'a> {
        Shell {
            owner: "",
            lang: self.lang,
            nonce: "n0nce",
            assets: &self.assets,
            drawn: &self.drawn,
            site,
            me: Some(self.ines()),
            live: Some("live-token"),
            now: now(),
            zone: jiff::tz::TimeZone::UTC,
            path,
            fault: None,
            is_mac: false,
        }
    }

    pub(super) fn ines(&self) -> Person {
        Person::new(Side::Customer, self.word("Ines Carvalho", "إيناس كارفاليو"))
    }

    pub(super) fn mina(&self) -> Person {
        Person::new(Side::Agent, self.word("Mina Koch", "مينا كوخ"))
    }

    pub(super) fn jonas(&self) -> Person {
        Person::new(Side::Agent, self.word("Jonas Brandt", "يوناس برانت"))
    }

    fn reply(&self, seq: i64, author: Person, at: &str, english: &str, arabic: &str) -> Reply {
        Reply {
            id: MessageId(Uuid::from_u128(seq.unsigned_abs().into())),
            seq,
            author,
            body: self.word(english, arabic),
            at: moment(at),
            channel: Channel::Portal,
            attachments: Vec::new(),
            is_read: seq < 5,
            opens: None,
        }
    }

    pub(super) fn replies(&self) -> Vec<Reply> {
        let photo = Attachment {
            id: AttachmentId(Uuid::from_u128(3)),
            name: self.same("display-e3.jpg"),
            bytes: 1_230_000,
            is_image: true,
            picture: Some(model::message::Picture { width: 640, height: 480 }),
        };
        let first = Reply {
            attachments: vec![photo],
            ..self.reply(
                1,
                self.ines(),
                "2026-11-16T09:14:00Z",
                "Hello, since the weekend my K2 kettle has been switching itself off at about 80 °C. I descaled it on Saturday and it worked once after that. Now the display shows E3.",
                "مرحبًا، منذ نهاية الأسبوع تنطفئ غلايتي K2 من تلقاء نفسها عند نحو 80 درجة. أزلت الكلس يوم السبت فعملت مرة واحدة، ثم ظهر على الشاشة E3.",
            )
        };
        let second = self.reply(
            4,
            self.mina(),
            "2026-11-16T09:40:00Z",
            "Hi Ines, thanks for the photo, it helps a lot. E3 means the base isn't getting a temperature from the kettle.\n\nCould you wipe the ring under the kettle and then follow https://tarn.example/e3 once more?",
            "مرحبًا إيناس، شكرًا على الصورة، فهي توضح الكثير. يعني الرمز E3 أن القاعدة لا تصلها حرارة الغلاية.\n\nامسح الحلقة أسفل الغلاية ثم انظر في https://tarn.example/e3 مرة أخرى.",
        );
        let third = Reply {
            channel: Channel::Mail,
            ..self.reply(
                5,
                self.ines(),
                "2026-11-16T18:32:00Z",
                "Tried both. It boiled once, then E3 again this evening.",
                "فعلت الأمرين. غلى إبريق واحد ثم عاد E3 هذا المساء.",
            )
        };
        let fourth = self.reply(
            8,
            self.mina(),
            "2026-11-17T10:05:00Z",
            "Then it's the base. I've set a new one aside for you; it can ship today, free of charge. Is Rua das Flores 18 in Porto still the right address?",
            "إذن العطل في القاعدة. حجزت لك واحدة جديدة تُرسل اليوم دون أي تكلفة. هل ما زال العنوان Rua das Flores 18 في بورتو صحيحًا؟",
        );
        vec![first, second, third, fourth]
    }

    /// One of each kind of event.
    pub(super) fn events(&self) -> Vec<Event> {
        let message = MessageId(Uuid::from_u128(1));
        let agent = AgentId(Uuid::from_u128(1));
        vec![
            Event::TicketOpened { channel: Channel::Portal, message, body_sha256: self.same("aa") },
            Event::ReplySent { message, body_sha256: self.same("aa") },
            Event::NoteWritten { message, body_sha256: self.same("aa") },
            Event::TicketSeen,
            Event::Assigned { agent: Some(agent), name: Some(self.word("Mina Koch", "مينا كوخ")) },
            Event::Assigned { agent: None, name: None },
            Event::StatusChanged { from: Status::New, to: Status::Open },
            Event::StatusChanged { from: Status::Open, to: Status::OnHold },
            Event::StatusChanged { from: Status::Pending, to: Status::Solved },
            Event::StatusChanged { from: Status::Solved, to: Status::Open },
            Event::PriorityChanged { from: Priority::Normal, to: Priority::Urgent },
            Event::MailGiven { mail: self.same("ines@cafelumen.pt") },
            Event::MailVerified { mail: self.same("ines@cafelumen.pt") },
            Event::SolutionDenied { reason: self.word("It still shows E3.", "ما زال يظهر E3.") },
            Event::SolutionConfirmed { rating: Some(5), reason: self.word("Quick and kind.", "سريع ولطيف.") },
            Event::SolutionConfirmed { rating: None, reason: String::new() },
            Event::SolutionRated { rating: Some(4), reason: self.word("Quick and kind.", "سريع ولطيف.") },
            Event::MailFailed { why: MailFault::Refused },
            Event::MailRetried,
        ]
    }

    pub(super) fn happening(seq: i64, event: Event, by: Person) -> Happening {
        Happening { seq, event, by, at: moment("2026-11-16T09:21:00Z") }
    }

    fn steps(status: Status) -> Vec<Step> {
        let step = |kind, at: Option<&str>, is_now| Step { kind, at: at.map(moment), is_now };
        let mut steps = vec![
            step(StepKind::Received, Some("2026-11-16T09:14:00Z"), status == Status::New),
            step(StepKind::Seen, Some("2026-11-16T09:21:00Z"), false),
            step(StepKind::At(Label::InProgress), Some("2026-11-16T09:40:00Z"), status == Status::Open),
            step(StepKind::At(Label::WaitingForYou), Some("2026-11-17T10:05:00Z"), status == Status::Pending),
        ];
        match status {
            Status::Solved => steps.push(step(StepKind::At(Label::Solved), Some("2026-11-17T11:00:00Z"), true)),
            Status::Closed => steps.push(step(StepKind::At(Label::Closed), Some("2026-11-17T11:00:00Z"), true)),
            _ => steps.push(step(StepKind::At(Label::Solved), None, false)),
        }
        steps
    }

    pub(super) fn ticket(&self, status: Status) -> TicketView {
        let mut entries: Vec<_> = self.replies().into_iter().map(CustomerEntry::Reply).collect();
        entries.insert(1, CustomerEntry::Happening(Self::happening(2, Event::TicketSeen, self.mina())));
        if matches!(status, Status::Solved | Status::Closed) {
            let solved = Event::StatusChanged { from: Status::Pending, to: Status::Solved };
            entries.push(CustomerEntry::Happening(Self::happening(9, solved, self.mina())));
        }
        TicketView {
            id: TicketId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0009)),
            number: 48213,
            subject: self.word("Kettle switches off before it boils", "الغلاية تنطفئ قبل أن يغلي الماء"),
            status,
            since: moment("2026-11-17T10:05:00Z"),
            seq: 9,
            steps: Self::steps(status),
            turn: match status {
                Status::New => Turn::First,
                Status::Open => Turn::Next,
                Status::Pending | Status::OnHold | Status::Solved | Status::Closed => Turn::NotOurs,
            },
            site: SiteId(Uuid::from_u128(1)),
            entries,
            first_words: String::new(),
            waiting_since: None,
            has_unseen: false,
            category: Some(self.word("Faults and repairs", "الأعطال والإصلاح")),
            agent: Some(self.mina()),
            mail: Some(self.same("ines@cafelumen.pt")),
            is_mail_verified: true,
            rating: (status == Status::Closed).then_some(5),
            rating_reason: String::new(),
            channel: Channel::Portal,
        }
    }

    /// A chat that has only just begun: no subject, no agent, no address.
    pub(super) fn fresh(&self) -> TicketView {
        let reply = self.reply(
            1,
            self.ines(),
            "2026-11-17T11:02:00Z",
            "Hello, does the K2 kettle fit the old K1 base?",
            "مرحبًا، هل تناسب غلاية K2 قاعدة K1 القديمة؟",
        );
        TicketView {
            subject: String::new(),
            steps: Self::steps(Status::New),
            first_words: reply.body.clone(),
            entries: vec![CustomerEntry::Reply(reply)],
            waiting_since: None,
            has_unseen: false,
            agent: None,
            mail: None,
            is_mail_verified: false,
            category: None,
            channel: Channel::Widget,
            ..self.ticket(Status::New)
        }
    }

    pub(super) fn rows(&self) -> Vec<TicketRow> {
        let row = |number, english: &str, arabic: &str, status, unread, author, at: &str| TicketRow {
            id: TicketId(Uuid::from_u128(u128::from(i64::unsigned_abs(number)))),
            number,
            subject: self.word(english, arabic),
            status,
            moved_at: moment(at),
            last_words: self.word("Is Rua das Flores 18 in Porto still the right address?", "هل ما زال العنوان صحيحًا؟"),
            last_author: author,
            unread,
            is_from_elsewhere: false,
        };
        vec![
            row(
                48213,
                "Kettle switches off before it boils",
                "الغلاية تنطفئ قبل أن يغلي الماء",
                Status::Pending,
                1,
                self.mina(),
                "2026-11-17T10:05:00Z",
            ),
            row(
                48190,
                "Invoice for the October order",
                "فاتورة طلبية أكتوبر",
                Status::Open,
                0,
                self.ines(),
                "2026-11-16T10:05:00Z",
            ),
            row(47702, "Grinder burrs for the G1", "أسنان مطحنة G1", Status::Solved, 0, self.jonas(), "2026-11-02T10:05:00Z"),
        ]
    }

    pub(super) fn categories(&self) -> Vec<CategoryView> {
        let category = |slug: &str, icon: &str, english: (&str, &str), arabic: (&str, &str)| CategoryView {
            slug: self.same(slug),
            name: self.word(english.0, arabic.0),
            summary: self.word(english.1, arabic.1),
            icon: self.same(icon),
            articles: vec![
                ArticleRow {
                    slug: self.same("kettle-stops"),
                    title: self.word("My kettle stops before it boils", "غلايتي تتوقف قبل الغليان"),
                },
                ArticleRow {
                    slug: self.same("descaling"), title: self.word("Descaling, and how often", "إزالة الكلس، وكم مرة")
                },
            ],
        };
        vec![
            category(
                "orders",
                "parcel",
                ("Orders and delivery", "Where it is, change an address"),
                ("الطلبيات والتوصيل", "أين هي، وتغيير العنوان"),
            ),
            category(
                "returns",
                "return",
                ("Returns and refunds", "30 days, the label is in the box"),
                ("الإرجاع والاسترداد", "30 يومًا والملصق في العلبة"),
            ),
            category(
                "faults",
                "wrench",
                ("Faults and repairs", "Error codes, spare parts"),
                ("الأعطال والإصلاح", "رموز الأعطال وقطع الغيار"),
            ),
            category("care", "drop", ("Care and descaling", "Kettles, grinders, filters"), ("العناية", "الغلايات والمطاحن")),
            category(
                "payment",
                "card",
                ("Payment and invoices", "Receipts, VAT, gift cards"),
                ("الدفع والفواتير", "الإيصالات والضريبة"),
            ),
            category(
                "wholesale",
                "people",
                ("Cafés and wholesale", "Accounts, terms, training"),
                ("المقاهي والجملة", "الحسابات والشروط"),
            ),
        ]
    }

    pub(super) fn article(&self) -> ArticleView {
        ArticleView {
            slug: self.same("kettle-stops-now"),
            title: self.word("My kettle stops before it boils", "غلايتي تتوقف قبل الغليان"),
            body: self.word(
                "A K1 or K2 that switches off at 70 to 90 °C is protecting itself. In most kitchens the cause is limescale on the sensor, and descaling fixes it.\n\n# What to try, in this order\n\n1. Fill the kettle to the 0.5 l mark with one part vinegar and two parts water. Leave it for half an hour, then rinse twice.\n2. Check that the water covers the lower line.\n3. Wipe the ring under the kettle and the pin in the base with a dry cloth.\n\n# What the display tells you\n\n- E1: too little water\n- E3: no contact with the base",
                "الغلاية التي تنطفئ بين 70 و90 درجة تحمي نفسها.\n\n# ما يجب تجربته\n\n1. املأ الغلاية إلى العلامة.\n2. امسح الحلقة بقطعة جافة.\n\nإن لم ينجح ذلك فتواصل معنا.",
            ),
            updated_at: moment("2026-11-03T10:00:00Z"),
            category: self.categories().remove(2),
        }
    }

    pub(super) fn new_ticket_form(&self) -> Typed {
        let fields = ["subject", "body", "mail", "name", "category"];
        let typed = fields.into_iter().fold(Typed::fresh(KEY), |typed, name| typed.with(name, self.same("")));
        typed.with_files(self.kept())
    }

    pub(super) fn kept(&self) -> Vec<Attachment> {
        let id = AttachmentId(Uuid::from_u128(7));
        vec![Attachment { id, name: self.same("display.png"), bytes: 96_000, is_image: true, picture: None }]
    }
}
