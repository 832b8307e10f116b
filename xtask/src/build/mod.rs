//! Building the portal's files with Trunk, offline, and only when something changed.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::compress;
use crate::failure::{Failure, Result};
use crate::fingerprint::{Fingerprint, files};
use crate::run::{output, run, say};
use crate::tools::Tools;
use crate::workspace::Workspace;

/// What stands for the base path in a build. Only `index.html` names the base
/// path, so one build serves every one.
pub(crate) const BASE: &str = "/base-path-of-the-portal/";

/// Everything that a build depends on, below the workspace's root.
const SOURCES: [&str; 9] = [
    "src",
    "crates",
    "style",
    "web",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

/// Builds the portal and returns the folder with its files: `index.html` with
/// [`BASE`] in it, styles, scripts and the module, compressed ones beside them.
/// A build of unchanged sources is used again.
pub(crate) fn build(workspace: &Workspace) -> Result<PathBuf> {
    let tools = Tools::for_building(workspace)?;
    let made = workspace.scratch("build");
    let stamp = made.join(".fingerprint");
    let fingerprint = fingerprint(workspace, &tools)?;
    if fs::read_to_string(&stamp).is_ok_and(|text| text == fingerprint) {
        return Ok(made);
    }
    say("Building the portal: about 3 minutes the first time");
    run(workspace.cargo().args(["fetch", "--quiet"]))?;
    if made.exists() {
        fs::remove_dir_all(&made).map_err(Failure::at(&made))?;
    }
    fs::create_dir_all(&made).map_err(Failure::at(&made))?;
    let mut trunk = Command::new("trunk");
    trunk
        .current_dir(&workspace.root)
        .args(["build", "--release", "--offline", "--skip-version-check", "--log=warn", "--public-url", BASE])
        .arg("--dist")
        .arg(&made)
        .env("PATH", tools.path()?)
        // Cargo may have found its target directory in a configuration file.
        .env("CARGO_TARGET_DIR", &workspace.target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags(workspace)?)
        // A stack of Trunk's own says nothing about the portal.
        .env("RUST_BACKTRACE", "0")
        // Trunk wants "true" where everyone else writes "1".
        .env_remove("NO_COLOR");
    run(&mut trunk)?;
    for file in files(&made)? {
        // index.html is compressed when its base path is known.
        if file.extension().is_some_and(|extension| extension != "html") {
            compress::beside(&file)?;
        }
    }
    fs::write(&stamp, fingerprint).map_err(Failure::at(&stamp))?;
    Ok(made)
}

/// The compiler's flags, besides those of the environment, as Cargo reads them
/// from `CARGO_ENCODED_RUSTFLAGS`: SHA-256 as a loop, for it hashes a few bytes
/// once a sign-in and is a tenth of the size then; and no path of this machine
/// gets into the module by the way of a panic's message.
fn flags(workspace: &Workspace) -> Result<String> {
    const SEPARATOR: &str = "\u{1f}";
    let given = env::var("CARGO_ENCODED_RUSTFLAGS").ok().filter(|flags| !flags.is_empty());
    let given = given.unwrap_or_else(|| {
        let words = env::var("RUSTFLAGS").unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(SEPARATOR)
    });
    let cargo_home =
        env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let mut flags: Vec<String> = [given].into_iter().filter(|flags| !flags.is_empty()).collect();
    flags.extend([r#"--cfg=sha2_backend="soft""#, r#"--cfg=sha2_backend_soft="compact""#].map(str::to_owned));
    let sysroot = output(Command::new("rustc").current_dir(&workspace.root).args(["--print", "sysroot"]))?;
    let library = PathBuf::from(sysroot.trim()).join("lib/rustlib/src/rust");
    let folders = cargo_home.iter().chain([&workspace.root, &library]);
    flags.extend(folders.map(|folder| format!("--remap-path-prefix={}=", folder.display())));
    Ok(flags.join(SEPARATOR))
}

fn fingerprint(workspace: &Workspace, tools: &Tools) -> Result<String> {
    let mut fingerprint = Fingerprint::new();
    for path in SOURCES {
        fingerprint.tree(&workspace.root, path)?;
    }
    for version in &tools.versions {
        fingerprint.word(version);
    }
    let mut rustc = Command::new("rustc");
    fingerprint.word(&output(rustc.current_dir(&workspace.root).arg("--version"))?);
    fingerprint.word(&flags(workspace)?);
    Ok(fingerprint.finish())
}
