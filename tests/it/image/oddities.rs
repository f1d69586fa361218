//! Files that every viewer shows although something about them is odd: they are taken, with the right pixels.

use baozhai::image::{Format, Limits, ProbeError, cleaned, probe, probe_fully};
use image::{DynamicImage, GrayImage};
use jpeg_encoder::ColorType;
use moxcms::ColorProfile;

use super::pictures::{
    assert_near, decoded, exif_block, fixture, jpeg, jpeg_with, png, quarters, rendered, with_chunk,
    with_orientation,
};
use super::sources::{assert_is_scene, shown};

const SIDES_PX: (u32, u32) = (70, 50);

/// Red, green, blue and yellow quarters as baseline and as progressive JPEG.
fn jpegs() -> [Vec<u8>; 2] {
    [false, true].map(|progressive| {
        let scene = quarters(SIDES_PX.0, SIDES_PX.1);
        jpeg_with(scene.as_raw(), SIDES_PX, ColorType::Rgb, |encoder| encoder.set_progressive(progressive))
    })
}

#[track_caller]
fn assert_is_shown(file: &[u8]) {
    assert_is_scene(&shown(file, Format::Jpeg, SIDES_PX), 24);
}

fn with_app(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, body, &jpeg[2..]].concat()
}

/// Where a marker stands first.
fn place_of(jpeg: &[u8], marker: u8) -> usize {
    jpeg.windows(2).position(|pair| pair == [0xFF, marker]).expect("the marker")
}

#[test]
fn of_several_exif_blocks_the_first_counts() {
    let plain = jpeg(&quarters(60, 40));
    for (first, second, sides_px) in [(6, 1, (40, 60)), (1, 6, (60, 40)), (8, 3, (40, 60))] {
        let twice = with_orientation(&with_orientation(&plain, second), first);
        let found = probe(&twice, &Limits::default()).expect("is taken");
        assert_eq!((found.width_px, found.height_px), sides_px, "{first}, then {second}");
        assert_eq!(found.orientation.exif(), first);
    }
    assert_eq!(exif_block(6).len(), 26, "a block with one tag");
}

#[test]
fn a_whole_picture_needs_no_end_mark() {
    for whole in jpegs() {
        let open = &whole[..whole.len() - 2];
        assert_is_shown(open);
        assert_is_shown(
            &[open, b"\0\0\x01\x0A\x0E\0\0\0Image_UTC_Data1700000000000SEFHj\0\0\0SEFT"].concat(),
        );
        assert_is_shown(&[open, &[0xFF]].concat());
        let cut = &open[..open.len() - 30];
        assert_eq!(probe(cut, &Limits::default()), Err(ProbeError::Truncated));
        // What is pasted behind a cut does not make it whole.
        let pasted = [cut, &[0; 64]].concat();
        assert!(probe_fully(&pasted, &Limits::default()).is_err());
    }
}

#[test]
fn a_progressive_picture_without_its_last_scan_is_not_whole() {
    let [_, whole] = jpegs();
    let last = whole.windows(2).rposition(|pair| pair == [0xFF, 0xDA]).expect("a scan");
    assert_eq!(probe(&whole[..last], &Limits::default()), Err(ProbeError::Truncated));
}

#[test]
fn filling_between_the_parts_is_passed_over() {
    for whole in jpegs() {
        let open = &whole[..whole.len() - 2];
        for filling in [vec![0; 16], vec![0; 3000], vec![0xFF; 16]] {
            assert_is_shown(&[open, &filling, &[0xFF, 0xD9]].concat());
        }
        let at = place_of(&whole, 0xDB);
        for stray in [&[0_u8][..], &[0; 9], b"stray", &[0xFF; 5]] {
            assert_is_shown(&[&whole[..at], stray, &whole[at..]].concat());
        }
    }
}

