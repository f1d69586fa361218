//! Pixels: probing pictures and making derivatives of them.
//!
//! Three doors, from cheap to dear:
//!
//! 1. `probe` reads headers and refuses what must not be decoded; `probe_fully` reads all there is.
//! 2. `render` and `placeholder` make one picture of another, in the calling thread.
//! 3. `Derivatives` does the same as a service: bounded, cached, each request computed once, and from an
//!    access form made beforehand, so that a derivative costs what it shows and not what the original is.
//!
//! Knows neither records nor HTTP: of the model it takes the table of formats alone; an original is named by its digest, an answer is bytes with a media
//! type. Derivatives carry pixels only: upright, sRGB, no metadata of the original.

mod access;
mod cleaned;
mod colour;
mod credit;
mod decoded;
mod derivatives;
mod encode;
mod foreign;
mod formats;
mod header;
mod likeness;
mod orientation;
mod parameters;
mod placeholder;
mod probe;
mod render;
mod rendered;
mod resize;
mod rungs;
mod seam;
mod sniff;
mod told;
mod turbo;
mod turn;

pub use self::access::TILE_PX;
pub use self::cleaned::{Cleaned, cleaned};
pub use self::derivatives::{
    Derivative, DerivativeError, DerivativeOptions, Derivatives, Refused, Request, Stats, Swept, TakenIn,
};
pub use self::foreign::foreign;
pub use self::header::{Limits, Probe, ProbeError};
pub use self::likeness::{Likeness, likeness};
pub use self::orientation::Orientation;
pub use self::parameters::{
    Malformed, Parameters, Quality, Recipe, Rect, Region, Rotation, Size, SizeForm, SizeLimits, Unsatisfiable,
};
pub use self::placeholder::placeholder;
pub use self::probe::{probe, probe_fully};
pub use self::render::render;
pub use self::rendered::{RenderError, Rendered};
pub use self::rungs::rung_sides;
pub use self::seam::{Digest, OriginalError, Originals};
pub use self::told::{Told, ToldPosition, told};
pub use crate::model::PictureFormat as Format;

/// The widths the pages use in `srcset`, in pixels, rising; a page offers those below the original's own.
/// Up to 1024 they are made of a rung, and 1600 is one.
pub const WIDTHS_PX: [u32; 7] = [160, 320, 480, 640, 1024, 1600, 2400];
