//! Cleaned pictures: the same pixels, and nothing else of what the file had.

use baozhai::image::{Format, Limits, cleaned, probe, probe_fully};
use heifer::heifer_isobmff::HeifFile;
use heifer::heifer_isobmff::writer::{HeifWriter, ImageSpec};

use super::pictures::{
    decoded, exif_block, fixture, jpeg, png, quarters, rendered, webp, with_chunk, with_orientation,
};

const SECRET: &[u8] = b"SECRET-35.672N";

#[track_caller]
fn assert_clean(name: &str, bytes: &[u8]) -> Vec<u8> {
    let limits = Limits::default();
    let made = cleaned(bytes, &limits).unwrap_or_else(|error| panic!("{name}: {error}"));
    probe_fully(&made.bytes, &limits).unwrap_or_else(|error| panic!("{name}: {error}"));
    let (before, after) = (probe(bytes, &limits).expect(name), made.probe);
    assert_eq!(before.orientation, after.orientation, "{name}");
    let width_px = before.width_px.min(64);
    let pixels = |bytes: &[u8]| decoded(&rendered(bytes, width_px, Format::Png).expect(name).bytes);
    assert!(pixels(bytes) == pixels(&made.bytes), "{name}: other pixels");
    assert!(!made.bytes.windows(SECRET.len()).any(|found| found == SECRET), "{name}: it is still said");
    // Once clean it stays as it is.
    assert!(cleaned(&made.bytes, &limits).expect(name).bytes == made.bytes, "{name}: not settled");
    made.bytes
}

#[test]
fn every_kind_of_file_is_the_same_picture_when_cleaned() {
    let names = [
        "alpha-associated.tif",
        "big-endian-16.tif",
        "big-endian-packbits.tif",
        "bigtiff-16.tif",
        "bilevel-fax.tif",
        "gray-16-white-is-zero.tif",
        "inks-16-profile.tif",
        "one-strip.tif",
        "overview-first.tif",
        "planes.tif",
        "pyramid.tif",
        "strips-jpeg-rgb.tif",
        "strips-lzw.tif",
        "tiles-deflate.tif",
        "tiles-jpeg.tif",
        "interlaced.png",
        "palette-transparent.png",
        "one-bit.png",
        "named-p3.heic",
        "profile-p3.heic",
        "tiles-turned.heic",
        "turned-1.heic",
        "turned-5.heic",
    ];
    for name in names {
        let bytes = fixture(name);
        assert_clean(name, &bytes);
        // Behind the end, and in TIFF between everything.
        if name.ends_with(".heic") {
            let film = [&[0, 0, 0, 24][..], b"mpvd", SECRET, b"\0\0"].concat();
            assert_clean(name, &[bytes, film].concat());
        } else {
            assert_clean(name, &[&bytes, SECRET].concat());
        }
    }
}

#[test]
fn what_is_said_in_a_jpeg_png_or_webp_is_left_behind() {
    let picture = quarters(60, 40);
    let said = |marker: u8, head: &[u8]| {
        [&[0xFF, marker][..], &((head.len() + SECRET.len() + 2) as u16).to_be_bytes()[..], head, SECRET]
            .concat()
    };
    let plain = jpeg(&picture);
    for orientation in [1, 6] {
        let turned = with_orientation(&plain, orientation);
        for (marker, head) in [
            (0xE1, b"http://ns.adobe.com/xap/1.0/\0".as_slice()),
            (0xE2, b"MPF\0"),
            (0xED, b"Photoshop 3.0\0"),
            (0xEB, b"JP"),
            (0xFE, b""),
        ] {
            let bytes = [&turned[..2], &said(marker, head), &turned[2..], SECRET].concat();
            assert_clean("jpeg", &bytes);
        }
    }
    let plain = png(picture.clone());
    let told =
        with_chunk(&with_chunk(&plain, b"eXIf", &exif_block(6)), b"tEXt", &[b"Comment\0", SECRET].concat());
    let made = assert_clean("png", &[&told, SECRET].concat());
    assert!(made.windows(4).any(|name| name == b"eXIf"));
    let plain = webp(&picture);
    let chunk =
        |name: &[u8; 4], body: &[u8]| [&name[..], &(body.len() as u32).to_le_bytes()[..], body].concat();
    let mut extended = b"WEBP".to_vec();
    extended.extend(chunk(b"VP8X", &[0x0C, 0, 0, 0, 59, 0, 0, 39, 0, 0]));
    extended.extend(&plain[12..]);
    extended.extend(chunk(b"EXIF", &exif_block(6)));
    extended.extend(chunk(b"XMP ", SECRET));
    let told = [b"RIFF".as_slice(), &(extended.len() as u32).to_le_bytes(), &extended].concat();
    assert_clean("webp", &[&told, SECRET].concat());
}

