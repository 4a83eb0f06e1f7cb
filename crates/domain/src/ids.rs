//! Ids: sixteen random bytes each, printed as 26 letters and digits that mean nothing to an outsider.
//!
//! Knows how ids parse and print; must not know how they are made (the desk's `Ids` port) or kept.

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_DNSSEC;
use serde::{Deserialize, Serialize};

/// Why a text is not an id. Deliberately silent about whether such an id exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not an id: 26 letters and digits are expected")]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// The id made of these bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The bytes themselves, for keys and seals.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&BASE32_DNSSEC.encode(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{self}")
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                let bytes = BASE32_DNSSEC.decode(text.as_bytes()).map_err(|_| NotAnId)?;
                Ok(Self(bytes.try_into().map_err(|_| NotAnId)?))
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

id! {
    /// One case, from first word to retrospective.
    ///
    /// ```
    /// use domain::ids::CaseId;
    /// let id = CaseId::from_bytes([7; 16]);
    /// assert_eq!(id.to_string().parse::<CaseId>(), Ok(id));
    /// assert!("C-7".parse::<CaseId>().is_err());
    /// ```
    CaseId
}
id! {
    /// One person with an account: a committee member or a fix-team member.
    PersonId
}
id! {
    /// One sealed text or file in the vault.
    BlobId
}
id! {
    /// One proposal to change the policy.
    ProposalId
}
id! {
    /// One session, as its owner sees it in their list. It names the session and opens nothing.
    SessionId
}
id! {
    /// One passkey, as its holder sees it in their list. It names the key and proves nothing.
    PasskeyId
}
id! {
    /// One token, as its owner sees it in their list. It names the token and opens nothing.
    TokenId
}
id! {
    /// Something that was asked for and waits to be confirmed with a passkey.
    ConfirmationId
}

/// A git commit: 40 or 64 lower-case hex digits.
///
/// ```
/// use domain::ids::CommitId;
/// assert!("80b79ed8b4d28ccbce3d279fd273606b5cddcc25".parse::<CommitId>().is_ok());
/// assert!("main".parse::<CommitId>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CommitId(String);

/// Why a text is not a commit id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a commit id: 40 or 64 hex digits are expected, not a branch or an abbreviation")]
pub struct NotACommit;

impl FromStr for CommitId {
    type Err = NotACommit;

    fn from_str(text: &str) -> Result<Self, NotACommit> {
        let hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if hex && matches!(text.len(), 40 | 64) { Ok(Self(text.to_owned())) } else { Err(NotACommit) }
    }
}

impl TryFrom<String> for CommitId {
    type Error = NotACommit;

    fn try_from(text: String) -> Result<Self, NotACommit> {
        text.parse()
    }
}

impl From<CommitId> for String {
    fn from(id: CommitId) -> Self {
        id.0
    }
}

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
