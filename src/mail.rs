//! Letters: addresses they go to, what stands in them, the server that takes them. What they tell of is not known here.

mod address;
mod server;

pub use address::{MailAddress, MailAddressFault};
pub use server::{Letter, MailError, MailServer, MailServerFault};
