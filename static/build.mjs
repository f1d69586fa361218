// Bundles and minifies css/site.css, js/site.js, js/zoom.js, js/live.js and, for the staff, css/staff.css and js/staff.js into dist/. The program gives the files their hashed names.
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
// Each licence asks that whoever passes the program on passes its text on too.
const licence = await readFile("node_modules/openseadragon/LICENSE.txt", "utf8");
const staffLibraries = ["idb", "js-base64", "querystringify", "requires-port", "tus-js-client", "url-parse"];
const mapLibraries = ["ol", "rbush", "quickselect"];
const mapLicences = await Promise.all(mapLibraries.map(licenceOf));
const staffLicences = await Promise.all(staffLibraries.map(licenceOf));

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await Promise.all([
  build({ ...common, entryPoints: ["css/site.css", "css/staff.css", "js/site.js"] }),
  build({
    ...common,
    entryPoints: ["js/staff.js"],
    format: "esm",
    legalComments: "inline",
    banner: { js: `/*! This file contains ${staffLibraries.join(", ")}.\n${staffLicences.join("\n")}*/` },
  }),
  build({
    ...common,
    entryPoints: ["js/zoom.js"],
    format: "esm",
    legalComments: "inline",
    banner: { js: `/*! This file contains OpenSeadragon.\n${licence}*/` },
  }),
  build({
    ...common,
    entryPoints: ["js/live.js"],
    format: "esm",
    legalComments: "inline",
    banner: { js: `/*! This file contains ${mapLibraries.join(", ")}.\n${mapLicences.join("\n")}*/` },
  }),
]);

/** The text that a package's licence asks to be passed on. */
async function licenceOf(name) {
  for (const file of ["LICENSE", "LICENSE.md"]) {
    const text = await readFile(`node_modules/${name}/${file}`, "utf8").catch(() => null);
    if (text) return `${name}\n${text}`;
  }
  throw new Error(`${name} comes without its licence`);
}
