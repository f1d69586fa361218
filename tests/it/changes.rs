//! Changes from the first word to the public page and back: over the small archive, read as everybody reads it.

mod codes;
mod fields;
mod merging;
mod parting;
mod positions;
mod publishing;

use baozhai::archive::Archive;
use baozhai::changes::{
    About, Begun, Change, ChangeError, ChangeId, Changes, Edit, Person, Publication, ReviewSteps, Saved,
    Template,
};
use baozhai::model::{Id, Village};

use crate::web::app::TestApp;

type Outcome = anyhow::Result<()>;

/// The small archive with its changes.
struct Desk {
    app: TestApp,
    changes: Changes,
}

impl Desk {
    async fn start() -> anyhow::Result<Self> {
        Self::with(ReviewSteps::One).await
    }

    async fn with(steps: ReviewSteps) -> anyhow::Result<Self> {
        let app = TestApp::start().await?;
        let changes = Changes::of(&app.records, app.site.archive().clone(), app.clock.clone(), steps);
        Ok(Self { app, changes })
    }

    fn archive(&self) -> &Archive {
        self.app.site.archive()
    }

    /// A change of a village, begun by somebody.
    async fn begin(&self, by: &Person, village: &str) -> anyhow::Result<Change> {
        match self.changes.begin(by, Template::Fort, About::Known(id(village))).await? {
            Begun::New(change) => Ok(*change),
            Begun::Open(change) => anyhow::bail!("{} has it in hand", change.id),
        }
    }

    /// Saves fields of the village that a change is about, as whoever has just fetched it.
    async fn save(
        &self,
        change: &Change,
        by: &Person,
        fields: &[(&str, &str)],
    ) -> Result<Saved, ChangeError> {
        let record = change.about.to_string();
        let edits: Vec<Edit> = fields.iter().map(|(field, value)| edit(&record, field, value)).collect();
        let edition = self.changes.get(&change.id).await?.edition;
        self.changes.save(&change.id, by, (edition, self.sequence()), &edits).await
    }

    async fn publish(&self, change: &ChangeId, by: &Person) -> Result<Change, ChangeError> {
        let seen = self.changes.get(change).await?.edition;
        let publication =
            Publication { by: by.clone(), in_place_of: None, note: String::new(), seen, only: None };
        self.changes.publish(change, &publication).await
    }

    /// A change that has brought another note into a village.
    async fn published(
        &self,
        by: &Person,
        chief: &Person,
        village: &str,
        note: &str,
    ) -> anyhow::Result<Change> {
        let change = self.begin(by, village).await?;
        self.save(&change, by, &[("note.zh", note)]).await?;
        self.changes.submit(&change.id, by, "").await?;
        Ok(self.publish(&change.id, chief).await?)
    }

    fn sequence(&self) -> u64 {
        self.archive().snapshot().sequence()
    }

    /// A village as everybody reads it.
    async fn village(&self, village: &str) -> anyhow::Result<Village> {
        let found = self.archive().snapshot().get::<Village>(&id(village)).await?;
        Ok(found.ok_or_else(|| anyhow::anyhow!("there is no {village}"))?.record)
    }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), shown: format!("{name}同志"), address: None }
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

fn edit(record: &str, field: &str, value: &str) -> Edit {
    Edit { record: record.to_owned(), field: field.to_owned(), value: value.to_owned(), settles: false }
}
