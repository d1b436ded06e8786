//! SQL of the FAQ.

use model::article::{ArticleRow, CategoryView};
use model::id::{ArticleId, CategoryId, WorkspaceId};
use model::time::Time;

use crate::db::Tx;
use crate::error::Result;
use crate::params;

/// An article's own columns.
pub(super) struct Found {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) updated_at: Time,
}

/// A category to store.
pub(crate) struct NewCategory<'c> {
    pub(crate) id: CategoryId,
    pub(crate) locale: &'c str,
    pub(crate) slug: &'c str,
    pub(crate) name: &'c str,
    pub(crate) summary: &'c str,
    pub(crate) icon: &'c str,
    pub(crate) position: i64,
}

/// An article to store.
pub(crate) struct NewArticle<'a> {
    pub(crate) id: ArticleId,
    pub(crate) category: CategoryId,
    pub(crate) slug: &'a str,
    pub(crate) title: &'a str,
    pub(crate) body: &'a str,
    pub(crate) position: i64,
}

/// Every category of a language with its articles' titles, in order.
pub(super) async fn categories(tx: &mut Tx, workspace: WorkspaceId, locale: &str) -> Result<Vec<CategoryView>> {
    let rows = tx
        .rows(
            "select c.slug, c.name, c.summary, c.icon, a.slug as article_slug, a.title
               from categories c
          left join articles a on a.category_id = c.id
              where c.workspace_id = $1 and c.locale = $2
           order by c.position, c.id, a.position, a.id",
            params![workspace, locale],
        )
        .await?;
    let mut categories: Vec<CategoryView> = Vec::new();
    for mut row in rows {
        let slug: String = row.take()?;
        let (name, summary, icon) = (row.take()?, row.take()?, row.take()?);
        if categories.last().is_none_or(|last| last.slug != slug) {
            categories.push(CategoryView { slug, name, summary, icon, articles: Vec::new() });
        }
        if let (Some(slug), Some(title), Some(category)) = (row.take()?, row.take()?, categories.last_mut()) {
            category.articles.push(ArticleRow { slug, title });
        }
    }
    Ok(categories)
}

/// An article of a language, and its category's slug.
pub(super) async fn article(tx: &mut Tx, workspace: WorkspaceId, locale: &str, slug: &str) -> Result<Option<(String, Found)>> {
    let row = tx
        .first(
            "select c.slug, a.title, a.body, a.updated_at
               from articles a
               join categories c on c.id = a.category_id
              where a.workspace_id = $1 and a.slug = $3 and c.locale = $2",
            params![workspace, locale, slug],
        )
        .await?;
    row.map(|mut row| Ok((row.take()?, Found { title: row.take()?, body: row.take()?, updated_at: row.take()? }))).transpose()
}

/// A category of a language by slug.
pub(crate) async fn category_id(tx: &mut Tx, workspace: WorkspaceId, locale: &str, slug: &str) -> Result<Option<CategoryId>> {
    let row = tx
        .first(
            "select id from categories where workspace_id = $1 and locale = $2 and slug = $3",
            params![workspace, locale, slug],
        )
        .await?;
    row.map(|mut row| row.take()).transpose()
}

/// Stores a category.
pub(crate) async fn insert_category(tx: &mut Tx, workspace: WorkspaceId, new: &NewCategory<'_>) -> Result<()> {
    tx.run(
        "insert into categories (id, workspace_id, locale, slug, name, summary, icon, position) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, workspace, new.locale, new.slug, new.name, new.summary, new.icon, new.position],
    )
    .await?;
    Ok(())
}

/// Stores an article.
pub(crate) async fn insert_article(tx: &mut Tx, workspace: WorkspaceId, new: &NewArticle<'_>, now: Time) -> Result<()> {
    tx.run(
        "insert into articles (id, workspace_id, category_id, slug, title, body, position, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![new.id, workspace, new.category, new.slug, new.title, new.body, new.position, now],
    )
    .await?;
    Ok(())
}
