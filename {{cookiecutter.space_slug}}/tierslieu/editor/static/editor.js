// Comfort for the screens; everything works without it.
"use strict";
// A text opened at a line: the line is selected, and in view.
for (const area of document.querySelectorAll("textarea[data-line]")) {
  const line = Number(area.dataset.line);
  if (!line) continue;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] || "").length);
  area.scrollTop = (area.scrollHeight / lines.length) * Math.max(0, line - 5);
}
// What could not be saved is read first.
document.getElementById("errors")?.focus();
// Leaving with something typed and not saved is asked about.
for (const form of document.querySelectorAll("form.ed-form")) {
  let typed = false;
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", () => (typed = false));
  addEventListener("beforeunload", (event) => typed && event.preventDefault());
}
