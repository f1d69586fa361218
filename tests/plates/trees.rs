//! Trees in ink: bare poplar, pagoda tree, persimmon, date, willow; each grown limb by limb.

use crate::brush::Brush;
use crate::geometry::Pt;
use crate::noise::waver;
use crate::palette::{INK, Pigment, SHADE};
use crate::plate::Plate;
use core::f32::consts::FRAC_PI_2;

/// A kind of tree and its habit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 杨: a tall column, twigs swept up.
    Poplar,
    /// 槐: a short bole, wide crooked limbs.
    Pagoda,
    /// 柿: angular limbs, blunt twigs.
    Persimmon,
    /// 枣: leaning, zig-zag and thin.
    Date,
}

/// A tree to be drawn.
#[derive(Clone, Copy)]
pub(crate) struct Tree {
    /// Kind.
    pub kind: Kind,
    /// Foot of the bole.
    pub foot: Pt,
    /// Height in units.
    pub height: f32,
    /// Lean from upright, radians, right positive.
    pub lean: f32,
    /// Ink: 1.0 near and black, 0.25 far in mist.
    pub load: f32,
}

struct Habit {
    bole: f32,
    girth: f32,
    spread: f32,
    ratio: f32,
    bend: f32,
    rise: f32,
    depth: u32,
    twigs: u32,
}

const fn habit(kind: Kind) -> Habit {
    match kind {
        Kind::Poplar => Habit {
            bole: 1.0,
            girth: 0.026,
            spread: 0.34,
            ratio: 0.27,
            bend: 0.10,
            rise: 0.25,
            depth: 3,
            twigs: 58,
        },
        Kind::Pagoda => Habit {
            bole: 0.30,
            girth: 0.085,
            spread: 0.85,
            ratio: 0.74,
            bend: 0.55,
            rise: 0.10,
            depth: 6,
            twigs: 3,
        },
        Kind::Persimmon => Habit {
            bole: 0.30,
            girth: 0.065,
            spread: 0.95,
            ratio: 0.70,
            bend: 0.75,
            rise: 0.22,
            depth: 6,
            twigs: 3,
        },
        Kind::Date => Habit {
            bole: 0.40,
            girth: 0.045,
            spread: 0.65,
            ratio: 0.68,
            bend: 0.65,
            rise: 0.12,
            depth: 6,
            twigs: 3,
        },
    }
}

/// Trees taller than this have their limbs joined into one body before it is inked.
const JOINED: f32 = 700.0;

/// A thick limb kept back until the whole tree has grown.
struct Timber {
    line: Vec<Pt>,
    girth: f32,
    end: f32,
    foot: bool,
}

impl Timber {
    /// Gives the limb between two shares of its width, `-0.5` its left side and `0.5` its right as it grows upwards.
    fn strip(&self, left: f32, right: f32, seed: u32) -> Vec<Pt> {
        let points = crate::geometry::resample(&crate::geometry::curve(&self.line), 9.0);
        let last = points.len() - 1;
        let side = |share: f32, salt: u32| -> Vec<Pt> {
            (0..=last)
                .map(|i| {
                    let q = i as f32 / last as f32;
                    let (a, b) = (points[i.saturating_sub(1)], points[(i + 1).min(last)]);
                    let along = crate::geometry::distance(a, b).max(1e-3);
                    let flare =
                        if self.foot { 0.7 * libm::expf(-q * 9.0) } else { 0.25 * libm::expf(-q * 8.0) };
                    let knots =
                        1.0 + 0.10 * waver(q * 7.0, seed ^ salt) + 0.04 * waver(i as f32 * 0.8, seed ^ salt);
                    let wide = self.girth * (1.05 + (self.end - 1.05) * q + flare) * share * knots;
                    (points[i].0 - (b.1 - a.1) / along * wide, points[i].1 + (b.0 - a.0) / along * wide)
                })
                .collect()
        };
        crate::geometry::between(&side(left, 1), &side(right, 2))
    }
}

