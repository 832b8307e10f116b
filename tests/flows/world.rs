//! Everything one test needs: an Authority and a Business Central, a host that
//! serves the portal under the strictest headers, and a tab.

use std::{env, net::TcpListener, path::PathBuf, time::Duration};

use sandbox::{
    Client, Config, DEFAULT_CLIENT_ID, Effect, Fault, Running, Sandbox, Seen, Server,
    host::{self, Fallback, Host, HostConfig},
};
use serde_json::{Value, json};

use crate::{browser::Browser, page::Page};

/// The policy that the portal must work under, whatever it does.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self' {authority} {service}; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The sign-in names of the demo people.
pub(crate) const ADA: &str = "ada@cronus.example";
pub(crate) const BEN: &str = "ben@cronus.example";
pub(crate) const CLEO: &str = "cleo@cronus.example";

/// How a world differs from the usual one.
pub(crate) struct Setup {
    /// The path the portal lies under: `/` or `/portal/`.
    pub(crate) base: &'static str,
    pub(crate) fallback: Fallback,
    /// General ledger entries.
    pub(crate) rows: usize,
    /// Members of the connection to set, or with `null` to leave out.
    pub(crate) connection: Value,
}

impl Default for Setup {
    fn default() -> Self {
        Self { base: "/", fallback: Fallback::Rewrites, rows: 1_000, connection: json!({}) }
    }
}

/// The servers and the tab of one test. Ends with [`World::finish`].
pub(crate) struct World {
    pub(crate) sandbox: Running,
    pub(crate) host: Host,
    browser: &'static Browser,
    jar: String,
    tab: String,
    /// Whether the test brought about answers that browsers write lines about.
    expects_network_lines: bool,
    finished: bool,
}

impl World {
    /// The usual world.
    pub(crate) async fn start() -> Self {
        Self::with(Setup::default()).await
    }

    /// A world of its own.
    pub(crate) async fn with(setup: Setup) -> Self {
        // The Authority must know the portal's address and the portal's policy
        // the Authority's: so the portal's port is found first.
        let port = free_port();
        let portal = format!("http://localhost:{port}{}", setup.base);
        let sandbox = Sandbox::start(Config {
            rows: setup.rows,
            clients: vec![Client::demo([format!("{portal}auth/")])],
            ..Config::default()
        });
        let sandbox = sandbox.await.expect("the sandbox starts");
        let policy = POLICY
            .replace("{authority}", &sandbox.authority_origin())
            .replace("{service}", &sandbox.service());
        let host = host::serve(HostConfig {
            dist: dist(setup.base),
            base: setup.base.to_owned(),
            port,
            fallback: setup.fallback,
            content_security_policy: Some(policy),
            settings: settings(&sandbox, setup.connection).into(),
            ..HostConfig::default()
        });
        let host = host.await.expect("the host starts");
        let browser = crate::browser().await;
        // A test that failed left its tab behind.
        browser.close_jars().await;
        let jar = browser.bidi.command("browser.createUserContext", json!({})).await;
        let jar = jar["userContext"].as_str().expect("a user context").to_owned();
        let tab = browser.open_tab(&jar).await;
        Self { sandbox, host, browser, jar, tab, expects_network_lines: false, finished: false }
    }

    /// The tab.
    pub(crate) fn page(&self) -> Page<'_> {
        Page::new(self.browser, &self.tab)
    }

    /// Goes on in a new tab with the cookies of the old one, but a session
    /// storage of its own: a later visit.
    pub(crate) async fn visit_again(&mut self) {
        self.tab = self.browser.open_tab(&self.jar).await;
    }

    /// The portal's address with `path` in it.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.host.address())
    }

    /// Switches a fault on at the Authority or Business Central.
    pub(crate) fn fault(&mut self, fault: Fault) {
        self.expects_network_lines = true;
        self.sandbox.set_fault(fault);
    }

    /// Business Central does this for requests whose address contains `path`.
    pub(crate) fn service_fault(&mut self, path: &str, effect: Effect) {
        self.fault(Fault::at(Server::Service, path, effect));
    }

    /// The browser may say in the console that a request was refused: the test
    /// is about one that is.
    pub(crate) fn expect_network_lines(&mut self) {
        self.expects_network_lines = true;
    }

    /// The requests, preflights left out, that `server` received for addresses
    /// that contain `part`, oldest first.
    pub(crate) fn seen(&self, server: Server, part: &str) -> Vec<Seen> {
        let seen = self.sandbox.requests().into_iter();
        seen.filter(|seen| seen.server == server && seen.method != "OPTIONS")
            .filter(|seen| seen.path.contains(part))
            .collect()
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

    /// Whether any token or code that the Authority issued is in this text.
    pub(crate) fn has_token(&self, text: &str) -> bool {
        self.sandbox.issued_tokens().iter().any(|token| text.contains(token.as_str()))
    }

    /// Ends the test: the console must be clean.
    pub(crate) async fn finish(mut self) {
        let page = self.page();
        let said = if self.expects_network_lines { page.complaints().await } else { page.console().await };
        assert!(said.is_empty(), "the console says:\n{}", said.join("\n"));
        self.finished = true;
        self.close().await;
    }

    async fn close(&self) {
        self.sandbox.clear_faults();
        let jar = json!({ "userContext": self.jar });
        let _ = self.browser.bidi.send("browser.removeUserContext", jar).await;
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if std::thread::panicking() {
            for Seen { server, method, path, answer, .. } in self.sandbox.requests() {
                let status =
                    answer.map_or_else(|| "no answer".to_owned(), |answer| answer.status.to_string());
                eprintln!("{server:?} {method} {path}: {status}");
            }
        } else {
            // Otherwise a test that forgot it would never look at the console.
            assert!(self.finished, "a test must end with World::finish");
        }
    }
}

/// Settings with one connection, to the sandbox.
fn settings(sandbox: &Running, changes: Value) -> Value {
    let mut connection = json!({
        "name": "CRONUS",
        "mode": "AzUser",
        "authority": sandbox.authority(),
        "clientId": DEFAULT_CLIENT_ID,
        "scope": format!("{}/.default", sandbox.service()),
        "service": sandbox.service(),
        "tenant": sandbox.config().tenant,
        "environment": "Production",
    });
    let members = connection.as_object_mut().expect("an object");
    for (name, value) in changes.as_object().expect("members to change") {
        if value.is_null() {
            members.remove(name)
        } else {
            members.insert(name.clone(), value.clone())
        };
    }
    json!({ "title": "CRONUS portal", "connections": [connection] })
}

/// The built portal.
fn dist(base: &str) -> PathBuf {
    let variable = if base == "/" { "PORTICO_DIST" } else { "PORTICO_DIST_BELOW" };
    let folder = env::var_os(variable);
    PathBuf::from(
        folder.unwrap_or_else(|| panic!("{variable} is not set; run `cargo xtask test --only flows`")),
    )
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("localhost", 0)).expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// The limit of one whole test.
pub(crate) const TEST_LIMIT: Duration = Duration::from_secs(120);
