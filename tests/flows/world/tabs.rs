//! The tabs of a world, and what they all have in common: time and network.

use std::time::Duration;

use sandbox::{Seen, Server};

use super::World;
use crate::{driver::Tab, page::Page};

impl World {
    /// The tab in use: the newest.
    pub(crate) fn page(&self) -> Page<'_> {
        Page::new(self.tabs.last().expect("a world has a tab"))
    }

    /// One of the tabs, counted from 0 as they were opened.
    pub(crate) fn tab(&self, index: usize) -> Page<'_> {
        Page::new(&self.tabs[index])
    }

    /// All tabs, the oldest first.
    pub(crate) fn pages(&self) -> impl Iterator<Item = Page<'_>> {
        self.tabs.iter().map(Page::new)
    }

    /// Goes on in a new tab with the cookies of the old one, but a session
    /// storage of its own: a later visit.
    pub(crate) async fn visit_again(&mut self) {
        let tab = self.browser.open_tab(&self.jar).await.expect("another tab");
        self.join(tab).await;
    }

    /// Duplicates a tab as a person does and goes on in the copy: the same address, cookies and session storage. The copy's
    /// index.
    pub(crate) async fn duplicate(&mut self, index: usize) -> usize {
        // Chromium's history is a moment behind a navigation's end.
        let is_page = |address: &str| address != "about:blank";
        let address = self.tab(index).until_address("a page to duplicate", is_page).await;
        let copy = self.browser.open_copy(&self.tabs[index]).await.expect("an empty copy of the tab");
        self.join(copy).await;
        let arrived = self.page().tab.navigate(&address).await;
        assert!(arrived.is_ok() || self.offline, "{arrived:?}");
        self.tabs.len() - 1
    }

    /// A tab joins the others: it lives in their time and has as much of a network as they.
    async fn join(&mut self, tab: Tab) {
        if self.offline {
            tab.set_offline(true).await.expect("a tab that obeys");
        }
        self.tabs.push(tab);
        if !self.ahead.is_zero() {
            self.move_time(self.page()).await;
        }
    }

    /// Waits until the captions have come, which are the last to be read of all that the first page needs; and for a
    /// [rest](Self::rest).
    pub(crate) async fn all_is_read(&self) {
        let captions = || self.seen(Server::Service, "entityDefinitions");
        let are_there = async || captions().iter().any(|seen| seen.answer.is_some()).then_some(());
        self.page().until("captions", are_there).await;
        self.rest().await;
    }

    /// Waits until every request was answered, or its sender went away, and no other came during a few looks.
    pub(crate) async fn rest(&self) {
        self.quiet("an end of all requests", |seen| seen.is_over).await;
    }

    /// Waits until no request has come for a while, where some may never be answered.
    pub(crate) async fn calm(&self) {
        self.quiet("an end of new requests", |_| true).await;
    }

    async fn quiet(&self, what: &str, is_over: fn(&Seen) -> bool) {
        const LOOKS: usize = 10;
        let (mut before, mut quiet) = (0, 0);
        self.page()
            .until(what, async || {
                let requests = [self.sandbox.requests(), self.host.requests()].concat();
                let same = requests.len() == before && requests.iter().all(is_over);
                quiet = if same { quiet + 1 } else { 0 };
                before = requests.len();
                (quiet == LOOKS).then_some(())
            })
            .await;
    }

    /// Lets this much time pass at once: for all servers, and for the `Date` of every page there is and will be. Timers
    /// don't notice. The servers are first: a request on its way may find that its token has expired, unless the world
    /// is at [rest](Self::rest).
    pub(crate) async fn advance(&mut self, by: Duration) {
        self.ahead += by;
        self.sandbox.advance(by);
        for page in self.pages() {
            self.move_time(page).await;
        }
    }

    async fn move_time(&self, page: Page<'_>) {
        // A page that is just being left can't be told; the next one is.
        page.until("another time", async || page.tab.set_ahead(self.ahead).await.ok()).await;
    }

    /// Takes the network away from every tab, or gives it back. What browsers say of requests that fail for it is excused.
    pub(crate) async fn offline(&mut self, offline: bool) {
        self.offline = offline;
        for part in ["ERR_INTERNET_DISCONNECTED", "CORS request did not succeed"] {
            self.excuse(part);
        }
        for tab in &self.tabs {
            tab.set_offline(offline).await.expect("a tab that obeys");
        }
    }
}
