//! The doors of Porchlight: process, configuration, routes, sessions, live sockets, assets. No SQL, no business decisions.

pub mod api;
pub mod app;
pub mod assets;
pub mod config;
pub mod connection_limits;
pub mod emails;
pub mod form;
pub mod guard;
pub mod health;
pub mod limits;
pub mod listen;
pub mod live;
pub mod pages;
pub mod refusal;
pub mod router;
pub mod serve;
pub mod session;
pub mod timeouts;
pub mod uploads;
