//! The registration of the application that a connection asks for, filled in: what to click, the manifest, and a script.

use json::{Object, Value};
use settings::{Connection, Registration};

/// Dynamics 365 Business Central, as Entra knows it in every tenant.
const BUSINESS_CENTRAL: &str = "996def3d-b36c-4153-8607-a6fd3c01b89f";
/// What people let the portal do for them.
const DELEGATED: &str = "Financials.ReadWrite.All";
/// What an application may do by itself.
const APPLICATION: &str = "API.ReadWrite.All";

/// How to come by one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Guide {
    /// What is registered.
    pub title: &'static str,
    /// What to do in the Microsoft Entra admin centre, or in Business Central.
    pub clicks: Vec<String>,
    /// The parts of the manifest that matter.
    pub manifest: Option<String>,
    /// A script for the Azure CLI, in the shell's language.
    pub script: Option<String>,
}

/// The registrations that `connection` needs, for a portal called `title` whose redirect URI is `redirect_uri`.
#[must_use]
pub(super) fn guides(connection: &Connection, title: &str, redirect_uri: &str) -> Vec<Guide> {
    let mut guides = Vec::new();
    if let Some(registration) = connection.mode.registration() {
        let is_own_api = connection.mode.app().is_some();
        guides.push(portal(connection, registration, title, redirect_uri, is_own_api));
    }
    if connection.mode.app().is_some() {
        guides.push(application(connection, title));
        guides.push(card(title));
    }
    guides
}

fn portal(
    connection: &Connection,
    registration: &Registration,
    title: &str,
    redirect_uri: &str,
    is_own_api: bool,
) -> Guide {
    let permission = match is_own_api {
        true => format!(
            "Expose an API: set the Application ID URI, and add the scope of the settings ({}). In the manifest, \
             requestedAccessTokenVersion is 2.",
            registration.scope
        ),
        false => format!(
            "API permissions, Add a permission, Dynamics 365 Business Central, Delegated permissions: {DELEGATED}. \
             Then Grant admin consent."
        ),
    };
    Guide {
        title: if is_own_api {
            "The companion's own API, which people sign in to"
        } else {
            "The portal, which people sign in to"
        },
        clicks: vec![
            format!(
                "App registrations, New registration: name {title}, accounts in this organizational directory only."
            ),
            format!("Redirect URI: platform Single-page application (SPA), {redirect_uri}"),
            permission,
            format!(
                "Application (client) ID goes into clientId of portal.json; it is {} now.",
                registration.client_id
            ),
        ],
        manifest: Some(manifest(title, redirect_uri)),
        script: (!is_own_api).then(|| portal_script(&connection.tenant, title, redirect_uri)),
    }
}

