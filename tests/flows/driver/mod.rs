//! The browsers and how they are driven: one small interface over two protocols, so that no test knows which browser
//! it runs in.
//!
//! Chromium is spoken to in the Chrome DevTools Protocol, Firefox in WebDriver BiDi: each browser's own language, with
//! no driver program between. Both find elements by role and name in the browser's own accessibility tree, give each
//! test storage and cookies of its own in a running browser, and report console, addresses and navigations.

mod bidi;
mod cdp;
mod key;
mod program;
mod socket;
mod tab;
mod time;
mod trace;

use std::env;

use serde_json::Value;

pub(crate) use key::Key;
use program::Program;
use socket::Socket;
pub(crate) use tab::Tab;
pub(crate) use trace::{Line, Trace};

/// Which browser: `PORTICO_BROWSER`, Chromium unless it says `firefox`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    fn chosen() -> Result<Self, String> {
        match env::var("PORTICO_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Ok(Self::Chromium),
            Ok("firefox") => Ok(Self::Firefox),
            Ok(other) => Err(format!("PORTICO_BROWSER is {other:?}; set chromium or firefox")),
        }
    }
}

/// A running browser without a window.
pub(crate) struct Browser {
    protocol: Protocol,
    program: Program,
}

enum Protocol {
    Cdp(cdp::Cdp),
    Bidi(bidi::Bidi),
}

/// Cookies and storage that its tabs share with no other's.
#[derive(Clone, Debug)]
pub(crate) struct Jar(String);

impl Browser {
    /// Starts the chosen browser.
    pub(crate) async fn start() -> Result<Self, String> {
        let (protocol, program) = match Kind::chosen()? {
            Kind::Chromium => {
                let (address, program) = program::chromium().await?;
                (Protocol::Cdp(cdp::Cdp::connect(&address).await?), program)
            }
            Kind::Firefox => {
                let (address, program) = program::firefox().await?;
                (Protocol::Bidi(bidi::Bidi::connect(&address).await?), program)
            }
        };
        Ok(Self { protocol, program })
    }

    /// Whether it still listens.
    pub(crate) fn is_alive(&self) -> bool {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.is_alive(),
            Protocol::Bidi(bidi) => bidi.is_alive(),
        }
    }

    /// A new jar, as of someone who was never here.
    pub(crate) async fn open_jar(&self) -> Result<Jar, String> {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.open_jar().await,
            Protocol::Bidi(bidi) => bidi.open_jar().await,
        }
        .map(Jar)
    }

    /// Closes the tabs of a jar and forgets what is in it.
    pub(crate) async fn close_jar(&self, jar: &Jar) -> Result<(), String> {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.close_jar(&jar.0).await,
            Protocol::Bidi(bidi) => bidi.close_jar(&jar.0).await,
        }
    }

    /// Opens an empty tab with the cookies of `jar`.
    pub(crate) async fn open_tab(&self, jar: &Jar) -> Result<Tab, String> {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.open_tab(&jar.0).await.map(Tab::Cdp),
            Protocol::Bidi(bidi) => bidi.open_tab(&jar.0).await.map(Tab::Bidi),
        }
    }

    /// Opens an empty tab from another, with a copy of its session storage (HTML, "creating a new auxiliary browsing
    /// context"). Empty, so that whatever is loaded into it is noted from the first request on.
    pub(crate) async fn open_copy(&self, tab: &Tab) -> Result<Tab, String> {
        match (&self.protocol, tab) {
            (Protocol::Cdp(cdp), Tab::Cdp(tab)) => cdp.open_copy(tab).await.map(Tab::Cdp),
            (Protocol::Bidi(bidi), Tab::Bidi(tab)) => bidi.open_copy(tab).await.map(Tab::Bidi),
            _ => Err("a tab of another browser".to_owned()),
        }
    }

    /// Every cookie of a jar, as the browser tells it.
    pub(crate) async fn cookies(&self, jar: &Jar) -> Result<Value, String> {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.cookies(&jar.0).await,
            Protocol::Bidi(bidi) => bidi.cookies(&jar.0).await,
        }
    }

    /// Ends the browser, and removes what it wrote to the disk.
    pub(crate) async fn quit(&self) {
        match &self.protocol {
            Protocol::Cdp(cdp) => cdp.quit().await,
            Protocol::Bidi(bidi) => bidi.quit().await,
        }
        self.program.end().await;
    }
}
