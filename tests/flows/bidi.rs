//! WebDriver BiDi: commands out, results and events back, over one WebSocket.
//!
//! BiDi and not classic WebDriver, because it finds elements by role and name,
//! gives each test a cookie jar of its own in one running browser, and reports
//! console, addresses and response bodies the same way in Chromium and Firefox.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::{connect_async, tungstenite::Message};

/// No command of these tests should need longer.
const COMMAND_LIMIT: Duration = Duration::from_secs(60);

/// Nor should a look at a page. ChromeDriver never answers one that meets a navigation, so it must be taken again.
const LOOK_LIMIT: Duration = Duration::from_secs(3);

/// An event as the browser reported it.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    /// Such as `log.entryAdded`.
    pub(crate) method: String,
    /// What the event carries.
    pub(crate) params: Value,
}

#[derive(Default)]
struct Inbox {
    waiting: HashMap<u64, oneshot::Sender<Result<Value, String>>>,
    events: Vec<Event>,
}

/// A connection to a browser.
pub(crate) struct Bidi {
    inbox: Arc<Mutex<Inbox>>,
    outbox: mpsc::UnboundedSender<String>,
    last_id: AtomicU64,
    unanswered: AtomicU64,
}

impl Bidi {
    /// Connects to the address that the browser or its driver gave.
    pub(crate) async fn connect(address: &str) -> Self {
        let (socket, _) = connect_async(address)
            .await
            .unwrap_or_else(|error| panic!("no BiDi connection at {address}: {error}"));
        let (mut sink, mut stream) = socket.split();
        let (outbox, mut queue) = mpsc::unbounded_channel::<String>();
        tokio::spawn(async move {
            while let Some(text) = queue.recv().await {
                if sink.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
        });
        let inbox = Arc::new(Mutex::new(Inbox::default()));
        let receiving = Arc::clone(&inbox);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                if let Ok(message) = serde_json::from_slice(&message.into_data()) {
                    receiving.lock().unwrap().sort(message);
                }
            }
            // Whoever still waits learns at once that the browser is gone.
            receiving.lock().unwrap().waiting.clear();
        });
        Self { inbox, outbox, last_id: AtomicU64::new(0), unanswered: AtomicU64::new(0) }
    }

    /// Sends a command; the browser's own error text comes back as it is.
    pub(crate) async fn send(&self, method: &str, params: Value) -> Result<Value, String> {
        self.send_within(COMMAND_LIMIT, method, params).await
    }

    /// Sends a command that may be repeated.
    pub(crate) async fn look(&self, method: &str, params: Value) -> Result<Value, String> {
        let result = self.send_within(LOOK_LIMIT, method, params).await;
        if result.as_ref().is_err_and(|error| error.contains("no answer within")) {
            self.unanswered.fetch_add(1, Ordering::Relaxed);
        } else {
            self.unanswered.store(0, Ordering::Relaxed);
        }
        result
    }

    /// Whether the browser left the last three looks unanswered.
    pub(crate) fn is_stuck(&self) -> bool {
        self.unanswered.load(Ordering::Relaxed) >= 3
    }

    async fn send_within(&self, limit: Duration, method: &str, params: Value) -> Result<Value, String> {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (answer, answered) = oneshot::channel();
        self.inbox.lock().unwrap().waiting.insert(id, answer);
        let command = json!({ "id": id, "method": method, "params": params });
        self.outbox.send(command.to_string()).map_err(|_| "the browser is gone".to_owned())?;
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(result)) => result.map_err(|error| format!("{method}: {error}")),
            Ok(Err(_)) => Err(format!("{method}: the browser closed the connection")),
            Err(_) => Err(format!("{method}: no answer within {limit:?}")),
        }
    }

    /// Sends a command that must succeed.
    pub(crate) async fn command(&self, method: &str, params: Value) -> Value {
        self.send(method, params).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// The events so far that `choose` accepts, oldest first.
    pub(crate) fn events(&self, choose: impl Fn(&Event) -> bool) -> Vec<Event> {
        let inbox = self.inbox.lock().unwrap();
        inbox.events.iter().filter(|event| choose(event)).cloned().collect()
    }

    /// Forgets all events: the next test starts with none.
    pub(crate) fn forget_events(&self) {
        self.unanswered.store(0, Ordering::Relaxed);
        self.inbox.lock().unwrap().events.clear();
    }
}

impl Inbox {
    fn sort(&mut self, mut message: Value) {
        if let Some(id) = message["id"].as_u64() {
            let Some(waiting) = self.waiting.remove(&id) else {
                return;
            };
            let result = if message["type"] == "error" {
                Err(format!("{}: {}", message["error"], message["message"]))
            } else {
                Ok(message["result"].take())
            };
            // The test may have given up waiting: then nobody wants it.
            let _ = waiting.send(result);
        } else if let Some(method) = message["method"].as_str() {
            let method = method.to_owned();
            let params = message["params"].take();
            self.events.push(Event { method, params });
        }
    }
}
