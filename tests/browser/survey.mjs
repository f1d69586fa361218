// Reads the sitemap and every page in it once, so that the tests know which templates there are and which pages show
// the most and the least of each. A new template is tested from the day its first page stands in the sitemap.

/** `{ base, data, pages: [{ path, language, template, bytes }] }`, in the order of the sitemap. */
export async function surveySite({ base, data }) {
  const sitemap = await (await fetch(`${base}/sitemap.xml`)).text();
  const addresses = [...sitemap.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);
  const pages = [];
  for (const address of addresses) {
    if (!address.startsWith(`${base}/`)) throw new Error(`${address} in the sitemap is not below ${base}`);
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} in the sitemap answers ${response.status}`);
    const html = await response.text();
    const path = address.slice(base.length);
    const template = /<body class="page-([a-z_-]+)/.exec(html)?.[1];
    if (!template) throw new Error(`${path} does not say which template it is of (body class page-…)`);
    pages.push({ path, language: languageOf(path), template, bytes: html.length });
  }
  return { base, data, pages };
}

/** The language an address belongs to. */
export function languageOf(path) {
  return /^\/en(\/|$|\?)/.test(path) ? "en" : "zh";
}
