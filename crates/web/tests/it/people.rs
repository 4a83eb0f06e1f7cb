//! Accounts on their pages: one's own is changed, a member steps down, and nobody opens another member's.

use axum::http::StatusCode;

use crate::scene::{Scene, lantern, line};

#[tokio::test]
async fn whoever_has_the_link_somewhere_else_signs_in_with_it_typed_in() {
    let scene = Scene::open(lantern()).await;
    scene.person("Eva", "Northwind", true).await;
    let nothing = scene.get("/board", None).await;
    assert!(nothing.body.contains("href=\"/sign-in\"") && nothing.body.contains("href=\"/receipt\""), "two ways in");
    let wrong = scene.post("/sign-in", None, &[("code", "sluice-v-nothing")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = desk::NewPerson {
        name: line("Eva"),
        address: line("eva@northwind.example"),
        organisation: line("Northwind"),
        committee: true,
        office: None,
    };
    let invited = scene.desk.invite(&desk::Caller::Operator, again).await.unwrap();
    let desk::Outcome::Done((_, code)) = invited else { panic!("no link") };
    let link = format!(" https://desk.example/sign-in/{code} ");
    assert_eq!(scene.post("/sign-in", None, &[("code", &link)]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_member_changes_their_own_address_and_steps_down_and_nobody_else_does_it_for_them() {
    let scene = Scene::open(lantern()).await;
    let eva = scene.person("Eva", "Northwind", true).await;
    let ben = scene.person("Ben", "Contoso", true).await;
    let (own, others) = (format!("/people/{}", eva.id), format!("/people/{}", ben.id));
    let page = scene.get(&own, Some(&eva.token)).await;
    assert!(page.body.contains("eva@northwind.example") && page.body.contains("Step down"), "{}", page.body);
    assert_eq!(scene.get(&others, Some(&eva.token)).await.status, StatusCode::NOT_FOUND);

    let change = format!("{own}/change");
    let wrong = [("name", "Eva"), ("address", "nowhere"), ("organisation", "Northwind")];
    let answer = scene.post(&change, Some(&eva.token), &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("nowhere"), "what was typed stays");
    let taken = [("name", "Eva"), ("address", "ben@contoso.example"), ("organisation", "Northwind")];
    assert_eq!(scene.post(&change, Some(&eva.token), &taken).await.status, StatusCode::CONFLICT);
    let good = [("name", "Eva"), ("address", "eva@fabrikam.example"), ("organisation", "Fabrikam")];
    assert_eq!(scene.post(&change, Some(&eva.token), &good).await.status, StatusCode::SEE_OTHER);
    assert!(scene.get("/people", Some(&ben.token)).await.body.contains("eva@fabrikam.example"));

    assert_eq!(scene.post(&format!("{own}/removal"), Some(&ben.token), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(scene.post(&format!("{own}/removal"), Some(&eva.token), &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(scene.get("/board", Some(&eva.token)).await.status, StatusCode::NOT_FOUND, "signed out at once");
    let last = scene.post(&format!("{others}/removal"), Some(&ben.token), &[]).await;
    assert_eq!(last.status, StatusCode::CONFLICT);
    assert!(last.body.contains("Nobody would be left"), "{}", last.body);
}
