// Searches the index of the site in the browser: nothing that is typed leaves it.
"use strict";
{
  const form = document.querySelector(".search-form");
  const results = document.querySelector(".search-results");
  const index = document.querySelector(".search-index");
  const field = form.q, status = form.querySelector("[role=status]"), { root, ...says } = form.dataset;
  const plural = new Intl.PluralRules(document.documentElement.lang);
  // As search.py folds the words of the index; an amount is looked for among prices.
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae")
    .replace(/€/g, " euro ");
  // Without the mark of the plural.
  const stem = word => word.length > 3 ? word.replace(/s$|([ae]u)x$/, "$1") : word;
  const split = text => (fold(text).match(/[\p{L}\p{N}]+/gu) || []).map(stem);
  // What a word that is found is worth, by where it stands: all of it, and its beginning alone.
  const WORTH = [[9, 6], [12, 7], [4, 3], [2, 1]];

  let loaded, ignored;
  const load = () => loaded ??= fetch(root + says.index).then(answer => answer.json()).then(data => {
    ignored = new Set(data.ignored.flatMap(split));
    return data.entries.map(([kind, title, address, note, about, lang, ...words]) => {
      const [keys, headings, text] = words.map(split);
      return { kind: data.kinds[kind], title, address, note, about, lang, words: [split(title), keys, headings.concat(split(note)), text] };
    });
  });

  // Whether one letter is missing, added or wrong, or two are swapped; the first letter is right.
  const near = (word, term) => {
    if (term.length < 4 || word[0] !== term[0] || Math.abs(word.length - term.length) > 1) return false;
    let same = 1;
    while (word[same] && word[same] === term[same]) same++;
    const [a, b] = [word.slice(same), term.slice(same)];
    const [after, before] = [a.slice(1), b.slice(1)];
    return after === before || after === b || a === before || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  };
  const worth = ({ words }, term, match) => Math.max(...words.map((list, where) =>
    list.reduce((most, word) => Math.max(most, match(word, term, ...WORTH[where])), 0)));
  const begins = (word, term, whole, part) => word === term ? whole : word.startsWith(term) ? part : 0;
  const resembles = (word, term, whole, part) => near(word, term) ? part : 0;
  // What each entry is worth for a word; words that resemble it count when no entry has it.
  const points = (entries, term) => [begins, resembles].map(match => entries.map(entry => worth(entry, term, match)))
    .find((all, last) => last || all.some(Boolean));
  // The entries that have the most of the words typed, and more than half of them: those that are worth most first.
  const find = (entries, terms) => {
    const all = terms.map(term => points(entries, term));
    const found = entries.map((entry, number) => {
      const own = all.map(of => of[number]);
      return { entry, count: own.filter(Boolean).length, sum: own.reduce((a, b) => a + b, 0) };
    });
    const most = Math.max(...found.map(({ count }) => count));
    return found.filter(({ count }) => count === most && count * 2 > terms.length)
      .sort((a, b) => b.sum - a.sum).map(({ entry }) => entry);
  };

  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
  const line = ({ kind, title, address, note, about, lang }) => {
    const item = make("li", ""), head = make("p", "");
    head.append(make("a", title, { href: root + address, lang }));
    item.append(head, make("p", [kind, note, about].filter(Boolean).join(" · ")));
    return item;
  };

  const search = async () => {
    const typed = split(field.value);
    let found = [];
    try {
      if (typed.length) {
        const entries = await load(), terms = typed.filter(term => !ignored.has(term));
        if (typed.join() !== split(field.value).join()) return; // typed on since
        found = find(entries, terms.length ? terms : typed);
      }
    } catch {
      loaded = undefined;
      status.textContent = says.failed;
      return;
    }
    const number = found.length.toLocaleString(document.documentElement.lang);
    const words = found.length ? says[plural.select(found.length)] || says.other : says.none;
    status.textContent = typed.length ? words.replace("#", number) : "";
    results.replaceChildren(...found.slice(0, 30).map(line));
    results.hidden = !found.length;
    index.hidden = found.length > 0;
    history.replaceState(null, "", typed.length ? "?q=" + encodeURIComponent(field.value) : location.pathname);
  };

  form.hidden = false;
  field.addEventListener("focus", () => load().catch(() => loaded = undefined), { once: true });
  field.addEventListener("input", search);
  form.addEventListener("submit", event => {
    event.preventDefault();
    results.querySelector("a")?.focus();
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  if (field.value) search();
}
