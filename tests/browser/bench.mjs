// Timings in Chromium: `cargo xtask bench` prints them. Nothing is asserted.
import { withLab } from "./support/page.mjs";

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const p95 = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length * 0.95)];

await withLab({}, async ({ page, lab }) => {
  await lab.retype("port: 80 }", "port: 443 }");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  const evaluate = [];
  const painted = [];
  for (let round = 0; round < 60; round += 1) {
    await page.evaluate(() => {
      window.typed = 0;
      window.seen = 0;
      addEventListener("keydown", () => (window.typed = performance.now()), { once: true, capture: true });
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => (window.seen = performance.now())));
      });
      watch.observe(document.querySelector(".said"), { subtree: true, childList: true, characterData: true });
    });
    // 443 → 44 → 443: a flow dies and lives, and the status line says so.
    await page.keyboard.press(round % 2 ? "3" : "Backspace");
    await page.waitForTimeout(160);
    const [took, wait] = await page.evaluate(() => [
      performance.getEntriesByName("zel-evaluate").at(-1)?.duration ?? NaN,
      window.seen ? window.seen - window.typed : NaN,
    ]);
    if (Number.isFinite(took)) evaluate.push(took);
    if (Number.isFinite(wait)) painted.push(wait);
  }
  const row = (name, list) =>
    console.log(`${name.padEnd(58)} median ${median(list)?.toFixed(2)} ms  p95 ${p95(list)?.toFixed(2)} ms  (${list.length} edits)`);
  row("Chromium: parse, evaluate, check tasks, lay out", evaluate);
  row("Chromium: keystroke to painted status line", painted);
});
