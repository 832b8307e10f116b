//! The body of a call: read whole and checked, or streamed.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::{HeaderMap, Method};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt as _;
use tokio::time::{Instant, Sleep};

use super::nothing;
use crate::Refusal;
use crate::app::App;
use crate::failure::Failure;
use crate::outbound::{Outgoing, whole};
use crate::policy::Ruling;
use crate::refusal::Kind;

/// Whoever sends a body more slowly than this, after a while, holds others up.
const SLOWEST: u64 = 4 * 1024;

const TOO_LARGE: Refusal = Refusal::new(Kind::TooLarge, "the body is too large");

/// What is sent on.
pub(super) enum Payload {
    /// Nothing.
    None,
    /// Bytes that are here, and may be sent twice.
    Kept(Bytes),
    /// Bytes as they come; of this length, if it is known.
    Streamed(Option<Outgoing>, Option<u64>),
}

impl Payload {
    /// Whether it could be sent again.
    pub(super) const fn is_kept(&self) -> bool {
        !matches!(self, Self::Streamed(..))
    }

    /// The length of what is streamed.
    pub(super) const fn streamed_length(&self) -> Option<u64> {
        match self {
            Self::Streamed(_, length) => *length,
            _ => None,
        }
    }

    /// The body to send.
    pub(super) fn take(&mut self) -> Outgoing {
        match self {
            Self::None => nothing(),
            Self::Kept(bytes) => whole(bytes.clone()),
            Self::Streamed(body, _) => body.take().unwrap_or_else(nothing),
        }
    }
}

/// Reads what must be checked, checks it, and lets the rest be streamed.
pub(super) async fn read(app: &App, ruling: &Ruling, head: &Parts, body: Body) -> Result<Payload, Failure> {
    let (policy, limits) = (&app.settings.policy, &app.settings.limits);
    let length = declared(&head.headers);
    match ruling {
        Ruling::Batch(target) => {
            let bytes = collect(body, length, limits.body_bytes, limits.body).await?;
            Ok(Payload::Kept(Bytes::from(policy.batch(target, &head.headers, &bytes)?.body)))
        }
        Ruling::Send(target) if target.has_checked_body() => {
            let bytes = collect(body, length, limits.body_bytes, limits.body).await?;
            policy.check_body(target, &bytes)?;
            Ok(Payload::Kept(bytes))
        }
        Ruling::Send(target) if matches!(target.method, Method::POST | Method::PATCH | Method::PUT) => {
            if length.is_some_and(|length| length > limits.media_bytes) {
                return Err(TOO_LARGE.into());
            }
            let metered = Metered::new(body, limits.media_bytes, limits.body);
            Ok(Payload::Streamed(Some(metered.boxed_unsync()), length))
        }
        Ruling::Send(_) => Ok(Payload::None),
    }
}

fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The whole body, within a time and a size.
async fn collect(
    mut body: Body,
    length: Option<u64>,
    most: usize,
    within: Duration,
) -> Result<Bytes, Failure> {
    if length.is_some_and(|length| length > most as u64) {
        return Err(TOO_LARGE.into());
    }
    let read = async {
        let mut bytes = BytesMut::new();
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Refusal::malformed("the body broke off"))?;
            if let Ok(data) = frame.into_data() {
                if bytes.len() + data.len() > most {
                    return Err(TOO_LARGE);
                }
                bytes.extend_from_slice(&data);
            }
        }
        Ok(bytes.freeze())
    };
    Ok(tokio::time::timeout(within, read).await.map_err(|_| Failure::SlowBody)??)
}

/// Why a streamed body ended the request that it was part of.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("the body is too large")]
    TooLarge,
    #[error("the body came too slowly")]
    TooSlow,
    #[error("the body broke off")]
    BrokeOff,
}

/// The failure that the caller is to blame for, if one is the cause of `error`.
pub(super) fn fault(error: &(dyn Error + 'static)) -> Option<Failure> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(broken) = error.downcast_ref::<Broken>() {
            return Some(match broken {
                Broken::TooLarge => TOO_LARGE.into(),
                Broken::TooSlow => Failure::SlowBody,
                Broken::BrokeOff => Refusal::malformed("the body broke off").into(),
            });
        }
        cause = error.source();
    }
    None
}

/// A body that may not be too large nor come too slowly.
struct Metered {
    body: Body,
    left: u64,
    seen: u64,
    pause: Duration,
    began: Instant,
    deadline: Pin<Box<Sleep>>,
}

impl Metered {
    fn new(body: Body, most: u64, pause: Duration) -> Self {
        let began = Instant::now();
        Self { body, left: most, seen: 0, pause, began, deadline: Box::pin(tokio::time::sleep(pause)) }
    }
}

impl http_body::Body for Metered {
    type Data = Bytes;
    type Error = Box<dyn Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let Some(frame) = frame else { return Poll::Ready(None) };
            let Ok(frame) = frame else { return Poll::Ready(Some(Err(Broken::BrokeOff.into()))) };
            // Trailers would be headers that nobody has checked.
            let data = frame.into_data().unwrap_or_default();
            let length = data.len() as u64;
            let Some(left) = self.left.checked_sub(length) else {
                return Poll::Ready(Some(Err(Broken::TooLarge.into())));
            };
            self.left = left;
            self.seen += length;
            // The pause counts from now, but not beyond what the slowest honest sender would have needed for all of it.
            let slowest = self.began + self.pause + Duration::from_secs(self.seen / SLOWEST);
            let deadline = (Instant::now() + self.pause).min(slowest);
            self.deadline.as_mut().reset(deadline);
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        match self.deadline.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(Broken::TooSlow.into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