/// Joins outlines that run the same way round into one, so that a wash goes over all of them once.
fn joined(outlines: &[Vec<Pt>]) -> Vec<Pt> {
    let mut out: Vec<Pt> = Vec::new();
    for outline in outlines {
        out.extend(outline);
        out.extend(outline.first());
    }
    out.extend(outlines.iter().rev().filter_map(|outline| outline.first()));
    out
}

impl Plate {
    /// Inks the thick limbs of a tall tree as one body: grey, its right side black, a broken contour, bark.
    fn limbs(&mut self, limbs: &[Timber], load: f32) {
        if limbs.is_empty() {
            return;
        }
        let seed = self.seed();
        let strips = |left: f32, right: f32| -> Vec<Vec<Pt>> {
            limbs.iter().enumerate().map(|(i, limb)| limb.strip(left, right, seed ^ i as u32)).collect()
        };
        let body = joined(&strips(-0.5, 0.5));
        self.lift(&body, 1.0, 0.5, None);
        self.ink(&body, SHADE, load * 1.25, 0.1);
        self.ink(&joined(&strips(-0.14, 0.5)), INK, load * 0.55, 0.3);
        self.ink(&joined(&strips(0.12, 0.5)), INK, load * 0.7, 0.2);
        for (i, limb) in limbs.iter().enumerate() {
            let edge = limb.strip(-0.47, 0.47, seed ^ i as u32);
            let half = edge.len() / 2;
            let start = if limb.foot { 0 } else { half / 5 };
            let brush = Brush::new((limb.girth * 0.11).clamp(2.0, 6.0)).load(load).dry(0.25).tremble(0.8);
            self.stroke(&edge[start..half], brush.breaks(0.15).taper(0.8, 0.3));
            for _ in 0..(limb.girth * 1.1) as usize {
                let at = self.rng.range(0.05, 0.8);
                let reach = self.rng.range(0.06, 0.16);
                let share = self.rng.bell() * 0.42;
                let grain = limb.strip(share, share, seed ^ i as u32);
                let middle = grain.len() / 2;
                let (from, to) = ((at * middle as f32) as usize, ((at + reach) * middle as f32) as usize);
                if to > from + 1 && to < middle {
                    let mark = Brush::new(2.8).load(load * 0.9).vary(0.4, 1.0).dry(0.4).taper(0.6, 0.1);
                    self.stroke(&grain[from..=to], mark);
                }
            }
        }
    }

    /// Draws a bare tree and gives the tips of its twigs, for leaves, fruit or snow.
    pub(crate) fn tree(&mut self, tree: Tree) -> Vec<Pt> {
        let habit = habit(tree.kind);
        let mut tips = Vec::new();
        let girth = tree.height * habit.girth;
        if tree.kind == Kind::Poplar {
            self.poplar(tree, &habit, girth, &mut tips);
        } else {
            self.roots(tree.foot, girth, tree.load);
            let mut thick = Vec::new();
            self.limb(
                tree,
                &habit,
                tree.foot,
                -FRAC_PI_2 + tree.lean,
                tree.height * habit.bole,
                girth,
                habit.depth,
                &mut tips,
                &mut thick,
            );
            self.limbs(&thick, tree.load);
        }
        tips
    }

