//! Scopes: those of OpenID Connect, and those of one resource.

use super::refusal::Refusal;
use crate::shared::State;

const OPENID_CONNECT: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Permissions of Business Central that may be asked for by name.
const OF_THE_SERVICE: [&str; 3] = [".default", "user_impersonation", "Financials.ReadWrite.All"];
/// Permissions of any other API.
const OF_AN_API: [&str; 2] = [".default", "access_as_user"];

/// The resources that tokens can be asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resources<'a> {
    service: &'a str,
    apis: &'a [String],
}

impl<'a> Resources<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        Self { service: &state.service, apis: &state.config.apis }
    }

    /// The audience of tokens for `resource`, and its permissions.
    pub(super) fn find(&self, resource: &str) -> Option<(&'a str, &'static [&'static str])> {
        if resource == self.service {
            return Some((self.service, &OF_THE_SERVICE));
        }
        let id = resource.strip_prefix("api://")?;
        let api = self.apis.iter().find(|api| *api == id)?;
        Some((api, &OF_AN_API))
    }
}

/// A `scope` parameter, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    openid: Vec<String>,
    /// The scopes of the resource, as they were written.
    pub(super) resource: Vec<String>,
    /// Whom an access token is for; Business Central, if nobody is named.
    pub(super) audience: Option<String>,
}

impl Scope {
    /// Reads scopes separated by spaces (RFC 6749 §3.3). All but those of OpenID Connect must be of one resource.
    pub(super) fn parse(text: &str, resources: Resources<'_>) -> Result<Self, Refusal> {
        let mut scope = Self::default();
        let mut named = Vec::new();
        for each in text.split(' ').filter(|each| !each.is_empty()) {
            if OPENID_CONNECT.contains(&each) {
                scope.openid.push(each.to_owned());
                continue;
            }
            let Some((resource, permission)) =
                each.rsplit_once('/').filter(|(resource, _)| resource.contains("://"))
            else {
                let text = format!(
                    "The provided value for the input parameter 'scope' is not valid. The scope '{each}' does not exist."
                );
                return Err(Refusal::new("invalid_scope", 70_011, text));
            };
            if !named.contains(&resource) {
                named.push(resource);
            }
            if resources.find(resource).is_some_and(|(_, permissions)| !permissions.contains(&permission)) {
                let text = format!(
                    "The application asked for permission '{permission}' that resource '{resource}' does not have."
                );
                return Err(Refusal::new("invalid_client", 650_053, text));
            }
            scope.resource.push(each.to_owned());
        }
        let [resource] = named.as_slice() else {
            if named.is_empty() {
                return Ok(scope);
            }
            let text = "The provided value for the input parameter 'scope' is not valid because it contains more than one resource.";
            return Err(Refusal::new("invalid_scope", 28_003, text));
        };
        let Some((audience, _)) = resources.find(resource) else {
            let text = format!("The resource principal named {resource} was not found in the tenant.");
            return Err(Refusal::new("invalid_resource", 500_011, text));
        };
        scope.audience = Some(audience.to_owned());
        Ok(scope)
    }

    /// Whether an ID token is asked for.
    pub(super) fn openid(&self) -> bool {
        self.has("openid")
    }

    /// Whether a refresh token is asked for.
    pub(super) fn offline(&self) -> bool {
        self.has("offline_access")
    }

    /// Whether the ID token should tell name and sign-in name.
    pub(super) fn profile(&self) -> bool {
        self.has("profile")
    }

    /// Whether all of this was granted with `granted`. Permissions of one resource don't differ here.
    pub(super) fn within(&self, granted: &Self) -> bool {
        self.openid.iter().all(|each| granted.has(each))
            && (self.audience.is_none() || self.audience == granted.audience)
    }

    fn has(&self, name: &str) -> bool {
        self.openid.iter().any(|each| each == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "c0ffee00-0000-4000-8000-000000000003";

    fn parse(text: &str) -> Result<Scope, Refusal> {
        let apis = [API.to_owned()];
        Scope::parse(text, Resources { service: "http://localhost:8082", apis: &apis })
    }

    #[test]
    fn scopes_of_one_resource_are_understood() {
        let scope = parse("http://localhost:8082/.default openid  offline_access").unwrap();
        assert!(scope.openid() && scope.offline() && !scope.profile());
        assert_eq!(scope.resource, ["http://localhost:8082/.default"]);
        assert_eq!(scope.audience.as_deref(), Some("http://localhost:8082"));
        let scope = parse(&format!("openid api://{API}/access_as_user")).unwrap();
        assert_eq!(scope.audience.as_deref(), Some(API));
        assert_eq!(parse("openid").unwrap().audience, None);
    }

    #[test]
    fn what_was_granted_for_one_is_not_for_another() {
        let service = parse("http://localhost:8082/.default openid").unwrap();
        let api = parse(&format!("api://{API}/.default openid")).unwrap();
        assert!(!api.within(&service) && !service.within(&api));
        assert!(parse("openid").unwrap().within(&api));
    }

    #[test]
    fn other_scopes_are_refused_by_number() {
        for (text, number) in [
            ("Financials.ReadWrite.All", 70_011),
            ("openid nonsense", 70_011),
            ("https://graph.example/.default", 500_011),
            ("api://somebody-else/.default", 500_011),
            ("http://localhost:8082/.default https://graph.example/.default", 28_003),
            ("http://localhost:8082/.default api://c0ffee00-0000-4000-8000-000000000003/.default", 28_003),
            ("http://localhost:8082/Everything.All", 650_053),
            ("api://c0ffee00-0000-4000-8000-000000000003/Financials.ReadWrite.All", 650_053),
            ("http://localhost:80820/.default", 500_011),
        ] {
            assert_eq!(parse(text).unwrap_err().number(), number, "{text}");
        }
    }
}
