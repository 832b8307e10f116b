//! `sandbox`: an Authority and a Business Central to try Portico with, and the portal itself beside them.

mod arguments;

use std::io::{self, Write as _};
use std::process::ExitCode;

use sandbox::host::{self, Host, HostConfig, PORTAL_POLICY, Settings};
use sandbox::{Client, Config, DEFAULT_CLIENT_ID, Running, Sandbox, StartError};
use serde_json::{Value, json};

use arguments::Arguments;

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
    Io(#[from] io::Error),
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let sandbox = match &arguments.settings {
        Some(_) => None,
        None => Some(start_sandbox(arguments).await?),
    };
    let host = match &arguments.dist {
        Some(_) => Some(start_host(arguments, sandbox.as_ref()).await?),
        None => None,
    };
    let mut out = io::stdout().lock();
    if let Some(sandbox) = &sandbox {
        writeln!(out, "Authority: {}\nBusiness Central: {}", sandbox.authority(), sandbox.service())?;
    }
    match &host {
        Some(host) => writeln!(out, "Portico is ready: {}", host.address().trim_end_matches('/'))?,
        None => writeln!(out, "The sandbox is ready; Ctrl-C stops it")?,
    }
    out.flush()?;
    drop(out);
    tokio::signal::ctrl_c().await?;
    Ok(())
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

async fn start_host(arguments: &Arguments, sandbox: Option<&Running>) -> Result<Host, Failure> {
    let dist = arguments.dist.clone().unwrap_or_default();
    if !dist.is_dir() {
        return Err(Failure::NoPortal(dist.display().to_string()));
    }
    let (settings, connect) = match (&arguments.settings, sandbox) {
        (None, Some(sandbox)) => {
            let origins = format!("{} {}", sandbox.authority_origin(), sandbox.service());
            (Settings::Json(settings_for(sandbox)), origins)
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

/// The portal's settings for a sandbox.
fn settings_for(sandbox: &Running) -> Value {
    let config = sandbox.config();
    json!({
        "title": "CRONUS portal",
        "connections": [{
            "name": "CRONUS sandbox",
            "mode": "AzUser",
            "authority": sandbox.authority(),
            "clientId": DEFAULT_CLIENT_ID,
            "scope": format!("{}/.default", sandbox.service()),
            "service": sandbox.service(),
            "tenant": config.tenant,
            "environment": config.environment,
        }],
    })
}
