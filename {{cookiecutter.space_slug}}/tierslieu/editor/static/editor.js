// Comfort for the screens; everything works without it.
"use strict";
// A text opened at a line: the cursor is there, and the line in view. Nothing is selected: one key would erase it.
for (const area of document.querySelectorAll("textarea[data-line]")) {
  const line = Number(area.dataset.line);
  if (!line) continue;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start);
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
// The toolbar of a text: Markdown around what is selected. Its words are in the page's language, in data-tools of <body>.
const tools = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"], list: ["\n- ", ""], heading: ["\n## ", "\n"] };
const words = JSON.parse(document.body.dataset.tools || "{}");
let lastText = document.querySelector(".ed-words");
function insert(area, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.setRangeText(before + value.slice(start, end) + after, start, end, "select");
  area.selectionStart = start + before.length;
  area.selectionEnd = end + before.length;
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
for (const area of document.querySelectorAll(".ed-words")) {
  const bar = document.createElement("p");
  bar.className = "ed-tools";
  for (const [name, [before, after]] of Object.entries(tools)) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words[name] || name });
    button.addEventListener("click", () => insert(area, before, after));
    bar.append(button);
  }
  area.before(bar);
  area.addEventListener("focus", () => (lastText = area));
}
for (const code of document.querySelectorAll(".ed-facts code")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ed-button", textContent: words.insert });
  button.setAttribute("aria-label", `${words.insert} ${code.textContent}`);
  button.addEventListener("click", () => insert(lastText, code.textContent, ""));
  code.after(button);
}
