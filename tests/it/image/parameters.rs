//! The grammar of image requests: the tables of IIIF Image API 3.0 (4.1 to 4.5, 4.8), and what must hold of
//! every request.

mod properties;

use baozhai::image::{Malformed, Parameters, Recipe, SizeLimits, Unsatisfiable};

/// The sides of the specification's example picture.
const EXAMPLE_PX: (u32, u32) = (300, 200);

/// Reads `{region}/{size}/{rotation}/{quality}.{format}`.
pub(super) fn parsed(request: &str) -> Result<Parameters, Malformed> {
    let parts: Vec<&str> = request.split('/').collect();
    let [region, size, rotation, file] = parts[..] else { panic!("{request} has not four parts") };
    Parameters::parse(region, size, rotation, file)
}

fn recipe(request: &str, limits: &SizeLimits) -> Result<Recipe, Unsatisfiable> {
    parsed(request).unwrap_or_else(|error| panic!("{request}: {error}")).of(EXAMPLE_PX, limits)
}

fn limited(max_width_px: u32, upscaling: bool) -> SizeLimits {
    SizeLimits { max_width_px, max_height_px: max_width_px, max_area_px: 1_000_000, upscaling }
}

#[test]
fn a_region_is_that_of_table_4_1() {
    for (region, expected) in [
        ("full", [0, 0, 300, 200]),
        ("square", [50, 0, 200, 200]),
        ("125,15,120,140", [125, 15, 120, 140]),
        ("pct:41.6,7.5,40,70", [125, 15, 120, 140]),
        ("125,15,200,200", [125, 15, 175, 185]),
        ("pct:41.6,7.5,66.6,100", [125, 15, 175, 185]),
        ("0,0,300,200", [0, 0, 300, 200]),
        ("0,0,4294967295,4294967295", [0, 0, 300, 200]),
        ("pct:0,0,100,100", [0, 0, 300, 200]),
        ("pct:0,0,999999,999999", [0, 0, 300, 200]),
        ("299,199,1,1", [299, 199, 1, 1]),
        ("pct:0,0,0.001,0.001", [0, 0, 1, 1]),
    ] {
        let found = recipe(&format!("{region}/max/0/default.jpg"), &SizeLimits::default()).map(|r| r.region);
        let found = found.map(|r| [r.left_px, r.top_px, r.width_px, r.height_px]);
        assert_eq!(found, Ok(expected), "{region}");
    }
    let outside = Err(Unsatisfiable::Outside { sides_px: EXAMPLE_PX });
    for region in ["300,0,1,1", "0,200,10,10", "4294967295,0,1,1", "pct:100,0,1,1", "pct:0,1000,1,1"] {
        assert_eq!(
            recipe(&format!("{region}/max/0/default.jpg"), &SizeLimits::default()),
            outside,
            "{region}"
        );
    }
}

#[test]
fn a_size_is_that_of_table_4_2() {
    for (most, size, expected) in [
        (200, "max", (200, 133)),
        (1000, "max", (300, 200)),
        (360, "^max", (360, 240)),
        (360, "150,", (150, 100)),
        (360, "^360,", (360, 240)),
        (360, ",150", (225, 150)),
        (360, "^,240", (360, 240)),
        (360, "pct:50", (150, 100)),
        (360, "^pct:120", (360, 240)),
        (360, "225,100", (225, 100)),
        (360, "^360,360", (360, 360)),
        (360, "!225,100", (150, 100)),
        (360, "^!360,360", (360, 240)),
        (360, "!360,360", (300, 200)),
        (200, "!360,360", (200, 133)),
        (360, "^150,", (150, 100)),
        (360, "pct:100", (300, 200)),
        (360, "pct:0.0001", (1, 1)),
        (360, "1,", (1, 1)),
        (360, "1,200", (1, 200)),
        (360, "!1,1", (1, 1)),
        (360, "!4294967295,1", (2, 1)),
    ] {
        let limits = limited(most, true);
        let found = recipe(&format!("full/{size}/0/default.jpg"), &limits).map(|r| r.size_px);
        assert_eq!(found, Ok(expected), "{size} at most {most}");
    }
}

#[test]
fn what_is_larger_than_the_region_or_the_limits_is_not_made() {
    let enlarged = Err(Unsatisfiable::Enlarged { region_px: EXAMPLE_PX });
    for size in
        ["301,", ",201", "pct:101", "pct:100.5", "301,100", "100,201", "4294967295,", "4294967295,4294967295"]
    {
        let request = format!("full/{size}/0/default.jpg");
        assert_eq!(recipe(&request, &limited(1000, true)), enlarged, "{size}");
    }
    let over = limited(250, true);
    for size in ["300,", "300,200", "pct:90", "^251,", "^,251", "^pct:84", "^4294967295,4294967295"] {
        let request = format!("full/{size}/0/default.jpg");
        assert_eq!(recipe(&request, &over), Err(Unsatisfiable::OverLimit(over)), "{size}");
    }
    for size in ["^max", "^300,", "^,100", "^pct:50", "^10,10", "^!10,10"] {
        let request = format!("full/{size}/0/default.jpg");
        assert_eq!(recipe(&request, &limited(1000, false)), Err(Unsatisfiable::UpscalingOff), "{size}");
    }
}

