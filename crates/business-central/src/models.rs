//! Entities as structs, for programs that know which they want.
//!
//! Business Central sends no `null` and leaves out what was not selected; both become the type's blank: an empty text, zero,
//! `None`. Enums are texts, as they came ([`names::decode`](crate::names::decode) makes them readable), since an extension may
//! add members.

mod account;
mod company;
mod country_region;
mod currency;
mod customer;
mod environment;
mod general_ledger_entry;
mod item;
mod payment_term;
mod sales_invoice;
mod sales_invoice_line;
mod sales_order;
mod sales_order_line;
mod unit_of_measure;
mod vendor;

pub use account::Account;
pub use company::Company;
pub use country_region::CountryRegion;
pub use currency::Currency;
pub use customer::Customer;
pub use environment::Environment;
pub use general_ledger_entry::GeneralLedgerEntry;
pub use item::Item;
pub use payment_term::PaymentTerm;
pub use sales_invoice::SalesInvoice;
pub use sales_invoice_line::SalesInvoiceLine;
pub use sales_order::SalesOrder;
pub use sales_order_line::SalesOrderLine;
pub use unit_of_measure::UnitOfMeasure;
pub use vendor::Vendor;

use crate::{Amount, Date, Json, Kind, Query, Value, value};
use json::is_number;

/// A struct that stands for the entities of a set.
pub trait Entity {
    /// The name of the entity set.
    const SET: &'static str;
    /// The fields the struct is made of.
    const FIELDS: &'static [&'static str];

    /// A query for just these fields.
    #[must_use]
    fn query() -> Query {
        Query::default().select(Self::FIELDS.iter().copied())
    }
}

/// A field of a struct, read from what came, if anything did.
trait Read {
    fn read(json: Option<&Json>) -> Self;
}

impl Read for String {
    fn read(json: Option<&Json>) -> Self {
        json.and_then(Json::as_text).unwrap_or_default().to_owned()
    }
}

/// An id; `None` for the GUID of zeros.
impl Read for Option<String> {
    fn read(json: Option<&Json>) -> Self {
        match value::read(&Kind::Guid, json?) {
            Value::Guid(id) => Some(id.to_owned()),
            _ => None,
        }
    }
}

impl Read for Option<Date> {
    fn read(json: Option<&Json>) -> Self {
        Date::parse(json?.as_text()?).filter(|date| !date.is_blank())
    }
}

impl Read for Amount {
    fn read(json: Option<&Json>) -> Self {
        match json {
            Some(Json::Number(text) | Json::Text(text)) if is_number(text) => Self::parse(text),
            _ => None,
        }
        .unwrap_or_default()
    }
}

impl Read for i64 {
    fn read(json: Option<&Json>) -> Self {
        json.and_then(Json::as_integer).unwrap_or_default()
    }
}

impl Read for bool {
    fn read(json: Option<&Json>) -> Self {
        json == Some(&Json::Bool(true))
    }
}

/// Declares the struct of an entity: its set, and each field with its name in the API.
macro_rules! entity {
    (
        $(#[$about:meta])*
        $entity:ident in $set:literal {
            $($(#[$says:meta])* $field:ident: $kind:ty = $name:literal,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $entity {
            $($(#[$says])* pub $field: $kind,)*
        }

        impl $crate::models::Entity for $entity {
            const SET: &'static str = $set;
            const FIELDS: &'static [&'static str] = &[$($name),*];
        }

        impl From<&$crate::Record> for $entity {
            fn from(record: &$crate::Record) -> Self {
                Self { $($field: $crate::models::Read::read(record.get($name)),)* }
            }
        }
    };
}
use entity;

#[cfg(test)]
mod tests;
