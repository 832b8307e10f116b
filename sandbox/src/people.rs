//! The demo people: no passwords, and rights that differ.

/// What a person may do in Business Central.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Everything.
    All,
    /// Sales: accounts, journals and the ledger are forbidden; customers, contacts and sales documents may be
    /// changed, everything else only read.
    SalesOnly,
    /// Everything may be read, nothing changed.
    ReadOnly,
    /// No Business Central licence: nothing opens.
    NoLicence,
}

/// Who sends a request to Business Central, as its token says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// A person's object ID, or an application's.
    pub(crate) id: String,
    /// What Business Central lets them do.
    pub(crate) rights: Rights,
}

/// Someone who can sign in.
#[derive(Debug, PartialEq, Eq)]
pub struct Person {
    /// The name people call them by.
    pub name: &'static str,
    /// The sign-in name (`preferred_username`).
    pub user_name: &'static str,
    /// Entra's object ID (`oid`).
    pub object_id: &'static str,
    /// What Business Central lets them do.
    pub rights: Rights,
    /// The object IDs of their groups, as tokens for other services name them (`groups`).
    pub groups: &'static [&'static str],
}

/// The group of everyone in sales.
pub const SALES_GROUP: &str = "96000000-0000-4000-8000-000000000001";

/// The group of everyone in accounting.
pub const ACCOUNTING_GROUP: &str = "96000000-0000-4000-8000-000000000002";

/// Everyone in the demo tenant. Two of them share a display name.
pub const PEOPLE: [Person; 5] = [
    Person {
        name: "Ada Birch",
        user_name: "ada@cronus.example",
        object_id: "0ada0000-0000-4000-8000-000000000001",
        rights: Rights::All,
        groups: &[SALES_GROUP, ACCOUNTING_GROUP],
    },
    Person {
        name: "Ben Castle",
        user_name: "ben@cronus.example",
        object_id: "0be00000-0000-4000-8000-000000000002",
        rights: Rights::SalesOnly,
        groups: &[SALES_GROUP],
    },
    Person {
        name: "Cleo Dune",
        user_name: "cleo@cronus.example",
        object_id: "0c1e0000-0000-4000-8000-000000000003",
        rights: Rights::NoLicence,
        groups: &[],
    },
    Person {
        name: "Ada Birch",
        user_name: "ada.b@cronus.example",
        object_id: "0ada0000-0000-4000-8000-000000000004",
        rights: Rights::All,
        groups: &[ACCOUNTING_GROUP],
    },
    Person {
        name: "Dora Elm",
        user_name: "dora@cronus.example",
        object_id: "0d02a000-0000-4000-8000-000000000005",
        rights: Rights::ReadOnly,
        groups: &[ACCOUNTING_GROUP],
    },
];

impl Person {
    /// The person with this object ID.
    pub fn by_object_id(object_id: &str) -> Option<&'static Self> {
        PEOPLE.iter().find(|person| person.object_id == object_id)
    }

    /// The person a `login_hint` or `logout_hint` means: a sign-in name, or the opaque `login_hint` claim.
    pub(crate) fn by_hint(hint: &str) -> Option<&'static Self> {
        PEOPLE
            .iter()
            .find(|person| person.user_name.eq_ignore_ascii_case(hint) || person.login_hint() == hint)
    }

    /// The opaque `login_hint` claim: names the account without showing it.
    pub(crate) fn login_hint(&self) -> String {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        format!("O.{}", URL_SAFE_NO_PAD.encode(self.object_id))
    }
}
