//! Records of the sets that nothing else makes: filled in by the names and types of their properties, with
//! relations that lead to records.

use super::super::decimal::Decimal;
use super::super::schema::{self, EntityType, Kind, Navigation, Property};
use super::super::value::{Guid, Value};
use super::super::write::relate;
use super::papers::nth_member;
use super::row::Row;
use super::words::{PEOPLE, PLACES};
use super::{Company, Date, NAMES, codes, ids};

/// Sets that have another number of records than the rest: in the first company.
const COUNTS: [(&str, usize); 22] = [
    ("companyInformation", 1),
    ("generalLedgerSetup", 1),
    ("contacts", 40),
    ("contactsInformation", 40),
    ("employees", 18),
    ("projects", 10),
    ("itemVariants", 48),
    ("itemLedgerEntries", 240),
    ("journalLines", 30),
    ("customerPayments", 24),
    ("vendorPayments", 24),
    ("applyVendorEntries", 30),
    ("timeRegistrationEntries", 40),
    ("currencyExchangeRates", 18),
    ("accountingPeriods", 24),
    ("dimensionSetLines", 60),
    ("defaultDimensions", 40),
    ("attachments", 30),
    ("documentAttachments", 40),
    ("jobQueueLogEntries", 30),
    ("bikes", 36),
    ("rentals", 60),
];
const USUAL: usize = 12;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Company {
    /// Adds records of `kind`, each of which may refer to those that are there already.
    pub(super) fn fill(&mut self, index: usize, kind: &'static EntityType) {
        let named = codes::of(kind).len();
        let usual = if named > 0 { named } else { USUAL };
        let most = COUNTS.iter().find(|(set, _)| *set == kind.set).map_or(usual, |(_, count)| *count);
        let count = if index == 0 || named > 0 { most } else { most.div_ceil(3) };
        for n in 0..count {
            let row = self.filled(index, kind, n);
            if let Some(table) = self.table_mut(kind) {
                table.add(row);
            }
        }
    }

    fn filled(&self, index: usize, kind: &'static EntityType, n: usize) -> Row {
        let mut row = Row::blank(kind);
        let id = ids::of(index, ids::set(kind), n);
        match kind.key {
            [name] if kind.has_guid_key() => row.put(name, id),
            [name] => row.put(name, id.to_string()),
            _ => {}
        }
        for property in kind.properties.iter().filter(|property| kind.key != [property.name]) {
            if let Some(value) = value(kind, property, n) {
                row.put(property.name, value);
            }
        }
        for (name, key) in [("code", false), ("displayName", true), ("description", true)] {
            let known = codes::of(kind);
            if let Some((code, caption)) = known.get(n % known.len().max(1)) {
                row.try_put(name, if key { *caption } else { *code });
            }
        }
        for property in kind.properties {
            if matches!(property.kind, Kind::Enum(_)) {
                row = nth_member(row, property.name, n);
            }
        }
        if kind.is(&schema::COMPANY_INFORMATION) {
            row.put("displayName", NAMES[index % NAMES.len()].1);
        }
        if kind.is(&schema::CUSTOMER_CONTACT)
            && let Some(customer) = self.table(&schema::CUSTOMER).and_then(|customers| customers.copy(n))
        {
            row.put("customerId", customer.id());
            row.put("customerName", customer.get("displayName"));
        }
        self.refer(row, n)
    }

    /// Lets every property with an id lead to one of the records that it can.
    fn refer(&self, mut row: Row, n: usize) -> Row {
        let kind = row.kind;
        for property in kind.properties.iter().filter(|property| property.name != "id") {
            let leads = |navigation: &&Navigation| {
                !navigation.many
                    && navigation.on == Some((property.name, "id"))
                    && self.table(navigation.target).is_some_and(|target| target.len() > 0)
            };
            let mut navigations: Vec<_> = kind.navigations.iter().filter(leads).collect();
            // A payment to a vendor could lie in a customer's journal, but whoever has partners belongs to one of them.
            if navigations.iter().any(|navigation| navigation.partner.is_some()) {
                navigations.retain(|navigation| navigation.partner.is_some());
            }
            if navigations.is_empty() {
                continue;
            }
            let navigation = navigations[n % navigations.len()];
            let Some(target) = self.table(navigation.target) else { continue };
            // A key's records are all others; several types take turns.
            let at = if kind.key.contains(&property.name) { n } else { n / navigations.len() };
            row.put(property.name, target.id(at % target.len()));
            // The record is there: it was just chosen.
            drop(relate(self, kind, &mut row, &[property.name]));
        }
        row
    }
}

