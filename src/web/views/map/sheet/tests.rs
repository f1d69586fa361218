//! Words that would lie on others, as chance has them, and as they come.

use proptest::prelude::*;

use super::*;
use crate::model::Language;

const PART: Area = Area { left: 0.0, top: 0.0, right: 880.0, bottom: 940.0 };

fn text(words: &str) -> Text {
    Text { text: words.to_owned(), lang: None }
}

fn name(words: String) -> NameAt {
    NameAt { text: text(&words), note: None, href: "x".to_owned(), is_chosen: false }
}

fn town(label: &str, at: (f64, f64), names: usize, more: usize) -> TownNames {
    TownNames {
        label: text(label),
        is_sought: false,
        at,
        names: (0..names).map(|number| name(format!("第{number}堡村"))).collect(),
        more,
        more_href: "y".to_owned(),
    }
}

fn laid(towns: &[TownNames], pins: &[PinAt], sizes: &Sizes) -> Vec<Label> {
    let more = |n: usize| format!("另{n}处");
    lay_out(Content { fixed: Vec::new(), kept: Vec::new(), pins, towns, more: &more }, &PART, sizes)
}

fn every_sheet() -> [Sizes; 4] {
    let languages = [Language::Chinese, Language::English];
    let [chinese, english] = languages.map(|language| [Sizes::wide(language), Sizes::narrow(language)]);
    [chinese[0], chinese[1], english[0], english[1]]
}

fn assert_composed(labels: &[Label]) {
    for (place, label) in labels.iter().enumerate() {
        assert!(label.area.is_within(&PART), "{label:?}");
        for other in &labels[..place] {
            assert!(!label.area.meets(&other.area), "{} lies on {}", label.text.text, other.text.text);
        }
    }
}

#[test]
fn a_town_of_two_hundred_villages_names_what_fits_and_counts_the_rest() {
    for sizes in every_sheet() {
        let labels = laid(&[town("北镇", (440.0, 470.0), 30, 170)], &[], &sizes);
        assert_composed(&labels);
        let named = labels.iter().filter(|label| label.kind == "name").count();
        assert!((8..=30).contains(&named), "{named}");
        let rest = labels.iter().find(|label| label.kind == "more").map(|label| label.text.text.clone());
        assert_eq!(rest, Some(format!("另{}处", 200 - named)), "none is lost");
    }
}

#[test]
fn names_stand_right_below_their_town_where_there_is_room() {
    let sizes = Sizes::wide(Language::Chinese);
    let labels = laid(&[town("北镇", (440.0, 300.0), 2, 0)], &[], &sizes);
    assert_eq!(labels.iter().map(|label| label.kind).collect::<Vec<_>>(), ["town", "name", "name"]);
    assert_eq!((labels[0].x, labels[0].y), (440.0, 300.0));
    assert!(labels[1].x == 440.0 && labels[1].y > 300.0 && labels[2].y > labels[1].y);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// However close towns and surveyed villages lie, and whatever they are called, no words lie on others; the same words
    /// always stand at the same places.
    #[test]
    fn no_words_lie_on_others(
        places in prop::collection::vec((0.0..880.0_f64, 0.0..940.0_f64, 0..14_usize, 0..90_usize), 0..40),
        pins in prop::collection::vec((0.0..880.0_f64, 0.0..940.0_f64, 1..12_usize), 0..60),
        sheet in 0..4_usize,
    ) {
        let towns: Vec<TownNames> =
            places.iter().map(|(x, y, names, more)| town("某某街道", (*x, *y), *names, *more)).collect();
        let pins: Vec<PinAt> = pins
            .iter()
            .map(|(x, y, letters)| PinAt { at: (*x, *y), name: name("堡w".repeat(*letters)) })
            .collect();
        let sizes = every_sheet()[sheet];
        let labels = laid(&towns, &pins, &sizes);
        assert_composed(&labels);
        let marks: Vec<Area> = pins.iter().map(|pin| Area::around(pin.at, (PIN, PIN))).collect();
        prop_assert!(labels.iter().all(|label| !marks.iter().any(|mark| mark.meets(&label.area))));
        prop_assert_eq!(labels, laid(&towns, &pins, &sizes));
    }
}
