//! The accept loop: time limits on heads, a cap on connections, silent ones dropped, an orderly end.
//!
//! Knows sockets; the routes are a service to it. TLS and HTTP/2 are a reverse proxy's.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::Service as _;

/// What connections are given.
#[derive(Clone, Copy, Debug)]
struct Patience {
    /// So many at once; more wait in the listener's queue.
    connections_max: usize,
    /// For the first byte, for a whole head, and between two requests of a connection.
    head_within: Duration,
    /// For a caller who reads nothing of what is sent to them.
    write_within: Duration,
    /// For requests that run when the desk is told to stop.
    end_within: Duration,
}

const PATIENCE: Patience = Patience {
    connections_max: 1024,
    head_within: Duration::from_secs(15),
    write_within: Duration::from_secs(30),
    end_within: Duration::from_secs(5),
};
/// Largest head, in bytes.
const HEAD_BYTES_MAX: usize = 32 * 1024;
/// Before the next try when accepting fails: out of file handles, most often.
const ACCEPT_AGAIN: Duration = Duration::from_millis(100);

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Answers until cancelled; then lets running requests finish.
///
/// # Errors
/// None today: a listener that fails for a moment is tried again.
pub async fn serve(listener: TcpListener, router: Router, cancel: CancellationToken) -> io::Result<()> {
    serve_with(PATIENCE, listener, router, cancel).await;
    Ok(())
}

