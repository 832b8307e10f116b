//! `$expand`, at any depth.

use http::Method;

use super::access::Access;
use super::expression;
use super::segment::is_name;
use crate::Refusal;

/// Deeper and wider than any honest request; there is no documented limit.
const DEEPEST: usize = 8;
const MOST_ITEMS: usize = 100;

/// Checks that every navigation in `text` may be read (OData ABNF, `expand`): items with commas between them, each a path,
/// perhaps `$ref` or `$count`, perhaps options in parentheses with semicolons between them, among them `$expand`.
/// `*`, `$levels` and type casts are refused: they name nothing that could be looked up.
pub(super) fn check(access: &Access, text: &str) -> Result<(), Refusal> {
    let mut reader = Reader { access, rest: text, items: 0 };
    reader.items(0)?;
    if reader.rest.is_empty() { Ok(()) } else { Err(MALFORMED) }
}

const MALFORMED: Refusal = Refusal::malformed("$expand is malformed");

struct Reader<'a> {
    access: &'a Access,
    rest: &'a str,
    items: usize,
}

impl<'a> Reader<'a> {
    fn items(&mut self, depth: usize) -> Result<(), Refusal> {
        if depth == DEEPEST {
            return Err(Refusal::malformed("$expand is too deep"));
        }
        loop {
            self.item(depth)?;
            if !self.takes(',') {
                return Ok(());
            }
        }
    }

    fn item(&mut self, depth: usize) -> Result<(), Refusal> {
        self.items += 1;
        if self.items > MOST_ITEMS {
            return Err(Refusal::malformed("$expand has too many items"));
        }
        let path = self.until([',', '(', ')', ';']);
        let path = path.strip_suffix("/$ref").or_else(|| path.strip_suffix("/$count")).unwrap_or(path);
        if !path.split('/').all(is_name) {
            return Err(MALFORMED);
        }
        if !path.split('/').all(|name| self.access.allows(name, &Method::GET)) {
            return Err(Refusal::forbidden("$expand names a set that isn't allowed"));
        }
        if self.takes('(') {
            while !self.takes(')') {
                self.option(depth)?;
                let ends = self.takes(';');
                if !ends && !self.rest.starts_with(')') {
                    return Err(MALFORMED);
                }
            }
        }
        Ok(())
    }

    fn option(&mut self, depth: usize) -> Result<(), Refusal> {
        let (name, rest) = self.rest.split_once('=').ok_or(MALFORMED)?;
        self.rest = rest;
        if name == "$expand" {
            return self.items(depth + 1);
        }
        let value = self.value()?;
        check_option(self.access, name, value)
    }

