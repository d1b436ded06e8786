//! The help pages: home, a topic, an article.

use leptos::prelude::*;
use model::article::{ArticleRow, ArticleView, CategoryView};
use model::outlook::Outlooks;

use crate::document::Islands;
use crate::shell::Shell;
use crate::ui::{self, Drawing, Place};
use crate::words::{self, Lang};

/// The portal's first page.
pub fn home(shell: &Shell<'_>, categories: &[CategoryView], outlooks: &Outlooks) -> String {
    let lang = shell.lang;
    ui::portal(shell, Place::Help, lang.help(), Islands::None, || {
        view! {
            <main id="main">
                {hero(shell, categories, outlooks)}
                <div class="page stack stack--large">
                    {ui::fault(&shell.reader(), shell.fault)}
                    {topics(shell, categories)}
                </div>
            </main>
        }
        .into_any()
    })
}

fn hero(shell: &Shell<'_>, categories: &[CategoryView], outlooks: &Outlooks) -> impl IntoView + use<> {
    let (lang, reader) = (shell.lang, shell.reader());
    let is_lit = outlooks.now().is_lit();
    let asked: Vec<_> = categories.iter().filter_map(|category| category.articles.first()).take(3).collect();
    let often =
        (!asked.is_empty()).then(|| view! { <p class="hero__try">{lang.popular_articles()}" "{listed(lang, &asked)}</p> });
    let mine = shell
        .me
        .is_some()
        .then(|| view! { <a class="button" href="/tickets">{ui::icon(&reader, "inbox")}{lang.my_tickets()}</a> });
    view! {
        <section class="hero page" data-lamp=if is_lit { "lit" } else { "off" } aria-labelledby="ask">
            <svg class="hero__lamp" viewBox="0 0 64 120" aria-hidden="true">
                <path class="hero__cord" d="M32 0v62"></path>
                <path class="hero__glass" d="M20 84h24l-4 22H24z"></path>
                <path class="hero__frame" d="M14.5 84l9-12.500a5 5 0 0 1 4-2h1.500v-6h6v6h1.500a5 5 0 0 1 4 2l9 12.500zM22 108.500h20a2.500 2.500 0 0 1 0 5H22a2.500 2.500 0 0 1 0-5z"></path>
            </svg>
            <h1 id="ask">{lang.home_title()}</h1>
            <div class="line">{ui::write_button(shell, "button button--primary")}{mine}</div>
            {often}
            {ui::still_presence(&reader, outlooks)}
        </section>
    }
}

fn listed(lang: Lang, articles: &[&ArticleRow]) -> AnyView {
    let links = articles.iter().enumerate().map(|(index, article)| {
        let comma = if index > 0 { lang.comma() } else { "" };
        view! { <span>{comma}</span><a href=format!("/articles/{}", article.slug)><bdi>{article.title.clone()}</bdi></a> }
    });
    links.collect::<Vec<_>>().into_any()
}

fn topics(shell: &Shell<'_>, categories: &[CategoryView]) -> AnyView {
    let (lang, reader) = (shell.lang, shell.reader());
    if categories.is_empty() {
        let write = ui::write_button(shell, "button");
        return ui::empty(Drawing::Lamp, lang.faq_empty_title(), lang.faq_empty(), write).into_any();
    }
    let topics: Vec<_> = categories
        .iter()
        .map(|category| {
            view! {
                <li>
                    <a class="topic" href=format!("/categories/{}", category.slug)>
                        {ui::icon(&reader, &category.icon)}
                        <strong><bdi>{category.name.clone()}</bdi></strong>
                        <span><bdi>{category.summary.clone()}</bdi></span>
                    </a>
                </li>
            }
        })
        .collect();
    view! {
        <section class="stack" aria-labelledby="topics">
            <h2 id="topics">{lang.topics()}</h2>
            <ul class="topics">{topics}</ul>
            <div class="line line--apart">
                <p class="soft">{lang.not_found_it()}</p>
                {ui::write_button(shell, "button")}
            </div>
        </section>
    }
    .into_any()
}

