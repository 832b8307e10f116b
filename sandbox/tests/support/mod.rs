//! A small browser: keeps cookies, follows nothing by itself, sends what it is told to.

#![allow(dead_code, reason = "every suite uses a part of it")]
#![expect(clippy::unwrap_used, reason = "a test that fails here should stop here")]

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sandbox::{Client, Config, PEOPLE, Person, Running, Sandbox};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tokio::runtime::Runtime;

pub(crate) const PORTAL: &str = "http://localhost:8080";
pub(crate) const REDIRECT_URI: &str = "http://localhost:8080/auth/";
pub(crate) const CLIENT: &str = sandbox::DEFAULT_CLIENT_ID;
pub(crate) const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more~._";

/// A sandbox with one client, and the threads it runs on.
pub(crate) struct World {
    pub(crate) sandbox: Running,
    runtime: Runtime,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::changed(|_| ())
    }

    /// The same but for a change of its configuration.
    pub(crate) fn changed(change: impl FnOnce(&mut Config)) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let clients = vec![
            Client::demo([REDIRECT_URI.to_owned(), format!("{PORTAL}/")]),
            Client {
                id: "0ther000-0000-4000-8000-000000000002".to_owned(),
                name: "Another".to_owned(),
                redirect_uris: vec!["https://other.example/cb".to_owned()],
            },
        ];
        let mut config = Config { rows: 100, clients, ..Config::default() };
        change(&mut config);
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        Self { sandbox, runtime }
    }

    /// Stops the sandbox and waits.
    pub(crate) fn stop(self) {
        self.runtime.block_on(self.sandbox.stop());
    }

    pub(crate) fn run<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    /// An address below the tenant.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}/{}{path}", self.sandbox.authority_origin(), self.sandbox.config().tenant)
    }

    pub(crate) fn scope(&self) -> String {
        format!("{}/.default openid profile offline_access", self.sandbox.service())
    }

    /// An authorization request with some parameters set, and those set to "" left out.
    pub(crate) fn authorize(&self, changes: &[(&str, &str)]) -> String {
        let scope = self.scope();
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let parameters = [
            ("client_id", CLIENT),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT_URI),
            ("response_mode", "fragment"),
            ("scope", &scope),
            ("state", "s t&te"),
            ("nonce", "n0nce"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        format!("{}?{}", self.at("/oauth2/v2.0/authorize"), form(&parameters, changes))
    }

    /// A token request with some parameters set, and those set to "" left out.
    pub(crate) fn redemption(&self, code: &str, changes: &[(&str, &str)]) -> String {
        let parameters = [
            ("grant_type", "authorization_code"),
            ("client_id", CLIENT),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ];
        form(&parameters, changes)
    }

    /// Signs a person in and agrees: the code.
    pub(crate) fn code(&self, browser: &mut Browser, person: &Person) -> String {
        self.code_for(browser, person, &[])
    }

    pub(crate) fn code_for(
        &self,
        browser: &mut Browser,
        person: &Person,
        changes: &[(&str, &str)],
    ) -> String {
        let address = self.authorize(changes);
        let mut page = browser.get(&address);
        if page.status == 200
            && page.body.contains("name=\"person\"")
            && !page.body.contains("name=\"consent\"")
        {
            page = browser.post(&address, &form(&[("person", person.object_id)], &[]), None);
        }
        if page.status == 200 {
            page = browser.post(
                &address,
                &form(&[("person", person.object_id), ("consent", "accept")], &[]),
                None,
            );
        }
        page.answered("code").unwrap_or_else(|| panic!("no code: {} {}", page.status, page.body))
    }

    /// The token endpoint's answer to a page of the portal.
    pub(crate) fn token(&self, body: &str) -> Page {
        Browser::default().post(&self.at("/oauth2/v2.0/token"), body, Some(PORTAL))
    }

    /// The token endpoint's answer to a renewal.
    pub(crate) fn renew(&self, refresh_token: &Value) -> Page {
        let token = refresh_token.as_str().unwrap();
        let fields = [("grant_type", "refresh_token"), ("client_id", CLIENT), ("refresh_token", token)];
        self.token(&form(&fields, &[]))
    }

    /// Business Central's answer to a page of the portal that reads the companies.
    pub(crate) fn companies(&self, access_token: &Value) -> Page {
        let config = self.sandbox.config();
        let (tenant, environment) = (&config.tenant, &config.environment);
        let address = format!("{}/v2.0/{tenant}/{environment}/api/v2.0/companies", self.sandbox.service());
        let bearer = format!("Bearer {}", access_token.as_str().unwrap());
        let headers = [("authorization", bearer.as_str()), ("origin", PORTAL)];
        Browser::default().send("GET", &address, &headers, None)
    }

    /// Asks something of the sandbox the way another process would.
    pub(crate) fn control(&self, path: &str, wish: &Value) -> Page {
        let address = format!("{}/_sandbox/{path}", self.sandbox.service());
        let headers = [("content-type", "application/json")];
        Browser::default().send("POST", &address, &headers, Some(&wish.to_string()))
    }

    /// Tokens of a person who signed in just now.
    pub(crate) fn tokens(&self, person: &Person) -> Value {
        let code = self.code(&mut Browser::default(), person);
        let page = self.token(&self.redemption(&code, &[]));
        assert_eq!(page.status, 200, "{}", page.body);
        page.json()
    }
}

