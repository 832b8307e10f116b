//! Keeps the caches: carries out what they decide, and lets callers wait.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use authority::Secret;
use tokio::sync::Notify;

use super::cache::{Action, Cache, Reply, State};
use super::{Fault, Fetcher};
use crate::clock::Clock;
use crate::credential::Credential;
use crate::log::Log;
use crate::metrics::Metrics;
use crate::random;
use crate::settings::Principal;

/// A token that serves now.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token itself.
    pub secret: Secret,
    /// Which of its principal's it is, for [`Keeper::rejected`].
    pub number: u64,
    /// Whose it is, in the order of the settings.
    pub principal: usize,
    /// When it was due to end, by the [`Clock`].
    pub ends: Duration,
}

/// The caches of all principals.
#[derive(Debug)]
pub struct Keeper {
    fetcher: Fetcher,
    clock: Clock,
    log: Log,
    metrics: Arc<Metrics>,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    client_id: String,
    credential: Credential,
    cache: Mutex<Cache<(Secret, Duration)>>,
    told: Notify,
    /// The credential's files as they were when it was last used.
    stamp: Mutex<Vec<Option<(SystemTime, u64)>>>,
}

impl Entry {
    fn cache(&self) -> MutexGuard<'_, Cache<(Secret, Duration)>> {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp(&self) -> MutexGuard<'_, Vec<Option<(SystemTime, u64)>>> {
        self.stamp.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper {
    /// Keeps the tokens of `principals`.
    #[must_use]
    pub fn new(
        fetcher: Fetcher,
        principals: &[Principal],
        clock: Clock,
        log: Log,
        metrics: Arc<Metrics>,
    ) -> Arc<Self> {
        let entry = |principal: &Principal| Entry {
            client_id: principal.client_id.clone(),
            credential: principal.credential.clone(),
            cache: Mutex::default(),
            told: Notify::new(),
            stamp: Mutex::default(),
        };
        Arc::new(Self { fetcher, clock, log, metrics, entries: principals.iter().map(entry).collect() })
    }

    /// A token of the principal, or of another if that one can get none.
    ///
    /// # Errors
    /// [`Fault`] of the first, when none of them can.
    pub async fn token(self: &Arc<Self>, principal: usize) -> Result<Token, (Fault, Duration)> {
        let count = self.entries.len();
        let mut first = None;
        for step in 0..count {
            match self.own_token((principal + step) % count).await {
                Ok(token) => return Ok(token),
                Err(failure) => first = first.or(Some(failure)),
            }
        }
        Err(first.unwrap_or((Fault::Unreachable, Duration::ZERO)))
    }

    /// Business Central didn't take this token. Whether another may be had, and is worth a try.
    pub fn rejected(&self, token: &Token) -> bool {
        let now = self.clock.now();
        self.entries.get(token.principal).is_some_and(|entry| entry.cache().rejected(now, token.number))
    }

    /// How things stand with each principal.
    #[must_use]
    pub fn states(&self) -> Vec<State> {
        let now = self.clock.now();
        self.entries.iter().map(|entry| entry.cache().state(now)).collect()
    }

    /// What gets the tokens.
    #[must_use]
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    async fn own_token(self: &Arc<Self>, principal: usize) -> Result<Token, (Fault, Duration)> {
        let Some(entry) = self.entries.get(principal) else {
            return Err((Fault::Unreachable, Duration::ZERO));
        };
        loop {
            // Registered before it is asked, so that nothing told in between is missed.
            let told = entry.told.notified();
            tokio::pin!(told);
            told.as_mut().enable();
            let (reply, action) = entry.cache().ask(self.clock.now());
            self.carry_out(principal, action);
            match reply {
                Reply::Serve((secret, ends), number) => return Ok(Token { secret, number, principal, ends }),
                Reply::Wait => told.await,
                Reply::Fail(fault, until) => {
                    if !self.has_new_credential(entry, &fault) {
                        return Err((fault, until.saturating_sub(self.clock.now())));
                    }
                    entry.cache().credential_changed();
                }
            }
        }
    }

    /// Whether what was refused has been replaced since.
    fn has_new_credential(&self, entry: &Entry, fault: &Fault) -> bool {
        if !matches!(fault, Fault::Refused { .. } | Fault::Credential(_)) {
            return false;
        }
        let new = entry.credential.stamp();
        let mut old = entry.stamp();
        let is_new = *old != new;
        *old = new;
        is_new
    }

    fn carry_out(self: &Arc<Self>, principal: usize, action: Action) {
        let keeper = Arc::clone(self);
        match action {
            Action::None => {}
            // Not the caller's: who leaves takes nobody else's token along.
            Action::Fetch => drop(tokio::spawn(async move { keeper.fetch(principal).await })),
            Action::WakeAt(at) => drop(tokio::spawn(async move {
                keeper.clock.sleep_until(at).await;
                if let Some(entry) = keeper.entries.get(principal) {
                    let action = entry.cache().woke(keeper.clock.now());
                    keeper.carry_out(principal, action);
                }
            })),
        }
    }

    async fn fetch(self: &Arc<Self>, principal: usize) {
        let Some(entry) = self.entries.get(principal) else { return };
        *entry.stamp() = entry.credential.stamp();
        let sent = self.clock.now();
        let keeper = Arc::clone(self);
        // Should it panic, those who wait are told all the same.
        let fetching = tokio::spawn(async move {
            let entry = &keeper.entries[principal];
            keeper.fetcher.fetch(&entry.client_id, &entry.credential).await
        });
        let outcome = fetching.await.unwrap_or(Err(Fault::Unreachable));
        self.metrics.token_request(outcome.as_ref().err().map(Fault::code));
        self.log.token(principal, self.clock.now() - sent, outcome.as_ref().err());
        let outcome = outcome.map(|grant| super::cache::Grant {
            token: (grant.token, sent + grant.lifetime),
            lifetime: grant.lifetime,
            renew_after: grant.renew_after,
        });
        let action = entry.cache().answered(self.clock.now(), outcome, random::fraction());
        self.carry_out(principal, action);
        entry.told.notify_waiters();
    }
}
