// sharp behind HTTP: /PHOTO/fit/PX and /PHOTO/tile/X,Y,W,H.
import { join } from "node:path";
import sharp from "sharp";

import { folder, listen } from "./listen.mjs";

sharp.cache(false);

listen((path) => {
  const [, photo, kind, numbers] = path.split("/");
  const [left, top, width, height] = numbers.split(",").map(Number);
  const picture = sharp(join(folder, `${photo}.jpg`));
  const made = kind === "fit" ? picture.resize({ width: left, height: left, fit: "inside" }) : picture.extract({ left, top, width, height });
  return made.jpeg({ quality: 80 }).toBuffer();
});
