"""The drawings of governance: they say what the data say, to the cent, and stay inside their frame."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup
from support.factories import REMOVED, activity, alone, comptoir, vocabulary

from tierslieu.budget.split import split_amount
from tierslieu.facts import facts
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.model import Space
from tierslieu.site.graphics.euro import EuroPiece, EuroSplit, _Words, split_euro
from tierslieu.site.graphics.governance import GovernanceDiagram, governance_diagram
from tierslieu.site.graphics.svg import text_width, wrap

LONG = "Association très longuement nommée " * 9
HOSTILE = ["<b>\"Coopérative\" & 'fils'</b>", LONG, "جمعية المثال للثقافة الرقمية", "合作社" * 40, "x" * 300, "É"]


def made(space: Space, locale: str = "fr") -> GovernanceDiagram | None:
    return governance_diagram(
        space, LocaleFormatter(locale, vocabulary().locales[locale].strings), facts(space, locale, document=False)
    )


def drawn(space: Space, locale: str = "fr") -> Markup:
    diagram = made(space, locale)
    assert diagram
    return diagram.drawings[0]


def one_euro(space: Space, locale: str = "fr") -> EuroSplit | None:
    return split_euro(
        space, LocaleFormatter(locale, vocabulary().locales[locale].strings), facts(space, locale, document=False)
    )


def told(drawing: Markup) -> str:
    """The words of a drawing, with plain spaces."""
    text = " ".join(element.text or "" for element in ElementTree.fromstring(drawing).iter("text"))
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("\u202f", " "))


def many(count: int, names: list[str]) -> Space:
    """``count`` organisations that share everything."""
    keys = ["cooperative", "association", "c", "d", "e", "f"][:count]
    organisations: dict[str, Any] = {
        key: {"name": name, "legal_form": "association-loi-1901"} for key, name in zip(keys, names, strict=False)
    }
    shares = {key: Decimal(100) // count for key in keys}
    shares[keys[0]] += 100 - sum(shares.values())
    changes = {
        "organisations": organisations | ({} if count > 1 else {"association": REMOVED}),
        "services": {name: {"operator": keys[-1], "invoices": keys[0]} for name in ("coworking", "mediation", "support")},
        "streams": {"coworking": {"shares": shares}, "salle": {"label": LONG, "collects": keys[0], "shares": shares}},
        "common_costs": {"shares": shares if count > 1 else {"cooperative": 100, "association": REMOVED}},
    }  # fmt: skip
    return comptoir(organisations=changes)


def test_what_is_alone_has_its_legal_form_below_its_name() -> None:
    only = many(1, ["Les Voisins"])
    diagram = made(only)
    assert diagram and "Les Voisins Association loi 1901" in told(diagram.drawings[0])
    assert [row.notes for row in diagram.rows] == [("Association loi 1901",)] * len(diagram.rows)
    assert "loi 1901" not in told(drawn(many(2, ["Les Voisins", "Les Amis"])))


def test_who_represents_what_is_alone_is_told_in_its_box_as_far_as_it_is_known() -> None:
    place = alone()
    (only,) = place.organisations.organisations.values()
    named = {"association": only.model_copy(update={"representative": "Camille Exemple", "role": "présidente"})}
    diagram = made(replace(place, organisations=place.organisations.model_copy(update={"organisations": named})))
    assert diagram and "Représentant légal : Camille Exemple, présidente" in told(diagram.drawings[0])
    assert [row.notes[-1] for row in diagram.rows] == ["Représentant légal\u00a0: Camille Exemple, présidente"]
    unknown = made(place)
    assert unknown and "Représentant" not in told(unknown.drawings[0])


def test_it_says_who_runs_what_and_how_money_is_shared() -> None:
    words = told(drawn(comptoir()))
    for expected in ("Coworking", "Médiation", "Coopérative", "Association"):
        assert expected in words
    # That an organisation runs what it alone receives the revenue of is drawn.
    assert "Gère" not in words
    shares = {"cooperative": Decimal(75), "association": Decimal(25)}
    assert "Gère : Coworking, Accompagnement" in told(
        drawn(comptoir(organisations={"streams": {"coworking": {"shares": shares}}}))
    )
    third = {"organisations": {"ateliers": {"name": "Ateliers"}}}
    bikes = activity(title="Vélos", format="x", roles={"runs": "ateliers"})
    assert "Activités de l’agenda : Vélos" in told(drawn(comptoir(organisations=third, activities=(bikes,))))
    # That each ribbon carries everything is not worth a word.
    assert "100 %" not in words


def test_a_narrow_screen_gets_a_row_for_each_revenue() -> None:
    shares = {"cooperative": Decimal(75), "association": Decimal(25)}
    diagram = made(comptoir(organisations={"streams": {"coworking": {"shares": shares}}}))
    assert diagram
    recipients = {box.name: [percent for _, percent in row.recipients] for row in diagram.rows for box in row.services}
    assert recipients["Coworking"] == ["75\u00a0%", "25\u00a0%"]
    assert recipients["Médiation numérique"] == [""]


def test_on_a_narrow_screen_the_services_of_an_organisation_stand_together() -> None:
    diagram = made(comptoir())
    assert diagram
    rows = [[box.name for box in row.services] for row in diagram.rows]
    assert rows == [["Coworking", "Accompagnement"], ["Médiation numérique"]]


def test_the_same_place_is_drawn_with_the_same_bytes() -> None:
    assert drawn(comptoir()) == drawn(comptoir())


def test_ribbons_of_one_service_are_as_thick_as_their_shares() -> None:
    shares = {"cooperative": Decimal(75), "association": Decimal(25)}
    wide = drawn(comptoir(organisations={"streams": {"coworking": {"shares": shares}}}))
    paths = [
        element.attrib["d"]
        for element in ElementTree.fromstring(wide).iter("path")
        if element.attrib["class"] == "ribbon tint-coworking"
    ]
    thick = [abs(right - left) for left, right in map(ends, paths)]
    assert thick[0] == pytest.approx(3 * thick[1], rel=0.05)
    assert "75 %" in told(wide) and "25 %" in told(wide)


def straight(drawing: Markup) -> dict[str, tuple[float, float]]:
    """By class, the top and the bottom of each ribbon of a euro where it reaches the edge of the drawing."""
    paths = (element.attrib for element in ElementTree.fromstring(drawing).iter("path"))
    found = {path["class"]: re.search(r"([\d.]+)(?:H[\d.]+)+V([\d.]+)", path["d"]) for path in paths}
    return {name: (float(edge[1]), float(edge[2])) for name, edge in found.items() if edge}


def ends(path: str) -> tuple[float, float]:
    """The top and the bottom of a ribbon where it ends."""
    top = float(re.split(r"[C ]", path)[7].split("V")[0])
    return top, float(path.split("V")[1].split("C")[0])


def test_who_invoices_or_employs_for_another_is_said() -> None:
    services = {"coworking": {"operator": "cooperative", "employs": "association"}}
    wide = drawn(comptoir(organisations={"services": services}))
    assert "Emploie : Coworking, Médiation numérique" in told(wide)


def test_what_each_organisation_does_for_its_services_is_said_once_for_all_screens() -> None:
    """Unless another has one of these roles: then each box says its own."""
    for space in (comptoir(), alone()):
        diagram = made(space)
        assert diagram and [word for word, _ in diagram.tasks] == ["Encaisse", "Facture", "Assure", "Emploie"]
        assert not any("Encaisse" in told(drawing) for drawing in diagram.drawings)
    services = {"coworking": {"operator": "cooperative", "employs": "association"}}
    other = made(comptoir(organisations={"services": services}))
    assert other and not other.tasks


def test_a_place_without_service_has_no_drawing() -> None:
    off = {"modules": dict.fromkeys(("coworking", "mediation", "support"), "non")}
    assert made(comptoir(identity=off, organisations={"streams": REMOVED})) is None


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_any_names_stay_inside_the_frame(count: int, locale: str) -> None:
    space = many(count, HOSTILE)
    found = one_euro(space, locale)
    diagram = made(space, locale)
    assert diagram
    for one in [*diagram.drawings, *(found.drawings if found else ())]:
        tree = ElementTree.fromstring(one)
        width, height = map(float, tree.attrib["viewBox"].split()[2:])
        for box in tree.iter("rect"):
            x, y, w, h = (float(box.attrib[name]) for name in ("x", "y", "width", "height"))
            assert x >= 0 and y >= 0 and w > 0 and h > 0 and x + w <= width + 0.2 and y + h <= height + 0.2
        for text in tree.iter("text"):
            size, x = float(text.attrib["font-size"]), float(text.attrib["x"])
            room = text_width(text.text or "", size)
            start = x if text.get("text-anchor") is None else x - room / 2
            assert size >= 10 and start >= -1 and start + room <= width + 1
            assert 0 < float(text.attrib["y"]) <= height
        assert "style=" not in one and "<b>" not in one


def test_the_box_of_an_organisation_is_as_high_as_those_of_its_services() -> None:
    for one in (comptoir(), alone()):
        boxes = [box.attrib for box in ElementTree.fromstring(drawn(one)).iter("rect")]
        ends = [(float(box["y"]), float(box["y"]) + float(box["height"]), box["class"]) for box in boxes]
        for top, bottom, _ in (box for box in ends if box[2] == "house"):
            beside = [box for box in ends if box[2].startswith("cloth") and top <= box[0] < bottom]
            assert (beside[0][0], beside[-1][1]) == pytest.approx((top, bottom), abs=0.2)


def test_the_boxes_of_services_are_all_of_one_height() -> None:
    for one in (comptoir(), alone(), many(3, HOSTILE)):
        boxes = ElementTree.fromstring(drawn(one)).iter("rect")
        assert len({box.attrib["height"] for box in boxes if box.attrib["class"].startswith("cloth")}) == 1


@pytest.mark.parametrize("diagram", [0, 1])
def test_threads_arrive_apart_and_opposite_their_services(diagram: int) -> None:
    found = made(alone())
    assert found
    tree = ElementTree.fromstring(found.drawings[diagram])
    above, straight, below = [path.attrib["d"] for path in tree.iter("path")]
    (top, end), (start, bottom) = ends(above), ends(below)
    assert "C" not in straight
    # As much room as a thread is thick on both sides of that in the middle, at the least.
    assert start - end > 3 * (end - top)
    (house,) = (box.attrib for box in tree.iter("rect") if box.attrib["class"] == "house")
    middle = float(house["y"]) + float(house["height"]) / 2
    assert (top + bottom) / 2 == pytest.approx(middle, abs=0.2)


def test_outlines_stand_on_the_margin_of_the_text() -> None:
    found = one_euro(comptoir())
    assert found
    for one in (drawn(comptoir()), found.drawings[0]):
        boxes = [box.attrib for box in ElementTree.fromstring(one).iter("rect")]
        # Half of the line, two units wide, is outside of its box.
        assert min(float(box["x"]) for box in boxes if re.match("cloth|house", box["class"])) == 1


def test_houses_do_not_overlap() -> None:
    tree = ElementTree.fromstring(drawn(many(6, HOSTILE)))
    houses = [box.attrib for box in tree.iter("rect") if box.attrib["class"] == "house"]
    assert len(houses) == 6
    for above, below in pairwise(houses):
        assert float(above["y"]) + float(above["height"]) < float(below["y"])


def test_a_name_that_is_cut_is_kept_whole_as_a_title() -> None:
    wide = drawn(many(2, ["Court", LONG.strip()]))
    titles = [element.text for element in ElementTree.fromstring(wide).iter("title")]
    assert LONG.strip() in titles and "Court" not in titles


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80), st.integers(40, 400), st.integers(1, 4))
@settings(deadline=None)
def test_text_is_wrapped_within_its_width(text: str, width: int, lines: int) -> None:
    found = wrap(text, width, 13, lines)
    assert 1 <= len(found) <= lines
    assert all(text_width(line, 13) <= width or len(line) == 1 for line in found)
    if not found[-1].endswith("…"):
        assert "".join(found).replace(" ", "") == text.replace(" ", "")


# --- A euro ---


def test_a_euro_is_shared_to_the_cent_by_the_engine() -> None:
    regime = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    space = comptoir(organisations=regime)
    found = one_euro(space)
    assert found and all("payé" in told(one) for one in found.drawings)
    assert sum(piece.euros for piece in found.pieces) == 1
    assert [piece.euros for piece in found.pieces] == [
        part.amount for part in split_amount(space, Decimal(1), "coworking").parts
    ]
    assert [piece.amount.replace("\u00a0", " ") for piece in found.pieces] == ["0,17 €", "0,08 €", "0,75 €"]
    for one in found.drawings:
        assert "0,17 €" in told(one) and "0,75 €" in told(one)
        assert "0,08 € En usages gratuits" in told(one)


def test_a_euro_is_drawn_to_scale() -> None:
    found = one_euro(comptoir(organisations={"solidarity": {"percent": 10}}))
    assert found
    for one in found.drawings:
        (whole,) = (box for box in ElementTree.fromstring(one).iter("rect") if "piece-whole" in box.attrib["class"])
        # Its outline; what is given back lies along the ribbon of who is paid, with nothing between them.
        height = float(whole.attrib["height"]) + 2
        (free,) = (place for name, place in straight(one).items() if "solidarity" in name)
        (paid,) = (place for name, place in straight(one).items() if "organisation" in name)
        assert free[1] == paid[0]
        drawn_shares = sorted((bottom - top) / height for top, bottom in straight(one).values())
        assert drawn_shares == pytest.approx(sorted(float(piece.euros) for piece in found.pieces), abs=0.002)


def test_a_euro_is_as_large_in_every_place() -> None:
    """But for what is between its ribbons."""
    regime = {"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}
    places = (comptoir(organisations=regime), comptoir(), alone(organisations={"solidarity": {"percent": 15}}))
    heights = []
    for found in map(one_euro, places):
        assert found
        boxes = ElementTree.fromstring(found.drawings[0]).iter("rect")
        heights += [box.attrib["height"] for box in boxes if box.attrib["class"] == "cloth piece-whole"]
    assert heights == ["204", "198", "198"]


def test_the_words_of_a_large_share_stand_on_it_and_those_of_a_small_one_above() -> None:
    found = one_euro(comptoir(organisations={"organisations": {"cooperative": {"vat": {"regime": "assujettie"}}}}))
    assert found
    for one in found.drawings:
        pieces = straight(one)
        lines = {text.text or "": text.attrib for text in ElementTree.fromstring(one).iter("text")}
        for name, on in (("0,75\u00a0€", True), ("0,08\u00a0€", False)):
            kind = "piece-organisation" if on else "piece-solidarity"
            assert ("on-piece" in lines[name]["class"]) == on
            assert (pieces[kind][0] < float(lines[name]["y"]) < pieces[kind][1]) == on


def test_the_euro_of_a_public_body_is_its_own_but_for_vat() -> None:
    """What its free uses are worth is no part of it; with nothing to share, there is no drawing."""
    cooperative: dict[str, Any] = {"legal_form": "commune"}
    organisations = {"organisations": {"cooperative": cooperative}, "solidarity": {"percent": 20}}
    assert one_euro(comptoir(organisations=organisations)) is None
    cooperative["vat"] = {"regime": "assujettie"}
    found = one_euro(comptoir(organisations=organisations))
    assert found and [piece.kind for piece in found.pieces] == ["vat", "organisation"]
    assert sum(piece.euros for piece in found.pieces) == 1


def test_a_public_body_that_shares_its_income_has_a_ribbon_for_each() -> None:
    shared = {
        "organisations": {"cooperative": {"legal_form": "commune"}},
        "streams": {"coworking": {"shares": {"cooperative": 60, "association": 40}}},
        "solidarity": {"percent": 10},
    }
    found = one_euro(comptoir(organisations=shared))
    assert found
    assert {piece.kind for piece in found.pieces} == {"organisation"} and len(found.pieces) == 2
    assert sum(piece.euros for piece in found.pieces) == 1


def test_two_organisations_that_share_a_euro_have_each_a_colour() -> None:
    shared = {"streams": {"coworking": {"shares": {"cooperative": 80, "association": 20}}}}
    found = one_euro(comptoir(organisations=shared))
    assert found and [piece.kind for piece in found.pieces].count("organisation") == 2
    for one in found.drawings:
        ours = [name for name in straight(one) if name.startswith("piece-organisation")]
        assert len(ours) == len(set(ours)) == 2


def test_an_unknown_vat_regime_is_said() -> None:
    found = one_euro(comptoir())
    assert found and all("hors TVA" in told(one) for one in found.drawings)


def test_the_words_of_a_euro_are_all_on_one_line_or_all_on_two() -> None:
    names = ("Coopérative Exemple", "En usages gratuits")
    pieces = [EuroPiece("organisation", name, "0,50 €", Decimal("0.5")) for name in names]
    assert {bool(words.beside) for words in _Words.of(pieces, 300, 20)} == {False}
    assert {bool(words.beside) for words in _Words.of(pieces, 900, 20)} == {True}


def test_a_euro_that_nobody_shares_is_not_drawn() -> None:
    space = alone(organisations={"solidarity": {"percent": 0}})
    assert one_euro(space) is None
    assert one_euro(comptoir(identity={"modules": {"coworking": "non"}})) is None


@pytest.mark.long
@given(st.integers(0, 100), st.integers(0, 100))
@settings(max_examples=40, deadline=None)
def test_the_pieces_always_make_the_euro(first: int, solidarity: int) -> None:
    shares = {"cooperative": first, "association": 100 - first}
    organisations = {"streams": {"coworking": {"shares": shares}}, "solidarity": {"percent": solidarity}}
    found = one_euro(comptoir(organisations=organisations))
    assert found and sum(piece.euros for piece in found.pieces) == 1
    for one in found.drawings:
        ElementTree.fromstring(one)


def test_the_names_beside_a_narrow_drawing_can_be_read() -> None:
    found = one_euro(comptoir())
    assert found
    narrow = ElementTree.fromstring(found.drawings[-1])
    # On a telephone 360 pixels wide, a drawing has 326 of them.
    scale = 326 / float(narrow.attrib["viewBox"].split()[2])
    assert min(float(text.attrib["font-size"]) for text in narrow.iter("text")) * scale >= 14
