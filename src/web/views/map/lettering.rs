//! How much room words take on the drawn map, and boxes that must not meet.

use serde::Serialize;

use crate::model::Language;
use crate::web::views::reader::Text;

/// Room left free around words, units.
const CLEAR: f64 = 3.0;

/// A box of the drawing, units; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Area {
    /// The box of these sides around a point.
    pub(super) fn around((x, y): (f64, f64), (width, height): (f64, f64)) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    /// The box with so much more on each side.
    pub(super) fn grown(&self, more: f64) -> Self {
        Self {
            left: self.left - more,
            top: self.top - more,
            right: self.right + more,
            bottom: self.bottom + more,
        }
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(super) fn is_within(&self, frame: &Self) -> bool {
        self.left >= frame.left
            && self.right <= frame.right
            && self.top >= frame.top
            && self.bottom <= frame.bottom
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn centre(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }
}

/// Words on the drawing, in the middle above their baseline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Label {
    /// What they are: `river`, `beyond`, `hills`, `seat`, `town`, `name`, `sought`, `more`, `pin`, `scale`, `north`.
    pub(super) kind: &'static str,
    pub(super) x: f64,
    pub(super) y: f64,
    /// Size of the letters, units.
    pub(super) size: f64,
    /// Degrees that the words are turned by, clockwise; 0 where they lie.
    pub(super) turn: f64,
    pub(super) text: Text,
    /// A smaller word behind: how sure it is.
    pub(super) note: Option<String>,
    pub(super) href: Option<String>,
    #[serde(skip)]
    pub(super) area: Area,
}

/// The sizes of a sheet, units: letters are as large on a phone as on a desk, so the drawing is lettered for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub(super) river: f64,
    pub(super) hills: f64,
    pub(super) beyond: f64,
    pub(super) seat: f64,
    pub(super) town: f64,
    pub(super) name: f64,
    pub(super) scale: f64,
    /// From one name to the next.
    pub(super) pitch: f64,
    /// Whether names lead to their villages: not where a finger would hit two.
    pub(super) leads: bool,
}

impl Sizes {
    /// For a window wider than a phone, and for paper.
    pub(super) fn wide(language: Language) -> Self {
        // A name is 24 px from the next (WCAG 2.2, 2.5.8) where the drawing is half a desk wide.
        let chinese = Self {
            river: 31.0,
            hills: 26.0,
            beyond: 20.0,
            seat: 25.0,
            town: 23.0,
            name: 25.0,
            scale: 18.0,
            pitch: 46.0,
            leads: true,
        };
        match language {
            Language::Chinese => chinese,
            Language::English => {
                Self { river: 25.0, hills: 20.0, seat: 20.0, town: 20.0, name: 21.0, ..chinese }
            }
        }
    }

    /// For a part of the drawing beside other things, where nothing leads on.
    pub(super) fn small(language: Language) -> Self {
        Self { leads: false, ..Self::wide(language) }
    }

    /// For a phone.
    pub(super) fn narrow(language: Language) -> Self {
        let chinese = Self {
            river: 38.0,
            hills: 32.0,
            beyond: 28.0,
            seat: 34.0,
            town: 32.0,
            name: 34.0,
            scale: 26.0,
            pitch: 46.0,
            leads: false,
        };
        match language {
            Language::Chinese => chinese,
            Language::English => Self {
                river: 28.0,
                hills: 25.0,
                beyond: 25.0,
                seat: 25.0,
                town: 25.0,
                name: 27.0,
                pitch: 38.0,
                ..chinese
            },
        }
    }
}

/// How wide words may get, units: a little more than in the fonts that pages name.
pub(super) fn width(words: &str, size: f64) -> f64 {
    words.chars().map(|letter| size * ems(letter)).sum()
}

/// The width of a letter in ems, of Chinese with the space that the drawing puts behind each.
fn ems(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'f' | 't' | 'r' | 'I' | '.' | ',' | '\'' | ' ' | '(' | ')' | '-' | '|' => 0.38,
        'm' | 'w' | 'M' | 'W' => 0.92,
        'A'..='Z' | '0'..='9' => 0.72,
        // Latin with its marks.
        '\u{0}'..='\u{24f}' => 0.58,
        _ => 1.06,
    }
}

/// The box of words that stand in the middle above a baseline, with room around them.
pub(super) fn area_of(words: &str, note: Option<&str>, size: f64, (x, y): (f64, f64)) -> Area {
    let wide = width(words, size) + note.map_or(0.0, |note| width(note, size * NOTE) + size * NOTE_GAP);
    // Han letters reach 0.88 above the baseline and 0.12 below; Latin tails go deeper.
    Area {
        left: x - wide / 2.0 - CLEAR,
        top: y - size * 0.9 - CLEAR,
        right: x + wide / 2.0 + CLEAR,
        bottom: y + size * 0.26 + CLEAR,
    }
}

/// The size of a note beside the words it is behind.
pub(super) const NOTE: f64 = 0.68;
/// What is between them, in ems of the words.
const NOTE_GAP: f64 = 0.35;

impl Label {
    /// Plain words in the reader's language that lie.
    pub(super) fn plain(kind: &'static str, words: String, size: f64, at: (f64, f64)) -> Self {
        Self::new(kind, Text { text: words, lang: None }, size, at)
    }

    pub(super) fn new(kind: &'static str, text: Text, size: f64, (x, y): (f64, f64)) -> Self {
        let (x, y) = (tenth(x), tenth(y));
        let area = area_of(&text.text, None, size, (x, y));
        Self { kind, x, y, size, turn: 0.0, text, note: None, href: None, area }
    }

    /// The same turned about the middle of its baseline.
    pub(super) fn turned(self, degrees: f64) -> Self {
        let (sine, cosine) = degrees.to_radians().sin_cos();
        let (x, y) = (self.x, self.y);
        let corners = [
            (self.area.left, self.area.top),
            (self.area.right, self.area.top),
            (self.area.left, self.area.bottom),
            (self.area.right, self.area.bottom),
        ]
        .map(|(cx, cy)| (x + (cx - x) * cosine - (cy - y) * sine, y + (cx - x) * sine + (cy - y) * cosine));
        let area = Area {
            left: corners.iter().map(|corner| corner.0).fold(f64::INFINITY, f64::min),
            top: corners.iter().map(|corner| corner.1).fold(f64::INFINITY, f64::min),
            right: corners.iter().map(|corner| corner.0).fold(f64::NEG_INFINITY, f64::max),
            bottom: corners.iter().map(|corner| corner.1).fold(f64::NEG_INFINITY, f64::max),
        };
        Self { turn: degrees, area, ..self }
    }
}

/// To a tenth of a unit: finer is not seen.
pub(super) fn tenth(units: f64) -> f64 {
    (units * 10.0).round() / 10.0
}