#[test]
fn filling_before_a_restart_is_passed_over() {
    for progressive in [false, true] {
        let whole =
            jpeg_with(quarters(SIDES_PX.0, SIDES_PX.1).as_raw(), SIDES_PX, ColorType::Rgb, |encoder| {
                encoder.set_progressive(progressive);
                encoder.set_restart_interval(3);
            });
        let is_restart = |at: usize| whole[at] == 0xFF && (0xD0..=0xD7).contains(&whole[at + 1]);
        let places: Vec<usize> =
            (place_of(&whole, 0xDA)..whole.len() - 1).filter(|at| is_restart(*at)).collect();
        assert!(places.len() > 5);
        for length in [1, 2, 7] {
            let mut filled = whole.clone();
            for at in places.iter().rev() {
                filled.splice(at..at, vec![0xFF; length]);
            }
            assert_is_shown(&filled);
        }
    }
}

#[test]
fn what_a_sequential_scan_says_of_its_coefficients_means_nothing() {
    let [mut odd, _] = jpegs();
    let at = place_of(&odd, 0xDA) + 4 + 1 + 3 * 2;
    assert_eq!(odd[at..at + 3], [0, 63, 0]);
    for said in [[0, 0, 0], [1, 5, 0x10], [63, 0, 0xFF]] {
        odd[at..at + 3].copy_from_slice(&said);
        assert_is_shown(&odd);
    }
}

#[test]
fn a_profile_in_pieces_that_are_not_all_there_is_left_out() {
    let profile = ColorProfile::new_display_p3().encode().expect("encodes");
    let piece = |number: u8, count: u8, body: &[u8]| [b"ICC_PROFILE\0", &[number, count][..], body].concat();
    for whole in jpegs() {
        let of_p3 = with_app(&whole, 0xE2, &piece(1, 1, &profile));
        let in_p3 = shown(&of_p3, Format::Jpeg, SIDES_PX);
        for odd in
            [piece(0, 1, &profile), piece(1, 2, &profile[..200]), piece(2, 1, &profile), piece(1, 1, &[])]
        {
            let file = with_app(&whole, 0xE2, &odd);
            assert_is_shown(&file);
            assert_ne!(shown(&file, Format::Jpeg, SIDES_PX), in_p3);
        }
        // The same number twice.
        let twice = with_app(&with_app(&whole, 0xE2, &piece(1, 2, &profile)), 0xE2, &piece(1, 2, &profile));
        assert_is_shown(&twice);
    }
}

#[test]
fn an_odd_file_keeps_its_whole_profile_when_it_is_cleaned() {
    let profile = ColorProfile::new_display_p3().encode().expect("encodes");
    let piece = |number: u8, body: &[u8]| [b"ICC_PROFILE\0", &[number, 2][..], body].concat();
    let (first, second) = profile.split_at(profile.len() / 2);
    for plain in jpegs() {
        let whole = with_app(&with_app(&plain, 0xE2, &piece(2, second)), 0xE2, &piece(1, first));
        let in_p3 = shown(&whole, Format::Jpeg, SIDES_PX);
        assert_ne!(in_p3, shown(&plain, Format::Jpeg, SIDES_PX));
        let tables_at = place_of(&whole, 0xDB);
        let stray = [&whole[..tables_at], b"stray", &whole[tables_at..]].concat();
        let turned = with_orientation(&whole[..whole.len() - 2], 6);
        for (odd, sides_px) in [
            (&whole[..whole.len() - 2], SIDES_PX),
            (&stray[..], SIDES_PX),
            (&turned[..], (SIDES_PX.1, SIDES_PX.0)),
        ] {
            let made = cleaned(odd, &Limits::default()).expect("is cleaned").bytes;
            assert_eq!(shown(&made, Format::Jpeg, sides_px), shown(odd, Format::Jpeg, sides_px));
            assert!(made.windows(first.len()).any(|own| own == first), "it is there");
        }
    }
}

