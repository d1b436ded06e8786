//! The FAQ, thin for now: categories and articles by language.

use model::article::{ArticleView, CategoryView};
use model::id::WorkspaceId;

use crate::db::Db;
use crate::error::{NOT_FOUND, Result};

pub(crate) mod store;

/// The views of the FAQ. Anybody may read it.
pub struct Articles<'d> {
    pub(crate) db: &'d Db,
}

impl Articles<'_> {
    /// Every category of a language with its articles' titles.
    pub async fn categories(&self, workspace: WorkspaceId, locale: &str) -> Result<Vec<CategoryView>> {
        let locale = locale.to_owned();
        self.db
            .read(move |tx| {
                let locale = locale.clone();
                Box::pin(async move { store::categories(tx, workspace, &locale).await })
            })
            .await
    }

    /// One category of a language.
    pub async fn category(&self, workspace: WorkspaceId, locale: &str, slug: &str) -> Result<CategoryView> {
        let found = self.categories(workspace, locale).await?.into_iter().find(|category| category.slug == slug);
        found.ok_or(NOT_FOUND)
    }

    /// One article of a language.
    pub async fn article(&self, workspace: WorkspaceId, locale: &str, slug: &str) -> Result<ArticleView> {
        let (asked, wanted) = (locale.to_owned(), slug.to_owned());
        let found = self
            .db
            .read(move |tx| {
                let (asked, wanted) = (asked.clone(), wanted.clone());
                Box::pin(async move { store::article(tx, workspace, &asked, &wanted).await })
            })
            .await?;
        let (category, row) = found.ok_or(NOT_FOUND)?;
        let category = self.category(workspace, locale, &category).await?;
        Ok(ArticleView { slug: slug.to_owned(), title: row.title, body: row.body, updated_at: row.updated_at, category })
    }
}
