//! Every way in which an answer can be wrong, one at a time.

use authenticator::{Authenticator, MAY_SYNC, PRESENT, Parts, SYNCED, VERIFIED};
use data_encoding::BASE64URL_NOPAD;
use passkeys::{Assertion, Passkey, Site};
use serde_json::Value;

use crate::truth::{ADA, FIRST, HERE, SECOND, site};

struct Registered {
    site: Site,
    yubi: Authenticator,
    passkey: Passkey,
}

fn registered() -> Registered {
    let (site, mut yubi) = (site(), Authenticator::of(3));
    let asked = site.ask_to_register(ADA, "Ada", &[], FIRST).unwrap();
    let passkey = site.register(&asked.state, &yubi.register(&asked.options, HERE)).unwrap();
    Registered { site, yubi, passkey }
}

impl Registered {
    fn options(&self) -> String {
        self.site.ask_to_prove(&[], SECOND).unwrap()
    }

    /// Whether an answer made of changed parts is believed.
    fn believes(&self, change: impl FnOnce(&mut Parts)) -> bool {
        let mut parts = self.yubi.proof_parts(&self.options(), HERE);
        change(&mut parts);
        self.takes(&self.yubi.answer(&parts))
    }

    /// Whether a text is believed as the answer.
    fn takes(&self, answer: &str) -> bool {
        Assertion::read(answer).is_ok_and(|answer| self.site.verify(SECOND, &self.passkey, &answer).is_ok())
    }

    /// Whether an honest answer is still believed after its JSON was changed.
    fn takes_changed(&self, change: impl FnOnce(&mut Value)) -> bool {
        let honest = self.yubi.answer(&self.yubi.proof_parts(&self.options(), HERE));
        let mut answer: Value = serde_json::from_str(&honest).unwrap();
        change(&mut answer);
        self.takes(&answer.to_string())
    }

    /// The same, with the bytes of one field.
    fn takes_bent(&self, field: &str, change: impl FnOnce(&mut Vec<u8>)) -> bool {
        self.takes_changed(|answer| bend(answer, field, change))
    }
}

fn bend(answer: &mut Value, field: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let place = answer.pointer_mut(field).unwrap();
    let mut bytes = BASE64URL_NOPAD.decode(place.as_str().unwrap().as_bytes()).unwrap();
    change(&mut bytes);
    *place = Value::from(BASE64URL_NOPAD.encode(&bytes));
}

type Lie = Box<dyn FnOnce(&mut Parts)>;

/// Everything a proof can lie about. Each line changes one thing; the first changes nothing and is believed.
#[test]
fn a_proof_that_lies_about_anything_is_refused() {
    let ada = registered();
    assert!(ada.believes(|_| {}), "the honest one is believed");
    let lies: Vec<(&str, Lie)> = vec![
        ("it was made to register a key", Box::new(|p| p.kind = "webauthn.create".into())),
        ("it is a payment", Box::new(|p| p.kind = "payment.get".into())),
        ("it has no kind", Box::new(|p| p.kind.clear())),
        ("it answers the challenge before", Box::new(|p| p.challenge = FIRST.to_vec())),
        ("it answers no challenge", Box::new(|p| p.challenge.clear())),
        ("it answers half the challenge", Box::new(|p| p.challenge.truncate(16))),
        ("it answers more than the challenge", Box::new(|p| p.challenge.push(0))),
        ("one bit of the challenge is another", Box::new(|p| p.challenge[31] ^= 1)),
        ("another site's page asked", Box::new(|p| p.origin = "https://desk.example.com".into())),
        ("a page below ours asked", Box::new(|p| p.origin = "https://evil.desk.example.org".into())),
        ("a page above ours asked", Box::new(|p| p.origin = "https://example.org".into())),
        (
            "a page that only begins like ours asked",
            Box::new(|p| p.origin = "https://desk.example.org.evil.net".into()),
        ),
        ("another port asked", Box::new(|p| p.origin = "https://desk.example.org:8443".into())),
        ("it came without TLS", Box::new(|p| p.origin = "http://desk.example.org".into())),
        ("no page asked", Box::new(|p| p.origin = "null".into())),
        ("an app asked", Box::new(|p| p.origin = "android:apk-key-hash:AAAA".into())),
        ("it is another host's key", Box::new(|p| p.host = "example.com".into())),
        ("it is the host above's key", Box::new(|p| p.host = "example.org".into())),
        ("it is nobody's key", Box::new(|p| p.host.clear())),
        ("its holder was not verified", Box::new(|p| p.flags = PRESENT)),
        ("its holder was not there", Box::new(|p| p.flags = VERIFIED)),
        ("nobody was there", Box::new(|p| p.flags = 0)),
        ("the key became one that may be copied", Box::new(|p| p.flags |= MAY_SYNC)),
        ("the key was copied though it may not be", Box::new(|p| p.flags |= SYNCED)),
        ("another site's page was around it", Box::new(|p| p.cross_origin = Some(true))),
    ];
    for (lie, change) in lies {
        assert!(!ada.believes(change), "believed although {lie}");
    }
}

