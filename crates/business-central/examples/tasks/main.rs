//! Does the five tasks of `work.rs` at a Business Central, and says what came of them. It **changes data**: a telephone
//! number, an order, prices.
//!
//! ```sh
//! cargo run -p sandbox &
//! cargo run -p business-central --example tasks -- http://localhost:8082 cronus.example Production "$TOKEN"
//! ```
//!
//! Any access token for the service will do; the sandbox's Authority gives one to its own application by the client
//! credentials grant (`tests/tasks.rs` shows how).

mod client;
mod work;

use business_central::{Changes, Json, Key, Service, Typed as _, companies};
use client::Client;
use work::{Failure, Saved};

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [service, tenant, environment, token] = arguments.as_slice() else {
        return Err("Four arguments are needed: service, tenant, environment, token.".into());
    };
    let client = Client::new(Service::new(service, tenant, environment)?, token.clone());

    let found = client.send(companies(&client.service, &business_central::Route::STANDARD))?;
    let company = found.records.first().ok_or("You may open no company.")?;
    println!("Company: {}", company.display_name);

    let customers = work::set(&client, &company.id, "customers")?;
    let found = work::find(&client, &customers, "co")?;
    println!("Customers with \"co\": {}", found.len());
    let customer = found.first().ok_or("There is no such customer.")?;

    let mut changes = Changes::default();
    changes.set(customer, "phoneNumber", Json::from("+44 20 7946 0000"));
    match work::save(&client, &customers, customer, &changes)? {
        Saved::Done(customer) => {
            println!("{}: {}", customer.text("displayName"), customer.text("phoneNumber"));
        }
        Saved::Conflict(now, conflicts) => {
            println!("{}: someone else changed {} fields.", now.text("displayName"), conflicts.len());
        }
    }

    let items = work::set(&client, &company.id, "items")?;
    let read = work::items(&client, &items, "", 150)?;
    let lines: Vec<(&str, &str)> =
        read.iter().map(|item| item.text("number")).zip(["1", "2.5", "10"]).collect();
    let order = work::order(&client, &company.id, customer.text("number"), &lines)?;
    let total = order.get("totalAmountIncludingTax").map(Json::to_string).unwrap_or_default();
    println!("Order {}: {} lines, {total}", order.text("number"), order.list("salesOrderLines").len());

    let changes = read.iter().filter_map(|item| {
        let mut changes = Changes::default();
        changes.set(item, "unitPrice", Json::Number("99.90".into()));
        Some(items.update(&Key::by_id(item)?, item.etag()?, changes.body()).into())
    });
    let many = work::change_many(&client, changes.collect())?;
    println!("Prices changed: {}", many.progress().done);
    for (index, reason) in work::failures(&many) {
        println!("  {}: {reason}", read[index].text("number"));
    }
    Ok(())
}
