//! Compressed copies beside a file, for servers that send them as they are.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::{Failure, Result};

/// What is worth compressing; images are compressed already.
const COMPRESSIBLE: [&str; 8] = ["html", "css", "js", "wasm", "json", "svg", "txt", "webmanifest"];

/// Writes `<path>.br` (quality 11) and `<path>.gz` (level 9) beside a file
/// that is worth it, and nothing beside any other.
pub(crate) fn beside(path: &Path) -> Result<()> {
    if !path.extension().is_some_and(|extension| COMPRESSIBLE.iter().any(|known| extension == *known)) {
        return Ok(());
    }
    let bytes = fs::read(path).map_err(Failure::at(path))?;
    for (suffix, compressed) in [("br", brotli(&bytes)), ("gz", gzip(&bytes))] {
        let copy = with_suffix(path, suffix);
        fs::write(&copy, compressed.map_err(Failure::at(&copy))?).map_err(Failure::at(&copy))?;
    }
    Ok(())
}

/// `index.html` → `index.html.br`
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(suffix);
    name.into()
}

/// Brotli at its highest quality, with the largest window that browsers accept
/// (RFC 7932 §9.1).
pub(crate) fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters)?;
    Ok(compressed)
}

/// gzip at its highest level, without a time or a name: the same bytes each time.
pub(crate) fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::{brotli, gzip, with_suffix};
    use std::io::Read;
    use std::path::Path;

    #[test]
    fn what_was_compressed_comes_back() {
        let text = "portal ".repeat(1000).into_bytes();
        for bytes in [text.as_slice(), b"", b"x"] {
            let mut back = Vec::new();
            flate2::read::GzDecoder::new(&*gzip(bytes).unwrap()).read_to_end(&mut back).unwrap();
            assert_eq!(back, bytes);
            let mut back = Vec::new();
            brotli::BrotliDecompress(&mut &*brotli(bytes).unwrap(), &mut back).unwrap();
            assert_eq!(back, bytes);
        }
        assert!(brotli(&text).unwrap().len() < 100);
        assert_eq!(gzip(&text).unwrap(), gzip(&text).unwrap());
    }

    #[test]
    fn a_suffix_is_added_to_the_whole_name() {
        assert_eq!(with_suffix(Path::new("a/index.html"), "br"), Path::new("a/index.html.br"));
    }
}
