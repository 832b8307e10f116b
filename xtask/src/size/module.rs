//! What takes the room in a WebAssembly module, from its own name section.
//!
//! The format is the WebAssembly core specification's: sections (§5.5.2), the
//! code section (§5.5.13) and the name section (appendix, §7.4.1).

use std::collections::HashMap;

/// Bytes by crate, largest first; code by the crate that a function's name
/// begins with, everything else by its section. `None` when `module` is no
/// module or has no names.
pub(super) fn by_crate(module: &[u8]) -> Option<Vec<(String, usize)>> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    let mut sizes: HashMap<String, usize> = HashMap::new();
    let (mut imported, mut bodies, mut names) = (0, Vec::new(), None);
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        let section = take(&mut rest, length)?;
        match id {
            0 => {
                let mut custom = section;
                if text(&mut custom)? == "name" {
                    names = Some(function_names(custom)?);
                }
                continue;
            }
            10 => {
                bodies = function_sizes(section)?;
                continue;
            }
            2 => imported = imported_functions(section)?,
            _ => {}
        }
        let part = if id == 11 { "(data)" } else { "(types, imports, exports, tables)" };
        *sizes.entry(part.to_owned()).or_default() += length;
    }
    let names = names?;
    for (index, size) in bodies.into_iter().enumerate() {
        let name = names.get(&(imported + index)).map_or("(nameless)".to_owned(), |name| crate_of(name));
        *sizes.entry(name).or_default() += size;
    }
    let mut sizes: Vec<_> = sizes.into_iter().collect();
    sizes.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
    Some(sizes)
}

/// The first path of a function's name: `<core::…` and `&mut leptos::…` are
/// core's and leptos's; a name without a path is not Rust's.
fn crate_of(symbol: &str) -> String {
    let name = format!("{:#}", rustc_demangle::demangle(symbol));
    let separators = |c: char| !(c.is_alphanumeric() || "_:[]".contains(c));
    name.split(separators)
        .find_map(|word| word.split_once("::").map(|(first, _)| first))
        // wasm-bindgen writes a crate with its hash: `core[c5930c85a12de822]`.
        .map(|first| first.split_once('[').map_or(first, |(name, _)| name))
        .filter(|first| !first.is_empty())
        .unwrap_or("(not Rust)")
        .to_owned()
}

fn function_names(mut section: &[u8]) -> Option<HashMap<usize, String>> {
    while let Some((&id, after)) = section.split_first() {
        section = after;
        let length = number(&mut section)?;
        let mut part = take(&mut section, length)?;
        if id == 1 {
            let count = number(&mut part)?;
            return (0..count).map(|_| Some((number(&mut part)?, text(&mut part)?.to_owned()))).collect();
        }
    }
    None
}

/// How many of the imports are functions: these come first in the numbering.
fn imported_functions(mut section: &[u8]) -> Option<usize> {
    let mut functions = 0;
    for _ in 0..number(&mut section)? {
        text(&mut section)?;
        text(&mut section)?;
        match take(&mut section, 1)?.first()? {
            0 => {
                number(&mut section)?;
                functions += 1;
            }
            1 => {
                take(&mut section, 1)?;
                limits(&mut section)?;
            }
            2 => limits(&mut section)?,
            3 => {
                take(&mut section, 2)?;
            }
            _ => return None,
        }
    }
    Some(functions)
}

fn limits(section: &mut &[u8]) -> Option<()> {
    let flags = *take(section, 1)?.first()?;
    number(section)?;
    if flags & 1 == 1 {
        number(section)?;
    }
    Some(())
}

fn function_sizes(mut section: &[u8]) -> Option<Vec<usize>> {
    let count = number(&mut section)?;
    (0..count)
        .map(|_| {
            let size = number(&mut section)?;
            take(&mut section, size)?;
            Some(size)
        })
        .collect()
}

/// An unsigned LEB128 number (§5.2.2).
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0_usize;
    for shift in (0..35).step_by(7) {
        let byte = *take(bytes, 1)?.first()?;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn text<'a>(bytes: &mut &'a [u8]) -> Option<&'a str> {
    let length = number(bytes)?;
    std::str::from_utf8(take(bytes, length)?).ok()
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::{by_crate, crate_of};

    fn section(id: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![id, u8::try_from(body.len()).unwrap()];
        bytes.extend(body);
        bytes
    }

    /// One imported function, two of its own: `a::f` of 3 bytes, `b::g` of 5.
    fn module() -> Vec<u8> {
        let mut names = b"\x04name".to_vec();
        names.extend(section(1, b"\x03\x00\x01i\x01\x04a::f\x02\x04b::g"));
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend(section(2, b"\x01\x01m\x01i\x00\x00"));
        bytes.extend(section(10, b"\x02\x03\x00\x01\x0b\x05\x00\x01\x01\x01\x0b"));
        bytes.extend(section(0, &names));
        bytes
    }

    #[test]
    fn functions_are_counted_for_their_crates() {
        let sizes = by_crate(&module()).unwrap();
        assert_eq!(
            sizes,
            [("(types, imports, exports, tables)".to_owned(), 7), ("b".to_owned(), 5), ("a".to_owned(), 3),]
        );
    }

    #[test]
    fn half_a_module_is_none() {
        let module = module();
        for length in 0..module.len() {
            assert_eq!(by_crate(&module[..length]), None, "{length} bytes");
        }
    }

    #[test]
    fn a_name_belongs_to_its_first_crate() {
        for (symbol, name) in [
            ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core"),
            ("<&mut leptos::View as core::fmt::Debug>::fmt", "leptos"),
            ("<T as tachys::view::Render>::build", "tachys"),
            (
                "<dlmalloc[e24a27700634d609]::Dlmalloc<dlmalloc[e24a27700634d609]::sys::System>>::free",
                "dlmalloc",
            ),
            ("<&usize as core::fmt::Debug>::fmt", "core"),
            ("memcpy", "(not Rust)"),
        ] {
            assert_eq!(crate_of(symbol), name, "{symbol}");
        }
    }
}
