//! Chance: a small PCG32 generator seeded from a photo id, so that a plate is the same on every machine.

/// A PCG32 stream.
pub(crate) struct Rng {
    state: u64,
}

impl Rng {
    /// Seeds the stream from a photo id (FNV-1a of its bytes).
    pub(crate) fn from_id(id: &str) -> Self {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for byte in id.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self::from_seed(hash)
    }

    /// Seeds the stream from a number.
    pub(crate) fn from_seed(seed: u64) -> Self {
        let mut rng = Self { state: seed ^ 0x853c_49e6_748f_ea9b };
        rng.bits();
        rng.bits();
        rng
    }

    /// Gives 32 fresh bits.
    pub(crate) fn bits(&mut self) -> u32 {
        let old = self.state;
        self.state = old.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mixed = (((old >> 18) ^ old) >> 27) as u32;
        mixed.rotate_right((old >> 59) as u32)
    }

    /// Gives a number in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.bits() >> 8) as f32 / 16_777_216.0
    }

    /// Gives a number in `low..high`.
    pub(crate) fn range(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// Gives a number in `-1.0..1.0`, more often near zero.
    pub(crate) fn bell(&mut self) -> f32 {
        (self.unit() + self.unit() + self.unit()) / 1.5 - 1.0
    }

    /// Says yes with the given probability.
    pub(crate) fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }
}
