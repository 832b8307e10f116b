//! A `cargo xtask start` that runs while something is tested at the address it prints.

use std::env;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, Result};
use crate::run::stop;

/// How long it may take: it builds what has changed.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// The line that says where to go.
const READY: &str = "Portico is ready: ";

/// The running command. It is stopped when this is dropped.
pub(super) struct Started {
    child: Child,
    address: Receiver<String>,
}

impl Started {
    /// Starts it at a port that is free, and so are the next three.
    pub(super) fn new() -> Result<Self> {
        let not_started = |error| Failure::new(format!("cargo xtask start did not start: {error}"));
        let port = free_ports().ok_or_else(|| Failure::new("no four free ports in a row"))?;
        let mut child = Command::new(env::current_exe().map_err(not_started)?)
            .args(["start", "--port", &port.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(not_started)?;
        let output =
            child.stdout.take().ok_or_else(|| Failure::new("a piped child has no standard output"))?;
        let (sender, address) = channel();
        thread::spawn(move || {
            // To its end, so that the command never waits for a reader.
            for line in BufReader::new(output).lines().map_while(std::result::Result::ok) {
                if let Some((_, address)) = line.split_once(READY) {
                    let _ = sender.send(address.trim().to_owned());
                }
            }
        });
        Ok(Self { child, address })
    }

    /// Waits for the line that says where to go.
    pub(super) fn address(&self) -> Result<String> {
        let untold =
            |_| Failure::new("cargo xtask start ended, or took too long, without saying where to go");
        self.address.recv_timeout(LIMIT).map_err(untold)
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

/// The first of four ports in a row that nobody listens on.
fn free_ports() -> Option<u16> {
    let listen = |port| TcpListener::bind(("localhost", port)).ok();
    (0..100).find_map(|_| {
        let first = listen(0)?;
        let port = first.local_addr().ok()?.port();
        let others = [1, 2, 3].map(|offset| port.checked_add(offset).and_then(listen));
        others.iter().all(Option::is_some).then_some(port)
    })
}
