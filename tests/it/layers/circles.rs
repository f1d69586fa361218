//! No circles inside a module: whoever changes one file can tell which others lean on it.
//!
//! What stands side by side in a folder uses one another in one direction only, at every depth. A file and the folder
//! of its name are one thing here, cut in pieces (`access.rs` and `access/`): a piece may use what its own file
//! defines, and the file its pieces; neither can be understood without the other anyhow, and to forbid it would only
//! move private types into files of their own. Between two such things every path counts, in `use` or in the code,
//! that begins with `crate`, `self`, `super` or the name of a module below. It is followed through `use` to the file
//! in which the name is defined, so that handing an item on by `pub use` makes no circle, and hides none. `mod` is
//! no use. Tests inside a file do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{File, Place, read};
use super::sources;

/// Circles that are there, by folder, with everything that stands in one. It only shrinks: what no longer stands in a
/// circle must be taken off.
const KNOWN: &[(&str, &[&str])] = &[];

/// Which file uses which, by the names of modules from the root.
type Uses = BTreeMap<Place, BTreeSet<Place>>;

#[test]
fn no_circle_stands_beside_those_that_are_known() -> anyhow::Result<()> {
    let mut new = Vec::new();
    for (folder, circle, reasons) in circles(&uses(&crate_files()?)) {
        let known = KNOWN.iter().find(|(known, _)| *known == folder).map_or(&[][..], |(_, names)| names);
        if !circle.iter().all(|name| known.contains(&name.as_str())) {
            new.push(format!("in `{folder}`: {circle:?}, by {reasons:#?}"));
        }
    }
    assert!(new.is_empty(), "{}", new.join("\n"));
    Ok(())
}

#[test]
fn what_is_known_as_a_circle_is_one() -> anyhow::Result<()> {
    let found = circles(&uses(&crate_files()?));
    for (folder, names) in KNOWN {
        for name in *names {
            let is_there = found.iter().any(|(at, circle, _)| at == folder && circle.contains(*name));
            assert!(is_there, "`{name}` in `{folder}` stands in no circle any more: take it off KNOWN");
        }
    }
    Ok(())
}

#[test]
fn a_circle_is_found_wherever_it_hides() {
    let plain = [("m", "mod a; mod b; pub use a::A;"), ("m/a", "pub struct A;"), ("m/b", "use super::A;")];
    assert_eq!(found_in(&plain), [""; 0]);
    for (text, why) in [
        ("use super::b::B; pub struct A;", "named in `use`"),
        ("pub struct A(super::b::B);", "named in the code"),
        ("pub struct A; use crate::{m::{b}}; fn f() { b::g() }", "through a module that is in use"),
        ("use super::b::{self as other, B as C}; pub struct A;", "under another name"),
        ("pub struct A; /* { \" */ fn f() -> char { '\"' } fn g() { super::b::g() }", "behind quotes"),
    ] {
        assert_eq!(found_in(&[plain[0], ("m/a", text), plain[2]]), ["m: a b"], "{why}");
    }
    for (text, why) in [
        ("pub struct A; // super::b::B", "in a comment"),
        ("pub struct A; const B: &str = \"super::b::B\";", "in a text"),
        ("pub(in crate::m) struct A; mod b; use self::b::B;", "one's own piece of that name"),
        ("pub struct A; #[cfg(test)] mod tests { use super::super::b::B; }", "in a test"),
    ] {
        let own = ("m/a/b", "pub struct B; fn f(_: super::A) {}");
        assert_eq!(found_in(&[plain[0], ("m/a", text), plain[2], own]), [""; 0], "{why}");
    }
    let deep = [
        ("m", "mod a; mod b;"),
        ("m/a", "mod c;"),
        ("m/a/c", "use crate::m::b::B;"),
        ("m/b", "use super::a::D;"),
    ];
    assert_eq!(found_in(&deep), ["m: a b"]);
}

fn found_in(files: &[(&str, &str)]) -> Vec<String> {
    let files = files.iter().map(|(name, text)| (place(name), read(text))).collect();
    circles(&uses(&files))
        .into_iter()
        .map(|(folder, circle, _)| format!("{folder}: {}", circle.into_iter().collect::<Vec<_>>().join(" ")))
        .collect()
}

