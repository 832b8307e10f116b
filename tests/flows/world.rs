//! Everything one test needs: an Authority and a Business Central, a host that
//! serves the portal under the strictest headers, and a tab.

mod tabs;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sandbox::{Effect, Fault, Running, Seen, Server, host::Host};
use serde_json::Value;

use crate::{
    driver::{Browser, Jar, Line, Tab},
    leaks,
    pool::{self, RUNTIME},
    setup::Setup,
    setup_check::NOBODY,
};

/// The sign-in names of the demo people.
pub(crate) const ADA: &str = "ada@cronus.example";
pub(crate) const BEN: &str = "ben@cronus.example";
pub(crate) const CLEO: &str = "cleo@cronus.example";

/// The servers and the tabs of one test. Ends with [`World::finish`].
pub(crate) struct World {
    pub(crate) sandbox: Running,
    pub(crate) host: Host,
    browser: Arc<Browser>,
    jar: Jar,
    /// The one in use is the last.
    tabs: Vec<Tab>,
    /// How far its time is ahead of the computer's.
    ahead: Duration,
    offline: bool,
    /// Parts of addresses that the test lets fail: browsers write lines about such requests.
    excused: Vec<String>,
    /// Requests that no longer count.
    past: Mutex<Vec<Seen>>,
    finished: bool,
}

impl World {
    /// The usual world.
    pub(crate) async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    /// A world of its own.
    pub(crate) async fn with(setup: Setup) -> Self {
        let (sandbox, host) = setup.serve().await;
        let browser = pool::mine();
        let jar = browser.open_jar().await.expect("cookies of its own");
        let tab = browser.open_tab(&jar).await.expect("a tab");
        Self {
            sandbox,
            host,
            browser,
            jar,
            tabs: vec![tab],
            ahead: Duration::ZERO,
            offline: false,
            // The places at which other versions of Business Central tell their routes, and what the setup check would change.
            excused: ["/api/routes", "/apiRoutes", NOBODY].map(str::to_owned).to_vec(),
            past: Mutex::default(),
            finished: false,
        }
    }

    /// Every cookie, as the browser tells it.
    pub(crate) async fn cookies(&self) -> Value {
        self.browser.cookies(&self.jar).await.expect("cookies")
    }

    /// Every address that a tab asked for or showed.
    pub(crate) fn addresses(&self) -> Vec<String> {
        self.tabs.iter().flat_map(|tab| tab.trace().addresses()).collect()
    }

    /// Every console line of the tabs: the portal's own words, errors nobody caught, refusals of the content security
    /// policy, failed requests.
    pub(crate) fn console(&self) -> Vec<Line> {
        self.tabs.iter().flat_map(|tab| tab.trace().console()).collect()
    }

