//! What there is: environments, companies, entity sets and their captions.

use origin::AddressError;

use crate::address::trustworthy;
use crate::models::Entity as _;
use crate::request::object;
use crate::{
    Captions, Company, Environment, Error, Json, Metadata, Page, PageLink, Request, Route, Service,
    Unreadable, page,
};

const JSON: &str = "application/json";

/// The environments of the signed-in tenant
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/api-get-environments>). Only the
/// cloud offers this; if it fails, the name of the environment has to be typed in.
///
/// # Errors
/// [`AddressError`] when `service` is not https (or http on this computer).
pub fn environments(service: &str) -> Result<Request<Vec<Environment>>, AddressError> {
    trustworthy(service)?;
    let url = format!("{}/environments/v1.2", service.trim_end_matches('/'));
    Ok(Request::get(url, JSON, |_, _, body| {
        let envelope = object(body)?;
        match envelope.get("value") {
            Some(Json::List(_)) => Ok(envelope.related_many("value").map(Environment::from).collect()),
            _ => Err(Unreadable::Lacks("a list of environments").into()),
        }
    }))
}

/// The companies of an environment that the user may open. An environment holds at most 300, so there is one page.
#[must_use]
pub fn companies(service: &Service, route: &Route) -> Request<Page<Company>> {
    Request::get(service.at(route, Company::SET), JSON, read_companies)
}

/// The companies behind `link`, for a service that hands them out in pages.
///
/// # Errors
/// [`Error::ForeignLink`] when it leads to another origin.
pub fn more_companies(service: &Service, link: &PageLink) -> Result<Request<Page<Company>>, Error> {
    Ok(Request::get(link.at(service)?, JSON, read_companies))
}

fn read_companies(request: &Request<Page<Company>>, _: bool, body: &str) -> Result<Page<Company>, Error> {
    Ok(page::read(&request.url, None, body)?.map(|record| Company::from(&record)))
}

/// The entity sets of a route and their types. It does not depend on the company and changes only with the version of
/// Business Central or its extensions.
#[must_use]
pub fn metadata(service: &Service, route: &Route) -> Request<Metadata> {
    Request::get(service.at(route, "$metadata"), "application/xml", |_, _, body| Ok(Metadata::parse(body)?))
}

/// The captions of a route in `language` (BCP 47, such as `de-DE`). An on-premises server or another OData service may not
/// have them; then [`names::in_words`](crate::names::in_words) must do.
#[must_use]
pub fn captions(service: &Service, route: &Route, language: &str) -> Request<Captions> {
    let mut request = Request::get(service.at(route, "entityDefinitions"), JSON, read_captions);
    if is_language(language) {
        request.headers.push(("Accept-Language", language.to_owned()));
    }
    request
}

fn read_captions(request: &Request<Captions>, _: bool, body: &str) -> Result<Captions, Error> {
    let language = request.headers.iter().find(|(name, _)| *name == "Accept-Language");
    Ok(Captions::read(&object(body)?, language.map_or("", |(_, language)| language))?)
}

fn is_language(language: &str) -> bool {
    !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
