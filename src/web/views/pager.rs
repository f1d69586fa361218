//! Pages of a long list.

use serde::Serialize;

/// The pages around the current one.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct Pager {
    current: usize,
    last: usize,
    previous: Option<String>,
    next: Option<String>,
    links: Vec<PageLink>,
}

#[derive(Debug, Clone, Serialize)]
struct PageLink {
    number: usize,
    href: String,
    current: bool,
}

impl Pager {
    /// The pager of page `current` out of the pages that `total` things at `size` a page need.
    ///
    /// None where the current page lies beyond the last. `href` gives the address of a page.
    pub(in crate::web) fn of(
        total: usize,
        size: usize,
        current: usize,
        href: impl Fn(usize) -> String,
    ) -> Option<Self> {
        let last = total.div_ceil(size).max(1);
        // The first and last pages and those around the current one: never more than nine links.
        let near = |number: &usize| *number == 1 || *number == last || number.abs_diff(current) <= 3;
        let link = |number| PageLink { number, href: href(number), current: number == current };
        (1..=last).contains(&current).then(|| Self {
            current,
            last,
            previous: (current > 1).then(|| href(current - 1)),
            next: (current < last).then(|| href(current + 1)),
            links: (1..=last).filter(near).map(link).collect(),
        })
    }
}

/// The things of page `current` at `size` a page.
pub(in crate::web) fn page_of<T>(all: &[T], size: usize, current: usize) -> &[T] {
    let first = current.saturating_sub(1).saturating_mul(size).min(all.len());
    &all[first..all.len().min(first + size)]
}

#[cfg(test)]
mod tests {
    use super::{Pager, page_of};

    #[test]
    fn a_list_is_cut_into_pages_and_none_is_empty() {
        let numbers: Vec<u32> = (0..50).collect();
        assert_eq!(page_of(&numbers, 24, 1).len(), 24);
        assert_eq!(page_of(&numbers, 24, 3), [48, 49]);
        assert!(Pager::of(50, 24, 3, |n| n.to_string()).is_some());
        assert!(Pager::of(50, 24, 4, |n| n.to_string()).is_none());
        assert!(Pager::of(0, 24, 1, |n| n.to_string()).is_some(), "an empty list has one page");
    }

    #[test]
    fn a_long_list_does_not_link_every_page() {
        let pager = Pager::of(1_000_000, 10, 500, |n| n.to_string());
        assert!(pager.is_some_and(|pager| pager.links.len() == 9));
    }
}
