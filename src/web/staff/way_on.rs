//! Where somebody goes on who has signed in: only to pages of the staff on this site.

use crate::model::address::{Addresses, Page, without_language};

/// The longest address that is gone on to, bytes.
const MAX_BYTES: usize = 2000;

/// The address, if it is one of the staff's on this site and no place to sign in or out.
pub(super) fn checked<'a>(addresses: &Addresses, asked: &'a str) -> Option<&'a str> {
    let is_plain = asked.len() <= MAX_BYTES
        // Browsers take \ for /, and what begins with two of them for another host.
        && asked.starts_with('/')
        && asked.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let path = asked.split(['?', '#']).next().unwrap_or_default();
    // By `..` a page would be reached that was not looked at here.
    if !is_plain || path.contains("//") || path.split('/').any(|segment| segment == "." || segment == "..") {
        return None;
    }
    let path = without_language(addresses.inner(path)?);
    let staff = Page::STAFF.to_string();
    let is_of_staff = path.strip_prefix(&staff).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // To the one it would lead in a circle, by the other out again.
    let is_door = [Page::SIGN_IN, Page::SIGN_OUT].iter().any(|page| page.to_string() == path);
    (is_of_staff && !is_door).then_some(asked)
}
