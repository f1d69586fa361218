//! Fields: what Word works out where it stands. Their instructions say it in words; most have the result beside them.

use super::symbol;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) instruction: String,
    /// Whether what follows is its result.
    pub(super) is_result: bool,
    /// Where its words lead.
    pub(super) link: Option<String>,
}

/// What a field without a result shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Words(String),
    /// A reading above words: words, reading.
    Reading(String, String),
    /// Something that is not carried over.
    Formula,
    Nothing,
}

/// The address of a field of a link: `HYPERLINK "https://…" \l "place"`. An empty one leads to a place within the file.
pub(super) fn link_of(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(' ').next().filter(|word| !word.starts_with('\\')).unwrap_or_default(),
    };
    let place = rest.split_once("\\l").and_then(|(_, place)| place.split('"').nth(1));
    Some(match place {
        Some(place) if !address.is_empty() && !address.contains('#') => format!("{address}#{place}"),
        _ => address.to_owned(),
    })
}

/// What a field shows that Word works out as it prints it.
pub(super) fn shown(instruction: &str) -> Shown {
    let instruction = instruction.trim();
    let (kind, rest) = instruction.split_once([' ', '\\']).unwrap_or((instruction, ""));
    match kind.to_uppercase().as_str() {
        "EQ" => equation(rest),
        "SYMBOL" => {
            let code = rest.split_whitespace().next().unwrap_or_default();
            let code = match code.strip_prefix("0x").or(code.strip_prefix("0X")) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok(),
                None => code.parse().ok(),
            };
            let font = rest.split_once("\\f").map_or("", |(_, font)| font.trim());
            let font = font.strip_prefix('"').map_or_else(
                || font.split_whitespace().next().unwrap_or_default(),
                |font| font.split('"').next().unwrap_or_default(),
            );
            let sign = code.and_then(|code| symbol::sign(font, code));
            Shown::Words(sign.unwrap_or(symbol::UNKNOWN).to_string())
        }
        _ => Shown::Nothing,
    }
}

/// Signs over signs: readings (`\o\ad(\s\up 9(bǔ),堡)`) and enclosed ones (`\o\ac(○,1)`), as Word and WPS write them.
fn equation(instruction: &str) -> Shown {
    let parts = || {
        let (_, over) = instruction.split_once("\\o")?;
        let inner = over.get(over.find('(')? + 1..over.rfind(')')?)?;
        let mut depth = 0;
        // At depth 0 only: the reading may have commas within its own brackets.
        let comma = inner.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0 && matches!(c, ',' | ';' | '，')
        })?;
        let (upper, base) = inner.split_at(comma);
        Some((upper.trim(), base.trim_start_matches([',', ';', '，']).trim()))
    };
    let Some((upper, base)) = parts() else { return Shown::Formula };
    if upper.contains("\\up")
        && let Some((_, reading)) = upper.split_once('(')
    {
        return Shown::Reading(base.to_owned(), reading.trim_end_matches(')').trim().to_owned());
    }
    let enclosed = match (upper, base) {
        ("○" | "〇" | "◯" | "O", base) => symbol::circled(base),
        ("□", "√" | "✓" | "×" | "✗") => {
            Some(if matches!(base, "√" | "✓") { '☑' } else { '☒' })
        }
        _ => None,
    };
    enclosed.map_or(Shown::Formula, |sign| Shown::Words(sign.to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Shown, link_of, shown};

    #[test]
    fn a_field_shows_what_it_says() {
        let reading = Shown::Reading("堡".to_owned(), "bǔ".to_owned());
        assert_eq!(shown(r#" EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(bǔ),堡)"#), reading);
        assert_eq!(shown(r" eq \o\ac(○,3)"), Shown::Words("③".to_owned()));
        assert_eq!(shown(r"EQ \o\ac(□,√)"), Shown::Words("☑".to_owned()));
        assert_eq!(shown(r"EQ \f(1,2)"), Shown::Formula);
        assert_eq!(shown(r#"SYMBOL 252 \f "Wingdings" \s 12"#), Shown::Words("✓".to_owned()));
        assert_eq!(shown("PAGE"), Shown::Nothing);
    }

    #[test]
    fn a_link_is_found_in_words() {
        let link = |text| link_of(text);
        assert_eq!(
            link(r#" HYPERLINK "https://a.example/b" \l "c" "#).as_deref(),
            Some("https://a.example/b#c")
        );
        assert_eq!(link("HYPERLINK https://a.example/").as_deref(), Some("https://a.example/"));
        assert_eq!(link(r#"HYPERLINK \l "_Toc1""#).as_deref(), Some(""));
        assert_eq!(link("PAGEREF _Toc1"), None);
    }
}
