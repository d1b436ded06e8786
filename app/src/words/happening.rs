//! Lines of the log in words: `{who}` and `{when}` are filled in by `ui::happening`, `{what}` by words from here.

use model::event::Event;
use model::person::{Audience, Person, Side};
use model::ticket::{Label, Priority, Status};

use super::{Lang, sentences};

sentences! { plain, lang:
    today => "Today", "اليوم";
    yesterday => "Yesterday", "أمس";
    just_now => "now", "الآن";
    hours_and_minutes(hours: &str, minutes: &str) => format!("{hours} {minutes}"), format!("{hours} و{minutes}");
    tomorrow_at(clock: &str) => format!("tomorrow at {clock}"), format!("غدًا في {clock}");
    day_at(day: &str, clock: &str) => format!("{day} at {clock}"), format!("{day} في {clock}");
    here_until(when: &str) => format!("Here until {when}"), format!("هنا حتى {when}");
    here_now => "Here now", "هنا الآن";
    answers_until(when: &str) => format!("We answer until {when}"), format!("نجيب حتى {when}");
    answers_any_time => "We answer around the clock", "نجيب على مدار الساعة";
    back_at(when: &str) => format!("Back {when}"), format!("نعود {when}");
    back_later => "We answer as soon as we are back", "نجيب فور عودتنا";

    label_received => "Received", "استُلم";
    label_in_progress => "In progress", "قيد العمل";
    label_waiting_for_you => "Waiting for you", "بانتظار ردّك";
    label_on_hold => "On hold", "معلّق";
    label_solved => "Solved", "حُلّ";
    label_closed => "Closed", "أُغلق";
    step_seen => "Seen", "قُرئ";

    status_new => "New", "جديد";
    status_open => "Open", "مفتوح";
    status_pending => "Waiting for customer", "بانتظار العميل";
    status_on_hold => "On hold", "معلّق";
    status_solved => "Solved, asked to confirm", "حُلّ، بانتظار التأكيد";
    status_closed => "Closed", "مغلق";

    priority_low => "Low", "منخفضة";
    priority_normal => "Normal", "عادية";
    priority_high => "High", "عالية";
    priority_urgent => "Urgent", "عاجلة";

    visitor => "Visitor", "زائر";
    you => "You", "أنت";
    system => "Porchlight", "Porchlight";

    opened => "{who} opened this ticket, {when}", "فُتح الطلب بواسطة {who}، {when}";
    seen => "{who} read your message, {when}", "قرأ {who} رسالتك، {when}";
    seen_at_desk => "{who} read it, {when}", "قرأه {who}، {when}";
    taken => "{what} takes care of it, {when}", "يتولى {what} الطلب، {when}";
    given => "{who} gave it to {what}, {when}", "أسنده {who} إلى {what}، {when}";
    released => "{who} gave it back to everybody, {when}", "أعاده {who} إلى الجميع، {when}";
    moved => "Now: {what}, {when}", "الآن: {what}، {when}";
    moved_at_desk => "{who} set it to {what}, {when}", "غيّره {who} إلى: {what}، {when}";
    reopened_by_you => "Your reply opened it again, {when}", "أعاد ردّك فتح الطلب، {when}";
    reopened_at_desk => "{who} answered, so it is open again, {when}", "رد {who} ففُتح الطلب من جديد، {when}";
    asked_whether_solved => "{who} thinks this is solved, {when}", "يرى {who} أن المشكلة حُلّت، {when}";
    priority_set => "{who} set the priority to {what}, {when}", "حدد {who} الأولوية: {what}، {when}";
    mail_given => "Answers also go to {what}, {when}", "تصل الإجابات أيضًا إلى {what}، {when}";
    mail_given_at_desk => "{who} gave the address {what}, {when}", "أعطى {who} العنوان {what}، {when}";
    mail_verified => "The address {what} is confirmed, {when}", "تأكد العنوان {what}، {when}";
    confirmed_by_you => "You said that it is solved, {when}", "أكدت أن المشكلة حُلّت، {when}";
    confirmed_at_desk => "{who} said that it is solved, {when}", "أكد {who} أن المشكلة حُلّت، {when}";
    rated_by_you => "You said that it is solved, and rated the help: {what}, {when}", "أكدت الحل وقيّمت المساعدة: {what}، {when}";
    rated_at_desk => "{who} said that it is solved, and rated the help: {what}, {when}", "أكد {who} الحل وقيّم المساعدة: {what}، {when}";
    denied_by_you => "You said: not solved yet, {when}", "قلت إنها لم تُحلّ بعد، {when}";
    denied_at_desk => "{who} said: not solved yet, {when}", "قال {who} إنها لم تُحلّ بعد، {when}";

    rating_1 => "Very bad", "سيئة جدًا";
    rating_2 => "Bad", "سيئة";
    rating_3 => "Fine", "مقبولة";
    rating_4 => "Good", "جيدة";
    rating_5 => "Very good", "جيدة جدًا";
}

/// A line of the log, ready to be filled: the sentence, what stands for `{what}`, the icon, and a word of reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) sentence: &'static str,
    pub(crate) what: String,
    pub(crate) icon: &'static str,
    pub(crate) reason: String,
}

