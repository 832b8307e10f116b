//! Steps 9 and 10: from a session to the page first asked for.

use crate::address::Address;
use crate::browser::storage::{self, Store};
use crate::portal::{Portal, Stage};
use crate::problem::{Action, Problem};
use crate::session::access::Access;
use crate::workspace::{Parts, Workspace, label};
use business_central::{Company, Environment};
use futures_util::future::LocalBoxFuture;
use leptos::prelude::*;
use settings::Connection;

/// Opens the environment that the settings, the address or the user's last choice name, or the first production
/// environment, and the company likewise.
pub fn enter(portal: Portal, connection: Connection, access: Access) -> LocalBoxFuture<'static, ()> {
    Box::pin(find_environment(portal, connection, access))
}

async fn find_environment(portal: Portal, connection: Connection, access: Access) {
    let on = portal.router.located_now().on.map(|on| on.environment).filter(|name| !name.is_empty());
    let remembered = || storage::text(Store::Browser, &remembered_environment(&connection));
    let Some(environment) = connection.environment.clone().or(on).or_else(remembered) else {
        return discover(portal, connection, access).await;
    };
    open(portal, connection, access, environment).await;
}

/// Goes to the launcher of another environment, and remembers it.
pub async fn switch_environment(portal: Portal, environment: String) {
    let Stage::Ready(workspace) = portal.stage.get_untracked() else { return };
    let connection = workspace.connection().clone();
    let base = portal.router.base().to_owned();
    portal.router.replace_path(&base);
    open(portal, connection, workspace.access().clone(), environment).await;
}

/// Asks the service which environments there are. If it does not say, the user does.
async fn discover(portal: Portal, connection: Connection, access: Access) {
    portal.stage.set(Stage::Busy("Looking for environments"));
    let environment = match Workspace::new(parts(&portal, &connection, &access, "-")) {
        Ok(workspace) => workspace.read_environments().await.ok().and_then(|found| first_choice(&found)),
        Err(_) => None,
    };
    match environment {
        Some(environment) => open(portal, connection, access, environment).await,
        None => portal.stage.set(Stage::NameEnvironment),
    }
}

/// The environment to begin with: the first for production, or the first.
#[must_use]
pub fn first_choice(environments: &[Environment]) -> Option<String> {
    let production =
        environments.iter().find(|environment| environment.kind.eq_ignore_ascii_case("Production"));
    production.or_else(|| environments.first()).map(|environment| environment.name.clone())
}

fn open(
    portal: Portal,
    connection: Connection,
    access: Access,
    environment: String,
) -> LocalBoxFuture<'static, ()> {
    Box::pin(find_company(portal, connection, access, environment))
}

async fn find_company(portal: Portal, connection: Connection, access: Access, environment: String) {
    portal.stage.set(Stage::Busy("Opening Business Central"));
    let workspace = match Workspace::new(parts(&portal, &connection, &access, &environment)) {
        Ok(workspace) => workspace,
        Err(error) => {
            let title = format!("“{environment}” cannot be the name of an environment: {error}.");
            storage::remove(Store::Browser, &remembered_environment(&connection));
            return portal.fail(Problem::new(title, "Choose another environment.").with(Action::to_start()));
        }
    };
    let companies = match workspace.read_companies().await {
        Ok(companies) if companies.is_empty() => {
            let title = format!("There is no company in {environment} that you may open.");
            let remedy = "Ask the administrator of Business Central for access, then load this page again.";
            return portal.fail(Problem::new(title, remedy).with(Action::Reload));
        }
        Ok(companies) => companies,
        Err(problem) => return portal.fail(no_companies(&connection, problem)),
    };
    let _ = storage::set(Store::Browser, &remembered_environment(&connection), &environment);
    let chosen = match company(&portal, &connection, &environment, &companies) {
        Ok(chosen) => chosen,
        Err(problem) => return portal.fail(problem),
    };
    portal.stage.set(Stage::Ready(workspace.with_companies(companies, chosen)));
}

/// The way out when the companies cannot be read: another environment, where the user may pick one.
fn no_companies(connection: &Connection, problem: Problem) -> Problem {
    let is_picked = connection.environment.is_none();
    if is_picked {
        storage::remove(Store::Browser, &remembered_environment(connection));
    }
    let action = match problem.action.clone() {
        Some(Action::Open { label: Action::START, address }) if is_picked => {
            Action::Open { label: "Choose another environment", address }
        }
        Some(Action::SignIn(with)) => Action::SignIn(with),
        _ => Action::Reload,
    };
    problem.with(action)
}

/// The id of the company to begin with: the address's, the settings', the one of the last visit, or the first.
fn company(
    portal: &Portal,
    connection: &Connection,
    environment: &str,
    companies: &[Company],
) -> Result<String, Problem> {
    if let Address::List(place, _) | Address::Card(place, _) = portal.router.located_now().address {
        return Ok(place.company);
    }
    if let Some(wanted) = &connection.company {
        let found = companies.iter().find(|company| is_called(company, wanted));
        return found.map(|company| company.id.clone()).ok_or_else(|| {
            let names: Vec<&str> = companies.iter().map(label).collect();
            Problem::new(
                format!(
                    "The company “{wanted}” of the settings is not in {environment}, or you may not open it."
                ),
                format!("Write one of these in portal.json: {}.", names.join(", ")),
            )
            .with(Action::Reload)
        });
    }
    let remembered = storage::text(Store::Browser, &remembered_company(connection, environment));
    let remembered = remembered.filter(|id| companies.iter().any(|company| company.id == *id));
    Ok(remembered.or_else(|| companies.first().map(|company| company.id.clone())).unwrap_or_default())
}

/// Whether `company` is the one that the settings call `wanted`: by its id or one of its names.
#[must_use]
pub fn is_called(company: &Company, wanted: &str) -> bool {
    [company.id.as_str(), &company.name, &company.display_name].contains(&wanted)
}

/// Remembers the company for the next visit.
pub fn remember_company(connection: &Connection, environment: &str, company: &str) {
    let _ = storage::set(Store::Browser, &remembered_company(connection, environment), company);
}

/// Under which key the environment of the last visit is remembered.
#[must_use]
pub fn remembered_environment(connection: &Connection) -> String {
    format!("portico.environment.{}", connection.name)
}

fn remembered_company(connection: &Connection, environment: &str) -> String {
    format!("portico.company.{}.{environment}", connection.name)
}

fn parts(portal: &Portal, connection: &Connection, access: &Access, environment: &str) -> Parts {
    let settings = portal.settings();
    Parts {
        router: portal.router.clone(),
        is_choice: connection.environment.is_none()
            || settings.as_ref().is_some_and(|settings| settings.connections.len() > 1),
        menu: settings.map(|settings| settings.menu.clone()).unwrap_or_default(),
        connection: connection.clone(),
        environment: environment.to_owned(),
        access: access.clone(),
    }
}
