//! The shape of the project, checked: who depends on whom, who may name the
//! browser, how large a file may be, that no machine's paths are committed, and
//! that the tests which a document names exist.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "clippy knows tests by `#[test]` only")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The crates that know of no browser, no clock and no network.
const PURE: [&str; 5] = ["authority", "business-central", "json", "origin", "settings"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The packages that each package needs to run, by name, when built for the browser.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let answer = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["metadata", "--format-version=1", "--filter-platform=wasm32-unknown-unknown"])
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let metadata: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let names: BTreeMap<String, String> = list(&metadata["packages"])
        .iter()
        .map(|package| (package["id"].to_string(), package["name"].as_str().unwrap().to_owned()))
        .collect();
    let is_normal =
        |dependency: &Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
    list(&metadata["resolve"]["nodes"])
        .iter()
        .map(|node| {
            let needs = list(&node["deps"]);
            let needs = needs.iter().filter(|dependency| is_normal(dependency));
            (
                names[&node["id"].to_string()].clone(),
                needs.map(|dependency| names[&dependency["pkg"].to_string()].clone()).collect(),
            )
        })
        .collect()
}

/// Everything that `package` needs to run, directly or not, when it is built for the browser: with the features that are then
/// on. (What `cargo metadata` lists has those as well that only tests of other packages want.)
fn tree(package: &str) -> BTreeSet<String> {
    let answer = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--package", package, "--target=wasm32-unknown-unknown"])
        .args(["--edges=normal", "--prefix=none", "--format={p}"])
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let lines = String::from_utf8(answer.stdout).unwrap();
    // The first is the package itself.
    lines.lines().skip(1).filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn the_portal_is_made_of_what_it_says() {
    let dependencies = dependencies();
    for name in [
        "leptos",
        "wasm-bindgen",
        "web-sys",
        "gloo-net",
        "gloo-storage",
        "serde",
        "authority",
        "business-central",
    ] {
        assert!(dependencies["portico"].contains(name), "portico does not use {name} directly");
    }
    for name in ["sha2", "base64"] {
        assert!(
            dependencies["authority"].contains(name),
            "authority does not make the challenge with {name}"
        );
    }
}

#[test]
fn the_crates_know_no_browser_and_not_each_other() {
    for package in PURE {
        let tree = tree(package);
        let browser = |name: &&String| {
            ["wasm-bindgen", "web-sys", "js-sys", "leptos"].iter().any(|known| name.starts_with(known))
                || name.starts_with("gloo")
        };
        assert_eq!(tree.iter().find(browser), None, "{package} depends on the browser");
        for heavy in ["url", "regex", "tokio"] {
            assert!(!tree.contains(heavy), "{package} depends on {heavy}");
        }
    }
    assert!(!tree("authority").contains("business-central"));
    assert!(!tree("business-central").contains("authority"));
}

#[test]
fn the_sandbox_shares_no_code_with_what_it_checks() {
    let tree = tree("sandbox");
    for package in PURE.iter().chain(&["portico"]) {
        assert!(!tree.contains(*package), "the sandbox depends on {package}");
    }
}

/// The companion is a server: it decides by the same crates as the portal, and knows neither the portal nor the sandbox.
#[test]
fn the_companion_uses_the_crates_and_one_crypto_library() {
    let dependencies = dependencies();
    for name in ["authority", "business-central", "json", "origin", "axum", "ring"] {
        assert!(dependencies["companion"].contains(name), "the companion does not use {name} directly");
    }
    let tree = tree("companion");
    for name in ["portico", "settings", "sandbox", "leptos", "aws-lc-rs", "openssl-sys", "rsa"] {
        assert!(!tree.contains(name), "the companion depends on {name}");
    }
    for package in PURE.iter().chain(&["portico", "sandbox"]) {
        assert!(!self::tree(package).contains("companion"), "{package} depends on the companion");
    }
}

/// What the companion decides, it decides without a clock, a network or a file.
#[test]
fn the_companions_decisions_do_nothing() {
    let pure = ["caller", "guard", "policy", "rate", "refusal", "token/cache", "queue/order"];
    let words = ["tokio::", "std::fs", "std::net::Tcp", "Instant", "SystemTime", "hyper", "reqwest"];
    for (name, text) in sources() {
        let Ok(below) = name.strip_prefix("companion/src") else { continue };
        let below = below.display().to_string();
        if below.contains("tests") || !pure.iter().any(|part| below.starts_with(part)) {
            continue;
        }
        let lines = text.lines().take_while(|line| *line != "mod tests {");
        for line in lines.filter(|line| !line.trim_start().starts_with("//")) {
            let word = words.iter().find(|word| line.contains(*word));
            assert_eq!(word, None, "{}: {line}", name.display());
        }
    }
}

/// Every committed or new file that git does not ignore.
fn files() -> Vec<PathBuf> {
    let answer = Command::new("git")
        .current_dir(root())
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .unwrap();
    assert!(answer.status.success(), "git ls-files: {}", String::from_utf8_lossy(&answer.stderr));
    let names = String::from_utf8(answer.stdout).unwrap();
    names.split_terminator('\0').map(PathBuf::from).filter(|name| root().join(name).is_file()).collect()
}

fn sources() -> impl Iterator<Item = (PathBuf, String)> {
    let is_rust = |name: &PathBuf| name.extension().is_some_and(|extension| extension == "rs");
    files().into_iter().filter(is_rust).map(|name| {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        (name, text)
    })
}

#[test]
fn only_its_edge_names_the_browser() {
    let edge = |name: &Path| name.starts_with("src/browser") || name == Path::new("src/browser.rs");
    let words = ["web_sys", "js_sys", "gloo_net", "gloo_storage", "gloo_timers", "wasm_bindgen"];
    for (name, text) in sources().filter(|(name, _)| name.starts_with("src") && !edge(name)) {
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            // leptos::web_sys is leptos's own: the types of its event handlers.
            let line = line.replace("leptos::web_sys", "");
            let word = words.iter().find(|word| line.contains(*word));
            assert_eq!(word, None, "{}:{}", name.display(), number + 1);
        }
    }
}

