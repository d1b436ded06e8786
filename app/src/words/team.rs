//! The sentences of the team and of one's own account.

use super::sentences;

sentences! { plain, lang:
    team => "Team", "الفريق";
    team_more => "The people who reply to your customers. Everyone here can open every ticket and change settings.", "من يردّون على عملائك. كل عضو هنا يستطيع فتح جميع التذاكر وتغيير الإعدادات.";
    team_members => "Members", "الأعضاء";
    team_you => "You", "أنت";
    team_active => "Active", "نشط";
    team_disabled => "Disabled", "معطّل";
    team_invited => "Invited", "مدعوّ";
    team_expired => "Expired", "منتهية";
    team_no_password => "No password yet. They can set one with “Forgot your password?” on the sign-in page.", "لا كلمة مرور بعد. يمكن تعيينها من «نسيت كلمة المرور؟» في صفحة تسجيل الدخول.";
    team_disable => "Disable", "تعطيل";
    team_disable_who(name: &str) => format!("Disable {name}"), format!("تعطيل حساب {}", lang.isolate(name));
    team_enable => "Enable", "تفعيل";
    team_enable_who(name: &str) => format!("Enable {name}"), format!("تفعيل حساب {}", lang.isolate(name));
    team_disable_title(name: &str) => format!("Disable {name}?"), format!("هل تريد تعطيل حساب {}؟", lang.isolate(name));
    team_disable_more => "They'll be signed out everywhere right away and can't sign in until someone enables their account again. Invitations they sent will stop working. Their tickets stay assigned to them, and their replies keep their name.", "سيُسجَّل خروجه فورًا من كل الأجهزة ولن يتمكن من تسجيل الدخول حتى يعيد أحد تفعيل حسابه. وتُلغى الدعوات التي أرسلها. تبقى تذاكره مُسندة إليه وردوده باسمه.";
    team_disable_self_title => "Disable your own account?", "هل تريد تعطيل حسابك أنت؟";
    team_disable_self_more => "You'll be signed out everywhere right away. Only a teammate can let you back in. Invitations you sent will stop working. Your tickets stay assigned to you, and your replies keep your name.", "سيُسجَّل خروجك فورًا من كل الأجهزة، ولن يستطيع إعادتك إلا أحد زملائك. وتُلغى الدعوات التي أرسلتها. تبقى تذاكرك مُسندة إليك وردودك باسمك.";
    team_disable_self => "Disable my account", "تعطيل حسابي";
    team_keep => "Cancel", "إلغاء";
    team_was_disabled => "Disabled. They've been signed out everywhere.", "تم التعطيل، وسُجِّل الخروج من كل الأجهزة.";
    team_was_enabled => "Enabled. They can sign in again with their password.", "تم التفعيل، ويمكن تسجيل الدخول من جديد بكلمة المرور نفسها.";
    disabled_agent(name: &str) => format!("{name} (disabled)"), format!("{} (معطّل)", lang.isolate(name));

    invitations => "Invitations", "الدعوات";
    invitations_more => "Not accepted yet. Sending an invitation again creates a new link, and the old one stops working.", "دعوات لم تُقبل بعد. إعادة الإرسال تُنشئ رابطًا جديدًا ويتوقف الرابط القديم عن العمل.";
    invited_by(name: &str) => format!("Invited by {name}"), format!("بدعوة من {}", lang.isolate(name));
    invitation_until => "Link expires on", "تنتهي صلاحية الرابط في";
    invitation_over => "Link expired on", "انتهت صلاحية الرابط في";
    invite_again => "Send again", "إعادة الإرسال";
    invite_again_who(mail: &str) => format!("Send the invitation to {mail} again"), format!("إعادة إرسال الدعوة إلى {}", lang.isolate(mail));
    invite_new_link => "New link", "رابط جديد";
    invite_new_link_who(mail: &str) => format!("Make a new link for {mail}"), format!("إنشاء رابط جديد من أجل {}", lang.isolate(mail));
    invite_withdraw => "Withdraw", "سحب الدعوة";
    invite_withdraw_who(mail: &str) => format!("Withdraw the invitation to {mail}"), format!("سحب الدعوة الموجهة إلى {}", lang.isolate(mail));
    invite_title => "Invite a teammate", "دعوة زميل";
    invite_more => "They'll get an email with a link to choose their name and password. The link works once and expires in 7 days.", "ستصله رسالة فيها رابط لاختيار اسمه وكلمة مروره. يعمل الرابط مرة واحدة وتنتهي صلاحيته بعد 7 أيام.";
    invite_send => "Send invitation", "إرسال الدعوة";
    invite_make_link => "Create invitation link", "إنشاء رابط دعوة";
    invite_no_mail => "Email isn't set up on this server, so we can't send invitations. Create a link here and pass it on yourself. To send email, set smtp_host in the configuration.", "البريد الإلكتروني غير مُعدّ على هذا الخادم، لذا لا يمكننا إرسال الدعوات. أنشئ رابطًا هنا وأرسله بنفسك. لإرسال البريد عيّن smtp_host في الإعدادات.";
    invite_sent => "Invitation sent.", "أُرسلت الدعوة.";
    invite_withdrawn => "Invitation withdrawn. Its link no longer works.", "سُحبت الدعوة ولم يعد رابطها يعمل.";
    invite_link_for(mail: &str) => format!("Invitation link for {mail}"), format!("رابط الدعوة الخاص بـ {}", lang.isolate(mail));
    invite_link_once => "Copy it now and send it to them yourself; we show it only once. It works once and expires in 7 days. Anyone who has it can join your team.", "انسخه الآن وأرسله بنفسك، فلن نعرضه مرة أخرى. يعمل مرة واحدة وتنتهي صلاحيته بعد 7 أيام. كل من لديه الرابط يستطيع الانضمام إلى فريقك.";
    invite_link_gone => "The link can't be shown again. Use “New link” to get another.", "لا يمكن عرض الرابط مرة أخرى. استخدم «رابط جديد» للحصول على غيره.";

    joining_title => "Join the team", "الانضمام إلى الفريق";
    joining_more(by: &str) => format!("{by} invited you. Choose the name your customers will see, and a password."), format!("دعاك {} إلى الانضمام. اختر الاسم الذي سيراه العملاء وكلمة مرور.", lang.isolate(by));
    joining_as => "You'll sign in with", "ستسجّل الدخول بهذا البريد";
    link_over_title => "This link no longer works", "لم يعد هذا الرابط يعمل";
    invitation_link_over => "It has expired, was already used, or was replaced by a newer one. Ask whoever invited you for a new link. Setting up the first account? Restart Porchlight to get a new link.", "انتهت صلاحيته أو استُخدم من قبل أو حلّ محله رابط أحدث. اطلب رابطًا جديدًا ممن دعاك. هل تُعدّ الحساب الأول؟ أعد تشغيل Porchlight للحصول على رابط جديد.";
    password_link_over => "It has expired, was already used, or was replaced. You can ask for a new one.", "انتهت صلاحيته أو استُخدم من قبل أو استُبدل. يمكنك طلب رابط جديد.";

    forgotten => "Forgot your password?", "نسيت كلمة المرور؟";
    forgotten_title => "Reset your password", "إعادة تعيين كلمة المرور";
    forgotten_more => "Enter the email address you sign in with. We'll send you a link to choose a new password.", "أدخل البريد الإلكتروني الذي تسجّل الدخول به. سنرسل إليك رابطًا لاختيار كلمة مرور جديدة.";
    forgotten_no_mail => "Email isn't set up, so the link won't reach your inbox. Ask whoever runs this server to open it from the server's mailbox page.", "البريد الإلكتروني غير مُعدّ، لذا لن يصل الرابط إلى بريدك. اطلب ممن يدير هذا الخادم أن يفتحه من صفحة صندوق البريد على الخادم.";
    forgotten_send => "Send link", "إرسال الرابط";
    forgotten_sent_title => "Check your email", "تحقق من بريدك الإلكتروني";
    forgotten_sent(mail: &str) => format!("If an account uses {mail}, we've sent a link to it. It works once and expires in 30 minutes."), format!("إذا كان هناك حساب يستخدم {} فقد أرسلنا إليه رابطًا. يعمل مرة واحدة وتنتهي صلاحيته بعد 30 دقيقة.", lang.isolate(mail));
    back_to_sign_in => "Back to sign in", "العودة إلى تسجيل الدخول";
    new_password_title => "Choose a new password", "اختيار كلمة مرور جديدة";
    new_password_more => "You'll be signed out everywhere else.", "سيُسجَّل خروجك من كل الأجهزة الأخرى.";
    new_password => "New password", "كلمة المرور الجديدة";
    new_password_save => "Save and sign in", "حفظ وتسجيل الدخول";

    account => "Your account", "حسابك";
    account_mail => "You sign in with", "تسجّل الدخول بالبريد";
    account_name => "Your name", "اسمك";
    account_name_hint => "Customers see it on your replies. Earlier replies keep the name they were sent with.", "يراه العملاء على ردودك. تبقى الردود السابقة بالاسم الذي أُرسلت به.";
    account_name_saved => "Saved. New replies will show this name.", "تم الحفظ. سيظهر هذا الاسم على ردودك الجديدة.";
    account_picture => "Profile picture", "الصورة الشخصية";
    account_picture_hint => "Customers see it next to your name. JPEG, PNG, GIF or WebP; we crop it to a square.", "يراها العملاء بجانب اسمك. JPEG أو PNG أو GIF أو WebP، ونقصّها إلى مربع.";
    account_picture_save => "Save picture", "حفظ الصورة";
    account_picture_saved => "Saved. This picture now appears next to your name, on earlier replies too.", "تم الحفظ. تظهر هذه الصورة الآن بجانب اسمك، وفي الردود السابقة أيضًا.";
    account_picture_remove => "Remove picture", "إزالة الصورة";
    account_picture_removed => "Picture removed. Your initials are shown instead.", "أُزيلت الصورة، وتظهر الأحرف الأولى من اسمك بدلًا منها.";
    account_password => "Password", "كلمة المرور";
    account_password_more => "Changing it signs you out everywhere else.", "تغييرها يسجّل خروجك من كل الأجهزة الأخرى.";
    account_present => "Current password", "كلمة المرور الحالية";
    account_password_save => "Change password", "تغيير كلمة المرور";
    account_password_saved => "Password changed. You've been signed out everywhere else.", "تم تغيير كلمة المرور، وسُجِّل خروجك من كل الأجهزة الأخرى.";
    account_language => "Language", "اللغة";
    account_language_more => "The language of the desk wherever you sign in, and of the emails we send you.", "لغة مكتب الدعم أينما سجّلت الدخول، ولغة الرسائل التي نرسلها إليك.";
    account_language_saved => "Language saved", "حُفظت اللغة";
}
