//! What operating systems, office programs, browsers and disks of the net leave in a folder, and nobody
//! put there: passed over, wherever it lies and in whatever case its name is written.
//!
//! What a person may have meant stands not here, however odd: `check` names it.

/// Whole names of files and folders, in lower case.
const NAMES: &[&str] = &[
    // Windows
    "desktop.ini",
    "thumbs.db",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "autorun.inf",
    "$recycle.bin",
    "recycler",
    "recycled",
    "system volume information",
    "wpsettings.dat",
    // macOS; `.DS_Store` and its kin begin with a dot
    "__macosx",
    "icon\r",
    "network trash folder",
    "temporary items",
    // Linux
    "lost+found",
    // network storage: Synology, QNAP, NetApp
    "@eadir",
    "@tmp",
    "@sharebin",
    "#recycle",
    "#snapshot",
    "@recycle",
    "@recently-snapshot",
    "~snapshot",
    // picture browsers and programs that keep folders in step
    "picasa.ini",
    "zbthumbnail.info",
    "pspbrwse.jbf",
    "sync.ffs_db",
    "sync.ffs_lock",
];

/// How a name begins.
const BEGINNINGS: &[&str] = &[
    // hidden: `.git`, `.DS_Store`, `._…`, `.Trash-1000`, `.Spotlight-V100`, `.~lock.…#`
    ".", // Word, WPS and Excel, while a file is open
    "~$", "~wrl", "~wrd", "~wra",
];

/// How a name ends.
const ENDINGS: &[&str] = &[
    // The mark of a download on Windows: a stream behind `:`, which a copy to another disk turns into a file
    // with another sign in the colon's place, or none.
    "zone.identifier",
    "zone.identifier:$data",
    ":encryptable",
    ":encryptable:$data",
    // streams of macOS on a disk of Windows' kind
    "afp_afpinfo",
    "afp_resource",
    "com.apple.quarantine",
    "com.apple.metadata",
    // half-written: programs, browsers, download managers
    ".tmp",
    ".temp",
    ".part",
    ".partial",
    ".crdownload",
    ".opdownload",
    ".download",
    ".downloading",
    ".xltd",
    ".xltd.cfg",
    ".aria2",
    ".baiduyun.uploading.cfg",
    // the copy an editor keeps of the last state, and of the one being written
    "~",
    ".swp",
    ".swo",
];

/// Whether a file or folder of this name is passed over.
pub(super) fn is_passed_over(name: &str) -> bool {
    let name = name.to_lowercase();
    NAMES.contains(&name.as_str())
        || BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::{BEGINNINGS, ENDINGS, NAMES, is_passed_over};

    #[test]
    fn every_line_of_the_table_is_in_lower_case_and_holds_in_any() {
        for entry in [NAMES, BEGINNINGS, ENDINGS].concat() {
            assert_eq!(entry, entry.to_lowercase(), "{entry}");
        }
        for name in ["Desktop.ini", "THUMBS.DB", "@eaDir", "__MACOSX", "$RECYCLE.BIN", "Icon\r"] {
            assert!(is_passed_over(name), "{name}");
        }
    }

    #[test]
    fn marks_of_downloads_are_known_in_every_writing() {
        for name in [
            "alpha-01.jpg:Zone.Identifier",
            "alpha-01.jpg:Zone.Identifier:$DATA",
            "alpha-01.jpg\u{f03a}Zone.Identifier",
            "alpha-01.jpg%3AZone.Identifier",
            "alpha-01.jpg_Zone.Identifier",
            "alpha-01.jpgZone.Identifier",
            "text.zh.md:zone.identifier",
        ] {
            assert!(is_passed_over(name), "{name}");
        }
    }

    #[test]
    fn what_programs_leave_is_passed_over_and_what_people_write_is_not() {
        for name in [
            ".DS_Store",
            "._alpha-01.jpg",
            ".git",
            ".Trash-1000",
            ".~lock.notes.odt#",
            "~$说明.docx",
            "~WRL0005.tmp",
            "text.zh.md~",
            "#text.zh.md#",
            "alpha-01.jpg.crdownload",
            "alpha-01.jpg.part",
        ] {
            assert!(is_passed_over(name), "{name}");
        }
        for name in [
            "alpha-01.jpg",
            "village.toml",
            "text.zh.md",
            "notes.txt",
            "party.md",
            "template.toml",
            "a:b.jpg",
            "text.zh.md.bak",
            "alpha-01 (1).jpg",
            "folder.jpg",
            "#",
            "说明.docx",
        ] {
            assert!(!is_passed_over(name), "{name}");
        }
    }
}
