//! Forms of other programs, read and written.

mod word;

type Outcome = anyhow::Result<()>;
