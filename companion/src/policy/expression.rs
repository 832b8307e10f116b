//! Names inside `$filter`, `$orderby` and `$select`.

use http::Method;

use super::access::Access;
use super::segment::is_name;
use crate::Refusal;

/// Checks that every path in an expression leads over navigations that may be read.
///
/// A filter that compares `customer/creditLimit` tells something of a customer without ever showing one (an oracle), so a
/// name before a slash is held to the same list as one in the address (OData ABNF, `memberExpr`). Text in quotes is left
/// alone. Parameter aliases (`@p`), `$root` and `$it` lead out of this reading and are refused, as is what only JSON
/// literals need.
pub(super) fn check(access: &Access, text: &str) -> Result<(), Refusal> {
    let mut outside = String::with_capacity(text.len());
    let mut quoted = false;
    for character in text.chars() {
        if character == '\'' {
            quoted = !quoted;
            // What ends before a quote doesn't go on behind it.
            outside.push(' ');
        } else if !quoted {
            outside.push(character);
        }
    }
    if quoted {
        return Err(Refusal::malformed("an expression has a quote that doesn't end"));
    }
    let odd = |character: char| !(character.is_alphanumeric() || "_.,():/-*+$ =".contains(character));
    if outside.contains(odd) {
        return Err(Refusal::malformed("an expression has a character that doesn't belong in one"));
    }
    for word in outside.split(|character: char| " ,()=:+*".contains(character)) {
        let Some((path, last)) = word.rsplit_once('/') else { continue };
        if !(is_name(last) || last == "$count") || !path.split('/').all(is_name) {
            return Err(Refusal::malformed("an expression has a path that leads nowhere"));
        }
        if !path.split('/').all(|name| access.allows(name, &Method::GET)) {
            return Err(Refusal::forbidden("an expression leads over a set that isn't allowed"));
        }
    }
    if outside.contains("$root") || outside.contains("$it") {
        return Err(Refusal::malformed("an expression leaves its set"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::policy::{Access, Grant, Others};
    use http::Method;

    #[test]
    fn paths_are_held_to_the_list() {
        let grant = Grant::default().method(Method::GET);
        let access = Access::new(Others::Refused, [("customers".to_owned(), grant)]).unwrap();
        for (text, allowed) in [
            ("balanceDue gt 0", true),
            ("displayName eq 'O''Brien/vendor/x; $root'", true),
            ("customer/balanceDue gt 0 and contains(customers/displayName,'a')", true),
            ("customers/$count gt 1", true),
            ("amount gt -1.5e3", true),
            ("postingDate ge 2026-01-01T00:00:00+01:00", true),
            ("number,displayName", true),
            ("displayName desc", true),
            ("*", true),
            ("vendor/balance gt 0", false),
            ("customer/vendor/balance gt 0", false),
            ("(vendor/balance) gt 0", false),
            ("vendors/$count gt 0", false),
            ("vendors/any(v:v/balance gt 0)", false),
            ("customers/any(v:v/balance gt 0)", false),
            ("'a' eq vendor/name", false),
            ("vendor'/x", false),
            ("'x'vendor/name eq 1", false),
            ("vendor /name eq 1", false),
            ("vendor/ name eq 1", false),
            ("vendors(1)/name eq 1", false),
            ("$root/vendors(1)/name eq 1", false),
            ("$it/vendor/name eq 1", false),
            ("$it eq 1", false),
            ("@p", false),
            ("a eq {\"b\":1}", false),
            ("a in [1]", false),
            ("a;b", false),
            ("a\\b", false),
            ("/", false),
            ("a//b", false),
            ("vendor%2fname", false),
        ] {
            assert_eq!(check(&access, text).is_ok(), allowed, "{text}");
        }
    }
}
