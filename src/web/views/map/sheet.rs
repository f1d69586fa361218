//! Where words stand on the drawing so that none lies on another: the same words always stand at the same places.
//!
//! What cannot be placed is left out of the drawing and never laid over other words; the list beside it has everything.

use super::lettering::{Area, Label, Sizes, area_of, width};
use crate::web::views::reader::Text;

/// Columns that the names of a town may stand in.
const MOST_COLUMNS: usize = 4;

/// Between columns, units.
const GUTTER: f64 = 16.0;

/// A town with the names that stand at it.
#[derive(Debug, Clone)]
pub(super) struct TownNames {
    pub(super) label: Text,
    /// Whether it is the town of the village that is shown.
    pub(super) is_sought: bool,
    /// Where it is, units.
    pub(super) at: (f64, f64),
    pub(super) names: Vec<NameAt>,
    /// How many more villages it has than are named.
    pub(super) more: usize,
    pub(super) more_href: String,
}

/// A village's name.
#[derive(Debug, Clone)]
pub(super) struct NameAt {
    pub(super) text: Text,
    /// How sure its town is, where that is not.
    pub(super) note: Option<String>,
    pub(super) href: String,
    pub(super) is_chosen: bool,
}

/// A surveyed village: where it is, units, and its name.
#[derive(Debug, Clone)]
pub(super) struct PinAt {
    pub(super) at: (f64, f64),
    pub(super) name: NameAt,
}

/// What is to be placed.
pub(super) struct Content<'c> {
    /// Words that stand where they stand.
    pub(super) fixed: Vec<Label>,
    /// Room that no words may take.
    pub(super) kept: Vec<Area>,
    pub(super) pins: &'c [PinAt],
    pub(super) towns: &'c [TownNames],
    /// Says how many more villages a town has.
    pub(super) more: &'c dyn Fn(usize) -> String,
}

/// The side of a pin's mark, units.
pub(super) const PIN: f64 = 24.0;

/// Places all words of a sheet inside `part` of the drawing.
pub(super) fn lay_out(content: Content<'_>, part: &Area, sizes: &Sizes) -> Vec<Label> {
    let Content { fixed, kept, pins, towns, more } = content;
    let mut laid = Laying { part, sizes, taken: kept, labels: Vec::new() };
    laid.taken.extend(pins.iter().map(|pin| Area::around(pin.at, (PIN, PIN))));
    for label in fixed {
        // Where a pin stands on the name of a river, the pin stays.
        laid.put_if_free(label);
    }
    // All headings first, so that no town's names take the place of another's own.
    let headings: Vec<Option<Label>> = towns.iter().map(|town| laid.heading(town)).collect();
    for pin in pins {
        laid.name_of_pin(pin);
    }
    for (town, heading) in towns.iter().zip(headings) {
        let Some(heading) = heading else { continue };
        let area = heading.area;
        laid.labels.push(heading);
        laid.names_of(town, &area, more);
    }
    laid.labels
}

struct Laying<'l> {
    part: &'l Area,
    sizes: &'l Sizes,
    taken: Vec<Area>,
    labels: Vec<Label>,
}

