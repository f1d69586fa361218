//! What other programs read and write: forms that standards or other programs define, made from the model's values
//! or read into them.
//!
//! Nothing here knows HTTP or the store; addresses and dates are handed in.

/// Citations: references in the styles people print, and the forms reference managers read.
pub mod citation;
/// Villages as layers for maps and devices.
pub mod places;
/// Routes through some forts, for phones and devices.
pub mod route;
/// Tables of forts × facts, and their files: CSV and XLSX.
pub mod table;
/// Word files (.docx) as drafts of essays.
pub mod word;
mod xml;
