//! What this Business Central offers: its entity types, their properties, relations and enumerations, with
//! the names and types of Microsoft's API v2.0 (its `$metadata` is made of this, see `edmx`).

mod automation;
mod base;
mod codes;
mod contacts;
mod dimensions;
mod enums;
mod figures;
mod files;
mod item;
mod jobs;
mod journals;
mod ledger;
mod party;
mod payments;
mod purchase_credit_memo;
mod purchase_invoice;
mod purchase_order;
mod purchase_receipt;
mod rental;
mod sales_credit_memo;
mod sales_invoice;
mod sales_order;
mod sales_quote;
mod sales_shipment;
mod service;
mod setup;
mod staff;
mod standard;
mod statements;

pub(super) use automation::{EXTENSION, PERMISSION_SET, SECURITY_GROUP, USER, USER_PERMISSION};
pub(super) use base::{
    COMPANY, COUNTRY_REGION, CURRENCY, PAYMENT_METHOD, PAYMENT_TERM, SHIPMENT_METHOD, UNIT_OF_MEASURE,
};
pub(super) use codes::{
    CUSTOMER_RETURN_REASON, DISPUTE_STATUS, GENERAL_PRODUCT_POSTING_GROUP, INVENTORY_POSTING_GROUP,
    ITEM_CATEGORY, LOCATION, SALESPERSON_PURCHASER, TAX_AREA, TAX_GROUP,
};
pub(super) use contacts::{CONTACT, CONTACT_INFORMATION, CUSTOMER_CONTACT, OPPORTUNITY};
pub(super) use dimensions::{DEFAULT_DIMENSION, DIMENSION, DIMENSION_SET_LINE, DIMENSION_VALUE};
pub(super) use figures::{
    AGED_ACCOUNTS_PAYABLE, AGED_ACCOUNTS_RECEIVABLE, CUSTOMER_FINANCIAL_DETAIL, CUSTOMER_SALE,
    VENDOR_PURCHASE,
};
pub(super) use files::{ATTACHMENT, DOCUMENT_ATTACHMENT, PDF_DOCUMENT, PICTURE};
pub(super) use item::{ITEM, ITEM_LEDGER_ENTRY, ITEM_VARIANT};
pub(super) use jobs::{JOB_QUEUE_ENTRY, JOB_QUEUE_LOG_ENTRY};
pub(super) use journals::{BANK_ACCOUNT, JOURNAL, JOURNAL_LINE};
pub(super) use ledger::{ACCOUNT, GENERAL_LEDGER_ENTRY};
pub(super) use party::{CUSTOMER, VENDOR};
pub(super) use payments::{
    APPLY_VENDOR_ENTRY, CUSTOMER_PAYMENT, CUSTOMER_PAYMENT_JOURNAL, VENDOR_PAYMENT, VENDOR_PAYMENT_JOURNAL,
};
pub(super) use purchase_credit_memo::{PURCHASE_CREDIT_MEMO, PURCHASE_CREDIT_MEMO_LINE};
pub(super) use purchase_invoice::{PURCHASE_INVOICE, PURCHASE_INVOICE_LINE};
pub(super) use purchase_order::{PURCHASE_ORDER, PURCHASE_ORDER_LINE};
pub(super) use purchase_receipt::{PURCHASE_RECEIPT, PURCHASE_RECEIPT_LINE};
pub(super) use rental::BRANCH;
pub(super) use sales_credit_memo::{SALES_CREDIT_MEMO, SALES_CREDIT_MEMO_LINE};
pub(super) use sales_invoice::{SALES_INVOICE, SALES_INVOICE_LINE};
pub(super) use sales_order::{SALES_ORDER, SALES_ORDER_LINE};
pub(super) use sales_quote::{SALES_QUOTE, SALES_QUOTE_LINE};
pub(super) use sales_shipment::{SALES_SHIPMENT, SALES_SHIPMENT_LINE};
pub(super) use service::APICATEGORYROUTES;
pub(super) use setup::{
    ACCOUNTING_PERIOD, COMPANY_INFORMATION, CURRENCY_EXCHANGE_RATE, GENERAL_LEDGER_SETUP,
};
pub(super) use staff::{EMPLOYEE, FIXED_ASSET, FIXED_ASSET_LOCATION, PROJECT, TIME_REGISTRATION_ENTRY};
pub(super) use statements::{
    BALANCE_SHEET, CASH_FLOW_STATEMENT, INCOME_STATEMENT, RETAINED_EARNINGS_STATEMENT, TRIAL_BALANCE,
};

