//! A word or a phrase as it stands, wherever it may stand.

use tantivy::query::{ConstScoreQuery, Query};

use super::{BODY, BY, CONTEXT, LEAD, NAME, Reading, Understood, WORD_IS_NAME, any, boosted};
use crate::search::analyse::{analyse, pairs, stem};
use crate::search::readings::syllables;
use crate::search::snippet::Needle;
use crate::search::words::{Word, words_of};

impl Reading<'_> {
    /// The word as it stands, wherever it may stand.
    pub(in crate::search) fn literal(&self, word: &Word) -> Understood {
        let fields = self.fields;
        let mut needles = Vec::new();
        let mut places: Vec<Box<dyn Query>> = Vec::new();
        let mut in_title: Vec<Box<dyn Query>> = Vec::new();
        let mut look = |grams: &[(usize, String)]| {
            for (field, weight) in [
                (fields.name, NAME),
                (fields.context, CONTEXT),
                (fields.by, BY),
                (fields.body, BODY),
                (fields.lead, LEAD),
            ] {
                places.push(boosted(self.phrase(field, grams.to_vec()), weight));
            }
            in_title.push(self.phrase(fields.name, grams.to_vec()));
        };
        match word {
            Word::Han(chars) if chars.len() == 1 => {
                let alone = chars[0].to_string();
                places.push(boosted(self.term(fields.name_single, &alone), NAME));
                places.push(boosted(self.term(fields.body_single, &alone), BODY));
                in_title.push(self.term(fields.name_single, &alone));
                needles.push(Needle::Han(chars.clone()));
            }
            Word::Han(chars) => {
                look(&pairs(chars).collect::<Vec<_>>());
                needles.push(Needle::Han(chars.clone()));
            }
            Word::Year(year, chars) => {
                look(&[(0, year.to_string())]);
                needles.extend([
                    Needle::Year(*year),
                    Needle::Word(year.to_string()),
                    Needle::Han(chars.clone()),
                ]);
            }
            Word::Number(number) => {
                look(&[(0, number.clone())]);
                needles.extend([Needle::Word(number.clone())]);
                needles.extend(number.parse().ok().map(Needle::Year));
            }
            Word::Latin(letters) => {
                look(&[(0, stem(letters))]);
                needles.push(Needle::Word(stem(letters)));
                // An English word that can be cut so may be meant as pinyin; both are looked for.
                if let Some(cut) = syllables(letters) {
                    let sounds = self.sounds(&[cut], false);
                    places.push(sounds.query);
                    in_title.push(sounds.in_title);
                    needles.extend(sounds.needles);
                }
            }
        }
        let whole = self.term(fields.key, &word.as_key());
        in_title.push(whole.box_clone());
        places.push(Box::new(ConstScoreQuery::new(whole, WORD_IS_NAME)));
        let may_be_name = match word {
            Word::Han(chars) => chars.len() >= 2,
            Word::Latin(letters) => letters.len() >= 4,
            Word::Year(..) | Word::Number(_) => false,
        };
        let name = may_be_name.then(|| word.as_key());
        Understood {
            query: any(places),
            in_title: any(in_title),
            needles,
            is_corrected: false,
            is_front: false,
            name,
        }
    }

    /// A phrase: its words in this order, nothing between them.
    pub(in crate::search) fn quoted(&self, text: &str) -> Understood {
        let analysis = analyse(text, 0);
        // A year stands beside the first characters it is written in: of the two one is enough, at each place.
        let mut grams: Vec<(usize, String)> =
            analysis.grams.into_iter().map(|gram| (gram.position, gram.text)).collect();
        grams.sort();
        grams.dedup_by_key(|(position, _)| *position);
        let fields = self.fields;
        let places = [
            (fields.name, NAME),
            (fields.context, CONTEXT),
            (fields.by, BY),
            (fields.body, BODY),
            (fields.lead, LEAD),
        ];
        let mut queries: Vec<Box<dyn Query>> = places
            .iter()
            .map(|(field, weight)| boosted(self.phrase(*field, grams.clone()), *weight))
            .collect();
        if let [(_, alone)] = grams.as_slice()
            && alone.chars().count() == 1
        {
            queries.push(boosted(self.term(fields.name_single, alone), NAME));
            queries.push(boosted(self.term(fields.body_single, alone), BODY));
        }
        let needles = words_of(text).iter().flat_map(|word| self.literal(word).needles).collect();
        let in_title = self.phrase(fields.name, grams);
        Understood {
            query: any(queries),
            in_title,
            needles,
            is_corrected: false,
            is_front: false,
            name: None,
        }
    }
}
