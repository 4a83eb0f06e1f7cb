//! The policy is changed through the pages: looked at, proposed, objected to, carried, and seen by everybody.

use axum::http::{StatusCode, header};
use domain::policy::Policy;

use crate::scene::{Person, Scene, lantern};

/// A desk of two members, and somebody who is none.
async fn desk() -> (Scene, Person, Person, Person) {
    let scene = Scene::open(lantern()).await;
    scene.desk.take_file(&lantern().to_toml()).await.unwrap();
    let eva = scene.person("Eva", "Northwind", true).await;
    let ben = scene.person("Ben", "Contoso", true).await;
    let fin = scene.person("Fin", "Fabrikam", false).await;
    (scene, eva, ben, fin)
}

/// The policy in force, with another time for the release.
fn within(term: &str) -> String {
    lantern().to_toml().replacen("within = \"P21D\"", &format!("within = \"{term}\""), 1)
}

/// Where the answer leads.
async fn proposed(scene: &Scene, by: &Person) -> String {
    let form = [("policy", &*within("P14D")), ("reason", "Three weeks are too long"), ("then", "propose")];
    let made = scene.post("/policy-proposals", Some(&by.token), &form).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    made.headers.get(header::LOCATION).unwrap().to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_change_is_looked_at_first_and_nothing_typed_is_lost() {
    let (scene, eva, ..) = desk().await;
    let form = scene.get("/policy-proposals", Some(&eva.token)).await;
    assert!(form.body.contains("version = ") && form.body.contains("[embargo]"), "what is in force stands in the form");

    let look = [("policy", &*within("P14D")), ("then", "look")];
    let seen = scene.post("/policy-proposals", Some(&eva.token), &look).await;
    assert_eq!(seen.status, StatusCode::OK);
    for said in ["This can be proposed", "within 14 days instead of 21 days", "P14D"] {
        assert!(seen.body.contains(said), "`{said}` is missing: {}", seen.body);
    }
    let broken = within("P21D").replace("maximum = \"P90D\"", "maximum = \"P7D\"");
    let form = [("policy", &*broken), ("reason", "why not"), ("then", "propose")];
    let seen = scene.post("/policy-proposals", Some(&eva.token), &form).await;
    assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["cannot be kept as it stands", "Secrecy is to last longer than it may", "why not"] {
        assert!(seen.body.contains(said), "`{said}` is missing: {}", seen.body);
    }
    let torn = [("policy", "version = "), ("then", "look")];
    let seen = scene.post("/policy-proposals", Some(&eva.token), &torn).await;
    assert!(seen.body.contains("Line 1, error:"), "{}", seen.body);
}

#[tokio::test]
async fn an_objection_says_why_and_whoever_agrees_last_puts_it_in_force() {
    let (scene, eva, ben, _) = desk().await;
    let at = proposed(&scene, &eva).await;
    assert!(scene.get("/board", Some(&ben.token)).await.body.contains("being voted on"));
    let words = format!("{at}/words");
    let silent = scene.post(&words, Some(&ben.token), &[("choice", "no")]).await;
    assert_eq!(silent.status, StatusCode::CONFLICT);
    assert!(silent.body.contains("An objection says why"), "{}", silent.body);
    let no = scene.post(&words, Some(&ben.token), &[("choice", "no"), ("reason", "We are few")]).await;
    assert_eq!(no.status, StatusCode::SEE_OTHER);
    let seen = scene.get(&at, Some(&eva.token)).await;
    assert!(seen.body.contains("Ben</strong> is against it") && seen.body.contains("We are few"), "{}", seen.body);
    scene.post(&words, Some(&ben.token), &[("choice", "yes")]).await;
    let seen = scene.get(&at, Some(&eva.token)).await;
    assert!(seen.body.contains("In force since"), "{}", seen.body);
    assert_eq!(*scene.desk.policy(), Policy::parse(&within("P14D")).unwrap());
    assert!(scene.get("/policy", None).await.body.contains("within 14 days instead of 21 days"), "everybody sees it");
    assert!(scene.get("/policy.toml", None).await.body.contains("P14D"));
    assert!(!scene.get("/board", Some(&ben.token)).await.body.contains("being voted on"));
}

#[tokio::test]
async fn one_takes_back_one_s_own_and_nobody_else_s() {
    let (scene, eva, ben, _) = desk().await;
    let at = proposed(&scene, &eva).await;
    scene.post(&format!("{at}/withdrawal"), Some(&ben.token), &[]).await;
    assert!(scene.get(&at, Some(&eva.token)).await.body.contains("Open until"));
    scene.post(&format!("{at}/withdrawal"), Some(&eva.token), &[]).await;
    assert!(scene.get(&at, Some(&eva.token)).await.body.contains("Taken back"));
}

#[tokio::test]
async fn whoever_is_no_member_sees_the_bytes_of_what_is_not_there() {
    let (scene, eva, _, fin) = desk().await;
    let at = proposed(&scene, &eva).await;
    for token in [None, Some(&*fin.token)] {
        let nothing = scene.get("/policy-proposals/00000000000000000000000000", token).await;
        let hidden = scene.get(&at, token).await;
        assert_eq!((hidden.status, &hidden.body), (nothing.status, &nothing.body));
        assert_eq!(hidden.status, StatusCode::NOT_FOUND);
        let asked = scene.post(&format!("{at}/words"), token, &[("choice", "yes")]).await;
        assert_eq!((asked.status, &asked.body), (nothing.status, &nothing.body));
    }
}
