//! How an answer is shown, whatever it is.

use clap::Args;

/// How an answer is shown.
#[derive(Args, Clone, Copy)]
pub struct Show {
    /// Print the desk's JSON as it is.
    #[arg(long)]
    pub(crate) json: bool,
}
