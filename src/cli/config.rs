//! Settings: a flag wins over the environment, the environment over the file, the file over the default.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde::Deserialize;

use super::descriptors::most_connections;
use crate::changes::ReviewSteps;
use crate::model::Bilingual;
use crate::model::address::Addresses;

/// The file that is read when none is named and this one is there.
const DEFAULT_FILE: &str = "baozhai.toml";

/// Where the archive listens unless told otherwise.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// The settings as they are given: the one list of them. Flags, variables and their help follow from it, and so do the keys
/// of the file; a test holds the README to it.
#[derive(Args, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Given {
    /// The configuration file [default: baozhai.toml, if it is there]
    #[arg(long, global = true, env = "BAOZHAI_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// The folder that holds the database, the pictures and the caches [default: data]
    #[arg(long, global = true, env = "BAOZHAI_DATA", value_name = "DIR")]
    data: Option<PathBuf>,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "BAOZHAI_LISTEN", value_name = "IP:PORT")]
    listen: Option<SocketAddr>,
    /// The public base address [default: http:// and the listen address]
    #[arg(long, global = true, env = "BAOZHAI_BASE_URL", value_name = "URL")]
    base_url: Option<String>,
    /// Whom readers may write to: an e-mail address, a web address, or words
    #[arg(long, global = true, env = "BAOZHAI_CONTACT", value_name = "TEXT")]
    contact: Option<String>,
    /// What to log, as `tracing` filters [default: info]
    #[arg(long, global = true, env = "BAOZHAI_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// Disk the resized pictures may take, in MiB [default: 2048]
    #[arg(long, global = true, env = "BAOZHAI_IMAGE_CACHE_MB", value_name = "MIB")]
    image_cache_mb: Option<u64>,
    /// Makes AVIF of pictures that are asked for, in the background [default: true]
    #[arg(long, global = true, env = "BAOZHAI_IMAGE_AVIF", value_name = "BOOL")]
    image_avif: Option<bool>,
    /// Makes pictures larger than their originals where `^` asks for it [default: false]
    #[arg(long, global = true, env = "BAOZHAI_IMAGE_UPSCALING", value_name = "BOOL")]
    image_upscaling: Option<bool>,
    /// Memory the rendered pages may take, in MiB [default: 32]
    #[arg(long, global = true, env = "BAOZHAI_PAGE_CACHE_MB", value_name = "MIB")]
    page_cache_mb: Option<u64>,
    /// Connections that may be open at the same time [default: what the limit of open files allows, at most 4096]
    #[arg(long, global = true, env = "BAOZHAI_MAX_CONNECTIONS", value_name = "N")]
    max_connections: Option<AtLeastOne>,
    /// How many of them one IPv4 address or IPv6 /64 may leave idle or untaken; as many as the former behind a
    /// proxy, which has one address for all [default: 64]
    #[arg(long, global = true, env = "BAOZHAI_MAX_PER_ADDRESS", value_name = "N")]
    max_per_address: Option<AtLeastOne>,
    /// How many people look at a change before it is published, 1 or 2 [default: 1]
    #[arg(long, global = true, env = "BAOZHAI_REVIEW_STEPS", value_name = "N")]
    review_steps: Option<StepsGiven>,
    /// A change that has waited for a reviewer for so many days is overdue [default: 7]
    #[arg(long, global = true, env = "BAOZHAI_OVERDUE_DAYS", value_name = "DAYS")]
    overdue_days: Option<DaysGiven>,
    /// The mail server that takes letters of notices, `smtps://user:password@host:465` or
    /// `smtp://…?tls=required`; rather in the file or the environment, since others see flags [default: none]
    #[arg(long, global = true, env = "BAOZHAI_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<SmtpUrl>,
    /// Whom these letters are from: `archive@example.org` or `堡寨档案 <archive@example.org>`
    #[arg(long, global = true, env = "BAOZHAI_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The archive's name, a table with `zh` and `en`
    #[arg(skip)]
    name: Option<Bilingual>,
    /// Who publishes the archive and is cited as the author of its records, as `name`
    #[arg(skip)]
    publisher: Option<Bilingual>,
}

/// The keys that stand in the file alone: a text in two languages is no flag.
const FILE_ALONE: [&str; 2] = ["name", "publisher"];

