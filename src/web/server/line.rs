//! One connection's line: when bytes last moved on it, and which way it waits.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What is known of a line. The connection writes it, whoever looks for the one that waits longest reads it.
pub(super) struct Line {
    /// Where its milliseconds begin.
    epoch: Instant,
    // Relaxed everywhere: each is a value by itself, and who reads them a moment apart at worst closes another
    // line.
    read_ms: AtomicU64,
    sent_ms: AtomicU64,
    sent_bytes: AtomicU64,
    is_blocked: AtomicBool,
    is_answering: AtomicBool,
    is_cut: AtomicBool,
}

/// What a line waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A request, to come or to go on.
    Request,
    /// The answer, which the program makes.
    Answer,
    /// The client, to take what was sent.
    Client,
}

impl Line {
    pub(super) fn new(epoch: Instant) -> Line {
        let line = Line {
            epoch,
            read_ms: AtomicU64::new(0),
            sent_ms: AtomicU64::new(0),
            sent_bytes: AtomicU64::new(0),
            is_blocked: AtomicBool::new(false),
            is_answering: AtomicBool::new(false),
            is_cut: AtomicBool::new(false),
        };
        // One that never says anything is quiet since it was opened.
        line.read_ms.store(line.now_ms(), Relaxed);
        line
    }

    fn now_ms(&self) -> u64 {
        u64::try_from(self.epoch.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    pub(super) fn waiting(&self) -> Waiting {
        // A client that sends one request behind another and reads nothing waits both ways: what it does not
        // take counts.
        if self.is_blocked.load(Relaxed) {
            Waiting::Client
        } else if self.is_answering.load(Relaxed) {
            Waiting::Answer
        } else {
            Waiting::Request
        }
    }

    /// For how long nothing has moved, in milliseconds: what a client sends while it takes nothing is no movement.
    pub(super) fn quiet_ms(&self, now_ms: u64) -> u64 {
        let sent_ms = self.sent_ms.load(Relaxed);
        let moved_ms = match self.waiting() {
            Waiting::Client => sent_ms,
            Waiting::Request | Waiting::Answer => sent_ms.max(self.read_ms.load(Relaxed)),
        };
        now_ms.saturating_sub(moved_ms)
    }

    /// All that was sent on it so far, in bytes.
    pub(super) fn sent_bytes(&self) -> u64 {
        self.sent_bytes.load(Relaxed)
    }

    /// Notes that an answer is being made, until the guard is dropped.
    pub(super) fn answering(&self) -> Answering<'_> {
        self.is_answering.store(true, Relaxed);
        Answering(self)
    }

    /// When it is dropped, what waits in the system's buffers goes with it: nobody is going to take it.
    pub(super) fn cut(&self) {
        self.is_cut.store(true, Relaxed);
    }

    fn note_sent(&self, bytes: usize) {
        self.sent_bytes.fetch_add(bytes as u64, Relaxed);
        self.sent_ms.store(self.now_ms(), Relaxed);
        self.is_blocked.store(false, Relaxed);
    }

    fn note_blocked(&self) {
        // From now on the client is waited for. The time that its answer took to make is not its own, so the
        // clock starts here, though nothing was sent.
        if !self.is_blocked.swap(true, Relaxed) {
            self.sent_ms.store(self.now_ms(), Relaxed);
        }
    }
}

/// While it lives, the program works on an answer.
pub(super) struct Answering<'l>(&'l Line);

impl Drop for Answering<'_> {
    fn drop(&mut self) {
        self.0.is_answering.store(false, Relaxed);
    }
}

/// A stream that tells its line what moves.
pub(super) struct Watched {
    stream: TcpStream,
    line: Arc<Line>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, line: Arc<Line>) -> Watched {
        Watched { stream, line }
    }

    fn note(&self, sent: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        match &sent {
            Poll::Ready(Ok(bytes)) => self.line.note_sent(*bytes),
            Poll::Ready(Err(_)) => {}
            Poll::Pending => self.line.note_blocked(),
        }
        sent
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if self.line.is_cut.load(Relaxed) {
            // If it fails, the system gives the buffers up when it has tried long enough.
            drop(self.stream.set_zero_linger());
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        // Ready with nothing is the end of what the client sends, and no movement.
        if buffer.filled().len() > before {
            self.line.read_ms.store(self.line.now_ms(), Relaxed);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(sent)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(sent)
    }

    fn is_write_vectored(&self) -> bool {
        // Else hyper copies each body into a buffer of its own: what is shared would be held many times, and its
        // charge given back before it is sent.
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
