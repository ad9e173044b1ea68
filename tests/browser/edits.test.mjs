import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { withLab } from "./support/page.mjs";

const solution = (name) => readFile(new URL(`../../static/lessons/network-security/solution/${name}`, import.meta.url), "utf8");

test("typing into a policy changes verdict, picture and status line, and names the line", () =>
  withLab({}, async ({ page, lab }) => {
    assert.ok(!(await lab.allowed("notify-pod → api.stripe.com")));
    const stops = await page.locator(".stop").count();
    await lab.retype("port: 80 }", "port: 443 }");
    await lab.said("notify-pod → api.stripe.com now gets through");
    assert.ok(await lab.allowed("notify-pod → api.stripe.com"));
    assert.equal(await page.locator(".stop").count(), stops - 2);
    await lab.flow("notify-pod → api.stripe.com").click();
    assert.match(await page.locator(".trace").innerText(), /policies\.yaml:\d+/);
    assert.equal(await page.locator(".flow.sel.a").count(), 1);
  }));

test("a broken text is told at its line and keeps the last good picture", () =>
  withLab({}, async ({ page, lab }) => {
    const nodes = await page.locator(".node").count();
    await lab.retype("podSelector: {}", "podSelecter: {}");
    await lab.said("The picture shows the last good state");
    assert.match(await page.locator(".problems").innerText(), /podSelecter[\s\S]*did you mean podSelector\?/);
    assert.ok(await page.locator(".picture.stale").isVisible());
    assert.equal(await page.locator(".node").count(), nodes);
    await page.locator(".problems button").first().click();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.waitForFunction(() => !document.querySelector(".picture.stale"));
  }));

test("an edit survives a reload; reset brings the start back, and undo the edit", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.retype("port: 80 }", "port: 443 }");
    await lab.said("now gets through");
    await page.waitForFunction(() => localStorage.getItem("zel.texts.1.network-security")?.includes("443"));
    await page.reload();
    await page.waitForSelector(".lab");
    assert.ok(await lab.allowed("notify-pod → api.stripe.com"));
    await page.getByRole("button", { name: "Reset" }).click();
    await lab.said("notify-pod → api.stripe.com is now blocked");
    await page.getByRole("button", { name: "Undo" }).click();
    await lab.said("notify-pod → api.stripe.com now gets through");
  }));

test("the solution ticks all three tasks, and nobody reaches the attacker", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.paste(await solution("policies.yaml"));
    await lab.said("is done");
    await lab.tab("egress.yaml");
    await lab.paste(await solution("egress.yaml"));
    await page.waitForSelector(".complete");
    assert.equal(await lab.tasks(), 3);
    assert.ok(!(await lab.allowed("api-pod → c2.evil.test")));
    assert.ok(await lab.allowed("notify-pod → api.stripe.com"));
    await lab.flow("notify-pod → c2.evil.test").click();
    assert.match(await page.locator(".trace .verdict").innerText(), /blocked by the egress filter, at the TLS hello/);
    await lab.shot("done");
  }));

test("a flow leads to its trace, its cause to the line", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.flow("worker-pod → 203.0.113.66").click();
    const trace = page.locator(".trace");
    assert.match(await trace.innerText(), /worker-egress isolates the pod for egress/);
    assert.match(await trace.innerText(), /Rules that were looked at/);
    await trace.locator(".step.d .jump").first().click();
    const line = await page.evaluate(() => {
      const root = document.querySelector(".editor-host").shadowRoot;
      return [root.activeElement?.className ?? "", root.querySelector(".cm-activeLine")?.textContent ?? ""];
    });
    assert.match(line[0], /cm-content/);
    assert.match(line[1], /policyTypes: \[Egress\]/);
    assert.ok((await page.locator(".editor-host .cm-cause-deny").count()) >= 1);
  }));

test("steps walk through DNS, SYN and TLS hello one by one", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.flow("api-pod → c2.evil.test").click();
    const seen = [];
    for (let step = 0; step < 14; step += 1) {
      await page.getByRole("button", { name: "Step on" }).click();
      seen.push(await page.locator(".caption").innerText());
    }
    const all = seen.join("\n");
    assert.match(all, /1 of \d+ · api-pod/);
    assert.match(all, /coredns/);
    assert.match(all, /the answer comes back/);
    assert.match(all, /the handshake with 203\.0\.113\.66/);
    assert.match(all, /TLS hello on a connection that stands/);
    assert.match(all, /reached at 203\.0\.113\.66/);
  }));
