//! The browser's edge: the only place that names web-sys, js-sys and gloo. One file for each thing a browser does.

pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod download;
pub mod element;
pub mod event;
pub mod fetch;
pub mod intl;
pub mod keyboard;
pub mod location;
pub mod locks;
pub mod page;
pub mod popup;
pub mod resize;
pub mod storage;
pub mod style;
pub mod window;