/// A topic and its articles.
pub fn category(shell: &Shell<'_>, category: &CategoryView) -> String {
    let (lang, reader) = (shell.lang, shell.reader());
    ui::portal(shell, Place::Help, &category.name, Islands::None, || {
        let list = if category.articles.is_empty() {
            let write = ui::write_button(shell, "button button--primary");
            ui::empty(Drawing::Lamp, lang.topic_empty_title(), lang.topic_empty(), write).into_any()
        } else {
            let rows: Vec<_> = category
                .articles
                .iter()
                .map(|article| {
                    view! {
                        <li>
                            <a class="row" href=format!("/articles/{}", article.slug)>
                                {ui::icon(&reader, "book")}
                                <span class="row__main"><span class="row__title row__title--plain"><bdi>{article.title.clone()}</bdi></span></span>
                                <span class="row__end">{ui::flipped(&reader, "chevron")}</span>
                            </a>
                        </li>
                    }
                })
                .collect();
            view! { <ul class="rows">{rows}</ul> }.into_any()
        };
        view! {
            <main id="main" class="page page--narrow">
                {ui::crumbs(&shell.look(), vec![("/".to_owned(), lang.help().to_owned())], category.name.clone())}
                <div class="stack">
                    <header class="stack stack--small">
                        <h1 dir="auto">{category.name.clone()}</h1>
                        <p class="soft" dir="auto">{category.summary.clone()}</p>
                    </header>
                    <div class="card card--list">{list}</div>
                    <div class="line line--apart"><p class="soft">{lang.not_found_it()}</p>{ui::write_button(shell, "button")}</div>
                </div>
            </main>
        }
        .into_any()
    })
}

/// An article.
pub fn article(shell: &Shell<'_>, article: &ArticleView, outlooks: &Outlooks) -> String {
    let lang = shell.lang;
    ui::portal(shell, Place::Help, &article.title, Islands::None, || {
        let category = &article.category;
        let way =
            vec![("/".to_owned(), lang.help().to_owned()), (format!("/categories/{}", category.slug), category.name.clone())];
        let changed = lang.changed_on(&words::time::date(lang, article.updated_at, &shell.zone));
        view! {
            <main id="main" class="page">
                {ui::crumbs(&shell.look(), way, model::text::shorten(&article.title, 40))}
                <div class="columns">
                    <article class="stack stack--large">
                        <header class="stack stack--small">
                            <h1 dir="auto">{article.title.clone()}</h1>
                            <p class="faint small"><time datetime=words::time::iso(article.updated_at)>{changed}</time></p>
                        </header>
                        <div class="prose">{ui::article(&article.body)}</div>
                        <section class="card closing" aria-labelledby="useful">
                            <div class="line line--apart">
                                <div><h2 id="useful">{lang.answer_not_enough()}</h2><p class="soft small">{lang.answer_not_enough_more()}</p></div>
                                {ui::write_button(shell, "button button--primary")}
                            </div>
                        </section>
                    </article>
                    {beside(shell, article, outlooks)}
                </div>
            </main>
        }
        .into_any()
    })
}

fn beside(shell: &Shell<'_>, article: &ArticleView, outlooks: &Outlooks) -> impl IntoView + use<> {
    let lang = shell.lang;
    let others: Vec<_> = article
        .category
        .articles
        .iter()
        .filter(|other| other.slug != article.slug)
        .take(5)
        .map(|other| view! { <li><a href=format!("/articles/{}", other.slug)><bdi>{other.title.clone()}</bdi></a></li> })
        .collect();
    let next = (!others.is_empty())
        .then(|| view! { <section><h2>{lang.read_next()}</h2><ul class="stack stack--small">{others}</ul></section> });
    view! {
        <aside class="side stack stack--large" aria-label=lang.more()>
            {next}
            <section>
                <h2>{lang.still_need_help()}</h2>
                {ui::still_presence(&shell.reader(), outlooks)}
            </section>
        </aside>
    }
}
