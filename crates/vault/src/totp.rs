//! Codes of authenticator apps: six digits that change every half minute (RFC 6238, SHA-1, as every app knows them).
//!
//! Knows secrets and moments. Must not know whose they are, nor which code was used before.

use totp_rs::{Builder, Totp};

/// The step of the code, counted in half minutes since 1970, when it is good: of now, or of the one before or after. Each step
/// is good once; seeing to that is the caller's.
#[must_use]
pub fn totp_step(secret: [u8; 20], code: &str, seconds: u64) -> Option<u64> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    generator(secret, "", "")?.check(&code, seconds)
}

/// The address that an app takes the secret from (`otpauth://`), as text and as what a QR code says.
#[must_use]
pub fn totp_address(secret: [u8; 20], issuer: &str, account: &str) -> Option<String> {
    // The address itself parts issuer and account with a colon.
    generator(secret, &issuer.replace(':', " "), &account.replace(':', " "))?.to_url().ok()
}

fn generator(secret: [u8; 20], issuer: &str, account: &str) -> Option<Totp> {
    let issuer = Some(issuer).filter(|issuer| !issuer.is_empty());
    let account = if account.is_empty() { "account" } else { account };
    Builder::new().with_secret(secret).with_issuer(issuer).with_account_name(account).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, to six digits.
    #[test]
    fn codes_are_those_of_the_standard_for_a_minute_and_a_half() {
        let secret = *b"12345678901234567890";
        for (seconds, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")]
        {
            assert_eq!(totp_step(secret, code, seconds), Some(seconds / 30), "{code}");
            assert_eq!(totp_step(secret, code, seconds + 30), Some(seconds / 30), "{code}, a step late");
            assert_eq!(totp_step(secret, code, seconds + 61), None, "{code}, too late");
        }
        assert_eq!(totp_step(secret, "287 082", 59), Some(1), "as apps show it");
        for bad in ["", "28708", "2870820", "abcdef", "287083"] {
            assert_eq!(totp_step(secret, bad, 59), None, "{bad}");
        }
        assert_eq!(totp_step([1; 20], "287082", 59), None);
    }

    #[test]
    fn an_app_is_told_whose_it_is() {
        let address = totp_address(*b"12345678901234567890", "Lantern: security", "ana@desk.example").unwrap();
        assert!(address.starts_with("otpauth://totp/"), "{address}");
        assert!(address.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{address}");
    }
}
