//! Taking connections, and ending well.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use super::call;
use super::connections::{Open, Patience};
use super::watched::Watched;
use crate::app::{App, Peer};
use crate::relay::Held;

/// How often connections are looked at.
const SWEEP: Duration = Duration::from_secs(1);
/// Where the system has no room for another connection, it isn't asked again at once.
const PAUSE: Duration = Duration::from_millis(50);
/// How many connections the system keeps that were not taken yet.
const BACKLOG: u32 = 1024;
/// A request's head: Business Central takes addresses of 8 kB, and tokens are as long.
const HEAD: usize = 32 * 1024;

/// A companion that serves.
#[derive(Debug)]
pub struct Serving {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Serving {
    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no more calls, lets those that run finish, and returns when they have or their time is up.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
        let _ = self.task.await;
    }
}

/// Listens on `address`, with room for many who come at the same moment.
///
/// # Errors
/// Those of the system: the address is in use, or isn't this computer's.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // After a restart the old connections may still be fading away.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves on `listener` until it is stopped.
///
/// # Errors
/// When the listener has no address.
pub fn serve(app: Arc<App>, listener: TcpListener) -> io::Result<Serving> {
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let task = tokio::spawn(accept(app, listener, stopped));
    Ok(Serving { address, stop, task })
}

async fn accept(app: Arc<App>, listener: TcpListener, mut stopped: watch::Receiver<bool>) {
    let router = call::router(Arc::clone(&app));
    let limits = app.settings.limits;
    let patience = Patience { idle: limits.keep_alive, head: limits.head, stalled: limits.stalled };
    let mut sweep = tokio::time::interval(SWEEP);
    // Each connection holds a sender; when the last has gone, so has the last connection.
    let (alive, mut all_gone) = mpsc::channel::<Infallible>(1);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = sweep.tick() => {
                app.connections.sweep(patience);
                continue;
            }
            _ = stopped.changed() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                // With no room it is closed at once, which a proxy or browser sees at once.
                if let Some(open) = app.connections.open() {
                    let shared = (Arc::clone(&app), router.clone(), stopped.clone(), alive.clone());
                    tokio::spawn(connection(shared, stream, peer, open));
                }
            }
            // No more file descriptors, say.
            Err(_) => {
                app.connections.give_way();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop((listener, alive));
    app.connections.close_idle();
    let _ = tokio::time::timeout(limits.shutdown, all_gone.recv()).await;
}

/// What a connection shares with the others.
type Shared = (Arc<App>, Router, watch::Receiver<bool>, mpsc::Sender<Infallible>);

async fn connection(shared: Shared, stream: TcpStream, peer: SocketAddr, open: Open) {
    let (app, router, mut stopped, _alive) = shared;
    let _ = stream.set_nodelay(true);
    let io = TokioIo::new(Watched::new(stream, Arc::clone(&open.connection)));
    let state = Arc::clone(&open.connection);
    let service = service_fn(move |request: Request<Incoming>| {
        let (app, router, under_way) = (Arc::clone(&app), router.clone(), state.begin());
        // Boxed, so that a connection without a call has no room for one.
        Box::pin(async move {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            let response = call::answer(app, router, request).await;
            // Under way until the last byte of the answer.
            Ok::<Response<_>, Infallible>(response.map(|body| Held::new(body, under_way)))
        })
    });
    let mut server = http1::Builder::new();
    server
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_buf_size(HEAD)
        .max_header_size(HEAD)
        .half_close(false);
    let mut serving = pin!(server.serve_connection(io, service));
    tokio::select! {
        _ = serving.as_mut() => return,
        () = open.connection.closed() => return,
        _ = stopped.wait_for(|stopped| *stopped) => serving.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = serving => {}
        () = open.connection.closed() => {}
    }
}
