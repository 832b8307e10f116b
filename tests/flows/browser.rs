//! Starting and ending the one browser that all tests share.

use std::{
    env,
    io::Write as _,
    path::PathBuf,
    process::Stdio,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    process::{Child, Command},
    sync::Mutex,
};

use crate::bidi::Bidi;

/// Which browser: `PORTICO_BROWSER`, Chromium unless it says `firefox`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Chromium,
    Firefox,
}

impl Kind {
    fn chosen() -> Self {
        match env::var("PORTICO_BROWSER").as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok(other) => panic!("PORTICO_BROWSER is {other:?}; set chromium or firefox"),
        }
    }
}

/// A running browser without a window.
pub(crate) struct Browser {
    pub(crate) kind: Kind,
    pub(crate) bidi: Bidi,
    process: Mutex<Child>,
    /// Firefox's; Chromium's driver makes and removes one itself.
    profile: Option<PathBuf>,
}

impl Browser {
    /// Starts the chosen browser.
    pub(crate) async fn start() -> Self {
        let browser = match Kind::chosen() {
            Kind::Chromium => chromium().await,
            Kind::Firefox => firefox().await,
        };
        let events = [
            "log.entryAdded",
            "network.beforeRequestSent",
            "network.responseCompleted",
            "browsingContext.navigationStarted",
            "browsingContext.navigationFailed",
            "browsingContext.domContentLoaded",
            "browsingContext.fragmentNavigated",
            "browsingContext.historyUpdated",
        ];
        browser.bidi.command("session.subscribe", json!({ "events": events })).await;
        if browser.kind == Kind::Chromium {
            // Chromium tells of refused policies and failed requests only here.
            let events = ["goog:cdp.Log.entryAdded"];
            browser.bidi.command("session.subscribe", json!({ "events": events })).await;
        }
        browser
    }

    /// Opens a tab with the cookies of `jar`, a user context.
    pub(crate) async fn open_tab(&self, jar: &str) -> String {
        let tab = json!({ "type": "tab", "userContext": jar });
        let tab = self.bidi.command("browsingContext.create", tab).await;
        let tab = tab["context"].as_str().expect("a browsing context").to_owned();
        if self.kind == Kind::Chromium {
            self.cdp(&tab, "Log.enable", json!({})).await;
        }
        tab
    }

    /// Closes every tab that a test opened, and forgets what they reported.
    pub(crate) async fn close_jars(&self) {
        let jars = self.bidi.command("browser.getUserContexts", json!({})).await;
        for jar in jars["userContexts"].as_array().into_iter().flatten() {
            if jar["userContext"] != "default" {
                self.bidi.command("browser.removeUserContext", jar.clone()).await;
            }
        }
        self.bidi.forget_events();
    }

    /// A command of the Chrome DevTools Protocol to a tab. Chromium only.
    pub(crate) async fn cdp(&self, tab: &str, method: &str, params: Value) -> Value {
        let session = self.bidi.command("goog:cdp.getSession", json!({ "context": tab })).await;
        let command = json!({ "method": method, "params": params, "session": session["session"] });
        self.bidi.command("goog:cdp.sendCommand", command).await["result"].take()
    }

    /// Ends the browser and its driver.
    pub(crate) async fn quit(&self) {
        let mut process = self.process.lock().await;
        // An error means that it is gone already, which is what is wanted.
        let _ = self.bidi.send("browser.close", json!({})).await;
        if self.kind == Kind::Chromium {
            let _ = process.start_kill();
        }
        if tokio::time::timeout(Duration::from_secs(10), process.wait()).await.is_err() {
            let _ = process.kill().await;
        }
        if let Some(profile) = &self.profile {
            let _ = std::fs::remove_dir_all(profile);
        }
    }
}

