//! Why an account stays as it is.

use super::refusal::Sentence;

/// Somebody's account cannot be changed or ended: nobody would be left.
#[must_use]
pub fn last_member() -> Sentence {
    said("Nobody would be left to answer reports.", "Invite somebody else to the committee first.")
}

/// One member does not end or change another's account.
#[must_use]
pub fn another_member() -> Sentence {
    said(
        "One member does not end or change another's account.",
        "They can do it themselves; what the committee has decided the operator carries out: sluice member remove.",
    )
}

/// Somebody else has that address.
#[must_use]
pub fn address_taken() -> Sentence {
    said("Somebody with this address has an account already.", "Use another address.")
}

fn said(what: &str, what_to_do: &str) -> Sentence {
    Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() }
}
