//! Looking at a picture that comes in, within the one budget of memory and among the one set of workers.

use bytes::Bytes;

use super::pool::Weight;
use super::{DerivativeError, Derivatives};
use crate::image::cleaned::{Cleaned, check};
use crate::image::{Probe, ProbeError, RenderError, Told, cleaned, foreign, placeholder, probe, told};

/// A picture that may come in.
#[derive(Debug, Clone, PartialEq)]
pub struct TakenIn {
    /// The file as it may be published.
    pub bytes: Bytes,
    /// What its headers say.
    pub probe: Probe,
    /// Its [`placeholder`].
    pub placeholder: String,
    /// What the camera says in the file that came.
    pub told: Told,
}

/// Why a picture may not come in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is none, is damaged, or costs too much.
    #[error(transparent)]
    Picture(#[from] ProbeError),
    /// It is something else besides.
    #[error("the file is a picture and {0} at once")]
    Foreign(&'static str),
}

/// Bytes of memory for each byte of the file: those that came, and those that are made of them.
const COPIES: u64 = 2;

impl Derivatives {
    /// Looks at a file that comes in: whether it is a whole picture within the limits and nothing else, what may be
    /// published of it, what the camera says.
    ///
    /// `read` reads the file, of `size_bytes`, when there is memory for it.
    ///
    /// # Errors
    /// [`DerivativeError`] where the service cannot look, or reading fails; [`Refused`] of the file, which stays so.
    pub async fn take_in(
        &self,
        size_bytes: u64,
        read: impl FnOnce() -> std::io::Result<Vec<u8>> + Send + 'static,
    ) -> Result<Result<TakenIn, Refused>, DerivativeError> {
        let service = &self.service;
        let seat = service.enter(Weight::Light).await?;
        // Before it is read: several large files at once would else be in memory uncounted.
        let held = service.pool.hold(size_bytes.saturating_mul(COPIES)).await?;
        let limits = service.options.limits.clone();
        let opened = {
            let (limits, seat) = (limits.clone(), seat.clone());
            tokio::task::spawn_blocking(move || {
                // Seat and memory go along: should nobody wait for this any more, it still takes both to its end.
                let _seat = seat;
                let opened: std::io::Result<_> = read().map(|bytes| open(&bytes, &limits));
                (held, opened)
            })
            .await
        };
        let (held, opened) = opened.map_err(|_| DerivativeError::Panicked)?;
        // No refusal, which stays with the file for good: it may well be read another time.
        let unread = |error: std::io::Error| crate::image::OriginalError::Unavailable(error.to_string());
        let (cleaned, told) = match opened.map_err(unread)? {
            Ok(opened) => opened,
            Err(refused) => return Ok(Err(refused)),
        };
        let looked = service.pool.run(&seat, cleaned.probe.decode_bytes, Some(held), move || {
            // What will be published is decoded, not what came: cleaning must not have broken it.
            check(&cleaned, &limits)?;
            let placeholder = placeholder(&cleaned.bytes, &limits)?;
            let Cleaned { bytes, probe } = cleaned;
            Ok(TakenIn { bytes: Bytes::from(bytes), probe, placeholder, told })
        });
        match looked.await? {
            Ok(taken) => Ok(Ok(taken)),
            Err(RenderError::Original(refused)) => Ok(Err(refused.into())),
            Err(error) => Err(error.into()),
        }
    }
}

fn open(bytes: &[u8], limits: &crate::image::Limits) -> Result<(Cleaned, Told), Refused> {
    let probe = probe(bytes, limits)?;
    // In the file as it came, and so what the camera says: the cleaned one has neither any more.
    if let Some(kind) = foreign(bytes) {
        return Err(Refused::Foreign(kind));
    }
    Ok((cleaned(bytes, limits)?, told(bytes, &probe)))
}
