//! Where a letter goes.

use std::fmt;
use std::str::FromStr;

use lettre::Address;
use serde::{Deserialize, Serialize};

/// The address of somebody's mailbox, `li@example.org`, without a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct MailAddress(Address);

/// The text is no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an e-mail address looks like name@example.org")]
pub struct MailAddressFault;

impl MailAddress {
    /// The longest that SMTP carries, bytes (RFC 5321, 4.5.3.1.3, without the brackets).
    pub const MAX_BYTES: usize = 254;

    /// Accepts `text` if it is an address, spaces around it left aside.
    pub fn parse(text: &str) -> Result<Self, MailAddressFault> {
        let text = text.trim();
        // In Latin letters: what else an address may have by now hardly a server takes.
        let may_be = text.len() <= Self::MAX_BYTES && text.bytes().all(|byte| byte.is_ascii_graphic());
        let address = may_be.then(|| text.parse::<Address>().ok()).flatten().ok_or(MailAddressFault)?;
        // `root@localhost` stays on the machine, where nobody reads it.
        if address.domain().contains('.') { Ok(Self(address)) } else { Err(MailAddressFault) }
    }

    /// The address as lettre has it.
    pub(super) fn inner(&self) -> &Address {
        &self.0
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for MailAddress {
    type Err = MailAddressFault;

    fn from_str(text: &str) -> Result<Self, MailAddressFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for MailAddress {
    type Error = MailAddressFault;

    fn try_from(text: String) -> Result<Self, MailAddressFault> {
        Self::parse(&text)
    }
}

impl From<MailAddress> for String {
    fn from(address: MailAddress) -> Self {
        address.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::MailAddress;

    #[test]
    fn what_would_slip_into_a_letters_head_is_no_address() {
        assert!(MailAddress::parse(" li@example.org ").is_ok_and(|one| one.to_string() == "li@example.org"));
        for bad in [
            "",
            "li",
            "@example.org",
            "li@",
            "li@localhost",
            "li@example.org\r\nBcc: all@example.org",
            "li@example.org\n",
            "li@example.org, wang@example.org",
            "李 <li@example.org>",
            "<li@example.org>",
            "li@exa mple.org",
            "李@example.org",
            "li@example.org\0",
        ] {
            let taken = MailAddress::parse(bad).map(|one| one.to_string());
            // Blanks around it are left aside, and a line's end is one.
            assert!(
                taken.is_err() || taken.as_deref() == Ok("li@example.org") && bad.ends_with('\n'),
                "{bad:?}"
            );
        }
        assert!(MailAddress::parse(&format!("{}@example.org", "a".repeat(300))).is_err());
    }
}
