//! The entities of one kind in one company.

use origin::AddressError;

use crate::address::encode_segment;
use crate::page::{self, Paging, Target};
use crate::request::{Method, object};
use crate::{
    Error, Field, Json, Key, Page, PageLink, Query, Record, Request, Route, Service, Typed as _, Unreadable,
};

/// An entity set in a company: `{base}/{route}/companies({company})/{entity set}`; or one that belongs to none, see
/// [`Collection::of_environment`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    url: String,
    service: Service,
}

impl Collection {
    /// The entity set `entity_set` of the company whose id is `company`.
    ///
    /// # Errors
    /// [`AddressError::Character`] when `entity_set` is not a name.
    pub fn new(
        service: &Service,
        route: &Route,
        company: &str,
        entity_set: &str,
    ) -> Result<Self, AddressError> {
        let name = Field::new(entity_set).ok_or(AddressError::Character)?;
        let resource = format!("companies({})/{}", encode_segment(company), encode_segment(name.name()));
        Ok(Self { url: service.at(route, &resource), service: service.clone() })
    }

    /// The entity set `entity_set` that belongs to no company: `{base}/{route}/{entity set}`.
    /// [`Metadata::is_in_company`](crate::Metadata::is_in_company) tells which these are.
    ///
    /// # Errors
    /// [`AddressError::Character`] when `entity_set` is not a name.
    pub fn of_environment(service: &Service, route: &Route, entity_set: &str) -> Result<Self, AddressError> {
        let name = Field::new(entity_set).ok_or(AddressError::Character)?;
        let url = service.at(route, &encode_segment(name.name()));
        Ok(Self { url, service: service.clone() })
    }

    /// The entities behind a navigation of one of these: `{entity set}({key})/{navigation}`.
    ///
    /// # Errors
    /// [`AddressError::Character`] when `navigation` is not a name.
    pub fn related(&self, key: &Key, navigation: &str) -> Result<Self, AddressError> {
        let name = Field::new(navigation).ok_or(AddressError::Character)?;
        let url = format!("{}/{}", self.entity(key), encode_segment(name.name()));
        Ok(Self { url, service: self.service.clone() })
    }

    /// The address, without a query.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    fn entity(&self, key: &Key) -> String {
        format!("{}({})", self.url, encode_segment(key.as_str()))
    }

    /// The first page of the entities that `query` asks for, in pages of `page_size`.
    ///
    /// The page size goes out as `Prefer: odata.maxpagesize`, as Microsoft advises
    /// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/webservices/odata-client-performance>);
    /// without optional headers as `$top` and `$skip`.
    #[must_use]
    pub fn list(&self, query: &Query, page_size: u64) -> Request<Page<Record>> {
        let (top, skip) = query.limits();
        let url = query.unlimited().on(&self.url);
        let paging = Paging { url, page_size, skip: skip.unwrap_or(0), left: top };
        paged(query.on(&self.url), page_size, Some(paging))
    }

    /// The page behind `link`, in pages of `page_size`.
    ///
    /// # Errors
    /// [`Error::ForeignLink`] when it leads to another origin.
    pub fn follow(&self, link: &PageLink, page_size: u64) -> Result<Request<Page<Record>>, Error> {
        let url = link.at(&self.service)?;
        Ok(match &link.0 {
            Target::Given(_) => paged(url, page_size, None),
            Target::Skip { skip, left, .. } => {
                let paging = Paging { url, page_size, skip: *skip, left: *left };
                let mut request = paged(paging.address(), page_size, Some(paging));
                request.optional.clear();
                request
            }
        })
    }

    /// The entity with that key, with the fields and expansions of `query`.
    #[must_use]
    pub fn get(&self, key: &Key, query: &Query) -> Request<Record> {
        Request::get(query.shape().on(&self.entity(key)), "application/json", |_, _, body| {
            single(object(body)?)
        })
    }

    /// Creates an entity of `fields`; what they don't name, Business Central fills in. Lines may come with their document:
    /// a list under the navigation's name ("deep insert"). The answer is the entity as it became.
    #[must_use]
    pub fn create(&self, fields: &Record) -> Request<Record> {
        Request::write(Method::Post, self.url.clone(), Some(fields), |_, _, body| single(object(body)?))
    }

    /// Changes `fields` of the entity with that key, if it still is the version that `etag` names; otherwise
    /// [`Error::Changed`]. The answer is the entity as it became.
    #[must_use]
    pub fn update(&self, key: &Key, etag: &str, fields: &Record) -> Request<Record> {
        Request::write(Method::Patch, self.entity(key), Some(fields), |_, _, body| single(object(body)?))
            .if_match(etag)
    }

    /// Deletes the entity with that key, if it still is the version that `etag` names; otherwise [`Error::Changed`].
    #[must_use]
    pub fn delete(&self, key: &Key, etag: &str) -> Request<()> {
        Request::write(Method::Delete, self.entity(key), None, |_, _, _| Ok(())).if_match(etag)
    }

    /// Carries out the bound action `name` of the entity with that key, such as `shipAndInvoice`. It takes no parameters
    /// and has no answer.
    ///
    /// # Errors
    /// [`AddressError::Character`] when `name` is not a name.
    pub fn act(&self, key: &Key, name: &str) -> Result<Request<()>, AddressError> {
        let name = Field::new(name).ok_or(AddressError::Character)?;
        let url = format!("{}/Microsoft.NAV.{}", self.entity(key), encode_segment(name.name()));
        Ok(Request::write(Method::Post, url, None, |_, _, _| Ok(())))
    }

    /// How many entities pass the filter of `query`.
    #[must_use]
    pub fn count(&self, query: &Query) -> Request<u64> {
        Request::get(query.counted().on(&self.url), "application/json", |_, _, body| {
            let envelope = object(body)?;
            let count = envelope.get("@odata.count").or_else(|| envelope.get("@count"));
            page::whole(count).ok_or(Unreadable::Lacks("a count").into())
        })
    }
}

