//! `companion check`: does everything work, and if not, what helps?

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use authority::Secret;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderValue, Request};
use http_body_util::{BodyExt as _, Limited};
use json::Value;

use crate::app::App;
use crate::clock::Clock;
use crate::credential::Purpose;
use crate::outbound::whole;
use crate::settings::{Grant, Mistake, Settings, Who};

/// Enough for the companies of any environment.
const MOST_BYTES: usize = 4 << 20;
/// Business Central's first answer after a pause takes long.
const PATIENCE: Duration = Duration::from_secs(60);

/// Checks settings, credentials, Authority and Business Central, in this order, a line for each. Whether all passed.
///
/// What failed makes no sense of what would come after it, which is then left out.
pub async fn check(settings: Result<Settings, Vec<Mistake>>, out: &mut dyn Write) -> bool {
    let mut report = Report { out, passed: true };
    let settings = match settings {
        Ok(settings) => settings,
        Err(mistakes) => {
            for mistake in mistakes {
                report.failed("settings", &mistake.to_string());
            }
            return false;
        }
    };
    describe(&settings, &mut report);
    let app = match App::new(settings, io::sink(), Clock::default()) {
        Ok(app) => app,
        Err(error) => {
            report.failed("settings", &error.to_string());
            return false;
        }
    };
    let provider = match app.keeper.fetcher().provider().await {
        Ok(provider) => provider,
        Err(fault) => {
            report.failed(
                "authority",
                &format!(
                    "{}: {fault}. Check authority, and that this computer may reach it",
                    app.settings.authority
                ),
            );
            return false;
        }
    };
    report.ok("authority", &format!("{} answers", app.settings.authority));
    for principal in &app.settings.principals {
        let (name, kind) = (&principal.client_id, principal.credential.kind());
        for path in principal.credential.exposed_files() {
            report.warning(
                "credential",
                &format!("{} can be read by everyone here: chmod o= it", path.display()),
            );
        }
        let purpose =
            Purpose { client_id: name, token_endpoint: provider.token_endpoint(), now: app.clock.wall() };
        if let Err(error) = principal.credential.proof(purpose) {
            report.failed("credential", &format!("{name}: {error}"));
            continue;
        }
        match app.keeper.fetcher().fetch(name, &principal.credential).await {
            Ok(grant) => {
                report.ok("credential", &format!("{name}: the Authority accepts the {kind}"));
                business_central(&app, name, &grant.token, &mut report).await;
            }
            Err(fault) => report.failed("credential", &format!("{name}: {fault}")),
        }
    }
    report.passed
}

/// What the settings mean, where that may surprise.
fn describe(settings: &Settings, report: &mut Report<'_>) {
    let what = match settings.grant {
        Grant::Relay => "relays",
        Grant::Token => "hands out tokens for",
    };
    let who = match &settings.who {
        Who::Open => "whoever reaches it",
        Who::Proxy(_) => "whom the reverse proxy names",
        Who::Oidc(..) => "who signs in",
    };
    report.ok("settings", &format!("{what} {} for {who}", settings.upstream.base()));
    if settings.grant == Grant::Token {
        report.warning("settings", "grant = \"token\": whoever may ask gets the application's own token");
    }
}

async fn business_central(app: &Arc<App>, client_id: &str, token: &Secret, report: &mut Report<'_>) {
    const NAME: &str = "business central";
    let address = format!("{}/api/v2.0/companies?$select=id,name", app.settings.upstream.base());
    let bearer = HeaderValue::try_from(format!("Bearer {}", token.expose()));
    let request = bearer.ok().and_then(|mut bearer| {
        bearer.set_sensitive(true);
        let request = Request::get(&address).header(ACCEPT, "application/json").header(AUTHORIZATION, bearer);
        request.body(whole(bytes::Bytes::new())).ok()
    });
    let Some(request) = request else {
        return report.failed(NAME, "the address can't be asked for: check service, tenant and environment");
    };
    let answer = match app.outbound.send(request, PATIENCE).await {
        Ok(answer) => answer,
        Err(error) => {
            return report
                .failed(NAME, &format!("{error}. Check service, and that this computer may reach it"));
        }
    };
    let (head, body) = answer.into_parts();
    let status = head.status.as_u16();
    if status != 200 {
        return report.failed(NAME, &format!("{client_id}: {}", remedy(status)));
    }
    let body = Limited::new(body, MOST_BYTES).collect().await;
    let text = body.map(|body| String::from_utf8_lossy(&body.to_bytes()).into_owned()).unwrap_or_default();
    let companies = Value::parse(&text).ok().and_then(|value| Some(value.as_object()?.list("value").len()));
    match companies {
        Some(0) => report.failed(NAME, &format!("{client_id}: sees no company. Give the application's card permission sets for the companies it is to show")),
        Some(count) => report.ok(NAME, &format!("{client_id}: sees {count} companies")),
        None => report.failed(NAME, &format!("{client_id}: an answer that isn't Business Central's. Check service and what stands between")),
    }
}

fn remedy(status: u16) -> String {
    let help = match status {
        401 => {
            "doesn't let the application in. Open the page Microsoft Entra Applications in Business Central, add a card with \
             this client ID, and set its state to Enabled; check that API.ReadWrite.All has an administrator's consent"
        }
        403 => {
            "doesn't let the application see the companies. Give its card in Business Central a permission set"
        }
        404 => "knows no such environment. Check tenant and environment",
        429 | 503 => "is busy. Try again in a minute",
        _ => "fails. Try again later; if it stays so, look at the environment in the admin center",
    };
    format!("Business Central {help} (status {status})")
}

struct Report<'a> {
    out: &'a mut dyn Write,
    passed: bool,
}

impl Report<'_> {
    fn ok(&mut self, name: &str, text: &str) {
        self.line("ok", name, text);
    }

    fn warning(&mut self, name: &str, text: &str) {
        self.line("warning", name, text);
    }

    fn failed(&mut self, name: &str, text: &str) {
        self.passed = false;
        self.line("failed", name, text);
    }

    fn line(&mut self, result: &str, name: &str, text: &str) {
        let end = if text.ends_with('.') { "" } else { "." };
        let _ = writeln!(self.out, "{result:<8} {name:<17} {text}{end}");
    }
}
