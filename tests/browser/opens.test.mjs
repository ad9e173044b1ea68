import assert from "node:assert/strict";
import { test } from "node:test";
import { withLab } from "./support/page.mjs";

test("the lab opens with its estate, eleven flows and three open tasks", () =>
  withLab({}, async ({ page, lab }) => {
    assert.equal(await page.locator(".markdown h1").innerText(), "Network Security in the Cloud");
    assert.equal(await page.locator(".flows li").count(), 11);
    assert.equal(await page.locator(".tasks li").count(), 3);
    assert.equal(await lab.tasks(), 0);
    assert.equal(await page.locator(".node").count(), 22);
    assert.match(await page.locator(".badge").innerText(), /0 requests left/);
    assert.ok(await lab.allowed("api-pod → c2.evil.test"));
  }));

test("packets move, stop on pause, and stand still from the start when less motion is asked for", () =>
  withLab({}, async ({ page }) => {
    const pixels = () => page.evaluate(() => document.querySelector(".stage canvas").toDataURL());
    const before = await pixels();
    await page.waitForTimeout(600);
    assert.notEqual(await pixels(), before);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.waitForTimeout(120);
    const paused = await pixels();
    await page.waitForTimeout(400);
    assert.equal(await pixels(), paused);
  }).then(() =>
    withLab({ reducedMotion: "reduce" }, async ({ page }) => {
      assert.equal(await page.getByRole("button", { name: "Play" }).count(), 1);
    })));

test("it goes on with the network cut", () =>
  withLab({}, async ({ page, context, lab }) => {
    await context.setOffline(true);
    await lab.retype("port: 80 }", "port: 443 }");
    await lab.said("notify-pod → api.stripe.com now gets through");
    await page.getByRole("button", { name: "Table", exact: true }).click();
    assert.equal(await page.locator(".table tbody tr").count(), 11);
  }));

for (const [name, width, height] of [["desktop", 1440, 900], ["phone", 390, 844], ["small", 320, 640]]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`nothing is cut off at ${width} pixels, ${colorScheme}`, () =>
      withLab({ viewport: { width, height }, colorScheme }, async ({ page, lab }) => {
        await page.waitForTimeout(1500);
        await lab.shot(`${name}-${colorScheme}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `the page is ${wide} wide`);
        if (width > 900) return;
        for (const pane of ["Lesson", "Code", "Map"]) {
          await lab.pane(pane);
          assert.ok(await lab.status.isVisible(), `no status line on ${pane}`);
          await lab.shot(`${name}-${colorScheme}-${pane.toLowerCase()}`);
        }
      }));
  }
}
