//! Live secrets of ours in texts that come in: taken out, and ended at once.
//!
//! People paste what they should not: a token in a log, a link in a question (T-28). Every code of ours has a prefix and a
//! checksum, so that it is found wherever it stands, broken over lines too. Looking costs one pass over the bytes; nothing is
//! copied where nothing is found. Knows codes; must not know what the text is about.

use std::ops::Range;

use domain::ids::PersonId;
use store::{Person, Who};
use vault::{ApiToken, InviteCode, OperatorToken, ReceiptCode, SessionToken};

use crate::desk::Desk;
use crate::fault::Fault;

/// How every code of ours begins.
const PREFIX: &[u8] = b"sluice-";
/// How long one is without the dashes inside it.
const LENGTH: usize = 44;
/// What may stand between two signs of a code: dashes of any kind, the end of a line and what mail programs put at the next.
const GAP_MAX: usize = 24;
/// So many are looked up in one text; whatever else looks like one is taken out unseen. Anybody can write codes whose checksum
/// is right, and looking each of them up would be work for us.
const LOOKED_UP_MAX: usize = 20;

/// Whose a secret was that was found.
enum Owner {
    Person(PersonId),
    /// The holder of a receipt, or nobody with an account.
    Other,
    /// The operator's: it cannot be ended here.
    Operator,
    /// Nobody looked.
    Unknown,
}

impl Desk {
    /// The bytes without the live secrets in them, which are good for nothing any more; `None` when there are none. A receipt
    /// is taken out and stays good: it is a reporter's only way to their report. `is_operators` says whether a token is the
    /// operator's.
    ///
    /// # Errors
    /// A fault of the machine; then the text must not be kept.
    pub async fn without_secrets(
        &self,
        bytes: &[u8],
        is_operators: impl Fn(&OperatorToken) -> bool,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let (mut kept, mut copied) = (Vec::new(), 0);
        let (mut done, mut looked_up) = (0, 0);
        while let Some(code) = next_code(bytes, done) {
            let Found { place, code } = code;
            done = place.end;
            let owner = if looked_up == LOOKED_UP_MAX {
                Some(Owner::Unknown)
            } else {
                looked_up += 1;
                self.ended(&code, &is_operators).await?
            };
            if let Some(owner) = owner {
                self.tell_of_leak(&owner).await;
                kept.extend_from_slice(bytes.get(copied..place.start).unwrap_or_default());
                kept.extend_from_slice(documents::words::TAKEN_OUT.as_bytes());
                copied = place.end;
            }
        }
        if copied == 0 {
            return Ok(None);
        }
        kept.extend_from_slice(bytes.get(copied..).unwrap_or_default());
        Ok(Some(kept))
    }

    /// Whose the code is, if it opens something; it opens nothing any more.
    async fn ended(&self, code: &str, is_operators: &impl Fn(&OperatorToken) -> bool) -> Result<Option<Owner>, Fault> {
        let (store, key) = (&self.inner.store, self.mac_key());
        if let Ok(token) = ApiToken::parse(code) {
            let digest = token.digest(key);
            let Some((found, _)) = store.token(digest, self.now()).await? else { return Ok(None) };
            store.end_token(digest).await?;
            return Ok(Some(Owner::Person(found.person)));
        }
        if let Ok(token) = SessionToken::parse(code) {
            let digest = token.digest(key);
            let Some(found) = store.session(digest, self.now()).await? else { return Ok(None) };
            store.end_session(digest).await?;
            return Ok(Some(match found.who {
                Who::Person(person) => Owner::Person(person),
                Who::Reporter(_) => Owner::Other,
            }));
        }
        if let Ok(code) = InviteCode::parse(code) {
            return Ok(store.redeem_code(code.digest(key), self.now()).await?.map(Owner::Person));
        }
        if let Ok(code) = ReceiptCode::parse(code) {
            return Ok(store.receipt(code.digest(key)).await?.map(|_case| Owner::Other));
        }
        Ok(OperatorToken::parse(code).ok().filter(|token| is_operators(token)).map(|_| Owner::Operator))
    }

    async fn tell_of_leak(&self, owner: &Owner) {
        match owner {
            Owner::Person(person) => {
                let what = "A secret of yours stood in a text that came in here. It was taken out, and ended.";
                self.tell_of_secret(*person, what).await;
            }
            Owner::Other => tracing::warn!("a live code stood in a text that came in, and was taken out"),
            Owner::Unknown => tracing::warn!("a text came in with very many codes, and they were taken out"),
            Owner::Operator => tracing::error!(
                "the operator's token stood in a text that came in, and was taken out; whoever sent it has it: remove \
                 operator.token from the data directory and start again"
            ),
        }
    }

    /// A letter to somebody about what opens the desk in their name.
    pub(crate) async fn tell_of_secret(&self, person: PersonId, what: &str) {
        if let Ok(Some(person)) = self.inner.store.person(person).await {
            self.write_of_secret(&person, what).await;
        }
    }

    /// The same letter, to an address that is at hand.
    pub(crate) async fn write_of_secret(&self, person: &Person, what: &str) {
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/tokens", self.inner.base_url);
        let letter = documents::letter::secret_letter(&project, what, &link);
        let key = format!("secret/{}/{}", person.id, self.now().as_millisecond());
        self.send_once(&key, &person.address, letter).await;
    }
}

/// Whether a text is written as one of our codes is, checksum and all.
fn is_code(text: &str) -> bool {
    // No code has a `u` but in its prefix: what only begins like one, again and again, is passed over without being read.
    let body = text.get(PREFIX.len()..).unwrap_or("u");
    !body.contains(['u', 'U'])
        && (ApiToken::parse(text).is_ok()
            || SessionToken::parse(text).is_ok()
            || InviteCode::parse(text).is_ok()
            || ReceiptCode::parse(text).is_ok()
            || OperatorToken::parse(text).is_ok())
}

/// A code in a text.
struct Found {
    place: Range<usize>,
    /// The code itself, without what stood between its signs.
    code: String,
}

/// The next code, from a place on, whatever stands before, after and between its signs.
fn next_code(bytes: &[u8], from: usize) -> Option<Found> {
    let begins = |start: &usize| bytes.get(*start..).is_some_and(is_prefix);
    (from..bytes.len()).filter(begins).find_map(|start| gathered(bytes, start))
}

/// The code that begins there, if one does.
fn gathered(bytes: &[u8], start: usize) -> Option<Found> {
    let kind = bytes.get(start + PREFIX.len()).copied().filter(u8::is_ascii_alphabetic)?;
    let mut code = format!("sluice-{}-", char::from(kind));
    let (mut at, mut gap) = (start + PREFIX.len() + 1, 0);
    while code.len() < LENGTH {
        let rest = bytes.get(at..)?;
        let (sign, length) = match rest {
            // The end of a line, as JSON and as forms write it.
            [b'\\', _, ..] => (None, 2),
            [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => (None, 3),
            [sign, ..] if sign.is_ascii_alphanumeric() => (Some(*sign), 1),
            [_, ..] => (None, 1),
            [] => return None,
        };
        gap = if sign.is_some() { 0 } else { gap + length };
        if gap > GAP_MAX {
            return None;
        }
        code.extend(sign.map(char::from));
        at += length;
    }
    is_code(&code).then_some(Found { place: start..at, code })
}

fn is_prefix(bytes: &[u8]) -> bool {
    bytes.get(..PREFIX.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(PREFIX))
}
