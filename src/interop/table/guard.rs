//! Words that a spreadsheet would run as a formula are made plain.

use std::borrow::Cow;

/// What begins a formula in one spreadsheet program or another; the full-width forms in East Asian ones.
const DANGEROUS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text with `'` before it where a spreadsheet would take it for a formula. Blanks before the sign do
/// not help: some programs drop them.
pub fn guarded(text: &str) -> Cow<'_, str> {
    // They stand in OWASP's list of dangerous beginnings as well (CSV Injection).
    let starts_with_control = text.starts_with(['\t', '\r', '\n']);
    if starts_with_control || text.trim_start().starts_with(DANGEROUS) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn formulas_become_words_and_words_stay() {
        for formula in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            "\nx",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "  =1",
            "\u{3000}=1",
        ] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for plain in ["", "堡墙", "a=1", "'quoted", "（=1）", "1-2", "—", "约8米"] {
            assert_eq!(guarded(plain), plain);
        }
    }
}
