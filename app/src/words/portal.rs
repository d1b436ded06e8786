//! The portal's sentences.

use super::sentences;

sentences! { plain, lang:
    skip => "Skip to the content", "انتقل إلى المحتوى";
    main_menu => "Main", "القائمة الرئيسية";
    help => "Help", "المساعدة";
    my_tickets => "My tickets", "طلباتي";
    help_of(site: &str) => format!("{site} Help"), format!("مساعدة {}", lang.isolate(site));
    footer_of(site: &str) => format!("Help for {site}, answered with Porchlight"), format!("مساعدة {}، بواسطة {}", lang.isolate(site), lang.isolate("Porchlight"));
    your_account => "Your account", "حسابك";
    account_of(name: &str) => format!("Your account, {name}"), format!("حسابك، {}", lang.isolate(name));
    sign_in => "Sign in", "تسجيل الدخول";
    sign_out => "Sign out", "تسجيل الخروج";
    where_you_are => "Where you are", "أين أنت";
    optional => "if you like", "إن شئت";
    what_happened => "This needs another look", "هذا يحتاج إلى نظرة أخرى";
    close => "Close", "أغلق";

    home_title => "What can we help with?", "بماذا نساعدك؟";
    often_asked => "Often asked:", "يُسأل كثيرًا:";
    topics => "Topics", "المواضيع";
    not_found_it => "Not found it? A person reads every message.", "لم تجدها؟ شخص حقيقي يقرأ كل رسالة.";
    write_to_us => "Write to us", "اكتب إلينا";
    answers_in_topic => "Answers", "الإجابات";
    topic_empty_title => "Nothing written here yet", "لا شيء هنا بعد";
    topic_empty => "Ask us, and the answer may stand here soon.", "اسألنا، وقد تجد الإجابة هنا قريبًا.";
    faq_empty_title => "No answers written yet", "لم تُكتب إجابات بعد";
    faq_empty => "Write to us; a person reads every message.", "اكتب إلينا؛ شخص حقيقي يقرأ كل رسالة.";
    ask_a_person => "Ask a person", "اسأل شخصًا";
    changed_on(date: &str) => format!("Last changed on {date}"), format!("آخر تعديل في {date}");
    read_next => "Read next", "اقرأ أيضًا";
    comma => ", ", "، ";
    more => "More", "المزيد";
    answer_not_enough => "Does this not answer it?", "ألا يجيب هذا عن سؤالك؟";
    answer_not_enough_more => "Tell us what is different for you.", "أخبرنا بما يختلف في حالتك.";

    tickets_empty_title => "No tickets yet", "لا طلبات بعد";
    tickets_empty => "When you write to us, your ticket and its answers stand here.", "عندما تكتب إلينا تجد طلبك وإجاباته هنا.";
    said(name: &str, words: &str) => format!("{name}: {words}"), format!("{}: {}", lang.isolate(name), lang.isolate(words));
    asks_whether_solved(name: &str) => format!("{name} asks whether this is solved"), format!("يسأل {} هل حُلّت المشكلة", lang.isolate(name));
    we_ask_whether_solved => "We ask whether this is solved", "نسأل هل حُلّت المشكلة";

    where_it_stands => "Where it stands", "أين وصل الطلب";
    since(when: &str) => format!("since {when}"), format!("منذ {when}");
    when_you_say_so => "when you say so", "حين تقول ذلك";
    your_turn => "It is your turn.", "الدور لك.";
    waits_for_you(name: &str) => format!("{name} waits for your answer."), format!("ينتظر {} ردّك.", lang.isolate(name));
    expect_first => "Most questions like yours get a first answer within {half}; nine in ten within {most}.", "تصل الإجابة الأولى على معظم الأسئلة المشابهة خلال {half}، وعلى تسعة من كل عشرة خلال {most}.";
    expect_next => "Once you reply, most questions like yours get the next answer within {half}; nine in ten within {most}.", "بعد ردّك تصل الإجابة التالية على معظم الأسئلة المشابهة خلال {half}، وعلى تسعة من كل عشرة خلال {most}.";
    conversation => "Conversation", "المحادثة";
    by_mail => "by mail", "بالبريد";
    from_widget => "from the chat", "من الدردشة";
    from_portal => "from the portal", "من البوابة";
    your_reply => "Your reply", "ردّك";
    your_reply_to(name: &str) => format!("Your reply to {name}"), format!("ردّك على {}", lang.isolate(name));
    write_to(name: &str) => format!("Write to {name}"), format!("اكتب إلى {}", lang.isolate(name));
    add_something => "Add something", "أضف شيئًا";
    gets_it_at_once(name: &str) => format!("{name} gets it at once"), format!("يصل إلى {} فورًا", lang.isolate(name));
    add_file => "Add a file", "أضف ملفًا";
    files_kept => "Here already. Untick a file to leave it out.", "محفوظ هنا. أزل علامة الملف الذي لا تريد إرساله.";
    add_files_hint => "Up to five files, 10 MB each", "حتى خمسة ملفات، 10 ميغابايت لكل منها";
    send => "Send", "أرسل";
    somebody => "Somebody", "أحدهم";
    typing_word => "is writing", "يكتب الآن";
    state_sending => "Sending", "قيد الإرسال";
    state_kept => "Kept here, not sent yet. It goes out by itself as soon as there is a connection.", "محفوظ هنا ولم يُرسل بعد. سيُرسل وحده حين يعود الاتصال.";
    state_draft => "Draft kept on this device", "المسودة محفوظة على هذا الجهاز";
    link_lost => "No connection, trying again", "لا اتصال، نحاول من جديد";
    new_message_below => "New message below", "رسالة جديدة في الأسفل";

    solved_question => "Did this solve it?", "هل حُلّت المشكلة؟";
    solved_question_more => "Only you can say. A closed ticket opens again when you reply.", "أنت وحدك من يقرر. يُفتح الطلب المغلق من جديد عندما ترد.";
    solved_yes => "Yes, it is solved", "نعم، حُلّت";
    solved_no => "Not yet", "ليس بعد";
    rate_question => "How was the help you got?", "كيف كانت المساعدة؟";
    reason => "A word of reason", "السبب في كلمة";
    missing => "What is missing?", "ما الذي ينقص؟";
    close_ticket => "Close the ticket", "أغلق الطلب";
    open_again => "Open it again", "افتحه من جديد";
    closed_thanks => "Closed, as you said. Thank you.", "أُغلق كما قلت. شكرًا لك.";
    closed_rated(rating: &str) => format!("You rated the help: {rating}."), format!("قيّمت المساعدة: {rating}.");
    closed_opens_again => "Write below and it opens again.", "اكتب في الأسفل فيُفتح من جديد.";

    about_ticket => "About this ticket", "عن هذا الطلب";
    who_helps => "Who helps you", "من يساعدك";
    nobody_yet => "Somebody will take it soon.", "سيتولاه أحدنا قريبًا.";
    number => "Number", "الرقم";
    topic => "Topic", "الموضوع";
    came_by => "Came", "وصل";
    follow_elsewhere => "Follow it elsewhere", "تابعه من مكان آخر";
    answers_go_to(mail: &str) => format!("Answers also go to {mail}. Reply there and it lands here."), format!("تصل الإجابات أيضًا إلى {}. ردّ هناك فيظهر ردّك هنا.", lang.isolate(mail));
    answers_go_to_claimed(mail: &str) => format!("Answers also go to {mail}. We wrote to it; open the link there once, so that we know it is yours."), format!("تصل الإجابات أيضًا إلى {}. كتبنا إليه؛ افتح الرابط هناك مرة واحدة لنتأكد أنه لك.", lang.isolate(mail));
    mail_for_answers => "Give a mail address, and answers reach you there too.", "أعطنا عنوان بريد لتصلك الإجابات هناك أيضًا.";
    mail_address => "Mail address", "عنوان البريد";
    mail_where => "Where shall the answer go?", "إلى أين نرسل الإجابة؟";
    mail_where_more(presence: &str) => format!("{presence}. Your message is kept; this is the same conversation."), format!("{presence}. رسالتك محفوظة؛ هذه المحادثة نفسها.");
    mail_send => "Send me the answer", "أرسلوا لي الإجابة";

    new_ticket => "Write to us", "اكتب إلينا";
    new_ticket_more => "A person reads it. You get a number and see every step.", "يقرؤها شخص حقيقي. تحصل على رقم وترى كل خطوة.";
    subject => "Subject", "العنوان";
    subject_hint => "What it is about, in a few words", "عمّ يدور الأمر في كلمات قليلة";
    message => "Message", "الرسالة";
    message_hint => "What happened, and what did you expect? A picture often says it fastest.", "ماذا حدث، وماذا كنت تتوقع؟ الصورة غالبًا أسرع.";
    your_name => "Your name", "اسمك";
    mail_hint => "For the answer, and a link to your ticket.", "للإجابة ورابط طلبك.";
    topic_none => "Something else", "شيء آخر";
    send_ticket => "Send it", "أرسله";
    what_happens_next => "What happens next", "ماذا يحدث بعد ذلك";
    next_received => "You see your ticket with its number at once.", "ترى طلبك برقمه فورًا.";
    next_answer => "The answer comes here and by mail.", "تصل الإجابة هنا وبالبريد.";
    next_closing => "It is solved when you say so.", "تُحلّ المشكلة حين تقول أنت ذلك.";

    sign_in_title => "See your tickets", "اطّلع على طلباتك";
    sign_in_more => "We send a link to your address. No password needed.", "نرسل رابطًا إلى عنوانك. لا حاجة إلى كلمة مرور.";
    sign_in_send => "Send me the link", "أرسلوا لي الرابط";
    link_sent_title => "Look into your mail", "انظر في بريدك";
    link_sent(mail: &str) => format!("If {mail} has tickets here, a link is on its way to it."), format!("إذا كانت لدى {} طلبات هنا، فالرابط في الطريق إليه.", lang.isolate(mail));
    link_sent_more => "It opens your tickets once and works for an hour. Nothing there? Look into the spam folder, or try again.", "يفتح طلباتك مرة واحدة ويصلح لساعة. لا شيء هناك؟ انظر في الرسائل غير المرغوبة أو حاول مرة أخرى.";
    another_address => "Use another address", "استخدم عنوانًا آخر";
    link_ready_title => "Open your tickets", "افتح طلباتك";
    link_ready_more => "One click, so that only you use this link up, not a mail program that looks at it.", "نقرة واحدة، كي لا يستهلك الرابط أحد غيرك ولا برنامج بريد يفحصه.";
    link_ready_open => "Open my tickets", "افتح طلباتي";
    link_spent_title => "This link is used up", "استُهلك هذا الرابط";
    link_spent_more => "It was opened before, or it is too old. Your tickets are all here.", "فُتح من قبل أو صار قديمًا. طلباتك كلها هنا.";
    link_again => "Send me a new link", "أرسلوا لي رابطًا جديدًا";

    refused_title => "This page is not here for you", "هذه الصفحة غير متاحة لك";
    broken_title => "That did not work", "لم ينجح ذلك";
    to_help => "To the help page", "إلى صفحة المساعدة";
    to_desk => "To the desk", "إلى المكتب";
    try_again => "Try again", "حاول مرة أخرى";
}