impl Given {
    /// What is given here, else there.
    // Written out key by key: a new one that is forgotten here does not compile.
    fn or(self, other: Self) -> Self {
        Self {
            config: self.config.or(other.config),
            data: self.data.or(other.data),
            listen: self.listen.or(other.listen),
            base_url: self.base_url.or(other.base_url),
            contact: self.contact.or(other.contact),
            log: self.log.or(other.log),
            image_cache_mb: self.image_cache_mb.or(other.image_cache_mb),
            image_avif: self.image_avif.or(other.image_avif),
            image_upscaling: self.image_upscaling.or(other.image_upscaling),
            page_cache_mb: self.page_cache_mb.or(other.page_cache_mb),
            max_connections: self.max_connections.or(other.max_connections),
            max_per_address: self.max_per_address.or(other.max_per_address),
            review_steps: self.review_steps.or(other.review_steps),
            overdue_days: self.overdue_days.or(other.overdue_days),
            smtp_url: self.smtp_url.or(other.smtp_url),
            mail_from: self.mail_from.or(other.mail_from),
            name: self.name.or(other.name),
            publisher: self.publisher.or(other.publisher),
        }
    }

    /// The keys of the file: the flags' names with `_`, and those that stand there alone.
    fn keys() -> Vec<String> {
        let command = Self::augment_args(clap::Command::new("baozhai"));
        let flags =
            command.get_arguments().filter_map(|flag| flag.get_long()).map(|long| long.replace('-', "_"));
        flags.filter(|key| key != "config").chain(FILE_ALONE.map(str::to_owned)).collect()
    }
}

/// A number of connections: 0 would let nobody in.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "usize")]
struct AtLeastOne(usize);

impl TryFrom<usize> for AtLeastOne {
    type Error = &'static str;

    fn try_from(number: usize) -> Result<Self, Self::Error> {
        if number == 0 { Err("0 would let nobody in") } else { Ok(Self(number)) }
    }
}

impl FromStr for AtLeastOne {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<usize>().map_err(|_| "a number from 1 on")?.try_into()
    }
}

/// How many reviews there are, as a number.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "usize")]
struct StepsGiven(ReviewSteps);

impl TryFrom<usize> for StepsGiven {
    type Error = &'static str;

    fn try_from(number: usize) -> Result<Self, Self::Error> {
        match number {
            1 => Ok(Self(ReviewSteps::One)),
            2 => Ok(Self(ReviewSteps::Two)),
            _ => Err("1 or 2"),
        }
    }
}

impl FromStr for StepsGiven {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<usize>().map_err(|_| "1 or 2")?.try_into()
    }
}

/// Days until something is overdue: with 0 all would be at once.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u32")]
struct DaysGiven(u32);

impl TryFrom<u32> for DaysGiven {
    type Error = &'static str;

    fn try_from(days: u32) -> Result<Self, Self::Error> {
        if (1..=3650).contains(&days) { Ok(Self(days)) } else { Err("days, 1 to 3650") }
    }
}

impl FromStr for DaysGiven {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<u32>().map_err(|_| "days, 1 to 3650")?.try_into()
    }
}

/// The address of a mail server with its password, which nothing prints.
// Any text is one: were it looked at here, what is wrong with it would be told with all of it.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(super) struct SmtpUrl(String);

impl SmtpUrl {
    /// The text, with the password.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SmtpUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SmtpUrl(…)")
    }
}

impl FromStr for SmtpUrl {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// The settings a command works with.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) data: PathBuf,
    pub(super) listen: SocketAddr,
    /// Below which addresses the site stands; none: where it listens.
    pub(super) addresses: Option<Addresses>,
    pub(super) name: Bilingual,
    pub(super) publisher: Option<Bilingual>,
    pub(super) contact: Option<String>,
    pub(super) log: String,
    pub(super) image_cache_bytes: u64,
    pub(super) image_avif: bool,
    pub(super) image_upscaling: bool,
    pub(super) page_cache_bytes: u64,
    pub(super) max_connections: usize,
    pub(super) max_per_address: usize,
    pub(super) review_steps: ReviewSteps,
    pub(super) overdue_days: u32,
    /// The mail server, and whom letters are from.
    pub(super) mail: Option<(SmtpUrl, String)>,
}

/// The addresses below a base address; what is none is refused in one line.
pub(super) fn addresses_at(base: &str) -> anyhow::Result<Addresses> {
    Addresses::at(base).map_err(|fault| anyhow!("the base address {base:?} {fault}"))
}

