//! Which APIs extensions have added: asked once, when somebody looks for something the first time.

use crate::workspace::Workspace;
use business_central::RouteOrigin;
use leptos::task::spawn_local;

/// Asks for the routes, and for what each of them has. Their lists are found from then on; whoever may not know of them
/// is told nothing.
pub(super) fn discover(workspace: &Workspace) {
    let Some(mut discovery) = workspace.discovery() else { return };
    let workspace = workspace.clone();
    spawn_local(async move {
        while let Some(request) = discovery.next_request() {
            match workspace.ask_aside(request).await {
                Ok(result) => discovery.take(result),
                // The access stands in the way of all.
                Err(_) => return,
            }
        }
        for route in discovery.routes().iter().filter(|route| route.origin() == RouteOrigin::Custom) {
            let _ = workspace.schema(route);
        }
    });
}
