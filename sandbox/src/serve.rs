//! Accepting connections until told to stop.

use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use crate::exchange::Site;
use crate::listen::Localhost;

/// Servers that run; they stop when this is dropped.
#[derive(Debug, Default)]
pub(crate) struct Serving(Vec<JoinHandle<()>>);

impl Serving {
    /// Serves `site` at `place` as well.
    pub(crate) fn add(&mut self, place: Localhost, site: Site) {
        let site = Arc::new(site);
        let tasks =
            place.listeners.into_iter().map(|listener| tokio::spawn(accept(listener, Arc::clone(&site))));
        self.0.extend(tasks);
    }

    /// Stops, and waits until the ports are free again.
    pub(crate) async fn stop(mut self) {
        for task in &self.0 {
            task.abort();
        }
        for task in self.0.drain(..) {
            // The error says that it was aborted, as it was.
            let _ = task.await;
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        for task in &self.0 {
            task.abort();
        }
    }
}

async fn accept(listener: TcpListener, site: Arc<Site>) {
    // Connections end with this task: a set aborts what is left in it when it is dropped.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, Arc::clone(&site)));
                }
                // Out of file descriptors, most likely: let the connections there are finish first.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, site: Arc<Site>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| {
        let site = Arc::clone(&site);
        async move { site.answer(request).await }
    });
    let mut connection = http1::Builder::new();
    // The site says what time it is, by a clock that tests may move.
    connection.timer(TokioTimer::new()).auto_date_header(false);
    // An error here is a client that went away, or a connection cut on purpose.
    let _ = connection.serve_connection(TokioIo::new(stream), service).await;
}
