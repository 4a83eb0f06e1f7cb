//! What a browser is told and kept from: headers, cookies, other sites, limits, faults.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderName, Request, StatusCode, header};
use desk::ports::{Mail, Mailer, Sent};
use serde_json::json;
use store::Options;
use tokio::sync::Notify;

use super::scene::{Answer, CONFIG, Role, Scene, empty, operator, whole, with_mail};
use crate::{Config, routes};

/// A request with headers, as a browser sends it.
async fn browse(scene: &Scene, method: &str, path: &str, headers: &[(HeaderName, &str)], body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "desk.example");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    whole(&scene.router, request.body(Body::from(body.to_owned())).unwrap()).await
}

const FORM: (HeaderName, &str) = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");

#[tokio::test]
async fn every_answer_forbids_scripts_frames_and_referrers_and_only_what_is_public_is_kept() {
    let scene = Scene::open().await;
    for route in routes::all() {
        let path = route.path.replace("{case}", &scene.case.to_string()).replace("{slug}", "x").replace("{code}", "x");
        let answer = scene.send(Role::Member, route.method.as_str(), &path, "", "").await;
        let policy = answer.header(header::CONTENT_SECURITY_POLICY);
        let scripted = answer.text().contains("<script");
        let expected = if scripted {
            "default-src 'none'; script-src 'self'; style-src 'self';"
        } else {
            "default-src 'none'; style-src 'self';"
        };
        assert!(policy.starts_with(expected), "{path}: {policy}");
        assert_eq!(policy.contains("require-trusted-types-for 'script'"), scripted, "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff", "{path}");
        assert_eq!(answer.header(header::REFERRER_POLICY), "no-referrer", "{path}");
        let public = ["/assets/", "/api/v1/advisories", "/api/v1/openapi.json"].iter().any(|one| path.starts_with(one));
        let kept = answer.header(header::CACHE_CONTROL);
        assert!(kept == "no-store" || public, "{path} may be kept: {kept}");
        assert_eq!(answer.header(header::STRICT_TRANSPORT_SECURITY), "", "{path} is not reached by HTTPS here");
    }
}

