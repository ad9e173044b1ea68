// A problem's message with its mend on a line of its own. Text only: what a learner typed is never markup.
export function message({ message, mend }) {
  const box = document.createElement("div");
  box.append(message);
  if (mend) {
    const line = document.createElement("div");
    line.className = "cm-problem-mend";
    line.textContent = mend;
    box.append(line);
  }
  return box;
}
