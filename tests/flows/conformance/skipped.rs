//! The modules of `oidcc-client-test-plan` that are not run, and why.

/// Module, plans, reason.
pub(super) const MODULES: [(&str, &str, &str); 19] = [
    ("oidcc-client-test-client-secret-basic", "B", "for confidential clients: a browser keeps no secret"),
    ("oidcc-client-test-scope-userinfo-claims", "B", "UserInfo: the portal doesn't ask for it (item 37)"),
    ("oidcc-client-test-userinfo-bearer-header", "", "UserInfo, as above"),
    ("oidcc-client-test-userinfo-bearer-body", "", "UserInfo, as above"),
    ("oidcc-client-test-userinfo-signed", "", "UserInfo, as above; optional"),
    (
        "oidcc-client-test-nonce-unless-code-flow",
        "✗",
        "for other flows than the code's; the portal always sends a `nonce` (item 5)",
    ),
    ("oidcc-client-test-missing-chash", "✗", "for ID tokens that come with the code"),
    ("oidcc-client-test-invalid-chash", "✗", "for ID tokens that come with the code"),
    ("oidcc-client-test-missing-athash", "✗", "for ID tokens that come with the code; `at_hash` is item 35"),
    ("oidcc-client-test-invalid-athash", "✗", "for ID tokens that come with the code; `at_hash` is item 35"),
    ("oidcc-client-test-form-post-error", "", "form_post: files that are served can't read a form"),
    ("oidcc-client-test-mtls-endpoint-aliases", "", "mtls: a page has no client certificate of its own"),
    ("oidcc-client-test-aggregated-claims", "", "optional: no claims of other issuers are used"),
    ("oidcc-client-test-distributed-claims", "", "optional: no claims of other issuers are used"),
    ("oidcc-client-test-discovery-webfinger-acct", "", "optional: the settings name the Authority"),
    ("oidcc-client-test-discovery-webfinger-url", "", "optional: the settings name the Authority"),
    ("oidcc-client-test-dynamic-registration", "", "optional: administrators register the portal"),
    ("oidcc-client-test-request-uri-signed-rs256", "", "optional: no request objects are used"),
    ("oidcc-client-test-request-uri-signed-none", "", "optional: no request objects are used"),
];
