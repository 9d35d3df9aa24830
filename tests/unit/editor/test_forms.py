"""A form shows what a file holds, and becomes the edits of what was changed in it and of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.browser_forms import BrowserForm, browser, html
from support.fixtures import NewPlace
from support.generated_places import FIL_NUMERIQUE, TODAY, apply_answers, complete_answers, territory_answers

from tierslieu.core import yaml_reader
from tierslieu.core.paths import BUDGET, ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problem
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor.choices import Choices
from tierslieu.editor.edits import drafts_of, new_errors
from tierslieu.editor.forms import Form, View, place, read, renewed, show
from tierslieu.loading.schemas import CONFIG_MODELS
from tierslieu.model import Budget, Identity, Organisation, Organisations, Prices


@pytest.fixture(scope="module")
def root(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place that tests read; none writes to it."""
    root = new_place(tmp_path_factory.mktemp("forms") / "place")
    assert apply_answers(root, complete_answers(territory_answers(FIL_NUMERIQUE))) == 0
    return root


def view_of(root: Path, form: Form, language: str = "fr") -> View:
    data = yaml_reader.parse((root / form.file).read_text("utf-8")).data
    return show(form, data, Choices(root, language))


def change(root: Path, form: Form, *changes: Callable[[BrowserForm], object], language: str = "fr") -> View:
    """The view of ``form`` as it comes back after ``changes``, of which text is that of a button to press."""
    view = view_of(root, form, language)
    for make in changes:
        page = browser(view)
        pressed = make(page)
        view = read(form, page.sent(str(pressed or "")), Choices(root, language))
    return view


def fill(**values: str) -> Callable[[BrowserForm], None]:
    """Types values in inputs, whose names have ``__`` for the slashes."""

    def make(page: BrowserForm) -> None:
        for name, value in values.items():
            page.fill("/" + name.replace("__", "/"), value)

    return make


def data_after(root: Path, view: View) -> Any:
    assert not view.errors and not view.pressed
    draft = drafts_of(root, view.edits)[view.form.file]
    assert draft is not None
    return EditableYaml(draft.decode()).data


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", CONFIG_MODELS)
def test_a_form_left_alone_makes_no_edit(root: Path, name: str, language: str) -> None:
    form = Form(f"config/{name}.yaml", (), CONFIG_MODELS[name])
    view = change(root, form, lambda page: None, language=language)
    assert (view.edits, view.errors) == ((), {})


@pytest.mark.parametrize("name", CONFIG_MODELS)
def test_every_input_has_a_label_and_every_reference_an_element(root: Path, name: str) -> None:
    page = browser(view_of(root, Form(f"config/{name}.yaml", (), CONFIG_MODELS[name])))
    assert len(page.ids) == len(set(page.ids))
    assert page.described <= set(page.ids) and page.labelled <= set(page.ids)
    typed = {one.name for one in page.controls if one.kind in ("text", "textarea", "select")}
    assert typed <= page.labelled


def test_values_are_typed_as_french_people_write_them(root: Path) -> None:
    prices = Form(PRICES, (), Prices)
    page = browser(view_of(root, prices))
    assert page["/grids/0/amounts/half_day"].value == "9,00"
    view = change(root, prices, fill(grids__0__amounts__half_day="9,50 €", grids__0__from="1er mars 2027"))
    after = data_after(root, view)
    assert after["grids"][0]["from"] == "2027-03-01" and str(after["grids"][0]["amounts"]["half_day"]) == "9.50"
    place_form = Form(SPACE, (), Identity, ("address", "capacity", "modules"))
    view = change(root, place_form, fill(address__latitude="46,034", modules__support="no", capacity__desks=""))
    after = data_after(root, view)
    assert str(after["address"]["latitude"]) == "46.034" and after["modules"]["support"] == "non"
    assert after["capacity"]["desks"] is None
    assert b"\n  support: non\n" in (drafts_of(root, view.edits)[SPACE] or b"")


