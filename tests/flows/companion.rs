//! A portal whose connection goes through a real companion, which runs in this process.

use std::{env, fs, io, path::PathBuf, process, sync::Arc, time::Duration};

use companion::{
    App,
    clock::Clock,
    serve::{Serving, serve},
    settings::Settings,
};
use sandbox::{DEFAULT_API_ID, DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    gateway::{Gateway, HEADER},
    setup::Setup,
    world::World,
};

/// What the companion gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    Relay,
    Token,
}

/// Who may ask it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Open,
    Proxy,
    Oidc,
}

/// A world with a companion, and a gateway in front of it.
pub(crate) struct Place {
    pub(crate) world: World,
    pub(crate) gateway: Gateway,
    /// The companion's settings.
    settings: String,
    clock: Clock,
    /// The portal's port, where portal and companion are behind the gateway both.
    portal: Option<u16>,
    serving: Option<Serving>,
    secret: Secret,
}

impl Place {
    /// One connection, `Guests`.
    pub(crate) async fn start(grant: Grant, who: Who) -> Self {
        Self::beside(grant, who, None).await
    }

    /// The same for these people alone.
    pub(crate) async fn for_people(people: &[&str]) -> Self {
        Self::with(Grant::Relay, Who::Oidc, None, people).await
    }

    /// The same beside another connection: changes to the usual one.
    pub(crate) async fn beside(grant: Grant, who: Who, other: Option<Value>) -> Self {
        Self::with(grant, who, other, &[]).await
    }

    async fn with(grant: Grant, who: Who, other: Option<Value>, people: &[&str]) -> Self {
        let gateway = Gateway::bind().await;
        let is_shared = who == Who::Proxy;
        let companion = if is_shared { format!("{}/companion", gateway.origin()) } else { gateway.origin() };
        let mut guests =
            json!({ "name": "Guests", "mode": "AzApp", "companion": companion, "environment": null });
        if who == Who::Oidc {
            guests["scope"] = json!(format!("api://{DEFAULT_API_ID}/access_as_user"));
        } else {
            for name in ["authority", "clientId", "scope"] {
                guests[name] = Value::Null;
            }
        }
        let world = World::with(Setup {
            connections: other.into_iter().chain([guests]).collect(),
            connect: vec![gateway.origin()],
            also_at: vec![gateway.origin()],
            ..Setup::default()
        })
        .await;
        let portal = world.host.origin();
        let port = portal.rsplit(':').next().and_then(|port| port.parse().ok()).expect("the portal's port");
        let secret = Secret::new();
        let mut settings = settings(&world, &gateway, &secret, grant, who);
        if !people.is_empty() {
            settings += &format!("people = {people:?}\n");
        }
        let portal = is_shared.then_some(port);
        let clock = Clock::default();
        let mut place = Self { world, gateway, settings, clock, portal, serving: None, secret };
        place.start_again().await;
        place
    }

    /// Where people open the portal.
    pub(crate) fn address(&self) -> String {
        format!("{}/", self.origin())
    }

    /// Its origin.
    pub(crate) fn origin(&self) -> String {
        if self.portal.is_some() { self.gateway.origin() } else { self.world.host.origin() }
    }

    /// The companion's origin, as browsers know it.
    pub(crate) fn companion_address(&self) -> String {
        self.gateway.origin()
    }

    /// Lets time pass for everyone.
    pub(crate) async fn advance(&mut self, by: Duration) {
        self.clock.advance(by);
        self.world.advance(by).await;
    }

    /// The companion ends.
    pub(crate) async fn stop(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.stop().await;
        }
    }

    /// It is there again, with an empty memory.
    pub(crate) async fn start_again(&mut self) {
        let settings = Settings::read(Some(&self.settings), []);
        let settings = settings.unwrap_or_else(|mistakes| panic!("{mistakes:?} in\n{}", self.settings));
        let app = App::new(settings, io::sink(), self.clock.clone()).expect("a companion");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let serving = serve(Arc::clone(&app), listener).expect("a companion that serves");
        self.gateway.lead(self.portal, serving.address().port());
        self.serving = Some(serving);
    }

    /// Ends the test.
    pub(crate) async fn finish(mut self) {
        self.stop().await;
        assert!(self.secret.0.exists(), "the credential was there all the time");
        self.world.finish().await;
    }

    /// The same, and no tab has a token of any kind.
    pub(crate) async fn finish_without_tokens(self) {
        for page in self.world.pages() {
            let kept: String = page.session_storage().await.into_values().collect();
            assert!(!self.world.has_token(&kept), "a token is in the browser: {kept}");
        }
        self.finish().await;
    }
}

/// The companion's settings. The last table is open for more.
fn settings(world: &World, gateway: &Gateway, secret: &Secret, grant: Grant, who: Who) -> String {
    let config = world.sandbox.config();
    let grant = if grant == Grant::Relay { "relay" } else { "token" };
    let (name, places, table) = match who {
        Who::Open => ("open", format!("origins = [{:?}]", world.host.origin()), String::new()),
        Who::Proxy => (
            "proxy",
            "public_path = \"/companion\"".to_owned(),
            format!("[proxy]\nheader = {HEADER:?}\ntrusted = [\"127.0.0.1\"]\n"),
        ),
        Who::Oidc => (
            "oidc",
            format!("origins = [{:?}]", world.host.origin()),
            format!("[oidc]\naudience = {DEFAULT_API_ID:?}\nscope = \"access_as_user\"\n"),
        ),
    };
    format!(
        "bind = \"127.0.0.1:0\"\nhosts = [{:?}]\n{places}\ntenant = {:?}\nenvironment = {:?}\nservice = {:?}\n\
         authority = {:?}\ngrant = {grant:?}\nwho = {name:?}\n\
         [[principal]]\nclient_id = {DEFAULT_APPLICATION_ID:?}\nsecret_file = {:?}\n{table}",
        gateway.host(),
        config.tenant,
        config.environment,
        world.sandbox.service(),
        world.sandbox.authority(),
        secret.0,
    )
}

/// The application's secret in a file, which goes away with this value.
struct Secret(PathBuf);

impl Secret {
    fn new() -> Self {
        let name = format!("portico-secret-{}-{}", process::id(), companion::random::uuid());
        let path = env::temp_dir().join(name);
        fs::write(&path, DEFAULT_APPLICATION_SECRET).expect("a file for the secret");
        Self(path)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
