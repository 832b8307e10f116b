//! Pages of a long answer: how long they are, and the token that leads to the next one.

use axum::http::{HeaderMap, Uri};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};

use super::failure::Failure;

/// The longest page (operational limits of Business Central Online).
pub(super) const LONGEST: usize = 20_000;

/// Where a page starts and how long it may be.
#[derive(Debug, PartialEq)]
pub(super) struct Page {
    pub(super) start: usize,
    pub(super) size: usize,
}

/// The page size that `Prefer: odata.maxpagesize=N` asks for, at most [`LONGEST`]. What can't be read is
/// ignored, as preferences are (RFC 7240 §2).
pub(super) fn preferred_size(headers: &HeaderMap) -> Option<usize> {
    let preferences = headers.get_all("prefer");
    let mut each =
        preferences.iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split([',', ';']));
    each.find_map(|preference| {
        let (name, size) = preference.trim().split_once('=')?;
        let name = name.trim().to_ascii_lowercase();
        let size: usize = size.trim().trim_matches('"').parse().ok()?;
        (matches!(&*name, "odata.maxpagesize" | "maxpagesize") && size > 0).then(|| size.min(LONGEST))
    })
}

impl Page {
    /// The page that a `$skiptoken` of this address means.
    pub(super) fn read(token: &str, uri: &Uri) -> Result<Self, Failure> {
        let parse = || {
            let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let (numbers, seal) = text.split_once('/')?;
            let (start, size) = numbers.split_once('+')?;
            let page = Self { start: start.parse().ok()?, size: size.parse().ok()? };
            (seal == page.seal(uri)).then_some(page)
        };
        parse().ok_or_else(|| Failure::query("The value of the query option '$skiptoken' is not valid."))
    }

    /// The address of this page of the answer that `uri` asked for.
    pub(super) fn link(&self, service: &str, uri: &Uri) -> String {
        let text = format!("{}+{}/{}", self.start, self.size, self.seal(uri));
        let query: String = kept(uri).map(|pair| format!("{pair}&")).collect();
        format!("{service}{}?{query}$skiptoken={}", uri.path(), URL_SAFE_NO_PAD.encode(text))
    }

    /// Binds the token to the path and the query, so that it can't be used with another.
    fn seal(&self, uri: &Uri) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("page {} {} {}", self.start, self.size, uri.path()));
        kept(uri).for_each(|pair| hash.update(pair));
        URL_SAFE_NO_PAD.encode(&hash.finalize()[..12])
    }
}

/// The query options that a link to the next page repeats.
fn kept(uri: &Uri) -> impl Iterator<Item = &str> {
    uri.query().unwrap_or_default().split('&').filter(|pair| {
        let name = percent_decode_str(pair.split('=').next().unwrap_or_default()).decode_utf8_lossy();
        !matches!(&*name, "" | "$skip" | "$skiptoken")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_leads_back_to_its_page_and_fits_no_other_query() {
        let uri: Uri = "/api/customers?$filter=a%20eq%201&$skip=5&$count=true".parse().unwrap();
        let page = Page { start: 30, size: 20 };
        let link = page.link("http://localhost:1", &uri);
        let next: Uri = link.parse().unwrap();
        let token = link.rsplit_once("$skiptoken=").unwrap().1;
        assert!(
            link.starts_with("http://localhost:1/api/customers?$filter=a%20eq%201&$count=true&$skiptoken=")
        );
        assert_eq!(Page::read(token, &next).unwrap(), page);
        let other: Uri = format!("/api/customers?$skiptoken={token}").parse().unwrap();
        assert!(Page::read(token, &other).is_err());
        for garbage in ["", "x", "é", &token[1..], &format!("{token}A")] {
            assert_eq!(Page::read(garbage, &next).unwrap_err().status, 400, "{garbage}");
        }
    }

    #[test]
    fn the_page_size_is_read_from_any_of_the_preferences() {
        for (prefer, expected) in [
            ("odata.maxpagesize=20", Some(20)),
            ("return=minimal, odata.maxpagesize=100", Some(100)),
            ("MaxPageSize=7", Some(7)),
            ("odata.maxpagesize=50000", Some(20_000)),
            ("odata.maxpagesize=0", None),
            ("odata.maxpagesize=-1", None),
            ("odata.maxpagesize=many", None),
            ("respond-async", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("prefer", prefer.parse().unwrap());
            assert_eq!(preferred_size(&headers), expected, "{prefer}");
        }
    }
}