async fn chromium() -> Browser {
    let driver = env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut command = Command::new(driver);
    let mut process = spawn(command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()));
    let output = process.stdout.take().expect("stdout is piped");
    let port = line_after(output, "started successfully on port ").await;
    let port = port.trim_end_matches('.').parse().expect("a port number");
    // As root, in a container or not, Chromium runs only without its sandbox.
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=en-US",
        "--window-size=1280,900",
    ];
    let wanted = json!({ "webSocketUrl": true, "goog:chromeOptions": { "args": arguments } });
    let session = post(port, "/session", &json!({ "capabilities": { "alwaysMatch": wanted } })).await;
    let address = session["value"]["capabilities"]["webSocketUrl"]
        .as_str()
        .unwrap_or_else(|| panic!("ChromeDriver started no session: {session}"));
    Browser {
        kind: Kind::Chromium,
        bidi: Bidi::connect(address).await,
        process: Mutex::new(process),
        profile: None,
    }
}

async fn firefox() -> Browser {
    let profile = new_profile();
    let mut command = Command::new(env::var_os("FIREFOX").unwrap_or_else(|| "firefox".into()));
    command
        .args(["--headless", "--no-remote", "--remote-debugging-port", "0", "--profile"])
        .arg(&profile)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut process = spawn(&mut command);
    let output = process.stderr.take().expect("stderr is piped");
    let address = line_after(output, "WebDriver BiDi listening on ").await;
    let bidi = Bidi::connect(&format!("{address}/session")).await;
    let capabilities = json!({ "capabilities": { "alwaysMatch": {} } });
    bidi.command("session.new", capabilities).await;
    Browser { kind: Kind::Firefox, bidi, process: Mutex::new(process), profile: Some(profile) }
}

fn spawn(command: &mut Command) -> Child {
    command
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?} doesn't start: {error}; install it, or say where it is"))
}

/// What follows `marker` in the first line that has it. The rest of the output
/// is read and dropped, so that the program never waits for a reader.
async fn line_after(output: impl tokio::io::AsyncRead + Unpin + Send + 'static, marker: &str) -> String {
    let mut lines = BufReader::new(output).lines();
    let found = tokio::time::timeout(Duration::from_secs(60), async {
        while let Ok(Some(line)) = lines.next_line().await {
            if let Some((_, rest)) = line.split_once(marker) {
                return Some(rest.trim().to_owned());
            }
        }
        None
    });
    let found = found.await.ok().flatten();
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    found.unwrap_or_else(|| panic!("the browser didn't say {marker:?} within a minute"))
}

/// An English Firefox that doesn't call home.
fn new_profile() -> PathBuf {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    let folder = env::temp_dir().join(format!("portico-firefox-{}", now.as_nanos()));
    std::fs::create_dir_all(&folder).expect("a writable temporary folder");
    let mut preferences = std::fs::File::create(folder.join("user.js")).expect("a writable profile");
    for (name, value) in [
        ("intl.accept_languages", "\"en-US\""),
        ("browser.shell.checkDefaultBrowser", "false"),
        ("datareporting.policy.dataSubmissionEnabled", "false"),
        ("toolkit.telemetry.enabled", "false"),
        ("app.update.enabled", "false"),
        ("network.captive-portal-service.enabled", "false"),
        ("network.connectivity-service.enabled", "false"),
        ("browser.safebrowsing.update.enabled", "false"),
    ] {
        writeln!(preferences, "user_pref(\"{name}\", {value});").expect("a writable profile");
    }
    folder
}

/// The one request of classic WebDriver that is needed: a session's start.
async fn post(port: u16, path: &str, body: &Value) -> Value {
    let body = body.to_string();
    let length = body.len();
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {length}\r\n\r\n");
    let exchange = async {
        let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", port)).await?);
        stream.write_all(format!("{head}{body}").as_bytes()).await?;
        let mut length = 0;
        let mut line = String::new();
        while stream.read_line(&mut line).await? > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().expect("a length");
            }
            line.clear();
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = exchange.await.unwrap_or_else(|error| panic!("the driver hung up: {error}"));
    serde_json::from_slice(&answer).unwrap_or_else(|error| panic!("the driver's answer: {error}"))
}
