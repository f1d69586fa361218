//! Has the pictures of a tree looked at, which this layer does not do itself.

use std::panic::{AssertUnwindSafe, resume_unwind};
use std::thread::ScopedJoinHandle;

use super::files::Files;
use super::problem::ProblemCode;
use super::tree::Tree;
use crate::model::Picture;

/// Looks at a picture's bytes on behalf of the folder, which does not know pixels.
pub trait ReadPicture: Sync {
    /// The longest picture that is read into memory, in bytes.
    fn max_bytes(&self) -> u64;

    /// What is known of the picture at `path`. Called from several threads.
    fn read_picture(&self, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault>;
}

/// Why a picture was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFault {
    /// The problem's code.
    pub code: ProblemCode,
    /// What is wrong, in a sentence.
    pub message: String,
}

/// Has every photo's picture looked at, on all cores; the results stand in the order of `files.photos`.
pub(super) fn look_at_pictures(
    tree: &dyn Tree,
    files: &Files,
    pictures: &dyn ReadPicture,
) -> Vec<Option<Result<Picture, PictureFault>>> {
    // The first of several; the others are told as strays.
    let paths: Vec<Option<&str>> =
        files.photos.values().map(|photo| photo.pictures.first().map(String::as_str)).collect();
    let look = |path: &str| match tree.read(path, pictures.max_bytes()) {
        Ok(bytes) => read_picture(pictures, path, &bytes),
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {
            let message = format!("a picture has at most {} bytes", pictures.max_bytes());
            Err(PictureFault { code: ProblemCode::PictureTooLarge, message })
        }
        Err(error) => Err(PictureFault { code: ProblemCode::Unreadable, message: error.to_string() }),
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    // In stretches, so that the results need only be laid end to end to stand in the order of the photos.
    let share = paths.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        let workers: Vec<_> = paths
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(|path| path.map(look)).collect::<Vec<_>>()))
            .collect();
        // Without one stretch every later result would be taken for another photo's.
        let joined =
            |worker: ScopedJoinHandle<'_, Vec<_>>| worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        workers.into_iter().flat_map(joined).collect()
    })
}

/// A decoder that breaks down over a picture is that picture's fault, not the end of the reading.
fn read_picture(pictures: &dyn ReadPicture, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault> {
    // What the decoder had in hand goes with it; locks of the reader are good after a panic (`intake`).
    let read = AssertUnwindSafe(|| pictures.read_picture(path, bytes));
    std::panic::catch_unwind(read).unwrap_or_else(|_| {
        let message = "the picture is damaged: its decoder broke down".to_owned();
        Err(PictureFault { code: ProblemCode::UnreadablePicture, message })
    })
}
