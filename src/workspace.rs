//! What a page works with: where its records are and how to get them.

pub mod schemas;
mod send;

use crate::address::{Address, Located, On, Place};
use crate::browser::clock;
use crate::gate::Gate;
use crate::problem::Problem;
use crate::router::Router;
use crate::schema::Schema;
use crate::session::access::Access;
use business_central::{
    AddressError, Capabilities, Change, Collection, Company, Discovery, Environment, Error, Many, Pause,
    Priority, Request, Route, Service, Trail,
};
use leptos::prelude::*;
use schemas::Schemas;
use settings::{Connection, MenuGroup};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

/// A count: of what, how many, and when it came in milliseconds.
type Counted = (String, u64, u64);

/// Pages of companies read at most.
const MOST_PAGES: usize = 50;

/// One environment of one connection, with the access that opens it. Cheap to clone; a page gets it by
/// [`Workspace::expect`].
#[derive(Clone)]
pub struct Workspace(Arc<Inner>);

struct Inner {
    router: Router,
    connection: Connection,
    /// Whether the settings leave a choice of connection or environment, so that addresses must name them.
    is_choice: bool,
    environment: String,
    service: Service,
    access: Access,
    menu: Vec<MenuGroup>,
    companies: Vec<Company>,
    /// The company of pages whose address names none.
    company: ArcRwSignal<String>,
    gate: Gate,
    /// The pause that Business Central asked for, and how long it was to be when it was told.
    pause: ArcRwSignal<Option<(Pause, Duration)>>,
    /// Whether the service was found to refuse optional headers.
    plain: AtomicBool,
    schemas: Schemas,
    /// Whether the routes of extensions have been asked for.
    is_discovered: AtomicBool,
    /// How many records there were in what was counted lately.
    counted: Mutex<Vec<Counted>>,
}

/// What a [`Workspace`] is made of.
pub struct Parts {
    /// The address bar.
    pub router: Router,
    /// The connection.
    pub connection: Connection,
    /// Whether addresses must name connection and environment.
    pub is_choice: bool,
    /// The environment's name.
    pub environment: String,
    /// How Business Central is reached.
    pub access: Access,
    /// The menu.
    pub menu: Vec<MenuGroup>,
}

impl Workspace {
    /// A workspace, before its companies are known.
    ///
    /// # Errors
    /// [`AddressError`] when tenant or environment cannot stand in an address.
    pub fn new(parts: Parts) -> Result<Self, AddressError> {
        let Parts { router, connection, is_choice, environment, access, menu } = parts;
        let mut service = Service::new(access.party.address(), &connection.tenant, &environment)?;
        if let Some(upstream) = &access.upstream {
            service = service.behind_relay(upstream)?;
        }
        Ok(Self(Arc::new(Inner {
            router,
            connection,
            is_choice,
            environment,
            service,
            access,
            menu,
            companies: Vec::new(),
            company: ArcRwSignal::new(String::new()),
            gate: Gate::new(clock::whole_milliseconds),
            pause: ArcRwSignal::new(None),
            plain: AtomicBool::new(false),
            schemas: Schemas::default(),
            is_discovered: AtomicBool::new(false),
            counted: Mutex::default(),
        })))
    }

    /// The same with its companies, of which `chosen` is the one to begin with.
    #[must_use]
    pub fn with_companies(self, companies: Vec<Company>, chosen: String) -> Self {
        let Some(mut inner) = Arc::into_inner(self.0) else {
            unreachable!("a workspace is shared only once its companies are known")
        };
        inner.companies = companies;
        inner.company = ArcRwSignal::new(chosen);
        Self(Arc::new(inner))
    }

    /// The workspace of the page being built.
    ///
    /// # Panics
    /// Outside of a page: the shell builds pages only once there is a workspace.
    #[must_use]
    pub fn expect() -> Self {
        expect_context()
    }