    fn poplar(&mut self, tree: Tree, habit: &Habit, girth: f32, tips: &mut Vec<Pt>) {
        let bole = self.bough(tree.foot, -FRAC_PI_2 + tree.lean, tree.height, habit.bend, 0.0);
        self.bark(&bole, girth, 0.12, tree.load);
        let count = habit.twigs;
        for i in 0..count {
            let h = 0.2 + 0.78 * (i as f32 + self.rng.unit()) / count as f32;
            let at = bole[(h * (bole.len() - 1) as f32) as usize];
            let side = if self.rng.chance(0.5) { 1.0 } else { -1.0 };
            let angle = -FRAC_PI_2 + tree.lean + side * habit.spread * self.rng.range(0.55, 1.2);
            let reach = tree.height * habit.ratio * (1.05 - h * 0.85) * self.rng.range(0.5, 1.0);
            let bough = self.bough(at, angle, reach, 0.2, -side * 0.35);
            let thick = girth * (0.30 - 0.2 * h);
            self.stroke(
                &bough,
                Brush::new(thick.max(1.5)).load(tree.load * 0.9).tremble(0.5).taper(1.0, 0.15),
            );
            for _ in 0..6 {
                let from = bough[self.rng.range(bough.len() as f32 * 0.3, bough.len() as f32 - 1.0) as usize];
                let a = angle - side * 0.2 + self.rng.bell() * 0.6;
                let short = reach * self.rng.range(0.2, 0.5);
                let twig = self.bough(from, a, short, 0.2, 0.0);
                self.stroke(
                    &twig,
                    Brush::new((thick * 0.45).clamp(1.2, 3.0))
                        .load(tree.load * 0.7)
                        .tremble(0.4)
                        .taper(0.9, 0.2),
                );
                if let Some(tip) = twig.last() {
                    tips.push(*tip);
                }
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one recursion, private to trees")]
    fn limb(
        &mut self,
        tree: Tree,
        habit: &Habit,
        from: Pt,
        angle: f32,
        reach: f32,
        girth: f32,
        depth: u32,
        tips: &mut Vec<Pt>,
        thick: &mut Vec<Timber>,
    ) {
        let turn = self.rng.bell() * 0.3;
        let bough = self.bough(from, angle, reach, habit.bend, turn);
        let end_girth = if depth <= 1 { 0.2 } else { 0.62 };
        if girth > 9.0 && tree.height > JOINED {
            thick.push(Timber { line: bough.clone(), girth, end: end_girth, foot: depth == habit.depth });
        } else if girth > 9.0 {
            self.bark(&bough, girth, end_girth, tree.load);
        } else {
            let brush = Brush::new(girth.max(1.4))
                .load(tree.load * if depth < 3 { 0.85 } else { 1.0 })
                .tremble(0.6)
                .taper(1.0, end_girth)
                .dry(0.2);
            self.stroke(&bough, brush);
        }
        let last = bough.len() - 1;
        if depth == 0 {
            tips.push(bough[last]);
            return;
        }
        let heading = libm::atan2f(bough[last].1 - bough[last - 2].1, bough[last].0 - bough[last - 2].0);
        let count = habit.twigs - u32::from(self.rng.chance(0.45));
        let flip = if self.rng.chance(0.5) { 1.0 } else { -1.0 };
        for i in 0..count {
            let q = if i == 0 { 1.0 } else { self.rng.range(0.45, 1.0) };
            let at = bough[(q * last as f32) as usize];
            let side = if i % 2 == 0 { flip } else { -flip };
            let mut next =
                heading + side * habit.spread * self.rng.range(0.35, 1.0) * if i == 0 { 0.6 } else { 1.0 };
            next += (-FRAC_PI_2 - next) * habit.rise * 0.6;
            let grow =
                habit.ratio * self.rng.range(0.75, 1.12) * if depth == habit.depth { 0.95 } else { 1.0 };
            let base = if depth == habit.depth { tree.height * 0.30 } else { reach };
            let thin = if i == 0 { 0.66 } else { 0.5 };
            self.limb(tree, habit, at, next, base * grow, girth * thin, depth - 1, tips, thick);
        }
    }

    /// Bends a line of `reach` units from a point, turning by `turn` over its length.
    fn bough(&mut self, from: Pt, angle: f32, reach: f32, bend: f32, turn: f32) -> Vec<Pt> {
        let seed = self.seed();
        let mut at = from;
        let mut out = vec![at];
        for i in 0..10 {
            let q = i as f32 / 10.0;
            let a = angle + turn * q + bend * waver(q * 2.6 + 0.3, seed) * q.min(0.4) * 2.0;
            at = (at.0 + libm::cosf(a) * reach / 10.0, at.1 + libm::sinf(a) * reach / 10.0);
            out.push(at);
        }
        out
    }

    /// Draws a thick limb: body, dark right side, firm contours, bark strokes.
    fn bark(&mut self, line: &[Pt], girth: f32, end: f32, load: f32) {
        self.stroke(
            line,
            Brush::new(girth).load(load * 0.85).tremble(1.0).taper(1.05, end).dry(0.12).ink(SHADE),
        );
        let right: Vec<Pt> = crate::geometry::shift(line, girth * 0.16, 0.0);
        self.stroke(&right, Brush::new(girth * 0.7).load(load * 0.8).tremble(1.0).taper(1.0, end).dry(0.28));
        self.stroke(
            &crate::geometry::shift(line, -girth * 0.42, 0.0),
            Brush::new((girth * 0.14).clamp(1.6, 5.0)).load(load).breaks(0.18).tremble(1.0).taper(1.0, 0.1),
        );
        for _ in 0..(girth * 0.9) as usize {
            let i = self.rng.range(0.0, line.len() as f32 - 3.0) as usize;
            let off = self.rng.bell() * girth * 0.35;
            let mark = [(line[i].0 + off, line[i].1), (line[i + 2].0 + off * 0.8, line[i + 2].1)];
            self.stroke(&mark, Brush::new(2.4).load(load * 0.8).dry(0.4).taper(0.6, 0.1).ink(INK));
        }
    }

    fn roots(&mut self, foot: Pt, girth: f32, load: f32) {
        for side in [-1.0, 1.0, 0.4] {
            let reach = girth * self.rng.range(0.7, 1.3);
            let line = [
                (foot.0 + side * girth * 0.2, foot.1 - girth * 0.6),
                (foot.0 + side * girth * 0.45, foot.1 - 2.0),
                (foot.0 + side * reach, foot.1 + girth * 0.15),
            ];
            self.stroke(&line, Brush::new(girth * 0.3).load(load * 0.8).taper(1.0, 0.1).dry(0.3));
        }
    }

    /// Clothes the tips in leaf: a loose wash, then small dabs in two tones, `size` units the clump.
    pub(crate) fn foliage(&mut self, tips: &[Pt], size: f32, pigment: Pigment, load: f32) {
        for tip in tips {
            let crown: Vec<Pt> = (0..9)
                .map(|k| {
                    let a = core::f32::consts::TAU * k as f32 / 9.0;
                    let r = size * self.rng.range(0.5, 1.0);
                    (tip.0 + libm::cosf(a) * r, tip.1 + libm::sinf(a) * r * 0.7)
                })
                .collect();
            self.wash(
                &crown,
                crate::wash::Wash::new(pigment, load * 0.22).vary(0.5, 1.0).pool(0.8, 60.0, 40.0),
            );
            for k in 0..11 {
                let (dx, dy) = (self.rng.bell() * size, self.rng.bell() * size * 0.7);
                let dark = k % 4 == 0 && dy + dx * 0.5 > 0.0;
                let brush = Brush::new(1.0)
                    .load(load * if dark { 0.7 } else { 0.55 })
                    .vary(0.3, 1.0)
                    .ink(if dark { INK } else { pigment })
                    .dry(0.3);
                let (big, turn) = (size * self.rng.range(0.13, 0.3), self.rng.range(-0.6, 0.6));
                self.dab((tip.0 + dx, tip.1 + dy), big, 1.8, turn, brush);
            }
        }
    }

    /// Hangs leaves or fruit on some of the tips: `share` of them, dabs of `size` units.
    pub(crate) fn hang(&mut self, tips: &[Pt], share: f32, size: f32, pigment: Pigment, load: f32) {
        for tip in tips {
            if self.rng.chance(share) {
                let at = (tip.0 + self.rng.bell() * size, tip.1 + self.rng.range(0.2, 1.0) * size);
                let (big, turn) = (size * self.rng.range(0.7, 1.2), self.rng.range(0.0, 3.0));
                self.dab(
                    at,
                    big,
                    1.15,
                    turn,
                    Brush::new(1.0).load(load).vary(0.7, 1.1).ink(pigment).dry(0.1),
                );
            }
        }
    }
}