fn paged(url: String, page_size: u64, paging: Option<Paging>) -> Request<Page<Record>> {
    let mut request = Request::get(url, "application/json", read_page)
        .with_optional("Prefer", format!("odata.maxpagesize={page_size}"));
    request.url_without_optional = paging.as_ref().map(Paging::address);
    request.paging = paging;
    request
}

fn read_page(request: &Request<Page<Record>>, plain: bool, body: &str) -> Result<Page<Record>, Error> {
    // A link to a page by number goes out without a preference, so its answer is read as one.
    let skips = plain || request.optional.is_empty();
    page::read(request.address(plain), request.paging.as_ref().filter(|_| skips), body)
}

/// A record, also when it comes as a list of one, as from a navigation to one that the service models as a set.
///
/// # Errors
/// [`Error::Unreadable`] when there is no record, or several, or one without any field: it would look like an empty one.
fn single(mut answer: Record) -> Result<Record, Error> {
    // A record may have a field of that name, too, but then it has others.
    let is_list =
        matches!(answer.get("value"), Some(Json::List(_))) && answer.names().all(|name| name == "value");
    if is_list {
        answer = match answer.take("value") {
            Some(Json::List(mut entries)) if entries.len() == 1 => match entries.pop() {
                Some(Json::Object(record)) => record,
                _ => return Err(Unreadable::Lacks("a record").into()),
            },
            _ => return Err(Unreadable::Lacks("a single record").into()),
        };
    }
    // Nothing, or an error that came with a status of success: its fields would all be blank.
    let is_none = answer.names().all(|name| name == "error");
    if is_none { Err(Unreadable::Lacks("a record").into()) } else { Ok(answer) }
}

#[cfg(test)]
mod tests {
    use super::Collection;
    use crate::{Key, Method, Record, Route, Service};

    #[test]
    fn a_set_of_no_company_is_below_its_route() {
        let service = Service::new("https://bc.example", "t", "e").unwrap();
        let found = |route: &Route, name| Collection::of_environment(&service, route, name);
        let subscriptions = found(&Route::STANDARD, "subscriptions").unwrap();
        assert_eq!(subscriptions.url(), "https://bc.example/v2.0/t/e/api/v2.0/subscriptions");
        let custom = Route::custom("cronus", "rental", "v1.0").unwrap();
        let companies = found(&custom, "companies").unwrap();
        assert_eq!(companies.url(), "https://bc.example/v2.0/t/e/api/cronus/rental/v1.0/companies");
        assert!(found(&custom, "companies(1)/items").is_err());
    }

    /// Business Central refuses the change of a whole set, and one that names no version.
    #[test]
    fn a_change_names_its_record_and_its_version() {
        let service = Service::new("https://bc.example", "t", "e").unwrap();
        let items = Collection::new(&service, &Route::STANDARD, "c", "items").unwrap();
        let id = "f2a5738a-44e3-ea11-bb43-000d3a2feca1";
        let key = Key::guid(id).unwrap();
        let (url, etag) = (format!("{}({id})", items.url()), "W/\"1\"");
        let version = ("If-Match", etag.to_owned());
        let mut fields = Record::default();
        fields.set("unitPrice", 5_u64);

        let update = items.update(&key, etag, &fields);
        assert_eq!((update.method, update.url.as_str()), (Method::Patch, url.as_str()));
        assert_eq!(update.body.as_deref(), Some(r#"{"unitPrice":5}"#), "the version is no field");
        assert!(update.headers.contains(&version), "{:?}", update.headers);

        let delete = items.delete(&key, etag);
        assert_eq!((delete.method, delete.url.as_str(), delete.body), (Method::Delete, url.as_str(), None));
        assert!(delete.headers.contains(&version), "{:?}", delete.headers);

        let create = items.create(&fields);
        assert_eq!((create.method, create.url.as_str()), (Method::Post, items.url()));
    }
}
