//! The registration of the application that a connection asks for, filled in: what to click, the manifest, and a script.

use json::Value;
use settings::{Connection, Registration};

/// Dynamics 365 Business Central, as Entra knows it in every tenant.
const BUSINESS_CENTRAL: &str = "996def3d-b36c-4153-8607-a6fd3c01b89f";
/// What people let the portal do for them.
const DELEGATED: Permission = Permission {
    name: "Financials.ReadWrite.All",
    id: "2fb13c28-9d89-417f-9af2-ec3065bc16e6",
    kind: "Scope",
    tab: "Delegated permissions",
};
/// What an application may do by itself.
const APPLICATION: Permission = Permission {
    name: "API.ReadWrite.All",
    id: "a42b0b75-311e-488d-b67e-8fe84f924341",
    kind: "Role",
    tab: "Application permissions",
};

/// A permission of Business Central's. It has the same id in every tenant: that of the service principal's
/// `oauth2PermissionScopes` or `appRoles`.
struct Permission {
    name: &'static str,
    id: &'static str,
    /// What a manifest calls a permission of this kind (Microsoft Graph, `resourceAccess`).
    kind: &'static str,
    /// Where it stands in the admin centre.
    tab: &'static str,
}

impl Permission {
    fn click(&self) -> String {
        format!(
            "API permissions, Add a permission, Dynamics 365 Business Central, {}: {}. Then Grant admin consent.",
            self.tab, self.name
        )
    }

