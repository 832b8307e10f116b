//! Business Central (placeholder until its owner commits).

use crate::shared::Shared;

/// Business Central's routes.
pub(crate) fn router(shared: Shared) -> axum::Router {
    axum::Router::new().with_state(shared)
}
