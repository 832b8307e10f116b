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
    fn parameters_that_come_twice_are_refused() {
        assert!(Parameters::parse("a=1&b=1").once_each().is_ok());
        assert_eq!(Parameters::parse("a=1&b=1&a=1").once_each().unwrap_err().number(), 9_002_313);
    }
}
