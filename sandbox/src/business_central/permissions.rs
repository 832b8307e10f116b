//! What the demo people may do with which records.

use axum::http::{Method, StatusCode};

use super::failure::Failure;
use super::schema::EntityType;
use crate::people::{Caller, Rights};

/// What is done to a record, in the words of Business Central's permissions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    Read,
    Insert,
    Modify,
    Delete,
}

impl Action {
    /// What a request with this method does to the record that it is about.
    pub(super) fn of(method: &Method) -> Self {
        match *method {
            Method::POST => Self::Insert,
            Method::PATCH | Method::PUT => Self::Modify,
            Method::DELETE => Self::Delete,
            _ => Self::Read,
        }
    }
}

/// The ledger and what is made of it: closed to those who only sell.
const OF_ACCOUNTING: [&str; 9] = [
    "accounts",
    "generalLedgerEntries",
    "trialBalances",
    "balanceSheets",
    "incomeStatements",
    "cashFlowStatements",
    "retainedEarningsStatements",
    "journals",
    "journalLines",
];

/// What those who sell may change.
const OF_SALES: [&str; 18] = [
    "customers",
    "contacts",
    "customerContacts",
    "opportunities",
    "salesQuotes",
    "salesQuoteLines",
    "salesOrders",
    "salesOrderLines",
    "salesInvoices",
    "salesInvoiceLines",
    "salesCreditMemos",
    "salesCreditMemoLines",
    "dimensionSetLines",
    "defaultDimensions",
    "attachments",
    "documentAttachments",
    "pictures",
    "rentals",
];

/// Who may do what, and what is installed: only for administrators.
const OF_ADMINISTRATION: [&str; 5] =
    ["users", "userPermissions", "permissionSets", "securityGroups", "extensions"];

/// Whether `caller` may do this with records of `kind`. A missing permission is answered with 403 and a text
/// that names the table.
pub(super) fn check(caller: &Caller, action: Action, kind: &EntityType) -> Result<(), Failure> {
    let allowed = match caller.rights {
        Rights::All => true,
        _ if OF_ADMINISTRATION.contains(&kind.set) => false,
        Rights::ReadOnly => action == Action::Read,
        Rights::SalesOnly if action == Action::Read => !OF_ACCOUNTING.contains(&kind.set),
        Rights::SalesOnly => OF_SALES.contains(&kind.set),
        Rights::NoLicence => false,
    };
    if allowed {
        return Ok(());
    }
    let verb = match action {
        Action::Read => "Read",
        Action::Insert => "Insert",
        Action::Modify => "Modify",
        Action::Delete => "Delete",
    };
    let message = format!(
        "Sorry, the current permissions prevented the action. (TableData {} {verb}: Base Application)",
        kind.table
    );
    Err(Failure::new(StatusCode::FORBIDDEN, "Internal_ServerError", message))
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    #[test]
    fn rights_differ() {
        use Action::{Delete, Insert, Modify, Read};
        let (item, account, order) = (&schema::ITEM, &schema::ACCOUNT, &schema::SALES_ORDER);
        for (rights, kind, expected) in [
            (Rights::All, account, [true; 4]),
            (Rights::SalesOnly, account, [false; 4]),
            (Rights::SalesOnly, item, [true, false, false, false]),
            (Rights::SalesOnly, order, [true; 4]),
            (Rights::ReadOnly, order, [true, false, false, false]),
            (Rights::NoLicence, order, [false; 4]),
        ] {
            let caller = Caller { id: String::new(), rights };
            let found = [Read, Insert, Modify, Delete].map(|action| check(&caller, action, kind).is_ok());
            assert_eq!(found, expected, "{rights:?} {}", kind.set);
        }
    }

    #[test]
    fn every_set_named_here_exists() {
        let sets: Vec<_> = schema::APIS.iter().flat_map(|api| api.all()).map(|kind| kind.set).collect();
        for set in OF_ACCOUNTING.iter().chain(&OF_SALES).chain(&OF_ADMINISTRATION) {
            assert!(sets.contains(set), "{set}");
        }
    }
}
