//! Doors for programs: the widget's JSON, and files.

pub mod files;
pub mod widget;
