//! A photo as it is searched: by its caption and what it shows, within its village.

use super::context::bilingual;
use super::{Context, Searchable};
use crate::model::Photo;
use crate::search::HitKind;

pub(super) fn entry(photo: &Photo, context: &Context) -> Searchable {
    let mut entry = Searchable::new(photo.id.as_str(), HitKind::Photo, photo.caption.clone());
    // Its words count as those of a title do; a whole name it is not (`keys`).
    entry.names.push((photo.caption.zh.clone(), None));
    entry.latin_names.extend(photo.caption.en.clone());
    if let Some(element) = context.element(&photo.element) {
        entry.names.push((element.zh.clone(), None));
        entry.latin_names.extend(element.en.clone());
    }
    if let Some(village) = context.villages.get(&photo.village) {
        let name = bilingual(&village.name);
        entry.add_context(&name);
        entry.context.extend(village.others.iter().cloned());
        entry.shown.of = Some(name.into());
        entry.marks.town.clone_from(&village.town);
        if let Some(town) = village.town.as_ref().and_then(|town| context.town(town)) {
            entry.add_context(&town);
        }
    }
    entry.add_text(&photo.alt);
    photo.viewpoint.iter().for_each(|viewpoint| entry.add_text(viewpoint));
    entry.by.push(photo.credit.zh.clone());
    entry.by.extend(photo.credit.en.clone());
    entry.context.extend(photo.taken.map(|taken| taken.to_string()));
    entry.villages.push(photo.village.clone());
    entry.marks.elements.push(photo.element.clone());
    entry.shown.is_stand_in = photo.stand_in;
    entry.note_languages();
    entry
}
