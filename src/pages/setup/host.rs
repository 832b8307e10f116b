//! What the host and the browser must be like: nothing here needs a sign-in, or even settings that are right.

use super::sheet::{Check, Fault, Sheet};
use crate::browser::{clock, crypto, fetch, location, page, storage, window};
use crate::start::settings_file::{self, clock_problem};
use origin::Origin;
use settings::{PolicyFault, Settings, policy_faults};
use std::sync::Arc;
use std::time::Duration;

/// How long the host may take.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// The lines about host and browser, in their order.
pub(super) const CHECKS: [Check; 4] = [Check::Settings, Check::Context, Check::Clock, Check::Policy];

/// What was found at the host, for the checks of each connection.
#[derive(Clone)]
pub(super) struct Found {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The portal's page as the host sends it.
    pub page: String,
    /// The policy that runs; empty for none.
    pub policy: String,
    /// Whether signing in is possible at all in this browser.
    pub may_sign_in: bool,
}

/// Looks at all of it; nothing where the settings are of no use.
pub(super) async fn look(sheet: &Sheet, base: &str) -> Option<Found> {
    sheet.begin(Check::Settings);
    let (read, answered_at) = settings_file::look(base).await;
    let settings = match read {
        Ok(settings) => {
            let count = settings.connections.len();
            let told = if count == 1 { "one connection".to_owned() } else { format!("{count} connections") };
            sheet.judge(Check::Settings, Ok(format!("portal.json has {told} and no mistake.")));
            Some(Arc::new(settings))
        }
        Err(problem) => {
            sheet.judge(Check::Settings, Err(problem.into()));
            None
        }
    };
    let is_secure = sheet.judge(Check::Context, context());
    let is_on_time = match answered_at {
        Some(there) => sheet.judge(Check::Clock, clock_of(there)),
        None => {
            sheet.pass_over(Check::Clock, "The host does not say what time it has (Date).");
            true
        }
    };
    let Some(settings) = settings else {
        sheet.end("Which policy is needed, the settings say.");
        return None;
    };
    sheet.begin(Check::Policy);
    let (page, policy) = own_page(base).await;
    sheet.judge(Check::Policy, policy_of(&settings, &policy));
    Some(Found { settings, page, policy, may_sign_in: is_secure && is_on_time })
}

/// A page may use WebCrypto in a secure context only (Web Cryptography API §10).
fn context() -> Result<String, Fault> {
    let remedy = "Serve the portal over https, and open it by its https address (http://localhost will do on this computer).";
    if !window::is_secure() || crypto::random::<1>().is_err() {
        let what = format!(
            "{} is no secure context, so the browser offers no cryptography here.",
            location::origin()
        );
        return Err(Fault::new(what, remedy));
    }
    storage::probe(storage::Store::Tab).map_err(crate::problem::Problem::from_storage)?;
    Ok("The browser has cryptography for this page, and keeps data for this site.".to_owned())
}

fn clock_of(there: u64) -> Result<String, Fault> {
    let here = clock::now();
    match clock_problem(here, there) {
        Some(problem) => Err(problem.into()),
        None => Ok(format!("This computer and the host differ by {} seconds.", here.abs_diff(there))),
    }
}

/// The portal's page and its policy, as the host sends them now; empty where it sends nothing.
async fn own_page(base: &str) -> (String, String) {
    let answer = get(&format!("{}{base}", location::origin())).await;
    let header = answer.as_ref().and_then(|answer| answer.exposed.get("content-security-policy"));
    let policy = [header.unwrap_or_default(), page::policy()].join(",");
    (answer.map(|answer| answer.body).unwrap_or_default(), policy)
}

/// What the host answers at `url`, an address of this origin.
pub(super) async fn get(url: &str) -> Option<fetch::Incoming> {
    let origin = Origin::of(url).ok()?;
    fetch::fetch(fetch::Outgoing::get(url, Vec::new(), TIME_LIMIT), &origin).await.ok()
}

fn policy_of(settings: &Settings, running: &str) -> Result<String, Fault> {
    let own = Origin::of(&location::origin())
        .map_err(|error| Fault::new(format!("This page's own address is of no use: {error}."), ""))?;
    let faults = policy_faults(&settings.origins(), running, &own);
    let Some(worst) = faults.first() else {
        return Ok("The policy that runs allows what the settings need, and nothing dangerous.".to_owned());
    };
    let remedy = match worst {
        PolicyFault::Missing | PolicyFault::Allows { .. } => {
            "Let the host send the header below with every file: it is the portal's main defence."
        }
        PolicyFault::Blocks { .. } => {
            "Let the host send the header below; cargo xtask dist --settings portal.json writes it."
        }
    };
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    Err(Fault::new(told.join(" "), remedy))
}
