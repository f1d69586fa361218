// Bundles and minifies css/site.css and js/site.js into dist/. The program gives the files their hashed names.
import { build } from "esbuild";
import { mkdir, rm } from "node:fs/promises";

await rm("dist", { recursive: true, force: true });
await mkdir("dist");
await build({
  entryPoints: ["css/site.css", "js/site.js"],
  outdir: "dist",
  outbase: ".",
  entryNames: "[name]",
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "none",
  target: ["chrome105", "safari15.4", "firefox110"],
});
