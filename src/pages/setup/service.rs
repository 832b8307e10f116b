//! What Business Central makes of the portal: the token, its CORS, environment, company and permissions.

use super::access::refused;
use super::cors;
use super::sheet::{Check, Fault, Sheet};
use crate::browser::clock;
use crate::browser::fetch::{Incoming, Outgoing};
use crate::pages::launcher::menu;
use crate::portal::Portal;
use crate::problem::Problem;
use crate::session::access::Access;
use crate::start;
use crate::together;
use crate::workspace::{Parts, Workspace, label};
use business_central::{
    Answer, Collection, Company, Environment, Error, Query, Route, Service, companies, environments,
};
use futures_util::future::LocalBoxFuture;
use settings::{Connection, MenuGroup, MenuPage};
use std::time::Duration;

/// The lines about it, in their order.
pub(super) const CHECKS: [Check; 5] =
    [Check::Token, Check::Cors, Check::Environment, Check::Company, Check::Permissions];

/// How long an answer may take.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);

/// What is checked, and how it is reached.
pub(super) struct Reached<'a> {
    /// Where what is found is told.
    pub sheet: &'a Sheet,
    /// The portal.
    pub portal: &'a Portal,
    /// The connection.
    pub connection: &'a Connection,
    /// The menu of the settings; empty means the built-in one.
    pub menu: &'a [MenuGroup],
    /// The way to it.
    pub access: Access,
    /// The environment, where the settings or the companion name it.
    pub environment: Option<String>,
}

