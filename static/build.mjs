// Bundles and minifies css/site.css, js/site.js and js/zoom.js into dist/. The program gives the files their hashed names.
import { build } from "esbuild";
import { mkdir, readFile, rm } from "node:fs/promises";

const common = {
  outdir: "dist",
  outbase: ".",
  entryNames: "[name]",
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome105", "safari15.4", "firefox110"],
};
// The licence asks that whoever passes the program on passes its text on too.
const licence = await readFile("node_modules/openseadragon/LICENSE.txt", "utf8");

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await Promise.all([
  build({ ...common, entryPoints: ["css/site.css", "js/site.js"] }),
  build({
    ...common,
    entryPoints: ["js/zoom.js"],
    format: "esm",
    legalComments: "inline",
    banner: { js: `/*! This file contains OpenSeadragon.\n${licence}*/` },
  }),
]);
