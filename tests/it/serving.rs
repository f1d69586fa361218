//! The program as a server of its own, on a free port, asked over the network of this machine.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::program::{program, program_through};

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running server; killed when dropped.
pub(crate) struct Serving {
    child: Child,
    address: SocketAddr,
    /// What it said before it was ready.
    pub(crate) said: String,
}

/// A port that was free a moment ago.
pub(crate) fn free_address() -> std::io::Result<SocketAddr> {
    TcpListener::bind("127.0.0.1:0")?.local_addr()
}

impl Serving {
    /// Starts `baozhai serve` in `at` and waits until it says where it is.
    pub(crate) fn start(at: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        Self::start_as(program(at), arguments, Stdio::null())
    }

    /// The same through another program: `prlimit`.
    pub(crate) fn start_through(wrapper: &[&str], at: &Path, arguments: &[&str]) -> anyhow::Result<Self> {
        Self::start_as(program_through(wrapper, at), arguments, Stdio::null())
    }

    /// The same with its log in a file.
    pub(crate) fn start_with_log(at: &Path, arguments: &[&str], log: File) -> anyhow::Result<Self> {
        Self::start_as(program(at), arguments, log.into())
    }

    fn start_as(mut program: Command, arguments: &[&str], log: Stdio) -> anyhow::Result<Self> {
        let address = free_address()?;
        let mut child = program
            .args(["serve", "--listen", &address.to_string()])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let Some(stdout) = child.stdout.take() else { anyhow::bail!("no pipe") };
        let (mut lines, mut said) = (BufReader::new(stdout), String::new());
        while !said.contains("baozhai is at ") {
            if lines.read_line(&mut said)? == 0 {
                let status = child.wait()?;
                anyhow::bail!("it ended with {status} and said {said:?}");
            }
        }
        Ok(Self { child, address, said })
    }

    /// A client that asks for a page again and again, and takes nothing.
    pub(crate) fn hold(&self) -> std::io::Result<TcpStream> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.write_all("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(400).as_bytes())?;
        Ok(stream)
    }

    /// Lets it open so many files more than it has open now.
    pub(crate) fn allow_more_files(&self, count: usize) -> anyhow::Result<()> {
        let pid = self.child.id().to_string();
        let most = std::fs::read_dir(format!("/proc/{pid}/fd"))?.count() + count;
        let set =
            Command::new("prlimit").args(["--pid", &pid, &format!("--nofile={most}:{most}")]).status()?;
        anyhow::ensure!(set.success(), "prlimit: {set}");
        Ok(())
    }

    /// The whole answer to a GET, head and body.
    pub(crate) fn get(&self, path: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// Asks again and again until the answer holds `words`.
    pub(crate) fn wait_for(&self, path: &str, words: &str) -> anyhow::Result<String> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            let answer = self.get(path)?;
            if answer.contains(words) {
                return Ok(answer);
            }
            anyhow::ensure!(Instant::now() < give_up, "{path} never held {words:?}: {answer}");
            std::thread::yield_now();
        }
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The number of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by name: `HUP`, `TERM`.
    pub(crate) fn signal(&self, name: &str) -> anyhow::Result<()> {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status()?;
        anyhow::ensure!(sent.success(), "kill -s {name}: {sent}");
        Ok(())
    }

    /// Waits for its end.
    pub(crate) fn ended(mut self) -> anyhow::Result<ExitStatus> {
        let give_up = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            anyhow::ensure!(Instant::now() < give_up, "it does not end");
            std::thread::yield_now();
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
