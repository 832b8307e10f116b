//! The command line.

use std::path::PathBuf;

use pico_args::Error;

/// What `--help` prints.
pub(crate) const USAGE: &str = "\
An Authority and a Business Central to try Portico with

sandbox [OPTIONS]
  --authority-port N    the Authority's port (8081)
  --service-port N      Business Central's port (8082)
  --companion PROGRAM   also start this companion, for the mode AzApp
  --companion-port N    its port (8083)
  --rows N              general ledger entries, 1,000,000 at most (5,000)
  --redirect-uri URI    where codes may be sent; may come several times (the portal's own)
  --dist DIR            also serve the portal from this folder
  --host-port N         the portal's port (8080)
  --base PATH           the portal's base path (/)
  --settings FILE       serve only the portal, with this portal.json";

/// The command line, understood.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    pub(crate) authority_port: u16,
    pub(crate) service_port: u16,
    pub(crate) companion: Option<PathBuf>,
    pub(crate) companion_port: u16,
    pub(crate) rows: usize,
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) dist: Option<PathBuf>,
    pub(crate) host_port: u16,
    pub(crate) base: String,
    pub(crate) settings: Option<PathBuf>,
}

/// What is wrong with the command line.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Mistake {
    #[error("{0}; see --help")]
    Option(#[from] Error),
    #[error("what is {0}? See --help")]
    Unknown(String),
    #[error("--base must begin and end with a slash, as in /portal/")]
    Base,
    #[error("--rows must be 1,000,000 at most")]
    Rows,
    #[error("--settings needs --dist: with settings of your own, only the portal is served")]
    NothingToServe,
}

impl Arguments {
    /// None when help was asked for.
    pub(crate) fn from_command_line() -> Result<Option<Self>, Mistake> {
        Self::read(pico_args::Arguments::from_env())
    }

    fn read(mut given: pico_args::Arguments) -> Result<Option<Self>, Mistake> {
        if given.contains(["-h", "--help"]) {
            return Ok(None);
        }
        let arguments = Self {
            authority_port: given.opt_value_from_str("--authority-port")?.unwrap_or(8081),
            service_port: given.opt_value_from_str("--service-port")?.unwrap_or(8082),
            companion: given.opt_value_from_str("--companion")?,
            companion_port: given.opt_value_from_str("--companion-port")?.unwrap_or(8083),
            rows: given.opt_value_from_str("--rows")?.unwrap_or(5_000),
            redirect_uris: given.values_from_str("--redirect-uri")?,
            dist: given.opt_value_from_str("--dist")?,
            host_port: given.opt_value_from_str("--host-port")?.unwrap_or(8080),
            base: given.opt_value_from_str("--base")?.unwrap_or_else(|| "/".to_owned()),
            settings: given.opt_value_from_str("--settings")?,
        };
        if let Some(unknown) = given.finish().first() {
            return Err(Mistake::Unknown(unknown.to_string_lossy().into_owned()));
        }
        if !arguments.base.starts_with('/') || !arguments.base.ends_with('/') {
            return Err(Mistake::Base);
        }
        if arguments.rows > 1_000_000 {
            return Err(Mistake::Rows);
        }
        if arguments.settings.is_some() && arguments.dist.is_none() {
            return Err(Mistake::NothingToServe);
        }
        Ok(Some(arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Option<Arguments>, Mistake> {
        let words = line.split(' ').filter(|word| !word.is_empty()).map(Into::into).collect();
        Arguments::read(pico_args::Arguments::from_vec(words))
    }

    #[test]
    fn options_are_understood() {
        let line =
            "--dist d --base /p/ --rows 7 --redirect-uri http://a/ --redirect-uri http://b/ --host-port 1";
        let arguments = read(line).unwrap().unwrap();
        assert_eq!(arguments.redirect_uris, ["http://a/", "http://b/"]);
        assert_eq!((arguments.rows, arguments.host_port, arguments.base.as_str()), (7, 1, "/p/"));
        assert_eq!((arguments.authority_port, arguments.service_port), (8081, 8082));
        assert_eq!((arguments.companion, arguments.companion_port), (None, 8083));
        assert!(read("--help").unwrap().is_none());
    }

    #[test]
    fn mistakes_are_told() {
        for line in ["--prot 1", "--rows many", "--rows 1000001", "--base portal", "--settings f", "stray"] {
            let told = read(line).unwrap_err().to_string();
            assert_eq!(told.lines().count(), 1, "{line}: {told}");
        }
    }
}