pub(crate) fn ada() -> &'static Person {
    &PEOPLE[0]
}

/// Keeps one cookie jar.
#[derive(Default)]
pub(crate) struct Browser {
    cookie: Option<String>,
}

/// An answer.
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Browser {
    pub(crate) fn get(&mut self, address: &str) -> Page {
        self.send("GET", address, &[], None)
    }

    pub(crate) fn post(&mut self, address: &str, form: &str, origin: Option<&str>) -> Page {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(origin.map(|origin| ("origin", origin)));
        self.send("POST", address, &headers, Some(form))
    }

    pub(crate) fn send(
        &mut self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Page {
        self.try_send(method, address, headers, body).unwrap()
    }

    pub(crate) fn try_send(
        &mut self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Result<Page, ureq::Error> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .timeout_global(Some(std::time::Duration::from_secs(60)))
            .build()
            .into();
        let mut request = ureq::http::Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let mut response = agent.run(request.body(body.unwrap_or_default().to_owned()).unwrap())?;
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        if let Some((_, cookie)) = headers.iter().find(|(name, _)| name == "set-cookie") {
            self.cookie = Some(cookie.split(';').next().unwrap().to_owned());
        }
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(50_000_000).read_to_vec()?;
        Ok(Page { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

impl Page {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(each, _)| each == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A parameter of the answer in the redirect's fragment or query.
    pub(crate) fn answered(&self, name: &str) -> Option<String> {
        let location = self.header("location")?;
        let answer = location.split_once('#').or_else(|| location.split_once('?'))?.1;
        form_urlencoded::parse(answer.as_bytes())
            .find(|(each, _)| each == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The number in an error, on a page or in JSON.
    pub(crate) fn aadsts(&self) -> Option<u32> {
        let text = self.answered("error_description").unwrap_or_else(|| self.body.clone());
        let digits = text.split_once("AADSTS")?.1;
        digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    }
}

/// Parameters with changes; those changed to "" are left out.
pub(crate) fn form(parameters: &[(&str, &str)], changes: &[(&str, &str)]) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters.iter().filter(|(name, _)| !changes.iter().any(|(each, _)| each == name)) {
        form.append_pair(name, value);
    }
    for (name, value) in changes.iter().filter(|(_, value)| !value.is_empty()) {
        form.append_pair(name, value);
    }
    form.finish()
}

/// The claims of a JSON Web Token, unchecked.
pub(crate) fn claims(token: &str) -> Value {
    part(token, 1)
}

/// The header of a JSON Web Token.
pub(crate) fn header(token: &str) -> Value {
    part(token, 0)
}

fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}
