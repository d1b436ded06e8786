//! Plural rules (CLDR): English has two forms, Arabic six.

use super::Lang;

/// The forms of a counted noun in Arabic. `{}` stands for the figure; the first three usually do without it.
pub(super) struct Arabic {
    pub(super) zero: &'static str,
    pub(super) one: &'static str,
    pub(super) two: &'static str,
    pub(super) few: &'static str,
    pub(super) many: &'static str,
    pub(super) other: &'static str,
}

/// Picks the form for `count`.
pub(super) fn counted(lang: Lang, count: i64, english: (&str, &str), arabic: &Arabic) -> String {
    let form = match lang {
        Lang::En if count == 1 => english.0,
        Lang::En => english.1,
        Lang::Ar => arabic_form(count, arabic),
    };
    form.replace("{}", &count.to_string())
}

fn arabic_form(count: i64, forms: &Arabic) -> &'static str {
    match (count, count.rem_euclid(100)) {
        (0, _) => forms.zero,
        (1, _) => forms.one,
        (2, _) => forms.two,
        (_, 3..=10) => forms.few,
        (_, 11..=99) => forms.many,
        _ => forms.other,
    }
}

/// Minutes, as they stand after "within" (Arabic: in the genitive).
const MINUTES: Arabic =
    Arabic {
        zero: "أقل من دقيقة", one: "دقيقة واحدة", two: "دقيقتين", few: "{} دقائق", many: "{} دقيقة", other: "{} دقيقة"
    };
const HOURS: Arabic =
    Arabic {
        zero: "أقل من ساعة", one: "ساعة واحدة", two: "ساعتين", few: "{} ساعات", many: "{} ساعة", other: "{} ساعة"
    };
const DAYS: Arabic =
    Arabic {
        zero: "أقل من يوم", one: "يوم واحد", two: "يومين", few: "{} أيام", many: "{} يومًا", other: "{} يوم"
    };
const TICKETS: Arabic =
    Arabic {
        zero: "لا تذاكر", one: "تذكرة واحدة", two: "تذكرتان", few: "{} تذاكر", many: "{} تذكرة", other: "{} تذكرة"
    };
const UNDELIVERED: Arabic = Arabic {
    zero: "تم تسليم كل الرسائل.",
    one: "تعذّر تسليم رسالة واحدة.",
    two: "تعذّر تسليم رسالتين.",
    few: "تعذّر تسليم {} رسائل.",
    many: "تعذّر تسليم {} رسالة.",
    other: "تعذّر تسليم {} رسالة.",
};
const FIELDS_TO_CHECK: Arabic = Arabic {
    zero: "لا شيء يحتاج إلى مراجعة",
    one: "راجع حقلًا واحدًا للمتابعة.",
    two: "راجع حقلين للمتابعة.",
    few: "راجع {} حقول للمتابعة.",
    many: "راجع {} حقلًا للمتابعة.",
    other: "راجع {} حقل للمتابعة.",
};
const ARTICLES: Arabic =
    Arabic {
        zero: "لا مقالات", one: "مقال واحد", two: "مقالان", few: "{} مقالات", many: "{} مقالًا", other: "{} مقال"
    };
const UNREAD: Arabic = Arabic {
    zero: "لا ردود جديدة",
    one: "رد جديد واحد",
    two: "ردّان جديدان",
    few: "{} ردود جديدة",
    many: "{} ردًا جديدًا",
    other: "{} رد جديد",
};
const ATTEMPTS: Arabic =
    Arabic {
        zero: "لا محاولات", one: "محاولة واحدة", two: "محاولتان", few: "{} محاولات", many: "{} محاولة", other: "{} محاولة"
    };

impl Lang {
    /// "10 minutes", in full.
    pub fn minutes(self, count: i64) -> String {
        counted(self, count, ("1 minute", "{} minutes"), &MINUTES)
    }

    /// "10 min" (Arabic has no usual short form).
    pub fn minutes_short(self, count: i64) -> String {
        counted(self, count, ("1 min", "{} min"), &MINUTES)
    }

    /// "2 hours", in full.
    pub fn hours(self, count: i64) -> String {
        counted(self, count, ("1 hour", "{} hours"), &HOURS)
    }

    /// "2 h".
    pub fn hours_short(self, count: i64) -> String {
        counted(self, count, ("1 h", "{} h"), &HOURS)
    }

    /// "3 days".
    pub fn days(self, count: i64) -> String {
        counted(self, count, ("1 day", "{} days"), &DAYS)
    }

    /// "3 tickets".
    pub fn tickets_counted(self, count: i64) -> String {
        counted(self, count, ("1 ticket", "{} tickets"), &TICKETS)
    }

    /// "Check 2 fields to continue."
    pub fn fields_to_check(self, count: i64) -> String {
        counted(self, count, ("Check {} field to continue.", "Check {} fields to continue."), &FIELDS_TO_CHECK)
    }

    /// "3 articles", of a topic.
    pub fn articles_counted(self, count: i64) -> String {
        counted(self, count, ("1 article", "{} articles"), &ARTICLES)
    }

    /// "Show 2 new tickets": every form with the name that browsers give it, because it is counted there.
    pub const fn arrived_forms(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::En => &[("one", "Show {} new ticket"), ("other", "Show {} new tickets")],
            Self::Ar => &[
                ("one", "عرض تذكرة جديدة"),
                ("two", "عرض تذكرتين جديدتين"),
                ("few", "عرض {} تذاكر جديدة"),
                ("many", "عرض {} تذكرة جديدة"),
                ("other", "عرض {} تذكرة جديدة"),
            ],
        }
    }

    /// "2 new replies".
    pub fn unread_counted(self, count: i64) -> String {
        counted(self, count, ("1 new reply", "{} new replies"), &UNREAD)
    }

    /// "2 emails haven't been delivered."
    pub fn undelivered_counted(self, count: i64) -> String {
        counted(self, count, ("An email hasn't been delivered.", "{} emails haven't been delivered."), &UNDELIVERED)
    }

    /// "3 attempts".
    pub fn attempts_counted(self, count: i64) -> String {
        counted(self, count, ("1 attempt", "{} attempts"), &ATTEMPTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_has_six_forms() {
        let check = |count: i64, expected: &str| {
            assert_eq!(Lang::Ar.tickets_counted(count), expected, "{count}");
        };
        check(0, "لا تذاكر");
        check(1, "تذكرة واحدة");
        check(2, "تذكرتان");
        check(3, "3 تذاكر");
        check(10, "10 تذاكر");
        check(11, "11 تذكرة");
        check(99, "99 تذكرة");
        check(100, "100 تذكرة");
        check(102, "102 تذكرة");
        check(103, "103 تذاكر");
        check(111, "111 تذكرة");
    }

    #[test]
    fn english_has_two_forms() {
        let check = |count: i64, expected: &str| {
            assert_eq!(Lang::En.tickets_counted(count), expected, "{count}");
        };
        check(0, "0 tickets");
        check(1, "1 ticket");
        check(2, "2 tickets");
    }
}
