//! Entities as structs, for programs that know which they want.
//!
//! Business Central sends no `null` and leaves out what was not selected; both become the type's blank: an empty text, zero,
//! `None`. Enums are texts, as they came ([`names::decode`](crate::names::decode) makes them readable), since an extension may
//! add members.

mod account;
mod bank_account;
mod company;
mod contact;
mod country_region;
mod currency;
mod currency_exchange_rate;
mod customer;
mod customer_payment;
mod default_dimension;
mod dimension;
mod dimension_value;
mod employee;
mod environment;
mod general_ledger_entry;
mod item;
mod item_category;
mod item_ledger_entry;
mod item_variant;
mod journal;
mod journal_line;
mod location;
mod opportunity;
mod payment_method;
mod payment_term;
mod project;
mod purchase_invoice;
mod purchase_invoice_line;
mod purchase_order;
mod purchase_order_line;
mod purchase_receipt;
mod sales_credit_memo;
mod sales_credit_memo_line;
mod sales_invoice;
mod sales_invoice_line;
mod sales_order;
mod sales_order_line;
mod sales_quote;
mod sales_quote_line;
mod sales_shipment;
mod salesperson_purchaser;
mod shipment_method;
mod tax_area;
mod tax_group;
mod unit_of_measure;
mod vendor;
mod vendor_payment;

pub use account::Account;
pub use bank_account::BankAccount;
pub use company::Company;
pub use contact::Contact;
pub use country_region::CountryRegion;
pub use currency::Currency;
pub use currency_exchange_rate::CurrencyExchangeRate;
pub use customer::Customer;
pub use customer_payment::CustomerPayment;
pub use default_dimension::DefaultDimension;
pub use dimension::Dimension;
pub use dimension_value::DimensionValue;
pub use employee::Employee;
pub use environment::Environment;
pub use general_ledger_entry::GeneralLedgerEntry;
pub use item::Item;
pub use item_category::ItemCategory;
pub use item_ledger_entry::ItemLedgerEntry;
pub use item_variant::ItemVariant;
pub use journal::Journal;
pub use journal_line::JournalLine;
pub use location::Location;
pub use opportunity::Opportunity;
pub use payment_method::PaymentMethod;
pub use payment_term::PaymentTerm;
pub use project::Project;
pub use purchase_invoice::PurchaseInvoice;
pub use purchase_invoice_line::PurchaseInvoiceLine;
pub use purchase_order::PurchaseOrder;
pub use purchase_order_line::PurchaseOrderLine;
pub use purchase_receipt::PurchaseReceipt;
pub use sales_credit_memo::SalesCreditMemo;
pub use sales_credit_memo_line::SalesCreditMemoLine;
pub use sales_invoice::SalesInvoice;
pub use sales_invoice_line::SalesInvoiceLine;
pub use sales_order::SalesOrder;
pub use sales_order_line::SalesOrderLine;
pub use sales_quote::SalesQuote;
pub use sales_quote_line::SalesQuoteLine;
pub use sales_shipment::SalesShipment;
pub use salesperson_purchaser::SalespersonPurchaser;
pub use shipment_method::ShipmentMethod;
pub use tax_area::TaxArea;
pub use tax_group::TaxGroup;
pub use unit_of_measure::UnitOfMeasure;
pub use vendor::Vendor;
pub use vendor_payment::VendorPayment;

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

        #[cfg(test)]
        impl $entity {
            /// The type of each of the fields.
            #[allow(dead_code, reason = "environments are not of the API that they are compared with")]
            pub(super) const TYPES: &'static [&'static str] = &[$(stringify!($kind)),*];
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
