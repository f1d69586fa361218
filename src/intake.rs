//! Takes photos in: looks at each picture that comes with a record, as far as an archive must know it.
//!
//! The folder knows records and no pixels, the image module pixels and no records; here they meet.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::folder::{PictureFault, ProblemCode, ReadPicture};
use crate::image::{Format, Limits, ProbeError, placeholder, probe, probe_fully};
use crate::model::Picture;
use crate::store::Digest;

/// Above this a picture is decoded alone, so that checking never takes much more memory than one picture.
const HEAVY_BYTES: u64 = 200 << 20;

/// Decodes each picture once: its sides, its placeholder, whether it is whole.
pub struct PhotoIntake<P> {
    limits: Limits,
    heavy: Mutex<()>,
    seen: Mutex<HashMap<Digest, Picture>>,
    looked_at: P,
}

impl<P: Fn() + Sync> PhotoIntake<P> {
    /// `looked_at` is called once a picture, for a progress bar.
    pub fn new(looked_at: P) -> Self {
        Self { limits: Limits::default(), heavy: Mutex::new(()), seen: Mutex::default(), looked_at }
    }

    fn look(&self, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault> {
        let header = probe(bytes, &self.limits).map_err(fault)?;
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if Format::from_extension(extension) != Some(header.format) {
            let message = format!(
                "its content is {}, so name it .{}",
                header.format.media_type(),
                header.format.extension()
            );
            return Err(PictureFault { code: ProblemCode::WrongExtension, message });
        }
        let digest = Digest::of(bytes);
        // After the look at the name, which may be right in one place and wrong in another for the same bytes.
        if let Some(picture) = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&digest) {
            return Ok(picture.clone());
        }
        // It guards memory and no data: one that was left by a decoder which panicked, and was caught, is as good.
        let alone = (header.decode_bytes > HEAVY_BYTES)
            .then(|| self.heavy.lock().unwrap_or_else(PoisonError::into_inner));
        probe_fully(bytes, &self.limits).map_err(fault)?;
        let placeholder = placeholder(bytes, &self.limits).map_err(|error| PictureFault {
            code: ProblemCode::UnreadablePicture,
            message: error.to_string(),
        })?;
        drop(alone);
        let picture = Picture {
            sha256: digest.to_string(),
            format: header.format,
            width_px: header.width_px,
            height_px: header.height_px,
            bytes: header.bytes,
            placeholder,
        };
        // Not held while it is decoded: two may do so at once, but nobody waits for pictures of others.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(digest, picture.clone());
        Ok(picture)
    }
}

impl<P: Fn() + Sync> ReadPicture for PhotoIntake<P> {
    fn max_bytes(&self) -> u64 {
        self.limits.max_bytes
    }

    fn read_picture(&self, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault> {
        let looked = self.look(path, bytes);
        (self.looked_at)();
        looked
    }
}

fn fault(error: ProbeError) -> PictureFault {
    let code = match error {
        ProbeError::TooLarge { .. } | ProbeError::TooManyPixels { .. } | ProbeError::TooHeavy { .. } => {
            ProblemCode::PictureTooLarge
        }
        _ => ProblemCode::UnreadablePicture,
    };
    PictureFault { code, message: error.to_string() }
}
