//! One request to the Authority.

use std::sync::{Arc, Mutex, PoisonError};

use authority::client_credentials::{self, Issued};
use authority::{Issuer, Provider, Secret, discovery};

use super::Fault;
use super::cache::Grant;
use crate::clock::Clock;
use crate::credential::{Credential, Purpose};
use crate::outbound::{Answer, Outbound};

/// Gets tokens from one Authority for one scope.
#[derive(Debug)]
pub struct Fetcher {
    outbound: Outbound,
    clock: Clock,
    issuer: Issuer,
    scope: String,
    /// What the Authority says about itself, once it did.
    provider: Mutex<Option<Arc<Provider>>>,
}

impl Fetcher {
    /// Asks `issuer` for tokens for `scope`.
    #[must_use]
    pub fn new(outbound: Outbound, clock: Clock, issuer: Issuer, scope: String) -> Self {
        Self { outbound, clock, issuer, scope, provider: Mutex::new(None) }
    }

    /// What the Authority says about itself; asked once.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn provider(&self) -> Result<Arc<Provider>, Fault> {
        if let Some(provider) = self.provider.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(provider);
        }
        let answer = self.ask(&discovery::request(&self.issuer)).await?;
        let provider =
            discovery::read(&self.issuer, &answer.as_response()).map_err(|error| fault(&error, &answer))?;
        let provider = Arc::new(provider);
        *self.provider.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&provider));
        Ok(provider)
    }

    /// Asks for a token of `client_id`.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn fetch(&self, client_id: &str, credential: &Credential) -> Result<Grant<Secret>, Fault> {
        let provider = self.provider().await?;
        let proof = self.proof(client_id, credential, &provider).await?;
        let request = client_credentials::request(provider.token_endpoint(), client_id, &self.scope, &proof);
        let asked_at = self.clock.wall();
        let answer = self.ask(&request).await?;
        match client_credentials::read(&answer.as_response(), asked_at) {
            Ok(Issued { access_token, expires_at, renew_at }) => Ok(Grant {
                token: access_token,
                lifetime: expires_at.distance(asked_at),
                renew_after: renew_at.distance(asked_at),
            }),
            Err(error) => {
                // An endpoint that is no longer there may have moved.
                if matches!(answer.status, 404 | 405 | 410) {
                    *self.provider.lock().unwrap_or_else(PoisonError::into_inner) = None;
                }
                Err(fault(&error, &answer))
            }
        }
    }

    async fn proof(
        &self,
        client_id: &str,
        credential: &Credential,
        provider: &Provider,
    ) -> Result<client_credentials::Proof, Fault> {
        let (credential, client_id) = (credential.clone(), client_id.to_owned());
        let token_endpoint = provider.token_endpoint().to_owned();
        let now = self.clock.wall();
        // Files are read and numbers of 2048 bits multiplied: not on the threads that serve.
        let proof = tokio::task::spawn_blocking(move || {
            credential.proof(Purpose { client_id: &client_id, token_endpoint: &token_endpoint, now })
        });
        proof.await.map_err(|_| Fault::Unreachable)?.map_err(Fault::Credential)
    }

    async fn ask(&self, request: &authority::Request) -> Result<Answer, Fault> {
        self.outbound.ask(request).await.map_err(|_| Fault::Unreachable)
    }
}

fn fault(error: &authority::Error, answer: &Answer) -> Fault {
    Fault::of(error, answer.status, answer.retry_after)
}
