//! What other programs read of the archive, and what is read of theirs.

mod golden;
mod properties;
pub(crate) mod word;
mod works;

type Outcome = anyhow::Result<()>;
