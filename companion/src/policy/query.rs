//! The query of an address: options that OData needs, and no others.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::access::Access;
use super::path::Resource;
use super::{decode, expand};
use crate::Refusal;
use crate::refusal::Kind;

/// Business Central answers a longer query with 414.
const LONGEST: usize = business_central::QUERY_LIMIT;
const OPTIONS: [&str; 9] =
    ["$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$count", "$skiptoken", "company"];

const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b',')
    .remove(b'(')
    .remove(b')')
    .remove(b'$')
    .remove(b':')
    .remove(b'/')
    .remove(b'=');

/// The query to send, checked; empty when there is none.
///
/// Business Central ignores options that it doesn't know and takes some that choose whose data is served or how it is
/// read (`tenant`, `aid`, `$schemaversion`), so only those of [`OPTIONS`] are passed on, each once, spelt exactly so (RFC
/// 10017 §6.1.3.6; ASVS 5.0, 1.3.6 and 2.2.1). A link to a next page, told by its `$skiptoken`, comes from Business
/// Central with `tenant` and `aid`; from such a query they are dropped, since the address names the tenant already.
pub(super) fn check(access: &Access, resource: Resource, raw: &str) -> Result<String, Refusal> {
    if raw.len() > LONGEST {
        return Err(Refusal::new(Kind::AddressTooLong, "the query is too long"));
    }
    if raw.is_empty() {
        return Ok(String::new());
    }
    let mut options: Vec<(String, Value)> = Vec::new();
    for pair in raw.split('&') {
        let (name, value) =
            pair.split_once('=').ok_or(Refusal::malformed("the query has an option without a value"))?;
        let name = decode::query(name)?;
        if options.iter().any(|(known, _)| *known == name) {
            return Err(Refusal::malformed("the query has an option twice"));
        }
        options.push((name, Value::read(value)?));
    }
    if options.iter().any(|(name, _)| name == "$skiptoken") {
        options.retain(|(name, _)| name != "tenant" && name != "aid");
    }
    for (name, value) in &options {
        if !OPTIONS.contains(&name.as_str())
            || !matches!(resource, Resource::Data | Resource::Stream | Resource::Action)
        {
            return Err(Refusal::malformed("the query has an option that isn't passed on"));
        }
        match name.as_str() {
            "$expand" => expand::check(access, &value.text)?,
            // Opaque, and a company's name may be any text.
            "$skiptoken" | "company" => {}
            _ => expand::check_option(access, name, &value.text)?,
        }
    }
    let printed: Vec<String> =
        options.iter().map(|(name, value)| format!("{name}={}", value.printed)).collect();
    Ok(printed.join("&"))
}

/// An option's value: as it is understood, and as it is sent. A `+` is a blank to ASP.NET and a plus to OData; it is sent
/// on as it came, and checked as a blank, which separates words as a plus does.
struct Value {
    text: String,
    printed: String,
}

impl Value {
    fn read(raw: &str) -> Result<Self, Refusal> {
        let pieces: Vec<String> = raw.split('+').map(decode::query).collect::<Result<_, _>>()?;
        let printed: Vec<String> =
            pieces.iter().map(|piece| utf8_percent_encode(piece, QUERY).to_string()).collect();
        Ok(Self { text: pieces.join(" "), printed: printed.join("+") })
    }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::policy::path::Resource;
    use crate::policy::{Access, Others};

    #[test]
    fn what_odata_needs_is_passed_on() {
        for (raw, sent) in [
            ("", ""),
            ("$filter=a%20eq%20%27b%26c%27", "$filter=a%20eq%20%27b%26c%27"),
            ("%24filter=a+eq+1&%24top=5", "$filter=a+eq+1&$top=5"),
            (
                "$select=id,number&$orderby=number desc".replace(' ', "%20").as_str(),
                "$select=id,number&$orderby=number%20desc",
            ),
            ("$expand=lines($select=id;$expand=item)", "$expand=lines($select=id%3B$expand=item)"),
            ("$top=5&$skip=10&$count=true", "$top=5&$skip=10&$count=true"),
            ("company=5d115c9c-44e3-ea11-bb43-000d3a2feca1", "company=5d115c9c-44e3-ea11-bb43-000d3a2feca1"),
            ("company=CRONUS%20%26%20Co.", "company=CRONUS%20%26%20Co."),
            ("tenant=msft1&aid=FIN&$skiptoken=5197", "$skiptoken=5197"),
            ("aid=FIN&$skiptoken=%2527a%26tenant%3Db", "$skiptoken=%2527a%26tenant=b"),
        ] {
            assert_eq!(check(&Access::read_only(), Resource::Data, raw).as_deref(), Ok(sent), "{raw}");
        }
    }

    #[test]
    fn nothing_else_is() {
        for raw in [
            "$schemaversion=2.1",
            "tenant=other",
            "aid=FIN",
            "Tenant=other",
            "environment=x",
            "$search=a",
            "$apply=a",
            "$compute=a",
            "$format=json",
            "$deltatoken=x",
            "$levels=2",
            "$index=1",
            "$id=x",
            "filter=a",
            "expand=vendor",
            "top=1",
            "$Filter=a",
            "$FILTER=a",
            "$EXPAND=vendor",
            " $filter=a",
            "$filter%20=a",
            "%2524filter=a",
            "$filter=a&$filter=b",
            "$filter=a&%24filter=b",
            "$expand=a&$expand=b",
            "company=a&company=b",
            "$top",
            "$top=",
            "$top=a",
            "$top=1;$skip=2",
            "$count=1",
            "&",
            "$top=1&",
            "&$top=1",
            "$top=1&&$skip=1",
            "$skip=-1",
            "$top=99999999999",
            "a=b",
            "=",
            "@p=1",
            "$filter=@p",
            "$filter=%00",
            "$filter=a%0d%0a",
            "$filter=%",
            "$filter=%ff",
            "$filter='",
            "$filter=a eq 1",
            "Company=a",
            "COMPANY=a",
            "api-version=1",
            "access_token=x",
            "sid=1",
            "x-http-method=DELETE",
            "$skiptoken=1&$schemaversion=2.1",
            "$skiptoken=1&tenant=a&tenant=b",
            "$expand=*",
            "$expand=a(+$expand=b)",
            "$expand=+a",
        ] {
            assert!(check(&Access::read_only(), Resource::Data, raw).is_err(), "{raw}");
        }
        for resource in [Resource::Description, Resource::Batch] {
            assert!(check(&Access::read_only(), resource, "$top=1").is_err());
            assert_eq!(check(&Access::read_only(), resource, "").as_deref(), Ok(""));
        }
        let long = format!("$filter={}", "a".repeat(8_092));
        let refused = check(&Access::read_only(), Resource::Data, &long).map_err(|no| no.status().as_u16());
        assert_eq!(refused, Err(414));
    }

    #[test]
    fn names_in_options_are_held_to_the_list() {
        let access = Access::new(Others::Refused, []).unwrap();
        for raw in [
            "$expand=vendor",
            "%24expand=%76endor",
            "$filter=vendor/a+eq+1",
            "$filter=vendor%2Fa%20eq%201",
            "$select=vendor/a",
        ] {
            let refused = check(&access, Resource::Data, raw).map_err(|no| no.status().as_u16());
            assert_eq!(refused, Err(403), "{raw}");
        }
    }
}
