//! The gate taken down, for the one test that proves the database's wall behind it to hold alone. Not in a release.

#[cfg(feature = "gate-down")]
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(all(feature = "gate-down", not(debug_assertions)))]
compile_error!("the gate is never taken down in a release");

#[cfg(feature = "gate-down")]
static DOWN: AtomicBool = AtomicBool::new(false);

/// Takes the gate down for this process: everybody comes as a member, to whatever they ask for.
#[cfg(feature = "gate-down")]
pub fn take_gate_down() {
    DOWN.store(true, Ordering::SeqCst);
}

/// Whether it was taken down.
#[cfg(feature = "gate-down")]
pub(crate) fn is_gate_down() -> bool {
    DOWN.load(Ordering::SeqCst)
}

/// It stands.
#[cfg(not(feature = "gate-down"))]
pub(crate) const fn is_gate_down() -> bool {
    false
}
