//! The oracle: [huskarl](https://docs.rs/huskarl), a certified client of other people's making, in the same scene with the
//! same Authority, which lies to it in the same way.

mod person;

use std::{error::Error, time::Duration};

use huskarl::{
    DefaultJwsVerifierPlatform,
    core::{
        client_auth::NoAuth,
        crypto::verifier::JwsVerifierFactory as _,
        jwk::JwksSource,
        server_metadata::AuthorizationServerMetadata,
        time::{ManualTime, timestamp_from_unix_parts},
    },
    grant::{
        authorization_code::{AuthorizationCodeGrant, CompleteInput, CompleteOutput, StartInput},
        core::OAuth2ExchangeGrant as _,
        refresh::RefreshGrantParameters,
    },
    token::id_token::IdTokenValidator,
    userinfo::UserInfoClient,
};
use sandbox::DEFAULT_CLIENT_ID;

use super::case::{Outcome, Scene};
use crate::world::World;
use person::Browser;

/// How long a person takes at the Authority's page.
const AT_THE_PAGE: Duration = Duration::from_secs(120);

/// How long the whole of it may take.
const LIMIT: Duration = Duration::from_secs(30);

type Doubt = Box<dyn Error + Send + Sync>;

/// A client of the world's Authority.
struct Oracle<'a> {
    world: &'a World,
    browser: Browser,
    time: ManualTime,
    metadata: AuthorizationServerMetadata,
    grant: AuthorizationCodeGrant,
}

/// What the oracle makes of the scene; none where it plays no part in it.
pub(super) async fn ask(world: &World, scene: Scene) -> Option<Outcome> {
    let asked = async {
        let oracle = Oracle::new(world).await?;
        match scene {
            Scene::SignIn => oracle.sign_in().await.map(|_| "signed in"),
            Scene::Rotation => oracle.sign_in_after_rotation().await,
            Scene::Renewal => oracle.renew().await,
            Scene::UserInfo => oracle.ask_who().await,
            Scene::SignOut => Ok(""),
        }
    };
    if scene == Scene::SignOut {
        return None;
    }
    let answer = tokio::time::timeout(LIMIT, asked).await.expect("an oracle that answers");
    Some(match answer {
        Ok(told) => Outcome::accepted(told),
        Err(doubt) => Outcome::refused(&innermost(&*doubt)),
    })
}

/// Signs in twice, as two people do.
pub(super) async fn sign_in_twice(world: &World) {
    for _ in 0..2 {
        let oracle = Oracle::new(world).await.expect("a client");
        oracle.sign_in().await.expect("a sign-in");
    }
}

/// The error that is at the bottom of it.
fn innermost(error: &dyn Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

impl<'a> Oracle<'a> {
    async fn new(world: &'a World) -> Result<Self, Doubt> {
        let browser = Browser::at(&world.host.origin());
        let now = i64::try_from(world.sandbox.clock().now())?;
        let time = ManualTime::new(timestamp_from_unix_parts(now, 0)?);
        let metadata = AuthorizationServerMetadata::oidc_fetch()
            .http_client(&browser)
            .issuer(world.sandbox.authority())
            .call()
            .await?;
        let grant = AuthorizationCodeGrant::builder_from_metadata(&metadata)?
            .client_id(DEFAULT_CLIENT_ID)
            .http_client(browser.clone())
            .client_auth(NoAuth)
            .redirect_uri(world.at("auth/"))
            .oidc(true)
            .clock(time.clone())
            .timer(time.clone())
            .build()
            .await?;
        Ok(Self { world, browser, time, metadata, grant })
    }

    async fn sign_in(&self) -> Result<CompleteOutput, Doubt> {
        let service = format!("{}/.default", self.world.sandbox.service());
        let scope = [service.as_str(), "openid", "profile", "offline_access"].map(str::to_owned).to_vec();
        let started = self.grant.start(StartInput::scope(scope)).await?;
        let answer = self.browser.visit(&started.authorization_url.to_string()).await;
        self.time.advance_monotonic(AT_THE_PAGE)?;
        let answer: CompleteInput = answer.parse()?;
        Ok(self.grant.complete(&started.pending_state, answer).await?)
    }

    /// A second sign-in, after the Authority has another key.
    async fn sign_in_after_rotation(&self) -> Result<&'static str, Doubt> {
        self.sign_in().await?;
        self.world.sandbox.rotate_key();
        self.sign_in().await?;
        Ok("signed in")
    }

    /// A renewal, and what its guide says of the ID token that comes with it.
    async fn renew(&self) -> Result<&'static str, Doubt> {
        let first = self.sign_in().await?;
        let refresh_token =
            first.token_response.refresh_token().cloned().ok_or("there is no refresh token")?;
        let parameters = RefreshGrantParameters::refresh_token(refresh_token);
        let renewed = self.grant.to_refresh_grant().exchange(parameters).await?;
        let original = first.id_token.as_ref().ok_or("there is no ID token")?;
        if let Some(id_token) = renewed.id_token() {
            let keys =
                JwksSource::builder().http_client(self.browser.clone()).timer(self.time.clone()).build();
            let platform = DefaultJwsVerifierPlatform::default().into();
            let verifier = keys.build(self.metadata.jwks_uri.as_ref(), platform).await?;
            let validator = IdTokenValidator::builder()
                .verifier(verifier)
                .clock(self.time.clone())
                .issuer(self.metadata.issuer.clone())
                .audience(DEFAULT_CLIENT_ID)
                .allowed_algorithms(["RS256".to_owned()].into())
                .build();
            validator.validate_refresh(id_token, original).await?;
        }
        Ok("renewed")
    }

    /// A sign-in, and the question at the UserInfo endpoint who that was.
    async fn ask_who(&self) -> Result<&'static str, Doubt> {
        let signed_in = self.sign_in().await?;
        let client = UserInfoClient::builder_from_grant(&self.grant, &self.metadata)?.build().await?;
        let subject = signed_in.id_token.and_then(|id_token| id_token.sub).unwrap_or_default();
        client.get(&self.browser, signed_in.token_response.access_token(), &subject).await?;
        Ok("signed in, and UserInfo believed")
    }
}