#[tokio::test]
async fn only_the_pages_of_passkeys_have_a_script_and_it_is_ours() {
    let scene = Scene::open().await;
    let passkeys = scene.send(Role::Member, "GET", "/passkeys", "", "").await;
    assert_eq!(passkeys.status, StatusCode::OK);
    let policy = passkeys.header(header::CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'self';") && policy.contains("trusted-types 'none'"), "{policy}");
    assert_eq!(passkeys.text().matches("<script").count(), 1);
    assert!(passkeys.text().contains("<script src=\"/assets/passkey.js?v="));
}

#[tokio::test]
async fn a_cookie_is_a_session_and_over_https_it_is_bound_to_the_host() {
    for (secure_cookies, name) in [(false, "sluice"), (true, "__Host-sluice")] {
        let scene = Scene::configured(Config { secure_cookies, ..CONFIG }).await;
        let body = format!("code={}", scene.receipt);
        let opened = browse(&scene, "POST", "/receipt", &[FORM], &body).await;
        assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
        let cookie = opened.header(header::SET_COOKIE);
        assert!(cookie.starts_with(&format!("{name}=sluice-s-")), "{cookie}");
        assert!(cookie.contains("; HttpOnly; SameSite=Lax"), "{cookie}");
        assert_eq!(cookie.contains("; Secure"), secure_cookies, "{cookie}");
        assert_eq!(opened.header(header::STRICT_TRANSPORT_SECURITY).is_empty(), !secure_cookies);
        let pair = cookie.split(';').next().unwrap();
        let other = format!("theme=dark; {pair}");
        let me = browse(&scene, "GET", "/api/v1/me", &[(header::COOKIE, &other)], "").await;
        assert_eq!(me.json()["role"], "reporter");
        let left = browse(&scene, "POST", "/sign-out", &[FORM, (header::COOKIE, pair)], "").await;
        assert!(left.header(header::SET_COOKIE).contains("Max-Age=0"), "{left:?}");
        let me = browse(&scene, "GET", "/api/v1/me", &[(header::COOKIE, pair)], "").await;
        assert_eq!(me.json()["role"], "stranger", "the session itself is over, not only the cookie");
    }
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_ask() {
    let scene = Scene::open().await;
    let before = scene.events().await;
    let site = HeaderName::from_static("sec-fetch-site");
    let body = "title=t&body=b";
    let refused: [&[(HeaderName, &str)]; 3] = [
        &[FORM, (site.clone(), "cross-site")],
        &[FORM, (site.clone(), "same-site")],
        &[FORM, (header::ORIGIN, "https://evil.example")],
    ];
    for headers in refused {
        let answer = browse(&scene, "POST", "/report", headers, body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        assert!(answer.text().contains("Another site asked for this"), "{}", answer.text());
    }
    assert_eq!(scene.events().await, before, "something was written");
    for headers in [[FORM, (site, "same-origin")], [FORM, (header::ORIGIN, "https://desk.example")]] {
        assert_eq!(browse(&scene, "POST", "/report", &headers, body).await.status, StatusCode::CREATED, "{headers:?}");
    }
}

#[tokio::test]
async fn a_proxy_may_call_us_by_another_name_and_our_own_pages_still_ask() {
    let scene = Scene::open().await;
    for (origin, status) in
        [("https://desk.example", StatusCode::CREATED), ("https://evil.example", StatusCode::FORBIDDEN)]
    {
        let request = Request::post("/report")
            .header(header::HOST, "127.0.0.1:8321")
            .header(header::ORIGIN, origin)
            .header(FORM.0, FORM.1)
            .body(Body::from("title=t&body=b"))
            .unwrap();
        assert_eq!(whole(&scene.router, request).await.status, status, "{origin}");
    }
}

#[tokio::test]
async fn looking_at_a_sign_in_link_does_not_use_it_up_and_using_it_does() {
    let scene = Scene::open().await;
    let invitee = json!({ "name": "Nora", "address": "nora@desk.example", "organisation": "N", "committee": false });
    let answer = scene.post(Role::Operator, "/api/v1/people", &invitee).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let link = answer.json()["link"].as_str().unwrap().to_owned();
    let path = link.strip_prefix("https://desk.example").unwrap();
    for _ in 0..2 {
        assert_eq!(browse(&scene, "GET", path, &[], "").await.status, StatusCode::OK);
    }
    let body = format!("code={}", path.strip_prefix("/sign-in/").unwrap());
    assert_eq!(browse(&scene, "POST", "/sign-in", &[FORM], &body).await.status, StatusCode::SEE_OTHER);
    let again = browse(&scene, "POST", "/sign-in", &[FORM], &body).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(again.header(header::SET_COOKIE), "");
}

#[tokio::test]
async fn one_network_sends_so_many_reports_in_an_hour_and_is_told_when_to_come_again() {
    let scene = Scene::configured(Config { reports_per_hour: 4, ..CONFIG }).await;
    let report = json!({ "title": "t", "body": "b" });
    // Two were sent to set the scene; page and API share the count.
    assert_eq!(scene.post(Role::Stranger, "/api/v1/reports", &report).await.status, StatusCode::CREATED);
    assert_eq!(scene.form(Role::Stranger, "/report", "title=t&body=b").await.status, StatusCode::CREATED);
    let before = scene.events().await;
    let refused = scene.post(Role::Stranger, "/api/v1/reports", &report).await;
    assert_eq!((refused.status, &refused.json()["error"]["kind"]), (StatusCode::TOO_MANY_REQUESTS, &json!("too_many")));
    assert!(refused.header(header::RETRY_AFTER).parse::<u64>().unwrap() > 600);
    assert_eq!(scene.form(Role::Stranger, "/report", "title=t&body=b").await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(scene.events().await, before, "something was written");
}

#[tokio::test]
async fn a_full_disk_is_not_the_reporter_s_fault_and_what_was_acknowledged_is_kept() {
    let options = Options { size_bytes_max: Some(1 << 20) };
    let (desk, router, _clock, _dir) = empty(CONFIG, options).await;
    let body = json!({ "title": "t", "body": "b".repeat(50_000) }).to_string();
    let mut acknowledged = Vec::new();
    let failed = loop {
        assert!(acknowledged.len() < 100, "the disk is never full");
        let request = Request::post("/api/v1/reports").header(header::CONTENT_TYPE, "application/json");
        let answer = whole(&router, request.body(Body::from(body.clone())).unwrap()).await;
        match answer.status {
            StatusCode::CREATED => acknowledged.push(answer.json()["receipt"].as_str().unwrap().to_owned()),
            _ => break answer,
        }
    };
    assert_eq!(failed.status, StatusCode::INTERNAL_SERVER_ERROR);
    let error = &failed.json()["error"];
    assert_eq!(
        (&error["kind"], &error["message"]),
        (&json!("fault"), &json!("Something failed here. This is not your fault."))
    );
    assert!(error["what_to_do"].as_str().unwrap().contains(error["id"].as_str().unwrap()));
    assert!(!failed.text().contains("disk"), "what failed is the operator's to know");
    assert!(!acknowledged.is_empty());
    let verified = desk.verify_all().await.unwrap();
    assert_eq!((verified.problems.len(), verified.cases), (0, acknowledged.len() as u64));
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_not_found_in_our_words() {
    let scene = Scene::open().await;
    let nothing = scene.get(Role::Member, "/nothing").await;
    for path in
        ["/sign-in/%ff", "/advisories/%ff", "/board?filter=%ff&filter=open&filter=all", "/advisories?after=a&after=b"]
    {
        let answer = scene.get(Role::Member, path).await;
        assert!(answer == nothing || answer.status == StatusCode::OK, "{path}: {}", answer.text());
    }
}

/// Mail that waits until it is told to go on.
#[derive(Default)]
struct SlowMail {
    asked: Notify,
    goes_on: Notify,
    left: Notify,
}

impl Mailer for SlowMail {
    fn send<'a>(&'a self, _mail: &'a Mail) -> Sent<'a> {
        Box::pin(async {
            self.asked.notify_one();
            self.goes_on.notified().await;
            self.left.notify_one();
            Ok("250 ok".to_owned())
        })
    }
}

/// The members are told of a new one, even when whoever asked for it does not wait for the answer.
#[tokio::test]
async fn what_was_begun_is_done_even_when_the_caller_hangs_up() {
    let mail = Arc::new(SlowMail::default());
    let (_desk, router, _clock, _dir) = with_mail(CONFIG, Options::default(), Arc::clone(&mail) as _).await;
    let invite = |name: &str| {
        let body =
            json!({ "name": name, "address": format!("{name}@desk.example"), "organisation": "N", "committee": true });
        let request = Request::post("/api/v1/people").header(header::HOST, "desk.example");
        let request = request.header(header::AUTHORIZATION, format!("Bearer {}", operator().to_text().as_str()));
        request.header(header::CONTENT_TYPE, "application/json").body(Body::from(body.to_string())).unwrap()
    };
    assert_eq!(whole(&router, invite("ada")).await.status, StatusCode::CREATED, "there is nobody to be told yet");
    let mut asked = Box::pin(whole(&router, invite("ben")));
    tokio::select! {
        answer = &mut asked => panic!("answered before the letter left: {}", answer.status),
        () = mail.asked.notified() => {}
    }
    drop(asked);
    mail.goes_on.notify_one();
    tokio::time::timeout(Duration::from_secs(20), mail.left.notified()).await.expect("the letter leaves");
}