/// As the Microsoft Graph manifest names it.
fn manifest(title: &str, redirect_uri: &str) -> String {
    let object = |members: Vec<(&'static str, Value)>| {
        let mut object = Object::default();
        for (name, value) in members {
            object.set(name, value);
        }
        object
    };
    let implicit = object(vec![
        ("enableAccessTokenIssuance", Value::Bool(false)),
        ("enableIdTokenIssuance", Value::Bool(false)),
    ]);
    let members = [
        ("displayName", Value::from(title).to_string()),
        ("signInAudience", "\"AzureADMyOrg\"".to_owned()),
        ("spa", format!("{{ \"redirectUris\": [{}] }}", Value::from(redirect_uri))),
        ("web", format!("{{ \"redirectUris\": [], \"implicitGrantSettings\": {} }}", Value::from(implicit))),
    ];
    let lines: Vec<String> = members.iter().map(|(name, value)| format!("  \"{name}\": {value}")).collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

fn portal_script(tenant: &str, title: &str, redirect_uri: &str) -> String {
    let spa = format!("{{\"spa\":{{\"redirectUris\":[{}]}}}}", Value::from(redirect_uri));
    [
        sign_in(tenant),
        create(title),
        "az rest --method PATCH --uri \"https://graph.microsoft.com/v1.0/applications(appId='$app')\" \\\n  \
         --headers Content-Type=application/json --body "
            .to_owned()
            + &quoted(&spa),
        permission("oauth2PermissionScopes", DELEGATED, "Scope"),
        consent(),
        "echo \"clientId: $app\"".to_owned(),
    ]
    .join("\n")
}

fn application(connection: &Connection, title: &str) -> Guide {
    let script = [
        sign_in(&connection.tenant),
        create(&format!("{title} companion")),
        permission("appRoles", APPLICATION, "Role"),
        consent(),
        "echo \"client_id of the companion: $app\"".to_owned(),
    ];
    Guide {
        title: "The application, which works for everybody",
        clicks: vec![
            "App registrations, New registration: a name, accounts in this organizational directory only, no redirect URI.".to_owned(),
            format!(
                "API permissions, Add a permission, Dynamics 365 Business Central, Application permissions: {APPLICATION}. \
                 Then Grant admin consent."
            ),
            "Certificates & secrets: a federated credential, a certificate, or a client secret, for the companion alone.".to_owned(),
        ],
        manifest: None,
        script: Some(script.join("\n")),
    }
}

fn card(title: &str) -> Guide {
    Guide {
        title: "Its card in Business Central",
        clicks: vec![
            "In each environment, search for Microsoft Entra Applications, New.".to_owned(),
            format!("Client ID: that of the application. Description: {title}. State: Enabled."),
            "User permission sets: as little as will do, for each company. SUPER cannot be assigned."
                .to_owned(),
        ],
        manifest: None,
        script: None,
    }
}

fn sign_in(tenant: &str) -> String {
    format!("az login --allow-no-subscriptions --tenant {}", quoted(tenant))
}

fn create(title: &str) -> String {
    format!(
        "app=$(az ad app create --display-name {} --sign-in-audience AzureADMyOrg --query appId --output tsv)",
        quoted(title)
    )
}

/// The permission's id is looked up, for it is Entra's to say.
fn permission(kind: &str, name: &str, grant: &str) -> String {
    format!(
        "permission=$(az ad sp show --id {BUSINESS_CENTRAL} \\\n  --query \"{kind}[?value=='{name}'].id | [0]\" --output tsv)\n\
         az ad app permission add --id \"$app\" --api {BUSINESS_CENTRAL} --api-permissions \"$permission={grant}\""
    )
}

fn consent() -> String {
    "az ad sp create --id \"$app\"\naz ad app permission admin-consent --id \"$app\"".to_owned()
}

/// `text` as one word of the shell (POSIX.1-2017, Shell Command Language §2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{Guide, guides, quoted};
    use settings::Settings;

    const URI: &str = "https://portal.example/auth/";

    fn of(connection: &str) -> Vec<Guide> {
        let settings = Settings::read(&format!(r#"{{ "connections": [ {connection} ] }}"#)).unwrap();
        guides(&settings.connections[0], "CRONUS' portal", URI)
    }

    #[test]
    fn people_sign_in_to_one_registration() {
        let guides = of(r#"{ "name": "A", "mode": "AzUser", "tenant": "cronus.example", "clientId": "app",
            "authority": "https://login.example/t/v2.0" }"#);
        let [Guide { clicks, manifest: Some(manifest), script: Some(script), .. }] = guides.as_slice() else {
            panic!("{guides:?}")
        };
        assert!(clicks.iter().any(|click| click.ends_with(URI)), "{clicks:?}");
        let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
        assert_eq!(manifest["spa"]["redirectUris"], serde_json::json!([URI]));
        assert_eq!(manifest["displayName"], "CRONUS' portal");
        assert_eq!(manifest["web"]["implicitGrantSettings"]["enableIdTokenIssuance"], false);
        assert!(script.contains(r"--display-name 'CRONUS'\'' portal'"), "{script}");
        assert!(
            script.contains(r#"'{"spa":{"redirectUris":["https://portal.example/auth/"]}}'"#),
            "{script}"
        );
        assert!(
            script.contains("Financials.ReadWrite.All") && !script.contains("API.ReadWrite.All"),
            "{script}"
        );
    }

    #[test]
    fn an_application_has_a_card_and_no_redirect_uri() {
        let guides = of(
            r#"{ "name": "A", "mode": "AzApp", "tenant": "cronus.example", "companion": "https://portal.example/c" }"#,
        );
        let [application, card] = guides.as_slice() else { panic!("{guides:?}") };
        let script = application.script.as_deref().unwrap();
        assert!(
            script.contains("appRoles[?value=='API.ReadWrite.All']") && !script.contains(URI),
            "{script}"
        );
        assert!(card.clicks[0].contains("Microsoft Entra Applications"));
    }

    #[test]
    fn a_companion_that_asks_who_people_are_has_an_api_of_its_own() {
        let guides = of(
            r#"{ "name": "A", "mode": "AzApp", "tenant": "cronus.example", "companion": "https://portal.example/c",
            "authority": "https://login.example/t/v2.0", "clientId": "api", "scope": "api://c/access" }"#,
        );
        assert_eq!(guides.len(), 3);
        assert!(guides[0].clicks.iter().any(|click| click.contains("api://c/access")));
        assert_eq!(guides[0].script, None);
    }

    #[test]
    fn what_is_quoted_is_one_word_whatever_is_in_it() {
        let shell = |text: &str| {
            let output = std::process::Command::new("sh")
                .arg("-c")
                .arg(format!("printf %s {}", quoted(text)))
                .output();
            String::from_utf8(output.expect("a shell").stdout).expect("text")
        };
        for text in ["", "a b", "it's", "''", "$(id) `id` \"x\" \\ \n;&|", "--tenant", "ä"] {
            assert_eq!(shell(text), text);
        }
    }
}
