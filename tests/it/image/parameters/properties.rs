//! What must hold of every request for every picture.

use baozhai::image::{Format, Parameters, Recipe, SizeLimits, TILE_PX, Unsatisfiable};
use proptest::prelude::*;

use super::parsed;

/// A number as anybody might write one.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0_u32..3000).prop_map(|n| n.to_string()),
        2 => (0_u32..30_000_000).prop_map(|n| (f64::from(n) / 10_000.0).to_string()),
        1 => any::<u64>().prop_map(|n| n.to_string()),
        1 => any::<f64>().prop_map(|n| n.to_string()),
        1 => proptest::sample::select(vec!["", "-1", "NaN", "1e9", "00", "0.0", ".", "1.", ".5", "4294967295"])
            .prop_map(str::to_owned),
    ]
}

fn region() -> impl Strategy<Value = String> {
    let four = || (number(), number(), number(), number());
    prop_oneof![
        1 => Just("full".to_owned()),
        1 => Just("square".to_owned()),
        3 => four().prop_map(|(x, y, w, h)| format!("{x},{y},{w},{h}")),
        3 => four().prop_map(|(x, y, w, h)| format!("pct:{x},{y},{w},{h}")),
    ]
}

fn size() -> impl Strategy<Value = String> {
    let form = prop_oneof![
        1 => Just("max".to_owned()),
        2 => number().prop_map(|n| format!("{n},")),
        2 => number().prop_map(|n| format!(",{n}")),
        2 => number().prop_map(|n| format!("pct:{n}")),
        2 => (number(), number()).prop_map(|(w, h)| format!("{w},{h}")),
        2 => (number(), number()).prop_map(|(w, h)| format!("!{w},{h}")),
    ];
    (proptest::sample::select(vec!["", "", "^"]), form).prop_map(|(caret, form)| format!("{caret}{form}"))
}

fn rotation() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => proptest::sample::select(vec!["0", "90", "180", "270", "360", "!0", "!90"]).prop_map(str::to_owned),
        1 => number(),
        1 => number().prop_map(|n| format!("!{n}")),
    ]
}

fn file() -> impl Strategy<Value = String> {
    let quality = proptest::sample::select(vec!["default", "color", "gray", "bitonal"]);
    (quality, proptest::sample::select(Format::MADE.to_vec()))
        .prop_map(|(quality, format)| format!("{quality}.{}", format.extension()))
}

/// A request that can be read, mostly.
fn request() -> impl Strategy<Value = String> {
    (region(), size(), rotation(), file())
        .prop_map(|(region, size, rotation, file)| format!("{region}/{size}/{rotation}/{file}"))
}

fn sides() -> impl Strategy<Value = (u32, u32)> {
    let side = || prop_oneof![3 => 1_u32..3000, 1 => 1_u32..60_000, 1 => 1_u32..4];
    (side(), side())
}

fn limits() -> impl Strategy<Value = SizeLimits> {
    let most = || prop_oneof![1_u32..3000, 1_u32..70_000];
    (most(), most(), 1_u64..100_000_000, any::<bool>()).prop_map(
        |(max_width_px, max_height_px, max_area_px, upscaling)| SizeLimits {
            max_width_px,
            max_height_px,
            max_area_px,
            upscaling,
        },
    )
}

