import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./support/page.mjs";
import { DIST, serve } from "./support/server.mjs";

/** Opens the page where something is missing; gives what it says instead of the lab. */
async function refusal(prepare, address) {
  const server = await serve();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await prepare(page);
    await page.goto(address ?? server.origin);
    return await page.locator("#boot [role=alert]").innerText({ timeout: 10_000 });
  } finally {
    await browser.close();
    await server.close();
  }
}

test("a page opened from a file says how to serve it", async () =>
  assert.match(await refusal(() => {}, pathToFileURL(`${DIST}/index.html`).href), /cargo xtask serve/));

test("a browser without WebAssembly is told so", async () =>
  assert.match(await refusal((page) => page.addInitScript(() => delete globalThis.WebAssembly)), /no WebAssembly/));

for (const name of ["lab.js", "lab_bg.wasm"]) {
  test(`${name} can't be loaded: told, with what to do`, async () =>
    assert.match(await refusal((page) => page.route(`**/${name}`, (route) => route.abort())), /load the page again/));
}

test("a core that is damaged is told", async () => {
  const rubbish = { status: 200, contentType: "application/wasm", body: "no wasm" };
  assert.match(await refusal((page) => page.route("**/lab_bg.wasm", (route) => route.fulfill(rubbish))), /couldn't be loaded/);
});
