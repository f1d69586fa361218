//! The server that takes letters, by SMTP.
//!
//! It may stand on another machine: then nothing is sent there but inside TLS, with a certificate that this machine trusts.

use std::fmt;
use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use url::{Host, Url};

use super::address::MailAddress;

/// For so long the server may say nothing.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a server answers where it closes (421), or takes nobody's letters until somebody mends how it is signed in to
/// (RFC 4954 and 3207): whoever the letter is to.
const OF_THE_SERVER: [u16; 6] = [421, 454, 530, 534, 535, 538];

/// One letter, in plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Whom to.
    pub to: MailAddress,
    /// What it is about, in one line.
    pub subject: String,
    /// What it says.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// What it is known by, without signs of an address: of two with the same one a reader's program shows one.
    pub id: String,
}

/// Why the settings name no server.
// Without the address, which holds a password and would stand in a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailServerFault {
    /// It is no address of a mail server.
    #[error("smtp_url is not smtps://user:password@host:465 or smtp://user:password@host:587?tls=required")]
    Url,
    /// Letters, and the password, would go over the network for everybody to read.
    #[error("smtp_url goes to another machine without TLS: write smtps://… or add ?tls=required")]
    Plain,
    /// A name without a password, or the other way round.
    #[error("smtp_url has a user without a password")]
    Password,
    /// The machine's certificates cannot be read, or the name of the server is none.
    #[error("the mail server cannot be trusted: {0}")]
    Tls(String),
    /// Nobody whom letters could be from.
    #[error("mail_from is not an address: write archive@example.org or 堡寨档案 <archive@example.org>")]
    From,
}

/// Why a letter was not taken.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// It cannot be written as one.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] lettre::error::Error),
    /// The server did not take it, or could not be asked.
    #[error("the mail server does not take a letter: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
}

impl MailError {
    /// Whether the server has answered, and refused this letter; else it may be away, or takes none of ours.
    pub fn is_answer(&self) -> bool {
        match self {
            Self::Letter(_) => true,
            Self::Server(error) => error.status().is_some_and(|code| !OF_THE_SERVER.contains(&code.into())),
        }
    }
}

/// A mail server, and whom its letters are from.
#[derive(Clone)]
pub struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    /// The host, for the log.
    host: String,
}

// By hand: the transport holds a password.
impl fmt::Debug for MailServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailServer")
            .field("host", &self.host)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl MailServer {
    /// The server at `smtps://user:password@host:465` or `smtp://…?tls=required`, letters being from `from`. Nothing is asked
    /// of it yet.
    ///
    /// # Errors
    /// A [`MailServerFault`]; `smtp://` without TLS is one, but to this machine itself.
    pub fn at(url: &str, from: &str) -> Result<Self, MailServerFault> {
        let parsed = Url::parse(url.trim()).map_err(|_| MailServerFault::Url)?;
        let host = parsed.host().ok_or(MailServerFault::Url)?.to_owned();
        let is_local = match &host {
            Host::Ipv4(address) => IpAddr::V4(*address).is_loopback(),
            Host::Ipv6(address) => IpAddr::V6(*address).is_loopback(),
            // The scheme is none of those whose hosts `url` reads as addresses.
            Host::Domain(name) => {
                name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
            }
        };
        let pairs: Vec<(String, String)> =
            parsed.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        match (parsed.scheme(), pairs.as_slice()) {
            ("smtps", []) => {}
            ("smtp", [(name, value)]) if name == "tls" && value == "required" => {}
            ("smtp", []) if is_local => {}
            ("smtp", []) => return Err(MailServerFault::Plain),
            _ => return Err(MailServerFault::Url),
        }
        if parsed.username().is_empty() != parsed.password().is_none() {
            return Err(MailServerFault::Password);
        }
        let from = from.trim().parse().map_err(|_| MailServerFault::From)?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.trim())
            .map_err(|fault| MailServerFault::Tls(fault.to_string()))?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { transport, from, host: host.to_string() })
    }

    /// The host, for the log.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Hands a letter over. When it returns, the server answers for it.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        self.transport.send(self.message(letter)?).await?;
        Ok(())
    }

    fn message(&self, letter: &Letter) -> Result<Message, MailError> {
        // A header that is none of lettre's own; its words are ours, so that nothing has to be looked at in them.
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, letter.to.inner().clone()))
            .subject(letter.subject.as_str())
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(letter.at.as_second().unsigned_abs()))
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            // Nobody's holiday answers it.
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())?;
        Ok(message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "河津堡寨 <archive@example.org>";

    #[test]
    fn nothing_goes_to_another_machine_in_the_open_and_no_fault_tells_the_password() {
        for good in [
            "smtps://user:secret@mail.example.org",
            "smtps://mail.example.org:465",
            "smtp://user:s%40cret@mail.example.org:587?tls=required",
            "smtp://127.0.0.1:2525",
            "smtp://[::1]:2525",
            "smtp://user:secret@localhost",
        ] {
            assert!(MailServer::at(good, FROM).is_ok(), "{good}: {:?}", MailServer::at(good, FROM));
        }
        for (bad, why) in [
            ("smtp://user:secret@mail.example.org", MailServerFault::Plain),
            ("smtp://127.0.0.1.example.org", MailServerFault::Plain),
            ("smtp://user:secret@mail.example.org?tls=opportunistic", MailServerFault::Url),
            ("smtps://user:secret@mail.example.org?tls=none", MailServerFault::Url),
            ("https://user:secret@mail.example.org", MailServerFault::Url),
            ("mail.example.org", MailServerFault::Url),
            ("smtps://user@mail.example.org", MailServerFault::Password),
        ] {
            let fault = MailServer::at(bad, FROM).err();
            assert_eq!(fault, Some(why), "{bad}");
            assert!(!format!("{fault:?}").contains("secret"), "{bad}");
        }
        assert_eq!(MailServer::at("smtp://localhost", "nobody").err(), Some(MailServerFault::From));
        let server = MailServer::at("smtps://user:secret@mail.example.org", FROM);
        assert!(!format!("{server:?}").contains("secret"));
    }

    #[test]
    fn what_is_said_cannot_become_a_line_of_the_head() -> Result<(), Box<dyn std::error::Error>> {
        let server = MailServer::at("smtp://localhost", FROM)?;
        let letter = Letter {
            to: MailAddress::parse("li@example.org")?,
            subject: "通知\r\nBcc: all@example.org".to_owned(),
            text: "退回\r\n.\r\nRCPT TO:<all@example.org>".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            id: "one".to_owned(),
        };
        let written = String::from_utf8(server.message(&letter)?.formatted())?;
        let (head, _) = written.split_once("\r\n\r\n").unwrap_or_default();
        let lines: Vec<&str> = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])).collect();
        assert!(!lines.iter().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
        assert!(
            head.contains("Message-ID: <one@example.org>") && head.contains("Auto-Submitted: auto-generated")
        );
        Ok(())
    }
}
