//! The companion as it is installed: how large its program is, how fast it starts, and how much memory it takes when 1,000
//! callers keep a connection open.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Result};
use crate::run::{run, say};
use crate::workspace::Workspace;

/// Cargo's profile for the program that is installed.
const PROFILE: &str = "companion";
const STARTS: usize = 20;
const CONNECTIONS: usize = 1_000;
/// How long a start may take before something is wrong.
const PATIENCE: Duration = Duration::from_secs(10);

/// Builds it, measures it and prints a table.
pub(crate) fn bench(workspace: &Workspace) -> Result<()> {
    say("Building the companion as it is installed: a few minutes the first time");
    run(workspace.cargo().args(["build", "--quiet", "--package", "companion", "--profile", PROFILE]))?;
    let program = workspace.target.join(PROFILE).join("companion");
    let size = fs::metadata(&program).map_err(Failure::at(&program))?.len();
    let mut starts = Vec::new();
    for _ in 0..STARTS {
        starts.push(Running::start(&program)?.took);
    }
    starts.sort();
    let companion = Running::start(&program)?;
    let idle = companion.resident()?;
    let mut callers = Vec::new();
    for _ in 0..CONNECTIONS {
        callers.push(companion.call()?);
    }
    let busy = companion.resident()?;
    println!("size of the program           {:>8.1} MB", megabytes(size));
    println!("start, median of {STARTS}           {:>8.1} ms", milliseconds(starts[STARTS / 2]));
    println!("start, slowest                {:>8.1} ms", milliseconds(starts[STARTS - 1]));
    println!("resident, nobody there        {:>8.1} MB", megabytes(idle));
    println!("resident, {CONNECTIONS} connections    {:>8.1} MB", megabytes(busy));
    drop(callers);
    Ok(())
}

/// A companion that listens.
struct Running {
    child: Child,
    address: SocketAddr,
    /// From its start until it took a connection.
    took: Duration,
}

impl Running {
    fn start(program: &Path) -> Result<Self> {
        let free = TcpListener::bind(("127.0.0.1", 0)).map_err(Failure::at(program))?;
        let address = free.local_addr().map_err(Failure::at(program))?;
        drop(free);
        // Nobody answers there: what is measured needs no token.
        let nowhere = "http://localhost:9";
        let variables = [
            ("BIND", address.to_string()),
            ("AUTHORITY", format!("{nowhere}/tenant/v2.0")),
            ("SERVICE", nowhere.to_owned()),
            ("TENANT", "tenant".to_owned()),
            ("ENVIRONMENT", "Production".to_owned()),
            ("WHO", "open".to_owned()),
            ("CLIENT_ID", "bench".to_owned()),
            ("SECRET", "bench".to_owned()),
        ];
        let variables = variables.map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), value));
        let began = Instant::now();
        let child = Command::new(program).envs(variables).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut running = Self { child: child.map_err(Failure::at(program))?, address, took: Duration::ZERO };
        while TcpStream::connect(address).is_err() {
            if began.elapsed() > PATIENCE {
                return Err(Failure::new("the companion does not listen"));
            }
            thread::sleep(Duration::from_micros(200));
        }
        running.took = began.elapsed();
        Ok(running)
    }

    /// A connection that has been answered once and stays open.
    fn call(&self) -> Result<TcpStream> {
        let failed = |error| Failure::new(format!("a call to the companion: {error}"));
        let mut stream = TcpStream::connect(self.address).map_err(failed)?;
        let request = format!("GET /health HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).map_err(failed)?;
        let mut first = [0; 12];
        stream.read_exact(&mut first).map_err(failed)?;
        if first.starts_with(b"HTTP/1.1 ") { Ok(stream) } else { Err(Failure::new("no HTTP")) }
    }

    /// The memory that is really its own now, in bytes (`VmRSS`, proc_pid_status(5)).
    fn resident(&self) -> Result<u64> {
        let path = PathBuf::from(format!("/proc/{}/status", self.child.id()));
        let status = fs::read_to_string(&path).map_err(Failure::at(&path))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(|| Failure::new("/proc tells no VmRSS"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
