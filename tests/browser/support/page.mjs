// A page of the lab in a real Chromium. A test fails on any console error, page error, CSP violation, and on any request
// off the page's own origin.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const PLACES = [process.env.ZEL_CHROMIUM, process.env.CHROME, "/usr/bin/chromium", "/usr/bin/google-chrome"];
const SHOTS = new URL("../../../target/screenshots/", import.meta.url);

/** Starts the browser. */
export const launch = () => chromium.launch({ executablePath: PLACES.find((path) => path && existsSync(path)), args: FLAGS });

/** Opens the lab, hands it to `body`, and checks afterwards that nothing went wrong on the side. */
export async function withLab(options, body) {
  const server = await serve();
  const browser = await launch();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const wrong = [];
    await context.route((url) => url.origin !== server.origin && !["data:", "blob:"].includes(url.protocol), (route) => {
      wrong.push(`a request left the origin: ${route.request().url()}`);
      return route.abort();
    });
    const page = await context.newPage();
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) wrong.push(`${message.type()}: ${message.text()}`);
    });
    page.on("pageerror", (error) => wrong.push(`page error: ${error.message}`));
    await page.goto(server.origin);
    await page.waitForSelector(".lab");
    await page.waitForFunction(() => document.querySelector(".editor-host")?.shadowRoot?.querySelector(".cm-content"));
    await body({ page, context, server, lab: lab(page) });
    assert.deepEqual(wrong, []);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** What tests do on the page, again and again. */
function lab(page) {
  const content = page.locator(".editor-host .cm-content");
  return {
    content,
    status: page.locator(".said p"),
    flow: (name) => page.locator(".flows button", { hasText: name }),
    pane: (name) => page.locator("nav.panes button", { hasText: name }).click(),
    tab: (name) => page.locator(".tabs button", { hasText: name }).click(),
    tasks: () => page.locator(".tasks li.done").count(),
    /** The verdict of the flow with this name: true when it gets through. */
    allowed: async (name) => (await page.locator(".flows li", { hasText: name }).first().getAttribute("class")).split(" ").includes("a"),
    /** Puts the cursor behind a text of the shown file, by searching for it as a person would. */
    async find(text) {
      await content.click();
      await page.keyboard.press("Control+f");
      await page.locator(".editor-host .cm-search input[name=search]").focus();
      await page.keyboard.press("Control+a");
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
    },
    /** Finds a text, and types another one over it. */
    async retype(from, to) {
      await this.find(from);
      await page.keyboard.type(to);
      await page.keyboard.press("Escape");
    },
    /** Pastes a text over all of the shown file. */
    async paste(text) {
      await content.focus();
      await page.keyboard.press("Control+a");
      await content.evaluate((element, text) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/plain", text);
        element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    },
    said: (part) => page.waitForFunction((part) => document.querySelector(".said p").textContent.includes(part), part),
    async shot(name) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: new URL(`${name}.png`, SHOTS).pathname });
    },
  };
}
