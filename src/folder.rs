//! The open folder form: `villages/ photos/ essays/` as TOML, Markdown and pictures, and its history.
//!
//! Reading never stops at the first fault: it returns what could be read *and* every problem with
//! code, file and line. The form is described for curators in `villages/README.md`. This layer does
//! not look at pixels: whoever reads hands in a [`ReadPicture`].

mod essay;
mod export;
mod fields;
mod files;
mod held;
mod history;
mod import;
mod lines;
mod output;
mod passed_over;
mod photo;
mod pictures;
mod place;
mod problem;
mod purged;
mod read;
mod reading;
mod region;
mod source;
mod standing;
mod statement;
mod texts;
mod tree;
mod unread;
mod village;
mod vocabulary;
mod withdrawals;

pub use export::export;
pub use history::{History, HistoryError, Lacking};
pub use import::{
    DamagedText, ImportError, ImportOptions, Imported, LeftEdit, LeftFault, StaffEdits, import,
};
pub use output::{ExportError, Exported, Missing};
pub use pictures::{PictureFault, ReadPicture};
pub use problem::{Problem, ProblemCode};
pub use purged::{PurgedList, purged};
pub use read::read_folder;
pub use reading::Reading;
pub use tree::{DirectoryTree, Tree, TreeFile};

/// The three top folders of the open form.
pub const TOP_FOLDERS: [&str; 3] = ["villages", "photos", "essays"];

/// The guides that stand in the folders and go with every export.
pub const GUIDES: [(&str, &str); 4] = [
    ("villages/README.md", include_str!("../villages/README.md")),
    ("photos/README.md", include_str!("../photos/README.md")),
    ("essays/README.md", include_str!("../essays/README.md")),
    ("history/README.md", include_str!("folder/history/guide.md")),
];
