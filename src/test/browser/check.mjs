// Looks at rendered pages in a real browser: node check.mjs CHROMIUM FOLDER CSP
// For each FOLDER/*.html: console and CSP errors, sideways scrolling, axe, a screenshot of each look.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, folder, csp] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ORIGIN = "https://bridge.example";
const looks = [
  { name: "phone-light", viewport: { width: 375, height: 800 }, colorScheme: "light" },
  { name: "phone-dark", viewport: { width: 375, height: 800 }, colorScheme: "dark" },
  { name: "desktop-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "desktop-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const pages = readdirSync(folder).filter((file) => file.endsWith(".html"));
for (const file of pages) {
  const html = readFileSync(join(folder, file), "utf8");
  for (const look of looks) {
    const problems = [];
    const context = await browser.newContext(look);
    const page = await context.newPage();
    page.on("console", (message) => problems.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => problems.push(`script: ${error.message}`));
    page.on("dialog", (dialog) => { problems.push("a dialog"); dialog.dismiss(); });
    await page.route("**/*", (route) =>
      route.request().url() === `${ORIGIN}/bridge/status`
        ? route.fulfill({ body: html, contentType: "text/html; charset=utf-8", headers: { "content-security-policy": csp } })
        : (problems.push(`asked for ${route.request().url()}`), route.abort()));
    await page.goto(`${ORIGIN}/bridge/status`);
    if ((await page.title()) !== "Vertex Bridge status") problems.push(`title ${await page.title()}`);
    const [wide, styled, foreign] = await page.evaluate(() => [
      document.documentElement.scrollWidth > window.innerWidth,
      getComputedStyle(document.body).maxWidth !== "none",
      document.querySelectorAll("script, img, iframe, object, embed, form, [onerror], [onload]").length,
    ]);
    if (wide) problems.push("scrolls sideways");
    if (!styled) problems.push("the style sheet was not applied");
    if (foreign) problems.push(`${foreign} elements that must not be there`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    for (const violation of violations) {
      problems.push(`axe ${violation.id}: ${violation.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`);
    }
    await page.screenshot({ path: join(folder, file.replace(".html", `-${look.name}.png`)), fullPage: true });
    await context.close();
    console.log(JSON.stringify({ page: file.replace(".html", ""), look: look.name, problems }));
  }
}
await browser.close();
