//! Documents of the lists made small: more than half of a row would be the names of fields.

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// Speed of 100 MB/s and more; higher levels gain next to nothing on a kilobyte.
const LEVEL: i32 = 3;

/// What rows have in common; what is met most often stands last. Another text is a new `FORMAT`.
const COMMON: &str = r#"{"village":"","element":"gate","stand_in":false,"original":"","sides_px":[1600,1200]}
"surveys":[{"id":"","date":"2026-","surveyors":[""],"note":{"zh":""}}],"administrative_unit":"","statistical_code":"140882",
"code_match":{"zh":"","en":""},"homonyms":{"zh":"","en":""},"note":{"zh":"","en":""},"town_certainty":"lead","lead":"",
"visibility":"internal","places":[{"point":{"lon":110.,"lat":35.},"radius_m":1000.0,"method":"","sources":[""],"datum":""}],
"measures":[{"measure":"wall_height","value":10.0,"unit":"m","at":{"zh":""},"survey":""}],"entry":"open",
"property":"condition","property":"protection","property":"access","property":"fort_size","property":"mention",
"property":"gate","property":"wall","property":"built","certainty":"unknown","certainty":"established","certainty":"lead",
{"id":"","entry":"named","name":{"zh":"","en":"","pinyin":""},"town":"","rights":"CC-BY-4.0","statements":[{"property":"fort",
"value":{"zh":"","en":""},"short":{"zh":"","en":""},"certainty":"reported","sources":[""]},{"property":"","value":{"zh":""}}]}"#;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(COMMON.as_bytes(), LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> =
    LazyLock::new(|| DecoderDictionary::copy(COMMON.as_bytes()));

// To make one takes longer than to pack a document.
thread_local! {
    static PACKING: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKING: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The document behind its length in bytes.
pub(super) fn pack(document: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(document.len()).map_err(io::Error::other)?;
    let make = || Compressor::with_prepared_dictionary(&ENCODER);
    let packed = PACKING.with(|kept| with(kept, make, |compressor| compressor.compress(document)))?;
    Ok([length.to_be_bytes().as_slice(), &packed].concat())
}

/// The document of what [`pack`] gave; the caller has seen that it is that.
pub(super) fn unpack(packed: &[u8]) -> io::Result<Vec<u8>> {
    let (length, packed) = packed.split_first_chunk().ok_or(io::ErrorKind::UnexpectedEof)?;
    // So much memory is taken at once: it is our own number, since `Kept::decode` has compared the row's checksum.
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(io::Error::other)?;
    let make = || Decompressor::with_prepared_dictionary(&DECODER);
    UNPACKING.with(|kept| with(kept, make, |decompressor| decompressor.decompress(packed, length)))
}

fn with<T, O>(
    kept: &RefCell<Option<T>>,
    make: impl FnOnce() -> io::Result<T>,
    act: impl FnOnce(&mut T) -> io::Result<O>,
) -> io::Result<O> {
    let mut kept = kept.borrow_mut();
    let made = match kept.take() {
        Some(made) => made,
        None => make()?,
    };
    act(kept.insert(made))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_comes_out_as_it_went_in_and_is_smaller_meanwhile() -> io::Result<()> {
        let village = r#"{"id":"jia","entry":"named","name":{"zh":"甲堡"},"rights":"CC-BY-4.0","statements":[{"property":"wall",
            "value":{"zh":"夯土墙存三面"},"certainty":"reported","sources":["code-list-2023"]}]}"#;
        for document in ["", village, &village.repeat(40)] {
            assert_eq!(unpack(&pack(document.as_bytes())?)?, document.as_bytes());
        }
        assert!(pack(village.as_bytes())?.len() * 2 < village.len());
        assert!(unpack(&[]).is_err());
        Ok(())
    }
}
