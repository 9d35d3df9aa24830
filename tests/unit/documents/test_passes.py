"""Passes to print: numbers in which mistakes and forgeries are detected, and the sheets of cards."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from support.document_text import pdf_pages, pdf_text, pdf_words, spaced
from support.factories import TODAY, comptoir
from support.generated_places import TERRITORIES, complete_answers, territory_answers
from support.paths import TEMPLATE
from support.pdf_accessibility import accessibility_faults

from tierslieu.cli.main import main
from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problem, Problems
from tierslieu.documents import pass_cards, pass_numbers
from tierslieu.finance.proposals import confirmed_files, proposals
from tierslieu.generation import questions
from tierslieu.generation.render import write_place
from tierslieu.loading.load import load
from tierslieu.look import choices
from tierslieu.look.colours import contrast
from tierslieu.model import Space

pytestmark = pytest.mark.long

PLACE_NAME = "comptoir-exemple"
SERIES = pass_numbers.printed_series("quatre mots bien à nous", "pass_10", 2000)
#: All that somebody may type in place of a character of a number.
TYPED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

cards = st.integers(1, 2000)
numbers = st.one_of(
    cards.map(lambda index: pass_numbers.card(PLACE_NAME, SERIES, index)),
    st.tuples(cards, st.integers(1, 20)).map(lambda pair: pass_numbers.ticket(PLACE_NAME, SERIES, *pair)),
)


def identify(
    number: str, *series: pass_numbers.PrintedSeries, place: str = PLACE_NAME
) -> pass_numbers.RecognisedPass | Problem:
    return pass_numbers.identify(number, place, series or (SERIES,))


def code(number: str, *series: pass_numbers.PrintedSeries, place: str = PLACE_NAME) -> str | None:
    """The code of the problem with ``number``; None when it is recognised."""
    result = identify(number, *series, place=place)
    return result.code if isinstance(result, Problem) else None


def as_read(text: str) -> str:
    """``text`` with a zero for the letter O, and a one for I and L."""
    return text.translate(str.maketrans("OIL", "011"))


# --- Numbers ---


@given(cards, st.integers(1, 20))
def test_a_number_says_which_card_and_which_ticket(card: int, rank: int) -> None:
    number = pass_numbers.card(PLACE_NAME, SERIES, card)
    assert number.startswith(f"C{card:04}-") and len(number) == len("C0007-K3QW-X")
    assert identify(number) == pass_numbers.RecognisedPass(number, SERIES, card, None)
    number = pass_numbers.ticket(PLACE_NAME, SERIES, card, rank)
    assert identify(number) == pass_numbers.RecognisedPass(number, SERIES, card, rank)


@given(numbers)
def test_any_wrong_character_is_detected(number: str) -> None:
    plain = number.replace("-", "")
    for position, right in enumerate(plain):
        for wrong in TYPED:
            if as_read(wrong) != right:
                assert code(plain[:position] + wrong + plain[position + 1 :]) == "passes.mistyped"


@given(numbers)
def test_any_swap_of_neighbours_is_detected(number: str) -> None:
    plain = number.replace("-", "")
    for position in range(len(plain) - 1):
        left, right = plain[position], plain[position + 1]
        if left != right:
            assert code(plain[:position] + right + left + plain[position + 2 :]) == "passes.mistyped"


@given(numbers, st.data())
def test_a_missing_or_extra_character_is_never_another_number(number: str, data: st.DataObject) -> None:
    plain = number.replace("-", "")
    position = data.draw(st.integers(0, len(plain) - 1))
    assert code(plain[:position] + plain[position + 1 :]) is not None
    assert code(plain[:position] + data.draw(st.sampled_from(TYPED)) + plain[position:]) is not None


@given(numbers)
def test_a_number_may_be_dictated(number: str) -> None:
    assert not set(number) & set("ILOU")
    for typed in (
        number.lower(),
        number.replace("-", ""),
        number.replace("-", " – "),
        f"  {number}\n",
        number.replace("0", "O"),
        number.replace("0", "o"),
        number.replace("1", "I"),
        number.replace("1", "l"),
    ):
        assert identify(typed) == identify(number), typed


@pytest.mark.parametrize(
    "text", ["", "-", "bonjour", "C0007", "X0007-K3QW-X", "C00007-K3QW-X", "٣" * 10, "C0007-K3QW-X" * 9]
)
def test_what_is_no_number_is_reported(text: str) -> None:
    assert code(text) == "passes.mistyped"


def test_all_numbers_of_a_large_series_differ() -> None:
    every = [pass_numbers.card(PLACE_NAME, SERIES, index) for index in range(1, 2001)]
    every += [pass_numbers.ticket(PLACE_NAME, SERIES, index, rank) for index in range(1, 101) for rank in range(1, 21)]
    assert len(set(every)) == len(every) == 4000


def test_numbers_never_change() -> None:
    """Printed passes must still be recognised after an update of the kit."""
    series = pass_numbers.printed_series("secret", "pass", 10)
    first_numbers = (
        pass_numbers.card("lieu", series, 7),
        pass_numbers.ticket("lieu", series, 7, 1),
        pass_numbers.ticket("lieu", series, 7, 2),
    )
    assert first_numbers == ("C0007-T3BY-M", "T0007-89Q2-T", "T0007B-VKRV-R")


@given(cards)
def test_only_the_series_gives_the_number(card: int) -> None:
    number = pass_numbers.card(PLACE_NAME, SERIES, card)
    others = [
        pass_numbers.printed_series("quatre mots bien à eux", "pass_10", 2000),
        pass_numbers.printed_series(SERIES.series, "pass", 2000),
    ]
    assert code(number, *others) == "passes.unknown"
    assert code(number, place="autre-lieu") == "passes.unknown"
    assert identify(number, *others, SERIES) == identify(number)


def test_a_card_that_was_never_printed_is_unknown() -> None:
    few = pass_numbers.printed_series(SERIES.series, SERIES.book, 20)
    assert code(pass_numbers.card(PLACE_NAME, SERIES, 20), few) is None
    assert code(pass_numbers.card(PLACE_NAME, SERIES, 21), few) == "passes.unknown"


def test_the_name_of_a_series_may_be_typed_with_any_spaces() -> None:
    assert pass_numbers.printed_series("  cafe\u0301   du lieu ", "pass", 1) == pass_numbers.printed_series(
        "café du lieu", "pass", 1
    )
    for name in ("", "  ", "a\x00b", "a\u200bb", "\udcff"):
        with pytest.raises(Problems):
            pass_numbers.printed_series(name, "pass", 1)


# --- The register ---


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from(["pass", "pass_10"]), st.integers(1, 9999))))
def test_the_register_is_read_as_written(entries: list[tuple[str, str, int]]) -> None:
    register = pass_numbers.Register()
    for entry in entries:
        try:
            series = pass_numbers.printed_series(*entry)
        except Problems:
            continue
        register = pass_numbers.registered(register, series)
        assert pass_numbers.registered(register, series) == register
        assert pass_numbers.printed_count(register, series) >= series.count
    parsed = yaml_reader.parse(pass_numbers.register_text(register, "Secret.\nGardez-le."))
    assert parsed.faults == []
    assert pass_numbers.Register.model_validate(parsed.data) == register


@pytest.mark.parametrize("name", ["0042", "12:30", "1e3", "oui", "null", '"', "a # b", "é: 🌱"])
def test_a_series_may_have_any_name(name: str) -> None:
    register = pass_numbers.registered(pass_numbers.Register(), pass_numbers.printed_series(name, "pass", 1))
    assert yaml_reader.parse(pass_numbers.register_text(register, "")).data["series"][0]["series"] == name


# --- The sheet ---


@cache
def printed_sheet(changes: str = "{}", count: int = 12, identity: str = "{}") -> bytes:
    """The sheet of a pass with ``changes`` (JSON)."""
    return pass_cards.render(
        space(json.loads(changes), json.loads(identity)), pass_numbers.printed_series(SERIES.series, "pass_10", count)
    )


def space(book: dict[str, Any], identity: dict[str, Any] | None = None) -> Space:
    return comptoir(prices={"passes": {"pass_10": book}}, identity=identity or {})


def text_of(pdf: bytes) -> str:
    return spaced(pdf_text(pdf))


def printed_pages(pdf: bytes) -> list[str]:
    return [spaced(page) for page in pdf_pages(pdf)]


def pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def test_a_sheet_shows_every_number_and_what_the_holder_must_know() -> None:
    pdf = printed_sheet(
        '{"validity_months": 6, "golden_ticket": {"opens": "day", "for_whom": "une voisine", "until": "2027-12-31", "once_per_person": "oui"}}'
    )
    text = text_of(pdf)
    for index in range(1, 13):
        assert text.count(pass_numbers.card(PLACE_NAME, SERIES, index)) == 1
        assert text.count(pass_numbers.ticket(PLACE_NAME, SERIES, index, 1)) == 1
    for words in (
        "Comptoir d’exemple",
        "Carnet de 10 entrées",
        "80 €",
        "par Coopérative d’exemple",
        "Vendu le",
        "Valable 6 mois",
        "1 à offrir",
        "Le ticket d’or",
        "1 journée offerte pour essayer",
        "Pour une voisine.",
        "Une fois par personne.",
        "Au plus tard le 31 décembre 2027.",
        "1 place de l’Exemple",
        "42000 Saint-Étienne",
    ):
        assert spaced(words) in text, words
    assert "Page" not in text
    # One after the other on paper, or row by row: readers of PDF differ.
    assert {str(use) for use in range(1, 11)} <= set(text.split())


def test_the_name_of_the_series_is_nowhere_in_the_file() -> None:
    pdf = printed_sheet()
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_metadata() as metadata:
        texts = [pdf_text(pdf), str(metadata), *(str(value) for value in document.docinfo.values())]
    assert not [text for text in texts if SERIES.series in text or "quatre mots" in text]


def test_the_seller_is_the_organisation_that_collects() -> None:
    other = comptoir(organisations={"services": {"coworking": {"collects": "association", "invoices": "cooperative"}}})
    assert "par Association d’exemple" in text_of(
        pass_cards.render(other, pass_numbers.printed_series("x", "pass_10", 1))
    )


@pytest.mark.parametrize(
    ("book", "count", "expected"),
    [
        ('{"golden_ticket": "oui"}', 4, 1),
        ('{"golden_ticket": "oui"}', 5, 2),
        ('{"golden_ticket": "non"}', 8, 1),
        ('{"golden_ticket": "non"}', 9, 2),
        ('{"golden_ticket": {"count": 4}}', 3, 2),
        ('{"golden_ticket": {"count": 20}}', 1, 3),
        ('{"uses": 24}', 4, 1),
        ('{"uses": 100}', 4, 1),
    ],
)
def test_each_sheet_has_its_back_and_no_more_pages_than_needed(book: str, count: int, expected: int) -> None:
    assert pages(printed_sheet(book, count)) == 2 * expected


def test_the_back_of_a_card_is_behind_it_and_tells_where_and_when() -> None:
    hours = json.dumps({"opening_hours": "lundi 9h-18h", "contact": {"phone": "04 77 00 00 00"}})
    pdf = printed_sheet('{"golden_ticket": "oui", "transferable": "oui"}', 1, hours)
    _, back = printed_pages(pdf)
    for words in ("1 place de l’Exemple", "lundi", "9 h", "04 77 00 00 00", "Vendu par Coopérative d’exemple."):
        assert spaced(words) in back, words
    assert "Peut se prêter." in back
    # What is at the left of a sheet is at the right of its back: hours go with a ticket, to a newcomer.
    placed = list(pdf_words(pdf))
    assert next(left for word, left, *_ in placed if word.startswith("Carnet")) < 297
    for name, on_card in (
        ("place", False),
        ("lundi", False),
        ("77", False),
        ("Coopérative", True),
        ("exemple.fr", True),
    ):
        assert [left > 297 for word, left, *_ in placed if word == name] == [on_card], name


def test_the_back_of_a_card_without_a_ticket_tells_everything() -> None:
    hours = json.dumps({"opening_hours": "lundi 9h-18h", "contact": {"phone": "04 77 00 00 00"}})
    _, back = printed_pages(printed_sheet('{"golden_ticket": "non"}', 1, hours))
    for words in ("1 place de l’Exemple", "lundi", "9 h", "04 77 00 00 00", "exemple.fr", "Coopérative d’exemple."):
        assert back.count(spaced(words)) == 1, words


def test_a_ticket_is_printed_for_a_place_with_hours_and_no_street() -> None:
    known = json.dumps({"opening_hours": "lundi 9h-18h", "address": {"street": None}})
    _, back = printed_pages(printed_sheet('{"golden_ticket": "oui"}', 1, known))
    assert "Saint-Étienne" in back and "lundi" in back and "None" not in back


def test_days_of_the_same_hours_are_together() -> None:
    hours = json.dumps({"opening_hours": "lundi, mardi et jeudi 9h-18h ; mercredi 9h-20h ; fermé en août"})
    _, back = printed_pages(printed_sheet('{"golden_ticket": "oui"}', 1, hours))
    assert back.count("lun. mar. jeu.") == 1 and back.count("mer.") == 1
    assert "août" not in back and back.count(spaced("9 h – 18 h")) == 1


@pytest.mark.parametrize("palette", ["ardoise", "foret", "soleil"])
def test_a_pass_has_the_colour_of_its_place_and_gold_is_for_tickets_alone(tmp_path: Path, palette: str) -> None:
    look = {"look": {"palette": palette, "type": "affiche", "motif": "fil"}}
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look)))
    subprocess.run(
        ["pdftoppm", "-r", "50.8", "-f", "1", "-l", "1", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True
    )
    (page,) = tmp_path.glob("page*.png")
    with Image.open(page) as image:
        # Two pixels a millimetre: above the words of a card, and of its ticket.
        boxes = ((x, 52, x + 20, 58) for x in (110, 240))
        parts = [image.convert("RGB").crop(box).tobytes() for box in boxes]
        card, ticket = ({"#" + part[start : start + 3].hex() for start in range(0, len(part), 3)} for part in parts)
    light = space({}, look).look.palette.meta.light
    # The dark of the place where its colour is that of tickets.
    ground = light.night if palette == "soleil" else light.sun
    assert card == {ground} and ticket == {light.gold}


@pytest.mark.parametrize("palette", choices.available(TEMPLATE, "palettes"))
def test_the_words_of_a_pass_are_legible_on_its_ground(palette: str) -> None:
    """On screens, on paper, and for headings that have a colour of their own."""
    look = {"look": {"palette": palette, "type": "affiche", "motif": "fil"}}
    colours = pass_cards.pass_colours(space({}, look))
    assert all(contrast(colours[ink], colours["pass"]) >= 4.5 for ink in ("on_pass", "pass_title"))


@pytest.mark.parametrize("motif", ["fil", "quartier", "jardin"])
def test_the_squares_of_a_pass_go_off_its_edges(tmp_path: Path, motif: str) -> None:
    """A cut by hand is a millimetre off: what it cuts goes on as it is, as far as the bleed, on its back too."""
    look = {"look": {"palette": "soleil", "type": "affiche", "motif": motif}}
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look)))
    subprocess.run(["pdftoppm", "-r", "254", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert len(pages) == 2
    # Ten pixels a millimetre: from the left edge of the card, from its top to its foot; at its right on its back.
    high, bleed = 540, 28
    inks = []
    for page in pages:
        with Image.open(page) as opened:
            image = opened.convert("RGB")
        is_back = page.stem.endswith("2")
        # Five squares of its width, or three larger ones.
        rows = 3 if is_back else 5
        side = high // rows
        left, top = (1900 - side, 255) if is_back else (200, 255)
        edge, outwards = (left + side, 1) if is_back else (left, -1)
        differing = 0
        for y in range(top, top + high):
            inside = image.getpixel((edge - outwards * 2, y))
            differing += any(image.getpixel((edge + outwards * x, y)) != inside for x in range(2, bleed))
        # Between two squares, and along an outline that is neither level nor upright, a few rows are of both.
        assert differing < 0.12 * high
        differing = sum(
            image.getpixel((x, top + 2)) != image.getpixel((x, top - bleed)) for x in range(left, left + side)
        )
        assert differing < 0.2 * side
        # Each has other colours than the next one, unless all are of one cloth.
        grounds = [image.getpixel((edge + outwards * bleed, top + row * side + 8)) for row in range(rows)]
        assert motif == "fil" or all(one != other for one, other in pairwise(grounds))
        inks.append({colour for _, colour in image.crop((left, top, left + side, top + high)).getcolors(99999) or []})
    assert len(inks[0] & inks[1]) >= 3


def test_the_cover_of_a_pass_says_what_a_box_is_worth_and_how_long_it_is_valid() -> None:
    """Its other side is for the boxes, what is written by hand and the number."""
    book = '{"golden_ticket": "oui", "validity_months": 12, "transferable": "oui"}'
    front, back = printed_pages(printed_sheet(book, 1))
    for words in ("1 case = 1 demi-journée.", "Valable 12 mois.", "Peut se prêter."):
        assert back.count(spaced(words)) == 1, words
    assert "case" not in front and "prêter" not in front


def test_the_boxes_of_a_pass_are_large_and_apart_from_what_is_above_and_below_them() -> None:
    words = list(pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1)))
    on_card = {word: box for word, *box in words if box[0] < 285 and box[1] < 400}
    middles = {word: (on_card[word][1] + on_card[word][3]) / 2 for word in ("2", "8")}
    # Ten millimetres for a stamp, and more than one between two of them.
    assert middles["8"] - middles["2"] > 11 / 25.4 * 72
    assert middles["2"] - on_card["Carnet"][3] > 15 and on_card["Vendu"][1] - middles["8"] > 33


def test_a_dark_pass_has_white_to_write_on(tmp_path: Path) -> None:
    look = {"look": {"palette": "soleil", "type": "affiche", "motif": "fil"}}
    pdf = printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look))
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "72", "-f", "1", "-l", "1", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True
    )
    (page,) = tmp_path.glob("page*.png")
    left, top = next((left, top) for word, left, top, *_ in pdf_words(pdf) if word == "Vendu" and left < 297)
    with Image.open(page) as opened:
        above = opened.convert("RGB").crop((round(left) + 2, round(top) - 9, round(left) + 82, round(top) - 4))
    assert above.getcolors() == [(80 * 5, (255, 255, 255))]


def test_who_gives_a_ticket_has_more_room_to_write_than_its_dates_need() -> None:
    words = {word: left for word, left, *_ in pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1)) if left > 297}
    assert words["vendu"] - words["Offert"] > 29 / 25.4 * 72


@pytest.mark.parametrize("motif", choices.available(TEMPLATE, "motifs"))
def test_the_number_of_a_box_is_in_its_middle(tmp_path: Path, motif: str) -> None:
    look = {"look": {"palette": "foret", "type": "affiche", "motif": motif}}
    pdf = printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look))
    (tmp_path / "sheet.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-r", "254", "-f", "1", "-l", "1", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True
    )
    (page,) = tmp_path.glob("page*.png")
    _, left, top, right, bottom = next(box for box in pdf_words(pdf) if box[0] == "3" and box[1] < 297)
    x, y = round((left + right) / 2 * 254 / 72), round((top + bottom) / 2 * 254 / 72)
    with Image.open(page) as opened:
        image = opened.convert("RGB")
    # Ten pixels a millimetre: from its number to the ground around its box, in each direction.
    ground = tuple(bytes.fromhex(space({}, look).look.palette.meta.light.sun[1:]))
    far = [
        next(step for step in range(99) if image.getpixel((x + dx * step, y + dy * step)) == ground)
        for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1))
    ]
    assert abs(far[0] - far[1]) < 4 and abs(far[2] - far[3]) < 10


def test_the_number_of_a_paper_is_read_without_turning_it_and_is_not_torn() -> None:
    words = list(pdf_words(printed_sheet('{"golden_ticket": "oui"}', 2)))
    numbers = [box for word, *box in words if word[:4] in ("C000", "T000")]
    assert len(numbers) == 4
    for left, top, right, bottom in numbers:
        assert right - left > 4 * (bottom - top)
        # Three millimetres from the edge along which a hand tears.
        assert min(abs(left - 297.6), abs(right - 297.6)) > 3 / 25.4 * 72


def test_what_a_ticket_is_stands_on_one_line_with_its_number_below() -> None:
    words = {
        word: (top, bottom)
        for word, left, top, _, bottom in pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1))
        if left > 297
    }
    (title,) = {round(top) for word, (top, _) in words.items() if word in ("Le", "ticket", "d’or")}
    (number,) = (top for word, (top, _) in words.items() if word.startswith("T0001"))
    assert title < number < words["offerte"][0]


def test_the_reason_of_a_ticket_is_in_three_lines_far_from_the_edge_that_is_torn() -> None:
    for hours in ("{}", json.dumps({"opening_hours": "lundi, mardi et jeudi 9h-18h ; mercredi 9h-20h"})):
        words = list(pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1, hours)))
        reason = [box for word, *box in words if word in ("découvre", "quelqu’un", "fréquente")]
        assert len({round(top) for _, top, *_ in reason}) == 3
        assert max(right for _, _, right, _ in reason) < 297 - 14 / 25.4 * 72


def test_a_card_says_what_it_is_in_letters_larger_than_its_price() -> None:
    heights = {
        word: bottom - top
        for word, left, top, right, bottom in pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1))
        if right < 297
    }
    assert heights["Carnet"] > 1.4 * heights["80"] > 1.4 * heights["Comptoir"]


@pytest.mark.parametrize("ticket", ["oui", "non"])
def test_hours_stand_apart_from_the_address_below_it(ticket: str) -> None:
    """They would be read as one list."""
    hours = json.dumps({"opening_hours": "lundi, mardi et jeudi 9h-18h ; mercredi 9h-20h"})
    words = pdf_words(printed_sheet(json.dumps({"golden_ticket": ticket}), 1, hours))
    last = "04" if ticket == "oui" else "exemple.fr"
    found = {word: (left, top) for word, left, top, *_ in words if word in ("42000", "04", last, "lun.", "mer.")}
    assert len({round(left) for word, (left, _) in found.items() if word != "42000" or ticket == "non"}) == 1
    tops = {word: top for word, (_, top) in found.items()}
    between = tops["04"] - tops["42000"]
    assert abs(tops["mer."] - tops["lun."] - between) < 0.1 and tops["lun."] - tops[last] > 1.3 * between


def test_many_hours_stay_on_their_paper() -> None:
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    week = " ; ".join(f"{day} {8 + index % 2}h-12h et 14h-{17 + index}h" for index, day in enumerate(days))
    words = pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps({"opening_hours": week})))
    boxes = {word: box for word, *box in words if word in ("On", "Présentez", *days)}
    assert len(boxes) == 2 + len(days)
    # The words of a paper end 50 mm below its top; its heading is above them.
    assert max(box[3] for box in boxes.values()) < (25.5 + 51) / 25.4 * 72 and boxes["On"][3] < boxes["Présentez"][1]


def test_the_two_backs_end_on_the_same_line() -> None:
    hours = json.dumps({"opening_hours": "lundi 9h-18h ; mercredi 9h-20h", "contact": {"phone": "04 77 00 00 00"}})
    words = list(pdf_words(printed_sheet('{"golden_ticket": "oui", "transferable": "oui"}', 1, hours)))
    (ticket,), (card,) = (
        [(round(top, 1), round(bottom, 1)) for word, _, top, _, bottom in words if word == last]
        for last in ("mercredi", "exemple.fr")
    )
    assert ticket == card


def test_a_pass_that_cannot_be_lent_has_room_for_a_name() -> None:
    front, _ = printed_pages(printed_sheet('{"validity_months": 6, "transferable": "non"}', 1))
    for words in ("Au nom de", "Vendu le", "Valable 6 mois."):
        assert spaced(words) in front, words


def test_a_card_has_the_flower_of_its_ticket_and_the_next_one_another(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 8))
    subprocess.run(["pdftoppm", "-r", "50.8", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True)
    flowers = []
    for page in (1, 3):
        with Image.open(tmp_path / f"page-{page}.png") as image:
            # Two pixels a millimetre: the flower beside the boxes of a card, and a part of that of its ticket.
            for row in range(4):
                y = 51 + 128 * row
                boxes = ((158, y + 58, 180, y + 82), (330, y + 4, 370, y + 40))
                on_card, on_ticket = (
                    {colour for count, colour in image.crop(box).getcolors(9999) or [] if count > 100} for box in boxes
                )
                (petal,) = on_card & on_ticket
                flowers.append(petal)
    assert len(flowers) == 8 and all(one != other for one, other in pairwise(flowers))


def test_a_ticket_says_what_it_is_in_its_largest_letters() -> None:
    front = pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1))
    heights: dict[str, float] = {}
    for word, left, top, _, bottom in front:
        if left > 297 and top < 230:
            heights.setdefault(word, bottom - top)
    assert heights["ticket"] > 1.5 * heights["Comptoir"]


@pytest.mark.parametrize("motif", choices.available(TEMPLATE, "motifs"))
def test_no_cut_takes_a_petal_of_a_ticket(tmp_path: Path, motif: str) -> None:
    """A cut by hand is a millimetre off."""
    look = {"look": {"palette": "foret", "type": "affiche", "motif": motif}}
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look)))
    command = ["pdftoppm", "-r", "127", "-f", "1", "-l", "1", "-png", "sheet.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)
    (page,) = tmp_path.glob("page*.png")
    gold = tuple(bytes.fromhex(space({}, look).look.palette.meta.light.gold[1:]))
    with Image.open(page) as opened:
        # Five pixels a millimetre: from the right edge of the ticket, and from its top, 30 mm of the corner.
        image = opened.convert("RGB").crop((800, 128, 950, 278))
    assert {image.getpixel((149 - near, y)) for near in range(1, 15) for y in range(150)} == {gold}
    assert {image.getpixel((x, near)) for near in range(1, 15) for x in range(149)} == {gold}
    # It is as wide as a quarter of the ticket.
    assert sum(any(image.getpixel((x, y)) != gold for y in range(150)) for x in range(150)) > 100


@pytest.mark.parametrize("motif", choices.available(TEMPLATE, "motifs"))
def test_the_petals_of_a_golden_ticket_are_apart_as_far_as_their_heart(tmp_path: Path, motif: str) -> None:
    """A ring that shows between them would make a cogwheel of it."""
    look = {"look": {"palette": "foret", "type": "affiche", "motif": motif}}
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look)))
    subprocess.run(
        ["pdftoppm", "-r", "254", "-f", "1", "-l", "1", "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True
    )
    (page,) = tmp_path.glob("page*.png")
    gold = tuple(bytes.fromhex(space({}, look).look.palette.meta.light.gold[1:]))
    with Image.open(page) as opened:
        image = opened.convert("RGB")
    # Ten pixels a millimetre: circles around the middle of the flower of the first ticket, from just beyond its heart.
    for radius in (65, 71, 76):
        turns = [math.radians(step / 4) for step in range(1440)]
        places = [(1744 + round(radius * math.cos(turn)), 411 + round(radius * math.sin(turn))) for turn in turns]
        ring = [image.getpixel(place) == gold for place in places]
        assert sum(one != other for one, other in pairwise([*ring, ring[0]])) == 16


@pytest.mark.parametrize("palette", choices.available(TEMPLATE, "palettes"))
def test_the_line_along_which_a_ticket_is_torn_is_seen_on_both_papers(tmp_path: Path, palette: str) -> None:
    look = {"look": {"palette": palette, "type": "affiche", "motif": "fil"}}
    (tmp_path / "sheet.pdf").write_bytes(printed_sheet('{"golden_ticket": "oui"}', 1, json.dumps(look)))
    # Twenty pixels a millimetre: a millimetre on each side of the middle of the sheet, on 4 mm in the first paper.
    part = ["-x", "2080", "-y", "700", "-W", "40", "-H", "80"]
    subprocess.run(["pdftoppm", "-r", "508", *part, "-png", "sheet.pdf", "page"], cwd=tmp_path, check=True)
    drawn = list(tmp_path.glob("page*.png"))
    assert len(drawn) == 2
    for page in drawn:
        with Image.open(page) as opened:
            pixels = opened.convert("RGB").tobytes()
        seen = Counter("#" + pixels[start : start + 3].hex() for start in range(0, len(pixels), 3))
        colours = [colour for colour, _ in seen.most_common(3)]
        ink = min(colours, key=lambda colour: sum(bytes.fromhex(colour[1:])))
        assert len(colours) == 3 and all(contrast(ink, ground) >= 3 for ground in colours if ground != ink)


def test_what_is_written_by_hand_is_at_the_same_height_on_a_card_and_its_ticket() -> None:
    words = list(pdf_words(printed_sheet('{"golden_ticket": "oui"}', 4)))
    named = [(word, left, round(top)) for word, left, top, *_ in words]
    tops = [
        top for word, left, top in named if word in ("Offert", "vendu", "Utilisé") or (word == "Vendu" and left < 297)
    ]
    # On each of four rows: once on the card, three times on the ticket.
    assert [tops.count(top) for top in sorted(set(tops))] == [4] * 4


def test_boxes_are_as_far_apart_across_as_down() -> None:
    places = {
        word: ((left + right) / 2, top)
        for word, left, top, right, _ in pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1))
        if right < 285 and word in ("2", "7", "8")
    }
    across, down = places["8"][0] - places["7"][0], places["8"][1] - places["2"][1]
    assert abs(across - down) < 1


def test_each_ticket_of_a_card_has_its_number() -> None:
    text = text_of(printed_sheet('{"golden_ticket": {"count": 4}}', 3))
    for index in (1, 2, 3):
        for rank in (1, 2, 3, 4):
            assert pass_numbers.ticket(PLACE_NAME, SERIES, index, rank) in text


def test_the_address_stands_once_on_a_ticket_which_goes_to_a_stranger() -> None:
    front, back = printed_pages(printed_sheet('{"golden_ticket": "oui"}', 1))
    assert front.count("1 place de l’Exemple") == 0
    assert back.count("1 place de l’Exemple") == 1


def test_a_ticket_gives_its_reason_without_a_pronoun_apart_from_its_verb() -> None:
    words = list(pdf_words(printed_sheet('{"golden_ticket": "oui"}', 1)))
    lines = {word: (round(top), right) for word, _, top, right, _ in words if word in ("qui", "le", "fréquente")}
    assert len({top for top, _ in lines.values()}) == 1
    assert lines["fréquente"][1] < 297


def test_a_ticket_promises_what_the_price_list_proposes_in_words_and_not_on_a_line_to_write() -> None:
    front, _ = printed_pages(printed_sheet('{"golden_ticket": "oui"}', 1))
    for words in (
        "1 demi-journée offerte pour essayer",
        "Pour une personne qui n’est encore jamais venue.",
        "Une fois par personne. Valable 12 mois.",
        "Carnet vendu le",
    ):
        assert spaced(words) in front, words
    assert "ormule" not in front and "jusqu’au" not in front
    # What the place has decided wins over what the kit proposes.
    decided = text_of(printed_sheet('{"validity_months": 6, "golden_ticket": {"opens": "day"}}', 1))
    assert "1 journée offerte pour essayer" in decided
    assert decided.count("Valable 6 mois") == 2 and "12 mois" not in decided


def test_a_ticket_of_which_nothing_is_known_is_a_free_try_all_the_same() -> None:
    """The kit proposes nothing for a pass of another service than coworking."""
    unknown = comptoir(
        identity={"modules": {"coworking": "non"}},
        prices={
            "offers": {"visit": {"service": "mediation", "unit": "half_day"}},
            "passes": {"pass_10": {"service": "mediation", "unit": "visit", "golden_ticket": "oui"}},
        },
    )
    front, _ = printed_pages(pass_cards.render(unknown, pass_numbers.printed_series("x", "pass_10", 1)))
    for words in ("Un essai offert", "Il s’offre : il ne se vend pas.", "Offert par", "Formule", "Utilisé le"):
        assert spaced(words) in front, words
    # Once: on the card.
    assert front.count("Valable jusqu’au") == 1


def test_the_back_of_a_ticket_says_what_to_do_and_when_to_come() -> None:
    hours = json.dumps({"opening_hours": "lundi, mardi et jeudi 9h-18h ; mercredi 9h-20h"})
    pdf = printed_sheet('{"golden_ticket": "oui"}', 1, hours)
    _, back = printed_pages(pdf)
    assert back.count("Présentez ce ticket à l’accueil.") == 1
    # At the left of a sheet is the back of the ticket.
    days = [left for word, left, *_ in pdf_words(pdf) if word == "mer."]
    assert len(days) == 1 and days[0] < 297
    _, back = printed_pages(printed_sheet('{"golden_ticket": "oui"}', 1))
    # Where the hours are not known, whom to ask.
    assert back.count(spaced("Avant de venir : 04 00 00 00 00")) == 2


def test_a_pass_without_a_golden_ticket_shows_none() -> None:
    text = text_of(printed_sheet('{"golden_ticket": "non"}'))
    assert "TICKET" not in text and pass_numbers.ticket(PLACE_NAME, SERIES, 1, 1) not in text


def test_there_are_as_many_boxes_as_uses() -> None:
    boxes = " ".join(str(use) for use in range(1, 25))
    assert f"{boxes} " in text_of(printed_sheet('{"uses": 24, "golden_ticket": "non"}', 1))
    with pytest.raises(Problems) as raised:
        printed_sheet('{"uses": 101}')
    assert [problem.code for problem in raised.value.problems] == ["passes.uses"]
    with pytest.raises(Problems) as raised:
        printed_sheet('{"uses": null}')
    assert [problem.code for problem in raised.value.problems] == ["passes.uses_unknown"]


def test_a_price_that_not_everybody_pays_is_left_out() -> None:
    reduced = comptoir(
        prices={
            "audiences": {"reduced": "Étudiants"},
            "grids": [{"from": None, "amounts": {"pass_10": 80}, "reduced": {"pass_10": 60}}],
        }
    )
    text = text_of(pass_cards.render(reduced, pass_numbers.printed_series("x", "pass_10", 1)))
    assert "80 €" not in text and "60 €" not in text


def test_long_names_and_strange_characters_stay_on_the_page() -> None:
    name = "Le Grand Tiers-Lieu solidaire et numérique des monts du Forez, de la plaine et du Roannais 🌱 漢 𓀀 #$*_[x]"
    book = {
        "label": "Carnet de découverte du bureau partagé " * 2,
        "validity_months": 12,
        "transferable": "non",
        "also_opens": ["mediation", "support"],
        "golden_ticket": {
            "count": 2,
            "for_whom": "une personne en recherche d’emploi, ou qui crée son activité " * 2,
            "validity_months": 6,
        },
    }
    pdf = printed_sheet(json.dumps(book), 2, json.dumps({"name": name}))
    text = text_of(pdf)
    assert pages(pdf) == 2
    assert text.count("#$*_[x]") == 12 and "U+13080" not in text and "U+13000" in text
    assert pass_numbers.ticket(PLACE_NAME, SERIES, 2, 2) in text


@pytest.mark.parametrize("book", ["{}", '{"golden_ticket": "non"}', '{"uses": 100, "golden_ticket": {"count": 5}}'])
def test_nothing_is_in_the_margins_of_printers(book: str) -> None:
    """Home printers leave some 5 mm blank on each side."""
    margin, width, height = 14, 595, 842
    boxes = list(pdf_words(printed_sheet(book)))
    assert len(boxes) > 100
    assert [
        word
        for word, left, top, right, bottom in boxes
        if min(left, top) < margin or right > width - margin or bottom > height - margin
    ] == []


def test_a_sheet_has_the_look_of_the_place() -> None:
    looks = [{"palette": palette, "type": "livre", "motif": "fil"} for palette in ("ardoise", "canal", "lagune")]
    sheets = {printed_sheet(identity=json.dumps({"look": look})) for look in looks}
    assert len(sheets) == len(looks)
    for sheet in sheets:
        with pikepdf.open(io.BytesIO(sheet)) as document:
            fonts = " ".join(str(font.BaseFont) for font in document.pages[0].Resources.Font.values())
        assert "Fraunces" in fonts and "LiterataText" in fonts


def test_a_sheet_speaks_the_language_of_the_place() -> None:
    text = text_of(
        printed_sheet(
            '{"validity_months": 6, "transferable": "yes", "golden_ticket": {"once_per_person": "yes"}}',
            1,
            '{"language": "en"}',
        )
    )
    for words in (
        "Pass of 10 entries",
        "€80",
        "Sold on",
        "Valid for 6 months.",
        "May be used by others.",
        "The golden",
        "Only once per person.",
    ):
        assert words in text, words


def test_a_sheet_is_a_tagged_pdf_on_a4_without_dates() -> None:
    assert accessibility_faults(printed_sheet()) == []
    with pikepdf.open(io.BytesIO(printed_sheet())) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert not [key for key in pdf.docinfo if "Date" in key]
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
        assert {tuple(round(float(side)) for side in page.mediabox) for page in pdf.pages} == {(0, 0, 595, 842)}


def test_the_same_series_gives_the_same_bytes() -> None:
    assert pass_cards.render(space({}), pass_numbers.printed_series(SERIES.series, "pass_10", 12)) == printed_sheet()


# --- The command ---


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Fil numérique, as generated."""
    for name in ("vocabulary", "content", "governance", "theme"):
        (tmp_path / name).symlink_to(TEMPLATE / name, target_is_directory=True)
    (territory,) = (path for path in TERRITORIES if path.stem == "fil-numerique")
    answers, faults = questions.read(complete_answers(territory_answers(territory)), tmp_path)
    assert not faults
    write_place(tmp_path, answers)
    return tmp_path


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run ``./lieu passes`` in the place: its exit status and its output."""

    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["lieu", "passes", "--today", "2027-01-04", *arguments])
        with pytest.raises(SystemExit) as exit_info:
            main(place)
        captured = capsys.readouterr()
        return int(exit_info.value.code or 0), spaced(captured.out + captured.err)

    return run


def number_in(place: Path) -> str:
    (pdf,) = (place / "passes").glob("*.pdf")
    return next(word for word in pdf_text(pdf.read_bytes()).split() if word.startswith("T0002-"))


def test_what_is_printed_is_recognised(place: Path, run: Run) -> None:
    status, output = run("--count", "3", "--series", "trois mots secrets")
    assert status == 0 and "carnets : 3" in output.replace("\u00a0", " ") and "deviner" not in output
    number = number_in(place)
    status, output = run("--verify", number.lower().replace("-", " "))
    assert (
        status == 0 and "ticket d’or n° 1 de la carte n° 2 du carnet « pass », série « trois mots secrets »" in output
    )
    (place / "passes" / "series.yaml").unlink()
    assert run("--verify", number)[0] == 1
    assert run("--verify", number, "--series", "trois  mots secrets")[0] == 0
    assert run("--verify", number, "--series", "autre")[0] == 1


def test_a_mistake_and_a_forgery_have_different_messages(place: Path, run: Run) -> None:
    run("--count", "3", "--series", "secret")
    invented = pass_numbers.card("fil-numerique", pass_numbers.printed_series("deviné", "pass", 3), 1)
    status, output = run("--verify", invented)
    assert status == 1 and "aucune des séries cherchées (1)" in output
    status, output = run("--verify", invented[:-1] + ("2" if invented[-1] != "2" else "3"))
    assert status == 1 and "mal recopié" in output


def test_printing_again_gives_the_same_files_and_a_warning(place: Path, run: Run) -> None:
    run("--count", "20", "--series", "autre")
    run("--count", "3", "--series", "secret")
    files = {path.name: path.read_bytes() for path in (place / "passes").iterdir()}
    status, output = run("--count", "3", "--series", "secret")
    assert status == 0 and "ne les vendez pas deux fois" in output
    assert {path.name: path.read_bytes() for path in (place / "passes").iterdir()} == files
    run("--count", "6", "--series", "secret")
    run("--count", "2", "--series", "secret")
    entries = [(entry.series, entry.count) for entry in pass_numbers.read_register(place).series]
    assert entries == [("autre", 20), ("secret", 6)]


def test_the_default_series_is_the_month_and_has_a_warning(place: Path, run: Run) -> None:
    status, output = run("--count", "1")
    assert status == 0 and "2027-01" in output and "deviner" in output


def test_what_is_printed_as_the_kit_proposes_is_told(place: Path, run: Run) -> None:
    status, output = run("--count", "1", "--series", "secret")
    assert status == 0
    for words in ("propositions du kit", "Essai que donne le ticket d’or", "./lieu confirm"):
        assert words in output, words
    confirmed_files(place, proposals(load(place, TODAY)))
    assert "propositions" not in run("--count", "1", "--series", "secret")[1]


def test_what_cannot_be_printed_is_explained_and_nothing_is_written(place: Path, run: Run) -> None:
    prices = place / "config" / "prices.yaml"
    source = prices.read_text("utf-8")
    assert run()[0] == 2 and run("--count", "3", "--verify", "x")[0] == 2
    assert run("--count", "0")[0] == 2 and run("--count", "2001")[0] == 2
    status, output = run("--count", "3", "--pass", "pas")
    assert status == 1 and "Vouliez-vous dire : pass ?" in output
    assert run("--count", "3", "--series", "")[0] == 1
    second = "passes:\n  journees: {service: coworking, uses: 5, unit: day}\n"
    prices.write_text(
        source.replace("passes:\n", second, 1).replace("      pass:", "      journees: 60.00\n      pass:"), "utf-8"
    )
    status, output = run("--count", "3")
    assert status == 1 and "journees, pass" in output and "--pass journees" in output
    assert not (place / "passes").exists()
    assert run("--count", "3", "--pass", "journees")[0] == 0


def test_a_place_without_passes_learns_how_to_add_one(place: Path, run: Run) -> None:
    prices = place / "config" / "prices.yaml"
    head, _, rest = prices.read_text("utf-8").partition("passes:\n")
    grids = rest[rest.index("grids:") :]
    other_lines = "\n".join(line for line in grids.splitlines() if not line.startswith("      pass:"))
    prices.write_text(f"{head}passes: {{}}\n\n{other_lines}\n", "utf-8")
    status, output = run("--count", "3")
    assert status == 1 and "pas encore de carnet" in output and "golden_ticket: oui" in output


def test_a_damaged_register_is_named_and_kept(place: Path, run: Run) -> None:
    run("--count", "3")
    register = place / "passes" / "series.yaml"
    register.write_text("series:\n  - series: x\n    pass: pass\n    count: beaucoup\n", "utf-8")
    status, output = run("--count", "3")
    assert status == 1 and "passes/series.yaml, ligne 4" in output
    assert "beaucoup" in register.read_text("utf-8")


def test_the_template_of_the_team_wins(place: Path, run: Run) -> None:
    override = place / "overrides" / "documents" / "passes.typ"
    override.parent.mkdir(parents=True)
    override.write_text(
        "#set document(title: sys.inputs.title)\n#set text(lang: sys.inputs.language)\nBonjour", "utf-8"
    )
    assert run("--count", "3")[0] == 0
    (pdf,) = (place / "passes").glob("*.pdf")
    assert "Bonjour" in pdf_text(pdf.read_bytes())
    override.write_text("#erreur", "utf-8")
    status, output = run("--count", "3")
    assert status == 1 and "overrides/documents/passes.typ" in output


@pytest.mark.skipif(not (TEMPLATE.parent / ".git").exists(), reason="git rules only hold in a clone")
def test_git_ignores_the_register() -> None:
    command = ["git", "check-ignore", "--quiet", "--no-index", f"{TEMPLATE.name}/passes/series.yaml"]
    assert subprocess.run(command, cwd=TEMPLATE.parent, check=False).returncode == 0
