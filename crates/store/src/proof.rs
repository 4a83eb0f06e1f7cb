//! The wall taken down, for the one test that proves the gate before it to hold alone. Not in a release.

use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(not(debug_assertions))]
compile_error!("the wall is never taken down in a release");

static DOWN: AtomicBool = AtomicBool::new(false);

/// Takes the wall down for this process: whatever is asked on somebody's behalf is asked as the house.
pub fn take_wall_down() {
    DOWN.store(true, Ordering::SeqCst);
}

pub(crate) fn is_wall_down() -> bool {
    DOWN.load(Ordering::SeqCst)
}
