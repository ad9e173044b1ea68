// What a learner may paste: each gets a clear message and leaves a living page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withLab } from "./support/page.mjs";

const POLICY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: x, namespace: api}\n";
const bomb = () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 12; i += 1) lines.push(`a${i}: &a${i} [${Array(9).fill(`*a${i - 1}`).join(", ")}]`);
  return lines.join("\n");
};

const CASES = [
  ["an alias bomb", bomb(), /aliases of this document/],
  ["10,000 levels", "[".repeat(10_000), /nested more than 64 levels/],
  ["tabs", `${POLICY}spec:\n\tpodSelector: {}\n`, /tab can't indent/],
  ["a duplicate key", `${POLICY}kind: Pod\n`, /stands twice/],
  ["an unknown kind", "apiVersion: v1\nkind: Gizmo\nmetadata: {name: x}\n", /kind Gizmo isn't read here/],
  ["markup as a name", "apiVersion: v1\nkind: Pod\nmetadata: {name: '<img src=x onerror=alert(1)>'}\n", /<img src=x onerror=alert\(1\)>/],
  ["a control character", `${POLICY}spec: {podSelector: {matchLabels: {a: "\u0001"}}}\n`, /U\+0001/],
];

for (const [name, text, message] of CASES) {
  test(`${name}: told, and the page lives`, () =>
    withLab({}, async ({ page, lab }) => {
      await lab.paste(text);
      await page.waitForFunction(() => document.querySelector("ul.problems"));
      assert.match(await page.locator("ul.problems").innerText(), message);
      assert.equal(await page.locator("img[src]").count(), 0);
      await lab.paste(`${POLICY}spec: {podSelector: {}, policyTypes: [Ingress]}\n`);
      await page.waitForSelector(".problems.none");
    }));
}

test("an emoji before the error: the editor underlines the right word", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.paste(`# 🦀🦀🦀\n${POLICY}spec: {podSelector: {matchLabels: {"a": "🦀"}}, ingres: []}\n`);
    await page.waitForFunction(() => document.querySelector(".editor-host").shadowRoot.querySelectorAll(".cm-lintRange-error").length >= 2);
    const marked = await page.locator(".editor-host .cm-lintRange-error").allInnerTexts();
    assert.ok(marked.join("").includes("ingres"), marked.join("|"));
    assert.ok(!marked.includes("ngres:"), marked.join("|"));
  }));

test("Windows line ends are read as others", () =>
  withLab({}, async ({ page, lab }) => {
    await lab.paste(`${POLICY}spec:\n  podSelector: {}\n  policyTypes: [Egress]\n`.replaceAll("\n", "\r\n"));
    await page.waitForSelector(".problems.none");
  }));

test("5 MB pasted at once: the page answers, and goes on", () =>
  withLab({}, async ({ page, lab }) => {
    const pod = (i) => `---\napiVersion: v1\nkind: Pod\nmetadata: {name: p${i}, namespace: big}\nstatus: {podIP: 10.9.${i >> 8 & 255}.${i & 255}}\n`;
    let text = "";
    for (let i = 0; text.length < 5_000_000; i += 1) text += pod(i);
    await lab.paste(text);
    await page.waitForFunction(() => document.querySelector(".said p").textContent.includes("flow"), null, { timeout: 60_000 });
    await page.getByRole("button", { name: "Reset" }).click();
    await lab.said("is now blocked");
  }));

test("a storage that is full or shut is told, and the page goes on", () =>
  withLab({}, async ({ page, lab }) => {
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException("full", "QuotaExceededError");
      };
    });
    await lab.retype("port: 80 }", "port: 443 }");
    await lab.said("can't be kept in this browser");
    assert.ok(await lab.allowed("notify-pod → api.stripe.com"));
  }));

test("a storage with rubbish in it is told, and the lesson begins afresh", () =>
  withLab({}, async ({ page }) => {
    await page.evaluate(() => localStorage.setItem("zel.texts.1.network-security", "{rubbish"));
    await page.reload();
    await page.waitForSelector(".said .warning");
    assert.match(await page.locator(".said").innerText(), /can't be read/);
  }));