#[test]
fn tables_that_are_not_there_are_those_of_the_standard() {
    let [whole, _] = jpegs();
    let mut bare = whole.clone();
    while let Some(at) = bare.windows(2).position(|pair| pair == [0xFF, 0xC4]) {
        let length = usize::from(u16::from_be_bytes([bare[at + 2], bare[at + 3]]));
        bare.drain(at..at + 2 + length);
    }
    assert!(bare.len() < whole.len() - 400, "the tables are gone");
    assert_is_shown(&bare);
}

/// A TIFF of one strip, little-endian; `entries` are tag, type and value.
fn tiff_of(strips: &[&[u8]], entries: &[(u16, u16, u32)]) -> Vec<u8> {
    let mut bytes = b"II*\0\0\0\0\0".to_vec();
    let mut places = Vec::new();
    for strip in strips {
        places.push(bytes.len() as u32);
        bytes.extend_from_slice(strip);
    }
    let list_at = bytes.len() as u32;
    bytes.extend(places.iter().flat_map(|place| place.to_le_bytes()));
    let mut all = entries.to_vec();
    all.push((273, 4, if places.len() == 1 { places[0] } else { list_at }));
    all.sort_unstable();
    let at = bytes.len() as u32;
    bytes[4..8].copy_from_slice(&at.to_le_bytes());
    bytes.extend((all.len() as u16).to_le_bytes());
    for (tag, kind, value) in all {
        let count = if tag == 273 { places.len() as u32 } else { 1 };
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes
}

fn sides(bits: u32, photometric: u32, samples: u32) -> Vec<(u16, u16, u32)> {
    let (width_px, height_px) = SIDES_PX;
    vec![(256, 4, width_px), (257, 4, height_px), (258, 3, bits), (262, 3, photometric), (277, 3, samples)]
}

#[test]
fn the_low_bit_may_come_first() {
    // Black where x is one of the first three of eight; 70 dots are nine bytes.
    let row = [0b0001_1111_u8; 9];
    let high_first = row.repeat(50);
    let low_first: Vec<u8> = high_first.iter().map(|byte| byte.reverse_bits()).collect();
    let mut entries = sides(1, 1, 1);
    entries.extend([(278, 3, 50), (279, 4, 450)]);
    let plain = tiff_of(&[&high_first], &entries);
    entries.push((266, 3, 2));
    for file in [plain, tiff_of(&[&low_first], &entries)] {
        let found = shown(&file, Format::Tiff, SIDES_PX);
        // Dots of one colour beside each other; an access copy blurs single ones.
        assert!(found.get_pixel(1, 20).0[0] < 60 && found.get_pixel(5, 20).0[0] > 200, "{found:?}");
    }
    // The same fax, its bytes turned round.
    let fax = fixture("bilevel-fax.tif");
    let right = shown(&fax, Format::Tiff, SIDES_PX);
    assert_near(right.get_pixel(10, 10).0, [0; 3], 4);
    assert_eq!(shown(&with_low_bits_first(&fax), Format::Tiff, SIDES_PX), right);
}

/// Turns the bits of the strips round and says so.
fn with_low_bits_first(file: &[u8]) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let long = |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]) as usize;
    let short = |at: usize| usize::from(u16::from_le_bytes([file[at], file[at + 1]]));
    let directory = long(4);
    let entries: Vec<usize> = (0..short(directory)).map(|number| directory + 2 + number * 12).collect();
    let values = |tag: usize| -> Vec<usize> {
        let at = *entries.iter().find(|at| short(**at) == tag).expect("the tag");
        let (each, count) = (if short(at + 2) == 3 { 2 } else { 4 }, long(at + 4));
        let from = if each * count <= 4 { at + 8 } else { long(at + 8) };
        (0..count)
            .map(|number| if each == 2 { short(from + number * 2) } else { long(from + number * 4) })
            .collect()
    };
    for (begin, length) in values(273).into_iter().zip(values(279)) {
        bytes[begin..begin + length].iter_mut().for_each(|byte| *byte = byte.reverse_bits());
    }
    // A new directory at the end, with the tag where it belongs.
    let mut own: Vec<[u8; 12]> = entries
        .iter()
        .filter(|at| short(**at) != 266)
        .map(|at| file[*at..*at + 12].try_into().expect("an entry"))
        .collect();
    own.push([10, 1, 3, 0, 1, 0, 0, 0, 2, 0, 0, 0]);
    own.sort_by_key(|entry| u16::from_le_bytes([entry[0], entry[1]]));
    let at = (bytes.len() as u32).to_le_bytes();
    bytes[4..8].copy_from_slice(&at);
    bytes.extend((own.len() as u16).to_le_bytes());
    bytes.extend(own.concat());
    bytes.extend([0; 4]);
    bytes
}

