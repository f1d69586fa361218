//! Degrees as people write them, and pairs of them as maps and receivers copy them out. What can be read in two ways is not
//! read.

use crate::model::{BadPosition, Position};

/// Which of the two numbers of a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::changes) enum Axis {
    Lon,
    Lat,
}

/// Degrees, and of what they say they are.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::changes) struct Angle {
    pub(in crate::changes) degrees: f64,
    axis: Option<Axis>,
    /// As it was written, without the words round it: `110.696`, `-110°41′45.6″`.
    pub(in crate::changes) written: String,
    /// How many numbers it is of.
    parts: usize,
    /// Whether it says more than once what it is: 东经110.7°E.
    is_named_twice: bool,
}

/// Why something is no degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::changes) enum BadAngle {
    /// It cannot be read, or in two ways.
    Unclear,
    /// Minutes or seconds of 60 and more.
    Sixty,
    /// A latitude where a longitude is asked for, or the other way round.
    OtherAxis,
    /// Both numbers of a position in the place of one.
    Pair,
}

/// Why something is no pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::changes) enum BadPair {
    /// It is not two numbers, or in several ways.
    Unclear,
    /// Which is which is not said, and either could be.
    NoAxis,
    /// On the earth only the other way round than their words say.
    Exchanged,
    /// Not on the earth.
    OffTheEarth,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Number(&'t str),
    /// Degrees, minutes, seconds: 0, 1, 2.
    Unit(usize),
    /// 北, E: on which side, 1 or −1.
    Side(Axis, i8),
    /// 经度, lat: what it is.
    Mark(Axis),
    Sign(i8),
    Comma,
    /// What only stands between two numbers of a pair.
    Between,
    Blank,
}

// The first that fits is taken, so that a word stands before those it begins with: 东经 before 东, '' before '.
const WORDS: [(&str, Token<'_>); 40] = [
    ("东经", Token::Side(Axis::Lon, 1)),
    ("西经", Token::Side(Axis::Lon, -1)),
    ("北纬", Token::Side(Axis::Lat, 1)),
    ("南纬", Token::Side(Axis::Lat, -1)),
    ("经度", Token::Mark(Axis::Lon)),
    ("纬度", Token::Mark(Axis::Lat)),
    ("longitude", Token::Mark(Axis::Lon)),
    ("latitude", Token::Mark(Axis::Lat)),
    ("long", Token::Mark(Axis::Lon)),
    ("lng", Token::Mark(Axis::Lon)),
    ("lon", Token::Mark(Axis::Lon)),
    ("lat", Token::Mark(Axis::Lat)),
    ("经", Token::Mark(Axis::Lon)),
    ("纬", Token::Mark(Axis::Lat)),
    ("东", Token::Side(Axis::Lon, 1)),
    ("西", Token::Side(Axis::Lon, -1)),
    ("北", Token::Side(Axis::Lat, 1)),
    ("南", Token::Side(Axis::Lat, -1)),
    ("e", Token::Side(Axis::Lon, 1)),
    ("w", Token::Side(Axis::Lon, -1)),
    ("n", Token::Side(Axis::Lat, 1)),
    ("s", Token::Side(Axis::Lat, -1)),
    ("°", Token::Unit(0)),
    ("º", Token::Unit(0)),
    ("˚", Token::Unit(0)),
    ("度", Token::Unit(0)),
    ("''", Token::Unit(2)),
    ("\"", Token::Unit(2)),
    ("秒", Token::Unit(2)),
    ("'", Token::Unit(1)),
    ("分", Token::Unit(1)),
    (",", Token::Comma),
    (";", Token::Between),
    ("\n", Token::Between),
    ("\t", Token::Between),
    ("、", Token::Between),
    ("/", Token::Between),
    ("+", Token::Sign(1)),
    ("-", Token::Sign(-1)),
    // Behind a word, between numbers, round the whole.
    (":", Token::Blank),
];

/// One sign as it is meant, whatever the keyboard made of it.
fn plain(sign: char) -> Option<char> {
    Some(match sign {
        // Full-width forms, digits among them.
        // They stand 0xFEE0 above those of ASCII. What comes of them is looked at again: ＝ and （ are among the
        // signs below.
        '\u{FF01}'..='\u{FF5E}' => return char::from_u32(u32::from(sign) - 0xFEE0).and_then(plain),
        '″' | '”' | '“' | '〃' => '"',
        '′' | '’' | '‘' | '´' | '`' => '\'',
        '−' | '–' | '—' => '-',
        '。' | '｡' => '.',
        // Marks without width or ink, which come along when a text is copied.
        '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}' => return None,
        '=' | '(' | ')' | '[' | ']' | '\r' => ':',
        sign if sign.is_whitespace() && !matches!(sign, '\n' | '\t') => ' ',
        sign => sign.to_ascii_lowercase(),
    })
}

fn plainly(text: &str) -> String {
    text.trim().chars().filter_map(plain).collect()
}

fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        // Digits and points alone, not all that `parse` takes: 1e5 is no way to write degrees.
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        if digits > 0 {
            let (number, behind) = rest.split_at(digits);
            tokens.push(Token::Number(number));
            rest = behind;
        } else if first == ' ' {
            tokens.push(Token::Blank);
            rest = &rest[1..];
        } else {
            let (word, token) = WORDS.iter().find(|(word, _)| rest.starts_with(word))?;
            tokens.push(*token);
            rest = &rest[word.len()..];
        }
    }
    Some(tokens)
}