    fn member(&self) -> Member {
        let access = format!(r#"[{{ "id": "{}", "type": "{}" }}]"#, self.id, self.kind);
        let resource = format!(r#"{{ "resourceAppId": "{BUSINESS_CENTRAL}", "resourceAccess": {access} }}"#);
        ("requiredResourceAccess", format!("[{resource}]"))
    }
}

/// A member of a manifest: its name, and its value as JSON.
type Member = (&'static str, String);

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
    let (permission, member) = match is_own_api {
        true => (
            format!(
                "Expose an API: set the Application ID URI, and add the scope of the settings ({}). In the manifest, \
                 requestedAccessTokenVersion is 2.",
                registration.scope
            ),
            ("api", r#"{ "requestedAccessTokenVersion": 2 }"#.to_owned()),
        ),
        false => (DELEGATED.click(), DELEGATED.member()),
    };
    let manifest = manifest(
        title,
        [
            ("spa", format!(r#"{{ "redirectUris": [{}] }}"#, Value::from(redirect_uri))),
            (
                "web",
                r#"{ "implicitGrantSettings": { "enableAccessTokenIssuance": false, "enableIdTokenIssuance": false } }"#
                    .to_owned(),
            ),
            member,
        ],
    );
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
        script: (!is_own_api).then(|| script(&connection.tenant, &manifest, "clientId")),
        manifest: Some(manifest),
    }
}

fn application(connection: &Connection, title: &str) -> Guide {
    let manifest = manifest(&format!("{title} companion"), [APPLICATION.member()]);
    Guide {
        title: "The application, which works for everybody",
        clicks: vec![
            "App registrations, New registration: a name, accounts in this organizational directory only, no redirect URI.".to_owned(),
            APPLICATION.click(),
            "Certificates & secrets: a federated credential, a certificate, or a client secret, for the companion alone.".to_owned(),
        ],
        script: Some(script(&connection.tenant, &manifest, "client_id of the companion")),
        manifest: Some(manifest),
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

/// A manifest in the form of Microsoft Graph (resource type `application`), a member to a line: the application is called
/// `title`, is for its own tenant alone, and has `members`.
fn manifest<const N: usize>(title: &str, members: [Member; N]) -> String {
    let named =
        [("displayName", Value::from(title).to_string()), ("signInAudience", r#""AzureADMyOrg""#.to_owned())];
    let members = named.into_iter().chain(members);
    let lines: Vec<String> = members.map(|(name, value)| format!("  \"{name}\": {value}")).collect();
    format!("{{\n{}\n}}", lines.join(",\n"))
}

/// Registers what `manifest` says in `tenant`, consents for everybody, and tells the id as `label`. Graph is asked directly,
/// for `az ad app create` knows no single-page applications.
fn script(tenant: &str, manifest: &str, label: &str) -> String {
    let (tenant, manifest) = (quoted(tenant), quoted(manifest));
    format!(
        "az login --allow-no-subscriptions --tenant {tenant}\n\
         app=$(az rest --method POST --uri https://graph.microsoft.com/v1.0/applications \\\n  \
         --headers Content-Type=application/json --query appId --output tsv --body {manifest})\n\
         az ad sp create --id \"$app\"\n\
         # If Entra does not know the application yet, repeat this line after a minute.\n\
         az ad app permission admin-consent --id \"$app\"\n\
         echo \"{label}: $app\""
    )
}

/// `text` as one word of the shell (POSIX.1-2017, Shell Command Language §2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{APPLICATION, BUSINESS_CENTRAL, DELEGATED, Guide, guides, quoted};
    use settings::Settings;
    use std::process::Command;

    const URI: &str = "https://portal.example/auth/";

    fn of(connection: &str) -> Vec<Guide> {
        let settings = Settings::read(&format!(r#"{{ "connections": [ {connection} ] }}"#)).unwrap();
        guides(&settings.connections[0], "CRONUS' portal", URI)
    }

    /// Runs `script` where `az` tells how it is called, gives what is registered the id `new`, and keeps the manifest.
    fn run(script: &str) -> (String, serde_json::Value) {
        let az = r#"az() {
            if [ "$1" != rest ]; then echo "$*"; return; fi
            for manifest; do :; done
            printf %s "$manifest" >&2
            echo new
        }"#;
        let output = Command::new("sh").arg("-c").arg(format!("{az}\n{script}")).output().expect("a shell");
        let told = String::from_utf8(output.stdout).expect("text");
        (told, serde_json::from_slice(&output.stderr).expect("a manifest"))
    }

    /// The permission that `manifest` asks for, and its kind.
    fn asked(manifest: &serde_json::Value) -> (&str, &str) {
        let resource = &manifest["requiredResourceAccess"][0];
        assert_eq!(resource["resourceAppId"], BUSINESS_CENTRAL);
        let access = &resource["resourceAccess"][0];
        (access["id"].as_str().unwrap(), access["type"].as_str().unwrap())
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
        assert_eq!(manifest["signInAudience"], "AzureADMyOrg");
        assert_eq!(asked(&manifest), (DELEGATED.id, "Scope"));
        let (told, registered) = run(script);
        assert_eq!(registered, manifest, "the script registers what the manifest says");
        let calls = "login --allow-no-subscriptions --tenant cronus.example\nad sp create --id new\n\
                     ad app permission admin-consent --id new\n";
        assert_eq!(told, format!("{calls}clientId: new\n"));
    }

    #[test]
    fn an_application_has_a_card_and_no_redirect_uri() {
        let guides = of(
            r#"{ "name": "A", "mode": "AzApp", "tenant": "cronus.example", "companion": "https://portal.example/c" }"#,
        );
        let [application, card] = guides.as_slice() else { panic!("{guides:?}") };
        let script = application.script.as_deref().unwrap();
        let (told, registered) = run(script);
        assert_eq!(registered["displayName"], "CRONUS' portal companion");
        assert_eq!(asked(&registered), (APPLICATION.id, "Role"));
        assert_eq!(registered.get("spa"), None);
        assert!(told.ends_with("client_id of the companion: new\n"), "{told}");
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
        let manifest = guides[0].manifest.as_deref().unwrap();
        let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap();
        assert_eq!(manifest["api"]["requestedAccessTokenVersion"], 2);
        assert_eq!(
            manifest.get("requiredResourceAccess"),
            None,
            "Business Central is not asked for the people"
        );
        assert_eq!(guides[0].script, None);
    }

    #[test]
    fn what_is_quoted_is_one_word_whatever_is_in_it() {
        let shell = |text: &str| {
            let output = Command::new("sh").arg("-c").arg(format!("printf %s {}", quoted(text))).output();
            String::from_utf8(output.expect("a shell").stdout).expect("text")
        };
        for text in ["", "a b", "it's", "''", "$(id) `id` \"x\" \\ \n;&|", "--tenant", "ä"] {
            assert_eq!(shell(text), text);
        }
    }
}