    /// Up to the `;` or `)` that ends an option: neither in quotes nor in parentheses of its own.
    fn value(&mut self) -> Result<&'a str, Refusal> {
        let (mut quoted, mut open) = (false, 0_usize);
        for (at, character) in self.rest.char_indices() {
            match character {
                '\'' => quoted = !quoted,
                _ if quoted => {}
                '(' => open += 1,
                ')' | ';' if open == 0 => {
                    let (value, rest) = self.rest.split_at(at);
                    self.rest = rest;
                    return Ok(value);
                }
                ')' => open -= 1,
                _ => {}
            }
        }
        Err(MALFORMED)
    }

    fn until(&mut self, ends: [char; 4]) -> &'a str {
        let (before, rest) = self.rest.split_at(self.rest.find(ends).unwrap_or(self.rest.len()));
        self.rest = rest;
        before
    }

    fn takes(&mut self, character: char) -> bool {
        let rest = self.rest.strip_prefix(character);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Checks an option that may stand in an address and in an item of `$expand`.
pub(super) fn check_option(access: &Access, name: &str, value: &str) -> Result<(), Refusal> {
    match name {
        "$filter" | "$orderby" => expression::check(access, value),
        // In `$select`, parentheses would hold options of their own (OData ABNF, `selectItem`).
        "$select" if value.contains(['(', ')', '\'']) => Err(Refusal::malformed("$select is malformed")),
        "$select" => expression::check(access, value),
        "$top" | "$skip" => {
            is(value.len() <= 10 && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
        }
        "$count" => is(matches!(value, "true" | "false")),
        _ => Err(Refusal::malformed("the query has an option that isn't passed on")),
    }
}

fn is(right: bool) -> Result<(), Refusal> {
    if right { Ok(()) } else { Err(Refusal::malformed("a query option has a value that it can't have")) }
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::policy::{Access, Grant, Others};
    use http::Method;

    fn access() -> Access {
        let get = || Grant::default().method(Method::GET);
        let sets =
            ["salesOrders", "salesOrderLines", "items", "customers"].map(|set| (set.to_owned(), get()));
        Access::new(Others::Refused, sets).unwrap()
    }

    #[test]
    fn what_is_listed_is_expanded() {
        for text in [
            "customer",
            "customer,salesOrderLines",
            "salesOrderLines($expand=item)",
            "salesOrderLines($select=id,sequence;$expand=item($select=number);$orderby=sequence desc;$top=5)",
            "salesOrderLines($filter=description eq 'a;b)c(vendor,O''Brien';$expand=item)",
            "salesOrderLines($filter=(a eq 1) and contains(b,')');$count=true)",
            "salesOrderLines/$ref",
            "salesOrderLines/$count",
            "salesOrderLines()",
            "salesOrderLines($top=1;)",
            "customer/salesOrders($skip=3)",
        ] {
            assert_eq!(check(&access(), text), Ok(()), "{text}");
        }
    }

    #[test]
    fn what_is_not_listed_is_found_wherever_it_hides() {
        for text in [
            "vendor",
            "customer,vendor",
            "customer/vendor",
            "vendor/customer",
            "customer($expand=vendor)",
            "customer($expand=salesOrders($expand=salesOrderLines($expand=item($expand=vendor))))",
            "customer($select=id;$expand=item,vendor)",
            "customer($filter=a eq ')';$expand=vendor)",
            "customer($filter=a eq ''';$expand=x';$expand=vendor)",
            "customer($filter=vendor/balance gt 0)",
            "customer($orderby=vendor/name)",
            "customer($select=vendor/name)",
            "customer($select=id),vendor($select=id)",
            "vendor/$ref",
            "vendor/$count",
            "Customer",
            "CUSTOMER",
        ] {
            assert_eq!(check(&access(), text).map_err(|no| no.status().as_u16()), Err(403), "{text}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        for text in [
            "",
            ",",
            "customer,",
            ",customer",
            " customer",
            "customer ",
            "customer, item",
            "*",
            "*/$ref",
            "customer/*",
            "customer(",
            "customer)",
            "customer($expand=item",
            "customer($expand=item))",
            "customer($filter=a eq 'b)",
            "customer(;$top=1)",
            "customer($levels=max)",
            "customer($levels=2)",
            "customer($search=x)",
            "customer($apply=x)",
            "customer($compute=x)",
            "customer(expand=vendor)",
            "customer($Expand=vendor)",
            "customer($EXPAND=vendor)",
            "customer( $expand=vendor)",
            "customer(%24expand=vendor)",
            "customer($expand =vendor)",
            "customer($expand)",
            "customer($expand=)",
            "customer($top=x)",
            "customer($top=-1)",
            "customer($top=)",
            "customer($count=yes)",
            "customer($skiptoken=x)",
            "customer/Microsoft.NAV.customer",
            "Microsoft.NAV.customer",
            "customer//item",
            "/customer",
            "customer/",
            "customer($select=a($expand=vendor))",
            "customer($select='a')",
            "customer$ref",
            "customer/$ref/$ref",
            "customer($filter=a eq $root/vendors(1)/b)",
            "customer($filter=a eq @p)",
            "customer;vendor",
            "customer&$expand=vendor",
            "customer()vendor",
            "customer()()",
            "customer\u{0}",
            "customer/$value",
            "$it",
            "customer(id)",
            "customer(id)/vendor",
        ] {
            assert_eq!(check(&access(), text).map_err(|no| no.status().as_u16()), Err(400), "{text}");
        }
        let deep = format!("{}customer{}", "customer($expand=".repeat(8), ")".repeat(8));
        assert!(check(&access(), &deep).is_err());
        assert!(check(&access(), &["customer"; 101].join(",")).is_err());
    }
}