/// A caption in English (language 1033) and German (1031).
pub(super) type Caption = (&'static str, &'static str);

/// One route below `api/`: a publisher's group of entity sets in one version, or Microsoft's own.
pub(super) struct Api {
    /// `["v2.0"]`, or publisher, group and version.
    pub(super) route: &'static [&'static str],
    /// The types whose records belong to a company, in the order of the service document.
    pub(super) types: &'static [&'static EntityType],
    /// The types whose records belong to none.
    pub(super) shared: &'static [&'static EntityType],
    pub(super) enumerations: &'static [&'static Enumeration],
}

/// An entity type and the set of its records.
pub(super) struct EntityType {
    pub(super) name: &'static str,
    pub(super) set: &'static str,
    /// The properties that a key predicate names, in its order.
    pub(super) key: &'static [&'static str],
    pub(super) caption: Caption,
    pub(super) set_caption: Caption,
    pub(super) properties: &'static [Property],
    pub(super) navigations: &'static [Navigation],
    pub(super) capabilities: Capabilities,
    /// Whether the capability annotations allow `$orderby`.
    pub(super) sortable: bool,
    /// The database table, named when a permission is missing.
    pub(super) table: &'static str,
}

/// What the capability annotations say about inserting, changing and deleting.
#[derive(Clone, Copy)]
pub(super) struct Capabilities {
    pub(super) insert: bool,
    pub(super) update: bool,
    pub(super) delete: bool,
}

impl Capabilities {
    const ALL: Self = Self { insert: true, update: true, delete: true };
    const NONE: Self = Self { insert: false, update: false, delete: false };
    const CHANGE: Self = Self { insert: false, update: true, delete: false };
    const CHANGE_AND_DELETE: Self = Self { insert: false, update: true, delete: true };
}

pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
    /// Whether only Business Central itself writes it; the metadata doesn't tell.
    pub(super) fixed: bool,
    /// The longest text, 0 where the metadata names none.
    pub(super) max_length: u16,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Integer,
    Long,
    Decimal,
    Boolean,
    Date,
    Moment,
    Guid,
    /// Bytes at an address of their own; a record holds links to them.
    Stream,
    Enum(&'static Enumeration),
}

pub(super) struct Enumeration {
    pub(super) name: &'static str,
    pub(super) members: &'static [Member],
}

/// A member under its escaped name: `_x0020_` stands for a blank, `Credit_x0020_Memo` for "Credit Memo".
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) value: i32,
    pub(super) caption: Caption,
}

/// A relation: the records of `target` whose properties equal this record's, pair by pair.
pub(super) struct Navigation {
    pub(super) name: &'static str,
    pub(super) target: &'static EntityType,
    pub(super) many: bool,
    pub(super) partner: Option<&'static str>,
    /// This record's property, and the target's; `None` leads to all of them.
    pub(super) on: Option<Pair>,
    pub(super) and_on: Option<Pair>,
}

/// A property of the record, and the one of the related record that equals it.
pub(super) type Pair = (&'static str, &'static str);

/// Every route of this Business Central.
pub(super) static APIS: [&Api; 3] = [&standard::API, &rental::API, &automation::API];

/// The route that an address below `api/` begins with, and what comes after it.
pub(super) fn route<'a>(segments: &'a [&'a str]) -> Option<(&'static Api, &'a [&'a str])> {
    APIS.iter().find_map(|api| Some((*api, segments.strip_prefix(api.route)?)))
}

