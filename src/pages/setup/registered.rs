//! What must fit together for people to sign in: the Authority, PKCE, the redirect URI, and what came of signing in.

use super::host::{self, Found};
use super::sheet::{Check, Fault, Sheet};
use crate::browser::location;
use crate::portal::Portal;
use crate::problem::Problem;
use crate::session::client::client;
use crate::session::discovery;
use crate::session::kept::Session;
use crate::session::sign_in::check_redirect_uri;
use crate::start;
use authority::{Client, Provider};
use leptos::prelude::GetUntracked as _;
use origin::Origin;
use settings::{Connection, Origins, PolicyFault, policy_faults};

/// The lines about it, in their order.
pub(super) const CHECKS: [Check; 4] = [Check::Authority, Check::Pkce, Check::RedirectUri, Check::SignIn];

/// Entra's number for a redirect URI of another type than single-page application.
const WRONG_TYPE: &str = "AADSTS9002326";

/// Looks at all of it; the session of whoever has signed in.
pub(super) async fn look(
    sheet: &Sheet,
    portal: &Portal,
    connection: &Connection,
    found: &Found,
) -> Option<Session> {
    let base = portal.router.base();
    let client = match client(&connection.mode, &location::origin(), base) {
        Ok(client) => client,
        Err(error) => {
            sheet.judge(Check::Authority, Err(Problem::of_authority(&error).into()));
            return None;
        }
    };
    let knows_authority = authority(sheet, &client, found).await;
    let refused = portal.refused.get_untracked();
    let refused = refused.filter(|(name, _)| *name == connection.name);
    let refused = refused.map(|(_, problem)| problem);
    sheet.begin(Check::RedirectUri);
    let returns = sheet.judge(Check::RedirectUri, redirect_uri(&client, found, refused.as_ref()).await);
    match (knows_authority && returns && found.may_sign_in, refused) {
        (true, Some(problem)) => {
            sheet.judge(Check::SignIn, Err(problem.into()));
            None
        }
        (true, None) => signed_in(sheet, connection),
        (false, _) => None,
    }
}

/// The discovery document and the keys, and whether PKCE can be had; whether all is well.
async fn authority(sheet: &Sheet, client: &Client, found: &Found) -> bool {
    sheet.begin(Check::Authority);
    let unreachable = |problem: Problem| {
        let remedy = "Check authority in portal.json. If it is right, the network, or the Authority's own CORS, is in the way.";
        Fault::new(problem.title, remedy)
    };
    let heard = match discovery::ask(authority::discovery::request(&client.authority)).await {
        Ok(heard) => heard,
        Err(error) => return sheet.judge(Check::Authority, Err(unreachable(error.into()))),
    };
    let told = format!("{} answers, and calls itself so.", client.authority.as_str());
    match authority::discovery::read(&client.authority, &heard.response()) {
        Ok(provider) => {
            if let Err(fault) = endpoints(&provider, found).await {
                return sheet.judge(Check::Authority, Err(fault));
            }
            sheet.judge(Check::Authority, Ok(told));
            let announced = authority::discovery::announces_pkce(&heard.response());
            let told = match announced {
                true => "The Authority announces PKCE with S256.",
                false => {
                    "The Authority does not say whether it takes PKCE with S256. Entra never does, and takes it."
                }
            };
            sheet.judge(Check::Pkce, Ok(told.to_owned()))
        }
        Err(error) if error.rules_out_pkce() => {
            sheet.judge(Check::Authority, Ok(told));
            let remedy = "Allow S256 for this client at the Authority: a portal without a secret is not safe without it.";
            sheet.judge(Check::Pkce, Err(Fault::new(error.to_string(), remedy)))
        }
        Err(error) => {
            let remedy = "authority in portal.json must be the issuer, letter by letter.";
            sheet.judge(Check::Authority, Err(Fault::new(error.to_string(), remedy)))
        }
    }
}

/// Whether the keys can be had, and the policy lets the endpoints pass: an Authority may keep them at another origin, which
/// only its discovery document tells.
async fn endpoints(provider: &Provider, found: &Found) -> Result<(), Fault> {
    let own = Origin::of(&location::origin()).ok();
    for endpoint in [provider.token_endpoint(), provider.jwks_uri()] {
        let Ok(origin) = Origin::of(endpoint) else { continue };
        let mut needed = Origins::default();
        needed.insert(origin.clone());
        let blocked = own.as_ref().is_some_and(|own| {
            let is_blocked = |fault: &PolicyFault| matches!(fault, PolicyFault::Blocks { source, .. } if source == origin.as_str());
            policy_faults(&needed, &found.policy, own).iter().any(is_blocked)
        });
        if blocked {
            let what =
                format!("The policy that runs blocks {origin}, where the Authority keeps an endpoint.");
            return Err(Fault::new(
                what,
                format!("Run cargo xtask dist with --connect {origin}, or add it to connect-src."),
            ));
        }
    }
    let keys = discovery::keys(provider).await;
    keys.map(drop).map_err(|error| {
        Fault::new(
            error.to_string(),
            "Without the Authority's keys no ID token can be verified: let its jwks_uri answer.",
        )
    })
}

/// Whether what comes back from the Authority comes to this portal.
async fn redirect_uri(client: &Client, found: &Found, refused: Option<&Problem>) -> Result<String, Fault> {
    let uri = &client.redirect_uri;
    check_redirect_uri(uri, &location::origin())?;
    if host::get(uri).await.is_none_or(|answer| answer.body != found.page) {
        let what = format!("The host does not answer {uri} with the portal's page.");
        return Err(Fault::new(
            what,
            "Upload auth/index.html, or let the host answer every address that is no file with index.html.",
        ));
    }
    let number = refused.and_then(|problem| problem.details.iter().find(|(label, _)| *label == "Number"));
    if number.is_some_and(|(_, number)| number == WRONG_TYPE) {
        let what =
            format!("{uri} is registered with another type than Single-page application ({WRONG_TYPE}).");
        let remedy = "In the app registration, under Authentication, remove it from its platform and add it to Single-page application.";
        return Err(Fault::new(what, remedy));
    }
    Ok(format!(
        "Register exactly {uri}, platform Single-page application. If Microsoft's page says AADSTS50011, it is not registered so."
    ))
}

fn signed_in(sheet: &Sheet, connection: &Connection) -> Option<Session> {
    let session = start::session_of(connection);
    match &session {
        Some(_) => {
            let who =
                connection.mode.delegate().map_or("Somebody has signed in", |_| "The delegate has signed in");
            sheet.judge(Check::SignIn, Ok(format!("{who}, and the ID token was verified.")));
        }
        None => sheet.pass_over(Check::SignIn, "Nobody has signed in yet. Sign in to check the rest."),
    }
    session
}
