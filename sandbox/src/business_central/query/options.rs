//! The raw options of a query string.

use percent_encoding::percent_decode_str;

use super::super::failure::Failure;

/// The text of the options that this service looks at. All others, `$search` and `$apply` among them, are
/// ignored without a word, as Business Central does.
#[derive(Default)]
pub(in super::super) struct Options {
    pub(super) filter: Option<String>,
    pub(super) select: Option<String>,
    pub(super) expand: Option<String>,
    pub(super) order_by: Option<String>,
    pub(super) top: Option<String>,
    pub(super) skip: Option<String>,
    pub(super) count: Option<String>,
    pub(in super::super) skip_token: Option<String>,
    pub(in super::super) company: Option<String>,
}

impl Options {
    /// Takes a query string apart. `+` stands for a blank, as most servers read it: a plus must be `%2B`.
    pub(in super::super) fn parse(query: &str) -> Result<Self, Failure> {
        let mut options = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options.put(&decode(name)?, decode(value)?)?;
        }
        Ok(options)
    }

    /// Keeps one option; a system option may be given once (OData 4.0 part 2 §5.1).
    pub(super) fn put(&mut self, name: &str, value: String) -> Result<(), Failure> {
        let slot = match name {
            "$filter" => &mut self.filter,
            "$select" => &mut self.select,
            "$expand" => &mut self.expand,
            "$orderby" => &mut self.order_by,
            "$top" => &mut self.top,
            "$skip" => &mut self.skip,
            "$count" => &mut self.count,
            "$skiptoken" => &mut self.skip_token,
            "company" => &mut self.company,
            _ => return Ok(()),
        };
        if slot.is_some() {
            return Err(Failure::query(format!(
                "Query option '{name}' was specified more than once, but it must be specified at most once."
            )));
        }
        *slot = Some(value);
        Ok(())
    }

    /// What decides which rows are meant and in which order.
    pub(in super::super) fn selects(&self) -> (Option<&str>, Option<&str>) {
        (self.filter.as_deref(), self.order_by.as_deref())
    }
}

fn decode(text: &str) -> Result<String, Failure> {
    let spaced = text.replace('+', " ");
    percent_decode_str(&spaced)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Failure::query("The query string is not valid UTF-8."))
}

/// Splits at every `separator` that is outside of parentheses and quotes.
pub(in super::super) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut quoted) = (Vec::new(), 0, 0_i32, false);
    for (at, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth -= 1,
            _ if char == separator && !quoted && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + char.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_once() {
        let options = Options::parse("$filter=a%20eq%20'%2525%26+x'&&$top=3&company=").unwrap();
        assert_eq!(options.filter.as_deref(), Some("a eq '%25& x'"));
        assert_eq!(options.top.as_deref(), Some("3"));
        assert!(Options::parse("$filter=%ff").is_err());
        assert!(Options::parse("$top=1&$top=1").is_err());
    }

    #[test]
    fn splitting_respects_quotes_and_parentheses() {
        assert_eq!(split("a(b,c),d,'e,f''(,'", ','), ["a(b,c)", "d", "'e,f''(,'"]);
        assert_eq!(split("", ','), [""]);
    }
}
