//! The portal's sentences.

use super::sentences;

sentences! { plain, lang:
    skip => "Skip to main content", "الانتقال إلى المحتوى الرئيسي";
    main_menu => "Main", "القائمة الرئيسية";
    help => "Help", "المساعدة";
    my_tickets => "My tickets", "طلباتي";
    help_of(site: &str) => format!("{site} Help"), format!("مركز مساعدة {}", lang.isolate(site));
    footer_of(site: &str) => format!("{site} Support. Powered by Porchlight"), format!("دعم {}. يعمل بنظام {}", lang.isolate(site), lang.isolate("Porchlight"));
    your_account => "Your account", "حسابك";
    account_of(name: &str) => format!("Your account, {name}"), format!("حسابك، {}", lang.isolate(name));
    sign_in => "Sign in", "تسجيل الدخول";
    sign_out => "Sign out", "تسجيل الخروج";
    breadcrumb => "Breadcrumb", "مسار التنقل";
    optional => "optional", "اختياري";
    close => "Close", "إغلاق";
    picture_open(name: &str) => format!("Open picture {}", lang.isolate(name)), format!("فتح الصورة {}", lang.isolate(name));

    home_title => "How can we help?", "كيف يمكننا مساعدتك؟";
    popular_articles => "Suggested articles:", "مقالات مقترحة:";
    topics => "Topics", "التصنيفات";
    not_found_it => "Can't find it? Message us. A real person will reply.", "لم تجد ما تبحث عنه؟ راسلنا وسيرد عليك أحد أفراد فريقنا.";
    contact_us => "Contact us", "تواصل معنا";
    topic_empty_title => "No articles here yet", "لا مقالات هنا بعد";
    topic_empty => "Contact us and we'll help.", "تواصل معنا وسنساعدك.";
    faq_empty_title => "No articles yet", "لا مقالات بعد";
    faq_empty => "Contact us and we'll help.", "تواصل معنا وسنساعدك.";
    still_need_help => "Still need help?", "هل ما زلت بحاجة إلى مساعدة؟";
    changed_on(date: &str) => format!("Updated {date}"), format!("آخر تحديث: {date}");
    read_next => "Related articles", "مقالات ذات صلة";
    comma => ", ", "، ";
    more => "More", "المزيد";
    answer_not_enough => "Didn't answer your question?", "لم تجد إجابة عن سؤالك؟";
    answer_not_enough_more => "Tell us what's different.", "أخبرنا بما يختلف في حالتك.";

    tickets_empty_title => "No tickets yet", "لا طلبات بعد";
    tickets_empty => "Your requests and our replies will appear here.", "ستظهر هنا طلباتك وردودنا عليها.";
    said(name: &str, words: &str) => format!("{name}: {words}"), format!("{}: {}", lang.isolate(name), lang.isolate(words));
    asks_whether_solved(name: &str) => format!("{name} asked if this is solved"), format!("سؤال من {}: هل حُلّت المشكلة؟", lang.isolate(name));
    we_ask_whether_solved => "We asked if this is solved", "سألناك إن كانت المشكلة قد حُلّت";

    ticket_status => "Status", "الحالة";
    since(when: &str) => format!("since {when}"), format!("منذ {when}");
    once_you_confirm => "once you confirm", "بعد تأكيدك";
    your_turn => "We're waiting for your reply.", "نحن بانتظار ردّك.";
    waits_for_you(name: &str) => format!("{name} is waiting for your reply."), format!("{} بانتظار ردّك.", lang.isolate(name));
    expect_first => "We usually reply within {half}, and nine times out of ten within {most}.", "نرد عادة خلال {half}، وفي تسع حالات من كل عشر خلال {most}.";
    expect_half => "We usually reply within {half}.", "نرد عادة خلال {half}.";
    expect_back(when: &str) => format!("We're closed right now and will reply when we're back, {when}."), format!("نحن خارج ساعات العمل الآن، وسنرد عند عودتنا {when}.");
    conversation => "Conversation", "المحادثة";
    by_mail => "via email", "عبر البريد الإلكتروني";
    from_widget => "via chat", "عبر الدردشة";
    from_portal => "via portal", "عبر البوابة";
    your_reply => "Your reply", "ردّك";
    your_reply_to(name: &str) => format!("Your reply to {name}"), format!("ردّك على {}", lang.isolate(name));
    write_to(name: &str) => format!("Message {name}"), format!("اكتب إلى {}", lang.isolate(name));
    add_message => "Add a message", "أضف رسالة";
    goes_to(name: &str) => format!("Goes straight to {name}"), format!("تصل رسالتك إلى {} مباشرة", lang.isolate(name));
    add_file => "Attach files", "إرفاق ملفات";
    files_kept => "Already attached. Untick to remove.", "مرفقة بالفعل. ألغِ التحديد للإزالة.";
    add_files_hint => "Up to five files, 10 MB each", "حتى خمسة ملفات، 10 ميغابايت لكل ملف";
    send => "Send", "إرسال";
    someone => "Someone", "أحد أفراد الفريق";
    typing_word => "is typing…", "يكتب الآن…";
    state_sending => "Sending…", "جارٍ الإرسال…";
    state_kept => "Not sent yet. We'll send it when you're back online.", "لم تُرسل بعد. سنرسلها عند عودة الاتصال.";

    solved_question => "Did this solve it?", "هل حُلّت مشكلتك؟";
    solved_question_more => "You can reopen it any time by replying.", "يمكنك إعادة فتح الطلب في أي وقت بالرد عليه.";
    solved_yes => "Yes, close it", "نعم، أغلق الطلب";
    solved_no => "No, I still need help", "لا، ما زلت بحاجة إلى مساعدة";
    rate_question => "How did we do?", "كيف تقيّم خدمتنا؟";
    reason => "Anything you'd like to add?", "هل تود إضافة شيء؟";
    reopen => "Reopen ticket", "إعادة فتح الطلب";
    closed_thanks => "Thanks, this ticket is closed.", "شكرًا لك، أُغلق هذا الطلب.";
    closed_rated(rating: &str) => format!("You rated us {rating}."), format!("تقييمك لنا: {rating}.");

    about_ticket => "About this ticket", "عن هذا الطلب";
    your_contact => "Your contact", "المسؤول عن طلبك";
    nobody_yet => "No one is assigned yet.", "لم يُسند طلبك إلى أحد بعد.";
    number => "Number", "الرقم";
    topic => "Topic", "التصنيف";
    sent_via => "Sent via", "أُرسل عبر";
    via_widget => "chat", "الدردشة";
    via_portal => "portal", "البوابة";
    via_mail => "email", "البريد الإلكتروني";
    via_desk => "our team", "فريقنا";
    mail_updates => "Email updates", "التحديثات بالبريد الإلكتروني";
    answers_go_to(mail: &str) => format!("We'll also email replies to {mail}."), format!("سنرسل الردود أيضًا إلى {}.", lang.isolate(mail));
    answers_go_to_claimed(mail: &str) => format!("We'll also email replies to {mail}. Check your inbox and confirm it's yours."), format!("سنرسل الردود أيضًا إلى {}. افتح بريدك وأكّد أن العنوان لك.", lang.isolate(mail));
    mail_for_answers => "Add your email to get replies there too.", "أضف بريدك الإلكتروني لتصلك الردود عليه أيضًا.";
    mail_address => "Email address", "البريد الإلكتروني";
    mail_where => "Where should we reply?", "على أي بريد نرد عليك؟";
    mail_where_more(presence: &str) => format!("We've got your message. Leave your email and we'll reply there. {presence}."), format!("وصلتنا رسالتك. اترك بريدك وسنرد عليك عبره. {presence}.");
    mail_where_soon => "We've got your message. Add your email and we'll reply there too.", "وصلتنا رسالتك. أضف بريدك وسنرد عليك عبره أيضًا.";
    mail_send => "Email me the reply", "أرسلوا الرد إلى بريدي";

    new_ticket => "Contact us", "تواصل معنا";
    new_ticket_more => "A real person will read it. You'll get a number and can follow every step.", "سيقرأ رسالتك أحد أفراد فريقنا. ستحصل على رقم لمتابعة طلبك خطوة بخطوة.";
    subject => "Subject", "الموضوع";
    subject_hint => "In a few words, what's this about?", "بكلمات قليلة، ما موضوع رسالتك؟";
    message => "Message", "الرسالة";
    message_hint => "What happened, and what did you expect? Photos help.", "ماذا حدث، وماذا كنت تتوقع؟ الصور تساعدنا.";
    your_name => "Your name", "اسمك";
    mail_hint => "We'll send our reply and a link to your ticket here.", "سنرسل ردّنا ورابط طلبك إلى هذا العنوان.";
    topic_none => "Something else", "أخرى";
    send_ticket => "Send", "إرسال";
    what_happens_next => "What happens next", "الخطوات التالية";
    next_received => "You'll get a ticket number straight away.", "ستحصل على رقم طلبك فورًا.";
    next_answer => "We'll reply here and by email.", "سنرد هنا وبالبريد الإلكتروني.";
    next_closing => "You decide when it's solved.", "أنت من يقرر متى حُلّت المشكلة.";

    sign_in_title => "See your tickets", "اطّلع على طلباتك";
    sign_in_more => "We'll email you a sign-in link. No password needed.", "سنرسل رابط تسجيل الدخول إلى بريدك. لا حاجة إلى كلمة مرور.";
    sign_in_send => "Send me the link", "أرسلوا لي الرابط";
    link_sent_title => "Check your email", "افتح بريدك الإلكتروني";
    link_sent(mail: &str) => format!("If there are tickets for {mail}, we've sent a sign-in link."), format!("إذا كانت هناك طلبات باسم {}، فقد أرسلنا إليه رابط تسجيل الدخول.", lang.isolate(mail));
    link_sent_more(span: &str) => format!("It works once and expires in {span}. Can't see it? Check your spam folder or try again."), format!("يعمل مرة واحدة وتنتهي صلاحيته بعد {span}. لم يصلك؟ ابحث في الرسائل غير المرغوب فيها أو حاول مرة أخرى.");
    another_address => "Use another address", "استخدام عنوان آخر";
    link_ready_title => "Continue to your tickets", "المتابعة إلى طلباتك";
    link_ready_more => "This step keeps email scanners from using up your link.", "تمنع هذه الخطوة برامج فحص البريد من استهلاك رابطك.";
    link_ready_open => "Continue", "متابعة";
    link_spent_title => "This link has expired or was already used", "انتهت صلاحية هذا الرابط أو استُخدم من قبل";
    link_spent_more => "We can email you a new one.", "يمكننا أن نرسل إليك رابطًا جديدًا.";
    link_again => "Send me a new link", "أرسلوا لي رابطًا جديدًا";

    not_found_title => "Page not found", "الصفحة غير موجودة";
    signed_out_title => "Sign in to continue", "سجّل الدخول للمتابعة";
    broken_title => "Something went wrong", "حدث خطأ ما";
    to_help => "Go to help centre", "الانتقال إلى مركز المساعدة";
    to_desk => "Back to the inbox", "العودة إلى صندوق الوارد";
    words_kept_title => "Your message hasn't been sent", "لم تُرسل رسالتك";
    words_kept => "It's still here. Open another tab and sign in, then send it from this one.", "ما زالت هنا. سجّل الدخول في علامة تبويب أخرى ثم أرسلها من جديد.";
    words_send_again => "Send again", "أرسل من جديد";
    also_sent => "Sent from another device with your email address", "أُرسل من جهاز آخر ببريدك الإلكتروني";
}
