//! Serving: connections, calls, answers.

mod about;
mod answer;
mod call;
mod connections;
mod health;
mod listen;
mod metrics;
mod tokens;
mod watched;

pub(crate) use answer::{Noted, failure};
pub(crate) use call::CallId;
pub(crate) use connections::Connections;
pub use health::health;
pub use listen::{Serving, listen, serve};
pub use metrics::serve_metrics;
