//! The oracle's surroundings: what sends its requests, and a person at a browser without scripts.

use std::error::Error as StdError;

use http_body_util::{BodyExt as _, Full, Limited};
use huskarl::core::{
    Error, RetryAdvice,
    http::{HttpClient, HttpResponse, Idempotency},
    platform::MaybeSendBoxFuture,
};
use hyper::{
    Request, Response,
    body::{Bytes, Incoming},
    header::{CONTENT_TYPE, COOKIE, HeaderValue, LOCATION, ORIGIN, SET_COOKIE},
};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use sandbox::PEOPLE;

/// The longest answer that is read.
const LIMIT: usize = 512 * 1024;

type Failure = Box<dyn StdError + Send + Sync>;

/// Sends requests as a page of one origin does: the Authority answers its token endpoint's callers by their origin.
#[derive(Clone, Debug)]
pub(super) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    origin: HeaderValue,
}

impl Browser {
    pub(super) fn at(origin: &str) -> Self {
        Self {
            client: Client::builder(TokioExecutor::new()).build_http(),
            origin: HeaderValue::from_str(origin).expect("an origin"),
        }
    }

    async fn send(&self, request: Request<Bytes>) -> Result<Response<Incoming>, Failure> {
        Ok(self.client.request(request.map(Full::new)).await?)
    }

    /// A person who comes to the Authority's page, is Ada Birch, and agrees. Where the Authority sends them then.
    pub(super) async fn visit(&self, address: &str) -> String {
        let ada = format!("person={}", PEOPLE[0].object_id);
        let mut cookie = HeaderValue::from_static("");
        for form in [String::new(), ada.clone(), format!("{ada}&consent=accept")] {
            let method = if form.is_empty() { "GET" } else { "POST" };
            let request = Request::builder()
                .method(method)
                .uri(address)
                .header(COOKIE, &cookie)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Bytes::from(form));
            let response = self.send(request.expect("a request")).await.expect("an answer of the Authority");
            if let Some(location) = response.headers().get(LOCATION) {
                return location.to_str().expect("an address").to_owned();
            }
            if let Some(set) = response.headers().get(SET_COOKIE) {
                let text = set.to_str().expect("a cookie").split(';').next().unwrap_or_default();
                cookie = HeaderValue::from_str(text).expect("a cookie");
            }
        }
        panic!("the Authority sends nobody back from {address}");
    }
}

impl HttpClient for Browser {
    fn execute(
        &self,
        mut request: Request<Bytes>,
        _: Idempotency,
    ) -> MaybeSendBoxFuture<'_, Result<HttpResponse, Error>> {
        Box::pin(async move {
            let failed = |error: Failure| Error::new(RetryAdvice::No, error);
            request.headers_mut().insert(ORIGIN, self.origin.clone());
            let (head, body) = self.send(request).await.map_err(failed)?.into_parts();
            let body = Limited::new(body, LIMIT).collect().await.map_err(failed)?.to_bytes();
            Ok(HttpResponse { status: head.status, headers: head.headers, body })
        })
    }
}
