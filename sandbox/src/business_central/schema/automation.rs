//! Microsoft's automation API, `api/microsoft/automation/v2.0`: who may do what, and what is installed. Only
//! administrators reach it
//! (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/itpro-introduction-to-automation-apis>).
//!
//! Of its sets the ones that are about people and extensions are here; nothing is uploaded, installed or scheduled.

use super::{
    Api, COMPANY, Capabilities, EntityType, Property, boolean, guid, integer, key, many, moment, one, text,
};

/// The automation API.
pub(super) static API: Api = Api {
    route: &["microsoft", "automation", "v2.0"],
    types: &[&USER, &USER_PERMISSION, &PERMISSION_SET, &SECURITY_GROUP, &EXTENSION],
    shared: &[&COMPANY],
    enumerations: &[],
};

const fn named() -> Property {
    text("id", 50).required().fixed()
}

pub(in super::super) static USER: EntityType = EntityType {
    name: "user",
    set: "users",
    key: &["userSecurityId"],
    caption: ("User", "Benutzer"),
    set_caption: ("Users", "Benutzer"),
    properties: &[
        guid("userSecurityId").required().fixed(),
        text("userName", 50).fixed(),
        text("displayName", 80).fixed(),
        text("state", 0),
        moment("expiryDate"),
        text("contactEmail", 250),
    ],
    navigations: &[many("userPermissions", &USER_PERMISSION, "userSecurityId")
        .by("userSecurityId")
        .partner("user")],
    capabilities: Capabilities::CHANGE,
    sortable: true,
    table: "2000000120 User",
};

pub(in super::super) static USER_PERMISSION: EntityType = EntityType {
    name: "userPermission",
    set: "userPermissions",
    key: &["id"],
    caption: ("User Permission", "Benutzerberechtigung"),
    set_caption: ("User Permissions", "Benutzerberechtigungen"),
    properties: &[
        key(),
        guid("userSecurityId").required().fixed(),
        text("roleId", 20).required(),
        text("displayName", 80).fixed(),
        text("company", 30),
        guid("appId"),
        text("extensionName", 250).fixed(),
        text("scope", 0),
    ],
    navigations: &[one("user", &USER, "userSecurityId").to("userSecurityId").partner("userPermissions")],
    capabilities: Capabilities::ALL,
    sortable: true,
    table: "2000000053 Access Control",
};

pub(in super::super) static PERMISSION_SET: EntityType = EntityType {
    name: "permissionSet",
    set: "permissionSets",
    key: &["id"],
    caption: ("Permission Set", "Berechtigungssatz"),
    set_caption: ("Permission Sets", "Berechtigungssätze"),
    properties: &[
        named(),
        text("displayName", 80),
        text("scope", 0),
        guid("appId"),
        text("extensionName", 250),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "2000000167 Aggregate Permission Set",
};

pub(in super::super) static SECURITY_GROUP: EntityType = EntityType {
    name: "securityGroup",
    set: "securityGroups",
    key: &["id"],
    caption: ("Security Group", "Sicherheitsgruppe"),
    set_caption: ("Security Groups", "Sicherheitsgruppen"),
    properties: &[named(), text("code", 20), text("groupName", 250)],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "9020 Security Group",
};

pub(in super::super) static EXTENSION: EntityType = EntityType {
    name: "extension",
    set: "extensions",
    key: &["packageId"],
    caption: ("Extension", "Erweiterung"),
    set_caption: ("Extensions", "Erweiterungen"),
    properties: &[
        guid("packageId").required().fixed(),
        guid("id"),
        text("displayName", 250),
        text("publisher", 250),
        integer("versionMajor"),
        integer("versionMinor"),
        integer("scope"),
        boolean("isInstalled"),
    ],
    navigations: &[],
    capabilities: Capabilities::NONE,
    sortable: true,
    table: "2000000206 Published Application",
};
