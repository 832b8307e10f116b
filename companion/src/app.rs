//! What all calls share.

use std::io::Write;
use std::net::IpAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::clock::Clock;
use crate::guard::Guard;
use crate::keys::KeyRing;
use crate::log::Log;
use crate::metrics::{Gauges, Metrics};
use crate::outbound::Outbound;
use crate::queue::FairQueue;
use crate::rate::RateLimit;
use crate::serve::Connections;
use crate::settings::{Settings, Who};
use crate::token::{Fetcher, Keeper, State};

/// How many callers the rate limit remembers.
const CALLERS: usize = 10_000;

/// A companion, ready to serve.
#[derive(Debug)]
pub struct App {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) log: Log,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) guard: Guard,
    pub(crate) keeper: Arc<Keeper>,
    pub(crate) keys: Option<Arc<KeyRing>>,
    pub(crate) outbound: Outbound,
    pub(crate) queue: FairQueue,
    rate: Mutex<RateLimit>,
    pub(crate) connections: Arc<Connections>,
}

/// The file of certification authorities can't be used.
#[derive(Debug, thiserror::Error)]
#[error("ca_file can't be read, or holds no certificate in PEM. Check its path, or leave it out")]
pub struct CaError;

impl App {
    /// A companion with these settings, that logs to `log` and goes by `clock`.
    ///
    /// # Errors
    /// [`CaError`].
    pub fn new(
        settings: Settings,
        log: impl Write + Send + 'static,
        clock: Clock,
    ) -> Result<Arc<Self>, CaError> {
        let limits = settings.limits;
        let roots = settings.ca_file.as_deref().map(roots).transpose()?.unwrap_or_default();
        let outbound = Outbound::new(&roots, limits.connect, clock.clone());
        let log = Log::new(log, clock.clone());
        let metrics = Arc::<Metrics>::default();
        let (authority, scope) = (settings.authority.clone(), settings.scope.clone());
        let fetcher = Fetcher::new(outbound.clone(), clock.clone(), authority, scope);
        let keeper =
            Keeper::new(fetcher, &settings.principals, clock.clone(), log.clone(), Arc::clone(&metrics));
        let keys = match &settings.who {
            Who::Oidc(_, issuer) => Some(KeyRing::new(outbound.clone(), clock.clone(), issuer.clone())),
            Who::Open | Who::Proxy(_) => None,
        };
        Ok(Arc::new(Self {
            guard: Guard::new(settings.hosts.clone(), settings.origins.clone()),
            queue: FairQueue::new(settings.principals.len(), limits.in_flight, limits.waiting),
            rate: Mutex::new(RateLimit::new(limits.requests_per_minute, limits.burst, CALLERS)),
            connections: Connections::new(limits.connections, clock.clone()),
            settings,
            clock,
            log,
            metrics,
            keeper,
            keys,
            outbound,
        }))
    }

    /// Asks for the first token of each principal, so that nobody has to wait for it and a refusal shows at once.
    pub fn warm_up(self: &Arc<Self>) {
        for principal in 0..self.settings.principals.len() {
            let app = Arc::clone(self);
            drop(tokio::spawn(async move { app.keeper.token(principal).await.map(drop) }));
        }
    }

    /// How things stand.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        self.keeper.states()
    }

    /// What Prometheus is told.
    #[must_use]
    pub fn metrics_text(&self) -> String {
        let (in_flight, waiting) = self.queue.load();
        let state = |state: &State| match state {
            State::Ok => 0,
            State::Degraded(_) => 1,
            State::Failing(_) => 2,
        };
        self.metrics.render(&Gauges {
            connections: self.connections.count(),
            in_flight,
            waiting,
            callers: self.rate.lock().unwrap_or_else(PoisonError::into_inner).callers(),
            principals: self.states().iter().map(state).collect(),
        })
    }

    /// Counts a call of `caller`.
    pub(crate) fn count(&self, caller: &str) -> Result<(), crate::Refusal> {
        self.rate.lock().unwrap_or_else(PoisonError::into_inner).check(caller, self.clock.now())
    }
}

/// The other end of a connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) IpAddr);

fn roots(path: &Path) -> Result<Vec<CertificateDer<'static>>, CaError> {
    let certificates = CertificateDer::pem_file_iter(path).map_err(|_| CaError)?;
    let certificates: Vec<_> = certificates.collect::<Result<_, _>>().map_err(|_| CaError)?;
    if certificates.is_empty() { Err(CaError) } else { Ok(certificates) }
}