/// A decimal number; of a comma one that stands for the point.
fn number(text: &str) -> Option<f64> {
    text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The numbers of one angle, each with where it stands (degrees, minutes, seconds).
#[derive(Default)]
struct Numbers {
    parts: Vec<(usize, String)>,
    axis: Option<Axis>,
    is_named_twice: bool,
    sides: [Option<i8>; 2],
    sign: Option<i8>,
}

impl Numbers {
    fn take(tokens: &[Token<'_>]) -> Option<Self> {
        let mut all = Self::default();
        let mut before = None;
        let mut at = 0;
        // Words stand before the numbers or behind them.
        let mut is_over = false;
        while let Some(token) = tokens.get(at) {
            match *token {
                Token::Number(digits) => {
                    let mut digits = digits.to_owned();
                    if let (Some(Token::Comma), Some(Token::Number(behind))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        digits = format!("{digits},{behind}");
                        at += 2;
                    }
                    let next = all.parts.last().map_or(0, |(slot, _)| slot + 1);
                    let unit = tokens[at + 1..].iter().find(|token| **token != Token::Blank);
                    let slot = match unit {
                        Some(Token::Unit(unit)) => *unit,
                        _ => next,
                    };
                    // The first is of degrees; behind it one may be left out, 35°42″, but none comes before its
                    // time.
                    let fits = if next == 0 { slot == 0 } else { slot >= next };
                    (fits && slot <= 2 && !is_over).then_some(())?;
                    all.parts.push((slot, digits));
                }
                Token::Unit(_) => {
                    matches!(before, Some(Token::Number(_))).then_some(())?;
                }
                Token::Side(axis, side) => {
                    all.name(axis)?;
                    is_over = !all.parts.is_empty();
                    let place = usize::from(is_over);
                    all.sides[place].is_none().then_some(())?;
                    all.sides[place] = Some(side);
                }
                Token::Mark(axis) => {
                    all.name(axis)?;
                    is_over = !all.parts.is_empty();
                }
                // 110-41-45.6
                Token::Sign(-1)
                    if matches!(tokens.get(at.wrapping_sub(1)), Some(Token::Number(_)))
                        && matches!(tokens.get(at + 1), Some(Token::Number(_))) => {}
                Token::Sign(sign) => {
                    (all.parts.is_empty() && all.sign.is_none()).then_some(())?;
                    all.sign = Some(sign);
                }
                Token::Comma | Token::Between => return None,
                Token::Blank => {
                    at += 1;
                    continue;
                }
            }
            before = tokens.get(at).copied();
            at += 1;
        }
        Some(all)
    }

    fn name(&mut self, axis: Axis) -> Option<()> {
        self.is_named_twice = self.axis.is_some();
        (self.axis.is_none() || self.axis == Some(axis)).then(|| self.axis = Some(axis))
    }

    fn angle(&self) -> Result<Angle, BadAngle> {
        let side = match self.sides {
            [Some(before), Some(behind)] if before != behind => return Err(BadAngle::Unclear),
            [before, behind] => before.or(behind),
        };
        // Minus in the north would be said twice, or wrongly.
        if side.is_some() && self.sign.is_some() {
            return Err(BadAngle::Unclear);
        }
        let (last, before) = self.parts.split_last().ok_or(BadAngle::Unclear)?;
        // Only the last has a fraction: 35.5°30′ would say its half degree twice.
        if before.iter().any(|(_, digits)| digits.contains(['.', ','])) {
            return Err(BadAngle::Unclear);
        }
        let mut degrees = 0.0;
        let mut written = String::new();
        let is_plain = before.is_empty();
        for (slot, digits) in before.iter().chain([last]) {
            let value = number(digits).ok_or(BadAngle::Unclear)?;
            if *slot > 0 && value >= 60.0 {
                return Err(BadAngle::Sixty);
            }
            degrees += value / [1.0, 60.0, 3600.0][*slot];
            written.push_str(&digits.replace(',', "."));
            if !is_plain {
                written.push(['°', '′', '″'][*slot]);
            }
        }
        let is_negative = side.or(self.sign) == Some(-1);
        let signed = if is_negative { format!("-{written}") } else { written };
        let degrees = if is_negative { -degrees } else { degrees };
        Ok(Angle {
            degrees,
            axis: self.axis,
            written: signed,
            parts: self.parts.len(),
            is_named_twice: self.is_named_twice,
        })
    }
}

fn angle(tokens: &[Token<'_>]) -> Result<Angle, BadAngle> {
    Numbers::take(tokens).ok_or(BadAngle::Unclear)?.angle()
}

/// Degrees: `35.595`, `35°35′42.1″`, `35°35'42"N`, `北纬35度35分42秒`, `35 35 42`, `N35.595`, `35,595`, in digits of any width.
pub(in crate::changes) fn degrees_of(text: &str, asked: Option<Axis>) -> Result<f64, BadAngle> {
    let text = plainly(text);
    let tokens = tokens(&text).ok_or(BadAngle::Unclear)?;
    match angle(&tokens) {
        Ok(angle) if asked.is_some() && angle.axis.is_some() && angle.axis != asked => {
            Err(BadAngle::OtherAxis)
        }
        Ok(angle) => Ok(angle.degrees),
        Err(BadAngle::Sixty) => Err(BadAngle::Sixty),
        Err(_) if pair_of(&tokens).is_ok() => Err(BadAngle::Pair),
        Err(bad) => Err(bad),
    }
}

/// The same, where it does not matter why it cannot be read.
pub(in crate::changes) fn degrees(text: &str) -> Option<f64> {
    degrees_of(text, None).ok()
}

/// The two numbers of a position as a map or a receiver copies them out, in either order: longitude, then latitude. Which is
/// which is known by their words, or because only one can be a latitude.
pub(in crate::changes) fn pair(text: &str) -> Result<(Angle, Angle), BadPair> {
    let text = plainly(text);
    // What phones call a place: geo:35.6,110.7;u=10
    let text =
        text.strip_prefix("geo:").map_or(text.as_str(), |at| at.split([';', '?']).next().unwrap_or(at));
    pair_of(&tokens(text).ok_or(BadPair::Unclear)?)
}

fn pair_of(tokens: &[Token<'_>]) -> Result<(Angle, Angle), BadPair> {
    let is_between = |token: &Token<'_>| matches!(token, Token::Between | Token::Comma | Token::Blank);
    let trimmed = |mut half: &'_ [Token<'_>]| {
        while let Some((_, rest)) = half.split_first().filter(|(first, _)| is_between(first)) {
            half = rest;
        }
        while let Some((_, rest)) = half.split_last().filter(|(last, _)| is_between(last)) {
            half = rest;
        }
        angle(half).ok()
    };
    let (mut found, mut why) = (Vec::new(), BadPair::Unclear);
    for at in 1..tokens.len() {
        // 35.595 is not 3 and 5.595, and 35°N is not 35 and N: halves begin where something separates them.
        if !begins_half(tokens, at) {
            continue;
        }
        let (Some(first), Some(second)) = (trimmed(&tokens[..at]), trimmed(&tokens[at..])) else { continue };
        let parts = (first.parts, second.parts);
        match sorted(first, second) {
            Ok(pair) if found.iter().all(|(known, _)| *known != pair) => found.push((pair, parts)),
            Ok(_) => {}
            Err(BadPair::Unclear) => {}
            Err(bad) => why = bad,
        }
    }
    // Who writes one in minutes writes the other in minutes.
    if found.len() > 1 {
        found.retain(|(_, (first, second))| first == second);
    }
    match (found.pop(), found.is_empty()) {
        (Some((pair, _)), true) => Ok(pair),
        (Some(_), false) => Err(BadPair::Unclear),
        (None, _) => Err(why),
    }
}

/// Whether the second half of a pair may begin with this token.
fn begins_half(tokens: &[Token<'_>], at: usize) -> bool {
    let is_word = |token: &Token<'_>| matches!(token, Token::Side(..) | Token::Mark(_));
    let (before, here) = (&tokens[at - 1], &tokens[at]);
    matches!(before, Token::Comma | Token::Between | Token::Blank | Token::Unit(_))
        || is_word(before)
        || is_word(here)
}

/// Longitude, then latitude.
fn sorted(first: Angle, second: Angle) -> Result<(Angle, Angle), BadPair> {
    // In E35.6 E36.1 the second word is no second name of the first number.
    if first.is_named_twice && second.axis.is_none() || second.is_named_twice && first.axis.is_none() {
        return Err(BadPair::Unclear);
    }
    let can_be_latitude = |angle: &Angle| angle.degrees.abs() <= 90.0;
    let axis = match (first.axis, second.axis) {
        (Some(first), Some(second)) if first == second => return Err(BadPair::Unclear),
        (Some(axis), _) => axis,
        (None, Some(Axis::Lat)) => Axis::Lon,
        (None, Some(Axis::Lon)) => Axis::Lat,
        (None, None) => match (can_be_latitude(&first), can_be_latitude(&second)) {
            (true, true) => return Err(BadPair::NoAxis),
            (true, false) => Axis::Lat,
            (false, true) => Axis::Lon,
            (false, false) => return Err(BadPair::OffTheEarth),
        },
    };
    let (lon, lat) = if axis == Axis::Lon { (first, second) } else { (second, first) };
    match Position::new(lon.degrees, lat.degrees) {
        Ok(_) => Ok((lon, lat)),
        Err(BadPosition::Exchanged { .. }) => Err(BadPair::Exchanged),
        Err(BadPosition::OffTheEarth { .. }) => Err(BadPair::OffTheEarth),
    }
}

#[cfg(test)]
mod tests;
