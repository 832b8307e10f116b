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
mod trace;

use std::{env, time::Duration};

use serde_json::Value;

pub(crate) use key::Key;
use program::Program;
use socket::Socket;
pub(crate) use trace::{Line, Trace};

/// After this, a look at a page is taken anew. Firefox waits for the page's accessibility tree to be whole, and now and
/// then for ever, because it was already (`waitForDocumentAccessibility` in its `Accessibility.sys.mjs`).
const LOOK_LIMIT: Duration = Duration::from_secs(5);

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

/// One tab.
pub(crate) enum Tab {
    Cdp(cdp::Tab),
    Bidi(bidi::Tab),
}

impl Tab {
    /// What it reported so far.
    pub(crate) fn trace(&self) -> &Trace {
        match self {
            Self::Cdp(tab) => &tab.trace,
            Self::Bidi(tab) => &tab.trace,
        }
    }

    /// Enters an address. Returns when what was shown before is gone; the new page may be anywhere in its loading, or
    /// on its way to yet another.
    pub(crate) async fn navigate(&self, address: &str) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.navigate(address).await,
            Self::Bidi(tab) => tab.navigate(address).await,
        }
    }

    /// Loads the page again; returns as `navigate` does.
    pub(crate) async fn reload(&self) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.reload().await,
            Self::Bidi(tab) => tab.reload().await,
        }
    }

    /// Back (-1) or forward (1) in the history; returns as `navigate` does.
    pub(crate) async fn go(&self, delta: i64) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.go(delta).await,
            Self::Bidi(tab) => tab.go(delta).await,
        }
    }

    /// What the address bar shows.
    pub(crate) async fn address(&self) -> Result<String, String> {
        match self {
            Self::Cdp(tab) => tab.address().await,
            Self::Bidi(tab) => tab.address().await,
        }
    }

    /// Identifiers of the elements with this role, and this name (exactly) or any, in the order of the page.
    pub(crate) async fn locate(&self, role: &str, name: Option<&str>) -> Result<Vec<String>, String> {
        let found = async {
            match self {
                Self::Cdp(tab) => tab.locate(role, name).await,
                Self::Bidi(tab) => tab.locate(role, name).await,
            }
        };
        let found = tokio::time::timeout(LOOK_LIMIT, found).await;
        self.trace().looked(found.unwrap_or_else(|_| Err(format!("no {role} within {LOOK_LIMIT:?}"))))
    }

    /// Runs a function in the page, with these elements as its arguments. It must return text.
    pub(crate) async fn call(&self, function: &str, elements: &[&str]) -> Result<String, String> {
        let text = match self {
            Self::Cdp(tab) => tab.call(function, elements).await,
            Self::Bidi(tab) => tab.call(function, elements).await,
        };
        self.trace().looked(text)
    }

    /// Presses and releases keys one after the other.
    pub(crate) async fn press(&self, keys: &[Key]) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.press(keys).await,
            Self::Bidi(tab) => tab.press(keys).await,
        }
    }

    /// The tab in Chromium's own words, for what only Chromium can tell.
    pub(crate) fn chromium(&self) -> Option<&cdp::Tab> {
        match self {
            Self::Cdp(tab) => Some(tab),
            Self::Bidi(_) => None,
        }
    }
}
