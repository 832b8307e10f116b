//! Customers and vendors.

use super::super::decimal::Decimal;
use super::super::schema;
use super::super::value::Value;
use super::base::{Base, id_of};
use super::random::Random;
use super::row::Row;
use super::words::{HOSTILE, PEOPLE, PLACES, Place, SALESPEOPLE};
use super::{Date, ids};

pub(super) fn customers(company: usize, count: usize, base: &Base) -> Vec<Row> {
    let mut random = Random::new(company, "customers");
    let set = ids::set(&schema::CUSTOMER);
    (0..count)
        .map(|index| {
            // Hostile names lie among the others, the first of them within the first screen.
            let hostile = (index % 4 == 3).then(|| HOSTILE.get(index / 4)).flatten();
            let person = hostile.is_none() && index % 11 == 5;
            let place = random.pick(&PLACES);
            let name = match hostile {
                Some(name) => (*name).to_owned(),
                None if person => (*random.pick(&PEOPLE)).to_owned(),
                None => firm(&mut random, place),
            };
            let number = format!("C{:05}", (index + 1) * 10);
            let row = Row::new(&schema::CUSTOMER, ids::of(company, set, index))
                .member("type", if person { "Person" } else { "Company" })
                .set("salespersonCode", *random.pick(&SALESPEOPLE))
                .set("creditLimit", Decimal::whole([0, 2_500, 10_000, 50_000, 1_250_000][random.below(5)]))
                .set("taxLiable", random.chance(80))
                .member(
                    "blocked",
                    ["_x0020_", "Ship", "Invoice", "All"][random.below(40).saturating_sub(36)],
                );
            common(row, &mut random, place, &number, &name, base)
        })
        .collect()
}

pub(super) fn vendors(company: usize, count: usize, base: &Base) -> Vec<Row> {
    let mut random = Random::new(company, "vendors");
    let set = ids::set(&schema::VENDOR);
    (0..count)
        .map(|index| {
            let place = random.pick(&PLACES);
            let name =
                if index == 4 { "Drop Table'; -- Supplies".to_owned() } else { firm(&mut random, place) };
            let number = format!("V{:05}", (index + 1) * 10);
            let balance = if random.chance(40) { 0 } else { random.between(-90_000, 4_500_000) };
            let row = Row::new(&schema::VENDOR, ids::of(company, set, index))
                .set("taxLiable", random.chance(50))
                .set("irs1099Code", if place.country == "US" { "MISC-07" } else { "" })
                .set("balance", Decimal::cents(balance))
                .member("blocked", ["_x0020_", "Payment", "All"][random.below(20).saturating_sub(17)]);
            common(row, &mut random, place, &number, &name, base)
        })
        .collect()
}

/// Makes every customer's `balanceDue` the sum of what remains of its invoices.
pub(super) fn put_balances(customers: &mut [Row], invoices: &[Row]) {
    for customer in customers {
        let own = invoices.iter().filter(|invoice| invoice.guid("customerId") == customer.id());
        customer.put("balanceDue", own.map(|invoice| invoice.decimal("remainingAmount")).sum::<Decimal>());
    }
}

fn firm(random: &mut Random, place: &Place) -> String {
    let (name, trade) = (random.pick(place.names), random.pick(place.trades));
    format!("{name} {trade} {}", random.pick(place.forms))
}

fn common(row: Row, random: &mut Random, place: &Place, number: &str, name: &str, base: &Base) -> Row {
    let (city, post_code, state) = *random.pick(place.cities);
    let street = format!("{} {}", random.pick(place.streets), random.between(1, 188));
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    let domain = if plain.is_empty() { number.to_lowercase() } else { plain.to_lowercase() };
    let website = if random.chance(60) { format!("https://www.{domain}.example/") } else { String::new() };
    let term = random.pick(&base.terms).id();
    let changed = Date::of(2025, 6, 1).unwrap_or(Date::BLANK);
    let changed = changed
        .plus(i32::try_from(random.below(480)).unwrap_or(0))
        .at(random.between(21_600_000, 72_000_000));
    row.set("number", number)
        .set("displayName", name)
        .set("addressLine1", street)
        .set("addressLine2", if random.chance(15) { "2nd floor" } else { "" })
        .set("city", city)
        .set("state", state)
        .set("country", place.country)
        .set("postalCode", post_code)
        .set("phoneNumber", format!("{}{:02}", place.dialling, random.below(100)))
        .set("email", if random.chance(90) { format!("office@{domain}.example") } else { String::new() })
        .set("website", website)
        .set("taxRegistrationNumber", format!("{}{:09}", place.country, random.below(1_000_000_000)))
        .set("currencyId", id_of(&base.currencies, place.currency))
        .set("currencyCode", if place.currency.is_empty() { "GBP" } else { place.currency })
        .set("paymentTermsId", term)
        .set("lastModifiedDateTime", Value::Moment(changed))
}
