//! The numbers that a text claims, each with what it counts or measures: 13个, 七处, 2.8倍, 1642年, six kilometres.
//!
//! What is no claim is passed over: what stands in a name (`names`, 《…》, `CGCS2000`), ordinals (第四次, 19th) and
//! running numbers (12号, No. 12), a Chinese numeral without a counter behind it (五代, 十大), and one (一处, one of
//! them), which is mostly an article. Nothing is said here of whether a number is true.

mod chinese;
mod english;
mod units;
mod words;

use self::units::Unit;

/// What a number counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// How many there are, of whatever.
    Count,
    /// A year of the calendar.
    Year,
    /// A month of a year.
    Month,
    /// A day of a month.
    Day,
    /// A length, in metres.
    Length,
    /// An area, in square metres.
    Area,
    /// How many times as much.
    Ratio,
    /// A share, in parts of a hundred.
    Share,
}

/// A number that a text claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantity {
    /// What it counts or measures.
    pub dimension: Dimension,
    /// The number in thousandths of its unit.
    pub thousandths: i64,
    /// The number as it is written, with its unit.
    pub words: String,
}

/// A number as it was read, before it is known what it counts.
struct Token {
    /// Its first character.
    start: usize,
    /// The character behind its digits.
    digits_end: usize,
    /// The character behind its unit.
    end: usize,
    value: f64,
    /// What follows it; none where nothing does that says what is counted.
    unit: Option<Unit>,
    /// Whether it counts even without a unit: digits do, numerals in words of Chinese do not.
    stands_alone: bool,
}

/// Finds the numbers a text claims; what stands in one of `names` is none.
pub fn quantities(text: &str, names: &[&str]) -> Vec<Quantity> {
    // Characters, not bytes: places in the masked text are those of the text, though the mask has longer bytes.
    let chars: Vec<char> = masked(text, names).chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let (token, end) = read(&chars, at);
        tokens.extend(token);
        // Always on by one: a reader that gives its own beginning back would turn here for ever.
        at = end.max(at + 1);
    }
    share_units(&chars, &mut tokens);
    let as_written: Vec<char> = text.chars().collect();
    tokens.iter().filter_map(|token| token.quantity(&as_written)).collect()
}

/// Reads the number at a place, if one begins there, and says where to go on.
fn read(chars: &[char], at: usize) -> (Option<Token>, usize) {
    let begins_word = at == 0 || !chars[at - 1].is_ascii_alphanumeric();
    match chars[at] {
        c if c.is_ascii_digit() => digits(chars, at),
        c if c.is_ascii_alphabetic() && begins_word => english::read(chars, at),
        c if chinese::is_numeral(c) => chinese::read(chars, at),
        _ => (None, at + 1),
    }
}

/// Reads a number in digits.
fn digits(chars: &[char], start: usize) -> (Option<Token>, usize) {
    let mut end = start;
    let mut written = String::new();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    while digit(end) || (matches!(chars.get(end), Some(',' | '.')) && digit(end + 1)) {
        let groups = chars[end] == ',';
        // A comma groups only three digits: `2016,2019` are two numbers.
        if groups && !(digit(end + 2) && digit(end + 3) && !digit(end + 4)) {
            break;
        }
        if !groups {
            written.push(chars[end]);
        }
        end += 1;
    }
    // `1.2.3` is a version or a section, and no number.
    let Ok(mut value) = written.parse::<f64>() else { return (None, end) };
    let digits_end = end;
    if let Some(times) = chars.get(end).and_then(|c| chinese::large(*c)) {
        value *= times;
        end += 1;
    }
    if is_part_of_a_name(chars, start, digits_end) {
        return (None, end);
    }
    let (unit, end) = match words::month_before(chars, start) {
        // `June 26` is a day, `June 2024` goes on to be read as a year.
        true if value <= 31.0 => (Some(Unit { dimension: Dimension::Day, size: 1.0 }), end),
        _ => units::read(chars, end, value),
    };
    (Some(Token { start, digits_end, end, value, unit, stands_alone: true }), end)
}

/// Whether digits name something instead of counting: 第2版, 12号, No. 12, CGCS2000, BY-4.0, 19th.
fn is_part_of_a_name(chars: &[char], start: usize, end: usize) -> bool {
    // Four characters are enough for `No. ` and 第 with a space.
    let before: String = chars[start.saturating_sub(4)..start].iter().collect();
    let before = before.trim_end();
    let joined = chars[..start].iter().rev().take_while(|c| matches!(c, '-' | '/' | '_' | '.')).count();
    let letter_before = start > joined && chars[start - joined - 1].is_ascii_alphabetic();
    let ordinal = ["st", "nd", "rd", "th"].iter().any(|word| words::has_word(chars, end, word));
    before.ends_with('第')
        || before.to_ascii_lowercase().ends_with("no.")
        || letter_before
        || chars.get(end) == Some(&'号')
        || ordinal
}

/// In `2016、2019、2023年` and `4 to 5 km` the last unit is that of all.
fn share_units(chars: &[char], tokens: &mut [Token]) {
    const JOINTS: [&str; 17] =
        ["、", "～", "~", "—", "–", "-", "至", "到", "或", "和", "与", "×", "and", "to", "or", "by", ","];
    // From behind: in a chain each takes the unit from the next, which has it by then.
    for n in (1..tokens.len()).rev() {
        let (before, after) = tokens.split_at_mut(n);
        let (Some(this), Some(next)) = (before.last_mut(), after.first()) else { continue };
        // What has a unit, or 万 behind it, is a number of its own.
        if this.unit.is_some() || this.end != this.digits_end {
            continue;
        }
        let between: String = chars[this.digits_end..next.start].iter().collect();
        if JOINTS.contains(&between.trim()) {
            let is_year = next.unit.is_some_and(|unit| unit.dimension == Dimension::Year);
            this.unit = next.unit.filter(|_| !is_year || units::can_be_year(this.value));
        }
    }
}

impl Token {
    fn quantity(&self, text: &[char]) -> Option<Quantity> {
        let unit = match self.unit {
            Some(unit) => unit,
            None if !self.stands_alone => return None,
            // Four digits as they are written: `1,642` is a count.
            None if units::can_be_year(self.value) && self.digits_end - self.start == 4 => Unit::YEAR,
            None => Unit::COUNT,
        };
        Some(Quantity {
            dimension: unit.dimension,
            // Whole numbers, as the numbers of a text and of its sources are compared for equality.
            thousandths: (self.value * unit.size * 1000.0).round() as i64,
            words: text.get(self.start..self.end)?.iter().collect::<String>().trim().to_owned(),
        })
    }
}

/// The text with every name in it made unreadable, at the same length.
fn masked(text: &str, names: &[&str]) -> String {
    let mut masked = text.to_owned();
    let mut names: Vec<&str> = names.iter().chain(english::ERAS).copied().collect();
    names.retain(|name| !name.is_empty());
    // The longest first: 三家堡 must be hidden before a shorter name tears it.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    for name in names {
        masked = masked.replace(name, &blank(name));
    }
    let mut in_title = false;
    let hide = |c: char| {
        in_title = (in_title || c == '《') && c != '》';
        if in_title { '\u{fffd}' } else { wide_digit(c) }
    };
    masked.chars().map(hide).collect()
}

fn blank(name: &str) -> String {
    name.chars().map(|_| '\u{fffd}').collect()
}

/// A digit as wide as an ideograph is read as a digit.
fn wide_digit(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF10..=0xFF19 => char::from_u32(code - 0xFF10 + 0x30).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests;
