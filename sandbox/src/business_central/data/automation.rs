//! Who may do what in Business Central, and what is installed: the same in every company.

use super::super::schema::{self, EntityType};
use super::ids;
use super::row::Row;
use crate::people::{ACCOUNTING_GROUP, PEOPLE, Rights, SALES_GROUP};

/// Permission sets, with what they are called. The first lets whoever has it do everything.
const PERMISSION_SETS: [(&str, &str); 4] = [
    ("SUPER", "This user has all permissions"),
    ("D365 BASIC", "Dynamics 365 basic access"),
    ("D365 SALES DOC, EDIT", "Dynamics 365 create sales documents"),
    ("D365 READ", "Dynamics 365 read access"),
];

/// The publisher's and extension's names, with whether it is installed.
const EXTENSIONS: [(&str, &str, bool); 3] = [
    ("CRONUS", "Bicycle Rental", true),
    ("CRONUS", "Coffee Roasting", false),
    ("Microsoft", "Base Application", true),
];

/// The permission sets of those who have these rights.
const fn sets_of(rights: Rights) -> &'static [usize] {
    match rights {
        Rights::All => &[0],
        Rights::SalesOnly => &[1, 2],
        Rights::ReadOnly => &[1, 3],
        Rights::NoLicence => &[],
    }
}

/// All records of the automation API.
pub(super) fn generate() -> [(&'static EntityType, Vec<Row>); 5] {
    let id = |kind, n| ids::of(0, ids::set(kind), n);
    let users: Vec<Row> = PEOPLE
        .iter()
        .enumerate()
        .map(|(n, person)| {
            let name = person.user_name.split('@').next().unwrap_or_default();
            Row::new(&schema::USER, id(&schema::USER, n))
                .set("userName", name.to_uppercase())
                .set("displayName", person.name)
                .set("state", if person.rights == Rights::NoLicence { "Disabled" } else { "Enabled" })
                .set("contactEmail", person.user_name)
        })
        .collect();
    let given = PEOPLE
        .iter()
        .enumerate()
        .flat_map(|(n, person)| sets_of(person.rights).iter().map(move |at| (n, *at)));
    let permissions = given.enumerate().map(|(n, (user, at))| {
        let (role, name) = PERMISSION_SETS[at];
        Row::new(&schema::USER_PERMISSION, id(&schema::USER_PERMISSION, n))
            .set("userSecurityId", id(&schema::USER, user))
            .set("roleId", role)
            .set("displayName", name)
            .set("scope", "System")
    });
    let sets = PERMISSION_SETS.iter().map(|(role, name)| {
        Row::blank(&schema::PERMISSION_SET).set("id", *role).set("displayName", *name).set("scope", "System")
    });
    let groups = [(SALES_GROUP, "SALES", "Sales"), (ACCOUNTING_GROUP, "ACCOUNTING", "Accounting")];
    let groups = groups.map(|(id, code, name)| {
        Row::blank(&schema::SECURITY_GROUP).set("id", id).set("code", code).set("groupName", name)
    });
    let extensions = EXTENSIONS.iter().enumerate().map(|(n, (publisher, name, installed))| {
        Row::new(&schema::EXTENSION, id(&schema::EXTENSION, n))
            .set("id", ids::of(0, 96, n))
            .set("displayName", *name)
            .set("publisher", *publisher)
            .set("versionMajor", 29)
            .set("isInstalled", *installed)
    });
    [
        (&schema::USER, users),
        (&schema::USER_PERMISSION, permissions.collect()),
        (&schema::PERMISSION_SET, sets.collect()),
        (&schema::SECURITY_GROUP, groups.to_vec()),
        (&schema::EXTENSION, extensions.collect()),
    ]
}
