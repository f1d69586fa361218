//! What other programs read of the archive: forms that standards define, made from the model's values.
//!
//! Nothing here knows HTTP or the store; addresses and dates are handed in.

/// Citations: references in the styles people print, and the forms reference managers read.
pub mod citation;
