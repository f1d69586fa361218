//! Photographs from real cameras, as `tests/tools/fetch-camera-jpegs` brings them.

use baozhai::image::{Format, Limits, ProbeError, placeholder, probe, probe_fully};

use super::pictures::{camera, camera_folder, decoded, rendered};

/// Baseline 4:2:0, baseline 4:4:4, and two progressive ones, with their sides in pixels.
const SOME: [(&str, (u32, u32)); 4] = [
    ("analogpattern_by_Peter_Nerlich.jpg", (2880, 2160)),
    ("umang_by_Abhishek_Mudgal.jpg", (3840, 2160)),
    ("friends_by_Aitzol_Berasategi.jpg", (2056, 3088)),
    ("Wine_by_Jakkub_Mede.jpg", (2560, 3837)),
];

#[test]
fn all_are_taken() {
    let folder = camera_folder();
    let files = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}; run tests/tools/fetch-camera-jpegs", folder.display()));
    let mut seen = 0;
    for file in files.map(|entry| entry.expect("an entry").path()) {
        if file.extension().is_some_and(|extension| extension == "jpg") {
            let bytes = std::fs::read(&file).expect("reads");
            let found = probe(&bytes, &Limits::default());
            assert!(found.is_ok(), "{}: {found:?}", file.display());
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen} photographs in {}", folder.display());
}

#[test]
fn sides_are_right_and_every_cut_is_found() {
    for (name, sides_px) in SOME {
        let bytes = camera(name);
        let found = probe(&bytes, &Limits::default()).expect("is taken");
        assert_eq!((found.width_px, found.height_px), sides_px, "{name}");
        for part in 1..64 {
            let cut = &bytes[..bytes.len() * part / 64];
            assert_eq!(probe(cut, &Limits::default()), Err(ProbeError::Truncated), "{name}, {part}/64");
        }
    }
}

#[test]
fn they_decode_whole() {
    for (name, _) in SOME {
        let found = probe_fully(&camera(name), &Limits::default());
        assert!(found.is_ok(), "{name}: {found:?}");
    }
}

#[test]
fn a_hole_in_the_file_is_found_by_decoding() {
    let mut bytes = camera(SOME[0].0);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0);
    assert!(matches!(probe_fully(&bytes, &Limits::default()), Err(ProbeError::Damaged { .. })));
}

#[test]
fn derivatives_and_placeholders_are_small() {
    let limits = Limits::default();
    let (name, (width_px, height_px)) = SOME[0];
    let bytes = camera(name);
    for format in [Format::Jpeg, Format::WebP] {
        let small = rendered(&bytes, 640, format).expect("is made");
        assert_eq!((small.width_px, small.height_px), (640, 640 * height_px / width_px));
        assert!(small.bytes.len() < 120_000, "{} bytes", small.bytes.len());
        assert_eq!(decoded(&small.bytes).dimensions(), (640, 480));
    }
    assert!(placeholder(&bytes, &limits).expect("is made").len() <= 23 + 200);
}
