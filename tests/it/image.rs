//! Pictures: what is taken, what is refused, what is made of them and how the service behaves.

mod bands;
mod budget;
mod cache;
mod camera;
mod cleaned;
mod colour;
mod damage;
mod derivatives;
mod hostile;
mod memory;
mod mutations;
mod oddities;
mod originals;
mod parameters;
mod parts;
mod pictures;
mod probe;
mod render;
mod rotten;
mod sources;
mod tags;
