//! How requests reach a party: with which headers, and with whose token. The one way by which a token gets into a request.

use super::live::Live;
use crate::browser::{fetch, window};
use crate::companion::fault::may_be_own;
use crate::problem::Problem;
use authority::challenge;
use futures_util::future::LocalBoxFuture;
use origin::Origin;

/// How often a request is sent that is refused for its token: with the token that there is, with a renewed one, and with
/// one that another tab renewed meanwhile.
const TOKENS: usize = 3;

/// What came of sending a request.
pub type Fetched = Result<fetch::Incoming, fetch::NoAnswer>;

/// Somebody that requests are sent to: Business Central or a companion.
#[derive(Clone)]
pub struct Party {
    /// Its address. Whether it gets anything is not decided by this where there is a session.
    address: String,
    is_companion: bool,
    session: Option<Live>,
}

impl Party {
    /// Business Central, for whom the tokens of `session` are.
    #[must_use]
    pub fn service(session: Live) -> Self {
        let address = session.now().bound.service().to_owned();
        Self { address, is_companion: false, session: Some(session) }
    }

    /// The companion at `address`; where it asks who people are, whoever the tokens of `person` are for.
    #[must_use]
    pub fn companion(address: &str, person: Option<Live>) -> Self {
        Self { address: address.to_owned(), is_companion: true, session: person }
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The session whose token goes along.
    #[must_use]
    pub fn session(&self) -> Option<&Live> {
        self.session.as_ref()
    }

    /// Sends `outgoing` with a token that serves, if one is needed, and with what a companion wants to see. Without a
    /// network it waits for one.
    ///
    /// # Errors
    /// A [`Problem`] when there is no token to be had.
    pub fn fetch<'a>(
        &'a self,
        outgoing: fetch::Outgoing<'a>,
    ) -> LocalBoxFuture<'a, Result<Fetched, Problem>> {
        Box::pin(self.send(outgoing))
    }

    async fn send(&self, mut outgoing: fetch::Outgoing<'_>) -> Result<Fetched, Problem> {
        if self.is_companion {
            // A page of another origin cannot send this without a preflight (Fetch, "CORS-preflight fetch").
            outgoing.headers.push(("X-Portico", "1".to_owned()));
        }
        let mut refusals = 0;
        loop {
            let lent = match &self.session {
                None => None,
                Some(session) => match session.token().await {
                    Ok(lent) => Some(lent),
                    // A read waits for the network; what changes something waits for the user.
                    Err(_) if !window::is_online() && !outgoing.is_write() => {
                        window::online().await;
                        continue;
                    }
                    Err(_) if !window::is_online() => return Ok(Err(fetch::NoAnswer::Offline)),
                    Err(problem) => return Err(problem),
                },
            };
            let mut sent = outgoing.clone();
            if let Some(lent) = &lent {
                sent.headers.push(("Authorization", format!("Bearer {}", lent.token.expose())));
            }
            let Some(origin) = self.origin() else { return Ok(Err(fetch::NoAnswer::ForeignOrigin)) };
            let fetched = fetch::fetch(sent, &origin).await;
            match (&fetched, &self.session, &lent) {
                (Err(fetch::NoAnswer::Offline), ..) if !outgoing.is_write() => window::online().await,
                // What a companion passes on is about the application's token, not about this one.
                (Ok(answer), Some(session), Some(lent))
                    if answer.status == 401 && (!self.is_companion || may_be_own(&answer.body)) =>
                {
                    refusals += 1;
                    let claims = answer.www_authenticate.as_deref().and_then(challenge::claims);
                    if refusals == TOKENS || !session.refused(lent, claims).await? {
                        return Ok(fetched);
                    }
                }
                (Ok(_), Some(session), _) => {
                    session.accepted();
                    return Ok(fetched);
                }
                _ => return Ok(fetched),
            }
        }
    }

    /// The only origin that gets anything. A token's is the one that it was obtained for, whatever else is known of the
    /// party.
    fn origin(&self) -> Option<Origin> {
        let session = self.session.as_ref().map(Live::now);
        Origin::of(session.as_ref().map_or(&self.address, |session| session.bound.service())).ok()
    }
}

/// How the connection in use reaches Business Central, and on whose behalf.
#[derive(Clone)]
pub struct Access {
    /// Whom its requests are sent to. Environments lie below its address.
    pub party: Party,
    /// The environment's own address, behind a companion that relays.
    pub upstream: Option<String>,
    /// The session of whoever signed in; none where nobody has to.
    pub person: Option<Live>,
}

impl Access {
    /// That of somebody who signed in and calls Business Central with his or her own token.
    #[must_use]
    pub fn personal(live: Live) -> Self {
        Self { party: Party::service(live.clone()), upstream: None, person: Some(live) }
    }

    /// Whether it is the application that works in Business Central, not a person.
    #[must_use]
    pub fn is_applications(&self) -> bool {
        self.upstream.is_some()
            || self.party.session.as_ref().is_some_and(|live| live.now().person().is_none())
    }
}