fn crate_files() -> anyhow::Result<BTreeMap<Place, File>> {
    Ok(sources()?.iter().map(|(name, _, text)| (place(name), read(text))).collect())
}

fn place(name: &str) -> Place {
    name.trim_end_matches(".rs").split('/').map(str::to_owned).collect()
}

fn uses(files: &BTreeMap<Place, File>) -> Uses {
    let mut uses = Uses::new();
    for (at, file) in files.iter().filter(|(at, _)| !["lib", "main"].contains(&at[0].as_str())) {
        let handed_on = file.uses.iter().filter(|used| !used.is_public).map(|used| &used.path);
        for path in handed_on.chain(&file.paths) {
            let Some(found) = absolute(at, file, path).and_then(|path| defined_in(files, path, 0)) else {
                continue;
            };
            if found != *at {
                uses.entry(at.clone()).or_default().insert(found);
            }
        }
    }
    uses
}

/// A path from the root of the crate; none where it leads out of it.
fn absolute(at: &Place, file: &File, path: &[String]) -> Option<Place> {
    let (first, rest) = path.split_first()?;
    let start = match first.as_str() {
        "crate" => return Some(rest.to_vec()),
        "self" => at.clone(),
        "super" => {
            let ups = path.iter().take_while(|step| *step == "super").count();
            return Some([&at[..at.len().checked_sub(ups)?], &path[ups..]].concat());
        }
        name if file.modules.contains(name) => return Some([at.as_slice(), path].concat()),
        name => {
            let used = file.uses.iter().find(|used| used.name == name && used.path != path)?;
            absolute(at, file, &used.path)?
        }
    };
    Some([&start[..], rest].concat())
}

/// The file that defines what a path names.
fn defined_in(files: &BTreeMap<Place, File>, path: Place, depth: usize) -> Option<Place> {
    let length = (1..=path.len()).rev().find(|length| files.contains_key(&path[..*length]))?;
    let (at, rest) = path.split_at(length);
    let file = files.get(at)?;
    let Some((name, rest)) = rest.split_first() else { return Some(at.to_vec()) };
    let handed_on = file.uses.iter().find(|used| used.name == *name);
    match handed_on.filter(|_| depth < 8) {
        Some(used) => {
            defined_in(files, [&absolute(&at.to_vec(), file, &used.path)?[..], rest].concat(), depth + 1)
        }
        None => Some(at.to_vec()),
    }
}

/// Each circle: the folder, what stands in it, and which uses make it.
fn circles(uses: &Uses) -> Vec<(String, BTreeSet<String>, Vec<String>)> {
    let mut beside: BTreeMap<Place, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut reasons: BTreeMap<(Place, String, String), String> = BTreeMap::new();
    for (from, to) in uses.iter().flat_map(|(from, used)| used.iter().map(move |to| (from, to))) {
        let common = from.iter().zip(to).take_while(|(from, to)| from == to).count();
        // At the root the table of layers says who may use whom; below, a file and its own folder are one thing.
        let (Some(own), Some(other)) = (from.get(common), to.get(common)) else { continue };
        if common > 0 {
            let folder = from[..common].to_vec();
            reasons.insert(
                (folder.clone(), own.clone(), other.clone()),
                format!("{} uses {}", from.join("/"), to.join("/")),
            );
            beside.entry(folder).or_default().entry(own.clone()).or_default().insert(other.clone());
        }
    }
    let mut circles = Vec::new();
    for (folder, beside) in beside {
        let reached = |from: &String| {
            let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
            while let Some(at) = next.pop() {
                next.extend(beside.get(at).into_iter().flatten().filter(|to| reached.insert((*to).clone())));
            }
            reached
        };
        let mut seen = BTreeSet::new();
        for name in beside.keys() {
            let circle: BTreeSet<String> =
                reached(name).into_iter().filter(|other| reached(other).contains(name)).collect();
            if circle.contains(name) && seen.insert(circle.clone()) {
                let is_in = |(at, from, to): &&(Place, String, String)| {
                    *at == folder && circle.contains(from) && circle.contains(to)
                };
                let because =
                    reasons.keys().filter(is_in).filter_map(|key| reasons.get(key).cloned()).collect();
                circles.push((folder.join("/"), circle, because));
            }
        }
    }
    circles
}