fn assert_fits(recipe: &Recipe, limits: &SizeLimits) -> Result<(), TestCaseError> {
    let (region, (width_px, height_px)) = (recipe.region, recipe.size_px);
    prop_assert!(region.width_px > 0 && region.height_px > 0);
    prop_assert!(region.left_px + region.width_px <= recipe.sides_px.0);
    prop_assert!(region.top_px + region.height_px <= recipe.sides_px.1);
    prop_assert!(width_px > 0 && height_px > 0);
    prop_assert!(width_px <= limits.max_width_px && height_px <= limits.max_height_px);
    prop_assert!(u64::from(width_px) * u64::from(height_px) <= limits.max_area_px);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_text_breaks_the_reader(
        region in "\\PC{0,40}", size in "\\PC{0,40}", rotation in "\\PC{0,20}", file in "\\PC{0,30}",
    ) {
        let _ = Parameters::parse(&region, &size, &rotation, &file);
    }

    #[test]
    fn what_is_made_lies_in_the_picture_and_within_the_limits(
        request in request(), sides_px in sides(), limits in limits(),
    ) {
        if let Ok(parameters) = parsed(&request)
            && let Ok(recipe) = parameters.of(sides_px, &limits)
        {
            assert_fits(&recipe, &limits)?;
            let region = recipe.region;
            let larger = recipe.size_px.0 > region.width_px || recipe.size_px.1 > region.height_px;
            prop_assert!(!larger || (limits.upscaling && request.contains("/^")), "{}: {:?}", request, recipe);
        }
    }

    #[test]
    fn the_canonical_form_asks_for_the_same(
        request in request(), sides_px in sides(), limits in limits(),
    ) {
        if let Ok(parameters) = parsed(&request)
            && let Ok(recipe) = parameters.of(sides_px, &limits)
        {
            let canonical = recipe.canonical(&limits);
            let again = parsed(&canonical).expect(&canonical).of(sides_px, &limits);
            prop_assert_eq!(again, Ok(recipe), "{} as {}", request, canonical);
            prop_assert_eq!(recipe.canonical(&limits), canonical);
        }
    }

    #[test]
    fn the_side_asked_for_is_the_side_that_comes(sides_px in sides(), part in 0.0..1.0_f64) {
        let limits = SizeLimits { max_width_px: 70_000, max_height_px: 70_000, max_area_px: 1 << 40, upscaling: false };
        let of = |side: u32| (1.0 + part * f64::from(side - 1)) as u32;
        let (width_px, height_px) = (of(sides_px.0), of(sides_px.1));
        let made = |size: String| {
            let parameters = parsed(&format!("full/{size}/0/default.jpg")).expect("can be read");
            parameters.of(sides_px, &limits).map(|recipe| recipe.size_px)
        };
        prop_assert_eq!(made(format!("{width_px},")).map(|size| size.0), Ok(width_px));
        prop_assert_eq!(made(format!(",{height_px}")).map(|size| size.1), Ok(height_px));
        prop_assert_eq!(made(format!("{width_px},{height_px}")), Ok((width_px, height_px)));
        let confined = made(format!("!{width_px},{height_px}")).expect("never too large");
        prop_assert!(confined.0 <= width_px && confined.1 <= height_px);
        prop_assert!(confined.0 == width_px || confined.1 == height_px, "{:?} could be larger", confined);
    }

    #[test]
    fn every_tile_that_a_viewer_works_out_is_made_exactly(
        sides_px in sides(), power in 0_u32..8, at in (0.0..1.0_f64, 0.0..1.0_f64),
    ) {
        let (scale, limits) = (1 << power, SizeLimits::default());
        let along = |side: u32, at: f64| {
            let step = TILE_PX * scale;
            let start = (f64::from(side.div_ceil(step)) * at) as u32 * step;
            (start, step.min(side - start))
        };
        let ((left, width), (top, height)) = (along(sides_px.0, at.0), along(sides_px.1, at.1));
        let size_px = (width.div_ceil(scale), height.div_ceil(scale));
        let request = format!("{left},{top},{width},{height}/{},{}/0/default.jpg", size_px.0, size_px.1);
        let recipe = parsed(&request).expect("can be read").of(sides_px, &limits);
        prop_assert_eq!(recipe.map(|recipe| recipe.size_px), Ok(size_px));
    }
}

#[test]
fn longer_numbers_than_any_picture_needs_are_no_burden() {
    let long = "9".repeat(1 << 20);
    for request in [format!("{long},0,1,1/max/0/default.jpg"), format!("full/max/{long}/default.jpg")] {
        assert!(parsed(&request).is_err());
    }
    let tall = parsed("full/1,/0/default.jpg").expect("can be read").of((60_000, 1), &SizeLimits::default());
    assert_eq!(tall.map(|recipe| recipe.size_px), Ok((1, 1)));
    let small = SizeLimits { max_width_px: 1, max_height_px: 1, max_area_px: 1, upscaling: false };
    let two = parsed("full/2,/0/default.jpg").expect("can be read").of((9, 9), &small);
    assert_eq!(two, Err(Unsatisfiable::OverLimit(small)));
}
