//! `cargo xtask dist`: the folder of files that any static host can serve.

mod base;
mod hosting;

use std::fs;
use std::path::{Path, PathBuf};

use settings::Settings;

pub(crate) use base::Base;

use crate::build::{self, BASE};
use crate::compress;
use crate::failure::{Failure, Result};
use crate::fingerprint::files;
use crate::run::say;
use crate::workspace::Workspace;

/// The addresses, below the base path, that answer with the page even on a
/// host without rewrites: the start, the callback, the setup check, and what
/// such a host serves for every other address.
const PAGES: [&str; 4] = ["index.html", "auth/index.html", "setup/index.html", "404.html"];

/// The example beside the page; `portal.json` itself is the operator's.
const EXAMPLE: &str = "portal.example.json";

/// What `cargo xtask dist` was asked for.
pub(crate) struct Options {
    base: Base,
    settings: Option<PathBuf>,
    connect: Vec<String>,
    out: PathBuf,
}

impl Options {
    /// Reads `--base`, `--settings`, `--connect` and `--out`.
    pub(crate) fn read(arguments: &mut pico_args::Arguments) -> Result<Self> {
        let base = arguments.opt_value_from_str("--base")?.unwrap_or_default();
        let settings = arguments.opt_value_from_str("--settings")?;
        let connect = arguments.values_from_str("--connect")?;
        let out = arguments.opt_value_from_str("--out")?.unwrap_or_else(|| PathBuf::from("dist"));
        Ok(Self { base, settings, connect, out })
    }
}

/// Builds the portal and writes the folder.
pub(crate) fn dist(workspace: &Workspace, options: &Options) -> Result<()> {
    let policy = policy(options)?;
    let built = build::build(workspace)?;
    write(workspace, &built, &options.base, &policy, &options.out)?;
    say(&format!("{} is ready to be served at {}", options.out.display(), options.base));
    Ok(())
}

/// Builds the portal and writes it for the commands that serve it themselves,
/// with headers of their own.
pub(crate) fn scratch(workspace: &Workspace, base: &Base) -> Result<PathBuf> {
    let built = build::build(workspace)?;
    let out = workspace.scratch(&format!("dist{}", base.as_str().trim_end_matches('/').replace('/', "-")));
    let policy = settings::content_security_policy(&settings::cloud_origins());
    write(workspace, &built, base, &policy, &out)?;
    Ok(out)
}

/// The Content Security Policy for the origins that the settings name.
fn policy(options: &Options) -> Result<String> {
    let mut origins = match &options.settings {
        None => settings::cloud_origins(),
        Some(path) => {
            let text = fs::read_to_string(path).map_err(Failure::at(path))?;
            read_settings(&text, path)?.origins()
        }
    };
    for address in &options.connect {
        let origin = origin::Origin::of(address)
            .map_err(|error| Failure::new(format!("--connect {address}: {error}")))?;
        origins.insert(origin);
    }
    Ok(settings::content_security_policy(&origins))
}

/// The settings in `text`, or every mistake in them.
pub(crate) fn read_settings(text: &str, path: &Path) -> Result<Settings> {
    Settings::read(text).map_err(|mistakes| {
        let lines: Vec<_> = mistakes.iter().map(|mistake| format!("\n  {mistake}")).collect();
        Failure::new(format!("{}:{}", path.display(), lines.concat()))
    })
}

/// Writes `out` anew beside itself and swaps it in when it is whole.
fn write(workspace: &Workspace, built: &Path, base: &Base, policy: &str, out: &Path) -> Result<()> {
    if out.exists()
        && !out.join(EXAMPLE).is_file()
        && fs::read_dir(out).is_ok_and(|mut any| any.next().is_some())
    {
        return Err(Failure::new(format!(
            "{} holds something else than a portal: name another folder with --out",
            out.display()
        )));
    }
    let fresh = compress::with_suffix(out, "new");
    let stale = compress::with_suffix(out, "old");
    for leftover in [&fresh, &stale] {
        if leftover.exists() {
            fs::remove_dir_all(leftover).map_err(Failure::at(leftover))?;
        }
    }
    for file in files(built)? {
        let name = file.strip_prefix(built).unwrap_or(&file);
        let hidden = name.to_string_lossy().starts_with('.');
        if !hidden && name != Path::new("index.html") {
            put(&fresh.join(name), &fs::read(&file).map_err(Failure::at(&file))?)?;
        }
    }
    let source = built.join("index.html");
    let page = fs::read_to_string(&source).map_err(Failure::at(&source))?.replace(BASE, base.as_str());
    let first = fresh.join(PAGES[0]);
    put(&first, page.as_bytes())?;
    compress::beside(&first)?;
    for name in &PAGES[1..] {
        let copy = fresh.join(name);
        for suffix in ["", ".br", ".gz"] {
            let from = PathBuf::from(format!("{}{suffix}", first.display()));
            let to = PathBuf::from(format!("{}{suffix}", copy.display()));
            put(&to, &fs::read(&from).map_err(Failure::at(&from))?)?;
        }
    }
    let example = workspace.root.join("docs").join(EXAMPLE);
    put(&fresh.join(EXAMPLE), &fs::read(&example).map_err(Failure::at(&example))?)?;
    for (name, text) in hosting::files(base, policy) {
        put(&fresh.join(name), text.as_bytes())?;
    }
    if out.exists() {
        fs::rename(out, &stale).map_err(Failure::at(out))?;
        let own = stale.join("portal.json");
        if own.exists() {
            fs::rename(&own, fresh.join("portal.json")).map_err(Failure::at(&own))?;
            say(&format!("{} was yours and is kept", out.join("portal.json").display()));
        }
    }
    fs::rename(&fresh, out).map_err(Failure::at(out))?;
    if stale.exists() {
        fs::remove_dir_all(&stale).map_err(Failure::at(&stale))?;
    }
    Ok(())
}

fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(path, bytes).map_err(Failure::at(path))
}