    /// The portal's address with `path` in it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.host.address())
    }

    /// Switches a fault on at the Authority or Business Central.
    pub(crate) fn fault(&mut self, fault: Fault) {
        self.excuse(fault.matches.path.as_deref().unwrap_or_default());
        self.sandbox.set_fault(fault);
    }

    /// Business Central does this for requests whose address contains `path`.
    pub(crate) fn service_fault(&mut self, path: &str, effect: Effect) {
        self.fault(Fault::at(Server::Service, path, effect));
    }

    /// The browser may say in the console that a request failed whose address contains `part`: the test is about one.
    pub(crate) fn excuse(&mut self, part: &str) {
        self.excused.push(part.to_owned());
    }

    /// The requests, preflights left out, that `server` received for addresses
    /// that contain `part`, oldest first.
    pub(crate) fn seen(&self, server: Server, part: &str) -> Vec<Seen> {
        let seen = self.sandbox.requests().into_iter();
        seen.filter(|seen| seen.server == server && seen.method != "OPTIONS")
            .filter(|seen| seen.path.contains(part))
            .collect()
    }

    /// The requests to Business Central, preflights left out, whose query contains `part`, oldest first.
    pub(crate) fn queried(&self, part: &str) -> Vec<Seen> {
        self.seen(Server::Service, "").into_iter().filter(|seen| seen.query.contains(part)).collect()
    }

    /// The requests for the rows of `set`, oldest first; a tile's count is none.
    pub(crate) fn listed(&self, set: &str) -> Vec<Seen> {
        let seen = self.seen(Server::Service, set).into_iter();
        seen.filter(|seen| seen.parameter("$top").as_deref() != Some("1")).collect()
    }

    /// Signs in as one of the demo people and agrees, up to the launcher.
    pub(crate) async fn sign_in(&self, person: &str) {
        self.page().open(&self.at("")).await;
        self.pick(person).await;
        self.page().find("button", "Accept").click().await;
        self.page().find("link", "Customers").first().await;
    }

    /// Picks one of the demo people on the Authority's page.
    pub(crate) async fn pick(&self, person: &str) {
        let page = self.page();
        page.find("heading", "Sign in").first().await;
        let name = sandbox::PEOPLE.iter().find(|each| each.user_name == person).expect("a demo person").name;
        page.find("button", &format!("{name} {person}")).click().await;
    }

    /// Signs in and opens a list of the launcher, up to its first record.
    pub(crate) async fn open_list(&self, title: &str) {
        self.sign_in(ADA).await;
        self.page().find("link", title).click().await;
        self.rows().await;
    }

    /// Waits until the list shows records and is done with it; their texts.
    pub(crate) async fn rows(&self) -> Vec<String> {
        let page = self.page();
        page.until("rows in the list", async || {
            let grid = page.any("grid");
            let busy = grid.is_there().await && grid.attribute("aria-busy").await.as_deref() == Some("true");
            let rows = page.any("row").texts().await;
            (!busy && rows.len() > 1).then(|| rows[1..].to_vec())
        })
        .await
    }

    /// Begins to count requests anew.
    pub(crate) fn forget_requests(&self) {
        self.past().extend(self.sandbox.requests());
        self.sandbox.clear_requests();
    }

    /// The Authority forgets who is signed in and what was agreed to; requests are counted anew, faults are over.
    pub(crate) fn reset(&self) {
        self.past().extend(self.sandbox.requests());
        self.sandbox.reset();
    }

    /// Every request to any server since the beginning.
    pub(crate) fn all_requests(&self) -> Vec<Seen> {
        let mut all = self.past().clone();
        all.extend(self.sandbox.requests());
        all.extend(self.host.requests());
        all
    }

    fn past(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether any token or code that the Authority issued is in this text.
    pub(crate) fn has_token(&self, text: &str) -> bool {
        self.sandbox.issued_tokens().iter().any(|token| text.contains(token.as_str()))
    }

    /// The console lines that nothing excuses.
    pub(crate) fn complaints(&self) -> Vec<Line> {
        let excused = |line: &Line| {
            let about = |part: &String| line.text.contains(part) || line.address.contains(part);
            line.about_request && self.excused.iter().any(about)
        };
        self.console().into_iter().filter(|line| !excused(line)).collect()
    }

    /// Ends the test: no token is where none belongs, and the console must be clean.
    pub(crate) async fn finish(mut self) {
        leaks::search(&self).await;
        let said: Vec<String> = self.complaints().iter().map(ToString::to_string).collect();
        assert!(said.is_empty(), "the console says:\n{}", said.join("\n"));
        self.finished = true;
        self.sandbox.clear_faults();
        self.browser.close_jar(&self.jar).await.expect("tabs that can be closed");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.finished {
            return;
        }
        let mut received = String::new();
        for Seen { server, method, path, answer, .. } in self.sandbox.requests() {
            let status = answer.map_or_else(|| "no answer".to_owned(), |answer| answer.status.to_string());
            received += &format!("{server:?} {method} {path}: {status}\n");
        }
        eprintln!("What the servers received:\n{received}");
        // Its tabs must not go on beside the next test's.
        let (browser, jar) = (Arc::clone(&self.browser), self.jar.clone());
        RUNTIME.spawn(async move { browser.close_jar(&jar).await });
        // Otherwise a test that forgot it would never look at the console.
        assert!(std::thread::panicking(), "a test must end with World::finish, and within its limit");
    }
}
