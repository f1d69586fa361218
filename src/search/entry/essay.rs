//! An essay as it is searched: one entry, however long it is.

use super::context::bilingual;
use super::{Context, Searchable};
use crate::model::Essay;
use crate::search::HitKind;
use crate::search::eras::periods_in;
use crate::search::fold::folded_text;

pub(super) fn entry(essay: &Essay, context: &Context) -> Searchable {
    let mut entry = Searchable::new(essay.id.as_str(), HitKind::Essay, essay.title.clone());
    entry.names.push((essay.title.zh.clone(), None));
    entry.latin_names.extend(essay.title.en.clone());
    for author in &essay.authors {
        entry.by.push(author.name.zh.clone());
        entry.by.extend(author.name.en.clone());
        author.affiliation.iter().for_each(|affiliation| entry.add_context(affiliation));
    }
    if let Some(keywords) = &essay.keywords {
        entry.context.extend(keywords.zh.iter().chain(&keywords.en).cloned());
        entry.marks.periods = periods_in(&folded_text(&keywords.zh.join("\n")));
    }
    entry.villages.clone_from(&essay.villages);
    for village in essay.villages.iter().filter_map(|village| context.villages.get(village)) {
        entry.add_context(&bilingual(&village.name));
        entry.context.extend(village.others.iter().cloned());
    }
    essay.abstract_text.iter().for_each(|text| entry.add_text(text));
    entry.add_markdown(&essay.text);
    entry.note_languages();
    entry
}
