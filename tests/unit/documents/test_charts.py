"""Charts of the budget: what they show, in every format, and in words for people who do not see them."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from support.document_factories import document
from support.document_text import archive
from support.factories import comptoir

from tierslieu.documents import charts
from tierslieu.documents.build import build_documents
from tierslieu.documents.filling import fill_documents
from tierslieu.facts.formatter import FactFormatter
from tierslieu.model import Space

NO_VAT = {"vat": {"regime": "franchise-en-base"}}
COSTS = [{"label": "Loyer", "amount": [12000, 40000, 12000]}]
HOSTILE = 'L’<b>É</b> & "d" \\ #x $y$ 漢 \U00013000'


def budgeted(costs: list[dict[str, Any]] | None = None, name: str = "Coopérative d’exemple", **changes: Any) -> Space:
    organisations = {"organisations": {"cooperative": NO_VAT | {"name": name}, "association": NO_VAT}}
    budget = {"costs": COSTS if costs is None else costs, "opening_cash": {"cooperative": 1000, "association": 500}}
    return comptoir(organisations=organisations, budget=budget, **changes)


def drawn(space: Space, name: str) -> tuple[str, ElementTree.Element]:
    """The text alternative of a chart, spaces plain, and its SVG."""
    match = re.fullmatch(r"!\[(.*)\]\(data:image/svg\+xml;base64,(.*)\)", charts.chart(FactFormatter(space, "fr", document=True), name))  # fmt: skip
    assert match
    alternative = re.sub(r"\\(.)", r"\1", match[1])
    return re.sub(r"[\u00a0\u202f]", " ", alternative), ElementTree.fromstring(b64decode(match[2]))


def heights(svg: ElementTree.Element) -> list[float]:
    """The heights of the pieces of bars, without the squares of the legend."""
    boxes = [node for node in svg.iter() if node.tag.endswith("rect") and node.get("width") != "12.0"]
    return [float(box.get("height", 0)) for box in boxes]


def test_a_chart_shows_incomes_and_expenses_to_scale() -> None:
    """Sales of 6 × 280 × 12 + 30 × 2 × 9 × 12 = 26 640 €; expenses of 12 000 € and of a tenth of sales."""
    alternative, svg = drawn(budgeted(), "budget")
    assert "Année 1 : 26 640 € de recettes, 14 664 € de charges" in alternative
    sales, costs, aside = heights(svg)[:3]
    assert costs / sales == pytest.approx(12000 / 26640, abs=0.01)
    assert aside / sales == pytest.approx(0.1, abs=0.01)


def test_the_sides_of_a_budget_have_one_scale_and_their_parts_are_named() -> None:
    sides = [("Charges", [("Salaires", Decimal(600)), ("Loyer", Decimal(300))]), ("Produits", [("Aide", Decimal(450))])]
    fmt = FactFormatter(budgeted(), "fr", document=True)
    match = re.fullmatch(r"!\[(.*)\]\(data:image/svg\+xml;base64,(.*)\)", charts.balance(fmt, "Budget", sides))
    assert match and "Salaires 600" in match[1]
    svg = ElementTree.fromstring(b64decode(match[2]))
    widths = [
        float(node.get("width", 0)) for node in svg.iter() if node.tag.endswith("rect") and node.get("height") == "40.0"
    ]
    assert widths[1] / widths[0] == pytest.approx(0.5, abs=0.01) and widths[2] / widths[0] == pytest.approx(
        0.75, abs=0.01
    )
    assert not charts.balance(fmt, "Budget", [("Charges", [])])


def test_cash_below_zero_goes_down() -> None:
    """The association has 500 € on the first day, and pays 16 000 € of rent a year."""
    alternative, svg = drawn(budgeted([{"label": "Loyer", "amount": 40000}]), "cash")
    assert "Association d’exemple : −47 500 € au mois 36 ; Année 1 : −15 500 €" in alternative
    zero = next(node for node in svg.iter() if node.get("stroke-width") == "1")
    axis = float(re.findall(r"M\S+ (\S+)H", zero.get("d", ""))[0])
    above, below = [
        [float(point.partition(",")[2]) for point in node.get("points", "").split()]
        for node in svg.iter()
        if node.tag.endswith("polyline")
    ]
    assert len(above) == len(below) == 36 and max(above) < axis < min(below[1:])
    # Each has a dot at its least amount, and the key has one.
    dots = [float(node.get("cy", 0)) for node in svg.iter() if node.tag.endswith("circle")]
    assert sorted(dots[1:]) == [max(above), max(below)] and len(dots) == 3


def test_coworkers_are_beside_those_of_the_break_even_point() -> None:
    alternative, svg = drawn(budgeted(), "coworkers")
    assert "Année 1 : 36 coworkers présents en moyenne" in alternative and len(heights(svg)) == 6
    # 10, 18, 28, then 36 in nine months: a fourth of each kind a month, halves up.
    space = budgeted()
    gradual, _ = drawn(replace(space, budget=space.budget.model_copy(update={"ramp_up_months": 4})), "coworkers")
    assert "Année 1 : 31,7 coworkers présents en moyenne" in gradual


@pytest.mark.parametrize("name", ["budget", "cash", "coworkers"])
def test_an_unknown_amount_leaves_no_chart(name: str) -> None:
    space = budgeted([{"label": "Loyer", "amount": [12000, None, 12000]}])
    assert not charts.chart(FactFormatter(space, "fr", document=True), name)


@pytest.mark.parametrize("name", ["budget", "cash", "coworkers"])
@pytest.mark.parametrize("costs", [[], [{"label": "Loyer", "amount": 99999999}], COSTS])
def test_every_piece_is_inside_the_picture(name: str, costs: list[dict[str, Any]]) -> None:
    space = budgeted(costs)
    if not charts.chart(FactFormatter(space, "fr", document=True), name):
        pytest.skip("nothing to draw")
    _, svg = drawn(space, name)
    for node in svg.iter():
        if node.tag.endswith("rect"):
            top, height = float(node.get("y", 0)), float(node.get("height", 0))
            assert height >= 0 and top >= 0 and top + height <= charts.HEIGHT
    whole = float(svg.get("height", 0))
    dots = [node for node in svg.iter() if node.tag.endswith("circle")]
    assert all(5 <= float(dot.get("cy", 0)) <= whole - 5 for dot in dots) and bool(dots) == (name == "cash")


def chart_documents(space: Space, *kinds: str) -> dict[str, bytes]:
    return build_documents(space, kinds, ("essai",))


def charted(name: str = "Coopérative d’exemple") -> Space:
    return budgeted(name=name, documents=(document('## Titre\n\n{{ chart("cash") }}\n'),))


@pytest.mark.long
def test_a_chart_is_in_every_format() -> None:
    files = chart_documents(charted(), "pdf", "docx", "odt", "html")
    assert b"data:image/svg+xml" in files["essai.html"] and b' style="' not in files["essai.html"]
    for kind, folder in (("docx", "word/media/"), ("odt", "Pictures/")):
        with archive(files[f"essai.{kind}"]) as parts:
            pictures = [name for name in parts.namelist() if name.startswith(folder) and not name.endswith("/")]
            (picture,) = [name for name in pictures if name != f"{folder}emblem.png"]
            assert parts.read(picture).startswith(b"\x89PNG")
    with pikepdf.open(io.BytesIO(files["essai.pdf"])) as pdf:
        alternatives = [
            str(item.Alt) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert any("Caisse à la fin" in text for text in alternatives)


@pytest.mark.long
def test_a_chart_is_the_same_each_time() -> None:
    assert chart_documents(charted(), "pdf", "docx") == chart_documents(charted(), "pdf", "docx")


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_names_are_shown_as_typed(kind: str) -> None:
    _, svg = drawn(charted(HOSTILE), "cash")
    assert HOSTILE[:20] in "".join(svg.itertext())
    assert chart_documents(charted(HOSTILE), kind)


def test_a_document_whose_pictures_are_charts_depends_on_no_other_file(tmp_path: Path) -> None:
    (filled,) = fill_documents(charted())
    assert "![" in filled.text and not filled.has_picture
    (with_file,) = fill_documents(budgeted(documents=(document('{{ chart("cash") }} ![Plan](plan.png)'),)))
    assert with_file.has_picture
