//! The properties in every test run: with what the fuzzer found worth keeping, with the same changed, and with anything.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "clippy knows tests by `#[test]` only")]

use hostile::{PROPERTIES, Property};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn fuzz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The committed inputs of a target, by their names.
fn corpus(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = fuzz().join("corpus").join(target);
    let mut inputs: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    inputs.sort();
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    inputs
}

/// A change of an input: how, where, with what byte, and with what of another input.
type Change = (u8, Index, u8, Index);

/// `input` with bytes flipped, inserted or taken away, or with the end of another input.
fn changed(mut input: Vec<u8>, changes: &[Change], others: &[Vec<u8>]) -> Vec<u8> {
    for (how, at, byte, other) in changes {
        let at = at.index(input.len() + 1);
        match how {
            0 if at < input.len() => input[at] ^= byte,
            1 => input.insert(at, *byte),
            2 => drop(input.drain(at..input.len().min(at + usize::from(*byte % 16)))),
            _ => {
                let other = &others[other.index(others.len())];
                input.splice(at.., other[other.len().min(at)..].iter().copied());
            }
        }
    }
    input
}

/// Says which input it is that breaks `property`.
fn replay(property: Property, (path, input): &(PathBuf, Vec<u8>)) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| property(input))) {
        eprintln!("broken by {}", path.display());
        resume_unwind(panic);
    }
}

#[test]
fn every_property_is_fuzzed() {
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(fuzz().join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let expected: BTreeSet<String> = PROPERTIES.iter().map(|(name, _)| (*name).to_owned()).collect();
    for folder in ["fuzz_targets", "dictionaries", "corpus"] {
        assert_eq!(names(folder), expected, "{folder}");
    }
    for name in &expected {
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
    }
}

macro_rules! for_each {
    ($($target:ident)*) => {
        const TARGETS: &[&str] = &[$(stringify!($target)),*];
        $(mod $target {
            use super::*;

            const PROPERTY: Property = hostile::$target;

            #[test]
            fn holds_of_what_is_committed() {
                corpus(stringify!($target)).iter().for_each(|input| replay(PROPERTY, input));
            }

            fn inputs() -> &'static [Vec<u8>] {
                static INPUTS: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
                INPUTS.get_or_init(|| corpus(stringify!($target)).into_iter().map(|(_, input)| input).collect())
            }

            proptest! {
                #[test]
                fn holds_of_anything(input in prop::collection::vec(any::<u8>(), 0..200)) {
                    PROPERTY(&input);
                }

                #[test]
                fn holds_of_what_is_nearly_known(
                    known in any::<Index>(),
                    changes in prop::collection::vec((0_u8..4, any::<Index>(), any::<u8>(), any::<Index>()), 1..6),
                ) {
                    let input = inputs()[known.index(inputs().len())].clone();
                    PROPERTY(&changed(input, &changes, inputs()));
                }
            }
        })*
    };
}

for_each! {
    callback discovery edmx id_token jwks odata_error odata_page portal_json stored_records token_answer
}

#[test]
fn every_property_is_tested() {
    assert_eq!(TARGETS, PROPERTIES.map(|(name, _)| name));
}
