//! The companion beside the sandbox, for trying the mode AzApp: a program of its own that is told everything by
//! environment variables, as on a server.

use std::io;
use std::path::Path;
use std::time::Duration;

use sandbox::{DEFAULT_APPLICATION_ID, DEFAULT_APPLICATION_SECRET, Running};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// Longer than it takes to start.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two looks whether it listens.
const GLANCE: Duration = Duration::from_millis(20);

/// Why there is no companion.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NoCompanion {
    #[error("the companion did not start: {0}")]
    Start(#[from] io::Error),
    #[error("the companion ended at once; what it wrote says why")]
    Ended,
    #[error("the companion does not listen on port {0}")]
    Silent(u16),
}

/// The companion, which ends with this value.
pub(crate) struct Companion {
    _child: Child,
    /// `http://localhost:PORT`
    pub(crate) origin: String,
}

impl Companion {
    /// Starts `program` on `port` for pages of `portal`, an origin, and waits until it listens. Whoever can reach it may
    /// ask, for that is this computer only.
    pub(crate) async fn start(
        program: &Path,
        port: u16,
        portal: &str,
        sandbox: &Running,
    ) -> Result<Self, NoCompanion> {
        let config = sandbox.config();
        let variables = [
            ("BIND", format!("127.0.0.1:{port}")),
            ("ORIGINS", portal.to_owned()),
            ("AUTHORITY", sandbox.authority()),
            ("SERVICE", sandbox.service()),
            ("TENANT", config.tenant.clone()),
            ("ENVIRONMENT", config.environment.clone()),
            ("WHO", "open".to_owned()),
            ("CLIENT_ID", DEFAULT_APPLICATION_ID.to_owned()),
            ("SECRET", DEFAULT_APPLICATION_SECRET.to_owned()),
        ];
        let variables = variables.map(|(name, value)| (format!("PORTICO_COMPANION_{name}"), value));
        let mut child = Command::new(program).envs(variables).kill_on_drop(true).spawn()?;
        let listens = async {
            while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
                if child.try_wait()?.is_some() {
                    return Err(NoCompanion::Ended);
                }
                tokio::time::sleep(GLANCE).await;
            }
            Ok(())
        };
        tokio::time::timeout(PATIENCE, listens).await.map_err(|_| NoCompanion::Silent(port))??;
        Ok(Self { _child: child, origin: format!("http://localhost:{port}") })
    }
}
