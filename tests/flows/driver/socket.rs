//! Commands out, results and events back, over one WebSocket: what both protocols have in common.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::{
    connect_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

/// No command of these tests should need longer, even on a busy machine.
pub(super) const COMMAND_LIMIT: Duration = Duration::from_secs(60);

type Answer = Result<Value, String>;
type Waiting = HashMap<u64, oneshot::Sender<Answer>>;

/// A connection to a browser.
pub(super) struct Socket {
    /// Nothing, once the browser is gone.
    waiting: Arc<Mutex<Option<Waiting>>>,
    outbox: mpsc::UnboundedSender<String>,
    last_id: AtomicU64,
}

impl Socket {
    /// Connects to the address that the browser gave. `event` is handed every message that answers no command.
    pub(super) async fn connect(
        address: &str,
        event: impl Fn(&str, &Value) + Send + 'static,
    ) -> Result<Self, String> {
        // A picture of a page, or a long list of nodes, is one message.
        let limits = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let (socket, _) = connect_async_with_config(address, Some(limits), true)
            .await
            .map_err(|error| format!("no connection at {address}: {error}"))?;
        let (mut sink, mut stream) = socket.split();
        let (outbox, mut queue) = mpsc::unbounded_channel::<String>();
        tokio::spawn(async move {
            while let Some(text) = queue.recv().await {
                if sink.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
        });
        let waiting = Arc::new(Mutex::new(Some(Waiting::new())));
        let receiving = Arc::clone(&waiting);
        tokio::spawn(async move {
            while let Some(Ok(message)) = stream.next().await {
                let Ok(message) = serde_json::from_slice::<Value>(&message.into_data()) else { continue };
                if let Some(id) = message["id"].as_u64() {
                    let answered = lock(&receiving).as_mut().and_then(|waiting| waiting.remove(&id));
                    if let Some(answered) = answered {
                        // The test may have given up waiting: then nobody wants it.
                        let _ = answered.send(answer(message));
                    }
                } else if let Some(method) = message["method"].as_str() {
                    event(method, &message);
                }
            }
            // Whoever still waits learns at once that the browser is gone.
            lock(&receiving).take();
        });
        Ok(Self { waiting, outbox, last_id: AtomicU64::new(0) })
    }

    /// Whether the browser is still there.
    pub(super) fn is_open(&self) -> bool {
        lock(&self.waiting).is_some()
    }

    /// Sends a command, to which a protocol may add members of its own; the browser's own error text comes back as
    /// it is.
    pub(super) async fn send(&self, method: &str, params: Value, session: Option<&str>) -> Answer {
        let id = self.last_id.fetch_add(1, Ordering::Relaxed) + 1;
        let (answer, answered) = oneshot::channel();
        let gone = || format!("{method}: the browser is gone");
        lock(&self.waiting).as_mut().ok_or_else(gone)?.insert(id, answer);
        let mut command = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        self.outbox.send(command.to_string()).map_err(|_| gone())?;
        match tokio::time::timeout(COMMAND_LIMIT, answered).await {
            Ok(Ok(result)) => result.map_err(|error| format!("{method}: {error}")),
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(format!("{method}: no answer within {COMMAND_LIMIT:?}")),
        }
    }
}

/// The result or error in a message. BiDi's error is a word beside a message, CDP's an object.
fn answer(mut message: Value) -> Answer {
    match &message["error"] {
        Value::Null => Ok(message["result"].take()),
        Value::String(word) => Err(format!("{word}: {}", message["message"])),
        error => Err(error["message"].to_string()),
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
