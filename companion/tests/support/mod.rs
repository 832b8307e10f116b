//! A companion with all that it needs, in this process, and a caller.

#![allow(dead_code, reason = "every suite uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test that fails here should stop here")]

pub(crate) mod issuer;
pub(crate) mod upstream;

use std::fmt::Write as _;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use companion::app::App;
use companion::clock::Clock;
use companion::serve::{Serving, serve};
use companion::settings::Settings;
use sandbox::{DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET, Running, Sandbox, Seen, Server};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const PORTAL: &str = "http://localhost:8080";
/// Longer than anything takes, on a busy machine, too.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A folder that goes away with this value.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        let path = std::env::temp_dir().join(format!("companion-{}", companion::random::uuid()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What the companion wrote.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How a world differs from the usual one: open, relay, the default application with its secret.
#[derive(Default)]
pub(crate) struct Plan {
    /// More settings at the top level.
    pub(crate) top: String,
    /// More settings in tables.
    pub(crate) tables: String,
    /// `open` unless it says otherwise.
    pub(crate) who: Option<&'static str>,
    /// Another Business Central.
    pub(crate) service: Option<String>,
    /// Another credential: fields of the principal.
    pub(crate) credential: Option<String>,
}

/// Everything.
pub(crate) struct World {
    pub(crate) sandbox: Running,
    pub(crate) app: Arc<App>,
    pub(crate) clock: Clock,
    pub(crate) log: Written,
    pub(crate) address: SocketAddr,
    pub(crate) folder: Folder,
    pub(crate) base: String,
    serving: Option<Serving>,
}

impl World {
    pub(crate) async fn new(plan: Plan) -> Self {
        Self::with(plan, |_| ()).await
    }

    /// With a sandbox that is set up otherwise.
    pub(crate) async fn with(plan: Plan, change: impl FnOnce(&mut sandbox::Config)) -> Self {
        let mut config = sandbox::Config { rows: 50, ..sandbox::Config::default() };
        change(&mut config);
        let sandbox = Sandbox::start(config).await.unwrap();
        let folder = Folder::new();
        let secret = folder.file("secret", DEFAULT_APPLICATION_SECRET);
        let credential =
            plan.credential.unwrap_or_else(|| format!("secret_file = {:?}", secret.display().to_string()));
        let (config, own) = (sandbox.config().clone(), sandbox.service());
        let service = plan.service.unwrap_or_else(|| own.clone());
        let (tenant, environment) = (&config.tenant, &config.environment);
        let mut text = plan.top;
        if !text.contains("hosts") {
            text.push_str("\nhosts = [\"localhost\"]\n");
        }
        let who = plan.who.unwrap_or("open");
        write!(
            text,
            "\nbind = \"127.0.0.1:0\"\n{}\ntenant = \"{tenant}\"\nenvironment = \"{environment}\"\n\
             service = \"{service}\"\nscope = \"{own}/.default\"\nauthority = \"{}\"\nwho = \"{who}\"\n\
             [[principal]]\nclient_id = \"{DEFAULT_APPLICATION_ID}\"\n{credential}\n{}",
            if who == "proxy" { String::new() } else { format!("origins = [\"{PORTAL}\"]") },
            sandbox.authority(),
            plan.tables
        )
        .unwrap();
        let settings =
            Settings::read(Some(&text), []).unwrap_or_else(|mistakes| panic!("{mistakes:?} in {text}"));
        let (clock, log) = (Clock::default(), Written::default());
        let app = App::new(settings, log.clone(), clock.clone()).unwrap();
        let serving = serve(Arc::clone(&app), TcpListener::bind("127.0.0.1:0").await.unwrap()).unwrap();
        let address = serving.address();
        let base = format!("/v2.0/{tenant}/{environment}");
        Self { sandbox, app, clock, log, address, folder, base, serving: Some(serving) }
    }

    /// Moves all clocks forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.sandbox.advance(by);
        self.clock.advance(by);
    }

    /// A read as the portal makes it.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, &[], "").await
    }

    /// The companies, relayed.
    pub(crate) async fn companies(&self) -> Answer {
        self.get(&format!("{}/api/v2.0/companies", self.base)).await
    }

    /// A call as the portal makes it.
    pub(crate) async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let usual = [("host", "localhost"), ("origin", PORTAL), ("x-portico", "1")];
        let usual = usual.into_iter().filter(|(name, _)| !headers.iter().any(|(other, _)| other == name));
        let all: Vec<(&str, &str)> =
            usual.chain(headers.iter().copied().filter(|(_, value)| !value.is_empty())).collect();
        send(self.address, method, path, &all, body.as_bytes()).await
    }

    /// The token requests that the Authority received.
    pub(crate) fn token_requests(&self) -> Vec<Seen> {
        self.seen(Server::Authority, "/token")
    }

    /// The requests to a server whose path contains `part`.
    pub(crate) fn seen(&self, server: Server, part: &str) -> Vec<Seen> {
        self.sandbox
            .requests()
            .into_iter()
            .filter(|seen| seen.server == server && seen.path.contains(part))
            .collect()
    }

    pub(crate) async fn stop_serving(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await;
        }
    }
}

/// An answer, whole or as far as it came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body came whole.
    pub(crate) whole: bool,
    /// All of it as it came.
    pub(crate) raw: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The code of an error.
    pub(crate) fn code(&self) -> String {
        let body: Value = serde_json::from_slice(&self.body).unwrap_or_default();
        body["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends one request on a connection of its own and reads until the other side closes it.
pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut request = format!("{method} {path} HTTP/1.1\r\n");
    for (name, value) in headers {
        write!(request, "{name}: {value}\r\n").unwrap();
    }
    if !body.is_empty() {
        write!(request, "content-length: {}\r\n", body.len()).unwrap();
    }
    request.push_str("connection: close\r\n\r\n");
    let mut bytes = request.into_bytes();
    bytes.extend_from_slice(body);
    raw(address, &bytes).await
}

/// Sends bytes and reads until the other side closes the connection.
pub(crate) async fn raw(address: SocketAddr, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The other side may refuse before it has read all.
    let _ = stream.write_all(bytes).await;
    read(stream).await
}

/// Reads until the other side closes the connection.
pub(crate) async fn read(mut stream: TcpStream) -> Answer {
    let mut raw = Vec::new();
    let _ =
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut raw)).await.expect("the connection is closed");
    parse(raw)
}

fn parse(raw: Vec<u8>) -> Answer {
    let Some(end) = raw.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Answer { raw, ..Answer::default() };
    };
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let rest = raw[end + 4..].to_vec();
    let find = |name: &str| headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.clone());
    let (body, whole) = if find("transfer-encoding").is_some() {
        unchunked(&rest)
    } else {
        let length = find("content-length").map_or(0, |length| length.parse().unwrap());
        let whole = rest.len() >= length;
        (rest, whole)
    };
    Answer { status, headers, body, whole, raw }
}

fn unchunked(mut rest: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else { return (body, false) };
        let Ok(length) = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16) else {
            return (body, false);
        };
        rest = &rest[end + 2..];
        if length == 0 {
            return (body, true);
        }
        body.extend_from_slice(&rest[..length.min(rest.len())]);
        let Some(next) = rest.get(length + 2..) else { return (body, false) };
        rest = next;
    }
}

/// Waits for a condition, with a bound.
pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let wait = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, wait).await.is_ok(), "{what}");
}
