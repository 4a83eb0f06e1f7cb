//! Tokens act for their owner and are never more than them; secrets in texts are taken out and ended.

use desk::right::{Kind, Reach, Scope};
use desk::{Caller, Changed, Right, TokenOutcome, WantedToken};
use domain::case::decide::Verb;
use tokio::task::JoinSet;
use vault::OperatorToken;

use crate::scene::{Scene, line};

const DAY: &str = "2026-11-03T09:00:00Z";

async fn made(scene: &Scene, caller: &Caller, scopes: &[Scope], days: u16) -> String {
    let wanted = WantedToken { name: line("A program"), scopes: scopes.to_vec(), days };
    let TokenOutcome::Made(token) = scene.desk.make_token(caller, wanted).await.unwrap() else { panic!("no token") };
    token
}

async fn acts(scene: &Scene, token: &str) -> Option<(Caller, Vec<Scope>)> {
    scene.desk.acting(token).await.unwrap()
}

#[tokio::test]
async fn a_token_acts_for_its_owner_until_it_ends_or_they_do() {
    let scene = Scene::open().await;
    let (ada, her) = scene.person("ada", true).await;
    let (_, him) = scene.person("ben", true).await;
    let token = made(&scene, &her, &[Scope::ReadCases, Scope::ReadCases], 1).await;
    assert!(token.starts_with("sluice-a-"), "{token}");
    let (caller, scopes) = acts(&scene, &token).await.unwrap();
    assert!(matches!(caller, Caller::Person { id, committee: true, verified_at: None, .. } if id == ada));
    assert_eq!(scopes, [Scope::ReadCases]);
    assert_eq!(scene.letters().last().map(String::as_str), Some("ada@desk.example"), "she is told");
    assert_eq!(scene.desk.caller(&token).await.unwrap(), Caller::Stranger, "it is no session");

    let listed = scene.desk.tokens(&her).await.unwrap().unwrap();
    assert_eq!(listed.len(), 1);
    assert!(!scene.desk.end_own_token(&him, listed[0].id).await.unwrap(), "somebody else's is as none");
    assert!(scene.desk.end_own_token(&her, listed[0].id).await.unwrap());
    assert!(acts(&scene, &token).await.is_none());

    let (short, long) = (made(&scene, &her, &[Scope::Policy], 1).await, made(&scene, &her, &[Scope::Policy], 90).await);
    scene.step_to("2026-11-03T08:59:59Z");
    assert!(acts(&scene, &short).await.is_some());
    scene.step_to(DAY);
    assert!(acts(&scene, &short).await.is_none(), "its day is over");
    assert_eq!(scene.desk.remove_person(&Caller::Operator, ada).await.unwrap(), Changed::Done);
    assert!(acts(&scene, &long).await.is_none(), "its owner is gone (T-15)");
}

#[tokio::test]
async fn signing_out_everywhere_ends_tokens_too() {
    let scene = Scene::open().await;
    let (fin, his) = scene.person("fin", false).await;
    let token = made(&scene, &his, &[Scope::ReadCases], 30).await;
    assert_eq!(scene.desk.sign_out_everywhere(&Caller::Operator, fin).await.unwrap(), Changed::Done);
    assert!(acts(&scene, &token).await.is_none());
}

#[tokio::test]
async fn a_token_for_nothing_for_ever_or_of_nobody_is_not_made() {
    let scene = Scene::open().await;
    let (_, her) = scene.person("ada", true).await;
    let wanted = |scopes: &[Scope], days| WantedToken { name: line("A program"), scopes: scopes.to_vec(), days };
    for (caller, wanted, outcome) in [
        (&her, wanted(&[], 30), TokenOutcome::Unfit),
        (&her, wanted(&[Scope::Policy], 0), TokenOutcome::Unfit),
        (&her, wanted(&[Scope::Policy], 91), TokenOutcome::Unfit),
        (&Caller::Stranger, wanted(&[Scope::Policy], 30), TokenOutcome::NotFound),
        (&Caller::Operator, wanted(&[Scope::Policy], 30), TokenOutcome::NotFound),
    ] {
        assert_eq!(scene.desk.make_token(caller, wanted).await.unwrap(), outcome, "{caller:?}");
    }
}

