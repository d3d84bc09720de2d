// Opens the status pages in Chromium and tells what axe-core, the browser's own console and a narrow screen have
// against them. Changes nothing. Usage: node page.js URL FOLDER; screenshots and the profile go to FOLDER.
// Ends with 0 and `N pages, 0 complaints`, or with 1 and the complaints.
import { mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = [
  { name: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
  { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  { name: "phone", colorScheme: "light", viewport: { width: 360, height: 740 } },
  { name: "phone-dark", colorScheme: "dark", viewport: { width: 360, height: 740 } },
];
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const complaints = [];
let pages = 0;

async function look(context, view, path) {
  const page = await context.newPage();
  const complain = (what) => complaints.push(`${path} (${view.name}): ${what}`);
  page.on("console", (line) => line.type() === "error" && complain(`console: ${line.text()}`));
  page.on("pageerror", (error) => complain(`script: ${error}`));
  page.on("request", (request) => request.url().startsWith(url) || request.url().startsWith("data:")
    || complain(`fetches ${request.url()}`));
  await page.goto(new URL(path, url).href);
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const violation of found.violations) {
    complain(`axe: ${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`);
  }
  if (found.passes.length < 10) complain(`axe looked at next to nothing: ${found.passes.length} rules passed`);
  const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
  if (wide > 0) complain(`${wide} pixels wider than the screen`);
  const name = path === "/" ? "overview" : path.replaceAll("/", "-").slice(1);
  await page.screenshot({ path: join(folder, `${name}-${view.name}.png`) });
  pages++;
  return page;
}

async function keepsItselfUpToDate(page) {
  const before = await page.locator("main p time").last().getAttribute("datetime");
  await page.waitForFunction((old) => [...document.querySelectorAll("main p time")].at(-1).dateTime !== old, before, { timeout: 30000 })
    .catch(() => complaints.push("the page does not keep itself up to date"));
}

for (const view of views) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, colorScheme: view.colorScheme, viewport: view.viewport,
  });
  const overview = await look(context, view, "/");
  const sources = await overview.locator("tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of sources) await (await look(context, view, path)).close();
  if (view === views[0]) await keepsItselfUpToDate(overview);
  await context.close();
}
complaints.forEach((complaint) => console.log(complaint));
console.log(`${pages} pages, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
