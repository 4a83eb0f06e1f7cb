//! Live secrets of ours in texts that come in: taken out, and ended at once.
//!
//! People paste what they should not: a token in a log, a link in a question (T-28). Every code of ours has a prefix and a
//! checksum, so that it is found wherever it stands. Looking costs one pass over the bytes; nothing is copied where nothing is
//! found. Knows codes; must not know what the text is about.

use domain::ids::PersonId;
use store::Who;
use vault::{ApiToken, InviteCode, OperatorToken, ReceiptCode, SessionToken};

use crate::desk::Desk;
use crate::fault::Fault;

/// How every code of ours begins.
const PREFIX: &[u8] = b"sluice-";
/// The longest that one is, as it is written.
const LENGTH_MAX: usize = 64;

/// Whose a secret was that was found.
enum Owner {
    Person(PersonId),
    /// The holder of a receipt, or nobody with an account.
    Other,
    /// The operator's: it cannot be ended here.
    Operator,
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
        let mut kept: Option<Vec<u8>> = None;
        let mut done = 0;
        while let Some((start, end)) = next_code(bytes, done) {
            let code = bytes.get(start..end).and_then(|code| std::str::from_utf8(code).ok()).unwrap_or_default();
            if let Some(owner) = self.ended(code, &is_operators).await? {
                self.tell_of_leak(&owner).await;
                let kept = kept.get_or_insert_with(|| bytes.get(..start).unwrap_or_default().to_vec());
                kept.extend_from_slice(documents::words::TAKEN_OUT.as_bytes());
            } else if let Some(kept) = &mut kept {
                kept.extend_from_slice(bytes.get(start..end).unwrap_or_default());
            }
            let next = next_code(bytes, end).map_or(bytes.len(), |(next, _)| next);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(bytes.get(end..next).unwrap_or_default());
            }
            done = end;
        }
        Ok(kept)
    }

    /// Whose the code is, if it opens something; it opens nothing any more.
    async fn ended(&self, code: &str, is_operators: &impl Fn(&OperatorToken) -> bool) -> Result<Option<Owner>, Fault> {
        let (store, key) = (&self.inner.store, self.mac_key());
        if let Ok(token) = ApiToken::parse(code) {
            let digest = token.digest(key);
            let found = store.token(digest, self.now()).await?;
            store.end_token(digest).await?;
            return Ok(found.map(|(token, _)| Owner::Person(token.person)));
        }
        if let Ok(token) = SessionToken::parse(code) {
            let digest = token.digest(key);
            let found = store.session(digest, self.now()).await?;
            store.end_session(digest).await?;
            return Ok(found.map(|found| match found.who {
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

/// Where the next text stands that begins like a code, from a place on, and where it ends.
fn next_code(bytes: &[u8], from: usize) -> Option<(usize, usize)> {
    let rest = bytes.get(from..)?;
    let start = from + rest.windows(PREFIX.len()).position(|some| some.eq_ignore_ascii_case(PREFIX))?;
    let said = bytes.get(start..)?;
    let written = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
    Some((start, start + said.iter().take(LENGTH_MAX).take_while(written).count()))
}
