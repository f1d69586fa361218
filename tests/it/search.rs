//! Search over the shipped collection and over the small archive.

mod corpus;
mod relevance;

type Outcome = anyhow::Result<()>;
