//! Looks at the pages.
#[path = "../tests/it/scene.rs"]
mod scene;
#[tokio::main]
async fn main() {
    let story = scene::Story::told().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:7711").await.unwrap();
    println!("EVA={}", story.eva.token);
    println!("FIN={}", story.fin.token);
    println!("REP={}", story.reported.token);
    println!("PUBREP={}", story.published.token);
    println!("CASE={}", story.reported.case);
    println!("PUB={}", story.published.case);
    println!("RECEIPT={}", story.reported.receipt);
    web::serve(listener, story.scene.doors.clone(), tokio_util::sync::CancellationToken::new()).await.unwrap();
}
