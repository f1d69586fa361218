//! What every handler shares: the archive, the caches, the templates, what the operator has set.

use std::sync::Arc;

use jiff::civil::Date;
use tokio::sync::Semaphore;

use super::answer::Answer;
use super::assets::Assets;
use super::base_map::BaseMap;
use super::cache::{PageCache, PageKey};
use super::condition::Health;
use super::errors::{PageError, StartError};
use super::render::Templates;
use crate::archive::{Archive, Snapshot};
use crate::changes::Changes;
use crate::image::{Derivatives, Format};
use crate::interop::citation;
use crate::model::address::Addresses;
use crate::model::{Bilingual, Language, day_in_shanghai};
use crate::people::People;
use crate::search::Search;
use crate::store::Clock;
use crate::uploads::Uploads;

/// What the operator sets of the site.
#[derive(Debug, Clone)]
pub struct SiteOptions {
    /// Makes every address, from the public base address.
    pub addresses: Addresses,
    /// The archive's name.
    pub name: Bilingual,
    /// Who publishes the archive and answers for its records; the archive by its name where nobody is set.
    pub publisher: Option<Bilingual>,
    /// Whom to write to.
    pub contact: Option<Contact>,
    /// Memory that rendered pages may take, in bytes.
    pub page_cache_bytes: u64,
    /// Where the time comes from.
    pub clock: Clock,
    /// Who may sign in.
    pub people: People,
    /// What they have in hand.
    pub changes: Changes,
    /// What they upload.
    pub uploads: Uploads,
    /// A change that has waited for a reviewer for as many days is overdue.
    pub overdue_days: u32,
    /// Whether letters are sent of notices.
    pub sends_letters: bool,
}

/// Whom to write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// As it is shown.
    pub text: String,
    /// A `mailto:` or `https:` address.
    pub href: Option<String>,
}

impl Contact {
    /// Reads a contact as the operator writes it: an e-mail address, a web address, or plain words.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        // A web address that was written without its scheme may hold an `@` as well.
        let is_mail = text.contains('@') && !text.contains(char::is_whitespace) && !text.contains('/');
        let href = if text.starts_with("https://") || text.starts_with("http://") {
            Some(text.to_owned())
        } else {
            is_mail.then(|| format!("mailto:{text}"))
        };
        (!text.is_empty()).then(|| Self { text: text.to_owned(), href })
    }
}

/// The site.
pub struct Site {
    pub(super) options: SiteOptions,
    archive: Archive,
    pub(super) derivatives: Derivatives,
    pub(super) search: Search,
    pub(super) templates: Templates,
    pub(super) assets: Arc<Assets>,
    pub(super) base_map: BaseMap,
    pub(super) health: Health,
    /// One looks through the changes at a time: each holds the words of reports.
    pub(super) change_search: Semaphore,
    pages: PageCache,
}

impl Site {
    /// Sets the site up over an open archive.
    pub fn new(
        options: SiteOptions,
        archive: Archive,
        derivatives: Derivatives,
        search: Search,
    ) -> Result<Self, StartError> {
        let assets = Arc::new(Assets::load(&options.addresses));
        let made = derivatives.formats();
        // The smaller first: a browser takes the first that it can show.
        let sources: Vec<Format> =
            [Format::Avif, Format::WebP].into_iter().filter(|format| made.contains(format)).collect();
        let templates = Templates::load(&options.addresses, &assets, &sources)?;
        let pages = PageCache::new(options.page_cache_bytes);
        let base_map = BaseMap::load()?;
        let (health, change_search) = (Health::default(), Semaphore::new(1));
        Ok(Self {
            options,
            archive,
            derivatives,
            search,
            templates,
            assets,
            base_map,
            health,
            change_search,
            pages,
        })
    }

    /// How the archive is, for operators; what it holds can be set from outside.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The archive that is shown, to be kept in step by the caller.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// The search, to be kept in step by the caller.
    pub fn search(&self) -> &Search {
        &self.search
    }

    /// The archive as it is now, for one answer.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.archive.snapshot()
    }

    /// Makes every address.
    pub(super) fn addresses(&self) -> &Addresses {
        &self.options.addresses
    }

    /// The archive's name in a language.
    pub(super) fn name(&self, language: Language) -> &str {
        self.options.name.for_reader(language).0
    }

    /// Who may sign in.
    pub(super) fn people(&self) -> &People {
        &self.options.people
    }

    /// What they have in hand.
    pub(super) fn changes(&self) -> &Changes {
        &self.options.changes
    }

    /// What the staff upload.
    pub fn uploads(&self) -> &Uploads {
        &self.options.uploads
    }

    /// Today, in Shanghai.
    pub(super) fn today(&self) -> Date {
        day_in_shanghai(self.options.clock.now())
    }

    /// The archive as citations name it.
    pub(super) fn cited(&self) -> citation::Archive<'_> {
        let SiteOptions { addresses, name, publisher, .. } = &self.options;
        citation::Archive { addresses, name, publisher: publisher.as_ref() }
    }

    /// The answer at `address`, made from `snapshot` by `make` if it is not remembered; see [`PageCache::get`].
    pub(super) async fn remembered<F>(
        &self,
        snapshot: &Snapshot,
        address: String,
        make: impl FnOnce() -> F,
    ) -> Result<Arc<Answer>, PageError>
    where
        F: Future<Output = Result<Answer, PageError>>,
    {
        let key = PageKey { day: self.today(), address };
        Ok(self.pages.get(key, snapshot.catalogue(), make).await?)
    }
}
