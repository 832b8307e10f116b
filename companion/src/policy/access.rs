//! What may be done with which entity set.

use std::collections::{BTreeMap, BTreeSet};

use http::Method;

use super::aliases;
use super::segment::is_name;

/// Sets that every portal reads first: the companies and the captions.
const ALWAYS_READABLE: [&str; 3] = ["companies", "Company", "entityDefinitions"];
const METHODS: [Method; 6] =
    [Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::PUT, Method::DELETE];

/// What may be done with the entity sets of one route. The [module](super) says how names are matched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    others: Others,
    grants: BTreeMap<String, Grant>,
    aliases: BTreeMap<String, String>,
}

/// What holds for the sets that aren't listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// They may be read.
    #[default]
    Readable,
    /// They may not be named at all.
    Refused,
}

/// What may be done with one entity set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    methods: Vec<Method>,
    actions: BTreeSet<String>,
    aliases: BTreeSet<String>,
}

/// Why a list of entity sets makes no sense. Each names the entry at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccessError {
    /// No entity set, navigation or action is called so.
    #[error("'{0}' is no name of an entity set, a navigation or an action")]
    Name(String),
    /// The companion never sends on such a method.
    #[error("'{0}': methods are GET, HEAD, POST, PATCH, PUT and DELETE")]
    Method(String),
    /// A set that isn't readable while all others are could be read under the name of a navigation.
    #[error(
        "'{0}' must be readable (GET) as long as the sets that aren't listed are; list what may be read instead"
    )]
    Unreadable(String),
    /// One name stands for two sets.
    #[error("'{0}' stands for two entity sets")]
    Ambiguous(String),
}

impl Grant {
    /// Allows `method`; GET allows HEAD, too.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// Allows the bound action `name`, such as `post`, without its namespace. An action isn't allowed by POST: it may do
    /// more than to write its record.
    #[must_use]
    pub fn action(mut self, name: &str) -> Self {
        self.actions.insert(name.to_owned());
        self
    }

    /// Takes the navigation `name` for this set.
    #[must_use]
    pub fn alias(mut self, name: &str) -> Self {
        self.aliases.insert(name.to_owned());
        self
    }

    fn allows(&self, method: &Method) -> bool {
        self.methods.contains(method) || (*method == Method::HEAD && self.methods.contains(&Method::GET))
    }
}

impl Access {
    /// Every set may be read, none written.
    #[must_use]
    pub fn read_only() -> Self {
        Self::default()
    }

    /// The listed sets with their grants, and what holds for the others.
    ///
    /// # Errors
    /// [`AccessError`] says which entry makes no sense.
    pub fn new(
        others: Others,
        grants: impl IntoIterator<Item = (String, Grant)>,
    ) -> Result<Self, AccessError> {
        let mut access = Self { others, ..Self::default() };
        for (set, grant) in grants {
            let names = [&set].into_iter().chain(&grant.actions).chain(&grant.aliases);
            if let Some(name) = names.into_iter().find(|name| !is_name(name)) {
                return Err(AccessError::Name(name.clone()));
            }
            if let Some(method) = grant.methods.iter().find(|method| !METHODS.contains(method)) {
                return Err(AccessError::Method(method.to_string()));
            }
            if others == Others::Readable && !grant.allows(&Method::GET) {
                return Err(AccessError::Unreadable(set));
            }
            for alias in &grant.aliases {
                if access.aliases.insert(alias.clone(), set.clone()).is_some() {
                    return Err(AccessError::Ambiguous(alias.clone()));
                }
            }
            if access.grants.insert(set.clone(), grant).is_some() {
                return Err(AccessError::Ambiguous(set));
            }
        }
        if let Some(alias) = access.aliases.keys().find(|alias| access.grants.contains_key(*alias)) {
            return Err(AccessError::Ambiguous(alias.clone()));
        }
        Ok(access)
    }