/// T-29: over every right there is, a token reaches what its scopes say and nothing that opens or ends an access.
#[test]
fn no_scope_reaches_what_is_for_people() {
    for scope in Scope::ALL {
        assert_eq!(Scope::named(scope.name()), Some(scope), "each has a name of its own");
    }
    assert_eq!((Scope::named(""), Scope::named("everything")), (None, None));
    let all = Right::all();
    for verb in Verb::ALL.into_iter().filter(|verb| verb.is_asked_by_people()) {
        assert!(all.contains(&Right::AskOfCase(verb)), "{verb:?}");
    }
    assert!([Right::AskToSee, Right::LinkProvider, Right::Recover].iter().all(|right| all.contains(right)));
    for right in all {
        let reach = right.reach();
        for scope in Scope::ALL {
            assert_eq!(
                right.is_within(&[scope]),
                matches!(reach, Reach::Any) || reach == Reach::Within(scope),
                "{right:?}"
            );
        }
        assert_eq!(right.is_within(&[]), reach == Reach::Any, "{right:?}");
        let anybodys = right.rule().holders.contains(&Kind::Stranger);
        assert!(reach != Reach::Any || anybodys, "{right:?} is not everybody's, so a token needs a scope for it");
        let name = format!("{right:?}");
        if ["Own", "Make", "Manage", "Drop", "Recover", "Sign"].iter().any(|begin| name.starts_with(begin)) {
            assert_eq!(reach, Reach::None, "{right:?}");
        }
    }
}

