//! `sandbox`: an Authority and a Business Central to try Portico with, and the portal itself beside them.

mod arguments;
mod companion;

use std::io::{self, Write as _};
use std::process::ExitCode;

use sandbox::host::{self, Host, HostConfig, PORTAL_POLICY, Settings};
use sandbox::{Client, Config, DEFAULT_CLIENT_ID, PEOPLE, Running, Sandbox, StartError};
use serde_json::{Value, json};

use arguments::Arguments;
use companion::{Companion, NoCompanion};

/// A demo need not remember as much as a test.
const REMEMBERED_REQUESTS: usize = 500;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match Arguments::from_command_line() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{}", arguments::USAGE);
            return ExitCode::SUCCESS;
        }
        Err(error) => return failed(&error),
    };
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("sandbox: {error}");
    ExitCode::FAILURE
}

/// Why the program ended early.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("{path} can't be read: {source}")]
    Settings { path: String, source: io::Error },
    #[error("{0} is no folder: build the portal first, with `cargo xtask dist`")]
    NoPortal(String),
    #[error(transparent)]
    Companion(#[from] NoCompanion),
    #[error(transparent)]
    Io(#[from] io::Error),
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let sandbox = match &arguments.settings {
        Some(_) => None,
        None => Some(start_sandbox(arguments).await?),
    };
    let companion = match (&arguments.companion, &sandbox) {
        (Some(program), Some(sandbox)) => {
            let portal = format!("http://localhost:{}", arguments.host_port);
            Some(Companion::start(program, arguments.companion_port, &portal, sandbox).await?)
        }
        _ => None,
    };
    let host = match &arguments.dist {
        Some(_) => Some(start_host(arguments, sandbox.as_ref(), companion.as_ref()).await?),
        None => None,
    };
    let mut out = io::stdout().lock();
    if let Some(sandbox) = &sandbox {
        writeln!(out, "Authority: {}\nBusiness Central: {}", sandbox.authority(), sandbox.service())?;
    }
    if let Some(companion) = &companion {
        writeln!(out, "Companion: {}", companion.origin)?;
    }
    match &host {
        Some(host) => writeln!(out, "Portico is ready: {}", host.address().trim_end_matches('/'))?,
        None => writeln!(out, "The sandbox is ready; Ctrl-C stops it")?,
    }
    out.flush()?;
    drop(out);
    stopped().await?;
    Ok(())
}

/// Waits until somebody wants the program to end, so that it can end what it has started.
#[cfg(unix)]
async fn stopped() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed,
        _ = terminated.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn stopped() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}

async fn start_sandbox(arguments: &Arguments) -> Result<Running, StartError> {
    let portal = format!("http://localhost:{}{}", arguments.host_port, arguments.base);
    let mut redirect_uris = arguments.redirect_uris.clone();
    if redirect_uris.is_empty() {
        // Where codes go, and where the browser goes after signing out.
        redirect_uris = vec![format!("{portal}auth/"), portal];
    }
    Sandbox::start(Config {
        rows: arguments.rows,
        authority_port: arguments.authority_port,
        service_port: arguments.service_port,
        clients: vec![Client::demo(redirect_uris)],
        remembered_requests: REMEMBERED_REQUESTS,
        ..Config::default()
    })
    .await
}

async fn start_host(
    arguments: &Arguments,
    sandbox: Option<&Running>,
    companion: Option<&Companion>,
) -> Result<Host, Failure> {
    let dist = arguments.dist.clone().unwrap_or_default();
    if !dist.is_dir() {
        return Err(Failure::NoPortal(dist.display().to_string()));
    }
    let (settings, connect) = match (&arguments.settings, sandbox) {
        (None, Some(sandbox)) => {
            let companion = companion.map(|companion| companion.origin.as_str());
            let origins =
                [&sandbox.authority_origin(), &sandbox.service(), companion.unwrap_or_default()].join(" ");
            (Settings::Json(settings_for(sandbox, companion)), origins.trim().to_owned())
        }
        (path, _) => {
            let path = path.clone().unwrap_or_default();
            let text = std::fs::read_to_string(&path)
                .map_err(|source| Failure::Settings { path: path.display().to_string(), source })?;
            // Which origins an Authority's endpoints have is known only when it has been asked.
            (Settings::Text(text), "https: http://localhost:* http://127.0.0.1:*".to_owned())
        }
    };
    let config = HostConfig {
        dist,
        base: arguments.base.clone(),
        port: arguments.host_port,
        content_security_policy: Some(PORTAL_POLICY.replace("{connect}", &connect)),
        settings,
        clock: sandbox.map(Running::clock).unwrap_or_default(),
        remembered_requests: REMEMBERED_REQUESTS,
        ..HostConfig::default()
    };
    Ok(host::serve(config).await?)
}

/// The portal's settings for a sandbox: with a companion, a connection in each of the three modes.
fn settings_for(sandbox: &Running, companion: Option<&str>) -> Value {
    let config = sandbox.config();
    let person = json!({
        "name": "CRONUS sandbox",
        "mode": "AzUser",
        "authority": sandbox.authority(),
        "clientId": DEFAULT_CLIENT_ID,
        "scope": format!("{}/.default", sandbox.service()),
        "service": sandbox.service(),
        "tenant": config.tenant,
        "environment": config.environment,
    });
    let mut connections = vec![person.clone()];
    if let Some(companion) = companion {
        let mut floor = person;
        floor["name"] = json!("Shop floor (Ben's account)");
        floor["mode"] = json!("AzDelegate");
        floor["delegate"] = json!(PEOPLE[1].user_name);
        connections.push(floor);
        connections.push(json!({
            "name": "Guests (nobody signs in)",
            "mode": "AzApp",
            "companion": companion,
            "tenant": config.tenant,
            "environment": config.environment,
        }));
    }
    json!({ "title": "CRONUS portal", "connections": connections })
}
