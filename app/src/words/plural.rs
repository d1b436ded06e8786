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
        zero: "لا طلبات", one: "طلب واحد", two: "طلبان", few: "{} طلبات", many: "{} طلبًا", other: "{} طلب"
    };
const ARTICLES: Arabic =
    Arabic {
        zero: "لا إجابات", one: "إجابة واحدة", two: "إجابتان", few: "{} إجابات", many: "{} إجابة", other: "{} إجابة"
    };
const UNREAD: Arabic = Arabic {
    zero: "لا إجابات جديدة",
    one: "إجابة جديدة واحدة",
    two: "إجابتان جديدتان",
    few: "{} إجابات جديدة",
    many: "{} إجابة جديدة",
    other: "{} إجابة جديدة",
};
const TRIES: Arabic =
    Arabic {
        zero: "لم تُجرَّب", one: "محاولة واحدة", two: "محاولتان", few: "{} محاولات", many: "{} محاولة", other: "{} محاولة"
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

    /// "3 answers", of a topic in the FAQ.
    pub fn articles_counted(self, count: i64) -> String {
        counted(self, count, ("1 answer", "{} answers"), &ARTICLES)
    }

    /// "2 new, show them": every form with the name that browsers give it, because it is counted there.
    pub const fn arrived_forms(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::En => &[("one", "{} new, show it"), ("other", "{} new, show them")],
            Self::Ar => &[
                ("one", "جديد واحد، اعرضه"),
                ("two", "جديدان، اعرضهما"),
                ("few", "{} جديدة، اعرضها"),
                ("many", "{} جديدًا، اعرضها"),
                ("other", "{} جديد، اعرضها"),
            ],
        }
    }

    /// "2 new answers".
    pub fn unread_counted(self, count: i64) -> String {
        counted(self, count, ("1 new answer", "{} new answers"), &UNREAD)
    }

    /// "3 tries".
    pub fn tries_counted(self, count: i64) -> String {
        counted(self, count, ("1 try", "{} tries"), &TRIES)
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
        check(0, "لا طلبات");
        check(1, "طلب واحد");
        check(2, "طلبان");
        check(3, "3 طلبات");
        check(10, "10 طلبات");
        check(11, "11 طلبًا");
        check(99, "99 طلبًا");
        check(100, "100 طلب");
        check(102, "102 طلب");
        check(103, "103 طلبات");
        check(111, "111 طلبًا");
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