#[test]
fn what_is_said_in_a_heic_is_left_behind() {
    let plain = fixture("turned-1.heic");
    let file = HeifFile::parse(&plain).expect("parses");
    let (width, height) = file.image_size(file.primary_id).expect("sides").expect("sides");
    let config =
        file.hevc_config(file.primary_id).expect("a configuration").expect("a configuration").clone();
    let data = file.item_data(file.primary_id).expect("data");
    let (mut rest, mut slices) = (&data[..], Vec::new());
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let (slice, behind) = behind.split_at(u32::from_be_bytes(*length) as usize);
        slices.push(slice.to_vec());
        rest = behind;
    }
    let mut writer = HeifWriter::new();
    let image = writer.add_image(&ImageSpec::new(width, height, config, &slices));
    writer.add_exif(image, &[exif_block(1).as_slice(), SECRET].concat());
    writer.add_xmp(image, SECRET);
    let bytes = writer.finish();
    assert!(bytes.windows(SECRET.len()).any(|found| found == SECRET));
    assert_clean("heic", &bytes);
}

/// A box: length, name, body.
fn boxed(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes()[..], name, body].concat()
}

/// Puts a part at the end of a box that lies within others, and moves what the file says of places behind it.
fn with_part(file: &[u8], within: &[&[u8; 4]], part: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let mut at = 0;
    for name in within {
        at += bytes[at..].windows(4).position(|own| own == *name).expect("the box is there") - 4;
        let length = u32::from_be_bytes(bytes[at..at + 4].try_into().expect("a length"));
        bytes[at..at + 4].copy_from_slice(&(length + part.len() as u32).to_be_bytes());
        at += 4;
    }
    let begin = at - 4;
    let length = u32::from_be_bytes(bytes[begin..begin + 4].try_into().expect("a length")) as usize;
    let end = begin + length - part.len();
    bytes.splice(end..end, part.iter().copied());
    bytes
}

/// Moves the two places that the file names, which lie behind its description.
fn moved(file: &[u8], by: u32) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let list = bytes.windows(4).position(|own| own == b"iloc").expect("the list");
    for entry in [list + 12, list + 12 + 18] {
        let place = u32::from_be_bytes(bytes[entry + 4..entry + 8].try_into().expect("a place"));
        bytes[entry + 4..entry + 8].copy_from_slice(&(place + by).to_be_bytes());
    }
    bytes
}

#[test]
fn what_the_description_of_a_heic_says_besides_is_left_behind() {
    let plain = fixture("turned-1.heic");
    let parts: [(&[&[u8; 4]], Vec<u8>); 6] = [
        (&[b"meta"], boxed(b"xml ", &[&[0; 4], SECRET].concat())),
        (&[b"meta"], boxed(b"uuid", &[&[7; 16], SECRET].concat())),
        (&[b"meta"], boxed(b"udta", SECRET)),
        (&[b"meta"], boxed(b"grpl", &boxed(b"altr", &[&[0; 12], SECRET].concat()))),
        (&[b"meta", b"iprp", b"ipco"], boxed(b"udes", &[&[0; 4], SECRET].concat())),
        (&[b"meta", b"iprp", b"ipco"], boxed(b"uuid", &[&[7; 16], SECRET].concat())),
    ];
    for (within, part) in parts {
        let name = String::from_utf8_lossy(&part[4..8]).into_owned();
        let bytes = moved(&with_part(&plain, within, &part), part.len() as u32);
        assert!(bytes.windows(SECRET.len()).any(|found| found == SECRET));
        assert_clean(&name, &bytes);
    }
    // The name of an item, and that of the handler.
    for (within, place) in [(&[b"meta", b"iinf", b"infe"][..], "an item"), (&[b"meta", b"hdlr"], "a handler")]
    {
        let part = [SECRET, b"\0"].concat();
        let bytes = moved(&with_part(&plain, within, &part), part.len() as u32);
        assert_clean(place, &bytes);
    }
}