def test_not_decided_is_an_answer(root: Path) -> None:
    view = change(root, Form(SPACE, (), Identity, ("modules",)), fill(modules__support=""))
    assert data_after(root, view)["modules"]["support"] is None


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("grids__0__amounts__half_day", "1.280"),
        ("grids__0__amounts__half_day", "neuf euros"),
        ("grids__0__from", "12/03/2027 ou 13/03/2027"),
        ("grids__0__from", "31/02/2027"),
        ("passes__pass__uses", "une dizaine"),
        ("passes__pass__uses", "10,5"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_at_its_input(root: Path, name: str, typed: str) -> None:
    view = change(root, Form(PRICES, (), Prices), fill(**{name: typed}))
    assert not view.edits and list(view.errors) == ["/" + name.replace("__", "/")]
    shown = html(view)
    assert shown.count('aria-invalid="true"') == 1 and typed in next(iter(view.errors.values()))[0]
    assert browser(view)["/" + name.replace("__", "/")].value == typed


def test_a_required_text_is_not_emptied(root: Path) -> None:
    view = change(root, Form(SPACE, (), Identity, ("name",)), fill(name=" "))
    assert list(view.errors) == ["/name"] and not view.edits


def test_a_form_of_some_fields_edits_no_other(root: Path) -> None:
    form = Form(ORGANISATIONS, ("organisations", "cooperative"), Organisation)
    view = change(root, form, fill(organisations__cooperative__name="Coopérative du Fil"))
    (edit,) = view.edits
    assert edit.path == ("organisations", "cooperative", "name") and edit.seen == "Coopérative Exemple"


def press(value: str, **values: str) -> Callable[[BrowserForm], str]:
    """Presses a button, once ``values`` are typed."""

    def make(page: BrowserForm) -> str:
        fill(**values)(page)
        return value

    return make


def test_entries_are_added_removed_and_moved_without_a_script(root: Path) -> None:
    form = Form(BUDGET, (), Budget, ("costs",))
    before = yaml_reader.parse((root / BUDGET).read_text("utf-8")).data["costs"]
    view = change(
        root,
        form,
        press("add /costs"),
        fill(**{f"costs__{len(before)}__label": "Loyer", f"costs__{len(before)}__amount__0": "12 000"}),
    )
    after = data_after(root, view)["costs"]
    assert after == [*before, {"label": "Loyer", "amount": 12000}]


BUDGET_TEXT = """\
costs:
  # Le bail
  - {label: Loyer, amount: 12000} # par an
  - {label: Eau, amount: [300, 310, 320]}
  # Ce que demande l'assureur
  - label: Assurances
    amount: 1200
    paye: jamais
"""


def view_of_text(root: Path, text: str, form: Form, *changes: Callable[[BrowserForm], object]) -> tuple[View, str]:
    """The view and the text of the file after ``changes`` of a form of ``text``."""
    choices = Choices(root, "fr")
    view = show(form, yaml_reader.parse(text).data, choices)
    for make in changes:
        page = browser(view)
        view = read(form, page.sent(str(make(page) or "")), choices)
    folder = root.parent / "texts"
    folder.mkdir(exist_ok=True)
    (folder / "file.yaml").write_text(text, encoding="utf-8")
    edits = [replace(edit, file="file.yaml") for edit in view.edits]
    return view, (drafts_of(folder, edits).get("file.yaml") or text.encode()).decode()


COSTS = Form(BUDGET, (), Budget, ("costs",))


def test_an_entry_moves_with_its_comments(root: Path) -> None:
    view, text = view_of_text(
        root, BUDGET_TEXT, COSTS, press("up /costs/2"), press("up /costs/2"), press("down /costs/0"), fill()
    )
    assert not view.errors
    assert (
        text
        == """\
costs:
  # Ce que demande l'assureur
  - label: Assurances
    amount: 1200
    paye: jamais
  - {label: Eau, amount: [300, 310, 320]}
  # Le bail
  - {label: Loyer, amount: 12000} # par an
"""
    )


def test_an_entry_is_removed_while_others_are_changed_and_added(root: Path) -> None:
    _, text = view_of_text(
        root,
        BUDGET_TEXT,
        COSTS,
        press("add /costs"),
        press("remove /costs/1"),
        press("up /costs/3"),
        fill(costs__3__label="Ménage", costs__3__month="2", costs__0__amount__0="12 500"),
    )
    assert (
        text
        == """\
costs:
  # Le bail
  - {label: Loyer, amount: 12500} # par an
  - label: Ménage
    month: 2
  # Ce que demande l'assureur
  - label: Assurances
    amount: 1200
    paye: jamais
"""
    )


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("3100", "", ""), "{label: Eau, amount: 3100}"),
        (("3100", "?", "320"), "{label: Eau, amount: [3100, null, 320]}"),
        (("", "", ""), "{label: Eau, amount: null}"),
    ],
)
def test_years_are_one_number_or_three(root: Path, typed: tuple[str, str, str], expected: str) -> None:
    names = {f"costs__1__amount__{year}": text for year, text in enumerate(typed)}
    _, text = view_of_text(root, BUDGET_TEXT, COSTS, fill(**names))
    assert expected in text and text.replace(expected, "{label: Eau, amount: [300, 310, 320]}") == BUDGET_TEXT


