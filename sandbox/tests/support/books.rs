//! A signed-in person's view of the first company: read, make, change, delete.

#![allow(dead_code, reason = "every suite uses a part of it")]

use serde_json::Value;

use crate::support::{Browser, Page, World};
use sandbox::Person;

pub(crate) struct Clerk {
    token: String,
    /// `…/api/v2.0`
    pub(crate) root: String,
    /// `…/companies(…)`
    pub(crate) base: String,
}

impl Clerk {
    pub(crate) fn new(world: &World, person: &Person) -> Self {
        Self::at(world, person, "v2.0")
    }

    /// At another route than that of the standard API.
    pub(crate) fn at(world: &World, person: &Person, route: &str) -> Self {
        let token = world.tokens(person)["access_token"].as_str().unwrap().to_owned();
        let (service, tenant) = (world.sandbox.service(), &world.sandbox.config().tenant);
        let root = format!("{service}/v2.0/{tenant}/Production/api/{route}");
        let mut clerk = Self { token, base: root.clone(), root };
        let companies = clerk.json("/companies");
        clerk.base = format!("{}/companies({})", clerk.root, companies["value"][0]["id"].as_str().unwrap());
        clerk
    }

    /// The id of the company.
    pub(crate) fn company(&self) -> &str {
        self.base.rsplit_once('(').unwrap().1.trim_end_matches(')')
    }

    /// A request to an address below the company, or to an absolute one.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Page {
        let authorization = format!("Bearer {}", self.token);
        let mut all = vec![("authorization", &*authorization)];
        all.extend(headers);
        let address = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        Browser::default().send(method, &address.replace(' ', "%20"), &all, body)
    }

    #[track_caller]
    pub(crate) fn json(&self, path: &str) -> Value {
        let page = self.send("GET", path, &[], None);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.json()
    }

    #[track_caller]
    pub(crate) fn list(&self, path: &str) -> Vec<Value> {
        self.json(path)["value"].as_array().unwrap().clone()
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Page {
        self.send("POST", path, &[("content-type", "application/json")], Some(&body.to_string()))
    }

    #[track_caller]
    pub(crate) fn make(&self, path: &str, body: &Value) -> Value {
        let page = self.post(path, body);
        assert_eq!(page.status, 201, "{path}: {}", page.body);
        page.json()
    }

    /// A change of `record`, which `path` leads to, if it is still what it was.
    pub(crate) fn patch(&self, path: &str, record: &Value, body: &Value) -> Page {
        let etag = record["@odata.etag"].as_str().unwrap();
        let headers = [("content-type", "application/json"), ("if-match", etag)];
        self.send("PATCH", path, &headers, Some(&body.to_string()))
    }

    #[track_caller]
    pub(crate) fn change(&self, path: &str, record: &Value, body: &Value) -> Value {
        let page = self.patch(path, record, body);
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        page.json()
    }

    pub(crate) fn delete(&self, path: &str) -> Page {
        self.send("DELETE", path, &[("if-match", "*")], None)
    }
}

/// The status and the code of a refusal.
#[track_caller]
pub(crate) fn refusal(page: &Page) -> (u16, String) {
    let body = page.json();
    let code = body["error"]["code"].as_str().unwrap_or_else(|| panic!("no refusal: {}", page.body));
    assert!(body["error"]["message"].as_str().unwrap().contains("  CorrelationId:  "), "{}", page.body);
    (page.status, code.to_owned())
}

/// `/customers(id)`
pub(crate) fn at(set: &str, record: &Value) -> String {
    format!("/{set}({})", record["id"].as_str().unwrap())
}