impl Lang {
    /// What the customer reads for where a ticket stands.
    pub const fn label(self, label: Label) -> &'static str {
        match label {
            Label::Received => self.label_received(),
            Label::InProgress => self.label_in_progress(),
            Label::WaitingForYou => self.label_waiting_for_you(),
            Label::OnHold => self.label_on_hold(),
            Label::Solved => self.label_solved(),
            Label::Closed => self.label_closed(),
        }
    }

    /// What agents read for it.
    pub const fn status(self, status: Status) -> &'static str {
        match status {
            Status::New => self.status_new(),
            Status::Open => self.status_open(),
            Status::Pending => self.status_pending(),
            Status::OnHold => self.status_on_hold(),
            Status::Solved => self.status_solved(),
            Status::Closed => self.status_closed(),
        }
    }

    /// How soon it matters.
    pub const fn priority(self, priority: Priority) -> &'static str {
        match priority {
            Priority::Low => self.priority_low(),
            Priority::Normal => self.priority_normal(),
            Priority::High => self.priority_high(),
            Priority::Urgent => self.priority_urgent(),
        }
    }

    /// The word of a rating; one out of range reads as the nearest.
    pub const fn rating(self, rating: u8) -> &'static str {
        match rating {
            0 | 1 => self.rating_1(),
            2 => self.rating_2(),
            3 => self.rating_3(),
            4 => self.rating_4(),
            _ => self.rating_5(),
        }
    }

    /// The line that an event shows in a thread; nothing for one that the thread shows otherwise or not at all.
    pub(crate) fn line(self, event: &Event, by: &Person, audience: Audience) -> Option<Line> {
        match audience {
            Audience::Customer => self.line_for_customer(event, by),
            Audience::Agent => self.line_for_agent(event, by),
        }
    }

    fn line_for_customer(self, event: &Event, by: &Person) -> Option<Line> {
        let line = |sentence, what: &str, icon| Some(Line { sentence, what: what.to_owned(), icon, reason: String::new() });
        match event {
            Event::TicketSeen => line(self.seen(), "", "eye"),
            Event::Assigned { agent: Some(_), name } => match name.as_deref() {
                Some(name) if by.side == Side::Agent && !name.is_empty() => line(self.taken(), name, "person"),
                _ => None,
            },
            Event::StatusChanged { to: Status::Solved, .. } => line(self.asked_whether_solved(), "", "check"),
            Event::StatusChanged { from: Status::Solved | Status::Closed, to: Status::Open } if by.side == Side::Customer => {
                line(self.reopened_by_you(), "", "retry")
            }
            Event::StatusChanged { to: Status::OnHold, .. } => line(self.moved(), self.label(Label::OnHold), "hand"),
            Event::MailGiven { mail } => line(self.mail_given(), mail, "mail"),
            Event::MailVerified { mail } => line(self.mail_verified(), mail, "check"),
            Event::SolutionConfirmed { rating, reason } => Some(self.confirmed(*rating, reason, true)),
            Event::SolutionDenied { reason } => {
                Some(Line { sentence: self.denied_by_you(), what: String::new(), icon: "retry", reason: reason.clone() })
            }
            // Shown as messages or labels, or not for the customer.
            Event::TicketOpened { .. }
            | Event::ReplySent { .. }
            | Event::NoteWritten { .. }
            | Event::StatusChanged { .. }
            | Event::PriorityChanged { .. }
            | Event::Assigned { agent: None, .. } => None,
        }
    }

    fn line_for_agent(self, event: &Event, by: &Person) -> Option<Line> {
        let line = |sentence, what: &str, icon| Some(Line { sentence, what: what.to_owned(), icon, reason: String::new() });
        match event {
            Event::TicketSeen => line(self.seen_at_desk(), "", "eye"),
            Event::Assigned { agent: Some(_), name } => {
                let name = name.as_deref().unwrap_or_default();
                line(if name == by.name { self.taken() } else { self.given() }, name, "person")
            }
            Event::Assigned { agent: None, .. } => line(self.released(), "", "person"),
            Event::StatusChanged { to: Status::Open, .. } if by.side == Side::Customer => {
                line(self.reopened_at_desk(), "", "retry")
            }
            Event::StatusChanged { to, .. } => line(self.moved_at_desk(), self.status(*to), "arrow"),
            Event::PriorityChanged { to, .. } => line(self.priority_set(), self.priority(*to), "bolt"),
            Event::MailGiven { mail } => line(self.mail_given_at_desk(), mail, "mail"),
            Event::MailVerified { mail } => line(self.mail_verified(), mail, "check"),
            Event::SolutionConfirmed { rating, reason } => Some(self.confirmed(*rating, reason, false)),
            Event::SolutionDenied { reason } => {
                Some(Line { sentence: self.denied_at_desk(), what: String::new(), icon: "retry", reason: reason.clone() })
            }
            Event::TicketOpened { .. } | Event::ReplySent { .. } | Event::NoteWritten { .. } => None,
        }
    }

    fn confirmed(self, rating: Option<u8>, reason: &str, is_by_you: bool) -> Line {
        let sentence = match (rating.is_some(), is_by_you) {
            (true, true) => self.rated_by_you(),
            (true, false) => self.rated_at_desk(),
            (false, true) => self.confirmed_by_you(),
            (false, false) => self.confirmed_at_desk(),
        };
        let what = rating.map(|rating| self.rating(rating)).unwrap_or_default().to_owned();
        Line { sentence, what, icon: "check", reason: reason.to_owned() }
    }
}
