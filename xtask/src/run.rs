//! Running other programs: told, checked, and never for longer than allowed.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};

/// Says what comes next, on standard error, so that standard output stays
/// what was asked for.
pub(crate) fn say(text: &str) {
    eprintln!("\x1b[1m{text}\x1b[0m");
}

/// Runs `command` to its end. Fails when it cannot start or exits with an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(ended(command, status)) }
}

/// Runs `command` and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let answer = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .map_err(|error| not_started(command, &error))?;
    if !answer.status.success() {
        return Err(ended(command, answer.status));
    }
    Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// How a watched program ended.
pub(crate) enum Ending {
    /// By itself.
    Exit(ExitStatus),
    /// Its time was up; it and its descendants were stopped.
    TimedOut,
}

/// Runs `command` for at most `limit`, passing its standard output on as it
/// comes and handing each line to `line`.
pub(crate) fn watch(command: &mut Command, limit: Duration, mut line: impl FnMut(&str)) -> Result<Ending> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let Some(stdout) = child.stdout.take() else {
        return Err(Failure::new("a piped child has no standard output"));
    };
    let (sender, receiver) = channel();
    let reader = thread::spawn(move || {
        for text in BufReader::new(stdout).split(b'\n').map_while(std::result::Result::ok) {
            if sender.send(String::from_utf8_lossy(&text).into_owned()).is_err() {
                break;
            }
        }
    });
    let deadline = Instant::now() + limit;
    let ending = loop {
        match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(text) => {
                // A closed standard output (a pager that was left) stops nothing.
                let _ = writeln!(std::io::stdout(), "{text}");
                line(&text);
            }
            Err(RecvTimeoutError::Disconnected) => {
                break Ending::Exit(child.wait().map_err(|error| not_started(command, &error))?);
            }
            Err(RecvTimeoutError::Timeout) => {
                stop(&mut child);
                break Ending::TimedOut;
            }
        }
    };
    drop(receiver);
    if matches!(ending, Ending::Exit(_)) {
        let _ = reader.join();
    }
    Ok(ending)
}

/// Stops `child` and, on Linux, everything that it started: a test runner
/// leaves a driver, and a driver a browser, if only the runner is stopped.
pub(crate) fn stop(child: &mut Child) {
    let family = descendants(child.id());
    let _ = child.kill();
    let _ = child.wait();
    if !family.is_empty() {
        let _ = Command::new("kill").arg("-KILL").args(family.iter().map(u32::to_string)).status();
    }
}

/// The processes below `ancestor`, from `/proc` (`ps` is not on every machine).
fn descendants(ancestor: u32) -> Vec<u32> {
    let processes: Vec<(u32, u32)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| fs::read_to_string(entry.path().join("stat")).ok())
        .filter_map(|stat| process_and_parent(&stat))
        .collect();
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(&parent) = family.get(next) {
        family.extend(processes.iter().filter(|(_, of)| *of == parent).map(|(id, _)| id));
        next += 1;
    }
    family.split_off(1)
}

/// The id and parent of a line of `/proc/<id>/stat`: `id (name) state parent …`,
/// where the name may itself hold spaces and parentheses (proc_pid_stat(5)).
fn process_and_parent(stat: &str) -> Option<(u32, u32)> {
    let (id, rest) = stat.split_once(" (")?;
    let (_, rest) = rest.rsplit_once(") ")?;
    Some((id.parse().ok()?, rest.split(' ').nth(1)?.parse().ok()?))
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} did not start: {error}", command.get_program().display()))
}

fn ended(command: &Command, status: ExitStatus) -> Failure {
    let arguments: Vec<_> = command.get_args().map(|argument| argument.to_string_lossy()).collect();
    Failure::new(format!("`{} {}` ended with {status}", command.get_program().display(), arguments.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::{Ending, process_and_parent, watch};
    use std::process::Command;
    use std::time::{Duration, Instant};

    #[test]
    fn a_process_may_have_a_hostile_name() {
        assert_eq!(process_and_parent("42 (a) R 7) S 7 42 42 0"), Some((42, 7)));
        assert_eq!(process_and_parent("42"), None);
    }

    #[test]
    #[cfg(unix)]
    fn a_watched_program_hands_over_its_lines() {
        let mut lines = Vec::new();
        let ending = watch(
            Command::new("sh").args(["-c", "echo one; echo two; exit 3"]),
            Duration::from_secs(60),
            |line| lines.push(line.to_owned()),
        );
        assert!(matches!(ending, Ok(Ending::Exit(status)) if status.code() == Some(3)));
        assert_eq!(lines, ["one", "two"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_that_hangs_is_stopped_with_its_children() {
        let mut child = 0;
        let ending = watch(
            Command::new("sh").args(["-c", "sleep 600 & echo $!; wait"]),
            Duration::from_millis(300),
            |line| child = line.parse().unwrap_or(0),
        );
        assert!(matches!(ending, Ok(Ending::TimedOut)));
        assert_ne!(child, 0);
        let deadline = Instant::now() + Duration::from_secs(30);
        let ended = || {
            let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
            stat.is_empty() || stat.contains(") Z ")
        };
        while !ended() {
            assert!(Instant::now() < deadline, "{child} is still there");
            std::thread::yield_now();
        }
    }
}