impl Laying<'_> {
    fn is_free(&self, area: &Area) -> bool {
        area.is_within(self.part) && !self.taken.iter().any(|taken| taken.meets(area))
    }

    fn put_if_free(&mut self, label: Label) -> bool {
        let is_free = self.is_free(&label.area);
        if is_free {
            self.taken.push(label.area);
            self.labels.push(label);
        }
        is_free
    }

    /// A town's own name: at its place, else as near as there is room.
    fn heading(&mut self, town: &TownNames) -> Option<Label> {
        let (x, y) = town.at;
        let size = self.sizes.town;
        let kind = if town.is_sought { "sought" } else { "town" };
        let step = size * 1.3;
        let wide = width(&town.label.text, size) / 2.0 + size;
        let offsets = [
            (0.0, 0.0),
            (0.0, -step),
            (0.0, step),
            (wide, 0.0),
            (-wide, 0.0),
            (wide, step),
            (-wide, step),
            (wide, -step),
            (-wide, -step),
            (0.0, 2.0 * step),
            (0.0, -2.0 * step),
        ];
        let labels = offsets.map(|(dx, dy)| Label::new(kind, town.label.clone(), size, (x + dx, y + dy)));
        let label = labels.into_iter().find(|label| self.is_free(&label.area))?;
        self.taken.push(label.area);
        Some(label)
    }

    /// The name of a surveyed village, on whichever side of its mark there is room.
    fn name_of_pin(&mut self, pin: &PinAt) {
        let (x, y) = pin.at;
        let size = self.sizes.name;
        let half = width(&pin.name.text.text, size) / 2.0 + PIN * 0.75;
        let (middle, above, below) = (y + size * 0.33, y - PIN * 0.9, y + PIN * 0.75 + size * 0.9);
        let places = [
            (x + half, middle),
            (x - half, middle),
            (x, above),
            (x, below),
            (x + half, above),
            (x - half, above),
            (x + half, below),
            (x - half, below),
        ];
        for at in places {
            let label = self.name_label(&pin.name, at, "pin");
            if self.put_if_free(label) {
                return;
            }
        }
    }

    fn name_label(&self, name: &NameAt, at: (f64, f64), kind: &'static str) -> Label {
        let size = self.sizes.name;
        let kind = if name.is_chosen { "sought" } else { kind };
        let label = Label::new(kind, name.text.clone(), size, at);
        let area = area_of(&name.text.text, name.note.as_deref(), size, (label.x, label.y));
        let href = self.sizes.leads.then(|| name.href.clone());
        Label { note: name.note.clone(), href, area, ..label }
    }

    /// The names of a town beside its own: as many as there is room for, the rest as a number.
    fn names_of(&mut self, town: &TownNames, heading: &Area, more: &dyn Fn(usize) -> String) {
        for shown in (0..=town.names.len()).rev() {
            let unnamed = town.more + town.names.len() - shown;
            let mut rows: Vec<NameAt> = town.names[..shown].to_vec();
            if unnamed > 0 {
                let text = Text { text: more(unnamed), lang: None };
                rows.push(NameAt { text, note: None, href: town.more_href.clone(), is_chosen: false });
            }
            for columns in 1..=MOST_COLUMNS.min(rows.len()) {
                for side in SIDES {
                    if let Some((room, labels)) = self.block(&rows, columns, side, heading, unnamed > 0) {
                        // As one box: between the lines of a town nothing else shall stand.
                        self.taken.push(room);
                        self.labels.extend(labels);
                        return;
                    }
                }
            }
        }
    }

    /// These rows in columns on one side of a heading, if there is room, and the room they take.
    fn block(
        &self,
        rows: &[NameAt],
        columns: usize,
        side: Side,
        heading: &Area,
        ends_with_more: bool,
    ) -> Option<(Area, Vec<Label>)> {
        let Sizes { name: size, pitch, .. } = *self.sizes;
        let lines = rows.len().div_ceil(columns);
        let width_of = |row: &NameAt| area_of(&row.text.text, row.note.as_deref(), size, (0.0, 0.0)).width();
        let widths: Vec<f64> =
            rows.chunks(lines).map(|column| column.iter().map(width_of).fold(0.0, f64::max)).collect();
        let wide = widths.iter().sum::<f64>() + GUTTER * (widths.len() - 1) as f64;
        let line = area_of("", None, size, (0.0, 0.0));
        let high = line.height() + pitch * (lines - 1) as f64;
        let places = side.places(heading, (wide, high));
        // Labels stand at tenths of a unit, and so by less than one beyond the block.
        let (room, block) =
            places.into_iter().map(|block| (block.grown(0.1), block)).find(|(room, _)| self.is_free(room))?;
        let (mut labels, mut left) = (Vec::new(), block.left);
        for (column, wide) in rows.chunks(lines).zip(&widths) {
            for (at_line, row) in column.iter().enumerate() {
                let at = (left + wide / 2.0, block.top - line.top + pitch * at_line as f64);
                let is_more = ends_with_more && labels.len() + 1 == rows.len();
                labels.push(self.name_label(row, at, if is_more { "more" } else { "name" }));
            }
            left += wide + GUTTER;
        }
        Some((room, labels))
    }
}

/// On which side of a town's name its villages stand; the first that has room is taken.
#[derive(Debug, Clone, Copy)]
enum Side {
    Below,
    Right,
    Left,
    Above,
}

/// Between a town's name and those of its villages, so that rounding makes them not meet.
const NEAR: f64 = 1.0;

impl Side {
    /// Where a block of these sides may stand beside a heading: in the middle of it, then more and more towards
    /// being flush with one of its ends.
    fn places(self, heading: &Area, (wide, high): (f64, f64)) -> [Area; 5] {
        let (x, y) = heading.centre();
        let (down, across) =
            ((heading.height() + high) / 2.0 + NEAR, (heading.width() + wide) / 2.0 + GUTTER / 2.0);
        let (aside, along) = ((wide - heading.width()) / 2.0, (high - heading.height()) / 2.0);
        let steps = [0.0, 0.5, -0.5, 1.0, -1.0];
        let row = |y: f64| steps.map(|step| (x + aside * step, y));
        let stack = |x: f64| steps.map(|step| (x, y + along * step));
        let middles = match self {
            Self::Below => row(y + down),
            Self::Above => row(y - down),
            Self::Right => stack(x + across),
            Self::Left => stack(x - across),
        };
        middles.map(|middle| Area::around(middle, (wide, high)))
    }
}

const SIDES: [Side; 4] = [Side::Below, Side::Right, Side::Left, Side::Above];

#[cfg(test)]
mod tests;
