//! Settings: a flag wins over the environment, the environment over the file, the file over the default.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Args;
use serde::Deserialize;

use super::descriptors::most_connections;
use crate::model::Bilingual;
use crate::model::address::Addresses;

/// The file that is read when none is named and this one is there.
const DEFAULT_FILE: &str = "baozhai.toml";

/// Where the archive listens unless told otherwise.
const DEFAULT_LISTEN: &str = "127.0.0.1:8080";

/// The settings that flags and environment can give, for every command.
#[derive(Args, Debug, Default)]
pub(super) struct Overrides {
    /// The configuration file [default: baozhai.toml, if it is there]
    #[arg(long, global = true, env = "BAOZHAI_CONFIG", value_name = "FILE")]
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
    #[arg(long, global = true, env = "BAOZHAI_MAX_CONNECTIONS", value_name = "N", value_parser = at_least_one)]
    max_connections: Option<usize>,
    /// How many of them one IPv4 address or IPv6 /64 may leave idle or untaken; as many as the former behind a
    /// proxy, which has one address for all [default: 64]
    #[arg(long, global = true, env = "BAOZHAI_MAX_PER_ADDRESS", value_name = "N", value_parser = at_least_one)]
    max_per_address: Option<usize>,
}

/// The configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    data: Option<PathBuf>,
    listen: Option<SocketAddr>,
    base_url: Option<String>,
    name: Option<Bilingual>,
    publisher: Option<Bilingual>,
    contact: Option<String>,
    log: Option<String>,
    image_cache_mb: Option<u64>,
    image_avif: Option<bool>,
    image_upscaling: Option<bool>,
    page_cache_mb: Option<u64>,
    max_connections: Option<usize>,
    max_per_address: Option<usize>,
}

/// Every key of the configuration file with its meaning, for the documents and for suggestions.
pub(super) const CONFIG_KEYS: &[(&str, &str)] = &[
    ("data", "the folder that holds the database, the pictures and the caches"),
    ("listen", "the address to listen on"),
    ("base_url", "the public base address, with the path below which the site stands if there is one"),
    ("name", "the archive's name, a table with `zh` and `en`"),
    ("publisher", "who publishes the archive and is cited as the author of its records, as `name`"),
    ("contact", "whom readers may write to: an e-mail address, a web address, or words"),
    ("log", "what to log, as `tracing` filters"),
    ("image_cache_mb", "disk the resized pictures may take, in MiB"),
    ("image_avif", "whether AVIF is made of pictures that are asked for, in the background"),
    ("image_upscaling", "whether IIIF's `^` makes pictures larger than their originals"),
    ("page_cache_mb", "memory the rendered pages may take, in MiB"),
    ("max_connections", "connections that may be open at the same time"),
    (
        "max_per_address",
        "how many of them one IPv4 address or IPv6 /64 may leave idle or untaken; behind a proxy as many as the former",
    ),
];

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
}

fn at_least_one(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("0 would let nobody in".to_owned()),
        Ok(number) => Ok(number),
        Err(_) => Err("a number from 1 on".to_owned()),
    }
}

/// The addresses below a base address; what is none is refused in one line.
pub(super) fn addresses_at(base: &str) -> anyhow::Result<Addresses> {
    Addresses::at(base).map_err(|fault| anyhow!("the base address {base:?} {fault}"))
}

impl Settings {
    /// Puts flags, environment, file and defaults together.
    pub(super) fn read(given: Overrides, command: &clap::Command) -> anyhow::Result<Self> {
        refuse_unknown_variables(command)?;
        let file = match &given.config {
            Some(path) => read_file(path)?,
            None if Path::new(DEFAULT_FILE).is_file() => read_file(Path::new(DEFAULT_FILE))?,
            None => ConfigFile::default(),
        };
        let listen = match given.listen.or(file.listen) {
            Some(listen) => listen,
            None => DEFAULT_LISTEN.parse()?,
        };
        let addresses = given.base_url.or(file.base_url).map(|base| addresses_at(&base)).transpose()?;
        let name =
            Bilingual { zh: "河津堡寨".to_owned(), en: Some("The Fort-Villages of Hejin".to_owned()) };
        Ok(Self {
            data: given.data.or(file.data).unwrap_or_else(|| PathBuf::from("data")),
            listen,
            addresses,
            name: file.name.unwrap_or(name),
            publisher: file.publisher,
            contact: given.contact.or(file.contact),
            log: given.log.or(file.log).unwrap_or_else(|| "info".to_owned()),
            image_cache_bytes: mebibytes(given.image_cache_mb.or(file.image_cache_mb).unwrap_or(2048)),
            image_avif: given.image_avif.or(file.image_avif).unwrap_or(true),
            image_upscaling: given.image_upscaling.or(file.image_upscaling).unwrap_or(false),
            page_cache_bytes: mebibytes(given.page_cache_mb.or(file.page_cache_mb).unwrap_or(32)),
            max_connections: given.max_connections.or(file.max_connections).unwrap_or_else(most_connections),
            max_per_address: given.max_per_address.or(file.max_per_address).unwrap_or(64),
        })
    }
}

fn mebibytes(count: u64) -> u64 {
    count.saturating_mul(1 << 20)
}

fn read_file(path: &Path) -> anyhow::Result<ConfigFile> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", path.display()))?;
    for key in table.keys() {
        let known = || CONFIG_KEYS.iter().map(|(known, _)| *known);
        if !known().any(|known| known == key) {
            bail!("{}: there is no setting `{key}`{}", path.display(), suggestion(key, known()));
        }
    }
    toml::from_str(&text).with_context(|| format!("{} is faulty", path.display()))
}

/// A misspelt `BAOZHAI_…` variable would silently do nothing.
fn refuse_unknown_variables(command: &clap::Command) -> anyhow::Result<()> {
    let known: Vec<String> = command
        .get_arguments()
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
