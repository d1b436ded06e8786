//! The demo shop: a page on another origin that carries the widget by the very line that a site owner would paste.

use leptos::prelude::*;

use crate::document::{self, Document, Islands};
use crate::shell::{Reader, Shell};
use crate::ui;

/// The shop page with the script line in it. The line is ours (`server` writes it), so it is put in as it is.
pub fn shop(shell: &Shell<'_>, script_tag: &str) -> String {
    let lang = shell.lang;
    // The shop is on another origin, from which the sprite cannot be used: it carries its icons itself.
    let reader = Reader { icons: "", ..shell.reader() };
    let page = document::render(&shell.look(), shell.nonce, || {
        let promises: Vec<_> = [("parcel", lang.shop_sent()), ("return", lang.shop_return()), ("wrench", lang.shop_parts())]
            .map(|(icon, words)| view! { <li>{ui::icon(&reader, icon)}{words}</li> })
            .into_iter()
            .collect();
        let body = view! {
            <body class="shop">
                {ui::sprite(&["parcel", "return", "wrench", "bag"])}
                <header class="page shop__bar">
                    <a href="/"><bdi>{shell.site.name.to_uppercase()}</bdi></a>
                    <nav aria-label=lang.shop_menu()><a href="/">{lang.shop_kettles()}</a><a href="/">{lang.shop_grinders()}</a><a href="/">{lang.shop_beans()}</a></nav>
                    <a href="/">{ui::icon(&reader, "bag")}<span class="hidden-words">{lang.shop_bag()}</span></a>
                </header>
                <main class="page shop__main">
                    <div class="shop__picture">
                        <svg viewBox="0 0 320 260" fill="none" stroke="currentColor" stroke-width="5" stroke-linejoin="round" stroke-linecap="round" role="img" aria-label=lang.shop_product()>
                            <path d="M118 74h84l26 128a10 10 0 0 1-10 12H102a10 10 0 0 1-10-12z"></path>
                            <path d="M118 74c4-20 20-30 42-30s38 10 42 30zM150 44v-12h20v12"></path>
                            <path d="M102 168C62 164 46 130 44 96l22-3c2 22 14 40 44 46M209 104c40-18 66 8 58 44-6 26-30 38-50 36"></path>
                            <path d="M84 232h152" stroke-width="10"></path>
                        </svg>
                    </div>
                    <div class="shop__words">
                        <h1>{lang.shop_product()}</h1>
                        <p class="shop__price">{lang.shop_price()}</p>
                        <p class="soft">{lang.shop_words()}</p>
                        <button class="button button--wide" type="button">{lang.shop_buy()}</button>
                        <ul class="shop__list">{promises}</ul>
                        <p class="faint small">{lang.shop_demo()}</p>
                    </div>
                </main>
            </body>
        }
        .into_any();
        Document {
            title: format!("{} · {}", lang.shop_product(), shell.site.name),
            css: shell.assets.shop_css.clone(),
            head: ().into_any(),
            islands: Islands::None,
            body,
        }
    });
    page.replacen("</body>", &format!("{script_tag}</body>"), 1)
}
