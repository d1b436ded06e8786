//! The widget's sentences, and those of the demo pages.

use super::sentences;

sentences! { plain, lang:
    chat_of(site: &str) => format!("Chat with {site}"), format!("الدردشة مع {}", lang.isolate(site));
    launcher_title => "Chat", "الدردشة";
    launcher_open => "Open chat", "فتح الدردشة";
    launcher_close => "Close chat", "إغلاق الدردشة";
    new_reply => "New reply", "رد جديد";
    launcher_unread => "New replies: {n}", "ردود جديدة: {n}";
    close_chat => "Close chat", "إغلاق الدردشة";
    back => "Back", "رجوع";
    hello_ask => "Hi! How can we help? A photo often says it best.", "مرحبًا! كيف يمكننا مساعدتك؟ الصورة توضّح الكثير.";
    replies_in(span: &str) => format!("Usually replies in {span}"), format!("الرد عادة خلال {span}");
    your_conversations => "Your conversations", "محادثاتك";
    people_ask => "Help articles", "مقالات المساعدة";
    chat_empty => "Your conversations are saved here, so you can come back any time.", "تُحفظ محادثاتك هنا لتعود إليها متى شئت.";
    write_message => "Write a message", "اكتب رسالة";
    ticket_received(number: &str) => format!("Received, #{number}"), format!("تم الاستلام، رقم {number}");
    received_word => "Received, #", "تم الاستلام، رقم ";
    not_sent_yet => "Not sent yet", "لم تُرسل بعد";
    try_now => "Try again", "إعادة المحاولة";
    not_sent => "Not sent.", "لم تُرسل.";
    offline => "You're offline.", "أنت غير متصل بالإنترنت.";
    offline_more => "We'll send your messages when you're back.", "سنرسل رسائلك عند عودة الاتصال.";
    remove => "Remove", "إزالة";
    upload_progress => "Upload progress", "تقدّم الرفع";
    kilobytes(figure: &str) => format!("{figure} kB"), format!("{figure} ك.ب");
    megabytes(figure: &str) => format!("{figure} MB"), format!("{figure} م.ب");

    shop_menu => "Shop", "المتجر";
    shop_kettles => "Kettles", "غلايات";
    shop_grinders => "Grinders", "مطاحن";
    shop_beans => "Coffee beans", "حبوب القهوة";
    shop_bag => "Bag", "سلة التسوق";
    shop_product => "K2 kettle", "غلاية K2";
    shop_price => "€129", "129 يورو";
    shop_words => "A precise pour. Holds the temperature you set for as long as you chat. 0.9 litres, steel, repairable with a single screwdriver.", "صبّ دقيق. تحافظ على درجة الحرارة التي تختارها مهما طال الحديث. سعة 0.9 لتر، من الفولاذ، ويمكن إصلاحها بمفك واحد.";
    shop_buy => "Add to bag", "أضف إلى السلة";
    shop_sent => "Ships today, arrives Thursday", "تُشحن اليوم وتصل الخميس";
    shop_return => "30 days to change your mind", "إرجاع خلال 30 يومًا";
    shop_parts => "Every part sold separately", "كل قطعة متوفرة على حدة";
    shop_demo => "This is a demo shop on a different website. The button in the corner opens the chat.", "هذا متجر تجريبي على موقع آخر. الزر في الزاوية يفتح الدردشة.";

    mailbox => "Mailbox", "صندوق البريد";
    mailbox_more => "No mail server is configured, so emails are captured here instead of being sent.", "لم يُضبط خادم بريد، لذا تُحفظ الرسائل هنا بدلًا من إرسالها.";
    mailbox_empty_title => "No emails yet", "لا رسائل بعد";
    mailbox_empty => "Contact us through the portal or the chat, and the emails will appear here.", "راسلنا عبر البوابة أو الدردشة، وستظهر الرسائل هنا.";
    mailbox_to(mail: &str) => format!("to {mail}"), format!("إلى {}", lang.isolate(mail));
}
