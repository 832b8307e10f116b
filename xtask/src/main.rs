//! Portico's own commands: `cargo xtask <command>`.

mod bench;
mod build;
mod check;
mod compress;
mod dist;
mod failure;
mod fingerprint;
mod flows;
mod fuzz;
mod run;
mod size;
mod start;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use failure::{Failure, Result};
use workspace::Workspace;

const HELP: &str = "\
cargo xtask <command>

  start        build the portal and serve it with the sandbox, ready to use
                 --settings FILE  your own portal.json against real services
                 --rows N         general ledger entries in the sandbox
                 --port N         of the portal; the sandbox takes the next ones (8080)
  test         run every test; ends with `N passed, M failed`
                 --only host|web|flows|start
                 --browser chromium|firefox
  check        formatting, lints, licences, advisories
  dist         write the files for a static host
                 --base /portal/  the path they are served below (/)
                 --settings FILE  the portal.json whose origins the headers allow
                 --connect ORIGIN one more origin to allow; can be repeated
                 --out DIR        (dist)
  size         the size of the first load, held to its limit, and what is in it
  bench list   memory and DOM of a list of a million entries, and the longest task
               with 20,000 rows on a slow processor
  bench companion
               the companion's size, how fast it starts, and what memory 1,000
               connections take
  bench soak   the companion for ten minutes under load, with faults
                 --minutes N
  fuzz         hostile inputs for every target, two at a time (docs/fuzzing.md)
                 TARGET           this one only
                 --seconds N      for each (900)
  screenshots  take the pictures in docs/screenshots again
";

fn main() -> ExitCode {
    match command() {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Result<ExitCode> {
    let mut arguments = pico_args::Arguments::from_env();
    if arguments.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let name = arguments.subcommand()?.unwrap_or_default();
    let workspace = Workspace::find()?;
    match name.as_str() {
        "start" => {
            let options = start::Options::read(&mut arguments)?;
            finish(arguments)?;
            start::start(&workspace, &options)?;
        }
        "test" => {
            let options = test::Options::read(&mut arguments)?;
            finish(arguments)?;
            return test::test(&workspace, &options);
        }
        "check" => {
            finish(arguments)?;
            check::check(&workspace)?;
        }
        "dist" => {
            let options = dist::Options::read(&mut arguments)?;
            finish(arguments)?;
            dist::dist(&workspace, &options)?;
        }
        "size" => {
            finish(arguments)?;
            size::size(&workspace)?;
        }
        "bench" => {
            let what = bench::What::read(&mut arguments)?;
            finish(arguments)?;
            bench::bench(&workspace, what)?;
        }
        "fuzz" => {
            let options = fuzz::Options::read(&mut arguments)?;
            finish(arguments)?;
            return fuzz::fuzz(&workspace, &options);
        }
        "screenshots" => {
            finish(arguments)?;
            flows::screenshots(&workspace)?;
        }
        _ => {
            eprint!("{HELP}");
            return Ok(ExitCode::from(2));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses what no command asked for: a misspelt option must not be ignored.
fn finish(arguments: pico_args::Arguments) -> Result<()> {
    match arguments.finish().first() {
        None => Ok(()),
        Some(unknown) => {
            Err(Failure::new(format!("{} is not known; see cargo xtask --help", unknown.display())))
        }
    }
}