#[tokio::test]
async fn a_live_secret_in_a_text_is_taken_out_and_ended_and_a_dead_one_is_let_be() {
    let scene = Scene::open().await;
    let (_, her) = scene.person("ada", true).await;
    let (_, code) = scene.invited("ben", true).await;
    let session = scene.desk.sign_in(&code).await.unwrap().unwrap();
    let (_, link) = scene.invited("cleo", true).await;
    let receipt = scene.report().await.receipt;
    let token = made(&scene, &her, &[Scope::ReadCases], 30).await;
    let clean = |text: String| {
        let desk = scene.desk.clone();
        async move {
            desk.without_secrets(text.as_bytes(), |_| false).await.unwrap().map(|kept| String::from_utf8(kept).unwrap())
        }
    };
    assert_eq!(clean("Nothing of ours: sluice-, sluice-a-, sluice-x-abc, SLUICE.".to_owned()).await, None);

    let body = format!(
        r#"{{"text":"see {token}, https://desk.example/sign-in/{link}\n{} and {receipt}.","end":1}}"#,
        session.to_uppercase()
    );
    let gone = "(a secret stood here; it was taken out)";
    let expected =
        format!(r#"{{"text":"see {gone}, https://desk.example/sign-in/{gone}\n{gone} and {gone}.","end":1}}"#);
    assert_eq!(clean(body.clone()).await, Some(expected));
    assert!(acts(&scene, &token).await.is_none());
    assert_eq!(scene.desk.caller(&session).await.unwrap(), Caller::Stranger);
    assert_eq!(scene.desk.sign_in(&link).await.unwrap(), None);
    assert!(scene.desk.open_receipt(&receipt).await.unwrap().is_some(), "a reporter keeps the way to their report");
    let told = scene.letters();
    for name in ["ada@", "ben@", "cleo@"] {
        assert!(told.iter().any(|to| to.starts_with(name)), "{name}: {told:?}");
    }
    // What opens nothing any more is a word like others; the receipt is still one.
    let again = clean(body).await.unwrap();
    assert!(again.contains(&token) && again.contains(&link) && !again.contains(&receipt), "{again}");
    let form = format!("to=reporter&text=it+is+{receipt}+here");
    assert_eq!(clean(form).await, Some(format!("to=reporter&text=it+is+{gone}+here")));

    let operators = OperatorToken::from_bytes([5; 20]);
    let text = format!("{}.", *operators.to_text());
    assert_eq!(clean(text.clone()).await, None, "it is not this desk's");
    let kept = scene.desk.without_secrets(text.as_bytes(), |token| *token == operators).await.unwrap();
    assert_eq!(kept.map(|kept| String::from_utf8(kept).unwrap()), Some(format!("{gone}.")));
}

#[tokio::test]
async fn a_live_secret_is_found_whatever_is_glued_to_it() {
    let scene = Scene::open().await;
    let (_, her) = scene.person("ada", true).await;
    let gone = "(a secret stood here; it was taken out)";
    for (before, after) in [
        ("sluice-", ""),
        ("sluice-a-", "-x"),
        ("x", "and more"),
        ("SLUICE-sluice-", "-"),
        ("\u{e9}", "\u{e9}"),
        ("", ""),
    ] {
        let token = made(&scene, &her, &[Scope::ReadCases], 30).await;
        let text = format!("{before}{token}{after}");
        let kept = scene.desk.without_secrets(text.as_bytes(), |_| false).await.unwrap();
        assert_eq!(kept.map(|kept| String::from_utf8(kept).unwrap()), Some(format!("{before}{gone}{after}")), "{text}");
        assert!(acts(&scene, &token).await.is_none(), "{text}");
    }
    for between in ["\n", "\r\n> ", "\\n", "%0D%0A", " ", "\u{2011}", "=\n", ""] {
        let token = made(&scene, &her, &[Scope::ReadCases], 30).await;
        let (begin, end) = token.split_at(25);
        let broken = format!("see {begin}{between}{} there", end.replace('-', between));
        let kept = scene.desk.without_secrets(broken.as_bytes(), |_| false).await.unwrap();
        assert_eq!(kept.map(|kept| String::from_utf8(kept).unwrap()), Some(format!("see {gone} there")), "{broken}");
        assert!(acts(&scene, &token).await.is_none(), "{broken}");
    }
    let token = made(&scene, &her, &[Scope::ReadCases], 30).await;
    let bare = token.replacen("sluice-a-", "", 1).replace('-', "");
    let kept = scene.desk.without_secrets(format!("sluice-a-{bare}").as_bytes(), |_| false).await.unwrap();
    assert_eq!(kept.as_deref(), Some(gone.as_bytes()), "without the dashes inside");
}

#[tokio::test]
async fn of_very_many_codes_in_a_text_a_few_are_looked_up_and_the_rest_is_taken_out() {
    let scene = Scene::open().await;
    let (_, her) = scene.person("ada", true).await;
    let token = made(&scene, &her, &[Scope::ReadCases], 30).await;
    let dead: Vec<String> = (0..30).map(|n| vault::ApiToken::from_bytes([n; 20]).to_text().to_string()).collect();
    let text = format!("{} {token}", dead.join(" "));
    let kept = scene.desk.without_secrets(text.as_bytes(), |_| false).await.unwrap().unwrap();
    let kept = String::from_utf8(kept).unwrap();
    assert_eq!(kept.matches("sluice-a-").count(), 20, "those that were looked up and open nothing");
    assert!(!kept.contains(&token));
    assert!(acts(&scene, &token).await.is_some(), "it was not looked at, and nobody reads it");
}

/// T-30: of many at once one ends it.
#[tokio::test]
async fn of_200_who_find_one_token_one_ends_it() {
    let scene = Scene::open().await;
    let (_, her) = scene.person("ada", true).await;
    made(&scene, &her, &[Scope::ReadCases], 30).await;
    let id = scene.desk.tokens(&her).await.unwrap().unwrap()[0].id;
    let mut tries = JoinSet::new();
    for _ in 0..200 {
        let (desk, her) = (scene.desk.clone(), her.clone());
        tries.spawn(async move { desk.end_own_token(&her, id).await.unwrap() });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|ended| *ended).count(), 1);
}
