//! Tiles (5.4), as viewers work them out from `info.json`.

use image::{Rgb, RgbImage};
use serde_json::Value;

use super::{Outcome, ROOT, TestApp};
use crate::archives::copy_of_small;

/// Not a multiple of anything; large enough for several scales.
const SIDES_PX: (u32, u32) = (1301, 1037);

/// The colour of a point, so that a misplaced tile shows.
fn colour(x: u32, y: u32) -> [u8; 3] {
    let part = |at: u32, side: u32| (at * 220 / side) as u8;
    [part(x, SIDES_PX.0), part(y, SIDES_PX.1), 60]
}

async fn app_with_a_large_picture() -> anyhow::Result<TestApp> {
    let folder = copy_of_small()?;
    let picture = RgbImage::from_fn(SIDES_PX.0, SIDES_PX.1, |x, y| Rgb(colour(x, y)));
    picture.save(folder.path().join("photos/gamma/gamma-01.png"))?;
    TestApp::over(folder).await
}

/// Left, top, width and height of a region, and the sides it is asked in.
struct Tile {
    region: [u32; 4],
    size_px: (u32, u32),
}

/// The tiles of a scale, by the algorithm of the implementation notes (3).
fn tiles(sides_px: (u32, u32), tile_px: (u32, u32), scale: u32) -> Vec<Tile> {
    let (step_x, step_y) = (tile_px.0 * scale, tile_px.1 * scale);
    let mut tiles = Vec::new();
    for top in (0..sides_px.1).step_by(step_y as usize) {
        for left in (0..sides_px.0).step_by(step_x as usize) {
            let (width, height) = (step_x.min(sides_px.0 - left), step_y.min(sides_px.1 - top));
            let size_px = (width.div_ceil(scale), height.div_ceil(scale));
            tiles.push(Tile { region: [left, top, width, height], size_px });
        }
    }
    tiles
}

#[tokio::test]
async fn every_tile_comes_in_its_exact_size_and_from_its_place() -> Outcome {
    let app = app_with_a_large_picture().await?;
    let answer = app.get(&format!("{ROOT}/gamma-01/info.json")).await;
    let information: Value = serde_json::from_slice(&answer.body)?;
    let number = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok()).expect("a number");
    let sides_px = (number(&information["width"]), number(&information["height"]));
    assert_eq!(sides_px, SIDES_PX);
    let kind = &information["tiles"][0];
    let tile_px = (number(&kind["width"]), number(&kind["height"]));
    let scales: Vec<u32> = kind["scaleFactors"].as_array().expect("a list").iter().map(number).collect();
    assert_eq!(scales, [1, 2, 4]);
    assert_eq!(tiles(sides_px, tile_px, 4).len(), 1, "the last scale is one tile");
    for scale in scales {
        for (at, Tile { region: [left, top, width, height], size_px }) in
            tiles(sides_px, tile_px, scale).into_iter().enumerate()
        {
            // Viewers write the whole in its own words, and in 2.1 the width alone.
            let region = match [left, top, width, height] == [0, 0, sides_px.0, sides_px.1] {
                true => "full".to_owned(),
                false => format!("{left},{top},{width},{height}"),
            };
            let format = if at % 2 == 0 { "jpg" } else { "webp" };
            let size = format!("{},{}", size_px.0, size_px.1);
            let path = format!("{ROOT}/gamma-01/{region}/{size}/0/default.{format}");
            let answer = app.get(&path).await;
            assert_eq!(answer.status.as_u16(), 200, "{path}: {:?}", answer.body);
            let tile = image::load_from_memory(&answer.body)?.into_rgb8();
            assert_eq!(tile.dimensions(), size_px, "{path}");
            let (x, y) = (size_px.0 / 2, size_px.1 / 2);
            let expected = colour((left + x * scale).min(SIDES_PX.0), (top + y * scale).min(SIDES_PX.1));
            let found = tile.get_pixel(x, y).0;
            let near = found.iter().zip(expected).all(|(found, expected)| found.abs_diff(expected) <= 8);
            assert!(near, "{path}: {found:?} is not {expected:?}");
            let second = format!("/iiif/image/2/gamma-01/{region}/{},/0/default.jpg", size_px.0);
            let old = image::load_from_memory(&app.get(&second).await.body)?;
            assert_eq!(old.width(), size_px.0, "{second}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_sizes_rise_and_each_is_there() -> Outcome {
    let app = app_with_a_large_picture().await?;
    let answer = app.get(&format!("{ROOT}/gamma-01/info.json")).await;
    let information: Value = serde_json::from_slice(&answer.body)?;
    let sizes = information["sizes"].as_array().expect("a list");
    let sizes: Vec<(u64, u64)> = sizes
        .iter()
        .map(|size| (size["width"].as_u64().expect("a width"), size["height"].as_u64().expect("a height")))
        .collect();
    assert!(
        sizes.is_sorted() && sizes.iter().all(|(width, height)| *width <= 1301 && *height <= 1037),
        "{sizes:?}"
    );
    assert_eq!(sizes.last(), Some(&(1301, 1037)));
    for (width, height) in baozhai::image::rung_sides(SIDES_PX) {
        assert!(
            sizes.contains(&(width.into(), height.into())),
            "{width} × {height} is ready and not in {sizes:?}"
        );
    }
    for (width, height) in sizes {
        let path = format!("{ROOT}/gamma-01/full/{width},{height}/0/default.jpg");
        let picture = image::load_from_memory(&app.get(&path).await.body)?;
        assert_eq!((u64::from(picture.width()), u64::from(picture.height())), (width, height));
        // What pages ask for by the width alone is the same picture.
        let by_width = format!("{ROOT}/gamma-01/full/{width},/0/default.jpg");
        let pages = baozhai::image::WIDTHS_PX.map(u64::from);
        if pages.contains(&width) {
            assert_eq!(
                app.get(&by_width).await.header("etag"),
                app.get(&path).await.header("etag"),
                "{path}"
            );
        }
    }
    Ok(())
}
