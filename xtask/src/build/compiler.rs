//! What Cargo and the compiler are told when they build for the browser, and only then.

use std::env;
use std::path::PathBuf;

use crate::failure::Result;
use crate::tools;
use crate::workspace::Workspace;

/// The standard library is compiled together with the portal, for this module's needs. Stable Cargo doesn't offer that
/// yet; DESIGN.md says why it is done nevertheless.
const STANDARD_LIBRARY: [(&str, &str); 3] = [
    // Lets a stable compiler do what only a nightly one offers.
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    // In place of the usual features, which are backtraces and unwinding.
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];

/// The compiler's flags.
const FLAGS: [&str; 6] = [
    // SHA-256 as a loop: it hashes a few bytes once a sign-in, and is a tenth of the size then.
    r#"--cfg=sha2_backend="soft""#,
    r#"--cfg=sha2_backend_soft="compact""#,
    // A panic traps, without a message: nobody would read one. web/boot.js shows what happened.
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    // `{:?}` writes nothing: it is for developers, and a test of the project's shape holds it to that.
    "-Zfmt-debug=none",
    // By them the module is split: they say which function and which data needs which.
    "-Clink-arg=--emit-relocs",
];

/// The environment of Cargo, and of Trunk, which hands it on.
pub(super) fn environment(workspace: &Workspace) -> Result<Vec<(&'static str, String)>> {
    let standard_library = STANDARD_LIBRARY.map(|(name, value)| (name, value.to_owned()));
    let flags = ("CARGO_ENCODED_RUSTFLAGS", flags(workspace)?);
    Ok(standard_library.into_iter().chain([flags]).collect())
}

/// [`FLAGS`], besides those of the environment, as Cargo reads them from `CARGO_ENCODED_RUSTFLAGS`; and the paths of
/// this machine are kept out of the module.
fn flags(workspace: &Workspace) -> Result<String> {
    const SEPARATOR: &str = "\u{1f}";
    let given = env::var("CARGO_ENCODED_RUSTFLAGS").ok().filter(|flags| !flags.is_empty());
    let given = given.unwrap_or_else(|| {
        let words = env::var("RUSTFLAGS").unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(SEPARATOR)
    });
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let library = tools::standard_library(workspace)?;
    let folders = cargo_home.iter().chain([&workspace.root, &library]);
    let remapped = folders.map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    let given = [given].into_iter().filter(|flags| !flags.is_empty());
    let flags: Vec<String> = given.chain(FLAGS.map(str::to_owned)).chain(remapped).collect();
    Ok(flags.join(SEPARATOR))
}
