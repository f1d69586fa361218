//! Pixels: probing pictures and making derivatives of them.
//!
//! Three doors, from cheap to dear:
//!
//! 1. `probe` reads headers and refuses what must not be decoded; `probe_fully` decodes as well.
//! 2. `render` and `placeholder` make one picture of another, in the calling thread.
//! 3. `Derivatives` does the same as a service: bounded, cached, each request computed once.
//!
//! Knows neither records nor HTTP: an original is named by its digest, an answer is bytes with a media
//! type. Derivatives carry pixels only: upright, sRGB, no metadata of the original.

mod colour;
mod decode;
mod derivatives;
mod encode;
mod format;
mod jpeg;
mod orientation;
mod placeholder;
mod png;
mod probe;
mod render;
mod seam;
mod size;
mod webp;

pub use self::derivatives::{
    Derivative, DerivativeError, DerivativeOptions, Derivatives, Request, Stats, Swept,
};
pub use self::format::Format;
pub use self::orientation::Orientation;
pub use self::placeholder::placeholder;
pub use self::probe::{Limits, Probe, ProbeError, probe, probe_fully};
pub use self::render::{Recipe, RenderError, Rendered, render};
pub use self::seam::{Digest, OriginalError, Originals};
pub use self::size::{Size, TooWide};

/// The widths the pages use in `srcset`, in pixels, rising; a page offers those below the original's own.
pub const WIDTHS_PX: [u32; 8] = [160, 320, 480, 640, 960, 1280, 1600, 2400];
