//! Passwords: kept as hashes of which each guess costs memory and time.
//!
//! Argon2id (RFC 9106) with 19 MiB, two passes, one lane: what OWASP asks for at least. Knows texts and salts; must not know
//! whose they are, nor which are good enough.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// What is compared where there is no password: it takes as long, and no text is it.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| password_hash("", [0; 16]));

/// The hash of a password, as a PHC string. Takes tens of milliseconds. `None` when the machine lacks the memory.
#[must_use]
pub fn password_hash(password: &str, salt: [u8; 16]) -> Option<String> {
    let hash: PasswordHash = hasher()?.hash_password_with_salt(password.as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

/// Whether this is the password of that hash. It takes as long where there is none, and for a hash that is none.
#[must_use]
pub fn is_password(password: &str, hash: Option<&str>) -> bool {
    let Some(compared) = hash.or(NOBODYS.as_deref()) else { return false };
    let Ok(compared) = PasswordHash::new(compared) else { return false };
    let matches = Argon2::default().verify_password(password.as_bytes(), &compared).is_ok();
    matches && hash.is_some()
}

fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_its_own_and_no_other() {
        let hash = password_hash("correct horse battery", [7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_password("correct horse battery", Some(&hash)));
        for other in ["correct horse batterz", "", "Correct horse battery"] {
            assert!(!is_password(other, Some(&hash)), "{other}");
        }
        assert!(!is_password("", None), "nobody's password is no password");
        assert!(!is_password("x", Some("no hash")));
        assert_ne!(password_hash("correct horse battery", [8; 16]).unwrap(), hash, "the salt counts");
    }
}
