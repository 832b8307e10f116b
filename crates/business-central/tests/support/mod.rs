//! A sandbox and the example's client, which was let in: what the tests over HTTP have in common.

#![allow(dead_code, reason = "every suite uses a part of it")]

#[path = "../../examples/tasks/client.rs"]
pub(crate) mod client;

use business_central::{Json, Route, Service, companies};
use client::Client;
use sandbox::{Application, Config, Effect, Fault, Running, Sandbox, Server};
use tokio::runtime::Runtime;

/// A sandbox, a client that was let in, and a company.
pub(crate) struct World {
    pub(crate) client: Client,
    pub(crate) company: String,
    pub(crate) sandbox: Running,
    _runtime: Runtime,
}

impl World {
    pub(crate) fn new() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let config = Config { rows: 100, applications: vec![Application::demo()], ..Config::default() };
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        let service = Service::new(&sandbox.service(), "cronus.example", "Production").unwrap();
        let client = Client::new(service, token(&sandbox));
        let found = client.send(companies(&client.service, &Route::STANDARD)).unwrap();
        Self { company: found.records[0].id.clone(), client, sandbox, _runtime: runtime }
    }

    pub(crate) fn fault(&self, path: &str, effect: Effect) {
        self.sandbox.set_fault(Fault::at(Server::Service, path, effect).times(1));
    }

    /// How many requests of that method were answered or not.
    pub(crate) fn sent(&self, method: &str, path: &str) -> usize {
        let requests = self.sandbox.requests();
        requests.iter().filter(|seen| seen.method == method && seen.path.contains(path)).count()
    }
}

/// An access token for the sandbox's own application (RFC 6749 §4.4).
fn token(sandbox: &Running) -> String {
    let address = format!("{}/{}/oauth2/v2.0/token", sandbox.authority_origin(), sandbox.config().tenant);
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={}/.default",
        sandbox::DEFAULT_APPLICATION_ID,
        sandbox::DEFAULT_APPLICATION_SECRET,
        sandbox.service()
    );
    let mut response =
        ureq::post(&address).content_type("application/x-www-form-urlencoded").send(form).unwrap();
    let answer = Json::parse(&response.body_mut().read_to_string().unwrap()).unwrap();
    answer.as_object().unwrap().text("access_token").to_owned()
}
