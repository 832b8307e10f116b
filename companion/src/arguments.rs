//! The command line. No argument is a secret: arguments are seen by everyone on a computer.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;

use companion::settings::{Mistake, PREFIX, Settings};

const HELP: &str = "\
The companion of a Portico portal: lets people use Business Central through an application.

  companion [run]            serve
  companion check            tell, line by line, whether everything works

  --settings FILE            the settings, in TOML (or PORTICO_COMPANION_SETTINGS)
  --help, --version

Settings can be given by environment variables alone: see docs/companion.md.";

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Run,
    Check,
    Print(&'static str),
}

/// The command line, read.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) task: Task,
    settings: Option<PathBuf>,
}

/// A command line that makes no sense.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("{0}")]
    Malformed(#[from] pico_args::Error),
    #[error("“{0}” is unknown; companion --help tells what there is")]
    Unknown(String),
}

impl Arguments {
    pub(crate) fn read(arguments: impl Iterator<Item = OsString>) -> Result<Self, ArgumentError> {
        let mut given = pico_args::Arguments::from_vec(arguments.collect());
        if given.contains(["-h", "--help"]) {
            return Ok(Self { task: Task::Print(HELP), settings: None });
        }
        if given.contains("--version") {
            return Ok(Self { task: Task::Print(env!("CARGO_PKG_VERSION")), settings: None });
        }
        let settings = given
            .opt_value_from_os_str("--settings", |path| Ok::<_, pico_args::Error>(PathBuf::from(path)))?;
        let task = match given.subcommand()?.as_deref() {
            None | Some("run") => Task::Run,
            Some("check") => Task::Check,
            Some(other) => return Err(ArgumentError::Unknown(other.to_owned())),
        };
        if let Some(rest) = given.finish().first() {
            return Err(ArgumentError::Unknown(rest.to_string_lossy().into_owned()));
        }
        Ok(Self { task, settings })
    }

    /// The settings, from the file and the environment.
    pub(crate) fn settings(&self) -> Result<Settings, Vec<Mistake>> {
        let variable = || std::env::var_os(format!("{PREFIX}SETTINGS")).map(PathBuf::from);
        let text = match self.settings.clone().or_else(variable) {
            None => None,
            Some(path) => Some(fs::read_to_string(&path).map_err(|error| {
                let fault = format!("can't be read: {}", error.kind());
                vec![Mistake::new(path.display().to_string(), fault, "Check the path and who may read it.")]
            })?),
        };
        // What isn't Unicode is none of the companion's.
        let variables = std::env::vars_os();
        let variables =
            variables.filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Settings::read(text.as_deref(), variables)
    }
}
