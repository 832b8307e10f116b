//! The static host.