impl Reached<'_> {
    /// Looks at all of it, and ends early where the next line makes no sense without the one before.
    pub(super) async fn look(&self) -> Option<()> {
        self.sheet.begin(Check::Token);
        let url = match &self.environment {
            Some(environment) => companies(&self.service(environment)?, &Route::STANDARD).url,
            None => environments(self.access.party.address()).ok()?.url,
        };
        let get = Outgoing::get(&url, vec![("Accept", "application/json".to_owned())], TIME_LIMIT);
        let answer = match self.access.party.fetch(get).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(reason)) => {
                self.sheet.pass_over(Check::Token, "There is no answer that says whether it serves.");
                self.sheet.judge(Check::Cors, Err(cors::no_answer(reason, self.access.party.address())));
                return None;
            }
            Err(problem) => {
                self.sheet.judge(Check::Token, Err(problem.into()));
                return None;
            }
        };
        if !self.sheet.judge(Check::Token, self.token(&answer)) {
            return None;
        }
        self.sheet.begin(Check::Environment);
        let chosen = self.environment().await;
        self.sheet.begin(Check::Cors);
        let service = chosen.as_ref().ok().map(|(environment, _)| environment).or(self.environment.as_ref());
        let service = service.and_then(|environment| self.service(environment));
        self.sheet.judge(Check::Cors, cors::look(&self.access.party, service.as_ref(), &answer).await);
        let environment = match chosen {
            Ok((environment, told)) => {
                self.sheet.judge(Check::Environment, Ok(told)).then_some(environment)?
            }
            Err(fault) => {
                self.sheet.judge(Check::Environment, Err(fault));
                return None;
            }
        };
        let company = self.company(&environment).await?;
        self.sheet.begin(Check::Permissions);
        self.sheet.judge(Check::Permissions, self.permissions(&environment, &company).await);
        Some(())
    }

    fn service(&self, environment: &str) -> Option<Service> {
        let service = Service::new(self.access.party.address(), &self.connection.tenant, environment).ok()?;
        match &self.access.upstream {
            Some(upstream) => service.behind_relay(upstream).ok(),
            None => Some(service),
        }
    }

    fn workspace(&self, environment: &str) -> Option<Workspace> {
        Workspace::new(Parts {
            router: self.portal.router.clone(),
            connection: self.connection.clone(),
            is_choice: false,
            environment: environment.to_owned(),
            access: self.access.clone(),
            menu: Vec::new(),
        })
        .ok()
    }

    /// What the first answer says of the token.
    fn token(&self, answer: &Incoming) -> Result<String, Fault> {
        if answer.status == 401 {
            let answer = Answer { status: answer.status, retry_after: None, body: answer.body.clone() };
            let problem = self.workspace("-").map(|workspace| workspace.explain(Error::of(&answer)));
            let problem = problem.filter(|_| self.access.is_applications());
            return Err(problem.map_or_else(refused, Fault::from));
        }
        let Some(session) = self.access.party.session() else {
            return Ok("The companion keeps it, and Business Central takes it.".to_owned());
        };
        let session = session.now();
        let minutes = clock::unix_time().distance(session.expires_at).as_secs() / 60;
        let after = match session.is_renewable() {
            true => "Then it is renewed by itself.",
            false => {
                "Then the user has to sign in again: the Authority gave no refresh token (offline_access)."
            }
        };
        Ok(format!("Business Central takes it. It serves for {minutes} minutes more. {after}"))
    }

    /// The environment to go on with, and what to say of it.
    async fn environment(&self) -> Result<(String, String), Fault> {
        let listed = self.environments().await;
        let names: Vec<&str> = listed.iter().map(|environment| environment.name.as_str()).collect();
        match (&self.environment, names.is_empty()) {
            (Some(named), true) => {
                let told =
                    format!("Business Central does not list its environments; {named} is the one to try.");
                Ok((named.clone(), told))
            }
            (Some(named), false) if names.iter().any(|name| name.eq_ignore_ascii_case(named)) => {
                Ok((named.clone(), format!("{named} is one of {}.", names.len())))
            }
            (Some(named), false) => Err(no_environment(named, &names)),
            (None, false) => {
                let first = start::first_choice(&listed).unwrap_or_default();
                Ok((first, format!("The user picks one of {}.", names.join(", "))))
            }
            (None, true) => Err(Fault::new(
                "Business Central does not say which environments there are.",
                "Name one as environment in portal.json; without it, everybody has to type the name.",
            )),
        }
    }

    /// The environments that Business Central lists; none where it lists none. A companion relays one only.
    async fn environments(&self) -> Vec<Environment> {
        let request = environments(self.access.party.address()).ok();
        let request = request.filter(|_| self.access.upstream.is_none());
        let (Some(request), Some(workspace)) = (request, self.workspace("-")) else { return Vec::new() };
        workspace.ask_aside(request).await.ok().and_then(Result::ok).unwrap_or_default()
    }

    /// The id of the company to go on with.
    async fn company(&self, environment: &str) -> Option<String> {
        self.sheet.begin(Check::Company);
        let (service, workspace) = (self.service(environment)?, self.workspace(environment)?);
        let read = workspace.ask(companies(&service, &Route::STANDARD)).await;
        let fault = match read {
            Ok(Ok(page)) => match self.company_of(&page.records, environment) {
                Ok((id, told)) => return self.sheet.judge(Check::Company, Ok(told)).then_some(id),
                Err(fault) => fault,
            },
            Ok(Err(Error::NoSuchEnvironment(_) | Error::NotFound(_))) => {
                self.sheet.judge(Check::Environment, Err(no_environment(environment, &[])));
                return None;
            }
            Ok(Err(error)) => workspace.explain(error).into(),
            Err(problem) => problem.into(),
        };
        self.sheet.judge(Check::Company, Err(fault));
        None
    }

    fn company_of(&self, companies: &[Company], environment: &str) -> Result<(String, String), Fault> {
        let names: Vec<&str> = companies.iter().map(label).collect();
        let Some(first) = companies.first() else {
            let what = format!("There is no company in {environment} that this account may open.");
            return Err(Fault::new(what, "Give the account a user and permission sets in Business Central."));
        };
        let Some(wanted) = &self.connection.company else {
            return Ok((first.id.clone(), format!("The user picks one of {}.", names.join(", "))));
        };
        match companies.iter().find(|company| start::is_called(company, wanted)) {
            Some(company) => Ok((company.id.clone(), format!("{} can be opened.", label(company)))),
            None => {
                let what = format!(
                    "There is no company “{wanted}” in {environment}, or this account may not open it."
                );
                Err(Fault::new(what, format!("Write one of these in portal.json: {}.", names.join(", "))))
            }
        }
    }

    /// Whether what the menu offers can be read.
    async fn permissions(&self, environment: &str, company: &str) -> Result<String, Fault> {
        let nothing = || Fault::new("There is nothing to read.", "Correct menu in portal.json.");
        let (service, workspace) =
            self.service(environment).zip(self.workspace(environment)).ok_or_else(nothing)?;
        let is_built_in = self.menu.is_empty();
        let menu = if is_built_in { menu::built_in() } else { self.menu.to_vec() };
        let mut sets: Vec<String> = Vec::new();
        for MenuPage { entity, .. } in menu.into_iter().flat_map(|group| group.pages) {
            if !sets.contains(&entity) {
                sets.push(entity);
            }
        }
        let readings = sets.iter().map(|set| {
            let collection = Collection::new(&service, &Route::STANDARD, company, set);
            let workspace = &workspace;
            let reading: LocalBoxFuture<'_, Result<Result<(), Error>, Problem>> = Box::pin(async move {
                let request = collection.map_err(Problem::from_address)?.list(&Query::default().top(1), 1);
                Ok(workspace.ask(request).await?.map(drop))
            });
            reading
        });
        let read = together::all(readings.collect()).await;
        let (mut readable, mut denied, mut missing) = (0, Vec::new(), Vec::new());
        for (set, outcome) in sets.iter().zip(read) {
            let of_set = |problem: Problem| Fault::new(format!("{set}: {}", problem.title), problem.remedy);
            match outcome.map_err(of_set)? {
                Ok(()) => readable += 1,
                // What the service at hand does not have, nobody asked for by the settings.
                Err(Error::NotFound(_)) if is_built_in => {}
                Err(Error::NotFound(_)) => missing.push(set.as_str()),
                Err(Error::Forbidden(_)) => denied.push(set.as_str()),
                Err(error) => return Err(of_set(workspace.explain(error))),
            }
        }
        if !denied.is_empty() {
            let what = format!("This account may not read {}.", denied.join(", "));
            let remedy = "Give it a permission set that covers them, in Business Central under Users, or take them out of menu in portal.json.";
            return Err(Fault::new(what, remedy));
        }
        if !missing.is_empty() {
            let what = format!("Business Central has no {}.", missing.join(", "));
            let remedy = "Correct menu in portal.json: entity is the name of an entity set.";
            return Err(Fault::new(what, remedy));
        }
        Ok(format!(
            "All {readable} lists of the menu can be read. What may be changed, Business Central says at each change."
        ))
    }
}

fn no_environment(named: &str, names: &[&str]) -> Fault {
    let what = format!("There is no environment “{named}” in this tenant, or this account may not open it.");
    let remedy = match names {
        [] => "Correct environment and tenant in portal.json.".to_owned(),
        names => format!("Write one of these as environment in portal.json: {}.", names.join(", ")),
    };
    Fault::new(what, remedy)
}
