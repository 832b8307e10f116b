//! What this Business Central offers: its entity types, their properties, relations and enumerations, with
//! the names and types of Microsoft's API v2.0 (its `$metadata` is made of this, see `edmx`).

mod base;
mod enums;
mod ledger;
mod party;
mod sales;

pub(super) use base::{COMPANY, COUNTRY_REGION, CURRENCY, PAYMENT_TERM, UNIT_OF_MEASURE};
pub(super) use enums::ALL as ENUMS;
pub(super) use ledger::{ACCOUNT, GENERAL_LEDGER_ENTRY};
pub(super) use party::{CUSTOMER, ITEM, VENDOR};
pub(super) use sales::{SALES_INVOICE, SALES_INVOICE_LINE, SALES_ORDER, SALES_ORDER_LINE};

/// A caption in English (language 1033) and German (1031).
pub(super) type Caption = (&'static str, &'static str);

/// An entity type and the set of its records; the key is `id` everywhere.
pub(super) struct EntityType {
    pub(super) name: &'static str,
    pub(super) set: &'static str,
    pub(super) caption: Caption,
    pub(super) set_caption: Caption,
    pub(super) properties: &'static [Property],
    pub(super) navigations: &'static [Navigation],
    /// What the capability annotations say about inserting, changing and deleting.
    pub(super) writable: bool,
    /// The database table, named when a permission to read it is missing.
    pub(super) table: &'static str,
}

pub(super) struct Property {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
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

/// A relation: the records of `target` whose `referenced` property equals this record's `property`.
pub(super) struct Navigation {
    pub(super) name: &'static str,
    pub(super) target: &'static EntityType,
    pub(super) many: bool,
    pub(super) partner: Option<&'static str>,
    pub(super) property: &'static str,
    pub(super) referenced: &'static str,
}

/// The types whose records belong to a company, in the order of the service document.
pub(super) static OF_A_COMPANY: [&EntityType; 13] = [
    &ITEM,
    &UNIT_OF_MEASURE,
    &CUSTOMER,
    &VENDOR,
    &SALES_INVOICE,
    &SALES_INVOICE_LINE,
    &ACCOUNT,
    &GENERAL_LEDGER_ENTRY,
    &CURRENCY,
    &PAYMENT_TERM,
    &COUNTRY_REGION,
    &SALES_ORDER,
    &SALES_ORDER_LINE,
];

impl EntityType {
    /// The column of a property, found without regard to case as Business Central Online does in `$select`.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.properties.iter().position(|property| property.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn navigation(&self, name: &str) -> Option<&'static Navigation> {
        self.navigations.iter().find(|navigation| navigation.name.eq_ignore_ascii_case(name))
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
            Self::Enum(enumeration) => return format!("Microsoft.NAV.{}", enumeration.name),
        };
        format!("Edm.{name}")
    }
}

impl Property {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false, max_length: 0 }
    }

    const fn required(mut self) -> Self {
        self.required = true;
        self
    }
}

const fn key() -> Property {
    Property::new("id", Kind::Guid).required()
}

const fn text(name: &'static str, max_length: u16) -> Property {
    Property { name, kind: Kind::Text, required: false, max_length }
}

const fn guid(name: &'static str) -> Property {
    Property::new(name, Kind::Guid)
}

const fn integer(name: &'static str) -> Property {
    Property::new(name, Kind::Integer)
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

const fn member(name: &'static str, enumeration: &'static Enumeration) -> Property {
    Property::new(name, Kind::Enum(enumeration))
}

const fn one(name: &'static str, target: &'static EntityType, property: &'static str) -> Navigation {
    Navigation { name, target, many: false, partner: None, property, referenced: "id" }
}
