//! The real companion, and a portal whose connection goes through it.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ::companion::{
    App,
    clock::Clock,
    serve::{Serving, serve},
    settings::Settings,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    gateway::{Gateway, HEADER},
    leaks,
    setup::{Setup, change},
    world::World,
};

/// What the companion gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grant {
    Relay,
    Token,
}

/// Who may ask it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Everybody; the companion is on an origin of its own.
    Open,
    /// Whoever comes through the gateway, behind which the portal is, too.
    Proxy,
    /// Whoever signs in to it; on an origin of its own.
    Oidc,
}

/// A world with a companion, a gateway in front of that, and a portal with the connection "Guests".
pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) gateway: Gateway,
    who: Who,
    settings: String,
    clock: Clock,
    serving: Option<Serving>,
    secret: PathBuf,
}

impl Place {
    pub(crate) async fn start(grant: Grant, who: Who) -> Self {
        Self::of(grant, who, &[], None).await
    }

    /// A companion that relays for these people alone.
    pub(crate) async fn for_people(people: &[&str]) -> Self {
        Self::of(Grant::Relay, Who::Oidc, people, None).await
    }

    /// With another connection first: members of the usual one to set.
    pub(crate) async fn beside(grant: Grant, who: Who, other: Value) -> Self {
        Self::of(grant, who, &[], Some(other)).await
    }

    async fn of(grant: Grant, who: Who, people: &[&str], other: Option<Value>) -> Self {
        let gateway = Gateway::bind().await;
        let setup = match who {
            Who::Proxy => Setup { also_at: vec![gateway.origin()], ..Setup::default() },
            _ => Setup { connect: vec![gateway.origin()], ..Setup::default() },
        };
        let world = World::with(setup).await;
        let secret = std::env::temp_dir().join(format!("portico-{}", ::companion::random::uuid()));
        std::fs::write(&secret, sandbox::DEFAULT_APPLICATION_SECRET).expect("a file for the secret");
        let settings = settings(&world, &gateway, &secret, (grant, who, people));
        let mut place =
            Self { world, gateway, who, settings, clock: Clock::default(), serving: None, secret };
        place.start_again().await;
        place.world.host.set_settings(place.portal(other));
        place
    }

    /// `portal.json`.
    fn portal(&self, other: Option<Value>) -> Value {
        let config = self.world.sandbox.config();
        let mut guests = json!({
            "name": "Guests", "mode": "AzApp", "companion": self.companion_address(), "tenant": config.tenant,
            "service": self.world.sandbox.service(),
        });
        let signing_in = json!({
            "authority": self.world.sandbox.authority(), "clientId": sandbox::DEFAULT_CLIENT_ID,
            "scope": format!("api://{}/access_as_user", sandbox::DEFAULT_API_ID),
        });
        if self.who == Who::Oidc {
            change(&mut guests, signing_in.clone());
        }
        let other = other.map(|changes| {
            let mut other = json!({
                "mode": "AzUser", "tenant": config.tenant, "service": self.world.sandbox.service(),
                "environment": "Production",
            });
            change(&mut other, signing_in);
            change(&mut other, json!({ "scope": format!("{}/.default", self.world.sandbox.service()) }));
            change(&mut other, changes);
            other
        });
        let connections: Vec<Value> = other.into_iter().chain([guests]).collect();
        json!({ "title": "CRONUS portal", "connections": connections })
    }

    /// The origin that the portal is at.
    pub(crate) fn origin(&self) -> String {
        match self.who {
            Who::Proxy => self.gateway.origin(),
            _ => self.world.host.origin(),
        }
    }

    /// The address that the portal is opened at.
    pub(crate) fn address(&self) -> String {
        format!("{}/", self.origin())
    }

    /// The companion's address, as the portal knows it.
    pub(crate) fn companion_address(&self) -> String {
        let path = if self.who == Who::Proxy { "/companion" } else { "" };
        format!("{}{path}", self.gateway.origin())
    }

    /// Ends the companion.
    pub(crate) async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await;
        }
    }

    /// Starts a companion that remembers nothing.
    pub(crate) async fn start_again(&mut self) {
        let settings = Settings::read(Some(&self.settings), []);
        let settings = settings.unwrap_or_else(|mistakes| panic!("{mistakes:?} in {}", self.settings));
        let app = App::new(settings, io::sink(), self.clock.clone()).expect("a companion");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let serving = serve(Arc::clone(&app), listener).expect("an address");
        let host = self.world.host.origin();
        let portal = host.rsplit(':').next().and_then(|port| port.parse().ok());
        self.gateway.lead(portal.filter(|_| self.who == Who::Proxy), serving.address().port());
        self.serving = Some(serving);
    }

    /// Time passes, for the companion, too.
    pub(crate) async fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
        self.world.advance(by).await;
    }

    pub(crate) async fn finish(mut self) {
        // It serves as long as there is a page that may ask it: one is on its way back from signing out, say.
        let serving = self.serving.take();
        self.world.finish().await;
        if let Some(serving) = serving {
            serving.stop().await;
        }
        let _ = std::fs::remove_file(&self.secret);
    }

    /// The same, and nothing of a token is even where a token may be: no page has ever had one.
    pub(crate) async fn finish_without_tokens(self) {
        leaks::search_session_storages(&self.world).await;
        self.finish().await;
    }
}

/// The companion's own settings.
fn settings(world: &World, gateway: &Gateway, secret: &Path, which: (Grant, Who, &[&str])) -> String {
    let (grant, who, people) = which;
    let (sandbox, config) = (&world.sandbox, world.sandbox.config());
    let grant = if grant == Grant::Relay { "relay" } else { "token" };
    let portal = format!("origins = [\"{}\"]", world.host.origin());
    let (name, place, table) = match who {
        Who::Open => ("open", portal, String::new()),
        Who::Proxy => (
            "proxy",
            "public_path = \"/companion\"".to_owned(),
            format!("[proxy]\nheader = \"{HEADER}\"\ntrusted = [\"127.0.0.1\"]\n"),
        ),
        Who::Oidc => {
            let people = if people.is_empty() { String::new() } else { format!("people = {people:?}\n") };
            let api = sandbox::DEFAULT_API_ID;
            ("oidc", portal, format!("[oidc]\naudience = \"{api}\"\nscope = \"access_as_user\"\n{people}"))
        }
    };
    format!(
        "bind = \"127.0.0.1:0\"\nhosts = [\"{host}\"]\n{place}\ngrant = \"{grant}\"\nwho = \"{name}\"\n\
         tenant = \"{tenant}\"\nenvironment = \"{environment}\"\nservice = \"{service}\"\nauthority = \"{authority}\"\n\
         [[principal]]\nclient_id = \"{client}\"\nsecret_file = {secret:?}\n{table}",
        host = gateway.host(),
        tenant = config.tenant,
        environment = config.environment,
        service = sandbox.service(),
        authority = sandbox.authority(),
        client = sandbox::DEFAULT_APPLICATION_ID,
        secret = secret.display().to_string(),
    )
}
