// Pages in Chromium that note whatever a visitor would not want to happen.
import { base as sharedBase } from "./site.mjs";

export { openBrowser } from "./chromium.mjs";

/**
 * A page in a context of its own. `page.faults` lists what went wrong on it: console errors (a breach of the content
 * policy is one), script errors, requests to other hosts, answers that are not well. `base` is the address of another program
 * than the one that all tests share.
 */
export async function openPage(browser, { base = sharedBase, width = 1280, height = 800, scripts = true, ...options } = {}) {
  const context = await browser.newContext({
    baseURL: base,
    viewport: { width, height },
    javaScriptEnabled: scripts,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.faults = [];
  const ownFailure = (message) => /status of 4\d\d/.test(message.text()) && message.location().url === page.url();
  page.on("console", (message) => {
    if (message.type() === "error" && !ownFailure(message)) page.faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => page.faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const address = request.url();
    if (!address.startsWith(`${base}/`) && !/^(data|blob|about):/.test(address)) {
      page.faults.push(`another host: ${address}`);
    }
  });
  page.on("response", (response) => {
    const isDocument = response.request().isNavigationRequest();
    if (response.status() >= 400 && !isDocument) page.faults.push(`${response.status()}: ${response.url()}`);
  });
  return page;
}

/** Whether what went wrong on a page is that its line was cut. */
export const isOfTheLine = (fault) => /net::ERR_(CONNECTION_|SOCKET_|EMPTY_RESPONSE|INCOMPLETE|CONTENT_LENGTH)/.test(fault);

/** Opens an address and says so if the status is not the one expected. */
export async function go(page, { path, status = 200 }) {
  const response = await page.goto(path, { waitUntil: "load" });
  if (response.status() !== status) throw new Error(`${path} answers ${response.status()}, not ${status}`);
}

/** Runs `look` on each page and collects its findings, so that one run shows every fault. */
export async function onEach(list, look) {
  const findings = [];
  for (const item of list) {
    for (const finding of await look(item)) findings.push(`${item.path}  ${finding}`);
  }
  return findings;
}
