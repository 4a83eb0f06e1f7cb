//! How much a desk asks for passkeys: the operator's choice.

/// How much a desk asks for passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyRule {
    /// Members, and whoever has an office, need one for whatever counts.
    Required,
    /// Whoever has one confirms with it; whoever has none may act without.
    Offered,
}