async fn serve_with(patience: Patience, listener: TcpListener, router: Router, cancel: CancellationToken) {
    let slots = Arc::new(Semaphore::new(patience.connections_max));
    let (graceful, tasks) = (GracefulShutdown::new(), TaskTracker::new());
    loop {
        let accepted = tokio::select! {
            () = cancel.cancelled() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else { continue };
        let (router, watcher) = (router.clone(), graceful.watcher());
        let connection = Connection { router, peer: Peer(peer), watcher, slot, within: patience };
        tasks.spawn(connection.run(stream, cancel.clone()));
    }
    drop(listener);
    if tokio::time::timeout(patience.end_within, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

async fn accept(
    listener: &TcpListener,
    slots: &Arc<Semaphore>,
) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((stream, peer, slot)),
        Err(error) => {
            tracing::warn!(%error, "cannot accept a connection");
            tokio::time::sleep(ACCEPT_AGAIN).await;
            None
        }
    }
}

/// One connection, with the slot it holds.
struct Connection {
    router: Router,
    peer: Peer,
    watcher: Watcher,
    slot: OwnedSemaphorePermit,
    within: Patience,
}

impl Connection {
    async fn run(self, stream: TcpStream, cancel: CancellationToken) {
        let Self { router, peer, watcher, slot, within } = self;
        let speaking = tokio::select! {
            () = cancel.cancelled() => false,
            speaking = speaks(&stream, within.head_within) => speaking,
        };
        if speaking {
            // Answers are small and whole: none should wait for another packet.
            let _best_effort = stream.set_nodelay(true);
            let service = service_fn(move |request| answer(router.clone(), peer, request));
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(within.head_within).max_buf_size(HEAD_BYTES_MAX);
            // Who reads nothing of an answer holds a slot that somebody else needs.
            let mut stream = TimeoutStream::new(stream);
            stream.set_write_timeout(Some(within.write_within));
            let served = watcher.watch(builder.serve_connection(TokioIo::new(Box::pin(stream)), service)).await;
            if let Err(error) = served {
                tracing::debug!(%error, "a connection ended badly");
            }
        }
        drop(slot);
    }
}

/// Whether a connection says anything at all in time. Waiting for it to be readable would not do: that returns at once.
async fn speaks(stream: &TcpStream, within: Duration) -> bool {
    let mut first = [0; 1];
    matches!(tokio::time::timeout(within, stream.peek(&mut first)).await, Ok(Ok(1)))
}

async fn answer(mut router: Router, peer: Peer, request: Request<Incoming>) -> Result<Response, Infallible> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    // A router is always ready.
    router.call(request).await
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::Notify;

    use super::*;

    struct Served {
        address: SocketAddr,
        cancel: CancellationToken,
        tasks: TaskTracker,
        /// Tells when a slow request has begun, and lets it end.
        begun: Arc<Notify>,
        go_on: Arc<Notify>,
    }

    async fn served(connections_max: usize) -> Served {
        let patience = Patience {
            connections_max,
            head_within: Duration::from_millis(150),
            write_within: Duration::from_millis(300),
            end_within: Duration::from_secs(20),
        };
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (says, waits) = (Arc::clone(&begun), Arc::clone(&go_on));
        let slow = get(move || async move {
            says.notify_one();
            waits.notified().await;
            "slow"
        });
        let long = get(|| async { "long ".repeat(8 << 20) });
        let router = Router::new().route("/", get(|| async { "quick" })).route("/slow", slow).route("/long", long);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (cancel, tasks) = (CancellationToken::new(), TaskTracker::new());
        tasks.spawn(serve_with(patience, listener, router, cancel.clone()));
        tasks.close();
        Served { address, cancel, tasks, begun, go_on }
    }

    /// Everything the server says until it closes the connection.
    async fn rest(stream: &mut TcpStream) -> String {
        let mut said = Vec::new();
        // A connection closed under what was still being sent is a reset: closed all the same.
        let _closed = stream.read_to_end(&mut said).await;
        String::from_utf8(said).unwrap()
    }

    async fn until(stream: &mut TcpStream, end: &str) {
        let mut said = Vec::new();
        while !String::from_utf8_lossy(&said).contains(end) {
            let mut part = [0; 256];
            let count = stream.read(&mut part).await.unwrap();
            assert!(count > 0, "closed before {end}");
            said.extend_from_slice(&part[..count]);
        }
    }

    #[tokio::test]
    async fn who_says_nothing_or_half_a_head_is_let_go() {
        let served = served(8).await;
        let mut silent = TcpStream::connect(served.address).await.unwrap();
        assert_eq!(rest(&mut silent).await, "");
        let mut half = TcpStream::connect(served.address).await.unwrap();
        half.write_all(b"GET / HTTP/1.1\r\nhost: desk.example\r\n").await.unwrap();
        assert!(!rest(&mut half).await.contains("quick"));
    }

    #[tokio::test]
    async fn who_reads_nothing_of_a_long_answer_is_let_go_and_the_slot_is_free_again() {
        let served = served(1).await;
        let mut deaf = TcpStream::connect(served.address).await.unwrap();
        deaf.write_all(b"GET /long HTTP/1.1\r\nhost: desk.example\r\n\r\n").await.unwrap();
        let mut next = TcpStream::connect(served.address).await.unwrap();
        next.write_all(b"GET / HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n\r\n").await.unwrap();
        let said = tokio::time::timeout(Duration::from_secs(10), rest(&mut next)).await.expect("the slot is free");
        assert!(said.ends_with("quick"), "{said}");
        drop(deaf);
    }

    #[tokio::test]
    async fn one_connection_serves_many_requests_and_then_ends_by_itself() {
        let served = served(8).await;
        let mut kept = TcpStream::connect(served.address).await.unwrap();
        for _ in 0..3 {
            kept.write_all(b"GET / HTTP/1.1\r\nhost: desk.example\r\n\r\n").await.unwrap();
            until(&mut kept, "quick").await;
        }
        assert_eq!(rest(&mut kept).await, "", "an idle connection is let go");
    }

    #[tokio::test]
    async fn a_head_larger_than_the_limit_is_refused() {
        let served = served(8).await;
        let mut large = TcpStream::connect(served.address).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nhost: desk.example\r\nx: {}\r\n\r\n", "x".repeat(3 * HEAD_BYTES_MAX));
        let _cut_short = large.write_all(head.as_bytes()).await;
        assert!(!rest(&mut large).await.contains("quick"));
    }

    #[tokio::test]
    async fn beyond_the_cap_connections_wait_for_a_place() {
        let served = served(1).await;
        let mut first = TcpStream::connect(served.address).await.unwrap();
        first.write_all(b"GET /slow HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n\r\n").await.unwrap();
        served.begun.notified().await;
        let mut second = TcpStream::connect(served.address).await.unwrap();
        second.write_all(b"GET / HTTP/1.1\r\nhost: desk.example\r\nconnection: close\r\n\r\n").await.unwrap();
        let mut one = [0; 1];
        let waits = tokio::time::timeout(Duration::from_millis(100), second.peek(&mut one)).await;
        assert!(waits.is_err(), "answered while the only place was taken");
        served.go_on.notify_one();
        assert!(rest(&mut first).await.ends_with("slow"));
        assert!(rest(&mut second).await.ends_with("quick"));
    }

    #[tokio::test]
    async fn told_to_stop_it_finishes_what_runs_and_takes_nothing_new() {
        let served = served(8).await;
        let mut running = TcpStream::connect(served.address).await.unwrap();
        running.write_all(b"GET /slow HTTP/1.1\r\nhost: desk.example\r\n\r\n").await.unwrap();
        served.begun.notified().await;
        served.cancel.cancel();
        served.go_on.notify_one();
        assert!(rest(&mut running).await.ends_with("slow"));
        served.tasks.wait().await;
        assert!(TcpStream::connect(served.address).await.is_err());
    }
}
