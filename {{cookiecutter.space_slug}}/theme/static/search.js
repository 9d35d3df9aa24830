// Searches the index of the site in the browser: nothing that is typed leaves it.
"use strict";
{
  const form = document.querySelector(".search-form");
  const results = document.querySelector(".search-results");
  const index = document.querySelector(".search-index");
  const field = form.q, status = form.querySelector("[role=status]"), { root, ...says } = form.dataset;
  const plural = new Intl.PluralRules(document.documentElement.lang);
  // As search.py folds the words of the index.
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae");
  const split = text => fold(text).match(/[\p{L}\p{N}]+/gu) || [];

  let loaded;
  const load = () => loaded ??= fetch(root + says.index).then(answer => answer.json()).then(({ kinds, entries }) =>
    entries.map(([kind, title, address, note, about, words, lang]) => (
      { kind: kinds[kind], title, address, note, about, lang, titled: split(title), noted: split(note), words: words.split(" ") })));

  const best = (words, term, whole, part) =>
    Math.max(0, ...words.map(word => word === term ? whole : word.startsWith(term) ? part : 0));
  // Every word that was typed must begin a word of the entry; those of its title count most.
  const score = (entry, terms) => terms.reduce((sum, term) => {
    const one = Math.max(best(entry.titled, term, 9, 6), best(entry.noted, term, 4, 3), best(entry.words, term, 2, 1));
    return one && sum && sum + one;
  }, 1);

  const make = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
  const line = ({ kind, title, address, note, about, lang }) => {
    const item = make("li", ""), head = make("p", "");
    head.append(make("a", title, { href: root + address, lang }));
    item.append(head, make("p", [kind, note, about].filter(Boolean).join(" · ")));
    return item;
  };

  const search = async () => {
    const terms = split(field.value);
    let entries = [];
    try {
      entries = terms.length ? await load() : [];
    } catch {
      loaded = undefined;
      status.textContent = says.failed;
      return;
    }
    if (terms.join() !== split(field.value).join()) return; // typed on since
    const found = entries.map(entry => [score(entry, terms), entry]).filter(([points]) => points)
      .sort(([a], [b]) => b - a);
    const number = found.length.toLocaleString(document.documentElement.lang);
    const form = found.length ? says[plural.select(found.length)] || says.other : says.none;
    status.textContent = terms.length ? form.replace("#", number) : "";
    results.replaceChildren(...found.slice(0, 30).map(([, entry]) => line(entry)));
    results.hidden = !found.length;
    index.hidden = found.length > 0;
    history.replaceState(null, "", terms.length ? "?q=" + encodeURIComponent(field.value) : location.pathname);
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
