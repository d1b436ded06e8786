//! The demo's own words: articles and stories. Content, like a customer's, so it stands in no catalog.

use model::ticket::Channel;

/// A category with its articles: slug, title, text.
pub(super) struct Category {
    pub(super) locale: &'static str,
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) summary: &'static str,
    pub(super) icon: &'static str,
    pub(super) articles: &'static [(&'static str, &'static str, &'static str)],
}

/// What happens in a ticket.
pub(super) enum Step {
    Seen,
    Answer(&'static str),
    Say(&'static str),
    Note(&'static str),
    Solve(&'static str),
    Urgent,
    Confirm(u8, &'static str),
}

/// A ticket.
pub(super) struct Story {
    pub(super) hours_ago: i64,
    pub(super) channel: Channel,
    pub(super) name: &'static str,
    pub(super) subject: &'static str,
    pub(super) category: Option<&'static str>,
    pub(super) body: &'static str,
    pub(super) steps: &'static [Step],
}

pub(super) const CATEGORIES: &[Category] = &[
    Category {
        locale: "en",
        slug: "faults",
        name: "Faults and repairs",
        summary: "When something stops, leaks or beeps",
        icon: "wrench",
        articles: &[
            (
                "kettle-stops",
                "My kettle stops before it boils",
                "A kettle that switches off early nearly always has lime on its sensor, or a base that does not read it.\n\nTry these first:\n- Fill the kettle with half a litre of water and two spoons of citric acid, heat it once, and let it stand for an hour.\n- Wipe the ring under the kettle and the pin in the base with a dry cloth.\n- Hold the power key for eight seconds, until it beeps.\n\nIf the display shows E3 after that, the base is at fault. Write to us: we replace it, and you keep the old one for parts.",
            ),
            (
                "replace-base",
                "Replacing the base",
                "Bases of the K1 and K2 look alike but are not. Look for a small B under your base: with it, any K2 kettle fits.\n\nOpen a ticket with a photo of the underside, and we tell you which one you have.",
            ),
        ],
    },
    Category {
        locale: "en",
        slug: "delivery",
        name: "Orders and delivery",
        summary: "Where it is, and how to change it",
        icon: "parcel",
        articles: &[
            (
                "delivery-time",
                "How long does delivery take?",
                "What is in stock leaves on the same day when you order before 14:00. Within the country it arrives on the next day, elsewhere in two to five.\n\nIslands take two days more.",
            ),
            (
                "change-address",
                "Changing the address of an order",
                "Until the parcel has left, we can change everything. Write to us with the order's number and the new address.\n\nAfter that the carrier can still hold it for you: the mail about your parcel has the link.",
            ),
        ],
    },
    Category {
        locale: "en",
        slug: "returns",
        name: "Returns and money",
        summary: "Thirty days to change your mind",
        icon: "return",
        articles: &[
            (
                "return",
                "Sending something back",
                "You have thirty days, and you need no reason. Print the label from your order's page, put it on any box, and hand it to the carrier.\n\nWe pay back within three working days after it arrives.",
            ),
            (
                "double-charge",
                "I was charged twice",
                "A second line in your bank's list is often a reservation that vanishes within five days.\n\nIf it is still there after that, write to us with the date and the sum, never with your card's number.",
            ),
        ],
    },
    Category {
        locale: "ar",
        slug: "faults",
        name: "الأعطال والإصلاح",
        summary: "عندما يتوقف شيء أو يسرّب أو يصفر",
        icon: "wrench",
        articles: &[
            (
                "kettle-stops",
                "الغلاية تتوقف قبل الغليان",
                "الغلاية التي تنطفئ مبكرًا يكون على حساسها كلس في الغالب، أو أن القاعدة لا تقرؤه.\n\nجرّب أولًا:\n- املأ الغلاية بنصف لتر ماء وملعقتين من حمض الستريك وسخّنها مرة واتركها ساعة.\n- امسح الحلقة أسفل الغلاية والدبوس في القاعدة بقطعة قماش جافة.\n- اضغط زر التشغيل ثماني ثوانٍ حتى تسمع الصفير.\n\nإذا ظهر E3 بعد ذلك فالعطل في القاعدة. راسلنا وسنستبدلها.",
            ),
            (
                "replace-base",
                "استبدال القاعدة",
                "قاعدتا K1 و K2 متشابهتان لكنهما مختلفتان. ابحث عن حرف B صغير أسفل القاعدة.\n\nافتح تذكرة مع صورة لأسفل القاعدة وسنخبرك.",
            ),
        ],
    },
    Category {
        locale: "ar",
        slug: "delivery",
        name: "الطلبات والتوصيل",
        summary: "أين طلبك وكيف تغيّره",
        icon: "parcel",
        articles: &[
            (
                "delivery-time",
                "كم يستغرق التوصيل؟",
                "ما هو متوفر يخرج في اليوم نفسه إذا طلبت قبل الساعة 14:00 ويصل داخل البلاد في اليوم التالي.",
            ),
            ("change-address", "تغيير عنوان الطلب", "يمكننا تغيير كل شيء قبل خروج الطرد. راسلنا برقم الطلب والعنوان الجديد."),
        ],
    },
    Category {
        locale: "ar",
        slug: "returns",
        name: "الإرجاع والمدفوعات",
        summary: "ثلاثون يومًا لتغيير رأيك",
        icon: "return",
        articles: &[("return", "إرجاع منتج", "لديك ثلاثون يومًا ولا تحتاج إلى سبب. نعيد المال خلال ثلاثة أيام عمل بعد وصول الطرد.")],
    },
];

pub(super) const STORIES: &[Story] = &[
    Story {
        hours_ago: 190,
        channel: Channel::Portal,
        name: "Lena Fuchs",
        subject: "Beans arrived open",
        category: Some("delivery"),
        body: "The bag was torn on one side and half of the beans were in the box.",
        steps: &[
            Step::Seen,
            Step::Answer("Sorry about that, Lena. A new bag leaves today, and you keep the old one."),
            Step::Say("That was quick. It arrived this morning, thank you!"),
            Step::Solve("Glad to hear it. Enjoy the beans."),
            Step::Confirm(5, "Quick and kind"),
        ],
    },
    Story {
        hours_ago: 54,
        channel: Channel::Portal,
        name: "Haruto Sato",
        subject: "Reseller terms for two shops",
        category: None,
        body: "We run two small cafés and would like to sell the K2 there. What are your terms?",
        steps: &[
            Step::Seen,
            Step::Answer("Thank you for asking, Haruto. How many kettles a month do you think of?"),
            Step::Say("About ten for both shops."),
        ],
    },
    Story {
        hours_ago: 26,
        channel: Channel::Portal,
        name: "Tomás Ribeiro",
        subject: "Address change before dispatch",
        category: Some("delivery"),
        body: "I typed the wrong house number, it is 18 and not 81. Can you still change it?",
        steps: &[Step::Seen, Step::Solve("Changed: it goes to number 18. It leaves tomorrow morning.")],
    },
    Story {
        hours_ago: 8,
        channel: Channel::Widget,
        name: "Aoife Byrne",
        subject: "",
        category: None,
        body: "Which burr set do I need for the G1, the flat or the conical one?",
        steps: &[
            Step::Seen,
            Step::Answer("The G1 takes the flat set. May I ask which year yours is from? Before 2022 the screws differ."),
        ],
    },
    Story {
        hours_ago: 5,
        channel: Channel::Portal,
        name: "Ines Carvalho",
        subject: "Kettle switches off before it boils",
        category: Some("faults"),
        body: "Hello, since the weekend my K2 kettle switches itself off at about 80 °C. I descaled it on Saturday and it worked once after that. The display then shows E3.",
        steps: &[
            Step::Seen,
            Step::Note("Base from batch 24-09, third one this week. Skip the form and send a new one."),
            Step::Answer(
                "Hello Ines, E3 means that the base gets no temperature from the kettle. Two things are worth five minutes:\n\nWipe the ring under the kettle and the pin in the base with a dry cloth.\nLift the kettle off and hold the power key for eight seconds, until it beeps.\n\nIf E3 comes back after that, it is the base and we replace it.",
            ),
            Step::Say("Did both. One pot boiled, then E3 again this evening."),
        ],
    },
    Story {
        hours_ago: 1,
        channel: Channel::Portal,
        name: "Pim de Wit",
        subject: "Double charge on 14 November",
        category: Some("returns"),
        body: "My bank shows the order from 14 November twice, 129 € each. Please look into it.",
        steps: &[Step::Seen, Step::Urgent],
    },
];
