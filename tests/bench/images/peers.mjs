// The other programs, each as it is usually run, over HTTP, with nothing kept between requests.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { link, mkdir, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { freePort } from "../program.mjs";
import { iiif } from "./requests.mjs";
import { Server } from "./server.mjs";
import { pyramid } from "./sources.mjs";

const FIRST = { fit: 64 };

/** Each with a name, its version, how it is set up, and `start(folder, photos, tools)`: the folder holds `<photo>.jpg`. */
export const PEERS = [
  {
    name: "sharp",
    version: () => ofPackage("sharp"),
    how: "a small Node.js server around `resize({fit: \"inside\"})` and `extract`, `sharp.cache(false)`",
    start: (folder, photos) => {
      const path = ({ photo, fit, region }) => (region ? `${photo}/tile/${region}` : `${photo}/fit/${fit}`);
      return inNode("sharp", folder, photos, path);
    },
  },
  {
    name: "iiif-processor",
    version: () => ofPackage("iiif-processor"),
    how: "a small Node.js server with a `streamResolver` and a `dimensionFunction` that remembers",
    start: (folder, photos) => {
      const path = (request) => `iiif/3/${request.photo}/${iiif(request, "default.jpg")}`;
      return inNode("iiif-processor", folder, photos, path);
    },
  },
  {
    name: "thumbor",
    version: () => /==(.*)/.exec(readFileSync(join(import.meta.dirname, "thumbor.txt"), "utf8"))[1],
    how: "a process for each core, asked in turn, file loader, no storage, no result storage",
    start: thumbor,
  },
  {
    name: "iipsrv",
    version: () => "of Debian",
    how: "a process of one thread for each core behind nginx, no tile cache, from a pyramid TIFF (256 px tiles, JPEG at 90)",
    start: iipsrv,
  },
];

function ofPackage(name) {
  return JSON.parse(readFileSync(join(import.meta.dirname, "../node_modules", name, "package.json"), "utf8")).version;
}

async function inNode(name, folder, [photo], path) {
  const port = await freePort();
  const program = join(import.meta.dirname, "peers", `${name}.mjs`);
  const command = { program: process.execPath, words: [program, folder, String(port)] };
  return Server.start([command], (request) => `http://127.0.0.1:${port}/${path(request)}`, { ...FIRST, photo });
}

async function thumbor(folder, [photo], { python, work }) {
  const program = join(python, "thumbor");
  if (!existsSync(program)) throw new Error("could not be installed");
  const ports = await onePortForEachCore();
  const settings = join(work, "thumbor.conf");
  const lines = [
    "LOADER = 'thumbor.loaders.file_loader'",
    `FILE_LOADER_ROOT_PATH = '${folder}'`,
    "STORAGE = 'thumbor.storages.no_storage'",
    "RESULT_STORAGE = None",
    "QUALITY = 80",
  ];
  await writeFile(settings, `${lines.join("\n")}\n`);
  const commands = ports.map((port) => ({ program, words: ["--ip=127.0.0.1", `--port=${port}`, `--conf=${settings}`, "--log-level=error"] }));
  const part = ({ fit, region }) => {
    if (!region) return `fit-in/${fit}x${fit}`;
    const [x, y, width, height] = region;
    return `${x}x${y}:${x + width}x${y + height}`;
  };
  // In turn, as a proxy in front would do it.
  let turn = 0;
  const address = (request) => `http://127.0.0.1:${ports[turn++ % ports.length]}/unsafe/${part(request)}/${request.photo}.jpg`;
  return Server.start(commands, address, { ...FIRST, photo });
}

async function iipsrv(folder, photos, { nginx, work }) {
  const fetch = join(import.meta.dirname, "../../tools/fetch-iipsrv");
  const program = execFileSync(fetch, { stdio: ["ignore", "pipe", "inherit"] }).toString().trim();
  const own = join(work, "iipsrv");
  await mkdir(own, { recursive: true });
  const tiff = await pyramid(join(folder, `${photos[0]}.jpg`));
  for (const photo of photos) await link(tiff.path, join(own, `${photo}.tif`));
  const ports = await onePortForEachCore();
  // One thread in each: with more, its processes get into each other's way and take up to twice the processor time.
  const env = { MAX_IMAGE_CACHE_SIZE: "0", JPEG_QUALITY: "80", VERBOSITY: "0", FILESYSTEM_PREFIX: `${own}/`, OMP_NUM_THREADS: "1" };
  const commands = ports.map((port) => ({ program, words: ["--bind", `127.0.0.1:${port}`], env }));
  const front = await freePort();
  await writeFile(join(own, "nginx.conf"), configuration(own, front, ports));
  const user = process.getuid() === 0 ? ["-g", "user root;"] : [];
  commands.push({ program: nginx, words: ["-p", own, "-c", join(own, "nginx.conf"), ...user] });
  const address = (request) => `http://127.0.0.1:${front}/?IIIF=${request.photo}.tif/${iiif(request, "default.jpg")}`;
  return Server.start(commands, address, { ...FIRST, photo: photos[0] });
}

function onePortForEachCore() {
  return Promise.all(Array.from({ length: availableParallelism() }, freePort));
}

function configuration(own, front, ports) {
  return `
    worker_processes ${ports.length}; daemon off; pid ${own}/pid; error_log stderr crit;
    events { worker_connections 1024; }
    http {
      access_log off;
      client_body_temp_path ${own}/t1; proxy_temp_path ${own}/t2; fastcgi_temp_path ${own}/t3;
      uwsgi_temp_path ${own}/t4; scgi_temp_path ${own}/t5;
      upstream iipsrv { least_conn; ${ports.map((port) => `server 127.0.0.1:${port};`).join(" ")} }
      server {
        listen 127.0.0.1:${front};
        location / {
          fastcgi_pass iipsrv;
          fastcgi_param QUERY_STRING $query_string;
          fastcgi_param REQUEST_METHOD $request_method;
          fastcgi_param HTTP_HOST $host;
          fastcgi_param REQUEST_URI $request_uri;
        }
      }
    }`;
}
