//! The accept loop: header time limits, a cap on connections, silent ones dropped, an orderly end.
//!
//! Knows sockets; the routes are a service to it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Connections at once.
const CONNECTIONS_MAX: usize = 1024;
/// For the first byte, for a whole head, and between two requests of a connection.
const HEAD_WITHIN: Duration = Duration::from_secs(20);
/// For requests that run when the desk is told to stop.
const END_WITHIN: Duration = Duration::from_secs(10);

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Answers until cancelled; then lets running requests finish.
///
/// # Errors
/// None today; a listener that fails for a moment is tried again.
pub async fn serve(listener: TcpListener, router: Router, cancel: CancellationToken) -> io::Result<()> {
    let (slots, graceful, tasks) = (Arc::new(Semaphore::new(CONNECTIONS_MAX)), GracefulShutdown::new(), TaskTracker::new());
    loop {
        let accepted = tokio::select! {
            () = cancel.cancelled() => break,
            accepted = accept(&listener, &slots) => accepted,
        };
        let Some((stream, peer, slot)) = accepted else { continue };
        let service = TowerToHyperService::new(router.clone().layer(Extension(Peer(peer))));
        let watcher = graceful.watcher();
        tasks.spawn(async move {
            let _slot = slot;
            if !speaks(&stream).await {
                return;
            }
            let mut builder = http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
            let connection = builder.serve_connection(TokioIo::new(stream), service);
            if let Err(error) = watcher.watch(connection).await {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(END_WITHIN, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

type Accepted = (TcpStream, SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn accept(listener: &TcpListener, slots: &Arc<Semaphore>) -> Option<Accepted> {
    let slot = Arc::clone(slots).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            let _fast = stream.set_nodelay(true);
            Some((stream, peer, slot))
        }
        Err(error) => {
            // Out of file handles, most often: others end, and it goes on.
            tracing::warn!(%error, "cannot accept a connection");
            tokio::time::sleep(Duration::from_millis(100)).await;
            None
        }
    }
}

/// Whether a connection says anything at all within the time for a head.
async fn speaks(stream: &TcpStream) -> bool {
    let mut first = [0; 1];
    matches!(tokio::time::timeout(HEAD_WITHIN, stream.peek(&mut first)).await, Ok(Ok(1)))
}
