//! Photographs as phones write them, drawn.

use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

/// A picture that looks like no other of another seed.
pub(crate) fn drawn(seed: u32, width_px: u32, height_px: u32) -> RgbImage {
    let field = |x: u32, y: u32| {
        let mixed = (x + 31 * y + 1009 * seed).wrapping_mul(2_654_435_761);
        (mixed ^ (mixed >> 13)).wrapping_mul(1_274_126_177) >> 24
    };
    RgbImage::from_fn(width_px, height_px, |x, y| {
        let shade = field(x * 6 / width_px, y * 5 / height_px) as u8;
        Rgb([shade, shade / 2 + 40, 255 - shade])
    })
}

/// The file of a picture, with nothing said in it.
pub(crate) fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width_px, height_px) = picture.dimensions();
    Encoder::new(&mut bytes, quality)
        .encode(picture.as_raw(), width_px as u16, height_px as u16, ColorType::Rgb)
        .expect("encodes");
    bytes
}

/// A photograph, different for each seed.
pub(crate) fn photo(seed: u32) -> Vec<u8> {
    jpeg(&drawn(seed, 240, 180), 90)
}

/// An entry of an EXIF block: tag, type, count, and the values.
type Entry<'a> = (u16, u16, u32, &'a [u8]);

/// What a phone writes: the way up, a moment, a position with its datum, a direction, its own notes.
pub(crate) fn exif(orientation: u8, north: u8) -> Vec<u8> {
    let degrees = |parts: [(u32, u32); 3]| -> Vec<u8> {
        parts.iter().flat_map(|(n, d)| [n.to_be_bytes(), d.to_be_bytes()].concat()).collect()
    };
    let (lat, lon) = (degrees([(35, 1), (40, 1), (192, 10)]), degrees([(110, 1), (41, 1), (456, 10)]));
    let direction = [1355_u32.to_be_bytes(), 10_u32.to_be_bytes()].concat();
    let north = [north, 0, 0, 0];
    let gps: [Entry<'_>; 7] = [
        (1, 2, 2, b"N\0\0\0"),
        (2, 5, 3, &lat),
        (3, 2, 2, b"E\0\0\0"),
        (4, 5, 3, &lon),
        (16, 2, 2, &north),
        (17, 5, 1, &direction),
        (18, 2, 7, b"WGS-84\0"),
    ];
    let own: [Entry<'_>; 2] =
        [(0x9003, 2, 20, b"2026:11:22 09:30:05\0"), (0x927C, 7, 20, b"SECRET-MAKER-NOTE-01")];
    let upright = [0, orientation, 0, 0];
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    let begin = 8 + 2 + 3 * 12 + 4;
    let own_block = directory(&own, begin);
    let gps_begin = begin + own_block.len() as u32;
    let (own_at, gps_at) = (begin.to_be_bytes(), gps_begin.to_be_bytes());
    let first: [Entry<'_>; 3] = [(0x0112, 3, 1, &upright), (0x8769, 4, 1, &own_at), (0x8825, 4, 1, &gps_at)];
    tiff.extend(directory(&first, 8));
    tiff.extend(own_block);
    tiff.extend(directory(&gps, gps_begin));
    tiff
}

fn directory(entries: &[Entry<'_>], at: u32) -> Vec<u8> {
    let mut list = (entries.len() as u16).to_be_bytes().to_vec();
    let mut beyond: Vec<u8> = Vec::new();
    let behind = at + 2 + 12 * entries.len() as u32 + 4;
    for (tag, kind, count, values) in entries {
        list.extend(tag.to_be_bytes());
        list.extend(kind.to_be_bytes());
        list.extend(count.to_be_bytes());
        if values.len() <= 4 {
            list.extend_from_slice(values);
        } else {
            list.extend((behind + beyond.len() as u32).to_be_bytes());
            beyond.extend_from_slice(values);
        }
    }
    list.extend([0; 4]);
    list.extend(beyond);
    list
}

/// A photograph of a phone: EXIF before the picture, XMP and a comment, a film behind its end.
pub(crate) fn of_phone(jpeg: &[u8], orientation: u8, north: u8) -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        [&[0xFF, marker][..], &(body.len() as u16 + 2).to_be_bytes()[..], body].concat()
    };
    let app1 = segment(0xE1, &[b"Exif\0\0", exif(orientation, north).as_slice()].concat());
    let xmp = segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>SECRET-XMP 35.672</x:xmpmeta>");
    let comment = segment(0xFE, b"SECRET-COMMENT");
    let film = b"\0\0\0\x18ftypmp42SECRET-FILM\0\0\0\0mdat".repeat(40);
    [&jpeg[..2], &app1, &xmp, &comment, &jpeg[2..], &film].concat()
}
