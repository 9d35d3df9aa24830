// Says whether the place is open, from the table of its hours; without this script the table says enough.
(() => {
  const table = document.querySelector("table[data-zone]");
  if (!table) return;
  const told = table.dataset;

  // The day and the minute at the place, wherever the reader is.
  const clock = () => {
    const form = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
    const parts = new Intl.DateTimeFormat("en-GB", { ...form, timeZone: told.zone, hourCycle: "h23" });
    const now = Object.fromEntries(parts.formatToParts(new Date()).map(({ type, value }) => [type, value]));
    return { day: `${now.year}-${now.month}-${now.day}`, minute: now.hour * 60 + +now.minute };
  };

  // The words for now; none on a day that can't be judged.
  const status = (row, holiday, { day, minute }) => {
    const spans = [...row.querySelectorAll("[data-from]")].map((span) => span.dataset);
    if (holiday) return spans.length || row.dataset.day !== "PH" ? told.holiday : told.holidayClosed;
    if (!told.known || day > told.known) return "";
    const open = spans.find((span) => span.from <= minute && minute < span.to);
    if (open) return told.open.replace("{time}", open.ends);
    const next = spans.find((span) => span.from > minute);
    if (next) return told.later.replace("{time}", next.starts);
    return spans.length ? told.over : told.closed;
  };

  const show = () => {
    const now = clock();
    const holiday = told.holidays.split(" ").includes(now.day);
    const weekday = table.querySelector(`[data-day="${new Date(now.day).getUTCDay() || 7}"]`);
    const row = (holiday && table.querySelector("[data-day=PH]")) || weekday;
    table.querySelector("[aria-current]")?.removeAttribute("aria-current");
    row.setAttribute("aria-current", "date");
    for (const place of document.querySelectorAll("[data-status]")) {
      place.textContent = status(row, holiday, now);
      place.hidden = !place.textContent;
    }
  };
  show();
  setInterval(show, 60000);
})();
