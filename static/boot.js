// Loads the core, says how far it got in bytes, starts it, and says in plain words what to do if it can't.
// A plain script, not a module: browsers refuse modules to a page opened from a file, and then nobody would say so.
(async () => {
  const boot = document.getElementById("boot");
  const bar = boot.querySelector("progress");
  const line = boot.querySelector("p");
  const kilo = (bytes) => Math.round(bytes / 1024);

  function theme() {
    try {
      const kept = localStorage.getItem("zel.theme");
      if (kept === "light" || kept === "dark") document.documentElement.dataset.theme = kept;
    } catch {
      // A browser that shuts its storage shows the system's colours.
    }
  }

  async function core() {
    const response = await fetch("lab_bg.wasm");
    if (!response.ok) throw new Error(`the server answered ${response.status} for the lab's core`);
    const encoded = response.headers.get("Content-Encoding");
    const total = encoded ? 0 : Number(response.headers.get("Content-Length")) || 0;
    const reader = response.body.getReader();
    const chunks = [];
    let loaded = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      loaded += value.length;
      line.textContent = total ? `Loading ${kilo(loaded)} of ${kilo(total)} KB` : `Loading ${kilo(loaded)} KB`;
      if (total) {
        bar.max = total;
        bar.value = loaded;
      }
    }
    return new Blob(chunks, { type: "application/wasm" }).arrayBuffer();
  }

  function failed(error) {
    const words = {
      file: "A page opened from a file can't load the lab's core. Serve the folder instead: cargo xtask serve.",
      old: "This browser has no WebAssembly, or it's switched off. Use a current Firefox, Chrome, Edge or Safari.",
      other: "The lab couldn't be loaded. Check the connection and load the page again.",
    };
    const kind = location.protocol === "file:" ? "file" : typeof WebAssembly === "undefined" ? "old" : "other";
    bar.remove();
    boot.querySelector("h1").textContent = "The lab didn't start";
    line.textContent = `${words[kind]} (${error?.message ?? error})`;
    line.setAttribute("role", "alert");
  }

  theme();
  try {
    if (location.protocol === "file:") throw new Error("opened from a file");
    if (typeof WebAssembly === "undefined") throw new Error("no WebAssembly");
    const { default: init } = await import("./lab.js");
    await init({ module_or_path: await core() });
    boot.remove();
  } catch (error) {
    failed(error);
  }
})();
