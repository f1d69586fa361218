//! Pictures the tests draw for themselves, and ways to break them.

use std::path::PathBuf;

use baozhai::image::{Format, Limits, Recipe, RenderError, Rendered, Size, probe, render};
use image::{DynamicImage, ImageFormat, RgbImage};
use jpeg_encoder::{ColorType, Encoder};

/// Red, green, blue and yellow quarters, clockwise from the top left, with a little grain.
pub(super) fn quarters(width_px: u32, height_px: u32) -> RgbImage {
    RgbImage::from_fn(width_px, height_px, |x, y| {
        let [r, g, b] = quarter(x * 2 >= width_px, y * 2 >= height_px);
        let grain = ((x * 7 + y * 13) % 11) as u8;
        image::Rgb([r.saturating_sub(grain), g.saturating_sub(grain), b.saturating_sub(grain)])
    })
}

/// The colour of a quarter, without grain.
pub(super) fn quarter(right: bool, below: bool) -> [u8; 3] {
    match (right, below) {
        (false, false) => [220, 30, 30],
        (true, false) => [30, 200, 30],
        (true, true) => [30, 30, 220],
        (false, true) => [220, 200, 30],
    }
}

pub(super) fn jpeg(picture: &RgbImage) -> Vec<u8> {
    jpeg_with(picture.as_raw(), picture.dimensions(), ColorType::Rgb, |_| {})
}

pub(super) fn jpeg_with(
    samples: &[u8],
    (width_px, height_px): (u32, u32),
    colour: ColorType,
    set: impl FnOnce(&mut Encoder<&mut Vec<u8>>),
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 92);
    set(&mut encoder);
    encoder.encode(samples, width_px as u16, height_px as u16, colour).expect("encodes");
    bytes
}

/// Puts an EXIF block with an orientation behind the first marker.
pub(super) fn with_orientation(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut app1 = vec![0xFF, 0xE1, 0, 34];
    app1.extend(b"Exif\0\0");
    app1.extend(exif_block(orientation));
    [&jpeg[..2], &app1, &jpeg[2..]].concat()
}

/// A TIFF structure with one tag, 0x0112.
pub(super) fn exif_block(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

pub(super) fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, ImageFormat::Png).expect("encodes");
    bytes.into_inner()
}

pub(super) fn tiff(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, ImageFormat::Tiff).expect("encodes");
    bytes.into_inner()
}

/// Puts a chunk behind the header chunk of a PNG; the checksum is right.
pub(super) fn with_chunk(png: &[u8], name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let chunk = [name.as_slice(), body].concat();
    let mut crc = flate2::Crc::new();
    crc.update(&chunk);
    let length = (body.len() as u32).to_be_bytes();
    [&png[..33], &length, &chunk, &crc.sum().to_be_bytes(), &png[33..]].concat()
}

/// A PNG header chunk of any sides, with its checksum, and nothing behind it but an end.
pub(super) fn png_claiming(width_px: u32, height_px: u32) -> Vec<u8> {
    let tiny = png(RgbImage::new(1, 1));
    let body = [&width_px.to_be_bytes()[..], &height_px.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let headed = with_chunk(&tiny, b"IHDR", &body);
    [&headed[..8], &headed[33..]].concat()
}

/// A JPEG whose frame header claims other sides.
pub(super) fn jpeg_claiming(width_px: u16, height_px: u16, progressive: bool) -> Vec<u8> {
    let picture = quarters(16, 16);
    let mut bytes = jpeg_with(picture.as_raw(), (16, 16), ColorType::Rgb, |encoder| {
        encoder.set_progressive(progressive);
    });
    let marker = if progressive { [0xFF, 0xC2] } else { [0xFF, 0xC0] };
    let at = bytes.windows(2).position(|pair| pair == marker).expect("a frame header");
    bytes[at + 5..at + 7].copy_from_slice(&height_px.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width_px.to_be_bytes());
    bytes
}

pub(super) fn webp(picture: &RgbImage) -> Vec<u8> {
    webp::Encoder::from_rgb(picture, picture.width(), picture.height()).encode(80.0).to_vec()
}

pub(super) fn webp_animated(picture: &RgbImage) -> Vec<u8> {
    let mut config = webp::WebPConfig::new().expect("a configuration");
    config.quality = 50.0;
    let (width_px, height_px) = picture.dimensions();
    let turned = image::imageops::rotate180(picture);
    let mut encoder = webp::AnimEncoder::new(width_px, height_px, &config);
    encoder.add_frame(webp::AnimFrame::from_rgb(picture, width_px, height_px, 0));
    encoder.add_frame(webp::AnimFrame::from_rgb(&turned, width_px, height_px, 100));
    encoder.encode().to_vec()
}

/// The formats of derivatives that the tests can decode; a browser looks at AVIF.
pub(super) const READABLE: [Format; 3] = [Format::Jpeg, Format::Png, Format::WebP];

/// The whole of a picture of those sides, so many pixels wide.
pub(super) fn wide(sides_px: (u32, u32), width_px: u32, format: Format) -> Recipe {
    Recipe::sized(sides_px, Size::width(width_px), format).expect("is not larger")
}

/// Makes a picture so many pixels wide.
pub(super) fn rendered(bytes: &[u8], width_px: u32, format: Format) -> Result<Rendered, RenderError> {
    let found = probe(bytes, &Limits::default())?;
    render(bytes, &wide((found.width_px, found.height_px), width_px, format), &Limits::default())
}

/// Decodes what the program has made.
pub(super) fn decoded(bytes: &[u8]) -> RgbImage {
    image::load_from_memory(bytes).expect("decodes").into_rgb8()
}

/// Whether two colours look alike.
#[track_caller]
pub(super) fn assert_near(found: [u8; 3], expected: [u8; 3], tolerance: u8) {
    let near = found.iter().zip(expected).all(|(f, e)| f.abs_diff(e) <= tolerance);
    assert!(near, "{found:?} is not near {expected:?}");
}

/// The photographs that `tests/tools/fetch-camera-jpegs` brings.
#[track_caller]
pub(super) fn camera(name: &str) -> Vec<u8> {
    let path = camera_folder().join(name);
    std::fs::read(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run tests/tools/fetch-camera-jpegs first", path.display())
    })
}

pub(super) fn camera_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/.tools/camera")
}

/// A file of `tests/fixtures/pictures`.
#[track_caller]
pub(super) fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pictures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
