//! File chips.

use leptos::prelude::*;
use model::message::{Attachment, Picture};

use crate::shell::Reader;
use crate::words::Lang;

/// A file that came with a message: its name, its size, and the way to it.
pub(crate) fn file(reader: &Reader<'_>, attachment: &Attachment) -> impl IntoView + use<> {
    let icon = if attachment.is_image { "image" } else { "file" };
    view! {
        <a class="file" href=format!("/files/{}", attachment.id) download=attachment.name.clone()>
            {super::icon(reader, icon)}
            <span><b><bdi>{attachment.name.clone()}</bdi></b>" "<small>{size(reader.lang, attachment.bytes)}</small></span>
        </a>
    }
}

/// A picture that came with a message, and by itself when it is pressed: the browser opens and closes that without a script.
pub(crate) fn picture(reader: &Reader<'_>, attachment: &Attachment, shown: Picture) -> impl IntoView + use<> {
    let (lang, id, name) = (reader.lang, attachment.id, &attachment.name);
    let alone = format!("picture-{id}");
    let end = view! {
        <div class="line line--apart">
            {file(reader, attachment)}
            <button class="button" type="button" popovertarget=alone.clone() popovertargetaction="hide">{lang.close()}</button>
        </div>
    };
    let label = lang.picture_open(name);
    let large = view! { <img src=format!("/files/{id}/large") alt=name.clone() loading="lazy" decoding="async"/> };
    let (width, height) = (shown.width.to_string(), shown.height.to_string());
    let small = view! { <img src=format!("/files/{id}/small") width=width height=height alt=name.clone() loading="lazy" decoding="async"/> };
    view! {
        <button class="picture" type="button" popovertarget=alone.clone() aria-label=label>{small}</button>
        <div class="picture-alone" id=alone popover="auto" role="dialog" aria-label=name.clone()>{large}{end}</div>
    }
}

/// "96 kB", "1.2 MB".
pub(crate) fn size(lang: Lang, bytes: i64) -> String {
    let bytes = bytes.max(0);
    if bytes < 1_000_000 {
        return lang.kilobytes(&((bytes + 999) / 1000).to_string());
    }
    let tenths = bytes / 100_000;
    lang.megabytes(&format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        let check = |bytes, expected: &str| assert_eq!(size(Lang::En, bytes), expected);
        check(0, "0 kB");
        check(1, "1 kB");
        check(96_000, "96 kB");
        check(1_250_000, "1.2 MB");
        check(10_485_760, "10.4 MB");
        assert_eq!(size(Lang::Ar, 1_250_000), "1.2 م.ب");
    }
}