    /// The connection.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.0.connection
    }

    /// The environment's name.
    #[must_use]
    pub fn environment(&self) -> &str {
        &self.0.environment
    }

    /// How Business Central is reached, and on whose behalf.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// The companies that the user may open.
    #[must_use]
    pub fn companies(&self) -> &[Company] {
        &self.0.companies
    }

    /// The id of the company that the present address names, or that the user was in last; tracked.
    #[must_use]
    pub fn company(&self) -> String {
        match self.0.router.located().address {
            Address::List(place, _) | Address::Card(place, _) => place.company,
            _ => self.0.company.get(),
        }
    }

    /// The same, not tracked.
    #[must_use]
    pub fn company_now(&self) -> String {
        untrack(|| self.company())
    }

    /// What was counted under `key`, and when.
    #[must_use]
    pub fn counted(&self, key: &str) -> Option<(u64, u64)> {
        let counted = self.0.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.iter().find(|(known, ..)| known == key).map(|(_, count, at)| (*count, *at))
    }

    /// Keeps a count.
    pub fn keep_count(&self, count: Counted) {
        let mut counted = self.0.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.retain(|(known, ..)| *known != count.0);
        counted.push(count);
    }

    /// The display name of the company with this id, or the id where it is not among the user's.
    #[must_use]
    pub fn company_name(&self, id: &str) -> String {
        let company = self.0.companies.iter().find(|company| company.id == id);
        company.map_or(id, |company| label(company)).to_owned()
    }

    /// Makes `company` the one of pages whose address names none.
    pub fn choose_company(&self, company: &str) {
        self.0.company.set(company.to_owned());
    }

    /// The menu of the settings; empty means the built-in one.
    #[must_use]
    pub fn menu(&self) -> &[MenuGroup] {
        &self.0.menu
    }

    /// What may be done with the records of `place`: what Business Central allows, less what the portal's menu offers to
    /// read only (`readOnly` in `portal.json`).
    #[must_use]
    pub fn capabilities(&self, schema: &Schema, place: &Place) -> Capabilities {
        let allowed = schema.capabilities(&place.entity_set);
        let is_standard = place.route == Route::STANDARD;
        match is_standard && settings::is_read_only(&self.0.menu, &place.entity_set) {
            true => Capabilities { insert: false, update: false, delete: false, ..allowed },
            false => allowed,
        }
    }

    /// The records of `place`.
    ///
    /// # Errors
    /// A [`Problem`] when the address names what cannot be a company or an entity set.
    pub fn collection(&self, place: &Place) -> Result<Collection, Problem> {
        let Place { company, route, entity_set } = place;
        let schema = self.schema(route).get_untracked();
        let found = match schema.is_none_or(|schema| schema.is_in_company(entity_set)) {
            true => Collection::new(&self.0.service, route, company, entity_set),
            false => Collection::of_environment(&self.0.service, route, entity_set),
        };
        found.map_err(Problem::from_address)
    }

    /// What is known of the entity sets of `route`: metadata and captions. Nothing until they have come, and for ever if
    /// the service has none; pages work without.
    #[must_use]
    pub fn schema(&self, route: &Route) -> ReadSignal<Option<Arc<Schema>>> {
        schemas::signal(self, route)
    }

    /// Sends `request` to Business Central. Dropping the future aborts it.
    ///
    /// # Errors
    /// A [`Problem`] that says what to do.
    pub async fn send<T>(&self, request: Request<T>) -> Result<T, Problem> {
        send::send(self, request, Priority::Looking).await
    }

    /// The same for who has to know what became of the request before it is told: [`explain`](Self::explain) makes a
    /// problem of the inner error.
    ///
    /// # Errors
    /// A [`Problem`] with the access: nothing was done at Business Central.
    pub async fn ask<T>(&self, request: Request<T>) -> Result<Result<T, Error>, Problem> {
        send::ask(self, request, Priority::Looking).await
    }

    /// The same for what nobody would miss.
    ///
    /// # Errors
    /// A [`Problem`] with the access.
    pub async fn ask_aside<T>(&self, request: Request<T>) -> Result<Result<T, Error>, Problem> {
        send::ask(self, request, Priority::Background).await
    }

    /// What finds the routes of extensions; none when they have been asked for before.
    #[must_use]
    pub fn discovery(&self) -> Option<Discovery> {
        let was_asked = self.0.is_discovered.swap(true, Ordering::Relaxed);
        (!was_asked).then(|| Discovery::new(&self.0.service, &self.company_now()))
    }

    /// What the user is told of `error`.
    #[must_use]
    pub fn explain(&self, error: Error) -> Problem {
        send::explain(self, error)
    }

    /// The same as [`send`](Self::send) for what nobody would miss: whatever the user looks at goes first.
    ///
    /// # Errors
    /// A [`Problem`] that says what to do.
    pub async fn send_aside<T>(&self, request: Request<T>) -> Result<T, Problem> {
        send::send(self, request, Priority::Background).await
    }

    /// The pause that requests make, if any, and how long it was to be when it began; tracked.
    #[must_use]
    pub fn pause(&self) -> Option<(Pause, Duration)> {
        self.0.pause.get()
    }

    /// The routes that pages have asked about so far.
    #[must_use]
    pub fn routes(&self) -> Vec<Route> {
        self.0.schemas.routes()
    }

    /// The base of the portal's addresses.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.router.base()
    }

    /// `changes` to records of `route`, to be made many at a time.
    #[must_use]
    pub fn many(&self, route: &Route, changes: Vec<Change>) -> Many {
        Many::new(&self.0.service, route, changes, self.0.plain.load(Ordering::Relaxed))
    }

    /// The environments of the signed-in user's tenant.
    ///
    /// # Errors
    /// A [`Problem`]; the cloud alone offers this list.
    pub async fn read_environments(&self) -> Result<Vec<Environment>, Problem> {
        let request = business_central::environments(self.0.access.party.address());
        let request = request.map_err(|error| Problem::new(error.to_string(), ""))?;
        self.send(request).await
    }

    /// The companies of the environment that the user may open.
    ///
    /// # Errors
    /// A [`Problem`] that says what to do.
    pub async fn read_companies(&self) -> Result<Vec<Company>, Problem> {
        let mut page = self.send(business_central::companies(&self.0.service, &Route::STANDARD)).await?;
        let (mut companies, mut trail) = (page.records, Trail::default());
        // A page holds thousands; who has more pages than this is being led in circles.
        for _ in 1..MOST_PAGES {
            let Some(link) = page.next else { break };
            trail.note(&link)?;
            page = self.send(business_central::more_companies(&self.0.service, &link)?).await?;
            companies.append(&mut page.records);
        }
        // Without an id there is no address for its records.
        companies.retain(|company| !company.id.is_empty());
        Ok(companies)
    }

    /// `address` as the text of a link.
    #[must_use]
    pub fn href(&self, address: &Address) -> String {
        self.locate(address.clone()).write(self.0.router.base())
    }

    /// Goes to `address`, a step that Back undoes.
    pub fn go(&self, address: Address) {
        self.0.router.go(self.locate(address));
    }

    /// Puts `address` in place of the present one.
    pub fn replace(&self, address: Address) {
        self.0.router.replace(self.locate(address));
    }

    fn locate(&self, address: Address) -> Located {
        let on = self.0.is_choice.then(|| On {
            connection: self.0.connection.name.clone(),
            environment: self.0.environment.clone(),
        });
        Located { address, on }
    }
}

/// What the user calls a company: its display name, its name where it has none, or at least its id.
#[must_use]
pub fn label(company: &Company) -> &str {
    let names = [&company.display_name, &company.name, &company.id];
    names.into_iter().find(|name| !name.trim().is_empty()).map_or("", String::as_str)
}