    /// Whether `method` may be used on what is called `name`: an entity set or a navigation.
    #[must_use]
    pub fn allows(&self, name: &str, method: &Method) -> bool {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        if reads && ALWAYS_READABLE.contains(&name) {
            return true;
        }
        match self.grant(name) {
            Some(grant) => grant.allows(method),
            None => reads && self.others == Others::Readable,
        }
    }

    /// Whether the bound action `action` may be called on what is called `name`.
    #[must_use]
    pub fn allows_action(&self, name: &str, action: &str) -> bool {
        self.grant(name).is_some_and(|grant| grant.actions.contains(action))
    }

    fn grant(&self, name: &str) -> Option<&Grant> {
        let set = self.aliases.get(name).map(String::as_str).or_else(|| aliases::set(name));
        self.grants.get(name).or_else(|| self.grants.get(set?))
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, AccessError, Grant, Others};
    use http::Method;

    fn customers() -> (String, Grant) {
        let grant = Grant::default().method(Method::GET).method(Method::PATCH).action("post").alias("debtor");
        ("customers".to_owned(), grant)
    }

    #[test]
    fn by_default_all_is_readable_and_nothing_else() {
        for (name, method, allowed) in [
            ("customers", Method::GET, true),
            ("customers", Method::HEAD, true),
            ("anything", Method::GET, true),
            ("customers", Method::POST, false),
            ("customers", Method::DELETE, false),
            ("companies", Method::PATCH, false),
            ("customers", Method::OPTIONS, false),
            ("customers", Method::TRACE, false),
        ] {
            assert_eq!(Access::read_only().allows(name, &method), allowed, "{method} {name}");
        }
        assert!(!Access::read_only().allows_action("salesOrders", "post"));
    }

    #[test]
    fn listed_sets_have_what_is_listed() {
        for others in [Others::Readable, Others::Refused] {
            let access = Access::new(others, [customers()]).unwrap();
            let unlisted = others == Others::Readable;
            for (name, method, allowed) in [
                ("customers", Method::GET, true),
                ("customers", Method::HEAD, true),
                ("customers", Method::PATCH, true),
                ("customers", Method::PUT, false),
                ("customers", Method::POST, false),
                ("customer", Method::PATCH, true),
                ("debtor", Method::GET, true),
                ("Customers", Method::PATCH, false),
                ("CUSTOMERS", Method::GET, unlisted),
                ("vendors", Method::GET, unlisted),
                ("vendor", Method::GET, unlisted),
                ("companies", Method::GET, true),
                ("entityDefinitions", Method::GET, true),
                ("companies", Method::DELETE, false),
            ] {
                assert_eq!(access.allows(name, &method), allowed, "{method} {name}");
            }
            assert!(access.allows_action("customers", "post") && access.allows_action("debtor", "post"));
            assert!(!access.allows_action("customers", "Post") && !access.allows_action("vendors", "post"));
        }
    }

    #[test]
    fn lists_that_make_no_sense_are_refused() {
        let get = || Grant::default().method(Method::GET);
        let one = |name: &str, grant| Access::new(Others::Refused, [(name.to_owned(), grant)]);
        assert_eq!(one("a/b", get()), Err(AccessError::Name("a/b".into())));
        assert_eq!(one("a", get().alias("*")), Err(AccessError::Name("*".into())));
        assert_eq!(one("a", get().action("NAV.x")), Err(AccessError::Name("NAV.x".into())));
        assert_eq!(one("a", get().method(Method::TRACE)), Err(AccessError::Method("TRACE".into())));
        assert_eq!(one("a", get().alias("a")), Err(AccessError::Ambiguous("a".into())));
        let two = [("a".to_owned(), get().alias("c")), ("b".to_owned(), get().alias("c"))];
        assert_eq!(Access::new(Others::Refused, two), Err(AccessError::Ambiguous("c".into())));
        let unreadable = ("a".to_owned(), Grant::default().method(Method::POST));
        assert_eq!(Access::new(Others::Readable, [unreadable]), Err(AccessError::Unreadable("a".into())));
    }
}
