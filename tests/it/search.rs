//! Search over the shipped collection and over the small archive.

mod corpus;
mod hostile;
mod index;
mod language;
mod relevance;

type Outcome = anyhow::Result<()>;