/// In the browser's build `{:?}` writes nothing (`-Zfmt-debug=none` in xtask), so that no text may be made with it but
/// the tests' own and that of an `impl Debug`.
#[test]
fn no_text_is_made_for_developers() {
    let is_debug = |line: &str| {
        let ends = line.match_indices("?}").map(|(end, _)| &line[..end]);
        let mut placeholders = ends.filter_map(|before| before.rsplit_once('{'));
        placeholders.any(|(_, inside)| inside.contains(':') && !inside.contains(char::is_whitespace))
    };
    assert!(is_debug("\"{:?}\"") && is_debug("{name:#?}") && !is_debug("Some { a: b?}") && !is_debug("{a?}"));
    let is_test = |name: &str| name.contains("/tests/") || name.ends_with("tests.rs");
    for (name, text) in sources().map(|(name, text)| (name.display().to_string(), text)) {
        let is_for_browser = name.starts_with("src/") || name.starts_with("crates/");
        // What only tests use is never built for the browser.
        if is_test(&name) || !is_for_browser || name.starts_with("crates/hostile/") {
            continue;
        }
        let mut in_debug = false;
        for (number, line) in text.lines().take_while(|line| *line != "mod tests {").enumerate() {
            in_debug = (in_debug || line.contains("Debug for ")) && line != "}";
            assert!(in_debug || !is_debug(line), "{name}:{}", number + 1);
        }
    }
}

#[test]
fn files_are_of_one_purpose() {
    let mut lengths: Vec<usize> = sources()
        .map(|(name, text)| {
            let lines = text.lines().count();
            assert!(lines <= 400, "{} has {lines} lines: it serves more than one purpose", name.display());
            lines
        })
        .collect();
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median <= 120, "the median file has {median} lines");
}

