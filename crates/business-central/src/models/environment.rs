use super::entity;

entity! {
    /// An environment of a tenant: production or a sandbox.
    Environment in "environments" {
        /// Its name, which is part of every address.
        name: String = "name",
        /// `Production` or `Sandbox`.
        kind: String = "type",
        /// The country of its localisation.
        country_code: String = "countryCode",
        /// The tenant it belongs to.
        aad_tenant_id: Option<String> = "aadTenantId",
        /// `BusinessCentral`, or the family of a partner's product.
        application_family: String = "applicationFamily",
        /// Where people open it in Microsoft's own client.
        web_client_login_url: String = "webClientLoginUrl",
    }
}
