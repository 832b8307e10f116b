//! `cargo xtask fuzz`: the properties of `crates/hostile` against inputs that libFuzzer thinks up.

mod stats;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::run::{run, say};
use crate::tools;
use crate::workspace::Workspace;
use stats::Stats;

/// How many targets run at once: one for each core of a small machine.
const AT_ONCE: usize = 2;

/// No property takes longer for one input, in seconds by the clock, also where other programs have the processor.
const TIME_LIMIT: u32 = 60;

/// Longer inputs find nothing that shorter ones don't, and cost speed.
const LONGEST_INPUT: u32 = 4096;

/// What `cargo xtask fuzz` was asked for.
pub(crate) struct Options {
    target: Option<String>,
    seconds: u32,
}

impl Options {
    /// Reads the target's name and `--seconds`; without a name every target runs.
    pub(crate) fn read(arguments: &mut pico_args::Arguments) -> Result<Self> {
        let seconds = arguments.opt_value_from_str("--seconds")?.unwrap_or(900);
        Ok(Self { target: arguments.subcommand()?, seconds })
    }
}

/// Fuzzes, and prints a table of what came of it.
pub(crate) fn fuzz(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let fuzzing = Fuzzing::build(workspace, options.seconds)?;
    let mut targets = targets(workspace)?;
    if let Some(name) = &options.target {
        targets.retain(|target| target == name);
        if targets.is_empty() {
            return Err(Failure::new(format!("{name} is no target: see fuzz/fuzz_targets")));
        }
    }
    let queue = Mutex::new(targets.into_iter());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let mut rows = Vec::new();
    thread::scope(|scope| {
        let work = || std::iter::from_fn(next).map(|target| fuzzing.run(&target)).collect::<Vec<_>>();
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        rows.extend(workers.into_iter().filter_map(|worker| worker.join().ok()).flatten());
    });
    let mut rows = rows.into_iter().collect::<Result<Vec<_>>>()?;
    rows.sort_by(|one, other| one.target.cmp(&other.target));
    println!("{}", Stats::HEAD);
    for row in &rows {
        println!("{row}");
    }
    Ok(if rows.iter().any(|row| row.finding.is_some()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The names of the targets, in their order.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let folder = workspace.root.join("fuzz").join("fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(Failure::at(&folder))?;
    let name = |path: PathBuf| Some(path.file_stem()?.to_str()?.to_owned());
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| name(entry.path())).collect();
    names.sort();
    Ok(names)
}

/// The targets' programs, and where what they find goes.
struct Fuzzing {
    programs: PathBuf,
    committed: PathBuf,
    scratch: PathBuf,
    seconds: u32,
}

impl Fuzzing {
    /// Compiles the targets with the compiler that everything is compiled with. The code under test is safe Rust, so
    /// that there is nothing for an address sanitizer to find, which would need another compiler and halve the speed.
    fn build(workspace: &Workspace, seconds: u32) -> Result<Self> {
        let cargo_fuzz = tools::cargo_fuzz()?;
        let scratch = workspace.scratch("fuzz");
        say("Building the fuzz targets: some minutes the first time");
        let mut build = Command::new(cargo_fuzz);
        build.current_dir(&workspace.root).args(["fuzz", "build", "--sanitizer", "none", "--target-dir"]);
        run(build.arg(scratch.join("target")))?;
        let programs = scratch.join("target").join(tools::host(workspace)?).join("release");
        Ok(Self { programs, committed: workspace.root.join("fuzz"), scratch, seconds })
    }

    /// Runs one target. The inputs that it keeps go to a folder of its own beside the committed ones, which it reads.
    fn run(&self, target: &str) -> Result<Stats> {
        let folder = |name: &str| -> Result<PathBuf> {
            let folder = self.scratch.join(name).join(target);
            fs::create_dir_all(&folder).map_err(Failure::at(&folder))?;
            Ok(folder)
        };
        let (found, artifacts) = (folder("corpus")?, folder("artifacts")?);
        let log = self.scratch.join(format!("{target}.log"));
        say(&format!("{target}: {} s, told in {}", self.seconds, log.display()));
        let begun = Instant::now();
        let mut program = Command::new(self.programs.join(target));
        program
            .args([&found, &self.committed.join("corpus").join(target)])
            .arg(format!("-max_total_time={}", self.seconds))
            .arg(format!(
                "-dict={}",
                self.committed.join("dictionaries").join(format!("{target}.dict")).display()
            ))
            .arg(format!("-artifact_prefix={}/", artifacts.display()))
            .arg(format!("-timeout={TIME_LIMIT}"))
            .arg(format!("-max_len={LONGEST_INPUT}"))
            .arg("-print_final_stats=1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log).map_err(Failure::at(&log))?);
        let status = program.status().map_err(Failure::at(&self.programs.join(target)))?;
        let told = read(&log)?;
        let stats = Stats::read(target, &told, begun.elapsed(), status.success());
        say(&format!("{target}: {}", stats.finding.as_deref().unwrap_or("no finding")));
        Ok(stats)
    }
}

/// What a program told; it may quote bytes that are no text.
fn read(log: &Path) -> Result<String> {
    let bytes = fs::read(log).map_err(Failure::at(log))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
