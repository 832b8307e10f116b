//! Parameters of a query or a form.

use super::refusal::Refusal;

/// Names and values in the order they came, decoded.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn parse(form: &str) -> Self {
        Self(form_urlencoded::parse(form.as_bytes()).into_owned().collect())
    }

    /// The first value of this name; an empty value counts as none (RFC 6749 §3.1).
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(each, value)| each == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The first value of this name, which must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, Refusal> {
        self.first(name).ok_or_else(|| {
            let text = format!("The request body must contain the following parameter: '{name}'.");
            Refusal::invalid_request(900_144, text)
        })
    }

    /// Refuses a `claims` parameter that is no JSON object (OpenID Connect Core §5.5). Which claims are asked for makes
    /// no difference here.
    pub(super) fn claims_are_json(&self) -> Result<(), Refusal> {
        let Some(claims) = self.first("claims") else { return Ok(()) };
        match serde_json::from_str::<serde_json::Map<_, serde_json::Value>>(claims) {
            Ok(_) => Ok(()),
            Err(_) => Err(Refusal::invalid_request(90_100, "The parameter 'claims' is not valid.")),
        }
    }

    /// Refuses parameters that come twice (RFC 6749 §3.1 and §3.2).
    pub(super) fn once_each(&self) -> Result<(), Refusal> {
        let twice =
            self.0.iter().enumerate().find(|(at, (name, _))| self.0[..*at].iter().any(|(n, _)| n == name));
        match twice {
            None => Ok(()),
            Some((_, (name, _))) => {
                let text = format!("Invalid request. Parameter '{name}' is there more than once.");
                Err(Refusal::invalid_request(9_002_313, text))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded_and_empty_ones_ignored() {
        let parameters = Parameters::parse("a=%C3%BC+x&b=&c");
        assert_eq!(parameters.first("a"), Some("ü x"));
        assert_eq!(parameters.first("b"), None);
        assert_eq!(parameters.first("c"), None);
        assert_eq!(parameters.required("b").unwrap_err().number(), 900_144);
    }

    #[test]
    fn claims_are_an_object_in_json() {
        for (form, good) in [
            ("", true),
            ("claims=", true),
            ("claims=%7B%22access_token%22%3A%7B%7D%7D", true),
            ("claims=eyJhY2Nlc3NfdG9rZW4iOnt9fQ", false),
            ("claims=%5B%5D", false),
        ] {
            assert_eq!(Parameters::parse(form).claims_are_json().is_ok(), good, "{form}");
        }
    }

    #[test]
    fn parameters_that_come_twice_are_refused() {
        assert!(Parameters::parse("a=1&b=1").once_each().is_ok());
        assert_eq!(Parameters::parse("a=1&b=1&a=1").once_each().unwrap_err().number(), 9_002_313);
    }
}
