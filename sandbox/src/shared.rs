//! What the Authority and Business Central of one sandbox share.

use std::collections::HashSet;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::authority::Memory;
use crate::clock::Clock;
use crate::config::Config;
use crate::exchange::Traffic;
use crate::keys::Keys;

/// A handle on everything that the servers of one sandbox have in common; clones see the same.
///
/// Business Central's part is told little: it reads `config`, `now()` and `service`, and asks
/// [`crate::tokens::verify`] who sends a request. Logging, CORS and faults happen around it, in
/// [`crate::exchange`].
#[derive(Clone)]
pub(crate) struct Shared(Arc<State>);

/// See [`Shared`].
pub(crate) struct State {
    /// How the sandbox was started.
    pub(crate) config: Config,
    /// The Authority's origin, `http://localhost:PORT`.
    pub(crate) authority: String,
    /// Business Central's origin, `http://localhost:PORT`; also the audience of its access tokens.
    pub(crate) service: String,
    /// The clock, the log and the faults.
    pub(crate) traffic: Arc<Traffic>,
    /// What tokens are signed with.
    pub(crate) keys: Keys,
    /// Sessions, consents, codes and refresh tokens.
    pub(crate) memory: Mutex<Memory>,
    /// Every token and code ever issued, for tests that search for leaks.
    pub(crate) issued: Mutex<Vec<String>>,
    /// The numbers of grants that were revoked: nothing that came of them is good any longer.
    pub(crate) revoked: Mutex<HashSet<String>>,
    /// Seconds that tokens issued from now on live.
    token_lifetime: AtomicU64,
    /// Whether a refresh token can be used once only.
    rotation: AtomicBool,
    /// How often the data were put back to what they were at the start.
    restored: AtomicU64,
}

impl Shared {
    pub(crate) fn new(config: Config, authority: String, service: String) -> Self {
        Self(Arc::new(State {
            traffic: Arc::new(Traffic::new(Clock::default(), config.remembered_requests)),
            token_lifetime: AtomicU64::new(config.token_lifetime.as_secs()),
            rotation: AtomicBool::new(config.rotation),
            restored: AtomicU64::new(0),
            config,
            authority,
            service,
            keys: Keys::default(),
            memory: Mutex::default(),
            issued: Mutex::default(),
            revoked: Mutex::default(),
        }))
    }
}

impl Deref for Shared {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}

impl State {
    /// Seconds since 1970 by the sandbox's clock, which tests may move.
    pub(crate) fn now(&self) -> u64 {
        self.traffic.clock.now()
    }

    /// How often the data were put back to what they were at the start.
    pub(crate) fn restored(&self) -> u64 {
        self.restored.load(Ordering::Relaxed)
    }

    /// Business Central's data are to be what they were at the start.
    pub(crate) fn restore(&self) {
        self.restored.fetch_add(1, Ordering::Relaxed);
    }

    /// How many seconds tokens issued now live.
    pub(crate) fn token_lifetime(&self) -> u64 {
        self.token_lifetime.load(Ordering::Relaxed)
    }

    /// Whole seconds only.
    pub(crate) fn set_token_lifetime(&self, lifetime: Duration) {
        self.token_lifetime.store(lifetime.as_secs(), Ordering::Relaxed);
    }

    /// Whether a refresh token can be used once only.
    pub(crate) fn rotation(&self) -> bool {
        self.rotation.load(Ordering::Relaxed)
    }

    pub(crate) fn set_rotation(&self, on: bool) {
        self.rotation.store(on, Ordering::Relaxed);
    }

    /// The issuer of this sandbox's tokens.
    pub(crate) fn issuer(&self) -> String {
        format!("{}/{}/v2.0", self.authority, self.config.tenant)
    }

    /// Whether `segment` of an address names this sandbox's tenant, by GUID or by domain.
    pub(crate) fn is_tenant(&self, segment: &str) -> bool {
        segment.eq_ignore_ascii_case(&self.config.tenant) || segment.eq_ignore_ascii_case(&self.config.domain)
    }

    /// Remembers a token or code as issued.
    pub(crate) fn issue(&self, token: &str) {
        lock(&self.issued).push(token.to_owned());
    }
}

/// Locks, also after a panic elsewhere: the sandbox would rather answer than add a second failure.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
