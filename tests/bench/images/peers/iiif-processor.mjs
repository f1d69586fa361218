// iiif-processor behind HTTP, with what its README gives to remember sizes by. It makes JPEG at sharp's own 80.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { Processor } from "iiif-processor";

import { folder, listen, port } from "./listen.mjs";

const sizes = new Map();

listen(async (path) => {
  const streamResolver = async ({ id }) => createReadStream(join(folder, `${id}.jpg`));
  const processor = new Processor(`http://127.0.0.1:${port}${path}`, streamResolver, {
    dimensionFunction: async (asked) => {
      if (!sizes.has(asked.id)) sizes.set(asked.id, await processor.defaultDimensionFunction(asked));
      return sizes.get(asked.id);
    },
  });
  const answer = await processor.execute();
  if (answer.type !== "content") throw new Error(answer.message);
  return answer.body;
});
