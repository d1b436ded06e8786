//! The demo's own words: articles and stories. Content, like a customer's, so it is in no catalog.

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
        summary: "When something stops working, leaks or beeps",
        icon: "wrench",
        articles: &[
            (
                "kettle-stops",
                "My kettle stops before it boils",
                "A kettle that switches off early is usually caused by limescale on the sensor or a poor connection to the base.\n\nTry these first:\n- Fill the kettle with half a litre of water and two spoons of citric acid, bring it to the boil once, and leave it for an hour.\n- Wipe the ring under the kettle and the pin in the base with a dry cloth.\n- Hold the power button for eight seconds, until it beeps.\n\nIf the display still shows **E3** after that, the base is faulty. Contact us and we'll replace it; you can keep the old one for parts.",
            ),
            (
                "replace-base",
                "Replacing the base",
                "The K1 and K2 bases look alike, but they're different. Look for a small B on the underside of your base: if it's there, any K2 kettle fits.\n\nNot sure? Send us a photo of the underside and we'll tell you which one you have.",
            ),
        ],
    },
    Category {
        locale: "en",
        slug: "delivery",
        name: "Orders and delivery",
        summary: "Track an order or change it",
        icon: "parcel",
        articles: &[
            (
                "delivery-time",
                "How long does delivery take?",
                "In-stock orders placed before 14:00 ship the same day and arrive the next day, or in two to five days abroad.\n\nAllow two extra days for islands.",
            ),
            (
                "change-address",
                "Changing the delivery address",
                "We can change the address until your parcel ships. Contact us with your order number and the new address.\n\nOnce it has shipped, the carrier can still hold it for you: use the link in your shipping email.",
            ),
        ],
    },
    Category {
        locale: "en",
        slug: "returns",
        name: "Returns and refunds",
        summary: "30 days to change your mind",
        icon: "return",
        articles: &[
            (
                "return",
                "Returning an item",
                "You have 30 days to return it, no reason needed. Print the label from your order page, stick it on any box and hand it to the carrier.\n\nWe refund you within three working days of receiving it.",
            ),
            (
                "double-charge",
                "I was charged twice",
                "A second charge on your statement is often a temporary hold that disappears within five days.\n\nIf it's still there after that, contact us with the date and the amount. Never send us your card number.",
            ),
        ],
    },
    Category {
        locale: "ar",
        slug: "faults",
        name: "الأعطال والإصلاح",
        summary: "عندما يتوقف المنتج عن العمل أو يسرّب أو يصدر صفيرًا",
        icon: "wrench",
        articles: &[
            (
                "kettle-stops",
                "الغلاية تتوقف قبل الغليان",
                "غالبًا ما يكون سبب انطفاء الغلاية مبكرًا ترسّب الكلس على الحساس أو ضعف اتصالها بالقاعدة.\n\nجرّب أولًا:\n- املأ الغلاية بنصف لتر ماء وملعقتين من حمض الستريك واغلها مرة واحدة ثم اتركها ساعة.\n- امسح الحلقة أسفل الغلاية والدبوس في القاعدة بقطعة قماش جافة.\n- اضغط زر التشغيل ثماني ثوانٍ حتى تسمع صفيرًا.\n\nإذا ظل الرمز **E3** ظاهرًا فالعطل في القاعدة. تواصل معنا وسنستبدلها لك.",
            ),
            (
                "replace-base",
                "استبدال القاعدة",
                "قاعدتا K1 و K2 متشابهتان لكنهما مختلفتان. ابحث عن حرف B صغير أسفل القاعدة.\n\nلست متأكدًا؟ أرسل إلينا صورة لأسفل القاعدة وسنخبرك أيهما لديك.",
            ),
        ],
    },
    Category {
        locale: "ar",
        slug: "delivery",
        name: "الطلبات والتوصيل",
        summary: "تتبّع طلبك أو عدّله",
        icon: "parcel",
        articles: &[
            (
                "delivery-time",
                "كم يستغرق التوصيل؟",
                "تُشحن المنتجات المتوفرة في اليوم نفسه إذا طلبتها قبل الساعة 14:00، وتصل في اليوم التالي داخل البلاد.",
            ),
            (
                "change-address",
                "تغيير عنوان التوصيل",
                "يمكننا تغيير العنوان قبل شحن الطرد. تواصل معنا وأرسل رقم الطلب والعنوان الجديد.",
            ),
        ],
    },
    Category {
        locale: "ar",
        slug: "returns",
        name: "الإرجاع واسترداد المبالغ",
        summary: "إرجاع خلال 30 يومًا",
        icon: "return",
        articles: &[(
            "return",
            "إرجاع منتج",
            "يمكنك الإرجاع خلال 30 يومًا دون إبداء سبب. نعيد المبلغ خلال ثلاثة أيام عمل من استلام الطرد.",
        )],
    },
];

pub(super) const STORIES: &[Story] = &[
    Story {
        hours_ago: 190,
        channel: Channel::Portal,
        name: "Lena Fuchs",
        subject: "Beans arrived open",
        category: Some("delivery"),
        body: "The bag was torn on one side and half the beans were loose in the box.",
        steps: &[
            Step::Seen,
            Step::Answer("Sorry about that, Lena. We're shipping a new bag today. No need to send the old one back."),
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
            Step::Answer("Thanks for your interest, Haruto. How many kettles a month do you have in mind?"),
            Step::Say("About ten across both shops."),
        ],
    },
    Story {
        hours_ago: 26,
        channel: Channel::Portal,
        name: "Tomás Ribeiro",
        subject: "Address change before dispatch",
        category: Some("delivery"),
        body: "I typed the wrong house number, it's 18, not 81. Can you still change it?",
        steps: &[Step::Seen, Step::Solve("Done: it's going to number 18 and ships tomorrow morning.")],
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
            Step::Answer("The G1 takes the flat set. Which year is yours from? The screws were different before 2022."),
        ],
    },
    Story {
        hours_ago: 5,
        channel: Channel::Portal,
        name: "Ines Carvalho",
        subject: "Kettle switches off before it boils",
        category: Some("faults"),
        body: "Hello, since the weekend my K2 kettle has been switching itself off at about 80 °C. I descaled it on Saturday and it worked once after that. Now the display shows E3.",
        steps: &[
            Step::Seen,
            Step::Note("Base from batch 24-09, third one this week. Skip the return form and send a new one."),
            Step::Answer(
                "Hi Ines, E3 means the base isn't getting a temperature from the kettle. Two things are worth trying:\n\n1. Wipe the ring under the kettle and the pin in the base with a dry cloth.\n2. Lift the kettle off and hold the power button for eight seconds, until it beeps.\n\nIf E3 comes back after that, it's the base and we'll replace it.",
            ),
            Step::Say("Tried both. It boiled once, then E3 again this evening."),
        ],
    },
    Story {
        hours_ago: 1,
        channel: Channel::Portal,
        name: "Pim de Wit",
        subject: "Double charge on 14 November",
        category: Some("returns"),
        body: "My bank statement shows the order from 14 November twice, €129 each. Could you look into it?",
        steps: &[Step::Seen, Step::Urgent],
    },
];