#[test]
fn lengths_of_strips_that_are_not_said_follow() {
    let scene = quarters(SIDES_PX.0, SIDES_PX.1);
    let (upper, lower) = scene.as_raw().split_at(70 * 3 * 32);
    let one = tiff_of(&[scene.as_raw()], &[sides(8, 2, 3), vec![(278, 3, 50)]].concat());
    let two = tiff_of(&[upper, lower], &[sides(8, 2, 3), vec![(278, 3, 32)]].concat());
    let nought = tiff_of(&[scene.as_raw()], &[sides(8, 2, 3), vec![(278, 3, 50), (279, 4, 0)]].concat());
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, scene.as_raw()).expect("packs");
    let packed = packer.finish().expect("packs");
    let packed = tiff_of(&[&packed], &[sides(8, 2, 3), vec![(278, 3, 50), (259, 3, 8)]].concat());
    for file in [one, two, nought, packed] {
        assert_is_scene(&shown(&file, Format::Tiff, SIDES_PX), 8);
    }
    let cut = &tiff_of(&[&scene.as_raw()[..2000]], &[sides(8, 2, 3), vec![(278, 3, 50)]].concat());
    assert_eq!(probe(cut, &Limits::default()), Err(ProbeError::Truncated));
}

#[test]
fn of_several_pages_the_first_is_shown() {
    let scene = quarters(SIDES_PX.0, SIDES_PX.1);
    let entries = [sides(8, 2, 3), vec![(278, 3, 50), (279, 4, 70 * 50 * 3)]].concat();
    let mut file = tiff_of(&[scene.as_raw()], &entries);
    // A second page of four times the size behind it.
    let other = vec![200; 140 * 100 * 3];
    let (strip_at, directory_at) = (file.len() as u32, (file.len() + other.len()) as u32);
    let end = file.len();
    file[end - 4..].copy_from_slice(&directory_at.to_le_bytes());
    file.extend(&other);
    let second: [(u16, u32); 7] =
        [(256, 140), (257, 100), (258, 8), (262, 2), (273, strip_at), (277, 3), (279, other.len() as u32)];
    file.extend((second.len() as u16).to_le_bytes());
    for (tag, value) in second {
        file.extend([tag.to_le_bytes(), 4_u16.to_le_bytes()].concat());
        file.extend([1_u32.to_le_bytes(), value.to_le_bytes()].concat());
    }
    file.extend([0; 4]);
    assert_is_scene(&shown(&file, Format::Tiff, SIDES_PX), 8);
}

/// A level of sRGB as one of a curve `light = level ^ exponent`.
fn by_curve(level: u8, exponent: f64) -> u8 {
    let level = f64::from(level) / 255.0;
    let light = if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) };
    (light.powf(1.0 / exponent) * 255.0).round() as u8
}