impl Settings {
    /// Puts flags, environment, file and defaults together.
    pub(super) fn read(given: Given, command: &clap::Command) -> anyhow::Result<Self> {
        // Clap has merged the environment into the flags by now, so a variable wins over the file as a flag does.
        refuse_unknown_variables(command)?;
        let file = match &given.config {
            Some(path) => read_file(path)?,
            None if Path::new(DEFAULT_FILE).is_file() => read_file(Path::new(DEFAULT_FILE))?,
            None => Given::default(),
        };
        let given = given.or(file);
        let listen = match given.listen {
            Some(listen) => listen,
            None => DEFAULT_LISTEN.parse()?,
        };
        let name =
            Bilingual { zh: "河津堡寨".to_owned(), en: Some("The Fort-Villages of Hejin".to_owned()) };
        let mail = match (given.smtp_url, given.mail_from) {
            (None, _) => None,
            (Some(url), Some(from)) => Some((url, from)),
            (Some(_), None) => bail!("smtp_url needs mail_from: whom letters are from"),
        };
        Ok(Self {
            data: given.data.unwrap_or_else(|| PathBuf::from("data")),
            listen,
            addresses: given.base_url.map(|base| addresses_at(&base)).transpose()?,
            name: given.name.unwrap_or(name),
            publisher: given.publisher,
            contact: given.contact,
            log: given.log.unwrap_or_else(|| "info".to_owned()),
            image_cache_bytes: mebibytes(given.image_cache_mb.unwrap_or(2048)),
            image_avif: given.image_avif.unwrap_or(true),
            image_upscaling: given.image_upscaling.unwrap_or(false),
            page_cache_bytes: mebibytes(given.page_cache_mb.unwrap_or(32)),
            max_connections: given.max_connections.map_or_else(most_connections, |most| most.0),
            max_per_address: given.max_per_address.map_or(64, |most| most.0),
            review_steps: given.review_steps.map_or(ReviewSteps::One, |steps| steps.0),
            overdue_days: given.overdue_days.map_or(7, |days| days.0),
            mail,
        })
    }
}

fn mebibytes(count: u64) -> u64 {
    count.saturating_mul(1 << 20)
}

fn read_file(path: &Path) -> anyhow::Result<Given> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let table: toml::Table = text
        .parse()
        .map_err(|fault| without_text(&fault, &text))
        .with_context(|| format!("{} is not TOML", path.display()))?;
    // Looked at before serde does: its message lists all the keys, this one names the one that was meant.
    let known = Given::keys();
    if let Some(key) = table.keys().find(|key| !known.contains(key)) {
        let hint = suggestion(key, known.iter().map(String::as_str));
        bail!("{}: there is no setting `{key}`{hint}", path.display());
    }
    toml::from_str(&text)
        .map_err(|fault| without_text(&fault, &text))
        .with_context(|| format!("{} is faulty", path.display()))
}

/// What is wrong with a file, by its line: the line itself may hold a password, and is not told.
fn without_text(fault: &toml::de::Error, text: &str) -> anyhow::Error {
    let before = fault.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    anyhow!("line {line}: {}", fault.message().trim())
}

/// A misspelt `BAOZHAI_…` variable would silently do nothing.
fn refuse_unknown_variables(command: &clap::Command) -> anyhow::Result<()> {
    let known: Vec<String> = command
        .get_arguments()
        // `BAOZHAI_FOLDER` belongs to `serve` and is no setting, but known in the environment of every command.
        .chain(command.get_subcommands().flat_map(clap::Command::get_arguments))
        .filter_map(|argument| argument.get_env()?.to_str().map(str::to_owned))
        .collect();
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("BAOZHAI_")) else { continue };
        if !known.iter().any(|known| known == name) {
            let hint = suggestion(name, known.iter().map(String::as_str));
            bail!("there is no environment variable `{name}`{hint}");
        }
    }
    Ok(())
}

fn suggestion<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> String {
    let likely =
        known.map(|known| (strsim::jaro_winkler(word, known), known)).max_by(|a, b| a.0.total_cmp(&b.0));
    match likely {
        Some((score, known)) if score > 0.8 => format!("; did you mean `{known}`?"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Args as _;

    use super::Given;

    /// The README's table has a row for each setting, with its flag, its variable and its key, and for nothing else.
    #[test]
    fn the_readme_lists_every_setting_and_no_other() {
        let command = Given::augment_args(clap::Command::new("baozhai"));
        let mut expected: Vec<String> = Vec::new();
        for flag in command.get_arguments() {
            let (long, value) =
                (flag.get_long().unwrap_or_default(), &flag.get_value_names().unwrap_or_default()[0]);
            let variable = flag.get_env().and_then(|name| name.to_str()).unwrap_or_default();
            let key =
                if long == "config" { "–".to_owned() } else { format!("`{}`", long.replace('-', "_")) };
            expected.push(format!("| `--{long} {value}` | `{variable}` | {key} |"));
        }
        expected.extend(super::FILE_ALONE.map(|key| format!("| – | – | `{key}` (`zh`, `en`) |")));
        expected.push("| `serve --folder DIR` | `BAOZHAI_FOLDER` | – |".to_owned());
        let readme = include_str!("../../README.md");
        let is_row =
            |line: &&str| line.starts_with("| `--") || line.starts_with("| –") || line.contains("BAOZHAI_");
        let rows = readme.lines().filter(|line| line.starts_with('|')).filter(is_row);
        let mut rows: Vec<String> =
            rows.map(|row| row.rsplitn(3, " |").nth(2).unwrap_or(row).to_owned() + " |").collect();
        rows.sort();
        expected.sort();
        assert_eq!(rows, expected);
    }
}