#[test]
fn nothing_committed_names_a_machine() {
    // Put together here, so that this file may be searched too.
    let signs = [["/ho", "me/"], ["/ro", "ot/"], ["/wo", "rk/"], ["/Us", "ers/"], ["shared/", "reference"]]
        .map(|two| two.concat());
    let lone = |text: &str, at: usize| {
        !text[..at].ends_with(|before: char| before.is_alphanumeric() || ".})".contains(before))
    };
    for name in files() {
        let Ok(text) = fs::read_to_string(root().join(&name)) else { continue };
        for sign in &signs {
            let found = text.match_indices(sign.as_str()).find(|(at, _)| lone(&text, *at));
            assert_eq!(found, None, "{}", name.display());
        }
    }
}

/// Whether `source` has a test of that name that is run: by its attribute, or among the trials of a flow.
fn has_test(source: &str, name: &str) -> bool {
    let begins = format!("fn {name}(");
    let lines: Vec<&str> = source.lines().map(str::trim_start).collect();
    let trials = source.split_once("trials![").and_then(|(_, rest)| rest.split_once(']'));
    let is_trial = trials.is_some_and(|(list, _)| list.split(',').any(|trial| trial.trim() == name));
    lines.iter().enumerate().any(|(at, line)| {
        let attributes = || lines[..at].iter().rev().take_while(|line| line.starts_with("#["));
        let is_marked = attributes().any(|attribute| attribute.ends_with("test]"));
        let is_ignored = attributes().any(|attribute| attribute.starts_with("#[ignore"));
        line.trim_start_matches("async ").starts_with(&begins) && (is_marked || is_trial) && !is_ignored
    })
}

/// Every step of the newcomer's guide ends with lines of the setup check, and every line stands behind a step. The lines are
/// those of the table that the check's own tests wrote.
#[test]
fn the_setup_check_verifies_every_step_of_the_guide() {
    let read = |path| fs::read_to_string(root().join(path)).unwrap();
    let (guide, table) = (read("docs/getting-started.md"), read("docs/setup-check.md"));
    let lines: HashSet<&str> =
        table.lines().skip(7).filter_map(|row| row.split(" | ").next()?.strip_prefix("| ")).collect();
    assert!(lines.len() > 10, "{lines:?}");
    let mut named = HashSet::new();
    for step in guide.split("\n## ").skip(1) {
        let verified = step.lines().find_map(|line| line.strip_prefix("**Verified by:** "));
        let verified = verified.unwrap_or_else(|| panic!("nothing verifies: {step}"));
        for line in verified.trim_end_matches('.').split(", ") {
            assert!(lines.contains(line), "the setup check has no line {line}");
            named.insert(line);
        }
    }
    assert_eq!(named, lines, "a line that no step needs");
}

/// Each row of `docs/pains.md` says by `path::name` which tests show it.
#[test]
fn the_tests_that_a_document_names_exist() {
    let text = fs::read_to_string(root().join("docs/pains.md")).unwrap();
    let mut rows = 0;
    for line in text.lines() {
        let named: Vec<(&str, &str)> =
            line.split('`').skip(1).step_by(2).filter_map(|code| code.split_once("::")).collect();
        let is_row = line.strip_prefix("| ").is_some_and(|row| row.starts_with(|c: char| c.is_ascii_digit()));
        assert!(!is_row || !named.is_empty(), "no test: {line}");
        rows += usize::from(is_row);
        for (path, name) in named {
            let source = fs::read_to_string(root().join(path)).unwrap_or_default();
            assert!(has_test(&source, name), "{path} has no test {name}");
        }
    }
    assert!(rows > 0, "docs/pains.md has no table");
    let source = "#[test]\nfn a() {}\n#[test]\n#[ignore = \"b\"]\nfn b() {}\nfn c() {}\n";
    assert_eq!(["a", "b", "c", "d"].map(|name| has_test(source, name)), [true, false, false, false]);
    let source = "trials![a, b];\nasync fn a() {}\n";
    assert_eq!(["a", "b"].map(|name| has_test(source, name)), [true, false]);
}
