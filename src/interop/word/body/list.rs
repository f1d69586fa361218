//! Lists as Markdown writes them: items within items, and lists beside each other that are not one.

/// The items that stand open, one within another.
#[derive(Debug, Default)]
pub(super) struct Lists(Vec<Open>);

#[derive(Debug)]
struct Open {
    level: usize,
    number: Option<u32>,
    sign: char,
    /// Where what belongs to the item begins.
    content: usize,
}

impl Lists {
    /// Something else follows.
    pub(super) fn close(&mut self) {
        self.0.clear();
    }

    /// The line of an item, and whether it follows the line before without a blank one.
    pub(super) fn item(&mut self, level: usize, number: Option<u32>, text: &str) -> (String, bool) {
        while self.0.last().is_some_and(|open| open.level > level) {
            self.0.pop();
        }
        let before = if self.0.last().is_some_and(|open| open.level == level) { self.0.pop() } else { None };
        let follows = before.as_ref().is_some_and(|before| match (before.number, number) {
            (None, None) => true,
            // Markdown counts on by itself: a number that does not follow has to begin a list of its own to be
            // kept.
            (Some(before), Some(own)) => before.checked_add(1) == Some(own),
            _ => false,
        });
        let usual = if number.is_some() { '.' } else { '-' };
        let sign = match before {
            Some(before) if follows => before.sign,
            // The same sign would make one list of two.
            Some(before) if before.sign == '.' && usual == '.' => ')',
            _ => usual,
        };
        let indent = self.0.last().map_or(0, |parent| parent.content);
        let mark = number.map_or_else(|| sign.to_string(), |number| format!("{number}{sign}"));
        // Only a list that begins with 1 may follow words at once.
        let goes_on = follows || (!self.0.is_empty() && number.is_none_or(|number| number == 1));
        // Four for `-` and `1.` too: Markdown takes up to three more than it needs, and all levels stand alike.
        self.0.push(Open { level, number, sign, content: indent + (mark.len() + 1).max(4) });
        (format!("{}{mark} {text}", " ".repeat(indent)), goes_on)
    }
}

#[cfg(test)]
mod tests {
    use super::Lists;

    #[test]
    fn items_stand_within_items() {
        let mut lists = Lists::default();
        let mut text = String::new();
        for (level, number) in [
            (0, Some(1)),
            (1, None),
            (3, None),
            (1, None),
            (0, Some(2)),
            (0, Some(1)),
            (1, Some(3)),
            (0, None),
        ] {
            let (line, goes_on) = lists.item(level, number, "甲");
            text.push_str(if goes_on { "\n" } else { "\n\n" });
            text.push_str(&line);
        }
        assert_eq!(text, "\n\n1. 甲\n    - 甲\n        - 甲\n    - 甲\n2. 甲\n\n1) 甲\n\n    3. 甲\n\n- 甲");
    }
}
