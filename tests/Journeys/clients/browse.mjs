// Opens pages in a browser as a visitor would and prints what is wrong with each as JSON: script errors, requests that failed,
// and what axe finds against WCAG 2.2 AA. Follows links within the site, up to a number of pages.
//   node browse.mjs CHROMIUM URL [SCREENSHOT-FOLDER]
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const MOST_PAGES = 20;
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const [executablePath, start, screenshots] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const waiting = [start];
const visited = new Map();
while (waiting.length > 0 && visited.size < MOST_PAGES) {
  const url = waiting.shift();
  if (visited.has(url)) continue;
  const { links, ...found } = await visit(url);
  visited.set(url, found);
  waiting.push(...links.filter((link) => link.startsWith(start) && (link.endsWith("/") || link.endsWith(".html"))));
}
await browser.close();
console.log(JSON.stringify([...visited].map(([url, found]) => ({ url, ...found })), null, 2));

async function visit(url) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
  const problems = [];
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400 && !response.url().endsWith("/favicon.ico")) problems.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url);
  await page.addScriptTag({ path: axe });
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags }), TAGS);
  problems.push(...violations.map((rule) => `${rule.id}: ${rule.help} (${rule.nodes.map((node) => node.target).join(", ")})`));
  const links = await page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.href.split("#")[0]));
  if (screenshots) await page.screenshot({ path: path.join(screenshots, `${visited.size}.png`), fullPage: true });
  const title = await page.title();
  await page.close();
  return { title, problems, links };
}
