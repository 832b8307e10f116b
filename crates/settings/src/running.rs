//! The Content Security Policy that runs, compared with the one that the settings need.

use crate::Origins;
use crate::policy::content_security_policy;
use origin::Origin;
use std::fmt;

/// What is wrong with the policy that a host sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyFault {
    /// There is none.
    Missing,
    /// It blocks what the portal needs.
    Blocks {
        /// The directive, such as `connect-src`.
        directive: String,
        /// What it would have to name, such as an origin.
        source: String,
    },
    /// It allows what would let a foreign script run, or take a token elsewhere.
    Allows {
        /// The directive, such as `script-src`.
        directive: String,
        /// What it names; empty where the directive is missing, so that everything is allowed.
        source: String,
    },
}

impl fmt::Display for PolicyFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(out, "The host sends no Content-Security-Policy."),
            Self::Blocks { directive, source } => {
                write!(out, "The policy that runs blocks {source} ({directive}).")
            }
            Self::Allows { directive, source } if source.is_empty() => {
                write!(out, "The policy that runs does not limit {directive}.")
            }
            Self::Allows { directive, source } => {
                write!(out, "The policy that runs is too wide: {directive} allows {source}.")
            }
        }
    }
}

/// What is wrong with `running`, the value of the header `Content-Security-Policy` of a portal at `own` that talks to
/// `needed`; several headers are joined by a comma, and all of them hold (CSP Level 3 §4.2.2). Nothing for a policy
/// that is [the needed one](content_security_policy) or as good: one more origin in `connect-src`, for whatever else
/// an organisation has its pages talk to, is no fault.
#[must_use]
pub fn policy_faults(needed: &Origins, running: &str, own: &Origin) -> Vec<PolicyFault> {
    let policies: Vec<Policy<'_>> =
        running.split(',').map(Policy::read).filter(|policy| !policy.is_empty()).collect();
    if policies.is_empty() {
        return vec![PolicyFault::Missing];
    }
    let text = content_security_policy(needed);
    let needed = Policy::read(&text);
    let mut faults = Vec::new();
    for (directive, sources) in &needed.0 {
        let lacks = |source: &&&str| policies.iter().any(|policy| !policy.lets(directive, source, own));
        let blocked = sources.iter().filter(|source| **source != "'none'").filter(lacks);
        faults.extend(blocked.map(|source| blocks(directive, source)));
    }
    for directive in ["script-src", "object-src", "connect-src", "base-uri", "frame-ancestors"] {
        // One policy that is narrow enough is enough.
        let wide: Vec<Option<&str>> = policies.iter().map(|policy| policy.too_wide(directive)).collect();
        if let Some(source) =
            wide.iter().copied().collect::<Option<Vec<_>>>().and_then(|wide| wide.first().copied())
        {
            faults.push(PolicyFault::Allows { directive: directive.to_owned(), source: source.to_owned() });
        }
    }
    faults
}

fn blocks(directive: &str, source: &str) -> PolicyFault {
    PolicyFault::Blocks { directive: directive.to_owned(), source: source.to_owned() }
}

/// Directives and what each of them allows.
struct Policy<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl<'a> Policy<'a> {
    fn read(text: &'a str) -> Self {
        let directive = |part: &'a str| {
            let mut words = part.split_ascii_whitespace();
            words.next().map(|name| (name, words.collect()))
        };
        Self(text.split(';').filter_map(directive).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `directive` allows; `None` means everything. The first of a name counts (CSP Level 3 §2.2.1), and
    /// `default-src` stands in for what fetches.
    fn sources(&self, directive: &str) -> Option<&[&'a str]> {
        let named = |name: &str| self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let falls_back = directive.ends_with("-src");
        let found = named(directive).or_else(|| named("default-src").filter(|_| falls_back));
        found.map(|(_, sources)| sources.as_slice())
    }

    /// Whether `directive` lets pass what `source` of a needed policy names.
    fn lets(&self, directive: &str, source: &str, own: &Origin) -> bool {
        let Some(sources) = self.sources(directive) else { return true };
        sources.iter().any(|allowed| match source {
            "'self'" => covers(allowed, own, own),
            _ if source.starts_with("https://") || source.starts_with("http://") => {
                Origin::of(source).is_ok_and(|origin| covers(allowed, &origin, own))
            }
            "'wasm-unsafe-eval'" if allowed.eq_ignore_ascii_case("'unsafe-eval'") => true,
            _ => allowed.eq_ignore_ascii_case(source),
        })
    }

    /// The first source of `directive` that is too wide, empty for a directive that is missing; `None` if it is well.
    fn too_wide(&self, directive: &str) -> Option<&'a str> {
        let Some(sources) = self.sources(directive) else { return Some("") };
        let is_wide = |source: &&&str| {
            let source = source.to_ascii_lowercase();
            ["*", "http:", "https:", "ws:", "wss:"].contains(&source.as_str())
                || directive == "script-src"
                    && ["'unsafe-inline'", "'unsafe-eval'", "data:", "blob:"].contains(&source.as_str())
        };
        sources.iter().find(is_wide).copied()
    }
}