impl Api {
    /// All of its types.
    pub(super) fn all(&self) -> impl Iterator<Item = &'static EntityType> {
        self.shared.iter().chain(self.types).copied()
    }
}

impl EntityType {
    /// The column of a property, found without regard to case as Business Central Online does in `$select`.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|property| property.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn navigation(&self, name: &str) -> Option<&'static Navigation> {
        self.navigations.iter().find(|navigation| navigation.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }

    /// Whether a GUID alone names a record.
    pub(super) fn has_guid_key(&self) -> bool {
        let [name] = self.key else { return false };
        self.column(name).is_some_and(|column| matches!(self.properties[column].kind, Kind::Guid))
    }
}

impl Navigation {
    /// The pairs of equal properties.
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair> {
        self.on.into_iter().chain(self.and_on)
    }

    const fn partner(mut self, name: &'static str) -> Self {
        self.partner = Some(name);
        self
    }

    /// Leads to the record whose property of this name is equal, instead of its id.
    const fn to(mut self, referenced: &'static str) -> Self {
        if let Some((property, _)) = self.on {
            self.on = Some((property, referenced));
        }
        self
    }

    /// Starts at this property instead of the id.
    const fn by(mut self, property: &'static str) -> Self {
        if let Some((_, referenced)) = self.on {
            self.on = Some((property, referenced));
        }
        self
    }

    const fn also(mut self, property: &'static str, referenced: &'static str) -> Self {
        self.and_on = Some((property, referenced));
        self
    }
}

impl Kind {
    /// The type's name in the metadata.
    pub(super) fn edm(self) -> String {
        let name = match self {
            Self::Text => "String",
            Self::Integer => "Int32",
            Self::Long => "Int64",
            Self::Decimal => "Decimal",
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::Moment => "DateTimeOffset",
            Self::Guid => "Guid",
            Self::Stream => "Stream",
            Self::Enum(enumeration) => return format!("Microsoft.NAV.{}", enumeration.name),
        };
        format!("Edm.{name}")
    }
}

impl Property {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false, fixed: false, max_length: 0 }
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    const fn fixed(mut self) -> Self {
        self.fixed = true;
        self
    }
}

const fn key() -> Property {
    Property::new("id", Kind::Guid).required().fixed()
}

const fn text(name: &'static str, max_length: u16) -> Property {
    Property { max_length, ..Property::new(name, Kind::Text) }
}

const fn guid(name: &'static str) -> Property {
    Property::new(name, Kind::Guid)
}

const fn integer(name: &'static str) -> Property {
    Property::new(name, Kind::Integer)
}

const fn long(name: &'static str) -> Property {
    Property::new(name, Kind::Long)
}

const fn decimal(name: &'static str) -> Property {
    Property::new(name, Kind::Decimal)
}

const fn boolean(name: &'static str) -> Property {
    Property::new(name, Kind::Boolean)
}

const fn date(name: &'static str) -> Property {
    Property::new(name, Kind::Date)
}

const fn moment(name: &'static str) -> Property {
    Property::new(name, Kind::Moment)
}

const fn stream(name: &'static str) -> Property {
    Property::new(name, Kind::Stream)
}

const fn member(name: &'static str, enumeration: &'static Enumeration) -> Property {
    Property::new(name, Kind::Enum(enumeration))
}

/// The record whose id this record's `property` holds.
const fn one(name: &'static str, target: &'static EntityType, property: &'static str) -> Navigation {
    Navigation { name, target, many: false, partner: None, on: Some((property, "id")), and_on: None }
}

/// The records whose `referenced` property holds this record's id.
const fn many(name: &'static str, target: &'static EntityType, referenced: &'static str) -> Navigation {
    Navigation { name, target, many: true, partner: None, on: Some(("id", referenced)), and_on: None }
}

/// All records of `target`.
const fn any(name: &'static str, target: &'static EntityType) -> Navigation {
    Navigation { name, target, many: true, partner: None, on: None, and_on: None }
}
