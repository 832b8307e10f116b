//! `GET /metrics`, on a loopback address of its own.

use std::io;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse as _;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

use crate::app::App;

/// Serves metrics to whoever is on this computer, until the task is dropped.
///
/// # Errors
/// Those of the listener.
pub async fn serve_metrics(app: Arc<App>, listener: TcpListener) -> io::Result<()> {
    let text = |State(app): State<Arc<App>>| async move {
        ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics_text()).into_response()
    };
    axum::serve(listener, Router::new().route("/metrics", get(text)).with_state(app)).await
}
