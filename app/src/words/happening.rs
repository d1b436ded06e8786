//! Lines of the log in words: `{who}` and `{when}` are filled in by `ui::happening`, `{what}` by words from here.

use model::event::Event;
use model::mail::MailFault;
use model::person::{Audience, Person, Side};
use model::ticket::{Label, Priority, Status};

use super::{Lang, sentences};

sentences! { plain, lang:
    today => "Today", "اليوم";
    yesterday => "Yesterday", "أمس";
    just_now => "now", "الآن";
    hours_and_minutes(hours: &str, minutes: &str) => format!("{hours} {minutes}"), format!("{hours} و{minutes}");
    today_at(clock: &str) => format!("at {clock}"), format!("الساعة {clock}");
    tomorrow_at(clock: &str) => format!("tomorrow at {clock}"), format!("غدًا الساعة {clock}");
    day_at(day: &str, clock: &str) => format!("{day} at {clock}"), format!("{day} الساعة {clock}");
    clock_alone(clock: &str) => clock.to_owned(), format!("الساعة {clock}");
    here_until(when: &str) => format!("Online until {when}"), format!("متصلون حتى {when}");
    here_now => "Online now", "متصلون الآن";
    replies_until(when: &str) => format!("Open until {when}"), format!("مفتوح حتى {when}");
    replies_any_time => "Open 24/7", "مفتوح على مدار الساعة";
    back_at(when: &str) => format!("Back {when}"), format!("نعود {when}");
    back_later => "We'll reply as soon as we're back", "سنرد فور عودتنا";

    label_received => "Received", "تم الاستلام";
    label_in_progress => "In progress", "قيد المعالجة";
    label_waiting_for_you => "Waiting for you", "بانتظار ردّك";
    label_on_hold => "On hold", "معلّق";
    label_solved => "Solved", "محلول";
    label_closed => "Closed", "مغلق";
    step_seen => "Seen", "تمت القراءة";

    status_new => "New", "جديدة";
    status_open => "Open", "مفتوحة";
    status_pending => "Waiting for customer", "بانتظار العميل";
    status_on_hold => "On hold", "معلّقة";
    status_solved => "Solved, awaiting confirmation", "محلولة، بانتظار التأكيد";
    status_pending_short => "Waiting", "بانتظار العميل";
    status_solved_short => "Solved", "محلولة";
    status_closed => "Closed", "مغلقة";

    priority_low => "Low", "منخفضة";
    priority_normal => "Normal", "عادية";
    priority_high => "High", "عالية";
    priority_urgent => "Urgent", "عاجلة";

    visitor => "Visitor", "زائر";
    you => "You", "أنت";
    system => "Porchlight", "Porchlight";

    seen => "Seen by {who}, {when}", "اطّلع {who} على رسالتك، {when}";
    seen_at_desk => "Seen by {who}, {when}", "اطّلع {who} على التذكرة، {when}";
    taken => "{what} is handling your request, {when}", "طلبك الآن لدى {what}، {when}";
    taken_at_desk => "{who} took this ticket, {when}", "استلم {who} هذه التذكرة، {when}";
    given => "{who} assigned this to {what}, {when}", "أسند {who} التذكرة إلى {what}، {when}";
    released => "{who} unassigned this, {when}", "ألغى {who} إسناد التذكرة، {when}";
    moved => "Put on hold, {when}", "عُلّق الطلب، {when}";
    moved_at_desk => "{who} changed the status to {what}, {when}", "غيّر {who} الحالة إلى: {what}، {when}";
    reopened_by_you => "You reopened this ticket, {when}", "أعدتَ فتح الطلب، {when}";
    reopened_at_desk => "{who} reopened this ticket, {when}", "أعاد {who} فتح التذكرة، {when}";
    asked_whether_solved => "{who} marked this as solved, {when}", "وضع {who} على الطلب علامة «محلول»، {when}";
    solved_at_desk => "{who} marked this as solved, {when}", "وضع {who} على التذكرة علامة «محلولة»، {when}";
    priority_set => "{who} set the priority to {what}, {when}", "غيّر {who} الأولوية إلى: {what}، {when}";
    mail_given => "You added {what} for email replies, {when}", "أضفتَ {what} لتلقي الردود بالبريد، {when}";
    mail_given_at_desk => "{who} added the email address {what}, {when}", "أضاف {who} البريد الإلكتروني {what}، {when}";
    mail_verified => "{what} was verified, {when}", "تم التحقق من {what}، {when}";
    confirmed_by_you => "You confirmed it's solved, {when}", "أكّدتَ أن المشكلة حُلّت، {when}";
    confirmed_at_desk => "{who} confirmed it's solved, {when}", "أكد {who} أن المشكلة حُلّت، {when}";
    rated_by_you => "You confirmed it's solved and rated us {what}, {when}", "أكّدتَ أن المشكلة حُلّت وقيّمتَ خدمتنا: {what}، {when}";
    rated_at_desk => "{who} confirmed it's solved and rated us {what}, {when}", "أكد {who} أن المشكلة حُلّت وقيّم خدمتنا: {what}، {when}";
    rated_after_by_you => "You rated us {what}, {when}", "قيّمتَ خدمتنا: {what}، {when}";
    rated_after_at_desk => "{who} rated us {what}, {when}", "قيّم {who} خدمتنا: {what}، {when}";
    denied_by_you => "You said it isn't solved yet, {when}", "أبلغتنا أن المشكلة لم تُحلّ بعد، {when}";
    denied_at_desk => "{who} said it isn't solved yet, {when}", "أبلغ {who} أن المشكلة لم تُحلّ بعد، {when}";

    mail_failed => "An email couldn't be delivered, {when}", "تعذّر تسليم رسالة بريد، {when}";
    mail_retried => "{who} sent the undelivered email again, {when}", "أعاد {who} إرسال البريد الذي لم يُسلَّم، {when}";

    rating_1 => "Terrible", "سيئة جدًا";
    rating_2 => "Bad", "سيئة";
    rating_3 => "OK", "مقبولة";
    rating_4 => "Good", "جيدة";
    rating_5 => "Great", "ممتازة";
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

    /// The word in a menu of statuses, where the one that is set says no more than the others.
    pub const fn status_choice(self, status: Status) -> &'static str {
        match status {
            Status::Solved => self.status_solved_short(),
            other => self.status(other),
        }
    }

    /// The word in a row of a list.
    pub const fn status_short(self, status: Status) -> &'static str {
        match status {
            Status::Pending => self.status_pending_short(),
            other => self.status_choice(other),
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
            Event::StatusChanged { to: Status::OnHold, .. } => line(self.moved(), "", "hand"),
            Event::MailGiven { mail } => line(self.mail_given(), mail, "mail"),
            Event::MailVerified { mail } => line(self.mail_verified(), mail, "check"),
            Event::SolutionConfirmed { rating, reason } => Some(self.confirmed(*rating, reason, true)),
            Event::SolutionRated { rating, reason } => Some(self.rated(*rating, reason, self.rated_after_by_you())),
            Event::SolutionDenied { reason } => {
                Some(Line { sentence: self.denied_by_you(), what: String::new(), icon: "retry", reason: reason.clone() })
            }
            // Shown as messages or labels, or not for the customer.
            Event::TicketOpened { .. }
            | Event::ReplySent { .. }
            | Event::NoteWritten { .. }
            | Event::StatusChanged { .. }
            | Event::PriorityChanged { .. }
            | Event::Assigned { agent: None, .. }
            | Event::MailFailed { .. }
            | Event::MailRetried => None,
        }
    }

    fn line_for_agent(self, event: &Event, by: &Person) -> Option<Line> {
        let line = |sentence, what: &str, icon| Some(Line { sentence, what: what.to_owned(), icon, reason: String::new() });
        match event {
            Event::TicketSeen => line(self.seen_at_desk(), "", "eye"),
            Event::Assigned { agent: Some(_), name } => {
                let name = name.as_deref().unwrap_or_default();
                line(if name == by.name { self.taken_at_desk() } else { self.given() }, name, "person")
            }
            Event::Assigned { agent: None, .. } => line(self.released(), "", "person"),
            Event::StatusChanged { from: Status::Solved | Status::Closed, to: Status::Open } if by.side == Side::Customer => {
                line(self.reopened_at_desk(), "", "retry")
            }
            Event::StatusChanged { to: Status::Solved, .. } => line(self.solved_at_desk(), "", "check"),
            // The reply, or what they said of the solution, stands right before it.
            Event::StatusChanged { .. } if by.side == Side::Customer => None,
            Event::StatusChanged { to, .. } => line(self.moved_at_desk(), self.status(*to), "arrow"),
            Event::PriorityChanged { to, .. } => line(self.priority_set(), self.priority(*to), "bolt"),
            Event::MailGiven { mail } => line(self.mail_given_at_desk(), mail, "mail"),
            Event::MailVerified { mail } => line(self.mail_verified(), mail, "check"),
            Event::SolutionConfirmed { rating, reason } => Some(self.confirmed(*rating, reason, false)),
            Event::SolutionRated { rating, reason } => Some(self.rated(*rating, reason, self.rated_after_at_desk())),
            Event::SolutionDenied { reason } => {
                Some(Line { sentence: self.denied_at_desk(), what: String::new(), icon: "retry", reason: reason.clone() })
            }
            Event::MailFailed { why } => Some(Line {
                sentence: self.mail_failed(),
                what: String::new(),
                icon: "alert",
                reason: self.mail_why_of(*why).to_owned(),
            }),
            Event::MailRetried => line(self.mail_retried(), "", "retry"),
            Event::TicketOpened { .. } | Event::ReplySent { .. } | Event::NoteWritten { .. } => None,
        }
    }

    /// Why an email did not arrive.
    pub(crate) const fn mail_why_of(self, why: MailFault) -> &'static str {
        match why {
            MailFault::Unreachable => self.mail_why_unreachable(),
            MailFault::Slow => self.mail_why_slow(),
            MailFault::Later => self.mail_why_later(),
            MailFault::Refused => self.mail_why_refused(),
            MailFault::Unsaid => self.mail_why_unsaid(),
            MailFault::Newer => self.mail_why_newer(),
            MailFault::Here => self.mail_why_here(),
        }
    }

    fn confirmed(self, rating: Option<u8>, reason: &str, is_by_you: bool) -> Line {
        let sentence = match (rating.is_some(), is_by_you) {
            (true, true) => self.rated_by_you(),
            (true, false) => self.rated_at_desk(),
            (false, true) => self.confirmed_by_you(),
            (false, false) => self.confirmed_at_desk(),
        };
        self.rated(rating, reason, sentence)
    }

    fn rated(self, rating: Option<u8>, reason: &str, sentence: &'static str) -> Line {
        let what = rating.map(|rating| self.rating(rating)).unwrap_or_default().to_owned();
        Line { sentence, what, icon: "check", reason: reason.to_owned() }
    }
}
