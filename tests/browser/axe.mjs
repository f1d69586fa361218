// axe-core, and how its findings are told.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

/** The script itself, to be evaluated in a page: by way of the debugger, which the content policy does not bind. */
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What it finds on a page into which it was brought, each finding with `where` before it. */
export async function violations(page, where) {
  const result = await page.evaluate(() =>
    globalThis.axe.run(document, {
      resultTypes: ["violations"],
      // WCAG 2.2, off in axe-core unless asked for.
      rules: { "target-size": { enabled: true } },
    }),
  );
  return result.violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ");
      return `${where}: ${rule.id}: ${node.target.join(" ")}: ${why}`;
    }),
  );
}
