//! What a user may do: permission sets, given by their names.

use axum::http::StatusCode;

use super::super::data::{Company, Row};
use super::super::failure::Failure;
use super::super::schema;
use super::super::value::{Guid, Value};
use super::{invalid, relations};

/// Makes a user's permission repeat what the permission set is called that it `named`. Whose it is, is told by the path
/// (<https://learn.microsoft.com/en-us/dynamics365/business-central/dev-itpro/administration/api/dynamics_userpermission_create>).
pub(super) fn fill(company: &Company, row: &mut Row, named: &[&'static str]) -> Result<(), Failure> {
    if !row.kind.is(&schema::USER_PERMISSION) {
        return Ok(());
    }
    if row.guid("userSecurityId") == Guid::ZERO {
        return Err(no_user());
    }
    let role = row.get("roleId");
    if role.is_blank() {
        return Err(invalid("The property roleId must be filled in."));
    }
    let sets = company.table(&schema::PERMISSION_SET).zip(schema::PERMISSION_SET.column("id"));
    let found = sets.and_then(|(sets, column)| sets.copy(*sets.rows_where(column, &role).first()?));
    let Some(found) = found else {
        let told = if let Value::Text(text) = &role { text.to_string() } else { String::new() };
        return Err(relations::not_in(&schema::PERMISSION_SET, "roleId", &told));
    };
    if named.contains(&"roleId") {
        for name in ["displayName", "scope", "appId", "extensionName"] {
            row.put(name, found.get(name));
        }
    }
    Ok(())
}

/// Permissions are only given and told by user.
pub(in super::super) fn no_user() -> Failure {
    let message = "You must choose a user: users({userSecurityId})/userPermissions.";
    Failure::new(StatusCode::BAD_REQUEST, "Application_DialogException", message)
}
