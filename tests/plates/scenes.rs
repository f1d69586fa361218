//! The scenes: one file each; a setting draws one landscape, an element draws one of several framings.

pub(crate) mod across_the_ravine;
pub(crate) mod barbican;
pub(crate) mod bastion;
pub(crate) mod bench_and_ravine;
pub(crate) mod corner_tower;
pub(crate) mod ditch;
pub(crate) mod dwelling;
pub(crate) mod fields;
pub(crate) mod flat_bench;
pub(crate) mod foot_of_the_hills;
pub(crate) mod forked_path;
pub(crate) mod gate;
pub(crate) mod hall;
pub(crate) mod lane;
pub(crate) mod persimmon_slope;
pub(crate) mod screen_wall;
pub(crate) mod snow_terraces;
pub(crate) mod south_of_the_fen;
pub(crate) mod stage;
pub(crate) mod stele;
pub(crate) mod tablet;
pub(crate) mod temple;
pub(crate) mod tunnel;
pub(crate) mod valley_wheat;
pub(crate) mod wall;
