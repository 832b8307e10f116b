//! Files of the folder: which one an address means, and how it is sent.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;

/// What an address below the base path means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    File(PathBuf),
    /// A folder with an index, asked for without its slash.
    Folder,
    Nothing,
}

/// Looks for `path`, percent-encoded and relative to the base path, in the folder `dist`.
pub(super) fn find(dist: &Path, path: &str) -> Found {
    let Ok(decoded) = percent_decode_str(path).decode_utf8() else { return Found::Nothing };
    let mut file = dist.to_owned();
    for segment in decoded.split('/').filter(|segment| !segment.is_empty()) {
        // Never out of the folder, whatever the system takes for a separator or a drive.
        if segment == ".." || segment.contains(['\\', ':', '\0']) {
            return Found::Nothing;
        }
        file.push(segment);
    }
    let index = file.join("index.html");
    if file.is_file() && !decoded.ends_with('/') {
        Found::File(file)
    } else if !index.is_file() {
        Found::Nothing
    } else if decoded.is_empty() || decoded.ends_with('/') {
        Found::File(index)
    } else {
        Found::Folder
    }
}

/// Sends a file: compressed beforehand where there is such a one and the browser takes it; not again where the
/// browser has it (RFC 9110 §13.1.2).
pub(super) fn send(file: &Path, request: &HeaderMap, status: StatusCode) -> Response {
    let (path, encoding) = variant(file, request);
    let Ok((bytes, tag)) = read(&path, encoding) else { return StatusCode::NOT_FOUND.into_response() };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file)));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let unchanged = text(request, header::IF_NONE_MATCH).split(',').any(|known| known.trim() == tag);
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
    if unchanged && status == StatusCode::OK {
        headers.remove(header::CONTENT_ENCODING);
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (status, headers, bytes).into_response()
}

fn variant(file: &Path, request: &HeaderMap) -> (PathBuf, Option<&'static str>) {
    let accepted = text(request, header::ACCEPT_ENCODING);
    for (encoding, extension) in [("br", ".br"), ("gzip", ".gz")] {
        let mut name = file.as_os_str().to_owned();
        name.push(extension);
        let compressed = PathBuf::from(name);
        if accepts(accepted, encoding) && compressed.is_file() {
            return (compressed, Some(encoding));
        }
    }
    (file.to_owned(), None)
}

fn accepts(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|each| {
        let (name, weight) = each.trim().split_once(';').unwrap_or((each.trim(), ""));
        let weight = weight.trim().strip_prefix("q=").map(str::parse::<f32>);
        name.trim() == encoding && !matches!(weight, Some(Ok(zero)) if zero <= 0.0)
    })
}

/// A file's bytes and its entity tag, made of when it was written rather than of what is in it.
fn read(path: &Path, encoding: Option<&str>) -> std::io::Result<(Vec<u8>, String)> {
    let bytes = fs::read(path)?;
    let written = fs::metadata(path)?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
    let tag = format!("\"{:x}-{:x}-{}\"", bytes.len(), written.as_nanos(), encoding.unwrap_or("plain"));
    Ok((bytes, tag))
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_the_browser_weighs_them() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5", true),
            ("br; q=1", true),
            ("br;q=0", false),
            ("gzip", false),
            ("brotli", false),
            ("", false),
        ] {
            assert_eq!(accepts(accepted, "br"), expected, "{accepted}");
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_found() {
        let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        assert_eq!(find(&dist, "lib.rs"), Found::File(dist.join("lib.rs")));
        assert_eq!(find(&dist, "%6cib.rs"), Found::File(dist.join("lib.rs")));
        for path in [
            "../Cargo.toml",
            "%2e%2e/Cargo.toml",
            "..%2fCargo.toml",
            "..\\Cargo.toml",
            "lib.rs/",
            "%ff",
            "host",
        ] {
            assert_eq!(find(&dist, path), Found::Nothing, "{path}");
        }
    }
}
