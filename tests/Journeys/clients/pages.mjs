// Looks at the pages of managed channels as different visitors would: in light and dark, on a desk and on a phone, by keyboard.
// Prints what is wrong with each as JSON: scripts or requests that failed, what axe finds against WCAG 2.2 AA, what does not fit the
// screen, and where the focus cannot be seen.
//   node pages.mjs CHROMIUM URL PICTURES PART PARTS
// PART of PARTS, counted from 0: a run has its time, and there are more pages than fit into it on a busy machine.
import { createRequire } from "node:module";
import path from "node:path";
import { chromium } from "playwright-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TODAY = new Date().toISOString().slice(0, 10);
const PATHS = [
  "/", "/-/search?q=python", "/forge/", "/forge/-/search?q=pyton", "/forge/-/search?q=nothinglikeit", "/forge/-/packages", "/forge/-/packages?subdir=noarch",
  "/forge/-/packages/python", "/forge/-/packages/evil", "/forge/-/packages/absent", "/forge/-/artifacts/linux-64/openssl-3.5.0-h1b2c3d4_0.conda",
  "/forge/-/changes", "/forge/-/history", `/forge/-/history/${TODAY.slice(0, 7)}`, `/forge/-/history/${TODAY}`, "/forge/-/diff", "/forge/-/diff?before=first",
  "/forge/?at=first", "/forge/-/packages?at=first", "/forge/-/packages/python?at=first", "/forge/-/artifacts/linux-64/openssl-3.5.0-h1b2c3d4_0.conda?at=first",
  "/forge/-/packages/python?at=nothing-absent", "/forge/-/labels", "/forge/-/patches", "/-/audit", "/-/tokens", "/-/people",
  "/-/teams", "/-/issuers", "/-/jobs", "/-/jobs/1", "/-/sign-in", "/-/mirrors", "/copy/", "/copy/-/mirror", "/second/-/mirror", "/forge/-/notices", "/forge/-/submissions", "/forge/-/submissions/1", "/forge/-/access",
  "/-/sources", "/-/sources?q=absent", "/-/sources?q=built-1.0.tar.gz", "/-/sources?q=withdrawn-1.0.tar.gz", "/forge/-/sources", "/forge/-/artifacts/noarch/built-1.0-0.conda",
];
const DESK = { width: 1200, height: 900 };
const PHONE = { width: 360, height: 740 };
const [executablePath, start, pictures, part, parts] = process.argv.slice(2);
const { origin, password } = new URL(start);
const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
// axe has to be put into pages whose policy allows no script.
const context = await browser.newContext({ viewport: DESK, colorScheme: "light", bypassCSP: true });
await signIn();
const seen = [];
for (const address of PATHS.filter((_, i) => i % Number(parts) === Number(part))) seen.push(await visit(address));
await browser.close();
console.log(JSON.stringify(seen, null, 2));

// As people do: with the form, and from then on with its cookie.
async function signIn() {
  const page = await context.newPage();
  await page.goto(`${origin}/-/sign-in`);
  await page.fill("#sign-in-token", password);
  await page.getByRole("button", { name: "Sign in with a token" }).click();
  await page.waitForURL(`${origin}/`);
  await page.close();
}

async function visit(address) {
  const page = await context.newPage();
  const problems = [];
  const isMissing = address.endsWith("absent");
  page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
  page.on("dialog", (dialog) => { problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("response", (response) => { if (response.status() >= 400 && !isMissing) problems.push(`${response.status()}: ${response.url()}`); });
  await page.goto(origin + address);
  await page.evaluate(() => { for (const details of document.querySelectorAll("details")) details.open = true; });
  await page.addScriptTag({ path: axe });
  problems.push(...await barriers(page, "light", { runOnly: TAGS }), ...await walk(page));
  await picture(page, address, "light");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForTimeout(200);
  problems.push(...await barriers(page, "dark", { runOnly: ["color-contrast", "link-in-text-block"] }));
  await picture(page, address, "dark");
  await page.setViewportSize(PHONE);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (tooWide > 0) problems.push(`${tooWide} pixels wider than a phone`);
  await picture(page, address, "phone");
  const title = await page.title();
  await page.close();
  return { path: address, title, problems };
}

async function barriers(page, view, options) {
  const { violations } = await page.evaluate((wanted) => globalThis.axe.run(wanted), options);
  return violations.map((rule) => `${view}: ${rule.id}: ${rule.help} (${rule.nodes.map((node) => node.target).join(", ")})`);
}

async function picture(page, address, view) {
  const name = address.replace(/[^a-z0-9]+/gi, "_").replace(/^_+|_+$/g, "") || "home";
  await page.evaluate(() => { document.activeElement?.blur(); window.scrollTo(0, 0); });
  await page.screenshot({ path: path.join(pictures, `${name}-${view}.png`) });
}

// The first Tab reaches the skip link; each stop shows an outline or becomes visible.
async function walk(page) {
  const problems = [];
  await page.evaluate(() => { document.activeElement?.blur(); });
  for (let stop = 0; stop < 12; stop++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return { name: element.className || element.tagName, outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, onScreen: box.right > 0 && box.bottom > 0 };
    });
    if (!focused) break;
    if (stop === 0 && focused.name !== "skip") problems.push(`the first stop is ${focused.name}`);
    if (!focused.outline || !focused.onScreen) problems.push(`the focus on ${focused.name} cannot be seen`);
  }
  return problems;
}
