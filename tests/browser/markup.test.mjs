// What two validators that others wrote say of the pages.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

import { base, get, pages, samples } from "./site.mjs";

const nu = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
const chosen = [...samples("zh"), ...samples("en")];

test("html-validate finds no fault on any page", async () => {
  const validator = new HtmlValidate(
    new FileSystemConfigLoader({
      root: true,
      extends: ["html-validate:standard", "html-validate:a11y"],
    }),
  );
  const findings = [];
  for (const { path } of [...pages, ...chosen]) {
    const report = await validator.validateString(await (await get(path)).text());
    for (const { messages } of report.results) {
      for (const { ruleId, message, line, severity, selector } of messages) {
        if (severity === 2) findings.push(`${path}:${line}  ${ruleId}: ${message} (${selector})`);
      }
    }
  }
  assert.deepEqual(findings, []);
});

test("the Nu Html Checker finds no error", { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "baozhai-nu-"));
  try {
    const names = new Map();
    for (const [at, { path }] of chosen.entries()) {
      const file = join(folder, `${at}.html`);
      names.set(`file:${file}`, path);
      await writeFile(file, await (await get(path)).text());
    }
    // A page with a fault, to be sure that faults are reported.
    await writeFile(join(folder, "control.html"), "<!doctype html><html lang=en><title>x</title><p><img src=x></p>");
    const { messages } = JSON.parse(await run("java", ["-jar", nu, "--format", "json", "--stdout", "--exit-zero-always", folder]));
    const said = messages.map(({ type, subType, url, lastLine, message }) => ({
      error: type !== "info",
      text: `${names.get(url.replace(/^file:\/+/, "file:/")) ?? url}:${lastLine}  ${subType ?? type}: ${message}`,
    }));
    const [control, errors] = [[], []];
    for (const { error, text } of said) if (error) (text.includes("control.html") ? control : errors).push(text);
    assert.equal(control.length, 1, control.join("\n"));
    assert.deepEqual(errors, []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the sitemap names each page in both languages, and robots.txt names the sitemap", async () => {
  assert.match(await (await get("/robots.txt")).text(), new RegExp(`^Sitemap: ${base}/sitemap\\.xml$`, "m"));
  const paths = new Set(pages.map((page) => page.path));
  for (const { path, language } of pages) {
    assert.ok(paths.has(language === "en" ? path.slice(3) || "/" : path === "/" ? "/en/" : `/en${path}`), path);
  }
});

function run(command, args) {
  return new Promise((resolve, reject) => {
    execFile(command, args, { maxBuffer: 64 << 20 }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
