//! A static host: serves the portal's files as a CDN would, with settings of its own at `portal.json`.

mod config;
mod file;
mod serve;

use std::sync::{Arc, Mutex};

use serde_json::Value;

pub use config::{Fallback, HostConfig, PORTAL_POLICY, Settings};

use crate::exchange::{Site, Traffic};
use crate::faults::Fault;
use crate::listen::{Localhost, StartError};
use crate::seen::{Seen, Server};
use crate::serve::Serving;
use crate::shared::lock;

/// What the host's handlers share.
struct State {
    config: HostConfig,
    settings: Mutex<Settings>,
    violations: Mutex<Vec<Value>>,
    traffic: Arc<Traffic>,
}

/// Starts a static host.
///
/// # Errors
/// [`StartError`] when the port is in use or localhost can't be listened on.
pub async fn serve(config: HostConfig) -> Result<Host, StartError> {
    Ok(serve_at(Localhost::bind(config.port).await?, config))
}

/// Starts a static host at a place that was taken before, because others had to know its address; `config.port` doesn't
/// count.
pub fn serve_at(place: Localhost, config: HostConfig) -> Host {
    let origin = place.origin.clone();
    let state = Arc::new(State {
        settings: Mutex::new(config.settings.clone()),
        violations: Mutex::default(),
        traffic: Arc::new(Traffic::new(config.clock.clone(), config.remembered_requests)),
        config,
    });
    let site = Site {
        server: Server::Host,
        origin: origin.clone(),
        traffic: Arc::clone(&state.traffic),
        router: serve::router(Arc::clone(&state)),
        control: serve::control(Arc::clone(&state)),
        cors: Box::new(|_, _| None),
    };
    let mut serving = Serving::default();
    serving.add(place, site);
    Host { origin, state, serving }
}

/// A static host that runs until it is stopped or dropped.
pub struct Host {
    origin: String,
    state: Arc<State>,
    serving: Serving,
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Host({})", self.address())
    }
}

impl Host {
    /// `http://localhost:PORT`
    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    /// Where the portal starts: the origin and the base path.
    pub fn address(&self) -> String {
        format!("{}{}", self.origin, self.state.config.base)
    }

    /// Answers `portal.json` with something else from now on.
    pub fn set_settings(&self, settings: impl Into<Settings>) {
        *lock(&self.state.settings) = settings.into();
    }

    /// Every request so far, in order of arrival.
    pub fn requests(&self) -> Vec<Seen> {
        self.state.traffic.log.all()
    }

    /// Forgets the requests and violations so far.
    pub fn clear_requests(&self) {
        self.state.traffic.log.clear();
        lock(&self.state.violations).clear();
    }

    /// What browsers reported against the report-only policy.
    pub fn violations(&self) -> Vec<Value> {
        lock(&self.state.violations).clone()
    }

    /// Switches a fault on; the number switches it off.
    pub fn set_fault(&self, fault: Fault) -> u64 {
        self.state.traffic.faults.add(fault)
    }

    /// Switches all faults off and lets go of requests that hang.
    pub fn clear_faults(&self) {
        self.state.traffic.faults.clear();
    }

    /// Stops, and waits until the port is free again.
    pub async fn stop(self) {
        self.serving.stop().await;
    }
}
