//! The portal as the Authority knows it.

use authority::{Client, Decision, Delegate, Error, Issuer};
use settings::{Mode, Registration};

/// Where the Authority sends the user back to: as the settings say, or the portal's base path and `auth/`.
#[must_use]
pub fn redirect_uri(registration: &Registration, origin: &str, base: &str) -> String {
    registration.redirect_uri.clone().unwrap_or_else(|| format!("{origin}{base}auth/"))
}

/// The client that signs people in to a connection of `mode`, at a portal of this origin and base path.
///
/// # Errors
/// [`Decision::FixSetup`] when the settings cannot be used for signing in.
pub fn client(mode: &Mode, origin: &str, base: &str) -> Result<Client, Error> {
    let registration = mode
        .registration()
        .ok_or_else(|| Error::new(Decision::FixSetup, "Nobody signs in to this connection here."))?;
    let issuer = Issuer::new(registration.authority.as_str()).map_err(|error| {
        Error::new(Decision::FixSetup, format!("The authority in the settings: {error}."))
    })?;
    let redirect_uri = redirect_uri(registration, origin, base);
    let client = Client::new(issuer, registration.client_id.as_str(), redirect_uri, &registration.scope)?;
    Ok(client.for_delegate(mode.delegate().map(Delegate::new)))
}
