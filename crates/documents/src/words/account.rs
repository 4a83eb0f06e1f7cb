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

/// Somebody else is called so at the forge.
#[must_use]
pub fn handle_taken() -> Sentence {
    said("Somebody else's account has this handle.", "Ask the operator whose it is.")
}

/// A steward looks after accounts that are neither the committee's nor of an office.
#[must_use]
pub fn not_the_stewards() -> Sentence {
    said(
        "Stewards look after accounts of people who are neither on the committee nor have an office.",
        "Ask a member of the committee, or the operator.",
    )
}

/// Members have no office beside their seat.
#[must_use]
pub fn members_have_none() -> Sentence {
    said("Members of the committee have no office beside it.", "Choose one of the two.")
}

/// A committee chooses its members by a ballot.
#[must_use]
pub fn by_ballot() -> Sentence {
    said("The committee chooses its members by a ballot.", "Nominate them on the committee's page.")
}

fn said(what: &str, what_to_do: &str) -> Sentence {
    Sentence { what: what.to_owned(), what_to_do: what_to_do.to_owned() }
}
