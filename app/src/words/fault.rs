//! What went wrong, as a person reads it: what happened, what was kept, what to do.

use model::fault::{Fault, Invalid};

use super::{Lang, sentences};

sentences! { plain, lang:
    body_missing => "Write a message first.", "اكتب رسالتك أولًا.";
    body_too_long => "Your message is longer than 20,000 characters. Shorten it or attach it as a file.", "رسالتك أطول من 20,000 حرف. اختصرها أو أرفقها في ملف.";
    subject_missing => "Enter a subject.", "أدخل الموضوع.";
    subject_too_long => "The subject is longer than 200 characters. Shorten it.", "الموضوع أطول من 200 حرف. اختصره.";
    mail_missing => "Enter your email address so we can reply.", "أدخل بريدك الإلكتروني لنتمكن من الرد عليك.";
    mail_wrong => "Enter an email address like name@example.com.", "أدخل بريدًا إلكترونيًا مثل name@example.com.";
    name_missing => "Enter a name.", "أدخل الاسم.";
    name_too_long => "The name is longer than 100 characters. Shorten it.", "الاسم أطول من 100 حرف. اختصره.";
    reason_too_long => "Your comment is longer than 500 characters. Shorten it and send it again.", "تعليقك أطول من 500 حرف. اختصره وأرسله مجددًا.";
    rating_wrong => "Choose one of the five ratings.", "اختر أحد التقييمات الخمسة.";
    file_too_large => "This file is larger than 10 MB. Choose a smaller file.", "حجم هذا الملف أكبر من 10 ميغابايت. اختر ملفًا أصغر.";
    file_empty => "This file is empty. Choose another one.", "هذا الملف فارغ. اختر ملفًا آخر.";
    too_many_files => "You can attach up to five files. Send the rest in another message.", "يمكنك إرفاق خمسة ملفات كحد أقصى. أرسل الباقي في رسالة أخرى.";
    picture_missing => "Choose a picture first.", "اختر صورة أولًا.";
    picture_unknown => "We can't show this file as a picture. Choose a JPEG, PNG, GIF or WebP of at most 25 megapixels.", "لا يمكننا عرض هذا الملف كصورة. اختر صورة JPEG أو PNG أو GIF أو WebP لا تتجاوز 25 ميغابكسل.";
    file_unknown => "A file was lost. Attach it again.", "فُقد أحد الملفات. أرفقه مرة أخرى.";
    origin_wrong => "Enter website addresses like https://shop.example, one per line.", "أدخل عناوين مواقع مثل https://shop.example، عنوانًا في كل سطر.";
    too_many_origins => "You can add up to twenty websites. Remove some.", "يمكنك إضافة عشرين موقعًا كحد أقصى. احذف بعضها.";
    accent_wrong => "Enter a colour like #1f6f78.", "أدخل لونًا مثل #1f6f78.";
    zone_unknown => "We don't know this time zone. Enter one like Europe/Lisbon.", "لا نعرف هذه المنطقة الزمنية. أدخل منطقة مثل Asia/Dubai.";
    hours_wrong => "Check the opening hours: each open day needs an opening and a closing time, such as 09:00 and 17:00.", "تحقق من ساعات العمل: لكل يوم عمل وقت فتح ووقت إغلاق، مثل 09:00 و17:00.";
    answer_time_wrong => "Enter a number of minutes, such as 5.", "أدخل عددًا من الدقائق، مثل 5.";
    greeting_too_long => "The greeting is longer than 200 characters. Shorten it.", "رسالة الترحيب أطول من 200 حرف. اختصرها.";
    password_too_short => "Use at least 12 characters.", "استخدم 12 حرفًا على الأقل.";
    password_too_long => "This password is too long. Use a shorter one.", "كلمة المرور طويلة جدًا. استخدم كلمة أقصر.";
    password_wrong => "That isn't your current password. Try again.", "كلمة المرور الحالية غير صحيحة. حاول مرة أخرى.";
    mail_taken => "Someone on your team already uses this email address. If their account is disabled, enable it above.", "يستخدم أحد أعضاء فريقك هذا البريد الإلكتروني. إذا كان حسابه معطّلًا فأعد تفعيله أعلاه.";
    mail_invited => "You've already invited this person. Send the invitation again above.", "سبق أن دعوت هذا الشخص. أعد إرسال الدعوة أعلاه.";
    last_agent => "No one else can sign in. Invite or enable a teammate first.", "لا أحد غيره يستطيع تسجيل الدخول. ادعُ زميلًا أو فعّل حسابه أولًا.";
    status_not_by_hand => "You can't choose this status.", "لا يمكنك اختيار هذه الحالة.";
    agent_unknown => "This teammate is no longer active. Choose someone else.", "لم يعد هذا الزميل نشطًا. اختر شخصًا آخر.";
    category_unknown => "This topic is no longer available. Choose another.", "لم يعد هذا التصنيف متاحًا. اختر تصنيفًا آخر.";
    not_solved => "This ticket has changed. Reload to see the latest.", "تغيّر هذا الطلب. أعد تحميل الصفحة لرؤية آخر المستجدات.";
    malformed => "Something went wrong. Reload the page and try again.", "حدث خطأ ما. أعد تحميل الصفحة وحاول مرة أخرى.";
    signed_out => "You've been signed out. Sign in and send it again.", "تم تسجيل خروجك. سجّل الدخول وأرسل مرة أخرى.";
    sign_in_wrong => "That email and password don't match.", "البريد الإلكتروني أو كلمة المرور غير صحيحة.";
    not_found => "This page doesn't exist, or you need to sign in to see it.", "هذه الصفحة غير موجودة، أو يلزمك تسجيل الدخول لعرضها.";
    foreign_origin => "We blocked this request because it didn't come from this site. Go back, reload the page and try again.", "حُظر هذا الطلب لأنه لم يأتِ من هذا الموقع. ارجع وأعد تحميل الصفحة وحاول مرة أخرى.";
    too_many => "Too many requests. Wait a minute and try again. What you typed is still here.", "محاولات كثيرة في وقت قصير. انتظر دقيقة وحاول مرة أخرى. ما كتبته ما زال هنا.";
    too_large => "These files are too large together. Remove some and try again.", "حجم الملفات معًا كبير جدًا. أزل بعضها وحاول مرة أخرى.";
    too_many_alone => "Too many requests. Wait a minute, then go back and try again.", "طلبات كثيرة في وقت قصير. انتظر دقيقة، ثم ارجع وحاول مرة أخرى.";
    unavailable_alone => "This page isn't available right now. Try again in a minute.", "هذه الصفحة غير متاحة الآن. حاول مرة أخرى بعد دقيقة.";
    signed_out_alone => "Sign in to see this page.", "سجّل الدخول لعرض هذه الصفحة.";
    too_large_alone => "These files are too large together, so nothing was sent. Go back and try again with fewer or smaller files.", "حجم الملفات معًا كبير جدًا، فلم يُرسل شيء. ارجع وحاول مرة أخرى بملفات أقل أو أصغر.";
    key_reused => "This was already saved. Reload the page to make another change.", "حُفظ هذا من قبل. أعد تحميل الصفحة لإجراء تغيير آخر.";
    fault_held => "A new reply came in. Read it, then send or edit your reply.", "وصل رد جديد. اقرأه ثم أرسل ردّك أو عدّله.";
    link_spent => "This link has expired. Get a new one.", "انتهت صلاحية هذا الرابط. اطلب رابطًا جديدًا.";
    unavailable => "We can't save right now. Your text is still here; try again in a minute.", "لا يمكننا الحفظ الآن. ما كتبته ما زال هنا؛ حاول مرة أخرى بعد دقيقة.";
    unexpected => "Something went wrong on our side. Try again in a minute.", "حدث خطأ لدينا. حاول مرة أخرى بعد دقيقة.";
}

