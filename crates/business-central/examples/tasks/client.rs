//! Sending what the crate says, over plain HTTP, one request at a time. A program for real use would bring TLS, and renew
//! its token.

use std::cell::Cell;
use std::time::Duration;

use business_central::{
    Answer, Error, Event, Exchange, Failure, Method, Request, Service, Step, retry_after,
};

/// A service, and what it takes to be let in.
pub(crate) struct Client {
    /// Where requests go.
    pub(crate) service: Service,
    token: String,
    agent: ureq::Agent,
    /// The service lets no optional headers through.
    plain: Cell<bool>,
}

impl Client {
    /// A client with a token that was obtained for the service's origin, and is sent nowhere else.
    pub(crate) fn new(service: Service, token: String) -> Self {
        let agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build()
            .into();
        Self { service, token, agent, plain: Cell::new(false) }
    }

    /// Whether requests go without their optional headers.
    pub(crate) fn is_plain(&self) -> bool {
        self.plain.get()
    }

    /// Sends a request as often as the policy says.
    pub(crate) fn send<T>(&self, request: Request<T>) -> Result<T, Error> {
        let mut exchange = Exchange::new(request, self.plain.get());
        let mut event = Event::Started;
        loop {
            // A program with many clients would spread their pauses by a random number.
            match exchange.step(event, 0.5) {
                Step::Send { method, body, url, headers, time_limit } => {
                    event = match self.once(method, &url, &headers, body, time_limit) {
                        Ok(answer) => Event::Answered(answer),
                        Err(ureq::Error::Timeout(_)) => Event::Failed(Failure::TimedOut),
                        Err(_) => Event::Failed(Failure::NoAnswer),
                    };
                }
                Step::Wait(pause) => {
                    std::thread::sleep(pause);
                    event = Event::Started;
                }
                Step::Done(result) => {
                    self.plain.set(self.plain.get() || exchange.learned_plain());
                    return result;
                }
            }
        }
    }

    fn once(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, String)],
        body: Option<String>,
        time_limit: Duration,
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method.as_str()).uri(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        request = request.header("Authorization", format!("Bearer {}", self.token));
        let request = request.body(body.unwrap_or_default())?;
        let request = self.agent.configure_request(request).timeout_global(Some(time_limit)).build();
        let mut response = self.agent.run(request)?;
        let asked = response.headers().get("Retry-After").and_then(|value| value.to_str().ok());
        let since_1970 = std::time::UNIX_EPOCH.elapsed().map_or(0, |elapsed| elapsed.as_secs());
        let retry_after = asked.and_then(|asked| retry_after(asked, since_1970));
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(100_000_000).read_to_string()?;
        Ok(Answer { status, retry_after, body })
    }
}
