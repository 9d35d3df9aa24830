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
// A percent has a slider beside it. Of two that add up to 100, the other one follows.
for (const input of document.querySelectorAll("input[data-percent]")) {
  const slider = Object.assign(document.createElement("input"), { type: "range", max: 100 });
  const follow = (event) => (slider.value = input.value.replace(",", ".") || 0);
  const shares = [...(input.closest("[id$='/shares']")?.querySelectorAll("input[data-percent]") ?? [])];
  slider.setAttribute("aria-label", input.labels[0].textContent.trim());
  slider.addEventListener("input", () => {
    input.value = slider.value;
    const other = shares.length === 2 && shares.find((one) => one !== input);
    if (other) other.value = 100 - slider.value;
    other?.dispatchEvent?.(new Event("input", { bubbles: true }));
  });
  input.addEventListener("input", follow);
  input.after(slider);
  follow();
}
// A form whose results follow while one types: the server makes them, and nothing is saved.
for (const form of document.querySelectorAll("form[data-live]")) {
  let timer, last = 0;
  const follow = async () => {
    const mine = ++last, data = new FormData(form), address = form.getAttribute("action")?.split("#")[0] || location.pathname;
    data.set("press", "try");
    const isGet = form.method === "get";
    try {
      const answer = await fetch(isGet ? `${address}?${new URLSearchParams(data)}` : address, isGet ? {} : { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === last) show(page);
    } catch {} // the next key asks again
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(follow, 400); });
}
function show(page) {
  const state = document.getElementById("waiting"), now = page.getElementById("waiting");
  if (state && now) state.textContent = now.textContent;
  if (now?.matches("[data-waits]")) return;
  for (const part of document.querySelectorAll("[data-result]")) {
    const other = page.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
  }
}
// In the table of the budget, arrows go from line to line; cells copied from a spreadsheet fill those from there on.
for (const sheet of document.querySelectorAll(".b-sheet")) {
  const input = (from, down, right) => {
    const lines = [...sheet.rows].filter((row) => row.querySelector("td > input:not([type=hidden])"));
    const cell = from.closest("td"), line = lines[lines.indexOf(cell.parentElement) + down];
    return line?.cells[cell.cellIndex + right]?.querySelector("input:not([type=hidden])");
  };
  sheet.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step && event.target.matches("input") && input(event.target, step, 0);
    if (next) { event.preventDefault(); next.select(); }
  });
  sheet.addEventListener("paste", (event) => {
    const rows = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (!event.target.matches("input") || rows.flat().length < 2) return;
    event.preventDefault();
    rows.forEach((texts, down) => texts.forEach((text, right) => {
      const cell = input(event.target, down, right);
      if (cell) cell.value = text.trim();
    }));
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