/// What a property holds in the n-th record; blank where nothing comes to mind.
fn value(kind: &EntityType, property: &Property, n: usize) -> Option<Value> {
    let number = i64::try_from(n).unwrap_or(0);
    let day = Date::of(2025, 11, 3).unwrap_or(Date::BLANK).plus(i32::try_from(n * 5).unwrap_or(0));
    Some(match property.kind {
        Kind::Text => return text(kind, property, n),
        Kind::Integer | Kind::Long => Value::Integer(match property.name {
            "lineNumber" => (number + 1) * 10_000,
            "indentation" => number % 3,
            "entryNumber" | "timestamp" => number + 1,
            "frameSize" => 46 + number % 8 * 2,
            "rentedDays" => number * 37 % 400,
            "byteSize" => (number + 1) * 1_337,
            _ => return None,
        }),
        Kind::Decimal => Value::Decimal(match property.name {
            "quantity" => Decimal::whole(number % 8 + 1),
            "relationalExchangeRateAmount" | "exchangeRateAmount" => Decimal::cents(100 + number * 7),
            name if name.contains("Prc") || name.contains("ercent") => Decimal::whole(number * 7 % 100),
            "dailyRate" | "deposit" => Decimal::cents(1_200 + number % 9 * 350),
            _ => Decimal::cents(number * 7_919 % 400_000 + 1_250),
        }),
        Kind::Boolean => Value::Boolean(match property.name {
            "blocked" | "privacyBlocked" => n % 9 == 8,
            "closed" | "applied" | "newFiscalYear" => n.is_multiple_of(12),
            _ => n % 4 == 3,
        }),
        Kind::Date => Value::Date(match property.name {
            "birthDate" => day.plus(-12_000),
            "employmentDate" => day.plus(-900),
            "terminationDate" | "dateClosed" => return None,
            "endDate" => day.plus(3),
            "boughtOn" => day.plus(-700),
            "startingDate" => {
                Date::of(2025, 1, 1).unwrap_or(Date::BLANK).plus_months(u32::try_from(n).unwrap_or(0))
            }
            "allowPostingFrom" => Date::of(2025, 1, 1).unwrap_or(Date::BLANK),
            "allowPostingTo" => Date::of(2027, 12, 31).unwrap_or(Date::BLANK),
            _ => day,
        }),
        Kind::Moment => Value::Moment(day.at(30_000_000 + number * 61_017)),
        // Of records that no set holds: users, tasks.
        Kind::Guid => Value::Guid(match property.name {
            "jobQueueEntryId" => ids::of(0, 97, n % USUAL),
            name if kind.navigations.iter().any(|other| other.on.is_some_and(|(own, _)| own == name)) => {
                return None;
            }
            _ if kind.set.contains("subscriptions") || kind.set.starts_with("jobQueue") => ids::of(0, 98, n),
            _ => Guid::ZERO,
        }),
        Kind::Stream | Kind::Enum(_) => return None,
    })
}

/// A text by the name of its property.
fn text(kind: &EntityType, property: &Property, n: usize) -> Option<Value> {
    let (place, person) = (&PLACES[n % PLACES.len()], PEOPLE[n % PEOPLE.len()]);
    let (first, last) = person.split_once(' ').unwrap_or((person, person));
    let city = place.cities[n / PLACES.len() % place.cities.len()];
    let is_person = ["contact", "customerContact", "employee"].contains(&kind.name);
    let text = match property.name {
        "number" | "code" => format!("{}{:04}", prefix(kind), (n + 1) * 10),
        "displayName" | "searchName" if is_person => person.to_owned(),
        "name" if kind.set == "accountingPeriods" => MONTHS[n % 12].to_owned(),
        "currencyCode" if kind.set == "currencyExchangeRates" => {
            ["CHF", "DKK", "EUR", "JPY", "NOK", "SEK", "USD"][n % 7].to_owned()
        }
        "displayName" | "description" | "display" | "eventName" | "name" => {
            format!("{} {}", kind.caption.0, n + 1)
        }
        "givenName" | "firstName" => first.to_owned(),
        "surname" | "lastName" => last.to_owned(),
        "jobTitle" | "professionalTitle" => ["Buyer", "Owner", "Mechanic", "Barista"][n % 4].to_owned(),
        "addressLine1" => format!("{} {}", place.streets[n % place.streets.len()], n % 90 + 1),
        "city" => city.0.to_owned(),
        "postalCode" => city.1.to_owned(),
        "state" => city.2.to_owned(),
        "country" => place.country.to_owned(),
        "email" | "personalEmail" => format!("desk{}@{}.example", n + 1, place.country.to_lowercase()),
        "website" => format!("https://{}{}.example", place.country.to_lowercase(), n + 1),
        "phoneNumber" | "mobilePhone" | "mobilePhoneNumber" | "primaryPhoneNumber" | "phoneNo" => {
            format!("{}{:03}", place.dialling, n)
        }
        "currencyCode" => place.currency.to_owned(),
        "documentNumber" => format!("D{:05}", n + 1),
        "itemNumber" => format!("PT-{:04}", 1000 + n % 8 * 10),
        "fileName" => format!("{}-{}.pdf", ["scan", "offer", "photo"][n % 3], n + 1),
        "salespersonCode" => ["AB", "LT", "MR", "OF"][n % 4].to_owned(),
        "vendorNumber" => format!("V{:05}", n % 8 * 10 + 10),
        "contactNumber" => format!("CT{:04}", n * 10 + 10),
        "status" => ["Ready", "Finished", "Error"][n % 3].to_owned(),
        "lineType" => ["header", "detail", "total"][n % 3].to_owned(),
        "colour" => ["red", "black", "moss green", "sky blue"][n % 4].to_owned(),
        "renterName" => person.to_owned(),
        "notificationUrl" => format!("https://hooks.example/{}", n + 1),
        "resource" => "api/v2.0/companies/items".to_owned(),
        "eventVersion" => "1.0".to_owned(),
        "localCurrencyCode" => "GBP".to_owned(),
        "localCurrencySymbol" => "£".to_owned(),
        "iban" => format!("GB00DEMO{:014}", n + 1),
        "bankAccountNumber" => format!("{:08}", n * 1_117 + 1),
        _ => return None,
    };
    let longest = if property.max_length == 0 { usize::MAX } else { usize::from(property.max_length) };
    let text: String = text.chars().take(longest).collect();
    Some(Value::text(text))
}

/// The beginning of numbers: the first letters of the caption's words.
fn prefix(kind: &EntityType) -> String {
    // Those of customers begin with a C.
    if kind.is(&schema::CONTACT) {
        return "CT".to_owned();
    }
    kind.caption
        .0
        .split(' ')
        .filter_map(|word| word.chars().next())
        .filter(char::is_ascii_uppercase)
        .collect()
}
