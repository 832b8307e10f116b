//! One attack and what it met.

use crate::support::upstream::Upstream;
use crate::support::{Answer, Plan, World};

/// A row of the table.
pub(crate) struct Row {
    pub(crate) attack: String,
    pub(crate) sent: String,
    pub(crate) status: String,
    pub(crate) code: String,
}

/// A companion under attack, and the Business Central that must not hear of it.
pub(crate) struct Target {
    pub(crate) world: World,
    upstream: Upstream,
    rows: Vec<Row>,
    wrong: Vec<String>,
}

pub(crate) const ALLOW: &str = "
    [allow]
    others = \"refused\"
    [[allow.set]]
    name = \"customers\"
    methods = [\"GET\", \"PATCH\"]
    [[allow.set]]
    name = \"items\"
    methods = [\"GET\", \"PATCH\"]
    [limits]
    body_seconds = 1
    head_seconds = 1
    burst = 10000
    requests_per_minute = 100000
";

impl Target {
    pub(crate) async fn new(plan: Plan) -> Self {
        let upstream = Upstream::start().await;
        let service = Some(upstream.origin.clone());
        let tables = format!("{ALLOW}{}", plan.tables);
        let world = World::new(Plan { service, tables, ..plan }).await;
        Self { world, upstream, rows: Vec::new(), wrong: Vec::new() }
    }

    /// `…` in full.
    pub(crate) fn full(&self, path: &str) -> String {
        path.replace('…', &format!("{}/api/v2.0", self.world.base))
    }

    /// An honest call gets through: otherwise no refusal would mean anything.
    pub(crate) async fn honest(&self, headers: &[(&str, &str)]) {
        let before = self.upstream.got().len();
        let answer = self.world.call("GET", &self.full("…/customers"), headers, "").await;
        assert_eq!((answer.status, self.upstream.got().len() - before), (200, 1), "{}", answer.text());
    }

    /// Tries a call and writes down what it met.
    pub(crate) async fn try_call(
        &mut self,
        attack: &str,
        sent: &str,
        (method, path): (&str, &str),
        headers: &[(&str, &str)],
        expected: (u16, &str),
    ) {
        let before = self.upstream.got().len();
        let answer = self.world.call(method, &self.full(path), headers, "").await;
        self.met(attack, sent, before, &answer, expected);
    }

    /// Tries a call with a body.
    pub(crate) async fn try_body(
        &mut self,
        attack: &str,
        sent: &str,
        (method, path): (&str, &str),
        body: &str,
        expected: (u16, &str),
    ) {
        let before = self.upstream.got().len();
        let json = [("content-type", "application/json")];
        let answer = self.world.call(method, &self.full(path), &json, body).await;
        self.met(attack, sent, before, &answer, expected);
    }

    /// Tries bytes.
    pub(crate) async fn try_raw(&mut self, attack: &str, sent: &str, bytes: &str, expected: (u16, &str)) {
        let before = self.upstream.got().len();
        let answer = crate::support::raw(self.world.address, self.full(bytes).as_bytes()).await;
        self.met(attack, sent, before, &answer, expected);
    }

    pub(crate) fn requests(&self) -> Vec<crate::support::upstream::Got> {
        self.upstream.got()
    }

    pub(crate) fn write_down(&mut self, attack: &str, sent: &str, status: &str, code: &str) {
        let code = if code.is_empty() { String::new() } else { format!("`{code}`") };
        let (attack, sent, status) = (attack.to_owned(), sent.to_owned(), status.to_owned());
        self.rows.push(Row { attack, sent, status, code });
    }

    fn met(&mut self, attack: &str, sent: &str, before: usize, answer: &Answer, (status, code): (u16, &str)) {
        let text = answer.text();
        let reached = self.upstream.got().len() - before;
        if (answer.status, answer.code().as_str()) != (status, code) || reached > 0 {
            self.wrong.push(format!("{attack}: {sent}: {} {text}, {reached} sent on", answer.status));
            return;
        }
        if !code.is_empty() {
            let reason = http::StatusCode::from_u16(status).unwrap().canonical_reason().unwrap();
            assert_eq!(
                text,
                format!(r#"{{"error":{{"code":"{code}","message":"{reason}"}}}}"#),
                "{attack}: {sent}"
            );
        }
        for secret in
            [sandbox::DEFAULT_APPLICATION_ID, sandbox::DEFAULT_TENANT, "localhost:", "hosts", "allow"]
        {
            let whole = String::from_utf8_lossy(&answer.raw);
            let told = whole
                .lines()
                .filter(|line| !line.starts_with("access-control-allow-"))
                .any(|line| line.contains(secret));
            assert!(!told, "{attack}: {sent}: it names {secret}: {whole}");
        }
        let permitted = answer.header("access-control-allow-origin");
        assert!(permitted.is_none_or(|origin| origin == crate::support::PORTAL), "{attack}: {sent}");
        self.write_down(attack, sent, &status.to_string(), code);
    }

    pub(crate) fn rows(self) -> Vec<Row> {
        assert!(self.wrong.is_empty(), "{:#?}", self.wrong);
        self.rows
    }
}
