//! Portico: a portal to Microsoft Dynamics 365 Business Central that runs in the browser.
//!
//! The decisions live in the sans-IO crates (`authority`, `business_central`, `settings`, `origin`); this package asks
//! them what to do, does it, and shows the outcome. Only [`browser`] knows that there is a browser.
//!
//! Read [`start`] first: it is the ten steps from an opened address to a page of the portal.

pub mod address;
pub mod browser;
pub mod companion;
pub mod components;
pub mod drafts;
pub mod editor;
pub mod finder;
pub mod flight;
pub mod format;
pub mod gate;
pub mod later;
pub mod list;
pub mod list_actions;
pub mod list_tools;
pub mod pages;
pub mod places;
pub mod portal;
pub mod problem;
pub mod router;
pub mod schema;
pub mod session;
pub mod shell;
pub mod start;
pub mod together;
pub mod unfinished;
pub mod view;
pub mod workspace;