#[test]
fn a_proof_that_was_bent_on_the_way_is_refused() {
    let ada = registered();
    assert!(ada.takes_changed(|_| {}), "the honest one is believed");
    let (signature, data, client) = ("/response/signature", "/response/authenticatorData", "/response/clientDataJSON");
    assert!(!ada.takes_bent(signature, |bytes| bytes[10] ^= 1), "a bit of the signature");
    assert!(!ada.takes_bent(signature, Vec::clear), "no signature");
    assert!(!ada.takes_bent(signature, |bytes| bytes.push(0)), "a byte behind the signature");
    assert!(
        !ada.takes_bent(signature, |bytes| *bytes = vec![0x30, 0x06, 0x02, 0x01, 0x00, 0x02, 0x01, 0x00]),
        "zeros for a signature"
    );
    assert!(!ada.takes_bent(data, |bytes| bytes[36] ^= 1), "another count than the signed one");
    assert!(!ada.takes_bent(data, |bytes| bytes.truncate(36)), "data cut short");
    assert!(!ada.takes_bent(data, Vec::clear), "no data");
    assert!(!ada.takes_bent(data, |bytes| bytes.extend([0; 4])), "more data than was signed");
    assert!(!ada.takes_bent(client, |bytes| bytes.push(b' ')), "a space behind what was signed");
    assert!(!ada.takes_bent(client, Vec::clear), "nothing said");
    assert!(!ada.takes_bent(client, |bytes| bytes.insert(0, 0xEF)), "not UTF-8");
    assert!(!ada.takes_changed(|a| a["rawId"] = Value::from(BASE64URL_NOPAD.encode(&[9; 24]))), "another key's name");
    assert!(!ada.takes_changed(|a| a["rawId"] = Value::from("not base64!")), "a name that is none");
    assert!(!ada.takes_changed(|a| a["type"] = Value::from("password")), "another kind of credential");
    assert!(!ada.takes_changed(|a| a["response"] = Value::Null), "no response");
    assert!(!ada.takes(""), "nothing");
    assert!(!ada.takes("{}"), "an empty object");
    assert!(!ada.takes(&"[".repeat(20_000)), "many brackets");
    assert!(!ada.takes(&format!("{{\"a\":\"{}\"}}", "x".repeat(20_000))), "too long");
}

#[test]
fn a_proof_by_another_key_is_refused_even_under_the_right_name() {
    let ada = registered();
    let mut stranger = Authenticator::of(4);
    stranger.id.clone_from(&ada.yubi.id);
    stranger.holder = ADA.to_vec();
    let parts = stranger.proof_parts(&ada.options(), HERE);
    assert!(!ada.takes(&stranger.answer(&parts)));
}

#[test]
fn a_registration_that_lies_is_refused() {
    let site = site();
    let yubi = Authenticator::of(3);
    let asked = site.ask_to_register(ADA, "Ada", &[], FIRST).unwrap();
    let takes = |change: &dyn Fn(&mut Parts)| {
        let mut parts = yubi.registration_parts(&asked.options, HERE);
        change(&mut parts);
        site.register(&asked.state, &yubi.made(&parts)).is_ok()
    };
    assert!(takes(&|_| {}), "the honest one is believed");
    assert!(!takes(&|p| p.kind = "webauthn.get".into()), "it was made to prove");
    assert!(!takes(&|p| p.challenge = SECOND.to_vec()), "it answers another challenge");
    assert!(!takes(&|p| p.origin = "https://desk.example.com".into()), "another site's page asked");
    assert!(!takes(&|p| p.origin = "http://desk.example.org".into()), "it came without TLS");
    assert!(!takes(&|p| p.host = "example.org".into()), "it is the host above's key");
    assert!(!takes(&|p| p.flags = PRESENT), "its holder was not verified");
    assert!(!takes(&|p| p.flags = VERIFIED), "its holder was not there");
    assert!(!takes(&|p| p.flags |= SYNCED), "it was copied though it may not be");
    assert!(!takes(&|p| p.cross_origin = Some(true)), "another site's page was around it");
    let bent = |field: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut answer: Value =
            serde_json::from_str(&yubi.made(&yubi.registration_parts(&asked.options, HERE))).unwrap();
        bend(&mut answer, field, change);
        site.register(&asked.state, &answer.to_string()).is_ok()
    };
    let object = "/response/attestationObject";
    assert!(bent(object, &|_| {}), "the honest one is believed");
    assert!(!bent(object, &|bytes| bytes.truncate(60)), "cut short");
    assert!(!bent(object, &Vec::clear), "nothing");
    assert!(!bent(object, &|bytes| *bytes = vec![0x9f; 4000]), "lists without an end");
    assert!(
        !bent(object, &|bytes| {
            let end = bytes.len() - 1;
            bytes[end] ^= 1;
        }),
        "a point that lies on no curve"
    );
}

#[test]
fn a_key_that_is_known_is_not_registered_twice() {
    let ada = registered();
    let asked = ada.site.ask_to_register(ADA, "Ada", std::slice::from_ref(&ada.passkey), SECOND).unwrap();
    let parts = ada.yubi.registration_parts(&asked.options, HERE);
    assert!(ada.site.register(&asked.state, &ada.yubi.made(&parts)).is_err());
}
