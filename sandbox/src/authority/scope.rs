//! Scopes: those of OpenID Connect, and those of one resource.

use super::refusal::Refusal;

const OPENID_CONNECT: [&str; 4] = ["openid", "profile", "email", "offline_access"];

/// Permissions of Business Central that may be asked for by name.
const PERMISSIONS: [&str; 3] = [".default", "user_impersonation", "Financials.ReadWrite.All"];

/// A `scope` parameter, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    openid: Vec<String>,
    /// The scopes of the resource, as they were written.
    pub(super) resource: Vec<String>,
}

impl Scope {
    /// Reads scopes separated by spaces (RFC 6749 §3.3). All but those of OpenID Connect must be of `service`.
    pub(super) fn parse(text: &str, service: &str) -> Result<Self, Refusal> {
        let mut scope = Self::default();
        let mut resources = Vec::new();
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
            if !resources.contains(&resource) {
                resources.push(resource);
            }
            if resource == service && !PERMISSIONS.contains(&permission) {
                let text = format!(
                    "The application asked for permission '{permission}' that resource '{resource}' does not have."
                );
                return Err(Refusal::new("invalid_client", 650_053, text));
            }
            scope.resource.push(each.to_owned());
        }
        match resources.as_slice() {
            [] => Ok(scope),
            [resource] if *resource == service => Ok(scope),
            [resource] => {
                let text = format!("The resource principal named {resource} was not found in the tenant.");
                Err(Refusal::new("invalid_resource", 500_011, text))
            }
            _ => {
                let text = "The provided value for the input parameter 'scope' is not valid because it contains more than one resource.";
                Err(Refusal::new("invalid_scope", 28_003, text))
            }
        }
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

    /// Whether all of this was granted with `granted`. Permissions of the one resource don't differ here.
    pub(super) fn within(&self, granted: &Self) -> bool {
        self.openid.iter().all(|each| granted.has(each))
            && (self.resource.is_empty() || !granted.resource.is_empty())
    }

    fn has(&self, name: &str) -> bool {
        self.openid.iter().any(|each| each == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVICE: &str = "http://localhost:8082";

    #[test]
    fn scopes_of_one_resource_are_understood() {
        let scope = Scope::parse("http://localhost:8082/.default openid  offline_access", SERVICE).unwrap();
        assert!(scope.openid() && scope.offline() && !scope.profile());
        assert_eq!(scope.resource, ["http://localhost:8082/.default"]);
    }

    #[test]
    fn other_scopes_are_refused_by_number() {
        for (text, number) in [
            ("Financials.ReadWrite.All", 70_011),
            ("openid nonsense", 70_011),
            ("https://graph.example/.default", 500_011),
            ("http://localhost:8082/.default https://graph.example/.default", 28_003),
            ("http://localhost:8082/Everything.All", 650_053),
            ("http://localhost:80820/.default", 500_011),
        ] {
            assert_eq!(Scope::parse(text, SERVICE).unwrap_err().number(), number, "{text}");
        }
    }
}
