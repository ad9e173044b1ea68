import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { withLab } from "./support/page.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const focused = (page) => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className ?? document.activeElement?.id);

test("by keyboard alone: from the editor to the trace, through the flows, to the deciding line and out again", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.content.focus();
    await page.keyboard.press("Control+Enter");
    assert.equal(await focused(page), "trace");
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /^flow-\d+$/);
    await page.keyboard.press("Home");
    assert.equal(await focused(page), "flow-0");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "flow-1");
    assert.match(await page.locator(".trace .verdict").innerText(), /prometheus-pod → payments-pod/);
    await page.keyboard.press("End");
    assert.match(await page.locator(".trace .verdict").innerText(), /worker-pod/);
    for (let press = 0; press < 12; press += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.matches(".step.d .jump"))) break;
    }
    await page.keyboard.press("Enter");
    assert.match(await focused(page), /cm-content/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.doesNotMatch(String(await focused(page)), /cm-content/);
  }));

test("Tab indents in the editor until Escape was pressed", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.content.focus();
    const before = await page.locator(".editor-host .cm-line").first().innerText();
    await page.keyboard.press("Tab");
    assert.notEqual(await page.locator(".editor-host .cm-line").first().innerText(), before);
    assert.match(await focused(page), /cm-content/);
  }));

test("? opens the help, Escape closes it; F6 walks the panes", () =>
  withLab({}, async ({ page }) => {
    await page.locator("#map").focus();
    await page.keyboard.press("?");
    assert.ok(await page.locator("dialog#help").isVisible());
    await page.keyboard.press("Escape");
    assert.ok(!(await page.locator("dialog#help").isVisible()));
    await page.locator("#lesson").focus();
    await page.keyboard.press("F6");
    assert.equal(await focused(page), "code");
  }));

test("the theme is chosen by hand and remembered", () =>
  withLab({ colorScheme: "light" }, async ({ page }) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await page.getByRole("button", { name: /Colours/ }).click();
    await page.getByRole("button", { name: /Colours/ }).click();
    assert.notEqual(await paper(), light);
    await page.reload();
    await page.waitForSelector(".lab");
    assert.notEqual(await paper(), light);
  }));

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing, ${colorScheme}`, () =>
    withLab({ colorScheme, reducedMotion: "reduce", bypassCSP: true }, async ({ page, lab }) => {
      await page.addScriptTag({ path: axe });
      for (const view of ["start", "table", "blocked"]) {
        if (view === "table") await page.getByRole("button", { name: "Table", exact: true }).click();
        if (view === "blocked") await lab.flow("worker-pod → 203.0.113.66").click();
        const result = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
        const found = result.violations.map((v) => `${view}: ${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 4).join(", ")}`);
        assert.deepEqual(found, []);
      }
    }));
}