/// Whether the source expression `allowed` covers `origin`, on a page of `own` (CSP Level 3 §6.7.2.8).
fn covers(allowed: &str, origin: &Origin, own: &Origin) -> bool {
    let allowed = allowed.to_ascii_lowercase();
    let Some((scheme, host)) = origin.as_str().split_once("://") else { return false };
    let is_scheme = |wanted: &str| wanted == scheme || wanted == "http" && scheme == "https";
    if let Some(wanted) = allowed.strip_suffix(':') {
        return is_scheme(wanted);
    }
    let (wanted, place) =
        allowed.split_once("://").map_or((scheme, &*allowed), |(wanted, place)| (wanted, place));
    let place = place.strip_suffix('/').unwrap_or(place);
    let is_place = match place.strip_prefix('*') {
        Some("") => true,
        Some(domain) => domain.starts_with('.') && host.ends_with(domain),
        None => place == host,
    };
    allowed == "'self'" && origin == own || is_scheme(wanted) && is_place
}

#[cfg(test)]
mod tests {
    use super::policy_faults;
    use crate::{cloud_origins, content_security_policy};
    use origin::Origin;

    fn faults(running: &str) -> Vec<String> {
        let own = Origin::of("https://portal.example").unwrap();
        policy_faults(&cloud_origins(), running, &own).iter().map(ToString::to_string).collect()
    }

    fn needed() -> String {
        content_security_policy(&cloud_origins())
    }

    #[test]
    fn the_needed_policy_and_what_is_as_good_have_no_fault() {
        let needed = needed();
        let spelt = needed.replace(
            "'self' https://api.businesscentral.dynamics.com",
            "https://PORTAL.example/ *.businesscentral.dynamics.com",
        );
        let more = needed.replace("connect-src", "connect-src https://telemetry.example");
        let eval = needed.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'sha256-abc='");
        let shorter = needed
            .replace("font-src 'self'; ", "")
            .replace("'none'; script", "'self'; object-src 'none'; script");
        for well in [
            &needed,
            &spelt,
            &more,
            &eval,
            &shorter,
            &format!("{needed}, {needed}"),
            &format!("{needed}, upgrade-insecure-requests; connect-src *"),
        ] {
            assert_eq!(faults(well), Vec::<String>::new(), "{well}");
        }
    }

    #[test]
    fn what_is_blocked_is_named() {
        let needed = needed();
        let login = "https://login.microsoftonline.com";
        let told = format!("The policy that runs blocks {login} (connect-src).");
        for without in [
            "",
            "https://login.microsoftonline.com:8443",
            "http://login",
            "https://*.login.microsoftonline.com",
        ] {
            assert_eq!(faults(&needed.replace(login, without)), [told.as_str()], "{without}");
        }
        // Of two policies, each must let it pass.
        assert_eq!(
            faults(&format!("{needed}, connect-src 'self' https://api.businesscentral.dynamics.com")),
            [told]
        );
        assert_eq!(faults(&needed.replace(" data:", "")), ["The policy that runs blocks data: (img-src)."]);
        assert_eq!(
            faults(&needed.replace(" 'wasm-unsafe-eval'", "")),
            ["The policy that runs blocks 'wasm-unsafe-eval' (script-src)."]
        );
        assert_eq!(
            faults(&needed.replace("form-action 'self'", "form-action 'none'")),
            ["The policy that runs blocks 'self' (form-action)."]
        );
    }

    #[test]
    fn what_is_too_wide_is_named() {
        let needed = needed();
        for (before, after, directive, source) in [
            ("script-src 'self'", "script-src 'self' 'unsafe-inline'", "script-src", "'unsafe-inline'"),
            ("script-src 'self'", "script-src 'self' https:", "script-src", "https:"),
            ("'wasm-unsafe-eval'", "'unsafe-eval'", "script-src", "'unsafe-eval'"),
            ("connect-src 'self'", "connect-src 'self' *", "connect-src", "*"),
        ] {
            let told = format!("The policy that runs is too wide: {directive} allows {source}.");
            assert_eq!(faults(&needed.replace(before, after)), [told], "{after}");
        }
        for directive in ["base-uri", "frame-ancestors"] {
            let told = format!("The policy that runs does not limit {directive}.");
            assert_eq!(faults(&needed.replace(directive, "x")), [told]);
        }
    }

    #[test]
    fn no_policy_is_told() {
        for none in ["", " ", ";", ", "] {
            assert_eq!(faults(none), ["The host sends no Content-Security-Policy."]);
        }
    }
}
