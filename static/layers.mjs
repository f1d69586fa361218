// Draws the one motif, the rammed layer (夯层): thin uneven seams that tile sideways. Prints css/layers-drawn.css.
// Run by hand when the drawing changes: node layers.mjs > css/layers-drawn.css
let state = 20240601;
const random = () => ((state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32);
const between = (a, b) => a + (b - a) * random();

/// One seam: a closed shape between two wavering lines that meet again at the tile's end.
function seam(width, y, thickest, from = 0, to = width) {
  const waves = [1, 2, 3, 5].map((n) => ({ n, phase: between(0, 6.28), size: between(0.15, 0.55) / Math.sqrt(n) }));
  const swell = [1, 2, 4].map((n) => ({ n, phase: between(0, 6.28) }));
  const steps = Math.max(6, Math.round((to - from) / 40));
  const upper = [];
  const lower = [];
  for (let i = 0; i <= steps; i++) {
    const x = from + ((to - from) * i) / steps;
    const turn = (2 * Math.PI * x) / width;
    const line = y + waves.reduce((sum, w) => sum + w.size * Math.sin(w.n * turn + w.phase), 0);
    const body = swell.reduce((sum, w) => sum + Math.sin(w.n * turn + w.phase), 3) / 6;
    const ends = from === 0 && to === width ? 1 : Math.sin((Math.PI * i) / steps) ** 0.6;
    const half = (thickest / 2) * (0.25 + 0.75 * body) * ends;
    upper.push(`${Math.round(x)} ${(line - half).toFixed(1)}`);
    lower.unshift(`${Math.round(x)} ${(line + half).toFixed(1)}`);
  }
  return `M${upper.join("L")}L${lower.join("L")}z`;
}

function tile(width, height, seams) {
  const d = seams.map((s) => seam(width, ...s)).join("");
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' width='${width}' height='${height}'><path d='${d}'/></svg>`;
  return `url("data:image/svg+xml,${svg.replaceAll("<", "%3C").replaceAll(">", "%3E").replaceAll("#", "%23")}")`;
}

const edge = tile(720, 9, [[1.2, 1.5], [4.3, 1], [7.4, 0.8, 90, 560]]);
const divider = tile(960, 26, [[2, 0.9, 120, 700], [7, 1.2], [12.5, 2.1], [18, 1.1], [23.5, 0.8, 380, 930]]);
const stratum = tile(600, 6, [[2.8, 2.6]]);

console.log(`/* Drawn by layers.mjs. */
:root {
  --layer-edge: ${edge};
  --layer-divider: ${divider};
  --layer-stratum: ${stratum};
}`);
