//! Who may come to which door: one table, walked over the registry itself.

use axum::http::Method;
use expect_test::expect;

use super::scene::{Answer, Role, Scene};
use crate::body::Reads;
use crate::route::Route;
use crate::routes;

/// Ending the session comes last: it would turn everybody into strangers.
fn in_order() -> Vec<Route> {
    let ends = |route: &Route| {
        route.path == "/sign-out" || (route.path == "/api/v1/session" && route.method == Method::DELETE)
    };
    let (last, mut first): (Vec<_>, Vec<_>) = routes::all().into_iter().partition(ends);
    first.extend(last);
    first
}

/// A body that nothing takes: it is looked at only for those for whom there is something to ask.
async fn knock(scene: &Scene, role: Role, route: &Route) -> Answer {
    let path = route
        .path
        .replace("{case}", &scene.case.to_string())
        .replace("{slug}", "none")
        .replace("{code}", "none")
        .replace("{proposal}", "none")
        .replace("{person}", "none")
        .replace("{session}", "none")
        .replace("{passkey}", "none")
        .replace("{confirmation}", "none");
    let (kind, body) = match route.reads {
        Reads::Nothing => ("", ""),
        Reads::Json => ("application/json", r#"{"nonsense":1}"#),
        Reads::Form => ("application/x-www-form-urlencoded", "nonsense=1"),
    };
    scene.send(role, route.method.as_str(), &path, kind, body).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table")]
async fn every_route_answers_every_kind_of_caller_as_the_table_says() {
    let scene = Scene::open().await;
    let mut table = String::new();
    let mut same: Vec<(String, Vec<String>)> = Vec::new();
    for route in in_order() {
        let mut answers = Vec::new();
        for role in Role::ALL {
            answers.push(knock(&scene, role, &route).await.status.as_u16().to_string());
        }
        // Requests to a case differ by their last word alone: one row stands for all with the same answers.
        let path = match route.path.rsplit_once('/') {
            Some((case, _noun)) if route.method == Method::POST && case.contains("{case}") => format!("{case}/…"),
            Some(("/my-report", _noun)) => "/my-report/…".to_owned(),
            _ => route.path.to_string(),
        };
        let row = format!("{:<6} {path}", route.method.as_str());
        match same.iter_mut().find(|(known, answered)| *known == row && *answered == answers) {
            Some(_) => {}
            None => same.push((row, answers)),
        }
    }
    for (row, answers) in same {
        table.push_str(format!("{row:<44} {}", answers.join(" ")).trim_end());
        table.push('\n');
    }
    let heads = Role::ALL.map(|role| format!("{role:?}")).join(" · ");
    expect![[r#"
        Stranger · Reporter · OtherReporter · Outsider · Invited · Fixer · Member · Operator
        GET    /healthz                              200 200 200 200 200 200 200 200
        GET    /api/v1/advisories                    200 200 200 200 200 200 200 200
        GET    /api/v1/advisories/{slug}             404 404 404 404 404 404 404 404
        GET    /api/v1/advisories/{slug}/osv         404 404 404 404 404 404 404 404
        GET    /api/v1/policy                        200 200 200 200 200 200 200 200
        POST   /api/v1/reports                       422 422 422 422 422 422 422 422
        GET    /api/v1/report                        404 200 200 404 404 404 404 404
        GET    /api/v1/people                        404 404 404 404 404 404 200 200
        POST   /api/v1/people                        404 404 404 404 404 404 422 422
        POST   /api/v1/people/{person}/change        404 404 404 404 404 404 404 404
        POST   /api/v1/people/{person}/removal       404 404 404 404 404 404 404 404
        DELETE /api/v1/people/{person}/sessions      404 404 404 404 404 404 404 404
        GET    /api/v1/cases                         404 404 404 200 200 200 200 404
        GET    /api/v1/cases/{case}                  404 200 404 404 404 200 200 404
        GET    /api/v1/cases/{case}/invitation       404 404 404 404 200 404 404 404
        POST   /api/v1/session                       422 422 422 422 422 422 422 422
        GET    /api/v1/me                            200 200 200 200 200 200 200 200
        GET    /api/v1/sessions                      404 200 200 200 200 200 200 404
        DELETE /api/v1/sessions                      404 200 200 200 200 200 200 404
        DELETE /api/v1/sessions/{session}            404 404 404 404 404 404 404 404
        GET    /api/v1/passkeys                      404 404 404 200 200 200 200 404
        DELETE /api/v1/passkeys/{passkey}            404 404 404 404 404 404 404 404
        GET    /api/v1/policy-proposals              404 404 404 404 404 404 200 404
        POST   /api/v1/policy-proposals              404 404 404 404 404 404 422 404
        POST   /api/v1/policy-look                   404 404 404 404 404 404 422 404
        GET    /api/v1/policy-proposals/{proposal}   404 404 404 404 404 404 404 404
        POST   /api/v1/policy-proposals/{proposal}/words 404 404 404 404 404 404 404 404
        POST   /api/v1/policy-proposals/{proposal}/withdrawal 404 404 404 404 404 404 404 404
        POST   /api/v1/cases/{case}/…                404 422 404 404 422 422 422 404
        GET    /api/v1/openapi.json                  200 200 200 200 200 200 200 200
        GET    /                                     200 200 200 200 200 200 200 200
        GET    /advisories                           200 200 200 200 200 200 200 200
        GET    /advisories/{slug}                    404 404 404 404 404 404 404 404
        GET    /policy                               200 200 200 200 200 200 200 200
        GET    /policy.toml                          200 200 200 200 200 200 200 200
        GET    /policy-proposals                     404 404 404 404 404 404 200 404
        POST   /policy-proposals                     404 404 404 404 404 404 422 404
        GET    /policy-proposals/{proposal}          404 404 404 404 404 404 404 404
        POST   /policy-proposals/{proposal}/words    404 404 404 404 404 404 404 404
        POST   /policy-proposals/{proposal}/withdrawal 404 404 404 404 404 404 404 404
        GET    /.well-known/security.txt             200 200 200 200 200 200 200 200
        GET    /assets/style.css                     200 200 200 200 200 200 200 200
        GET    /assets/passkey.js                    200 200 200 200 200 200 200 200
        GET    /assets/favicon.svg                   200 200 200 200 200 200 200 200
        GET    /report                               200 200 200 200 200 200 200 200
        POST   /report                               422 422 422 422 422 422 422 422
        GET    /receipt                              200 200 200 200 200 200 200 200
        POST   /receipt                              422 422 422 422 422 422 422 422
        GET    /sign-in                              200 200 200 200 200 200 200 200
        GET    /sign-in/{code}                       200 200 200 200 200 200 200 200
        POST   /sign-in                              422 422 422 422 422 422 422 422
        GET    /sessions                             404 200 200 200 200 200 200 404
        POST   /sessions/terminal                    404 404 404 200 200 200 200 404
        POST   /sessions/others/end                  404 303 303 303 303 303 303 404
        POST   /sessions/{session}/end               404 404 404 404 404 404 404 404
        GET    /my-report                            404 200 200 404 404 404 404 404
        GET    /board                                404 404 404 200 200 200 200 404
        GET    /people                               404 404 404 404 404 404 200 404
        POST   /people                               404 404 404 404 404 404 422 404
        GET    /people/{person}                      404 404 404 404 404 404 404 404
        POST   /people/{person}/change               404 404 404 404 404 404 404 404
        POST   /people/{person}/removal              404 404 404 404 404 404 404 404
        POST   /people/{person}/sign-out             404 404 404 404 404 404 404 404
        GET    /cases/{case}                         404 200 404 404 404 200 200 404
        GET    /cases/{case}/invitation              404 404 404 404 200 404 404 404
        POST   /sign-in/passkey                      422 422 422 422 422 422 422 422
        GET    /passkeys                             404 404 404 200 200 200 200 404
        POST   /passkeys                             404 404 404 422 422 422 422 404
        POST   /passkeys/{passkey}/removal           404 404 404 404 404 404 404 404
        GET    /verify                               404 404 404 303 303 303 303 404
        POST   /verify                               404 404 404 303 303 303 303 404
        GET    /confirm/{confirmation}               404 404 404 404 404 404 404 404
        POST   /confirm/{confirmation}               404 404 404 404 404 404 404 404
        POST   /cases/{case}/…                       404 422 404 404 404 422 422 404
        POST   /my-report/…                          404 422 422 404 404 404 404 404
        DELETE /api/v1/session                       200 200 200 200 200 200 200 200
        POST   /sign-out                             303 303 303 303 303 303 303 303
    "#]]
    .assert_eq(&format!("{heads}\n{table}"));
}

#[test]
fn no_address_is_listed_twice_and_each_says_what_it_is_for() {
    let mut seen = std::collections::BTreeSet::new();
    for route in routes::all() {
        assert!(seen.insert((route.method.to_string(), route.path.to_string())), "{} {}", route.method, route.path);
        assert!(!route.about.is_empty(), "{} {}", route.method, route.path);
    }
}