/// The sentence for a fault on a page of its own, where no form holds what was typed.
pub fn fault_alone(lang: Lang, told: Fault) -> String {
    let sentence = match told {
        Fault::TooMany => lang.too_many_alone(),
        Fault::Unavailable => lang.unavailable_alone(),
        Fault::SignedOut => lang.signed_out_alone(),
        Fault::TooLarge => lang.too_large_alone(),
        other => return fault(lang, other),
    };
    sentence.to_owned()
}

/// The sentence for a fault.
pub fn fault(lang: Lang, fault: Fault) -> String {
    let sentence = match fault {
        Fault::Invalid(faults) if faults.len() > 1 => return lang.fields_to_check(i64::from(faults.len())),
        Fault::Invalid(faults) => invalid(lang, faults.iter().next().unwrap_or(Invalid::Malformed)),
        Fault::SignedOut => lang.signed_out(),
        Fault::SignInWrong => lang.sign_in_wrong(),
        Fault::NotFound => lang.not_found(),
        Fault::ForeignOrigin => lang.foreign_origin(),
        Fault::TooMany => lang.too_many(),
        Fault::TooLarge => lang.too_large(),
        Fault::KeyReused => lang.key_reused(),
        Fault::Held => lang.fault_held(),
        Fault::LinkSpent => lang.link_spent(),
        Fault::Unavailable => lang.unavailable(),
        Fault::Unexpected => lang.unexpected(),
    };
    sentence.to_owned()
}

