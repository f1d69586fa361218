//! What other programs read of the archive, and what is read of theirs.

mod golden;
mod properties;
mod word;
mod works;

type Outcome = anyhow::Result<()>;
