//! A reverse proxy in front of the companion, as an organisation has one. With the portal behind it, too, both are on one
//! origin, and who comes through is named in a header. It writes down what it passes on to the companion.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// The header that names the person, and whom it names here.
pub(crate) const HEADER: &str = "x-forwarded-user";
const PERSON: &str = "ada@cronus.example";

/// Where the companion is.
const COMPANION: &str = "/companion/";

type Asked = Arc<Mutex<Vec<String>>>;

/// Where the gateway leads.
#[derive(Clone, Copy)]
struct Ways {
    /// The port of the portal's host, if that is behind it, too. Then it names a person to the companion.
    portal: Option<u16>,
    companion: u16,
}

/// A proxy that runs until it is dropped.
pub(crate) struct Gateway {
    listener: Arc<TcpListener>,
    asked: Asked,
    /// The `authorization` headers that came with that.
    bearers: Asked,
    serving: Option<JoinHandle<()>>,
}

impl Gateway {
    /// A port of its own, which leads nowhere yet.
    pub(crate) async fn bind() -> Self {
        let listener = TcpListener::bind(("localhost", 0)).await.expect("a free port");
        Self {
            listener: Arc::new(listener),
            asked: Asked::default(),
            bearers: Asked::default(),
            serving: None,
        }
    }

    /// Its origin, `http://localhost:PORT`.
    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.host())
    }

    /// Its host as browsers name it, `localhost:PORT`.
    pub(crate) fn host(&self) -> String {
        format!("localhost:{}", self.listener.local_addr().expect("an address").port())
    }

    /// Passes everything on to the companion at this port, or, where the portal's host is behind it, too, what is below
    /// `/companion/`.
    pub(crate) fn lead(&mut self, portal: Option<u16>, companion: u16) {
        let listener = Arc::clone(&self.listener);
        let (asked, bearers) = (Arc::clone(&self.asked), Arc::clone(&self.bearers));
        let ways = Ways { portal, companion };
        let serving = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let (asked, bearers) = (Arc::clone(&asked), Arc::clone(&bearers));
                // A browser that goes away is no fault.
                tokio::spawn(async move { pass_on(browser, ways, &asked, &bearers).await.ok() });
            }
        });
        if let Some(before) = self.serving.replace(serving) {
            before.abort();
        }
    }

    /// Method and path of every request to the companion but preflights, oldest first.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Every token that the companion was sent, once each.
    pub(crate) fn bearers(&self) -> Vec<String> {
        let mut bearers = self.bearers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        bearers.sort();
        bearers.dedup();
        bearers
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

/// Passes one request on, and its answer back. The connection ends with it, so that each has a head of its own to look at.
async fn pass_on(mut browser: TcpStream, ways: Ways, asked: &Asked, bearers: &Asked) -> std::io::Result<()> {
    let mut read = Vec::new();
    let end = loop {
        if let Some(at) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        if browser.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let line = head.lines().next().unwrap_or_default();
    let mut words = line.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let portal = ways.portal.filter(|_| !path.starts_with(COMPANION));
    // What a browser says of itself counts for nothing.
    let mine = ["connection:", &format!("{HEADER}:")].map(str::to_ascii_lowercase);
    let is_mine = |line: &&str| mine.iter().any(|name| line.to_ascii_lowercase().starts_with(name.as_str()));
    let mut sent: Vec<&str> = head.lines().filter(|line| !is_mine(line)).collect();
    let named = format!("{HEADER}: {PERSON}");
    sent.push("connection: close");
    if portal.is_none() {
        let bearer = |line: &str| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("authorization").then(|| value.to_owned())
        };
        bearers.lock().unwrap_or_else(PoisonError::into_inner).extend(head.lines().find_map(bearer));
        if ways.portal.is_some() {
            sent.push(&named);
        }
        if method != "OPTIONS" {
            asked.lock().unwrap_or_else(PoisonError::into_inner).push(format!("{method} {path}"));
        }
    }
    let mut server = TcpStream::connect(("127.0.0.1", portal.unwrap_or(ways.companion))).await?;
    server.write_all(sent.join("\r\n").as_bytes()).await?;
    server.write_all(&read[end..]).await?;
    copy_bidirectional(&mut browser, &mut server).await.map(drop)
}
