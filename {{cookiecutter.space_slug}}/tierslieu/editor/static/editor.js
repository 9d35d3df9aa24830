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
// The address names an input inside what is folded: it is opened.
for (let part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1))); part; part = part.parentElement) {
  if (part.tagName === "DETAILS") part.open = true;
}
// A photograph that is chosen is shown before it is sent.
for (const input of document.querySelectorAll("input[type=file][accept*=jpeg]")) {
  const picture = Object.assign(new Image(160), { alt: "" }), reader = new FileReader();
  reader.onload = () => input.after(Object.assign(picture, { src: reader.result }));
  input.addEventListener("change", () => {
    picture.remove();
    if (input.files[0]) reader.readAsDataURL(input.files[0]);
  });
}
// What was refused and is answered now is no longer said to be missing.
addEventListener("change", ({ target }) => target.value && target.closest(".f-wrong")?.querySelector(`[id="${CSS.escape(target.id)}-error"]`)?.remove());
// Leaving with something typed and not saved is asked about.
for (const form of document.querySelectorAll("form.ed-form")) {
  let typed = form.hasAttribute("data-typed");
  form.addEventListener("input", () => (typed = true));
  form.addEventListener("submit", (event) => (typed &&= Boolean(event.submitter?.formTarget)));
  addEventListener("beforeunload", (event) => typed && event.preventDefault());
}
// The one toolbar of the texts, above that in focus: Markdown around what is selected. Its words are in the page's language, in data-tools of <body>.
const tools = { bold: ["**", "**"], italic: ["*", "*"], link: ["[", "](https://)"], list: ["\n- ", ""], heading: ["\n## ", "\n"] };
const words = JSON.parse(document.body.dataset.tools || "{}");
let lastText = [...document.querySelectorAll(".ed-words")].find((one) => one.checkVisibility());
function insert(area, before, after, sample = "") {
  const { selectionStart: start, selectionEnd: end, value } = area, inside = value.slice(start, end) || sample;
  // Bold and italics begin and end at words of one paragraph.
  const parts = before === after ? inside.split(/(\n\s*\n)/) : [];
  const wrapped = parts.map((part) => part.replace(/\S(?:[^]*\S)?/, (text) => before + text + after)).join("");
  area.setRangeText(wrapped || before + inside + after, start, end, "select");
  if (parts.length < 2) {
    area.selectionStart += before.length;
    area.selectionEnd -= after.length;
  }
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
const bar = Object.assign(document.createElement("p"), { className: "ed-tools" });
for (const [name, [before, after]] of Object.entries(tools)) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: words[name] || name });
  button.addEventListener("click", () => insert(lastText, before, after, after && words[name]));
  bar.append(button);
}
// The facts to insert stand below it: their list pushes no words away, and the way to them crosses no other text.
const facts = lastText ? [...document.querySelectorAll(".ed-facts:has(code)")] : [];
const join = (area) => (area.before(bar), area.after(...facts));
if (lastText) join(lastText);
for (const area of document.querySelectorAll(".ed-words")) {
  area.addEventListener("focus", () => {
    // What is under the mouse stays there.
    const { top } = area.getBoundingClientRect();
    if (area !== lastText) join(area);
    scrollBy(0, area.getBoundingClientRect().top - top);
    lastText = area;
  });
}
// Their list is searched, whatever the accents.
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
for (const list of facts) {
  const field = Object.assign(document.createElement("div"), { className: "f-field" });
  const box = Object.assign(document.createElement("input"), { id: "find-fact", autocomplete: "off" });
  box.addEventListener("input", (event) => {
    event.stopPropagation(); // it is no answer of the form
    for (const row of list.querySelectorAll("dl > div")) row.hidden = !folded(row.textContent).includes(folded(box.value.trim()));
  });
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  field.append(Object.assign(document.createElement("label"), { htmlFor: box.id, textContent: words.find }), box);
  list.querySelector("dl").before(field);
}
for (const code of document.querySelectorAll(".ed-facts code")) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "ed-button", textContent: words.insert });
  button.setAttribute("aria-label", `${words.insert} ${code.closest("div").firstElementChild.textContent}`);
  button.addEventListener("click", () => insert(lastText, code.textContent, ""));
  code.after(button);
}
// Below shares of one whole, their sum and what is left.
function total(shares) {
  const told = Object.assign(document.createElement("p"), { className: "f-help" });
  const add = () => {
    const typed = shares.filter((one) => one.value.trim()), sum = typed.reduce((all, one) => all + Number(one.value.replace(",", ".")), 0);
    const left = Math.round((100 - sum) * 100) / 100, write = (number) => Math.abs(number).toLocaleString(document.documentElement.lang);
    told.textContent = typed.length && !isNaN(sum) ? words[left > 0 ? "short" : left < 0 ? "over" : "whole"].replace("SUM", write(100 - left)).replace("LEFT", write(left)) : "";
  };
  told.setAttribute("role", "status");
  shares.at(-1).closest(".f-field").after(told);
  for (const one of shares) one.addEventListener("input", add);
  add();
}
// A percent has a slider beside it. Of two that add up to 100, the other one follows.
for (const input of document.querySelectorAll("input[data-percent]")) {
  const slider = Object.assign(document.createElement("input"), { type: "range", max: 100 });
  const follow = (event) => (slider.value = input.value.replace(",", ".") || 0);
  const shares = [...(input.closest("[id$='/shares']")?.querySelectorAll("input[data-percent]") ?? [])];
  if (shares.length > 1 && input === shares[0]) total(shares);
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
  let timer, last = 0, fills = false;
  const follow = async () => {
    const mine = ++last, data = new FormData(form), address = form.getAttribute("action")?.split("#")[0] || location.pathname;
    data.set("press", fills ? "fill" : "try");
    const isGet = form.method === "get";
    try {
      const answer = await fetch(isGet ? `${address}?${new URLSearchParams(data)}` : address, isGet ? {} : { method: "POST", body: data });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine === last) show(page, fills);
    } catch {} // the next key asks again
  };
  form.addEventListener("input", (event) => {
    fills = event.target.name === "week";
    clearTimeout(timer);
    timer = setTimeout(follow, 400);
  });
  form.addEventListener("submit", () => clearTimeout(timer)); // its answer would take the message of the save
}
function show(page, fills) {
  const words = "/opening_hours", typed = page.getElementById(words);
  if (fills && typed) document.getElementById(words).value = typed.value;
  const state = document.getElementById("waiting"), now = page.getElementById("waiting");
  if (state && now) state.replaceChildren(...now.childNodes);
  for (const part of document.querySelectorAll(now?.matches("[data-waits]") ? "[data-result=always]" : "[data-result]")) {
    const other = page.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML && !part.contains(document.activeElement)) part.replaceChildren(...other.childNodes);
  }
}
// In a table of cells, arrows go from one to another. Those copied from a spreadsheet fill the cells from there on.
for (const sheet of document.querySelectorAll(".b-sheet, .ed-week")) {
  const input = (from, down, right) => {
    const lines = [...sheet.querySelectorAll("tr")].filter((row) => row.querySelector("td > input:not([type=hidden])"));
    const cell = from.closest("td"), line = lines[lines.indexOf(cell.parentElement) + down];
    return line?.cells[cell.cellIndex + right]?.querySelector("input:not([type=hidden])");
  };
  sheet.addEventListener("keydown", (event) => {
    const { key, target } = event, isBox = target.type === "checkbox";
    const down = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0, right = (isBox && { ArrowLeft: -1, ArrowRight: 1 }[key]) || 0;
    const next = (down || right) && target.matches("td > input") && input(target, down, right);
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (!isBox) next.select();
  });
  sheet.addEventListener("paste", (event) => {
    const rows = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/).map((line) => line.split("\t"));
    if (!event.target.matches("input") || rows.flat().length < 2) return;
    event.preventDefault();
    // Lines of another organisation are not those that were copied.
    const { cellIndex, parentElement } = event.target.closest("td"), lines = [...parentElement.parentElement.rows];
    let hasLeft = false;
    rows.forEach((texts, down) => texts.forEach((text, right) => {
      const line = lines[lines.indexOf(parentElement) + down];
      const cell = line?.cells[cellIndex + right]?.querySelector("input:not([type=hidden]), select");
      if (cell) cell.value = cell.options ? [...cell.options].find((one) => one.text === text.trim())?.value ?? cell.value : text.trim();
      else if (text.trim()) hasLeft = true;
    }));
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
    document.getElementById("left")?.remove();
    if (hasLeft) sheet.before(Object.assign(document.createElement("p"), { id: "left", className: "ed-flash", role: "alert", textContent: words.left }));
  });
}
// The boxes of a week are painted by dragging: all become what the first one becomes.
for (const week of document.querySelectorAll(".ed-week")) {
  let paint = null, isPainted = false;
  const mark = (event) => {
    const box = event.target.closest("td")?.querySelector("input");
    if (!box || paint === null || box.checked === paint) return;
    box.checked = paint;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };
  week.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("td")?.querySelector("input");
    if (!box || event.pointerType === "touch") return; // a finger scrolls, and ticks one by one
    paint = !box.checked;
    isPainted = true;
    mark(event);
  });
  week.addEventListener("pointerover", mark);
  week.addEventListener("click", (event) => {
    if (isPainted && event.target.matches("td > input")) event.preventDefault();
    isPainted = false;
  });
  addEventListener("pointerup", () => (paint = null));
}
