//! The widget's sentences, and those of the demo pages.

use super::sentences;

sentences! { plain, lang:
    chat_of(site: &str) => format!("Help from {site}"), format!("مساعدة من {}", lang.isolate(site));
    launcher_title => "Help", "مساعدة";
    launcher_open => "Open help", "افتح المساعدة";
    launcher_close => "Close help", "أغلق المساعدة";
    new_answer => "New answer", "إجابة جديدة";
    launcher_unread => "New answers: {n}", "إجابات جديدة: {n}";
    close_chat => "Close the chat", "أغلق الدردشة";
    back => "Back", "رجوع";
    good_day => "Hello", "مرحبًا";
    hello_ask => "Hello. What is it about? A photo often says it fastest.", "مرحبًا. عمّ يدور الأمر؟ الصورة غالبًا أسرع.";
    replies_in(span: &str) => format!("Replies in about {span}"), format!("الرد خلال {span} تقريبًا");
    your_conversations => "Your conversations", "محادثاتك";
    people_ask => "People often ask", "أسئلة متكررة";
    chat_empty => "Write, and the conversation stays here, also tomorrow.", "اكتب، وتبقى المحادثة هنا، غدًا أيضًا.";
    write_message => "Write a message", "اكتب رسالة";
    write_question => "Write your question", "اكتب سؤالك";
    ticket_received(number: &str) => format!("Ticket {number}, received"), format!("الطلب {number}، استُلم");
    ticket_received_word => "Ticket", "الطلب";
    received_word => "received", "استُلم";
    kept_here => "Kept here, not sent yet", "محفوظ هنا ولم يُرسل بعد";
    try_now => "Try now", "حاول الآن";
    not_sent => "Not sent", "لم يُرسل";
    offline => "You are offline.", "أنت غير متصل.";
    offline_more => "What you write is kept and goes out by itself.", "ما تكتبه محفوظ ويُرسل وحده.";
    take_away => "Take it away", "أزله";
    sent_so_far => "Sent so far", "ما أُرسل حتى الآن";
    kilobytes(figure: &str) => format!("{figure} kB"), format!("{figure} ك.ب");
    megabytes(figure: &str) => format!("{figure} MB"), format!("{figure} م.ب");
    closed_opens => "A closed ticket opens again when you write.", "يُفتح الطلب المغلق من جديد عندما تكتب.";
    short_yes => "Yes", "نعم";

    shop_menu => "Shop", "المتجر";
    shop_kettles => "Kettles", "غلايات";
    shop_grinders => "Grinders", "مطاحن";
    shop_beans => "Beans", "حبوب";
    shop_bag => "Bag", "الحقيبة";
    shop_product => "K2 kettle", "غلاية K2";
    shop_price => "129 €", "129 يورو";
    shop_words => "Pours like a pencil. Holds the degree that you set, for as long as you talk. 0.9 litres, steel, repairable with one screwdriver.", "تصب كالقلم. وتحفظ الدرجة التي تختارها ما دمت تتحدث. 0.9 لتر من الفولاذ، وتُصلَح بمفك واحد.";
    shop_buy => "Add to the bag", "أضفها إلى الحقيبة";
    shop_sent => "Leaves today, arrives Thursday", "تُرسل اليوم وتصل الخميس";
    shop_return => "Thirty days to change your mind", "ثلاثون يومًا لتغيير رأيك";
    shop_parts => "Every part sold singly", "كل قطعة تباع منفردة";
    shop_demo => "This is a demo shop on another origin. The lamp in the corner is the widget.", "هذا متجر تجريبي على أصل آخر. المصباح في الزاوية هو الأداة.";

    mailbox => "Mailbox", "صندوق البريد";
    mailbox_more => "No mail server is set, so every letter is caught here instead of being sent.", "لم يُضبط خادم بريد، لذا تُحفظ كل رسالة هنا بدل إرسالها.";
    mailbox_empty_title => "No letter yet", "لا رسائل بعد";
    mailbox_empty => "Write to us in the portal or the chat; the letters arrive here.", "اكتب إلينا في البوابة أو الدردشة؛ تصل الرسائل هنا.";
    mailbox_to(mail: &str) => format!("to {mail}"), format!("إلى {}", lang.isolate(mail));
}
