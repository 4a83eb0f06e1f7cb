//! Any bytes as a policy file: read or refused with a place, never a panic; what is read can be written and read again.
#![no_main]

use domain::policy::{Policy, contradictions, place_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Policy::parse(text) {
        Err(error) => assert!(error.line >= 1 && error.column >= 1),
        Ok(policy) => {
            for found in contradictions(&policy) {
                let _place = place_of(text, &found.path());
            }
            assert_eq!(Policy::parse(&policy.to_toml()).ok().as_ref(), Some(&policy));
        }
    }
});
