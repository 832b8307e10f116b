//! AzDelegate: one named account that stands in for everyone at a browser.

use crate::{Decision, Error, members};
use json::Object;

/// The account that alone may sign in. It guards against mistakes, not against attackers: who can change the
/// settings can change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate(String);

impl Delegate {
    /// The account with this object id (which never changes) or this sign-in name (which may).
    #[must_use]
    pub fn new(account: impl Into<String>) -> Self {
        Self(account.into())
    }

    /// The account, as the settings write it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the Authority is told beforehand: the sign-in name. An object id is no hint that an Authority
    /// understands.
    #[must_use]
    pub fn login_hint(&self) -> Option<&str> {
        Some(self.as_str()).filter(|_| !self.is_object_id())
    }

    /// Whether `claims`, verified, are this account's: an object id is compared with `oid`, a sign-in name with
    /// `preferred_username` and `upn`, neither by case (Entra allows ASCII only in a sign-in name).
    ///
    /// # Errors
    /// [`Decision::ChooseAccount`] when they are another's.
    pub(crate) fn check(&self, claims: &Object) -> Result<(), Error> {
        let names: &[&str] = if self.is_object_id() { &["oid"] } else { &["preferred_username", "upn"] };
        let mut given = names.iter().filter_map(|name| members::text(claims, name));
        if given.any(|given| given.eq_ignore_ascii_case(&self.0)) {
            return Ok(());
        }
        let what = "This is not the account that works here. Please choose the right one.";
        Err(Error::new(Decision::ChooseAccount, what))
    }

    /// `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`, in hexadecimal digits.
    fn is_object_id(&self) -> bool {
        let lengths = self.0.split('-').map(str::len);
        lengths.eq([8, 4, 4, 4, 12]) && self.0.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
    }
}

#[cfg(test)]
mod tests {
    use super::Delegate;
    use crate::members;

    const ID: &str = "0DA0da00-0000-4000-8000-000000000001";

    #[test]
    fn an_account_is_known_by_its_object_id_or_its_sign_in_name() {
        for (delegate, claims, expected) in [
            (ID, r#"{"oid":"0da0DA00-0000-4000-8000-000000000001"}"#, true),
            (ID, r#"{"oid":"0da0da00-0000-4000-8000-000000000002"}"#, false),
            (ID, r#"{"preferred_username":"0da0da00-0000-4000-8000-000000000001"}"#, false),
            ("floor@cronus.example", r#"{"preferred_username":"Floor@CRONUS.example"}"#, true),
            ("floor@cronus.example", r#"{"upn":"floor@cronus.example"}"#, true),
            (
                "floor@cronus.example",
                r#"{"preferred_username":"a@b.example","upn":"floor@cronus.example"}"#,
                true,
            ),
            ("floor@cronus.example", r#"{"preferred_username":"floor@cronus.example.evil"}"#, false),
            ("floor@cronus.example", r#"{"name":"floor@cronus.example"}"#, false),
            ("floor@cronus.example", r#"{"email":"floor@cronus.example"}"#, false),
            ("floor@cronus.example", r#"{"preferred_username":["floor@cronus.example"]}"#, false),
            ("floor@cronus.example", "{}", false),
            ("", r#"{"preferred_username":""}"#, false),
        ] {
            let claims = members::object(claims).unwrap();
            assert_eq!(Delegate::new(delegate).check(&claims).is_ok(), expected, "{delegate} {claims:?}");
        }
    }

    #[test]
    fn only_a_sign_in_name_is_a_hint() {
        assert_eq!(Delegate::new(ID).login_hint(), None);
        assert_eq!(Delegate::new("floor@cronus.example").login_hint(), Some("floor@cronus.example"));
        assert_eq!(Delegate::new("0da0da00-0000-4000-8000").login_hint(), Some("0da0da00-0000-4000-8000"));
    }
}
