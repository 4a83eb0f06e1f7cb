//! Live secrets of ours in texts that come in: taken out, and ended at once.
//!
//! People paste what they should not: a token in a log, a link in a question (T-28). Every code of ours has a prefix and a
//! checksum, so that it is found wherever it stands. Looking costs one pass over the bytes; nothing is copied where nothing is
//! found. Knows codes; must not know what the text is about.

use std::ops::Range;

use domain::ids::PersonId;
use store::Who;
use vault::{ApiToken, InviteCode, OperatorToken, ReceiptCode, SessionToken};

use crate::desk::Desk;
use crate::fault::Fault;

/// How every code of ours begins.
const PREFIX: &[u8] = b"sluice-";
/// How long one is as it is written, and without the dashes inside it.
const LENGTHS: [usize; 2] = [50, 44];
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
            done = code.end;
            let owner = if looked_up == LOOKED_UP_MAX {
                Some(Owner::Unknown)
            } else {
                looked_up += 1;
                self.ended(text(bytes, &code), &is_operators).await?
            };
            if let Some(owner) = owner {
                self.tell_of_leak(&owner).await;
                kept.extend_from_slice(bytes.get(copied..code.start).unwrap_or_default());
                kept.extend_from_slice(documents::words::TAKEN_OUT.as_bytes());
                copied = code.end;
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
        let Ok(Some(person)) = self.inner.store.person(person).await else { return };
        let project = self.policy().project.name.reveal().to_owned();
        let link = format!("{}/tokens", self.inner.base_url);
        let letter = documents::letter::secret_letter(&project, what, &link);
        let key = format!("secret/{}/{}", person.id, self.now().as_millisecond());
        let mail = self.mail(&key, &person.address, letter.subject, letter.body);
        if let Err(trouble) = self.inner.mailer.send(&mail).await {
            tracing::warn!(%trouble, "a letter about a secret did not leave");
        }
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

/// Where the next code stands, from a place on, whatever letters stand before and after it.
fn next_code(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    let begins = |start: &usize| bytes.get(*start..).is_some_and(is_prefix);
    let whole = |start: usize| {
        let code = |length| Some(start..start + length).filter(|code| is_code(text(bytes, code)));
        LENGTHS.into_iter().find_map(code)
    };
    (from..bytes.len()).filter(begins).find_map(whole)
}

fn is_prefix(bytes: &[u8]) -> bool {
    bytes.get(..PREFIX.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(PREFIX))
}

fn text<'a>(bytes: &'a [u8], place: &Range<usize>) -> &'a str {
    bytes.get(place.clone()).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}