def test_one_number_becomes_three(root: Path) -> None:
    _, text = view_of_text(root, BUDGET_TEXT, COSTS, fill(costs__0__amount__1="12500", costs__0__amount__2="13000"))
    assert "{label: Loyer, amount: [12000, 12500, 13000]} # par an" in text


def test_other_keys_of_the_file_are_shown_and_kept(root: Path) -> None:
    view, text = view_of_text(root, BUDGET_TEXT, COSTS, fill(costs__2__label="Assurance"))
    assert "<dt>paye</dt><dd><code>jamais</code></dd>" in html(view)
    assert text == BUDGET_TEXT.replace("Assurances", "Assurance")


OFFERS = Form(PRICES, (), Prices, ("offers", "passes"))
PRICES_TEXT = """\
offers:
  day: {service: coworking, unit: day}
passes:
  pass:
    service: coworking
    unit: day
    golden_ticket: oui
"""


def test_an_entry_is_added_under_a_short_name(root: Path) -> None:
    view, text = view_of_text(
        root,
        PRICES_TEXT,
        OFFERS,
        press("add /offers", **{"offers__+": "salle"}),
        fill(offers__salle__service="coworking", offers__salle__unit="hour", offers__salle__kind="room"),
    )
    assert not view.errors
    assert yaml_reader.parse(text).data["offers"]["salle"] == {"service": "coworking", "unit": "hour", "kind": "room"}


def test_a_name_gives_its_short_name_and_stays_the_name(root: Path) -> None:
    form = Form(ORGANISATIONS, (), Organisations, ("organisations",))
    view = change(root, form, press("add /organisations", **{"organisations__+": "Les Amis du fil"}))
    assert not view.errors and browser(view)["/organisations/les-amis-du-fil/name"].value == "Les Amis du fil"


@pytest.mark.parametrize("name", ["!", "", "day"])
def test_a_short_name_that_does_not_fit_is_refused(root: Path, name: str) -> None:
    view, _ = view_of_text(root, PRICES_TEXT, OFFERS, press("add /offers", **{"offers__+": name}))
    assert list(view.errors) == ["/offers/+"] and "/offers/day" in browser(view).ids


def test_a_short_name_that_was_typed_and_not_added_is_not_lost_in_silence(root: Path) -> None:
    view, _ = view_of_text(root, PRICES_TEXT, OFFERS, fill(**{"offers__+": "salle"}))
    assert list(view.errors) == ["/offers/+"] and not view.edits


def test_a_required_choice_of_a_new_entry_is_asked_for(root: Path) -> None:
    add = press("add /offers", **{"offers__+": "salle"})
    view, _ = view_of_text(root, PRICES_TEXT, OFFERS, add, fill())
    assert list(view.errors) == ["/offers/salle/service", "/offers/salle/unit"]


@pytest.mark.parametrize(
    ("changes", "written"),
    [
        ({"passes__pass__golden_ticket": "no"}, "    golden_ticket: non\n"),
        ({"passes__pass__golden_ticket": ""}, "    golden_ticket:\n"),
        ({"passes__pass__golden_ticket__count": "2"}, "    golden_ticket:\n      count: 2\n"),
    ],
)
def test_a_section_is_no_yes_or_its_rules(root: Path, changes: dict[str, str], written: str) -> None:
    _, text = view_of_text(root, PRICES_TEXT, OFFERS, fill(**changes))
    assert text == PRICES_TEXT.replace("    golden_ticket: oui\n", written)


def test_rules_of_what_is_refused_are_not_lost_in_silence(root: Path) -> None:
    no = PRICES_TEXT.replace("oui", "non")
    view, text = view_of_text(root, no, OFFERS, fill(passes__pass__golden_ticket__count="2"))
    assert list(view.errors) == ["/passes/pass/golden_ticket"] and text == no