#[test]
fn a_rotation_is_that_of_table_4_3() {
    for (rotation, canonical) in [
        ("0", "0"),
        ("180", "180"),
        ("90", "90"),
        ("22.5", "22.5"),
        ("!0", "!0"),
        ("!180", "!180"),
        ("360", "0"),
        ("!360", "!0"),
        ("0.0", "0"),
        ("090", "90"),
        ("90.0", "90"),
        ("22.50", "22.5"),
        ("359.999", "359.999"),
    ] {
        let found = recipe(&format!("full/max/{rotation}/default.jpg"), &SizeLimits::default());
        assert_eq!(found.map(|r| r.rotation.to_string()), Ok(canonical.to_owned()), "{rotation}");
    }
}

#[test]
fn equal_requests_have_one_canonical_form() {
    for (request, canonical) in [
        ("full/max/0/default.jpg", "full/max/0/default.jpg"),
        ("full/300,/0/default.jpg", "full/max/0/default.jpg"),
        ("full/pct:100/360/color.jpg", "full/max/0/default.jpg"),
        ("pct:0,0,100,100/300,200/0/default.png", "full/max/0/default.png"),
        ("0,0,400,400/!400,400/0/default.webp", "full/max/0/default.webp"),
        ("full/150,/0/default.jpg", "full/150,100/0/default.jpg"),
        ("full/^150,/0/default.jpg", "full/150,100/0/default.jpg"),
        ("full/^360,/0/default.jpg", "full/^360,240/0/default.jpg"),
        ("square/max/0/default.jpg", "50,0,200,200/max/0/default.jpg"),
        ("square/,100/!90.50/gray.png", "50,0,200,200/100,100/!90.5/gray.png"),
        ("pct:41.6,7.5,66.6,100/pct:50/0/bitonal.webp", "125,15,175,185/88,93/0/bitonal.webp"),
    ] {
        let limits = limited(1000, true);
        let found = recipe(request, &limits).map(|r| r.canonical(&limits));
        assert_eq!(found, Ok(canonical.to_owned()), "{request}");
    }
}

#[test]
fn what_cannot_be_read_is_told_by_the_part_that_is_wrong() {
    const REGIONS: &str = "|Full|all|square!|0,0,0,10|0,0,10,0|0,0,10|0,0,10,10,10|0,0,10,|,,,|-1,0,10,10\
        |+1,0,10,10|1.5,0,10,10|0,0,1e2,10| 0,0,10,10|0, 0,10,10|0;0;10;10|0x1,0,10,10|4294967296,0,1,1\
        |99999999999999999999,0,1,1|１,0,10,10|٠,0,1,1|pct:|pct:0,0,0,10|pct:0,0,10,0|pct:0,0,10\
        |pct:NaN,0,10,10|pct:0,0,inf,10|pct:-1,0,10,10|pct:1e1,0,10,10|pct:0,0,.,10|pct:0..1,0,10,10\
        |PCT:0,0,10,10|pct:pct:0,0,1,1";
    const SIZES: &str = "|full|Max|max,|,|!|!,|!10,|!,10|^|^^max|0,|,0|0,0|0,10|10,0|!0,10|!10,0|-5,|,-5|+5,|1.5,\
        |10|10,10,10|1e3,|NaN,|pct:|pct:0|pct:0.0|pct:-1|pct:+1|pct:1e1|pct:NaN|pct:inf|pct:infinity|!max\
        |^full|!^10,10|max^|4294967296,|99999999999999999999,|１０,|10,%20| 10,";
    const ROTATIONS: &str =
        "|!|!!0|-1|+1|-0|360.1|361|1e2|NaN|inf|90!|ninety|1,5|0x5a|９０|99999999999999999999| 0";
    const QUALITIES: &str = "|Default|native|grey|colour|color |defaul|default.|灰";
    const FORMATS: &str = "|JPG|jpeg|gif|tif|tiff|jp2|pdf|exe|jpg |jpg.png|图";
    let tables = [
        (REGIONS, ["", "/max/0/default.jpg"], Malformed::Region),
        (SIZES, ["full/", "/0/default.jpg"], Malformed::Size),
        (ROTATIONS, ["full/max/", "/default.jpg"], Malformed::Rotation),
        (QUALITIES, ["full/max/0/", ".jpg"], Malformed::Quality),
        (FORMATS, ["full/max/0/default.", ""], Malformed::Format),
    ];
    for (words, [before, behind], fault) in tables {
        for word in words.split('|') {
            let found = parsed(&format!("{before}{word}{behind}"));
            // A dot too many in a quality is one in the format.
            let dotted = fault == Malformed::Quality && found == Err(Malformed::Format);
            assert!(found == Err(fault) || dotted, "{word:?}: {found:?}");
        }
    }
    assert_eq!(parsed("full/max/0/default"), Err(Malformed::Format));
}
