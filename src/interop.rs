//! What other programs read of the archive: forms that standards define, made from the model's values.
//!
//! Nothing here knows HTTP or the store; addresses and dates are handed in.

/// Tables of forts × facts, and their files: CSV and XLSX.
pub mod table;
