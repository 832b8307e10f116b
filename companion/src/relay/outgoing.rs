//! The body of an answer, streamed.

use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

/// Whoever takes an answer more slowly than this, after a while, holds a place that others wait for.
const SLOWEST: u64 = 4 * 1024;

/// A body that keeps something until it has gone: a place in flight, a mark that the connection is in use.
pub(crate) struct Held<B, K> {
    body: B,
    kept: Option<K>,
}

impl<B, K> Held<B, K> {
    pub(crate) const fn new(body: B, kept: K) -> Self {
        Self { body, kept: Some(kept) }
    }
}

impl<B: Body + Unpin, K: Unpin> Body for Held<B, K> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        let poll = Pin::new(&mut self.body).poll_frame(cx);
        if matches!(poll, Poll::Ready(None | Some(Err(_)))) {
            self.kept = None;
        }
        poll
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The answer was cut off. The caller's connection is cut, too, so that half an answer can't pass for a whole one.
#[derive(Debug, thiserror::Error)]
#[error("the answer was cut off")]
pub(super) struct Cut;

/// A body from Business Central.
pub(super) struct Streamed<B> {
    body: B,
    /// How long it may pause.
    pause: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
    /// How long the caller may keep it waiting.
    patience: Duration,
    waited: Duration,
    given_at: Option<Instant>,
    given: u64,
}

impl<B> Streamed<B> {
    pub(super) const fn new(body: B, pause: Duration, patience: Duration) -> Self {
        Self { body, pause, deadline: None, patience, waited: Duration::ZERO, given_at: None, given: 0 }
    }
}

impl<B> Body for Streamed<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Error,
{
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        // The time between a piece and the wish for the next is the caller's.
        if let Some(given_at) = self.given_at.take() {
            self.waited += given_at.elapsed();
            if self.waited > self.patience + Duration::from_secs(self.given / SLOWEST) {
                return Poll::Ready(Some(Err(Cut)));
            }
        }
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.deadline = None;
            let Some(frame) = frame else { return Poll::Ready(None) };
            let Ok(frame) = frame else { return Poll::Ready(Some(Err(Cut))) };
            // Trailers would be headers that nobody has checked.
            let data = frame.into_data().unwrap_or_default();
            self.given += data.len() as u64;
            self.given_at = Some(Instant::now());
            return Poll::Ready(Some(Ok(Frame::data(data))));
        }
        let pause = self.pause;
        let deadline = self.deadline.get_or_insert_with(|| Box::pin(tokio::time::sleep(pause)));
        match deadline.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Some(Err(Cut))),
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
