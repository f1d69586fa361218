//! Numbers as addresses write them: digits, perhaps a point; no sign, no exponent, no spaces.

/// JavaScript prints up to 17 of them; more say nothing that a picture could show.
const MOST_DIGITS: usize = 20;

/// A whole number.
pub(super) fn whole(text: &str) -> Option<u32> {
    is_digits(text).then(|| text.parse().ok()).flatten()
}

/// A number with or without a decimal point, which has digits behind it; never infinite.
pub(super) fn decimal(text: &str) -> Option<f64> {
    // Both parts are looked at, since `parse` takes `1e5`, `inf` and signs as well.
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    (is_digits(whole) && is_digits(part)).then(|| text.parse().ok()).flatten()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.len() <= MOST_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Exactly `N` parts between commas, each read by `read`.
pub(super) fn list<const N: usize, T: Copy + Default>(
    text: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Option<[T; N]> {
    let mut parts = text.split(',');
    let mut numbers = [T::default(); N];
    for number in &mut numbers {
        *number = read(parts.next()?)?;
    }
    parts.next().is_none().then_some(numbers)
}
