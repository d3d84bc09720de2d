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

const asOf = (page) => page.locator("#asof time").getAttribute("datetime");

async function refreshed(page) {
  const before = await asOf(page);
  await page.waitForFunction((old) => document.querySelector("#asof time").dateTime !== old, before, { timeout: 30000 })
    .catch(() => complaints.push("the page does not keep itself up to date"));
}

// Filter, order, open rows and focus stay when the page is refreshed, and all but the focus when it is loaded again.
async function keepsWhatPeopleChose(page, source) {
  const chosen = () => page.evaluate(() => ({
    filter: document.getElementById("filter").value,
    shown: [...document.querySelectorAll("#sources tbody:not([hidden])")].map((body) => body.dataset.source),
    opened: [...document.querySelectorAll("tr.more:not([hidden])")].map((row) => row.id),
    order: document.querySelector("th[aria-sort]").textContent + document.querySelector("th[aria-sort]").ariaSort,
  }));
  const expect = async (when) => {
    const found = JSON.stringify(await chosen());
    const wanted = JSON.stringify({ filter: source, shown: [source], opened: [`more-${source}`], order: "Opendescending" });
    if (found !== wanted) complaints.push(`${when}: ${found} instead of ${wanted}`);
  };
  await page.getByLabel("Filter").fill(source);
  await page.getByRole("button", { name: "Open", exact: true }).press("Enter");
  await page.getByRole("button", { name: `Details of ${source}` }).press("Enter");
  await expect("chosen by keyboard");
  await refreshed(page);
  await expect("after a refresh");
  const focus = await page.evaluate(() => document.activeElement.ariaLabel);
  if (focus !== `Details of ${source}`) complaints.push(`after a refresh, the focus is on ${focus}`);
  await page.reload();
  await expect("after a reload");
  await page.getByLabel("Filter").fill("no such source");
  await page.getByText(/^0 of \d+ sources? shown$/).waitFor({ timeout: 5000 }).catch(() => complaints.push("an empty table says nothing"));
}

// A row of a source with nothing to say is one line.
async function isDense(page, view) {
  const heights = await page.locator("#sources tbody.info tr:first-child").evaluateAll((rows) => rows
    .filter((row) => row.querySelector(".notes").textContent === "").map((row) => row.getBoundingClientRect().height));
  heights.filter((height) => height > 32).forEach((height) => complaints.push(`a row of ${height} pixels (${view.name})`));
}

async function worksWithoutAScript() {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, javaScriptEnabled: false,
  });
  const page = await context.newPage();
  await page.goto(url);
  if (await page.locator("button:visible, input:visible").count() > 0) complaints.push("without a script: a control that does nothing");
  if (await page.locator("#sources tbody tr:visible").count() !== await page.locator("#sources tbody").count()) complaints.push("without a script: not one row for each source");
  await page.getByRole("link", { name: "reload" }).click({ timeout: 5000 }).catch(() => complaints.push("without a script: no link to reload"));
  await context.close();
}

for (const view of views) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(folder, "profile-")), {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags, colorScheme: view.colorScheme, viewport: view.viewport,
  });
  const overview = await look(context, view, "/");
  await isDense(overview, view);
  const sources = await overview.locator("tbody th a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of sources) await (await look(context, view, path)).close();
  if (view === views[0]) await keepsWhatPeopleChose(overview, sources[0].split("/").at(-1));
  await context.close();
}
await worksWithoutAScript();
complaints.forEach((complaint) => console.log(complaint));
console.log(`${pages} pages, ${complaints.length} complaints`);
process.exit(complaints.length === 0 ? 0 : 1);