fn invalid(lang: Lang, field: Invalid) -> &'static str {
    match field {
        Invalid::BodyMissing => lang.body_missing(),
        Invalid::BodyTooLong => lang.body_too_long(),
        Invalid::SubjectMissing => lang.subject_missing(),
        Invalid::SubjectTooLong => lang.subject_too_long(),
        Invalid::MailMissing => lang.mail_missing(),
        Invalid::MailWrong => lang.mail_wrong(),
        Invalid::NameMissing => lang.name_missing(),
        Invalid::NameTooLong => lang.name_too_long(),
        Invalid::ReasonTooLong => lang.reason_too_long(),
        Invalid::RatingWrong => lang.rating_wrong(),
        Invalid::FileTooLarge => lang.file_too_large(),
        Invalid::FileEmpty => lang.file_empty(),
        Invalid::TooManyFiles => lang.too_many_files(),
        Invalid::FileUnknown => lang.file_unknown(),
        Invalid::PictureMissing => lang.picture_missing(),
        Invalid::PictureUnknown => lang.picture_unknown(),
        Invalid::OriginWrong => lang.origin_wrong(),
        Invalid::TooManyOrigins => lang.too_many_origins(),
        Invalid::AccentWrong => lang.accent_wrong(),
        Invalid::ZoneUnknown => lang.zone_unknown(),
        Invalid::HoursWrong => lang.hours_wrong(),
        Invalid::AnswerTimeWrong => lang.answer_time_wrong(),
        Invalid::GreetingTooLong => lang.greeting_too_long(),
        Invalid::PasswordTooShort => lang.password_too_short(),
        Invalid::PasswordTooLong => lang.password_too_long(),
        Invalid::PasswordWrong => lang.password_wrong(),
        Invalid::MailTaken => lang.mail_taken(),
        Invalid::MailInvited => lang.mail_invited(),
        Invalid::LastAgent => lang.last_agent(),
        Invalid::StatusNotByHand => lang.status_not_by_hand(),
        Invalid::AgentUnknown => lang.agent_unknown(),
        Invalid::CategoryUnknown => lang.category_unknown(),
        Invalid::NotSolved => lang.not_solved(),
        Invalid::Malformed => lang.malformed(),
    }
}
