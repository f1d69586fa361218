//! Years in a text: 崇祯十五年, 康熙12年, 崇祯壬午, 一六四二年. Read as years of our era.

use super::tables::{Era, PERIODS_BY_AGE, REIGNS};

const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Where a year stands among folded characters, and which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Year {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) year: i32,
}

/// The years that are written with a reign or in Chinese numerals.
pub(super) fn years_in(chars: &[char]) -> Vec<Year> {
    let mut years = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match of_reign(&chars[at..]).or_else(|| in_numerals(&chars[at..])) {
            Some((length, year)) => {
                years.push(Year { from: at, to: at + length, year });
                at += length;
            }
            None => at += 1,
        }
    }
    years
}

/// The ids of the periods a text names, by word, by reign or by year.
pub(super) fn periods_in(folded: &str) -> Vec<&'static str> {
    let chars: Vec<char> = folded.chars().collect();
    let mut years: Vec<i32> = years_in(&chars).iter().map(|year| year.year).collect();
    let digits = folded.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() == 4);
    years.extend(digits.filter_map(|digits| digits.parse::<i32>().ok()));
    let reigns = REIGNS.iter().filter(|era| chars.windows(2).any(|pair| pair == era.name));
    years.extend(reigns.map(|era| era.first));
    let is_named = |period: &&super::tables::Period| {
        period.words.iter().any(|word| folded.contains(word.as_str()))
            || years.iter().any(|year| (period.first..=period.last).contains(year))
    };
    PERIODS_BY_AGE.iter().filter(is_named).map(|period| period.id).collect()
}

fn of_reign(chars: &[char]) -> Option<(usize, i32)> {
    let era = REIGNS.iter().find(|era| chars.starts_with(&era.name))?;
    let rest = &chars[2..];
    if let Some(year) = sexagenary(rest, era) {
        return Some((4, year));
    }
    let (length, number) = match rest.first()? {
        '元' => (1, 1),
        c if c.is_ascii_digit() => digits(rest)?,
        _ => numeral(rest)?,
    };
    let year = era.first + number - 1;
    let fits = rest.get(length) == Some(&'年') && number >= 1 && year <= era.last + 1;
    fits.then_some((2 + length + 1, year))
}

/// 壬午: the year of that name within the reign.
fn sexagenary(chars: &[char], era: &Era) -> Option<i32> {
    let stem = STEMS.chars().position(|c| Some(&c) == chars.first())?;
    let branch = BRANCHES.chars().position(|c| Some(&c) == chars.get(1))?;
    // The year 4 of our era was 甲子.
    let is_named =
        |year: &i32| (year - 4).rem_euclid(10) == stem as i32 && (year - 4).rem_euclid(12) == branch as i32;
    // Of the 61 years of 康熙 the first and the last have one name: the first is taken.
    (era.first..=era.last).find(is_named)
}

fn digits(chars: &[char]) -> Option<(usize, i32)> {
    let text: String = chars.iter().take_while(|c| c.is_ascii_digit()).take(3).collect();
    Some((text.len(), text.parse().ok()?))
}

/// 一 to 九十九, as reigns count.
fn numeral(chars: &[char]) -> Option<(usize, i32)> {
    let tens = chars.iter().take(3).position(|c| *c == '十' || *c == '廿' || *c == '卅');
    match tens {
        None => Some((1, digit(*chars.first()?)?)),
        Some(at @ (0 | 1)) => {
            let tens = match (at, chars[at]) {
                (0, '十') => 1,
                (0, '廿') => 2,
                (0, _) => 3,
                _ => digit(chars[0])?,
            };
            match chars.get(at + 1).and_then(|c| digit(*c)) {
                Some(ones) => Some((at + 2, tens * 10 + ones)),
                None => Some((at + 1, tens * 10)),
            }
        }
        Some(_) => None,
    }
}

/// 一六四二年, four numerals and 年.
fn in_numerals(chars: &[char]) -> Option<(usize, i32)> {
    if chars.get(4) != Some(&'年') {
        return None;
    }
    let year = chars[..4].iter().try_fold(0, |year, c| Some(year * 10 + digit(*c)?))?;
    (year >= 1000).then_some((5, year))
}

fn digit(c: char) -> Option<i32> {
    "〇一二三四五六七八九"
        .chars()
        .position(|numeral| numeral == c)
        .or((c == '零').then_some(0))
        .map(|n| n as i32)
}

#[cfg(test)]
mod tests {
    use super::super::fold::folded_text;
    use super::{periods_in, years_in};

    #[test]
    fn reigns_are_read_as_years() {
        for (text, year) in [
            ("崇祯十五年", 1642),
            ("崇祯壬午", 1642),
            ("康熙元年", 1662),
            ("康熙12年", 1673),
            ("乾隆六十年", 1795),
            ("光绪三十四年", 1908),
            ("嘉靖廿三年", 1544),
            ("民国三十一年", 1942),
            ("一六四二年", 1642),
            ("二〇二五年", 2025),
        ] {
            let chars: Vec<char> = folded_text(text).chars().collect();
            let found = years_in(&chars);
            assert_eq!(found.iter().map(|year| year.year).collect::<Vec<_>>(), [year], "{text}");
            assert_eq!((found[0].from, found[0].to), (0, chars.len()), "{text}");
        }
    }

    #[test]
    fn what_is_no_year_is_none() {
        for text in ["崇祯年间", "洪武九十九年", "崇祯", "十五年", "三十", "年", "", "崇祯十十年", "光绪〇年"]
        {
            assert_eq!(years_in(&text.chars().collect::<Vec<_>>()), [], "{text}");
        }
    }

    #[test]
    fn periods_by_word_reign_and_year() {
        assert_eq!(periods_in("五代始建、明初重修"), ["five-dynasties", "ming"]);
        assert_eq!(periods_in("一说始建于洪武年间"), ["ming"]);
        assert_eq!(periods_in("1642"), ["ming"]);
        assert!(periods_in("不详").is_empty());
    }

    #[test]
    fn every_year_since_five_dynasties_is_of_a_period_and_a_first_year_of_its_own_alone() {
        for year in 907..=2100 {
            assert!(!periods_in(&format!("{year:04}")).is_empty() || year < 1000, "{year}");
        }
        for (text, periods) in [
            ("建于1911年", ["qing"]),
            ("宣统三年", ["qing"]),
            ("1912", ["republic"]),
            ("1368", ["ming"]),
            ("洪武元年", ["ming"]),
            ("1644", ["qing"]),
            ("1949", ["modern"]),
        ] {
            assert_eq!(periods_in(&folded_text(text)), periods, "{text}");
        }
    }
}
