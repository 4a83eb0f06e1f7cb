//! An honest authenticator at the right site.

use authenticator::Authenticator;
use passkeys::{Assertion, Site};

pub(crate) const HERE: &str = "https://desk.example.org";
pub(crate) const ADA: [u8; 16] = [7; 16];
pub(crate) const FIRST: [u8; 32] = [1; 32];
pub(crate) const SECOND: [u8; 32] = [2; 32];

pub(crate) fn site() -> Site {
    Site::at(HERE, "Example").unwrap()
}

#[test]
fn a_key_is_registered_and_proves_its_holder() {
    let (site, mut yubi) = (site(), Authenticator::of(3));
    let asked = site.ask_to_register(ADA, "Ada", &[], FIRST).unwrap();
    let answer = yubi.register(&asked.options, HERE);
    assert_eq!(site.challenge_of_registration(&answer).unwrap(), FIRST);
    let passkey = site.register(&asked.state, &answer).unwrap();
    assert_eq!(passkey.id(), yubi.id);
    assert_eq!(yubi.holder, ADA, "the authenticator learns whose key it is");

    let options = site.ask_to_prove(&[], SECOND).unwrap();
    let answer = Assertion::read(&yubi.prove(&options, HERE)).unwrap();
    assert_eq!((answer.challenge(), answer.key(), answer.holder()), (SECOND, passkey.id(), Some(ADA.as_slice())));
    let used = site.verify(SECOND, &passkey, &answer).unwrap();
    assert!(!used.went_back);
    // What was proved can be looked at again: a job does so before it acts.
    site.verify(SECOND, &used.passkey, &answer).unwrap();
}

#[test]
fn a_browser_is_asked_for_a_discoverable_key_and_a_verified_holder() {
    let asked = site().ask_to_register(ADA, "Ada", &[], FIRST).unwrap();
    let options: serde_json::Value = serde_json::from_str(&asked.options).unwrap();
    let wanted = &options["publicKey"];
    assert_eq!(wanted["rp"]["id"], "desk.example.org");
    assert_eq!(wanted["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(wanted["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(wanted["attestation"], "none");
    let proof: serde_json::Value = serde_json::from_str(&site().ask_to_prove(&[], FIRST).unwrap()).unwrap();
    assert_eq!(proof["publicKey"]["userVerification"], "required");
}

#[test]
fn a_key_that_counts_is_noticed_when_its_count_goes_back() {
    let (site, mut yubi) = (site(), Authenticator::of(3));
    yubi.count = 5;
    let asked = site.ask_to_register(ADA, "Ada", &[], FIRST).unwrap();
    let passkey = site.register(&asked.state, &yubi.register(&asked.options, HERE)).unwrap();
    let options = site.ask_to_prove(&[], SECOND).unwrap();
    let used = site.verify(SECOND, &passkey, &Assertion::read(&yubi.prove(&options, HERE)).unwrap()).unwrap();
    assert!(!used.went_back);
    let mut copy = yubi.clone();
    copy.count = 2;
    let late = site.verify(SECOND, &used.passkey, &Assertion::read(&copy.prove(&options, HERE)).unwrap()).unwrap();
    assert!(late.went_back, "a copy of the key may be in use");
    copy.count = 0;
    let silent = site.verify(SECOND, &used.passkey, &Assertion::read(&copy.prove(&options, HERE)).unwrap()).unwrap();
    assert!(silent.went_back, "a key that counted does not stop counting");
}

#[test]
fn keys_are_offered_only_where_browsers_offer_them() {
    for good in
        ["https://desk.example.org", "https://desk.example.org:8443", "http://localhost:8321", "http://a.localhost"]
    {
        assert!(Site::at(good, "Example").is_ok(), "{good}");
    }
    for bad in [
        "http://127.0.0.1:8321",
        "https://127.0.0.1",
        "https://[::1]",
        "http://desk.example.org",
        "ftp://localhost",
        "desk",
        "",
    ] {
        assert!(Site::at(bad, "Example").is_err(), "{bad}");
    }
}
