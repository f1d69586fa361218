// What is asked of every server, in the same order. A request is {photo, fit} or {photo, region}; no two are alike, so
// that no server can answer from what it has made before.

/** How many files of the same picture there are: they differ in a comment of a few bytes. */
export const COPIES = 6;

/** Side of a tile, in pixels. */
export const TILE_PX = 512;

/** The kinds, each with what it is called, one request to look at closely, and the endless variants of it. */
export function kinds(photos, { width, height }) {
  return [
    { name: "fit 400 px", sample: { photo: photos[0], fit: 400 }, requests: fits(photos, 400) },
    { name: "fit 1024 px", sample: { photo: photos[0], fit: 1024 }, requests: fits(photos, 1024) },
    { name: "tile 512 px", sample: { photo: photos[0], region: [2048, 1536, TILE_PX, TILE_PX] }, requests: tiles(photos, width, height) },
  ];
}

/** Sizes around `px`, near ones first and on both sides in turn: any run of them has it as its mean. */
function fits(photos, px) {
  const requests = [];
  for (let step = 0; step <= 40; step++) {
    for (const fit of step === 0 ? [px] : [px - step, px + step]) {
      for (const photo of photos) requests.push({ photo, fit });
    }
  }
  return requests;
}

/** Every whole tile of the grid at full resolution, in an order in which any run of them is from all over the picture. */
export function tiles(photos, width, height) {
  const across = Math.floor(width / TILE_PX);
  const count = across * Math.floor(height / TILE_PX);
  const requests = [];
  for (let step = 0; step < count; step++) {
    // The grids here, of 77 and 595 tiles, have no factor in common with 37: each tile comes once.
    const at = (37 * step) % count;
    const corner = [TILE_PX * (at % across), TILE_PX * Math.floor(at / across)];
    for (const photo of photos) requests.push({ photo, region: [...corner, TILE_PX, TILE_PX] });
  }
  return requests;
}

/** The request as IIIF writes it; `format` is the name of the file. */
export function iiif({ fit, region }, format) {
  return region ? `${region}/${region[2]},${region[3]}/0/${format}` : `full/!${fit},${fit}/0/${format}`;
}
