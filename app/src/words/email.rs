//! The sentences of emails.

use super::sentences;

sentences! { plain, lang:
    email_received_subject(number: &str, subject: &str) => format!("We've received your request (#{number}): {}", lang.isolate(subject)), format!("استلمنا طلبك (رقم {number}): {}", lang.isolate(subject));
    email_received_by(number: &str, site: &str) => format!("We've received your request to {} (#{number})", lang.isolate(site)), format!("استلمنا طلبك إلى {} (رقم {number})", lang.isolate(site));
    email_received => "Thanks for getting in touch. We've received your request and will email our reply to this address.", "شكرًا لتواصلك معنا. وصلنا طلبك وسنرسل ردّنا إلى هذا العنوان.";
    email_you_wrote => "You wrote:", "رسالتك:";
    email_about_subject(number: &str, subject: &str) => format!("[#{number}] {}", lang.isolate(subject)), format!("[#{number}] {}", lang.isolate(subject));
    email_request_to(site: &str) => format!("Your request to {}", lang.isolate(site)), format!("طلبك إلى {}", lang.isolate(site));
    email_link => "Here's the link to your ticket.", "هذا رابط طلبك.";
    email_attached(names: &str) => format!("Attached: {names}. Open your ticket to download."), format!("المرفقات: {names}. افتح طلبك لتنزيلها.");
    email_team(site: &str) => format!("{} Support", lang.isolate(site)), format!("فريق دعم {}", lang.isolate(site));
    email_reply_open => "View your ticket or reply", "عرض طلبك أو الرد عليه";
    email_reply_there => "To reply, open your ticket. We don't receive replies to this email.", "للرد، افتح طلبك. لا تصلنا الردود على هذه الرسالة.";
    email_link_works(span: &str) => format!("This link works once and expires in {span}. You can always sign in with this email address instead."), format!("يعمل هذا الرابط مرة واحدة وتنتهي صلاحيته بعد {span}. يمكنك دائمًا تسجيل الدخول بعنوان البريد هذا بدلًا منه.");
    email_solved_subject(number: &str, subject: &str) => format!("[#{number}] Is everything sorted? {}", lang.isolate(subject)), format!("[#{number}] هل حُلّت مشكلتك؟ {}", lang.isolate(subject));
    email_solved => "We've marked your request as solved. Is everything sorted?", "وضعنا على طلبك علامة «محلول». هل حُلّت مشكلتك؟";
    email_solved_by(name: &str) => format!("{} has marked your request as solved. Is everything sorted?", lang.isolate(name)), format!("وضع {} على طلبك علامة «محلول». هل حُلّت مشكلتك؟", lang.isolate(name));
    email_solved_open => "Let us know", "أخبرنا";
    email_sign_in_subject(site: &str) => format!("Sign in to {} Help", lang.isolate(site)), format!("تسجيل الدخول إلى مركز مساعدة {}", lang.isolate(site));
    email_sign_in(span: &str) => format!("Here's your sign-in link. It works once and expires in {span}."), format!("هذا رابط تسجيل الدخول. يعمل مرة واحدة وتنتهي صلاحيته بعد {span}.");
    email_sign_in_not_you => "Didn't ask for this? You can safely ignore this email.", "لم تطلب هذا الرابط؟ يمكنك تجاهل هذه الرسالة.";
    email_invitation_subject(by: &str, site: &str) => format!("{by} invited you to {site} Support"), format!("دعاك {} إلى الانضمام إلى فريق دعم {}", lang.isolate(by), lang.isolate(site));
    email_invitation(by: &str, site: &str) => format!("{by} invited you to join the {site} support team. Open the link to choose your name and password."), format!("دعاك {} إلى الانضمام إلى فريق دعم {}. افتح الرابط لاختيار اسمك وكلمة مرورك.", lang.isolate(by), lang.isolate(site));
    email_invitation_more(span: &str) => format!("The link works once and expires in {span}. Weren't expecting this? You can safely ignore this email."), format!("يعمل الرابط مرة واحدة وتنتهي صلاحيته بعد {span}. لم تكن تتوقع هذه الدعوة؟ يمكنك تجاهل هذه الرسالة.");
    email_invitation_open => "Join the team", "الانضمام إلى الفريق";
    email_password_subject(site: &str) => format!("Reset your password for {site} Support"), format!("إعادة تعيين كلمة مرورك لدى فريق دعم {}", lang.isolate(site));
    email_password(site: &str, span: &str) => format!("We were asked to reset your password for the {site} support desk. The link works once and expires in {span}."), format!("طُلب منا إعادة تعيين كلمة مرورك في مكتب دعم {}. يعمل الرابط مرة واحدة وتنتهي صلاحيته بعد {span}.", lang.isolate(site));
    email_password_not_you => "Didn't ask for this? You can safely ignore this email. Your password stays the same.", "لم تطلب ذلك؟ يمكنك تجاهل هذه الرسالة، وستبقى كلمة مرورك كما هي.";
    email_password_open => "Choose a new password", "اختيار كلمة مرور جديدة";
    email_open => "View your ticket", "عرض طلبك";
    email_open_all => "View your tickets", "عرض طلباتك";
    email_end(site: &str) => format!("{} Support. Powered by Porchlight", lang.isolate(site)), format!("فريق دعم {}. يعمل بنظام {}", lang.isolate(site), lang.isolate("Porchlight"));
    us => "We", "فريق الدعم";
}
