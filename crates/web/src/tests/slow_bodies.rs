//! A body that takes its time: what its sender may do is looked at again when it has come.

use std::convert::Infallible;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use desk::{Caller, Changed};
use hyper::body::Frame;
use tokio::sync::oneshot;

use super::scene::{Role, Scene};

/// A body that comes when somebody sends it.
struct Held(Option<oneshot::Receiver<Bytes>>);

impl hyper::body::Body for Held {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(coming) = &mut self.0 else { return Poll::Ready(None) };
        let Poll::Ready(bytes) = Pin::new(coming).poll(cx) else { return Poll::Pending };
        self.0 = None;
        Poll::Ready(bytes.ok().map(|bytes| Ok(Frame::data(bytes))))
    }
}

#[tokio::test]
async fn whoever_is_removed_while_a_body_is_on_its_way_is_nobody_when_it_has_come() {
    let scene = Scene::open().await;
    for (removed, expected) in [(false, StatusCode::CREATED), (true, StatusCode::NOT_FOUND)] {
        let (send, coming) = oneshot::channel();
        let asked =
            scene.send(Role::Fixer, "POST", "/api/v1/tokens", "application/json", Body::new(Held(Some(coming))));
        let meanwhile = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            if removed {
                let done = scene.desk.remove_person(&Caller::Operator, scene.fixer).await.unwrap();
                assert_eq!(done, Changed::Done);
            }
            let wanted = br#"{ "name": "A program", "scopes": ["read_cases"], "days": 30 }"#;
            send.send(Bytes::from_static(wanted)).unwrap();
        };
        let (answer, ()) = tokio::join!(asked, meanwhile);
        assert_eq!(answer.status, expected, "{}", answer.text());
    }
}
