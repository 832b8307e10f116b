//! One tab, whichever browser it is in.

use std::time::Duration;

use super::{Key, Trace, bidi, cdp, time};

/// After this, a look at a page is taken anew. Firefox waits for the page's accessibility tree to be whole, and now and
/// then for ever, because it was already (`waitForDocumentAccessibility` in its `Accessibility.sys.mjs`).
const LOOK_LIMIT: Duration = Duration::from_secs(5);

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

    /// Runs a function in every document that comes, before anything of the page's own.
    pub(crate) async fn prepare(&self, function: &str) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.run_early(function).await,
            Self::Bidi(tab) => tab.run_early(function).await,
        }
    }

    /// Lets `Date` be this far ahead in the document that is there and in all that come. Its timers go on as they did; a
    /// page that the browser kept for Back has the time it was left with.
    pub(crate) async fn set_ahead(&self, ahead: Duration) -> Result<(), String> {
        let shift = time::shift(ahead);
        let prepared = self.prepare(&shift).await;
        self.trace().looked(prepared)?;
        self.call(&shift, &[]).await.map(drop)
    }

    /// Takes the network away from the tab, or gives it back: requests fail, `navigator.onLine` says so, and the page
    /// hears `offline` or `online`. Both browsers do all of it themselves: Chromium by
    /// `Network.emulateNetworkConditions`, Firefox by `emulation.setNetworkConditions`.
    pub(crate) async fn set_offline(&self, offline: bool) -> Result<(), String> {
        match self {
            Self::Cdp(tab) => tab.set_offline(offline).await,
            Self::Bidi(tab) => tab.set_offline(offline).await,
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
