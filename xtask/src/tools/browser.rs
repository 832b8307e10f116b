//! The browsers and the programs that drive them.

use std::env;
use std::path::PathBuf;

use super::Tool;
use super::debian::{install, on_path};
use crate::failure::{Failure, Result};
use crate::run::say;

/// A browser that the tests know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Browser {
    /// Or Chrome, or another build of it.
    Chromium,
    /// Or its extended support release.
    Firefox,
}

/// A program, as a test runner wants it told: the environment variable and the executable that it names.
pub(crate) type Program = (&'static str, PathBuf);

impl Browser {
    /// Every browser, in the order of the tests.
    pub(crate) const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// As `--browser` and `PORTICO_BROWSER` say it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Reads a browser's name.
    pub(crate) fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|browser| browser.name() == name).ok_or_else(|| {
            Failure::new(format!("{name} is not a browser the tests know: chromium or firefox"))
        })
    }

    /// Finds the browser, or installs it.
    pub(crate) fn program(self) -> Result<Program> {
        let (variable, package) = match self {
            Self::Chromium => ("CHROMIUM", "chromium"),
            Self::Firefox => ("FIREFOX", "firefox-esr"),
        };
        if self == Self::Chromium && first_of(&SHELLS).is_none() && install(&[SHELLS[0]]).is_err() {
            say("  going on with a Chromium that has windows");
        }
        if self.program_here().is_none() {
            install(&[package])?;
        }
        Ok((variable, self.program_here().ok_or_else(|| self.missing())?))
    }

    /// Finds the browser's WebDriver server, by which wasm-bindgen's runner chooses the browser, or installs it.
    pub(crate) fn driver(self) -> Result<Program> {
        if self == Self::Chromium && self.driver_here().is_none() {
            install(&["chromium-driver"])?;
        }
        let driver = match (self.driver_here(), self) {
            (Some(driver), _) => driver,
            (None, Self::Firefox) => Tool::geckodriver().ready()?.join("geckodriver"),
            (None, Self::Chromium) => return Err(self.missing()),
        };
        Ok((self.variable(), driver))
    }

    fn missing(self) -> Failure {
        Failure::new(format!("Install {}, on PATH, with its driver", self.name()))
    }

    fn program_here(self) -> Option<PathBuf> {
        match self {
            Self::Chromium => first_of(&SHELLS).or_else(|| first_of(&CHROMIUMS)),
            Self::Firefox => first_of(&["firefox", "firefox-esr"]),
        }
    }

    fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMEDRIVER",
            Self::Firefox => "GECKODRIVER",
        }
    }

    /// The driver that the environment names, or the one on `PATH`.
    fn driver_here(self) -> Option<PathBuf> {
        let named = env::var_os(self.variable()).map(PathBuf::from).filter(|program| program.is_file());
        named.or_else(|| {
            on_path(match self {
                Self::Chromium => "chromedriver",
                Self::Firefox => "geckodriver",
            })
        })
    }
}

/// Chromium without windows: the same engine, which takes a third of the time where nobody looks.
const SHELLS: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];
const CHROMIUMS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The first of these programs that is on `PATH`.
fn first_of(programs: &[&str]) -> Option<PathBuf> {
    programs.iter().find_map(|program| on_path(program))
}