#[test]
fn light_of_a_png_is_what_gama_says() {
    let scene = quarters(SIDES_PX.0, SIDES_PX.1);
    for (gamma, exponent) in [(100_000_u32, 1.0), (55_556, 1.8), (45_455, 2.2)] {
        let mut stored = scene.clone();
        if gamma != 45_455 {
            for pixel in stored.pixels_mut() {
                pixel.0 = pixel.0.map(|level| by_curve(level, exponent));
            }
        }
        let own = with_chunk(&png(stored), b"gAMA", &gamma.to_be_bytes());
        assert_is_scene(&shown(&own, Format::Png, SIDES_PX), 14);
    }
    // Gray as well.
    let stored = GrayImage::from_pixel(40, 30, image::Luma([by_curve(120, 1.0)]));
    let gray = with_chunk(&png(DynamicImage::from(stored)), b"gAMA", &100_000_u32.to_be_bytes());
    assert_near(shown(&gray, Format::Png, (40, 30)).get_pixel(20, 15).0, [120; 3], 4);
    // `sRGB` beside it counts for more.
    let both = with_chunk(&png(scene), b"gAMA", &100_000_u32.to_be_bytes());
    assert_is_scene(&shown(&with_chunk(&both, b"sRGB", &[0]), Format::Png, SIDES_PX), 8);
}

#[test]
fn colours_of_a_png_are_what_cicp_or_chrm_says() {
    let scene = quarters(SIDES_PX.0, SIDES_PX.1);
    let profile = ColorProfile::new_display_p3().encode().expect("encodes");
    let mut packer = flate2::write::ZlibEncoder::new(b"p3\0\0".to_vec(), flate2::Compression::default());
    std::io::Write::write_all(&mut packer, &profile).expect("packs");
    let by_profile = with_chunk(&png(scene.clone()), b"iCCP", &packer.finish().expect("packs"));
    let right = shown(&by_profile, Format::Png, SIDES_PX);
    assert_ne!(right, shown(&png(scene.clone()), Format::Png, SIDES_PX));
    // Display P3: D65, and the corners of SMPTE 432.
    let corners = [31_270_u32, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000];
    let corners: Vec<u8> = corners.iter().flat_map(|part| part.to_be_bytes()).collect();
    let named = with_chunk(&png(scene.clone()), b"cICP", &[12, 13, 0, 1]);
    let by_corners = with_chunk(&png(scene.clone()), b"cHRM", &corners);
    for file in [named.clone(), by_corners] {
        let found = shown(&file, Format::Png, SIDES_PX);
        for at in [(10, 10), (60, 10), (10, 40), (60, 40)] {
            assert_near(found.get_pixel(at.0, at.1).0, right.get_pixel(at.0, at.1).0, 4);
        }
    }
    // It counts for more than a profile.
    let srgb = with_chunk(&by_profile, b"cICP", &[1, 13, 0, 1]);
    assert_is_scene(&shown(&srgb, Format::Png, SIDES_PX), 8);
    let bright = with_chunk(&png(scene), b"cICP", &[9, 16, 0, 1]);
    let refused = probe(&bright, &Limits::default());
    assert!(matches!(refused, Err(ProbeError::UnsupportedFormat { kind }) if kind.contains("HDR")));
}

#[test]
fn what_is_inside_a_heic_counts_and_not_its_brand() {
    let plain = fixture("turned-1.heic");
    let length = u32::from_be_bytes([plain[0], plain[1], plain[2], plain[3]]) as usize;
    let right = decoded(&rendered(&plain, 70, Format::Png).expect("is made").bytes);
    for brands in [
        "mif1\0\0\0\0mif1",
        "mif1\0\0\0\0",
        "miaf\0\0\0\0MiHB",
        "heis\0\0\0\0",
        "msf1\0\0\0\0",
        "abcd\0\0\0\0",
    ] {
        // As long as before, so that nothing moves.
        let spare = length - 8 - brands.len();
        let mut head = (brands.len() as u32 + 8).to_be_bytes().to_vec();
        head.extend(b"ftyp");
        head.extend(brands.as_bytes());
        head.extend((spare as u32).to_be_bytes());
        head.extend(b"free");
        head.resize(length, 0);
        let file = [&head, &plain[length..]].concat();
        assert_eq!(shown(&file, Format::Heic, SIDES_PX), right, "{brands:?}");
    }
}
