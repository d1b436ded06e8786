//! The FAQ: categories and articles as they are read.

use serde::{Deserialize, Serialize};

/// A topic, with its articles' titles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryView {
    /// The part of the address: `/categories/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// One sentence on what it holds.
    pub summary: String,
    /// Name of the icon in the sprite, e.g. `parcel`.
    pub icon: String,
    /// Its articles.
    pub articles: Vec<ArticleRow>,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRow {
    /// The part of the address: `/articles/{slug}`.
    pub slug: String,
    /// Its title.
    pub title: String,
}

/// A whole article. The body is plain text in paragraphs: a blank line parts them, a line with `- ` is an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleView {
    /// The part of the address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The text.
    pub body: String,
    /// When it was last changed.
    pub updated_at: crate::time::Time,
    /// Where it belongs.
    pub category: CategoryView,
}
