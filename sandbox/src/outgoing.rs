//! The body of an answer on its way out: whole, or cut off.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};

use crate::exchange::Cut;

/// A body of known length, of which only a part may ever come.
#[derive(Debug)]
pub(crate) struct Outgoing {
    promised: u64,
    left: Option<Bytes>,
    then: Then,
}

#[derive(Debug, Clone, Copy)]
enum Then {
    End,
    Flush,
    Cut,
}

impl Outgoing {
    pub(crate) fn whole(body: Bytes) -> Self {
        Self { promised: body.len() as u64, left: Some(body), then: Then::End }
    }

    /// Promises the whole and breaks off after `after` bytes.
    pub(crate) fn cut(body: Bytes, after: usize) -> Self {
        // One byte more is promised than there is, so that even all of a body is too little.
        let promised = body.len() as u64 + 1;
        let mut left = body;
        left.truncate(after);
        Self { promised, left: Some(left), then: Then::Flush }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if let Some(bytes) = self.left.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.then {
            Then::End => Poll::Ready(None),
            // The server writes what it has when a body makes it wait.
            Then::Flush => {
                self.then = Then::Cut;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Then::Cut => Poll::Ready(Some(Err(Cut))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.then, Then::End) && self.left.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.promised)
    }
}

impl From<Infallible> for Cut {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
