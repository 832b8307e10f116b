//! The companion as a program.

mod arguments;

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use arguments::{Arguments, Task};
use companion::app::App;
use companion::check;
use companion::clock::Clock;
use companion::log::Log;
use companion::serve::{listen, serve, serve_metrics};
use companion::settings::{Grant, Mistake, Settings, Who};

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => return told(&error, 2),
    };
    if let Task::Print(text) = arguments.task {
        let _ = writeln!(io::stdout(), "{text}");
        return ExitCode::SUCCESS;
    }
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    // More threads than that wait for the network no faster.
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get().min(4));
    let runtime = match runtime.worker_threads(threads).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return told(&error, 1),
    };
    let settings = arguments.settings();
    if arguments.task == Task::Check {
        let passed = runtime.block_on(check::check(settings, &mut io::stdout().lock()));
        return ExitCode::from(u8::from(!passed));
    }
    match settings {
        Ok(settings) => match runtime.block_on(run(settings)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => told(&error, 1),
        },
        Err(mistakes) => told_mistakes(&mistakes),
    }
}

async fn run(settings: Settings) -> io::Result<()> {
    let clock = Clock::default();
    let log = Log::new(io::stdout(), clock.clone());
    warn(&settings, &log);
    let listener = listen(settings.bind).map_err(|error| place(settings.bind, &error))?;
    let metrics = match settings.metrics_bind {
        Some(address) => Some(listen(address).map_err(|error| place(address, &error))?),
        None => None,
    };
    let app = App::new(settings, io::stdout(), clock).map_err(io::Error::other)?;
    if let Some(listener) = metrics {
        tokio::spawn(serve_metrics(Arc::clone(&app), listener));
    }
    let mut stop = Stop::new()?;
    let serving = serve(Arc::clone(&app), listener)?;
    log.note("info", "started", &format!("listening on {}", serving.address()));
    app.warm_up();
    stop.wait().await;
    log.note("info", "stopping", "finishing what runs");
    serving.stop().await;
    log.note("info", "stopped", "");
    Ok(())
}

/// What whoever starts it should know.
fn warn(settings: &Settings, log: &Log) {
    if settings.grant == Grant::Token {
        log.note(
            "warning",
            "grant_token",
            "grant = \"token\": every caller gets the application's own token, and can do with it, from anywhere and until it \
             ends, all that the application may do in Business Central; [allow] and [limits] don't bind whoever has it",
        );
    }
    if matches!(settings.who, Who::Open) && !settings.bind.ip().to_canonical().is_loopback() {
        log.note(
            "warning",
            "open_to_the_world",
            "who = \"open\": everyone who reaches this address is let in",
        );
    }
    for principal in &settings.principals {
        for path in principal.credential.exposed_files() {
            let text = format!("{} can be read by everyone on this computer: chmod o= it", path.display());
            log.note("warning", "credential_exposed", &text);
        }
    }
}

/// The signals by which systems end a program.
struct Stop {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
}

impl Stop {
    fn new() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminate: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    async fn wait(&mut self) {
        #[cfg(unix)]
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}

fn place(address: std::net::SocketAddr, error: &io::Error) -> io::Error {
    io::Error::other(format!("can't listen on {address}: {error}"))
}

fn told(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    let _ = writeln!(io::stderr(), "companion: {error}");
    ExitCode::from(code)
}

fn told_mistakes(mistakes: &[Mistake]) -> ExitCode {
    let mut out = io::stderr().lock();
    for mistake in mistakes {
        let _ = writeln!(out, "companion: {mistake}");
    }
    ExitCode::from(2)
}
