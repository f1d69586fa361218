//! What stands on the drawing whatever the archive holds: names of rivers and neighbours, north, the scale.

use serde::Serialize;

use super::lettering::{Area, Label, Sizes, tenth};
use crate::model::Language;
use crate::web::base_map::units_per_km;
use crate::web::views::reader::Reader;

/// The neighbours, and where their names stand beyond the county.
const BEYOND: [(&str, (f64, f64)); 4] = [
    ("map-hancheng", (64.0, 520.0)),
    ("map-jishan", (822.0, 440.0)),
    ("map-wanrong", (392.0, 912.0)),
    ("map-xiangning", (262.0, 46.0)),
];

/// Names of rivers, hills and neighbours, which lie inside a part of the drawing.
pub(super) fn land(part: &Area, sizes: &Sizes, reader: &Reader<'_>) -> Vec<Label> {
    let (river, hills) = (sizes.river, sizes.hills);
    let letter = |kind, word: &str, size, at| Label::plain(kind, word.to_owned(), size, at);
    let mut labels = match reader.language {
        // A letter at a time along the river, as on Chinese maps.
        Language::Chinese => vec![
            letter("river", "黄", river, (116.0, 212.0)),
            letter("river", "河", river, (116.0, 262.0)),
            letter("river", "汾", river, (716.0, 552.0)),
            letter("river", "河", river, (772.0, 552.0)),
            letter("hills", "吕", hills, (420.0, 82.0)),
            letter("hills", "梁", hills, (560.0, 66.0)),
            letter("hills", "山", hills, (700.0, 82.0)),
        ],
        Language::English => vec![
            letter("river", "Yellow River", river, (138.0, 168.0)).turned(83.0),
            letter("river", "Fen River", river, (752.0, 560.0)),
            letter("hills", &reader.t("map-hills"), hills, (560.0, 78.0)),
        ],
    };
    labels.extend(BEYOND.map(|(key, at)| Label::plain("beyond", reader.t(key), sizes.beyond, at)));
    labels.retain(|label| label.area.is_within(part));
    labels
}

/// The scale and north's arrow at the lower right corner of what is shown, units.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Measures {
    /// How many kilometres the scale shows.
    km: u8,
    /// How long they are.
    length: f64,
    /// Where the scale begins.
    x: f64,
    y: f64,
    /// Where the arrow stands on.
    north_x: f64,
    north_y: f64,
}

impl Measures {
    /// The scale of so many kilometres for a part of the drawing.
    pub(super) fn of(part: &Area, km: u8) -> Self {
        let length = tenth(f64::from(km) * units_per_km());
        let (north_x, y) = (part.right - 46.0, part.bottom - 56.0);
        Self {
            km,
            length,
            x: tenth(north_x - length),
            y: tenth(y),
            north_x: tenth(north_x),
            north_y: tenth(y - 94.0),
        }
    }

    /// Their words.
    pub(super) fn words(&self, sizes: &Sizes, reader: &Reader<'_>) -> Vec<Label> {
        let (size, y) = (sizes.scale, self.y - 12.0);
        let word = |text: String, x| Label::plain("scale", text, size, (x, y));
        let unit = reader.t("map-km");
        vec![
            word("0".to_owned(), self.x),
            word(format!("{} {unit}", self.km), self.x + self.length - 8.0),
            Label::plain("north", reader.t("map-north"), size + 4.0, (self.north_x, self.north_y - 74.0)),
        ]
    }

    /// The room of their lines.
    pub(super) fn areas(&self) -> [Area; 2] {
        [
            Area::around((self.x + self.length / 2.0, self.y + 4.0), (self.length + 8.0, 16.0)),
            Area::around((self.north_x, self.north_y - 28.0), (26.0, 64.0)),
        ]
    }
}
