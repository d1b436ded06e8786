//! What went wrong, as a person reads it: what happened, what was kept, what to do.

use model::fault::{Fault, Invalid};

use super::{Lang, sentences};

sentences! { plain, lang:
    body_missing => "There are no words yet. Write something, then send it.", "لا كلمات بعد. اكتب شيئًا ثم أرسله.";
    body_too_long => "The message is over 20,000 characters. It is still here: shorten it or attach it as a file.", "تتجاوز الرسالة 20,000 حرف. ما زالت هنا: اختصرها أو أرفقها ملفًا.";
    subject_missing => "The subject is empty. A few words are enough; the rest is still here.", "العنوان فارغ. تكفي كلمات قليلة، والباقي ما زال هنا.";
    subject_too_long => "The subject is over 200 characters. It is still here: shorten it.", "يتجاوز العنوان 200 حرف. ما زال هنا: اختصره.";
    mail_missing => "The mail address is missing. Without it no answer can reach you; the rest is still here.", "عنوان البريد ناقص. لا تصلك إجابة بدونه، والباقي ما زال هنا.";
    mail_wrong => "We cannot write to this mail address. Look for a slip such as a missing dot; the rest is still here.", "لا نستطيع الكتابة إلى هذا العنوان. ابحث عن خطأ مثل نقطة ناقصة، والباقي ما زال هنا.";
    name_missing => "The name is empty. The rest is still here: write a name.", "الاسم فارغ. الباقي ما زال هنا: اكتب اسمًا.";
    name_too_long => "The name is over 100 characters. It is still here: shorten it.", "يتجاوز الاسم 100 حرف. ما زال هنا: اختصره.";
    reason_too_long => "The reason is over 500 characters. Nothing was closed: shorten it.", "يتجاوز السبب 500 حرف. لم يُغلق شيء: اختصره.";
    rating_wrong => "The rating was not one of the five. Nothing was closed: choose again.", "لم يكن التقييم واحدًا من الخمسة. لم يُغلق شيء: اختر من جديد.";
    file_too_large => "A file is over 10 MB. Your words are still here: choose a smaller file.", "أحد الملفات يتجاوز 10 ميغابايت. كلماتك ما زالت هنا: اختر ملفًا أصغر.";
    file_empty => "A file is empty. Your words are still here: choose it again.", "أحد الملفات فارغ. كلماتك ما زالت هنا: اختره من جديد.";
    too_many_files => "More than five files. Your words are still here: send some with the next message.", "أكثر من خمسة ملفات. كلماتك ما زالت هنا: أرسل بعضها مع الرسالة التالية.";
    file_unknown => "A file is not here any more. Your words are still here: add the file again.", "لم يعد أحد الملفات هنا. كلماتك ما زالت هنا: أضف الملف من جديد.";
    origin_wrong => "One line is not an origin. Nothing was changed: write it as https://shop.example, without a path.", "أحد السطور ليس أصلًا. لم يتغير شيء: اكتبه هكذا https://shop.example دون مسار.";
    too_many_origins => "More than twenty origins. Nothing was changed: leave some out.", "أكثر من عشرين أصلًا. لم يتغير شيء: احذف بعضها.";
    accent_wrong => "The colour cannot be read. Nothing was changed: write it as #1f6f78.", "تعذرت قراءة اللون. لم يتغير شيء: اكتبه هكذا #1f6f78.";
    zone_unknown => "There is no such time zone. Nothing was changed: write one such as Europe/Lisbon.", "لا توجد منطقة زمنية كهذه. لم يتغير شيء: اكتب واحدة مثل Asia/Dubai.";
    hours_wrong => "A day closes before it opens. Nothing was changed: look at the hours.", "أحد الأيام يغلق قبل أن يفتح. لم يتغير شيء: انظر في الأوقات.";
    greeting_too_long => "The greeting is over 200 characters. Nothing was changed: shorten it.", "تتجاوز التحية 200 حرف. لم يتغير شيء: اختصرها.";
    password_too_short => "The password is under 12 characters. Nothing was changed: make it longer.", "كلمة المرور أقل من 12 حرفًا. لم يتغير شيء: اجعلها أطول.";
    password_too_long => "The password is too long. Nothing was changed: make it shorter.", "كلمة المرور طويلة جدًا. لم يتغير شيء: اجعلها أقصر.";
    status_not_by_hand => "This status is not set by hand: a ticket begins as new, and only the customer closes it. Choose another.", "لا تُضبط هذه الحالة باليد: يبدأ الطلب جديدًا، والعميل وحده يغلقه. اختر غيرها.";
    agent_unknown => "This colleague is not here any more. Nothing was changed: choose another.", "لم يعد هذا الزميل هنا. لم يتغير شيء: اختر غيره.";
    category_unknown => "This topic is not here any more. Your words are still here: choose another.", "لم يعد هذا الموضوع هنا. كلماتك ما زالت هنا: اختر غيره.";
    not_solved => "There is nothing to confirm: the ticket moved on. Nothing was changed; load the page again to see where it stands.", "لا شيء لتأكيده: تحرك الطلب. لم يتغير شيء؛ أعد تحميل الصفحة لترى أين وصل.";
    malformed => "The request arrived broken. Nothing was changed: load the page again and send it once more.", "وصل الطلب معطوبًا. لم يتغير شيء: أعد تحميل الصفحة وأرسله مرة أخرى.";
    signed_out => "You are not signed in here, or no longer. Nothing was sent; sign in and send it again.", "لم تسجل الدخول هنا أو انتهى دخولك. لم يُرسل شيء؛ سجّل الدخول وأرسله من جديد.";
    sign_in_wrong => "Address and password do not go together. Try again.", "العنوان وكلمة المرور لا يتوافقان. حاول مرة أخرى.";
    not_found => "There is nothing at this address, or it is not yours. Nothing was changed; begin again at the start page.", "لا شيء في هذا العنوان أو ليس لك. لم يتغير شيء؛ ابدأ من الصفحة الأولى.";
    foreign_origin => "The request came from another site's page, so it was not taken. Send it from here.", "جاء الطلب من صفحة موقع آخر، فلم يُقبل. أرسله من هنا.";
    too_many => "That was too many at once. Nothing was sent, your words are still here: wait a minute, then send it again.", "كان ذلك كثيرًا دفعة واحدة. لم يُرسل شيء وكلماتك ما زالت هنا: انتظر دقيقة ثم أرسل.";
    too_large => "That is more than can be taken at once. Your words are still here: send fewer or smaller files.", "هذا أكثر مما يُقبل دفعة واحدة. كلماتك ما زالت هنا: أرسل ملفات أقل أو أصغر.";
    too_large_alone => "That is more than can be taken at once, and nothing was kept. Go back: your words may still be in the form. Then send fewer or smaller files.", "هذا أكثر مما يُقبل دفعة واحدة ولم يُحفظ شيء. ارجع إلى الصفحة السابقة، فقد تكون كلماتك ما زالت في النموذج، ثم أرسل ملفات أقل أو أصغر.";
    key_reused => "This form was sent before with other words. The first ones were kept; load the page again to write more.", "أُرسل هذا النموذج من قبل بكلمات أخرى. حُفظت الأولى؛ أعد تحميل الصفحة لتكتب المزيد.";
    fault_held => "The customer wrote in between. Your reply is held, nothing is lost: read the new message, then send it or change it.", "كتب العميل في هذه الأثناء. ردّك محفوظ ولم يضع شيء: اقرأ الرسالة الجديدة ثم أرسله أو غيّره.";
    link_spent => "This link was used, or it is too old. Your tickets are safe: ask for a new link.", "استُخدم هذا الرابط أو صار قديمًا. طلباتك في أمان: اطلب رابطًا جديدًا.";
    unavailable => "We cannot keep anything at this moment. What you typed is still in the form: send it again in a minute.", "لا نستطيع حفظ شيء في هذه اللحظة. ما كتبته ما زال في النموذج: أرسله مجددًا بعد دقيقة.";
    unexpected => "A fault of ours. Nothing was changed, and we have noted it: try again in a minute.", "خطأ منا. لم يتغير شيء وقد سجّلناه: حاول بعد دقيقة.";
}

/// The sentence for a fault.
pub fn fault(lang: Lang, fault: Fault) -> String {
    let sentence = match fault {
        Fault::Invalid(field) => invalid(lang, field),
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
        Invalid::OriginWrong => lang.origin_wrong(),
        Invalid::TooManyOrigins => lang.too_many_origins(),
        Invalid::AccentWrong => lang.accent_wrong(),
        Invalid::ZoneUnknown => lang.zone_unknown(),
        Invalid::HoursWrong => lang.hours_wrong(),
        Invalid::GreetingTooLong => lang.greeting_too_long(),
        Invalid::PasswordTooShort => lang.password_too_short(),
        Invalid::PasswordTooLong => lang.password_too_long(),
        Invalid::StatusNotByHand => lang.status_not_by_hand(),
        Invalid::AgentUnknown => lang.agent_unknown(),
        Invalid::CategoryUnknown => lang.category_unknown(),
        Invalid::NotSolved => lang.not_solved(),
        Invalid::Malformed => lang.malformed(),
    }
}
