//! A sandbox that runs, and what a test may ask of it.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::config::Config;
use crate::control;
use crate::exchange::{Cors, Site};
use crate::faults::Fault;
use crate::listen::{Localhost, StartError};
use crate::seen::{Seen, Server};
use crate::serve::Serving;
use crate::shared::{Shared, lock};
use crate::{authority, business_central, cors};

/// Starts sandboxes; several may run at once.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Starts an Authority and a Business Central within this process.
    ///
    /// # Errors
    /// [`StartError`] when a port that `config` names is in use or localhost can't be listened on.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let authority_place = Localhost::bind(config.authority_port).await?;
        let service_place = Localhost::bind(config.service_port).await?;
        let shared = Shared::new(config, authority_place.origin.clone(), service_place.origin.clone());
        let mut serving = Serving::default();
        // Making the key takes a second without optimisation: meanwhile, so that the first sign-in needn't wait.
        let early = shared.clone();
        tokio::task::spawn_blocking(move || early.keys.current());

        let policy = shared.clone();
        let cors: Cors = Box::new(move |request, origin| authority::cors(&policy, request, origin));
        serving
            .add(authority_place, site(&shared, Server::Authority, authority::router(shared.clone()), cors));

        let policy = shared.clone();
        let cors: Cors = Box::new(move |_, origin| cors::service(&policy.config, origin));
        serving.add(
            service_place,
            site(&shared, Server::Service, business_central::router(shared.clone()), cors),
        );
        Ok(Running { shared, serving })
    }
}

fn site(shared: &Shared, server: Server, router: axum::Router, cors: Cors) -> Site {
    let origin = match server {
        Server::Authority => &shared.authority,
        _ => &shared.service,
    };
    Site {
        server,
        origin: origin.clone(),
        traffic: Arc::clone(&shared.traffic),
        router,
        control: control::router(shared.clone()),
        cors,
    }
}

/// A sandbox that runs until it is stopped or dropped.
pub struct Running {
    shared: Shared,
    serving: Serving,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Running({}, {})", self.authority(), self.service())
    }
}

impl Running {
    /// The issuer: `http://localhost:PORT/<tenant>/v2.0`.
    pub fn authority(&self) -> String {
        self.shared.issuer()
    }

    /// The Authority's origin: `http://localhost:PORT`.
    pub fn authority_origin(&self) -> String {
        self.shared.authority.clone()
    }

    /// Business Central's origin: `http://localhost:PORT`.
    pub fn service(&self) -> String {
        self.shared.service.clone()
    }

    /// What it was started with.
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    /// Every request to the Authority and to Business Central so far, in order of arrival.
    pub fn requests(&self) -> Vec<Seen> {
        self.shared.traffic.log.all()
    }

    /// Forgets the requests so far.
    pub fn clear_requests(&self) {
        self.shared.traffic.log.clear();
    }

    /// Every access token, refresh token, ID token and code issued so far.
    pub fn issued_tokens(&self) -> Vec<String> {
        lock(&self.shared.issued).clone()
    }

    /// Switches a fault on; the number switches it off.
    pub fn set_fault(&self, fault: Fault) -> u64 {
        self.shared.traffic.faults.add(fault)
    }

    /// Switches one fault off.
    pub fn remove_fault(&self, number: u64) {
        self.shared.traffic.faults.remove(number);
    }

    /// Switches all faults off and lets go of requests that hang.
    pub fn clear_faults(&self) {
        self.shared.traffic.faults.clear();
    }

    /// The sandbox's clock, for a host that is to share it.
    pub fn clock(&self) -> Clock {
        self.shared.traffic.clock.clone()
    }

    /// Moves the sandbox's clock forward: tokens age, limits pass, `Date` follows.
    pub fn advance(&self, by: Duration) {
        self.shared.traffic.clock.advance(by);
    }

    /// Tokens issued from now on live this long; whole seconds only.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.shared.set_token_lifetime(lifetime);
    }

    /// Whether a refresh token can be used once only, from now on: a second use is refused and revokes the whole
    /// grant (RFC 9700 §4.14.2). Uses while this was off don't count.
    pub fn set_rotation(&self, on: bool) {
        self.shared.set_rotation(on);
    }

    /// The Authority signs with another key from now on.
    pub fn rotate_key(&self) {
        self.shared.keys.rotate();
    }

    /// Forgets sessions, consents, codes, refresh tokens, requests, faults and changed data; clock, key, rotation and token lifetime
    /// stay as they are.
    pub fn reset(&self) {
        control::forget(&self.shared);
    }

    /// Stops, and waits until the ports are free again.
    pub async fn stop(self) {
        self.serving.stop().await;
    }
}
