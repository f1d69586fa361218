//! The plan: which photo id is drawn by which scene.

use crate::plate::Plate;
use crate::scenes;

/// One plate: its photo id and the scene that draws it.
pub(crate) struct Entry {
    /// Photo id, also the seed and the file name.
    pub id: &'static str,
    /// Draws the scene.
    pub draw: fn(&mut Plate),
}

const fn entry(id: &'static str, draw: fn(&mut Plate)) -> Entry {
    Entry { id, draw }
}

/// Every plate, in the order they are drawn.
pub(crate) const PLATES: &[Entry] = &[
    entry("xiaozhang-01", scenes::bench_and_ravine::draw),
    entry("fancunbu-01", scenes::across_the_ravine::draw),
    entry("beifangping-01", scenes::flat_bench::draw),
    entry("guzhen-01", scenes::foot_of_the_hills::draw),
    entry("wujiabu-01", scenes::south_of_the_fen::draw),
    entry("qinghe-01", scenes::forked_path::draw),
    entry("weizhuang-01", scenes::valley_wheat::draw),
    entry("zhangwu-01", scenes::snow_terraces::draw),
    entry("nanwuqin-01", scenes::persimmon_slope::draw),
    entry("xiaozhang-02", |p| scenes::gate::draw(p, scenes::gate::Framing::Oblique)),
    entry("xiaozhang-03", |p| scenes::wall::draw(p, scenes::wall::Framing::Along)),
    entry("fancunbu-05", |p| scenes::gate::draw(p, scenes::gate::Framing::Arch)),
    entry("fancunbu-06", |p| scenes::wall::draw(p, scenes::wall::Framing::Corner)),
    entry("beifangping-02", |p| scenes::wall::draw(p, scenes::wall::Framing::Close)),
    entry("guzhen-02", |p| scenes::gate::draw(p, scenes::gate::Framing::Within)),
    entry("guzhen-03", |p| scenes::ditch::draw(p, scenes::ditch::Framing::Along)),
    entry("wujiabu-02", |p| {
        scenes::wall::draw(p, scenes::wall::Framing::Along);
        p.mirror();
    }),
    entry("wujiabu-03", |p| scenes::gate::draw(p, scenes::gate::Framing::Snow)),
    entry("qinghe-02", |p| {
        scenes::gate::draw(p, scenes::gate::Framing::Within);
        p.mirror();
    }),
    entry("qinghe-06", |p| scenes::fields::draw(p, scenes::fields::Framing::Lane)),
    entry("weizhuang-02", |p| {
        scenes::wall::draw(p, scenes::wall::Framing::Corner);
        p.mirror();
    }),
    entry("weizhuang-06", |p| {
        scenes::fields::draw(p, scenes::fields::Framing::Ridges);
        p.mirror();
    }),
    entry("zhangwu-02", |p| scenes::wall::draw(p, scenes::wall::Framing::Stub)),
    entry("zhangwu-06", |p| scenes::ditch::draw(p, scenes::ditch::Framing::End)),
    entry("nanwuqin-02", |p| {
        scenes::gate::draw(p, scenes::gate::Framing::Oblique);
        p.mirror();
    }),
    entry("open-1-01", |p| scenes::fields::draw(p, scenes::fields::Framing::Head)),
    entry("open-2-01", |p| {
        scenes::fields::draw(p, scenes::fields::Framing::Lane);
        p.mirror();
    }),
    entry("open-2-03", |p| scenes::ditch::draw(p, scenes::ditch::Framing::Crossing)),
    entry("open-3-01", |p| scenes::fields::draw(p, scenes::fields::Framing::Ridges)),
    entry("open-4-01", |p| scenes::fields::draw(p, scenes::fields::Framing::Stubble)),
    entry("open-4-03", |p| scenes::ditch::draw(p, scenes::ditch::Framing::Silted)),
    entry("xiaozhang-04", |p| scenes::barbican::draw(p, scenes::barbican::Framing::Bird)),
    entry("zhangwu-03", |p| scenes::barbican::draw(p, scenes::barbican::Framing::Court)),
    entry("nanwuqin-03", |p| scenes::barbican::draw(p, scenes::barbican::Framing::Outside)),
    entry("open-4-02", |p| scenes::barbican::draw(p, scenes::barbican::Framing::Snow)),
    entry("wujiabu-04", |p| scenes::bastion::draw(p, scenes::bastion::Framing::Row)),
    entry("open-1-02", |p| scenes::bastion::draw(p, scenes::bastion::Framing::Moon)),
    entry("open-3-02", |p| scenes::bastion::draw(p, scenes::bastion::Framing::Crest)),
    entry("beifangping-03", |p| scenes::corner_tower::draw(p, scenes::corner_tower::Framing::Pavilion)),
    entry("zhangwu-04", |p| scenes::corner_tower::draw(p, scenes::corner_tower::Framing::Rain)),
    entry("open-2-02", |p| scenes::corner_tower::draw(p, scenes::corner_tower::Framing::Ramp)),
    entry("fancunbu-02", |p| scenes::tunnel::draw(p, scenes::tunnel::Framing::Mouth)),
    entry("open-1-04", |p| scenes::tunnel::draw(p, scenes::tunnel::Framing::Passage)),
    entry("open-3-03", |p| scenes::tunnel::draw(p, scenes::tunnel::Framing::Shaft)),
    entry("beifangping-05", |p| scenes::stele::draw(p, scenes::stele::Framing::Tortoise)),
    entry("guzhen-06", |p| scenes::stele::draw(p, scenes::stele::Framing::Leaning)),
    entry("qinghe-05", |p| scenes::stele::draw(p, scenes::stele::Framing::Niche)),
    entry("open-1-05", |p| scenes::stele::draw(p, scenes::stele::Framing::Field)),
    entry("xiaozhang-06", |p| scenes::tablet::draw(p, scenes::tablet::Framing::Crown)),
    entry("wujiabu-06", |p| scenes::tablet::draw(p, scenes::tablet::Framing::Below)),
    entry("open-3-05", |p| scenes::tablet::draw(p, scenes::tablet::Framing::Along)),
    entry("xiaozhang-05", |p| scenes::lane::draw(p, scenes::lane::Framing::Bend)),
    entry("beifangping-04", |p| scenes::lane::draw(p, scenes::lane::Framing::Snow)),
    entry("qinghe-03", |p| scenes::lane::draw(p, scenes::lane::Framing::Across)),
    entry("nanwuqin-04", |p| scenes::lane::draw(p, scenes::lane::Framing::Rain)),
    entry("fancunbu-03", |p| scenes::dwelling::draw(p, scenes::dwelling::Framing::Yard)),
    entry("guzhen-04", |p| scenes::dwelling::draw(p, scenes::dwelling::Framing::Caves)),
    entry("weizhuang-03", |p| scenes::dwelling::draw(p, scenes::dwelling::Framing::Through)),
    entry("open-3-04", |p| scenes::dwelling::draw(p, scenes::dwelling::Framing::Single)),
    entry("fancunbu-04", |p| scenes::temple::draw(p, scenes::temple::Framing::Tree)),
    entry("zhangwu-05", |p| scenes::temple::draw(p, scenes::temple::Framing::Snow)),
    entry("nanwuqin-06", |p| scenes::temple::draw(p, scenes::temple::Framing::Eave)),
    entry("open-2-04", |p| scenes::temple::draw(p, scenes::temple::Framing::Yard)),
    entry("wujiabu-05", |p| scenes::hall::draw(p, scenes::hall::Framing::Front)),
    entry("qinghe-04", |p| scenes::hall::draw(p, scenes::hall::Framing::Gallery)),
    entry("open-1-03", |p| scenes::hall::draw(p, scenes::hall::Framing::Above)),
    entry("open-4-04", |p| scenes::hall::draw(p, scenes::hall::Framing::Doors)),
    entry("guzhen-05", |p| scenes::stage::draw(p, scenes::stage::Framing::Dusk)),
    entry("weizhuang-04", |p| scenes::stage::draw(p, scenes::stage::Framing::Far)),
    entry("nanwuqin-05", |p| scenes::stage::draw(p, scenes::stage::Framing::Corner)),
    entry("open-4-05", |p| scenes::stage::draw(p, scenes::stage::Framing::Outward)),
    entry("beifangping-06", |p| scenes::screen_wall::draw(p, scenes::screen_wall::Framing::Free)),
    entry("weizhuang-05", |p| scenes::screen_wall::draw(p, scenes::screen_wall::Framing::Yard)),
    entry("open-2-05", |p| scenes::screen_wall::draw(p, scenes::screen_wall::Framing::Shadow)),
];
