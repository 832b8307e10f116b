//! The browsers and the programs that drive them.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use super::Tool;
use crate::failure::{Failure, Result};
use crate::run::{output, run, say};

/// A browser that the tests know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Browser {
    /// Or Chrome, or another build of it.
    Chromium,
    /// Or its extended support release.
    Firefox,
}

/// A WebDriver server, as the test runners want it told.
pub(crate) struct Driver {
    /// The environment variable that names it.
    pub(crate) variable: &'static str,
    /// The executable.
    pub(crate) program: PathBuf,
}

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

    /// Finds the browser and its driver, or installs them.
    pub(crate) fn driver(self) -> Result<Driver> {
        let (programs, packages): (&[&str], &[&str]) = match self {
            Self::Chromium => (
                &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
                &["chromium", "chromium-driver"],
            ),
            Self::Firefox => (&["firefox", "firefox-esr"], &["firefox-esr"]),
        };
        let present = || {
            programs.iter().find_map(|program| on_path(program)).is_some()
                && (self == Self::Firefox || self.driver_here().is_some())
        };
        if !present() {
            install(packages)?;
        }
        let variable = self.variable();
        match self.driver_here() {
            Some(program) => Ok(Driver { variable, program }),
            None if self == Self::Firefox => {
                Ok(Driver { variable, program: Tool::geckodriver().ready()?.join("geckodriver") })
            }
            None => Err(Failure::new("Install chromedriver, on PATH, at the version of your Chromium")),
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

fn on_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// Debian's packages, where this user may install them.
fn install(packages: &[&str]) -> Result<()> {
    let by_hand = || Failure::new(format!("Install with: sudo apt-get install {}", packages.join(" ")));
    let is_root = output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if !is_root || on_path("apt-get").is_none() {
        return Err(by_hand());
    }
    say(&format!("Installing {}: about a minute, once", packages.join(" and ")));
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-qq");
        command
    };
    run(apt().arg("update")).map_err(|_| by_hand())?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages)).map_err(|_| by_hand())
}
