//! Sentences that islands show by themselves.

use super::sentences;

sentences! { plain, lang:
    choice_pending => "Press Enter to save or Escape to cancel.", "اضغط Enter للحفظ أو Escape للإلغاء.";
    choice_waiting => "Not saved yet. We'll keep trying.", "لم يُحفظ بعد. سنواصل المحاولة.";
    list_no_match => "No tickets in this list match.", "لا توجد تذاكر مطابقة في هذه القائمة.";
    list_clear => "Clear search", "مسح البحث";
    list_may_have_changed => "Refresh the list", "تحديث القائمة";
    keys_switch => "Use single-key shortcuts", "استخدام اختصارات المفتاح الواحد";
    note_label => "Internal note, visible to your team", "ملاحظة داخلية يراها فريقك فقط";
    copy => "Copy", "نسخ";
    copied => "Copied", "تم النسخ";
}
