//! The sentences of letters.

use super::sentences;

sentences! { plain, lang:
    letter_received_subject(number: &str, subject: &str) => format!("[{number}] We have it: {subject}"), format!("[{number}] وصلنا: {}", lang.isolate(subject));
    letter_received => "Thank you for writing. A person reads it, and the answer comes to this address.", "شكرًا لرسالتك. يقرؤها شخص حقيقي، وتصل الإجابة إلى هذا العنوان.";
    letter_received_words => "You wrote:", "كتبت:";
    letter_answer_subject(number: &str, subject: &str) => format!("[{number}] {subject}"), format!("[{number}] {}", lang.isolate(subject));
    letter_answer_from(name: &str) => format!("{name} answered:"), format!("أجاب {}:", lang.isolate(name));
    letter_answer_more => "Answer on the page of your ticket; there you also see where it stands.", "أجب في صفحة طلبك، وهناك ترى أيضًا أين وصل.";
    letter_solved_subject(number: &str, subject: &str) => format!("[{number}] Did this solve it? {subject}"), format!("[{number}] هل حُلّت المشكلة؟ {}", lang.isolate(subject));
    letter_solved(name: &str) => format!("{name} thinks that this is solved. Only you can say. One click opens your ticket; there you say yes or not yet."), format!("يرى {} أن المشكلة حُلّت. أنت وحدك من يقرر. نقرة واحدة تفتح طلبك، وهناك تقول نعم أو ليس بعد.", lang.isolate(name));
    letter_sign_in_subject(site: &str) => format!("Your link to {site} Help"), format!("رابطك إلى مساعدة {}", lang.isolate(site));
    letter_sign_in => "This link opens your tickets. It works once, for fifteen minutes.", "يفتح هذا الرابط طلباتك. يصلح مرة واحدة لمدة خمس عشرة دقيقة.";
    letter_sign_in_not_you => "You did not ask for it? Then do nothing; nobody gets in without this letter.", "لم تطلبه؟ لا تفعل شيئًا؛ لا يدخل أحد دون هذه الرسالة.";
    letter_open => "Open your ticket", "افتح طلبك";
    letter_open_all => "Open your tickets", "افتح طلباتك";
    letter_number(number: &str) => format!("Ticket {number}"), format!("الطلب {number}");
    letter_end(site: &str) => format!("{site}, answered with Porchlight"), format!("{}، بواسطة {}", lang.isolate(site), lang.isolate("Porchlight"));
    us => "We", "نحن";
}
