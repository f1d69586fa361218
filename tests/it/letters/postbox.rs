//! A small mail server: takes letters by SMTP on this machine, and keeps what it was given.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;

/// How long a letter may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A letter as it came.
#[derive(Debug, Clone)]
pub(super) struct Taken {
    /// The addresses of the envelope.
    pub(super) to: Vec<String>,
    pub(super) head: String,
    /// The text, decoded.
    pub(super) text: String,
}

impl Taken {
    /// A line of the head; what follows it on further lines is joined to it.
    pub(super) fn line(&self, name: &str) -> String {
        let head = self.head.replace("\r\n ", " ");
        let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default().to_owned()
    }

    /// The subject, decoded.
    pub(super) fn subject(&self) -> anyhow::Result<String> {
        let mut subject = String::new();
        for word in self.line("Subject").split_whitespace() {
            match word.strip_prefix("=?utf-8?b?").and_then(|word| word.strip_suffix("?=")) {
                Some(word) => {
                    let bytes = base64::engine::general_purpose::STANDARD.decode(word)?;
                    subject.push_str(&String::from_utf8(bytes)?);
                }
                None => subject.push_str(word),
            }
        }
        Ok(subject)
    }
}

/// What the next receivers are answered.
type Refusals = Arc<Mutex<VecDeque<&'static str>>>;

/// The server.
pub(super) struct Postbox {
    address: SocketAddr,
    letters: Receiver<Taken>,
    refusals: Refusals,
    taken: Arc<Mutex<usize>>,
}

impl Postbox {
    /// On a free port.
    pub(super) fn open() -> anyhow::Result<Self> {
        Self::open_at("127.0.0.1:0".parse()?)
    }

    /// On this port.
    pub(super) fn open_at(address: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let (sender, letters) = channel();
        let (refusals, taken) = (Refusals::default(), Arc::new(Mutex::new(0)));
        let (left, count) = (Arc::clone(&refusals), Arc::clone(&taken));
        std::thread::spawn(move || {
            // One at a time: whoever sends has one connection.
            for stream in listener.incoming().map_while(Result::ok) {
                if let Ok(Some(letter)) = converse(stream, &left) {
                    if let Ok(mut count) = count.lock() {
                        *count += 1;
                    }
                    if sender.send(letter).is_err() {
                        return;
                    }
                }
            }
        });
        Ok(Self { address, letters, refusals, taken })
    }

    /// Its address, as a setting has it.
    pub(super) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Refuses the next receivers for now.
    pub(super) fn refuse_next(&self, count: usize) {
        for _ in 0..count {
            self.refuse_with("450 come later\r\n");
        }
    }

    /// Refuses the next receiver with this answer.
    pub(super) fn refuse_with(&self, answer: &'static str) {
        if let Ok(mut refusals) = self.refusals.lock() {
            refusals.push_back(answer);
        }
    }

    /// The next letter, once it has come.
    pub(super) fn next(&self) -> anyhow::Result<Taken> {
        Ok(self.letters.recv_timeout(PATIENCE)?)
    }

    /// How many have come.
    pub(super) fn count(&self) -> usize {
        self.taken.lock().map_or(0, |count| *count)
    }
}

/// One conversation; the letter, if one was given.
fn converse(mut stream: TcpStream, refusals: &Refusals) -> anyhow::Result<Option<Taken>> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(stream.try_clone()?);
    let (mut to, mut letter) = (Vec::new(), None);
    stream.write_all(b"220 postbox\r\n")?;
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line)? == 0 {
            return Ok(letter);
        }
        let line = line.trim_end();
        let answer = match line.split([' ', ':']).next().unwrap_or_default() {
            "EHLO" => "250-postbox\r\n250 8BITMIME\r\n",
            "RCPT" => match refusals.lock().ok().and_then(|mut refusals| refusals.pop_front()) {
                Some(refusal) => refusal,
                None => {
                    to.push(line.to_owned());
                    "250 ok\r\n"
                }
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n")?;
                letter = Some(read_letter(&mut lines, std::mem::take(&mut to))?);
                "250 taken\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n")?;
                return Ok(letter);
            }
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes())?;
    }
}

fn read_letter(lines: &mut impl BufRead, to: Vec<String>) -> anyhow::Result<Taken> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        anyhow::ensure!(lines.read_line(&mut line)? > 0, "the letter was cut");
        if line == ".\r\n" {
            break;
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    // Mostly Latin letters come as quoted-printable, others as base64.
    let bytes = if head.contains("Content-Transfer-Encoding: base64") {
        let body: String = body.split_whitespace().collect();
        base64::engine::general_purpose::STANDARD.decode(body)?
    } else {
        unquoted(body)?
    };
    let text = String::from_utf8(bytes)?;
    let text = text.replace("\r\n", "\n");
    Ok(Taken { to, head: head.to_owned(), text })
}

/// A quoted-printable text.
fn unquoted(body: &str) -> anyhow::Result<Vec<u8>> {
    let body = body.replace("=\r\n", "");
    let mut pieces = body.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let (code, rest) = piece.split_at_checked(2).ok_or_else(|| anyhow::anyhow!("{piece:?}"))?;
        bytes.push(u8::from_str_radix(code, 16)?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    Ok(bytes)
}
