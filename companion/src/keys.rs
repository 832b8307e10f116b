//! The keys of the Authority that people sign in at, fetched when they are needed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use authority::{Issuer, discovery, keys};
use tokio::sync::Notify;

use crate::Refusal;
use crate::caller::Caller;
use crate::caller::oidc::{KeyRenewal, Oidc, Rejection, Step, VerificationKeys};
use crate::clock::Clock;
use crate::failure::Failure;
use crate::outbound::Outbound;
use crate::token::Fault;

/// No call waits longer for keys: two requests of 15 seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// The keys, and when to fetch them.
#[derive(Debug)]
pub struct KeyRing {
    outbound: Outbound,
    clock: Clock,
    issuer: Issuer,
    state: Mutex<State>,
    told: Notify,
}

#[derive(Debug, Default)]
struct State {
    keys: Option<Arc<VerificationKeys>>,
    renewal: KeyRenewal,
}

impl KeyRing {
    /// The keys of `issuer`, none yet.
    #[must_use]
    pub fn new(outbound: Outbound, clock: Clock, issuer: Issuer) -> Arc<Self> {
        Arc::new(Self { outbound, clock, issuer, state: Mutex::default(), told: Notify::new() })
    }

    /// Who `token` speaks for, by [`Oidc::verify`].
    ///
    /// # Errors
    /// [`Failure`]: what `verify` refuses; [`Failure::NoToken`] while the Authority has never given its keys, for then
    /// nobody can say whether the token is right.
    pub async fn verify(self: &Arc<Self>, oidc: &Oidc, token: &str) -> Result<Caller, Failure> {
        let keys = self.keys(KeyRenewal::before, false).await?;
        match oidc.verify(token, &keys, self.clock.wall()) {
            Ok(caller) => return Ok(caller),
            Err(Rejection::Refused(refusal)) => return Err(refusal.into()),
            Err(Rejection::UnknownKey) => {}
        }
        let keys = self.keys(KeyRenewal::unknown_key, true).await?;
        oidc.verify(token, &keys, self.clock.wall()).map_err(|rejection| match rejection {
            Rejection::Refused(refusal) => refusal.into(),
            Rejection::UnknownKey => Refusal::unknown("the token's key isn't known").into(),
        })
    }

    /// The keys, after what `rule` says has been done; with `newest`, after it has been waited for, too.
    async fn keys(
        self: &Arc<Self>,
        rule: fn(&mut KeyRenewal, authority::UnixTime) -> Step,
        newest: bool,
    ) -> Result<Arc<VerificationKeys>, Failure> {
        let told = self.told.notified();
        tokio::pin!(told);
        told.as_mut().enable();
        let (step, keys) = {
            let mut state = self.lock();
            (rule(&mut state.renewal, self.clock.wall()), state.keys.clone())
        };
        if step == Step::Fetch {
            let ring = Arc::clone(self);
            drop(tokio::spawn(async move { ring.renew().await }));
        }
        let keys = match keys {
            Some(keys) if step == Step::Keep || !newest => Some(keys),
            None if step == Step::Keep => None,
            _ => {
                // Whoever waits in vain gets what there is.
                let _ = tokio::time::timeout(PATIENCE, told).await;
                self.lock().keys.clone()
            }
        };
        keys.ok_or(Failure::NoToken(Fault::Unreachable, Duration::from_secs(5)))
    }

    async fn renew(&self) {
        let fetched = self.fetch().await;
        {
            let mut state = self.lock();
            match fetched {
                Some(keys) => {
                    state.keys = Some(Arc::new(keys));
                    state.renewal.fetched(self.clock.wall());
                }
                None => state.renewal.failed(),
            }
        }
        self.told.notify_waiters();
    }

    /// Discovery every time: the keys' address is as old as the keys.
    async fn fetch(&self) -> Option<VerificationKeys> {
        let answer = self.outbound.ask(&discovery::request(&self.issuer)).await.ok()?;
        let provider = discovery::read(&self.issuer, &answer.as_response()).ok()?;
        let answer = self.outbound.ask(&keys::request(&provider)).await.ok()?;
        keys::read(&answer.as_response()).ok().map(|keys| VerificationKeys::from(&keys))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
