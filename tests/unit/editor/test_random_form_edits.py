"""Whatever a person changes in a form, that value changes in its file and no other byte; comments stay."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.browser_forms import BrowserForm, browser
from support.built_places import ENGLISH, FACTS, HOSTILE, PRESETS, add_language, answers_for, set_facts
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import TODAY, apply_answers, furnish

from tierslieu.core import yaml_reader
from tierslieu.core.paths import BUDGET, COMMONS, ORGANISATIONS, PRICES, KeyPath
from tierslieu.core.yaml_edit import Inline
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import Edit, drafts_of, has, new_errors, save, value_at
from tierslieu.editor.form_tree import EntryList, Fieldset, Input, Node
from tierslieu.editor.forms import Form, View, place, read, show
from tierslieu.loading.schemas import CONFIG_MODELS
from tierslieu.model import Model

RICH = "rich"
#: What no preset has: agreements, associates, shares, dated grids, every kind of budget entry.
RICH_FACTS = (
    Edit(ORGANISATIONS, ("organisations", "cooperative", "associates"),
         {"employees": {"capital": 51, "votes": 40}, "beneficiaries": {"capital": 49, "votes": 60}}),
    Edit(ORGANISATIONS, ("organisations", "cooperative", "marks"), Inline("[esus]")),
    Edit(ORGANISATIONS, ("streams", "coworking"), {"shares": Inline("{cooperative: 70, association: 30}")}),
    Edit(ORGANISATIONS, ("agreements", "local"), Inline(
        "{kind: occupation, organisation: cooperative, other: {name: \"Ville d’Exemple\", public: oui}, amount: 1200, per: year, from: 2027-01-01}"
    )),
    Edit(ORGANISATIONS, ("changes", 0), {"from": "2027-07-01", "common_costs": {"shares": Inline("{cooperative: 50, association: 50}")}}),
    Edit(ORGANISATIONS, ("changes", 1), {"from": "2028-01-01", "solidarity": {"percent": 5},
                                         "organisations": {"association": {"legal_form": "association-loi-1901"}}}),
    Edit(PRICES, ("audiences", "reduced"), "Étudiantes et étudiants"),
    Edit(PRICES, ("grids", 0, "reduced"), Inline("{day: 10.00}")),
    Edit(PRICES, ("offers", "salle"), Inline("{service: coworking, kind: room, unit: hour, label: Salle}")),
    Edit(PRICES, ("grids", 0, "amounts", "salle"), Inline("12.00")),
    Edit(PRICES, ("grids", 1), {"from": "2027-09-01", "amounts": Inline(
        "{half_day: 9.50, day: 16.00, month: 290.00, pass: 82.00, salle: 12.50}"
    )}),
    Edit(BUDGET, ("sales", 0), Inline("{offer: salle, per_month: [10, 12.5, 15]}")),
    Edit(COMMONS, ("improvements", 0), {"title": "Carte", "funded_by": "la commune", "date": "2026-03-01", "days": 3,
                                        "used_by": Inline("[un lieu, un autre]")}),
)  # fmt: skip
PLACES = (*PRESETS, "furnished", RICH, HOSTILE, ENGLISH)

#: What is typed in an input of a kind, and what it means; ``REFUSED`` for what must be asked again.
REFUSED = object()
TYPED: dict[str, tuple[tuple[str, Any], ...]] = {
    "line": (
        ("« oui » # note", "« oui » # note"), ("04 77 00 00 00", "04 77 00 00 00"), ("  Nom : suite ", "Nom : suite"), ("- tiret", "- tiret"),
        ("{accolade}", "{accolade}"), ('"guillemets"', '"guillemets"'), ("l’été\\", "l’été\\"), ("~", "~"), ("!x &a *b", "!x &a *b"),
        ("oui", "oui"), ("12:30", "12:30"), ("2027", "2027"), ("null", "null"), ("جمعية 🌱", "جمعية 🌱"), ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("a\tb", REFUSED), ("\u202ea", REFUSED), ("", None),
    ),
    "amount": (
        ("9,50", Decimal("9.5")), ("1 280 €", 1280), ("12", 12), ("0", 0), ("12 euros", 12), ("9€50", Decimal("9.5")), ("?", None), ("", None),
        ("1.280", REFUSED), ("beaucoup", REFUSED), ("-3", REFUSED),
    ),
    "number": (("3,5", Decimal("3.5")), ("12", 12), ("2.25", Decimal("2.25")), ("1 000", 1000), ("40 %", 40), ("?", None), ("", None), ("3,5 ou 4", REFUSED)),
    "whole": (("7", 7), ("1 000", 1000), ("?", None), ("", None), ("3,5", REFUSED), ("sept", REFUSED)),
    "date": (
        ("31/01/2027", "2027-01-31"), ("1er mars 2027", "2027-03-01"), ("2027-12-05", "2027-12-05"), ("lundi 4 janvier 2027", "2027-01-04"),
        ("", None), ("31/02/2027", REFUSED), ("bientôt", REFUSED), ("31/01/27", REFUSED),
    ),
}  # fmt: skip
TYPED["text"] = (*TYPED["line"], ("Une phrase.\nUne autre : oui", "Une phrase.\nUne autre : oui"))


@pytest.fixture(scope="module")
def places(shared_folder: SharedFolder, new_place: NewPlace) -> Callable[[str], Path]:
    def fill(name: str, root: Path) -> None:
        new_place(root)
        preset = "fil-numerique" if name in ("furnished", RICH) else name
        assert apply_answers(root, answers_for(preset)) == 0
        if name == "furnished":
            furnish(root, preset)
        for path, facts in FACTS.get(name, {}).items():
            set_facts(root / path, facts)
        if name in (RICH, HOSTILE):
            add_language(root, "en")
        if name == RICH:
            save(root, TODAY, RICH_FACTS)

    return lambda name: shared_folder(f"form-place/{name}", lambda folder: fill(name, folder / "place")) / "place"


@dataclass
class Change:
    """What a person did to a form, and the data that the file must have then; ``REFUSED`` if it must be asked again."""

    path: KeyPath
    expected: Any
    press: str = ""
    is_order: bool = False
    is_removal: bool = False


def parts_of(name: str) -> tuple[Any, ...]:
    parts = [part.replace("~1", "/").replace("~0", "~") for part in name.split("/")[1:]]
    return tuple(int(part) if part.isdecimal() else part for part in parts)


def inputs(nodes: tuple[Node, ...], parent: Fieldset | None = None) -> Iterator[tuple[Input, Fieldset | None]]:
    for node in nodes:
        if isinstance(node, EntryList):
            for entry in node.entries:
                yield from inputs(entry.nodes)
        elif isinstance(node, Fieldset):
            yield from inputs(node.nodes, node)
        elif node.kind != "fixed":
            yield node, parent


def with_value(data: Any, path: KeyPath, value: Any) -> Any:
    if not path:
        return value
    if isinstance(path[0], int):
        items = [*(data or [])]
        items += [None] * (path[0] + 1 - len(items))
        items[path[0]] = with_value(items[path[0]], path[1:], value)
        return items
    return {**(data or {}), path[0]: with_value((data or {}).get(path[0]), path[1:], value)}


def plain(data: Any) -> Any:
    """``data`` without what says nothing: blank and empty values of mappings; yes and no in one way."""
    if isinstance(data, dict):
        values = {key: plain(value) for key, value in data.items()}
        return {key: value for key, value in values.items() if value not in (None, {}, [])}
    if isinstance(data, list):
        return [plain(value) for value in data]
    if isinstance(data, bool) or data in ("oui", "non", "yes", "no"):
        return data in (True, "oui", "yes")
    return data


class Person:
    """Somebody who changes one thing in ``page``, the form of ``view`` of a file with ``data``."""

    def __init__(self, view: View, page: BrowserForm, data: Any, draw: Callable[[Any], Any]):
        self._view, self._page, self._data, self._draw = view, page, data, draw
        self._main = view.choices.languages[0]

    def change_a_value(self) -> Change | None:
        node, parent = self._draw(st.sampled_from(list(inputs(self._view.nodes))))
        path = parts_of(node.name)
        if node.kind == "choices":
            return self._tick(node, path)
        if node.kind in ("choice", "yes_no"):
            typed = self._draw(st.sampled_from([choice.value for choice in node.choices]))
            meant = {"": None, "yes": "oui", "no": "non"}.get(typed, typed) if node.kind == "yes_no" else typed or None
        elif node.kind == "lines":
            return self._lines(node, path, parent)
        else:
            typed, meant = self._draw(st.sampled_from(TYPED[node.kind]))
        if typed == node.text:
            return None
        self._page.fill(node.name, typed)
        if meant is REFUSED or (meant is None and node.is_required):
            return Change(path, REFUSED)
        if parent and parent.kind == "years":
            return self._year(path, meant)
        if (isinstance(path[-1], str) and path[-1] == node.language) or (
            path[-1] == self._main and node.kind in ("line", "text")
        ):
            return self._localised(path, meant)
        if "golden_ticket" in path:
            return self._ticket(path, meant)
        return Change(path, with_value(self._data, path, meant))

    def _tick(self, node: Input, path: KeyPath) -> Change | None:
        if not node.choices:
            return None
        box = self._draw(st.sampled_from(node.choices))
        self._page.tick(node.name, box.value, is_on=not box.is_chosen)
        old = [*node.texts[1:]]
        new = [value for value in old if value != box.value] if box.is_chosen else [*old, box.value]
        return Change(path, with_value(self._data, path, new))

    def _lines(self, node: Input, path: KeyPath, parent: Fieldset | None) -> Change | None:
        if path[-1] == "closed_months":  # the lines of the others are texts
            typed, meant = self._draw(st.sampled_from([("8\n12", [8, 12]), ("", []), ("août", REFUSED)]))
            self._page.fill(node.name, typed)
            return Change(path, meant if meant is REFUSED else with_value(self._data, path, meant))
        lines = node.text.split("\n") if node.text else []
        at = self._draw(st.integers(0, len(lines)))
        new = [
            *lines[:at],
            self._draw(st.sampled_from(["Cuisine", "# dièse", "oui", "a, b: c", " "])),
            *lines[at + self._draw(st.integers(0, 1)) :],
        ]
        is_localised = path[-1] in self._view.choices.languages
        if is_localised and (parent or any(isinstance(item, dict) for item in value_at(self._data, path[:-1]) or [])):
            return None  # lines of two languages: an example of their own
        self._page.fill(node.name, "\n".join(new))
        path = path[:-1] if is_localised else path
        return Change(path, with_value(self._data, path, [line.strip() for line in new if line.strip()]))

    def _year(self, path: tuple[Any, ...], meant: Any) -> Change:
        name = "/" + "/".join(map(str, path[:-1]))
        typed = [self._page[f"{name}/{year}"].value for year in range(3)]
        before = value_at(self._data, path[:-1])
        numbers = before if isinstance(before, list) else [before, None, None]
        numbers = [*numbers[: path[-1]], meant, *numbers[path[-1] + 1 :]]
        value = numbers if any(typed[1:]) else numbers[0]
        if (
            path[0] == "sales"
            and path[-2] == "per_month"
            and (value is None or (isinstance(value, list) and None in value))
        ):
            return Change(path, REFUSED)
        return Change(path[:-1], with_value(self._data, path[:-1], value))

    def _localised(self, path: KeyPath, meant: Any) -> Change:
        """A text in one language; alone in the main language, it is the same in all."""
        before = value_at(self._data, path[:-1])
        texts = dict(before) if isinstance(before, dict) else {self._main: before}
        texts = {code: text for code, text in {**texts, path[-1]: meant}.items() if text}
        if not texts and path[-2] in ("name", "mode"):
            return Change(path, REFUSED)
        value = texts[self._main] if list(texts) == [self._main] and not isinstance(before, dict) else texts or None
        return Change(path[:-1], with_value(self._data, path[:-1], value))

    def _ticket(self, path: KeyPath, meant: Any) -> Change:
        ticket = path[: path.index("golden_ticket") + 1]
        before = value_at(self._data, ticket)
        if path == ticket:
            is_kept = isinstance(before, dict) and meant == "oui"
            return Change(path, with_value(self._data, path, before if is_kept else meant))
        if not isinstance(before, dict) and before not in ("oui", True):
            return Change(ticket, REFUSED)
        if not isinstance(before, dict) and meant is None:
            return Change(ticket, self._data)
        value = with_value(before if isinstance(before, dict) else {}, path[len(ticket) :], meant)
        return Change(ticket, with_value(self._data, ticket, value))

    def press_a_button(self) -> Change | None:
        buttons = [button for button in self._page.buttons if button and not button.startswith("add ")]
        if not buttons:
            return None
        press = self._draw(st.sampled_from(buttons))
        verb, _, name = press.partition(" ")
        *parents, part = parts_of(name)
        entries = value_at(self._data, tuple(parents))
        if verb == "remove":
            left: Any = (
                {key: value for key, value in entries.items() if key != part}
                if isinstance(entries, dict)
                else entries[:part] + entries[part + 1 :]
            )
            return Change((*parents, part), with_value(self._data, tuple(parents), left), press, is_removal=True)
        other = part + (1 if verb == "down" else -1)
        moved = [*entries]
        moved[part], moved[other] = moved[other], moved[part]
        return Change(tuple(parents), with_value(self._data, tuple(parents), moved), press, is_order=True)


def comments(text: str) -> Counter[str]:
    lines = text.splitlines()
    whole = [line.strip() for line in lines if line.lstrip().startswith("#")]
    after = [match[0] for line in lines if line.strip() not in whole and (match := re.search(r" #[^\"']*$", line))]
    return Counter(whole + after)


def changed_lines(before: str, after: str) -> range:
    """The lines of ``before``, counted from 1, between what ``after`` begins and ends with."""
    old, new = before.splitlines(), after.splitlines()
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = zip(reversed(old[start:]), reversed(new[start:]), strict=False)
    same = next((n for n, (a, b) in enumerate(rest) if a != b), min(len(old), len(new)) - start)
    return range(start + 1, len(old) - same + 1)


def assert_the_rest_stays(change: Change, before: str, after: str) -> None:
    lines, kept = before.splitlines(), after.splitlines()
    if change.is_order:
        assert sorted(before) == sorted(after) and comments(before) == comments(after)
        return
    if change.is_removal and len(kept) < len(lines):
        rest = iter(lines)
        assert all(any(line == other for other in rest) for line in kept[:-1]) or "[]" in after or "{}" in after
        return
    document = yaml_reader.parse(before)
    path = change.path
    while path and not has(document.data, path):
        path = path[:-1]
    first, last = document.line(path), document.last_line(path)
    touched = changed_lines(before, after)
    if path == change.path or first == last:
        assert set(touched) <= set(range(first, last + 1)), (touched, first, last)
    else:
        assert not touched, touched
    assert not comments(before) - comments(after)


def edited(root: Path, data: st.DataObject) -> None:
    """One form of the place in ``root``: left alone, then changed in one thing."""
    name = data.draw(st.sampled_from(sorted(CONFIG_MODELS)))
    file, model = f"config/{name}.yaml", CONFIG_MODELS[name]
    text = (root / file).read_text("utf-8")
    before = yaml_reader.parse(text).data
    choices = Choices(root, data.draw(st.sampled_from(["fr", "en"])))
    form = form_of(data, file, model, before)
    view = show(form, before, choices)
    page = browser(view)
    assert read(form, page.sent(), choices).edits == ()
    if not list(inputs(view.nodes)):
        return
    person = Person(view, page, before, data.draw)
    change = person.press_a_button() if data.draw(st.integers(0, 9)) == 0 else person.change_a_value()
    if change is None:
        return
    after = read(form, page.sent(change.press), choices)
    if change.press:
        assert after.pressed
        after = read(form, browser(after).sent(), choices)
    if change.expected is REFUSED:
        assert after.errors and after.edits == () and browser(after).ids
        return
    assert not after.errors, after.errors
    drafts = drafts_of(root, after.edits)
    draft = (drafts.get(file) or text.encode()).decode()
    assert plain(yaml_reader.parse(draft).data) == plain(change.expected)
    assert_the_rest_stays(change, text, draft)
    problems = new_errors(root, TODAY, drafts)
    placed = place(after, problems)
    assert sum(map(len, placed.errors.values())) + len(placed.above) == len(problems)
    assert browser(placed).sent() == browser(after).sent()
    if not problems and after.edits:
        assert read(form, browser(show(form, yaml_reader.parse(draft).data, choices)).sent(), choices).edits == ()


def form_of(data: st.DataObject, file: str, model: type[Model], content: Any) -> Form:
    """The whole file, or one of its fields."""
    keys = [info.alias or name for name, info in model.model_fields.items()]
    return Form(file, (), model, data.draw(st.none() | st.sampled_from(keys).map(lambda key: (key,))))


@pytest.mark.parametrize(
    ("name", "count"),
    [pytest.param(name, 70, marks=pytest.mark.slow) for name in PLACES] + [("furnished", 15), (RICH, 25)],
)
def test_a_random_change_in_a_form_changes_one_value(places: Callable[[str], Path], name: str, count: int) -> None:
    root = places(name)

    @settings(max_examples=count, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        edited(root, data)

    run()
