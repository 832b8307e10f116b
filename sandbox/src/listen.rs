//! Listening on localhost.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};

use tokio::net::TcpListener;

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Somebody else listens there already.
    #[error("port {port} is in use: stop the program that listens there, or choose another port")]
    PortInUse {
        /// The port asked for.
        port: u16,
    },
    /// The system would not let us listen.
    #[error("can't listen on localhost, port {port}: {source}")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
}

/// A port of localhost: both addresses that browsers may take the name for, or the one there is.
#[derive(Debug)]
pub struct Localhost {
    pub(crate) listeners: Vec<TcpListener>,
    pub(crate) origin: String,
}

impl Localhost {
    /// `http://localhost:PORT`
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Listens on `port`, or on one of the system's choice for 0.
    ///
    /// # Errors
    /// [`StartError`] when the port is in use or localhost can't be listened on.
    pub async fn bind(port: u16) -> Result<Self, StartError> {
        const ATTEMPTS: usize = 20;
        let mut failure = None;
        for _ in 0..ATTEMPTS {
            let v4 = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|e| refused(port, e))?;
            let chosen = v4.local_addr().map_err(|source| StartError::Listen { port, source })?.port();
            let origin = format!("http://localhost:{chosen}");
            match TcpListener::bind((Ipv6Addr::LOCALHOST, chosen)).await {
                Ok(v6) => return Ok(Self { listeners: vec![v4, v6], origin }),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                    // A port asked for is taken; one of the system's choice was unlucky: try the next.
                    failure = Some(refused(chosen, error));
                    if port != 0 {
                        break;
                    }
                }
                // No IPv6 here: nobody will take localhost for ::1 either.
                Err(_) => return Ok(Self { listeners: vec![v4], origin }),
            }
        }
        Err(failure.unwrap_or(StartError::PortInUse { port }))
    }
}

fn refused(port: u16, source: io::Error) -> StartError {
    if source.kind() == io::ErrorKind::AddrInUse {
        StartError::PortInUse { port }
    } else {
        StartError::Listen { port, source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_in_use_is_told_in_one_line() {
        let first = Localhost::bind(0).await.unwrap();
        let port = first.listeners[0].local_addr().unwrap().port();
        let error = Localhost::bind(port).await.unwrap_err();
        assert!(matches!(error, StartError::PortInUse { port: told } if told == port));
        assert_eq!(error.to_string().lines().count(), 1);
    }
}