def test_boxes_keep_the_order_of_the_file(root: Path) -> None:
    form = Form(SPACE, (), Identity, ("mediation",))
    text = "mediation:\n  services: [b, outils-du-quotidien] # note\n"
    _, text = view_of_text(root, text, form, lambda page: page.tick("/mediation/services", "demarches-administratives"))
    assert text == "mediation:\n  services: [b, outils-du-quotidien, demarches-administratives] # note\n"
    _, text = view_of_text(root, text, form, lambda page: page.tick("/mediation/services", "b", is_on=False))
    assert text == "mediation:\n  services: [outils-du-quotidien, demarches-administratives] # note\n"


def test_a_text_is_the_same_in_every_language_or_one_for_each(root: Path) -> None:
    form = Form(SPACE, (), Identity, ("areas", "equipment"))
    text = "areas:\n  - {key: atelier, name: L’atelier}\nequipment: [Wi-Fi]\n"
    _, text = view_of_text(root, text, form, fill(areas__0__name__fr="L’établi"))
    assert text == "areas:\n  - {key: atelier, name: L’établi}\nequipment: [Wi-Fi]\n"
    both = text.replace("L’établi", "{fr: L’établi, en: The bench}")
    _, after = view_of_text(root, both, form, fill(areas__0__name__en="The workbench"))
    assert after == both.replace("The bench", "The workbench")
    _, after = view_of_text(root, text, form, fill(equipment__fr="Wi-Fi\nImprimante"))
    assert after == text.replace("[Wi-Fi]", "[Wi-Fi, Imprimante]")


def test_what_the_form_cannot_hold_is_shown_and_left_alone(root: Path) -> None:
    text = "address: {street: [1, rue]}\nname: Lieu\nmodules: oui\n"
    view, after = view_of_text(root, text, Form(SPACE, (), Identity), fill(name="Autre"))
    assert after == text.replace("Lieu", "Autre") and "<code>[1, rue]</code>" in html(view)


@pytest.mark.long
def test_problems_stand_at_the_inputs_that_they_are_about(root: Path) -> None:
    form = Form(SPACE, (), Identity, ("address", "areas"))
    view = change(
        root,
        form,
        press("add /areas"),
        press("add /areas"),
        press("remove /areas/0"),
        fill(areas__1__key="Un Atelier", areas__1__name__fr="L’atelier", address__postal_code="4230"),
    )
    view = place(view, new_errors(root, TODAY, drafts_of(root, view.edits)))
    assert set(view.errors) == {"/areas/1/key", "/address/postal_code"} and not view.above
    page = html(view)
    assert "« Code postal »".replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»") in page
    assert 'href="#/address/postal_code"' in page and "postal_code: " not in page
    elsewhere = Problem("answer.required", {}, SPACE, 3, path=("name",))
    assert place(view, [elsewhere]).above == (
        "Il faut une réponse à cette question. Écrivez-la : le kit ne peut pas faire le lieu sans elle.".replace(
            " :", "\N{NO-BREAK SPACE}:"
        ),
    )


def test_after_a_conflict_what_was_left_alone_is_shown_as_it_is_now(root: Path) -> None:
    form = Form(SPACE, (), Identity, ("name", "territory", "contact"))
    view = change(root, form, fill(name="Le Fil"))
    data = yaml_reader.parse((root / SPACE).read_text("utf-8")).data
    view = renewed(view, {**data, "name": "Fil", "territory": "Roannais"})
    page = browser(view)
    assert (page["/name"].value, page["/territory"].value) == ("Le Fil", "Roannais")
    (edit,) = read(form, page.sent(), view.choices).edits
    assert (edit.path, edit.value, edit.seen) == (("name",), "Le Fil", "Fil")


def test_texts_that_are_left_alone_keep_their_spaces(root: Path) -> None:
    form = Form(SPACE, (), Identity, ("areas", "equipment"))
    text = 'areas:\n  - {key: a, name: "L’atelier "}\nequipment: ["Wi-Fi ", Four]\n'
    _, after = view_of_text(root, text, form, fill(areas__0__what__fr="Bricoler", equipment__fr="Wi-Fi \nCuisine"))
    assert after == text.replace('"L’atelier "}', '"L’atelier ", what: Bricoler}').replace("Four", "Cuisine")
