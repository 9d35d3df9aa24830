// Whether the place is open, the prices of the next grid from its first day, and what visits cost; pages say enough without.
(() => {
  const table = document.querySelector("table[data-zone]"), told = table?.dataset;

  // The day and minute at the place.
  const clock = () => {
    const form = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const parts = new Intl.DateTimeFormat("en-GB", { ...form, timeZone: "Europe/Paris", hourCycle: "h23" });
    const now = Object.fromEntries(parts.formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return { day: `${now.year}-${now.month}-${now.day}`, minute: now.hour * 60 + +now.minute };
  };

  const { day: today } = clock();
  for (const price of document.querySelectorAll("[data-then]")) {
    if (today >= price.dataset.since) price.textContent = price.dataset.then;
  }
  for (const old of document.querySelectorAll("[data-until]")) old.hidden = today >= old.dataset.until;

  const sliders = document.querySelectorAll("[type=range]"), [visits] = sliders;
  const answer = (chosen) => {
    const at = chosen - 1;
    for (const slider of sliders) slider.value = chosen;
    document.querySelector("[data-visits]").textContent = chosen;
    for (const grid of document.querySelectorAll(".suits-grid")) {
      const lists = grid.querySelectorAll("ol");
      grid.querySelectorAll("output").forEach((said, index) => said.innerHTML = lists[index].children[at].innerHTML);
      grid.querySelectorAll("svg svg").forEach((bar, index) => bar.classList.toggle("chosen", index % visits.max === at));
      for (const mark of grid.querySelectorAll(".strip-now")) {
        const said = mark.nextElementSibling, step = 100 / visits.max;
        mark.setAttribute("x", `${(at + 0.1) * step}%`);
        said.setAttribute("x", `${(at + 0.5) * step}%`);
        said.textContent = chosen;
      }
    }
  };
  if (visits) {
    for (const slider of sliders) slider.oninput = () => answer(slider.value);
    for (const button of document.querySelectorAll("[data-step]")) button.onclick = () => answer(visits.stepUp(button.dataset.step) ?? visits.value);
    answer(visits.value);
  }

  // Whether a line is about today: a weekday, holidays, or dates, with a year or without.
  const covers = ({ day, on }, today, holiday) => {
    const weekday = `${new Date(today).getUTCDay() || 7}`, [first, last] = day.split("/");
    if (!last) return day === weekday || (holiday && day === "PH");
    const date = first.length > 5 ? today : today.slice(5);
    const bounds = [first <= date, date <= last];
    return (first > last ? bounds.some(Boolean) : bounds.every(Boolean)) && (!on || on.includes(weekday));
  };

  const isHoliday = (day) => told.holidays.split(" ").some((date) => date && day.endsWith(date));
  const rowOf = (day) => [...table.querySelectorAll("[data-day]")].findLast((line) => covers(line.dataset, day, isHoliday(day)));
  const spansOf = (row) => [...row.querySelectorAll("[data-from]")].map((span) => span.dataset);

  // The first opening within a week, if each day before is known.
  const reopening = (today) => {
    for (let ahead = 1; ahead < 7; ahead++) {
      const date = new Date(Date.parse(today) + ahead * 864e5), day = date.toISOString().slice(0, 10), row = rowOf(day);
      if (!row || day > told.known) return;
      const [first] = spansOf(row);
      if (!first) continue;
      if (isHoliday(day)) return;
      row.classList.add("next");
      const weekday = date.toLocaleDateString(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
      return told.next.replace("{day}", weekday).replace("{time}", first.starts);
    }
  };

  // The words for now, if known.
  const status = (row, { day, minute }) => {
    const spans = spansOf(row), holiday = isHoliday(day);
    if (holiday && (spans.length || !row.dataset.day.includes("/"))) return spans.length || row.dataset.day !== "PH" ? told.holiday : told.holidayClosed;
    if (!told.known || day > told.known) return "";
    const open = spans.find((span) => span.from <= minute && minute < span.to);
    if (open) return told.open.replace("{time}", open.ends);
    const next = spans.find((span) => span.from > minute);
    if (next) return told.later.replace("{time}", next.starts);
    return reopening(day) || told.closed;
  };

  const show = () => {
    const now = clock(), row = rowOf(now.day);
    table.querySelector("[aria-current]")?.removeAttribute("aria-current");
    table.querySelector(".next")?.classList.remove("next");
    row?.setAttribute("aria-current", "date");
    const words = row ? status(row, now) : "";
    for (const place of document.querySelectorAll("[data-status]")) {
      place.textContent = words;
      place.hidden = !words;
    }
  };
  if (table) {
    show();
    setInterval(show, 60000);
  }
})();
