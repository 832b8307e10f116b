//! What the service lets a page of another origin ask and read: Microsoft documents no rules, so that trying is the only way.
//!
//! Nothing is changed by it: what would be changed or deleted is the record with an id of zeros in the company with such an
//! id, and the batch is empty.

use super::service::TIME_LIMIT;
use super::sheet::Fault;
use crate::browser::fetch::{Incoming, NoAnswer, Outgoing};
use crate::browser::location;
use crate::session::access::Party;
use business_central::{Route, Service, companies};

/// The id of no company and of no record.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
/// What a client may send along to Business Central; the portal goes without where it may not.
const OPTIONAL: [(&str, &str); 2] = [("Prefer", "odata.maxpagesize=1"), ("Data-Access-Intent", "ReadOnly")];
/// What the portal reads in the headers of an answer where it may, and does without where it may not.
const READ: [&str; 2] = ["retry-after", "www-authenticate"];

/// No answer at all: a browser does not tell whether the network, a server or CORS is to blame.
pub(super) fn no_answer(reason: NoAnswer, address: &str) -> Fault {
    Fault::new(
        format!("No answer of {address} reaches the portal: {reason}."),
        format!(
            "If the network is well, it does not allow {} in Access-Control-Allow-Origin, or not the header Authorization. \
             A reverse proxy of your own in front of it can: give its address as service in portal.json.",
            location::origin()
        ),
    )
}

/// What `party`, which has answered with `answer` already, allows at `service`.
pub(super) async fn look(
    party: &Party,
    service: Option<&Service>,
    answer: &Incoming,
) -> Result<String, Fault> {
    let readable = answer.exposed.names();
    let hidden: Vec<&str> =
        READ.into_iter().filter(|name| !readable.iter().any(|known| known == name)).collect();
    let mut told = vec!["Reading reaches the portal.".to_owned()];
    if let Some(service) = service {
        let lists = companies(service, &Route::STANDARD).url;
        let record = format!("{lists}({NOBODY})/customers({NOBODY})");
        let batch = format!("{}/$batch", lists.rsplit_once('/').map_or(&*lists, |(route, _)| route));
        let json = ("Content-Type", "application/json".to_owned());
        let version = ("If-Match", "W/\"0\"".to_owned());
        let mut lost = Vec::new();
        for (method, url, body, headers) in [
            ("PATCH", &record, Some("{}"), vec![json.clone(), version.clone()]),
            ("DELETE", &record, None, vec![version]),
            ("POST", &batch, Some("{\"requests\":[]}"), vec![json]),
        ] {
            let body = body.map(str::to_owned);
            if !arrives(party, Outgoing { url, method, body, headers, time_limit: TIME_LIMIT }).await {
                lost.push(method);
            }
        }
        if !lost.is_empty() {
            return Err(Fault::new(
                format!(
                    "Reading reaches the portal, but changing does not: {} gets no answer.",
                    lost.join(", ")
                ),
                "Whatever answers at service must allow these methods and the headers Authorization, Content-Type and \
                 If-Match (Access-Control-Allow-Methods, Access-Control-Allow-Headers).",
            ));
        }
        told.push("So do PATCH, DELETE and POST with If-Match and Content-Type.".to_owned());
        let mut refused = Vec::new();
        for (name, value) in OPTIONAL {
            let get = Outgoing::get(&lists, vec![(name, value.to_owned())], TIME_LIMIT);
            if !arrives(party, get).await {
                refused.push(name);
            }
        }
        if !refused.is_empty() {
            told.push(format!("Not allowed, and not needed: {}.", refused.join(", ")));
        }
    }
    let names = if readable.is_empty() { "none".to_owned() } else { readable.join(", ") };
    told.push(format!("Headers of its answers that may be read: {names}."));
    if !hidden.is_empty() {
        told.push(format!("The portal does without {}.", hidden.join(", ")));
    }
    Ok(told.join(" "))
}

/// Whether any answer to `outgoing` reaches the portal, be it a refusal.
async fn arrives(party: &Party, outgoing: Outgoing<'_>) -> bool {
    matches!(party.fetch(outgoing).await, Ok(Ok(_)))
}
