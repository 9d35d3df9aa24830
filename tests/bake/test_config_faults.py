"""Faults in an edited ``config/``: all reported at once, each with its file, its line, what is wrong and the remedy."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from support.copies import copy_folder
from support.fixtures import NewPlace
from support.generated_places import TODAY, apply_answers, clean_environment, complete_answers, lieu_command, run
from support.mutated_files import mutate_place

from tierslieu.build.dry_run import check
from tierslieu.cli.console import Console
from tierslieu.core.problems import Problem, Problems
from tierslieu.i18n import messages
from tierslieu.loading.load import load
from tierslieu.model import Space

SPACE, PRICES, ORGANISATIONS, BUDGET, COMMONS = (
    f"config/{name}.yaml" for name in ("space", "prices", "organisations", "budget", "commons")
)

#: Two thousand were tried once; these show that nothing has come back.
MUTATED_PLACES = 60


@pytest.fixture(scope="session")
def sound(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = new_place(tmp_path_factory.mktemp("faults") / "place")
    operators = {"coworking_operator": "A", "mediation_operator": "B", "common_costs_split": "60/40"}
    answers = {"space_name": "Fil d’exemple", **operators, "price_pass": "80"}
    assert apply_answers(place, complete_answers(answers)) == 0
    return place


@pytest.fixture
def place(sound: Path, tmp_path: Path) -> Path:
    """The files of a place that facts are read from, without texts."""
    copy_folder(sound, tmp_path, "config", "vocabulary")
    (tmp_path / "theme").symlink_to(sound / "theme")
    return tmp_path


def problems_of(place: Path) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as raised:
        load(place, TODAY)
    return raised.value.problems


def change(place: Path, path: str, old: str, new: str) -> int:
    """Replace ``old``, which occurs once; returns its line."""
    text = (place / path).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (place / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


def printed(problem: Problem) -> str:
    """The text that ``./lieu`` prints for a problem."""
    text = messages.text("fr", problem.code, **problem.values)
    return f"{text}\n{messages.remedy('fr', problem.code, **problem.values)}"


# --- One fault ---


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("[Wi-Fi, [Four]]", "config.text"),
        ("[Wi-Fi, {fr: [Four]}]", "config.text"),
        ("[Wi-Fi, {fr: }]", "config.no_text"),
    ],
)
def test_a_text_for_readers_is_a_text_in_each_language(place: Path, written: str, code: str) -> None:
    line = change(place, SPACE, "equipment: []", f"equipment: {written}")
    (problem,) = problems_of(place)
    assert (problem.code, problem.line) == (code, line)
    assert not problem.values["key"].endswith(".")


@pytest.mark.parametrize(
    ("written", "code"),
    [("mille", "config.amount"), ("{a: 1}", "config.amount"), ("[]", "config.years"), ("[1, 2]", "config.years")],
)
def test_an_amount_for_three_years_is_reported_once(place: Path, written: str, code: str) -> None:
    cost = '{label: "Assurances", amount: '
    line = change(place, BUDGET, cost, cost + written)
    (problem,) = problems_of(place)
    assert (problem.code, problem.line, problem.values["name"]) == (code, line, "amount")
    assert printed(problem)


def test_each_wrong_amount_of_three_years_is_reported(place: Path) -> None:
    cost = '{label: "Assurances", amount: '
    change(place, BUDGET, cost, cost + "[mille, 2, cent]")
    assert [problem.path[-1] for problem in problems_of(place)] == [0, 2]


@pytest.mark.parametrize("path, old, new, below, code, words", [
    # Form
    (SPACE, "  city:", "   city:", 0, "config.indented", ["postal_code"]),
    (SPACE, "  city:", " city:", 0, "yaml.indent", ["2"]),
    (SPACE, "\n  city:", "\ncity:", 1, "config.unknown", ["city"]),
    (SPACE, "  city:", "\tcity:", 0, "yaml.tab", []),
    (SPACE, "  city:\n", "  city: \"Roanne\n", 0, "yaml.quote", ['city: "Roanne"']),
    (SPACE, "  city:\n", "  city: Roanne: Loire\n", 0, "yaml.colon", ['city: "Roanne: Loire"']),
    (SPACE, "  city:\n", "  city: [Roanne\n", 0, "yaml.bracket", ["city: [Roanne]"]),
    (SPACE, "  city:\n", "  city: a\x07b\n", 0, "yaml.character", []),
    (SPACE, "  city:\n", "  city: Roanne\n  city: Riorges\n", 1, "yaml.duplicate", ["city"]),
    (SPACE, "language: fr\n", "language: fr\nname: Deux\n", 1, "yaml.duplicate", ["name"]),
    (SPACE, "  city:\n", "  city: !ville Roanne\n", 0, "yaml.tag", ["!ville"]),
    (SPACE, "  city:\n", "  ? [a, b]\n  : c\n", 0, "yaml.key", []),
    # Keys
    (SPACE, "  city:\n", "  citi: Roanne\n", 0, "config.unknown", ["citi", "city"]),
    (SPACE, "opening_hours:\n", "opening_hour: x\n", 0, "config.unknown", ["opening_hour", "opening_hours"]),
    (SPACE, "territory:", "teritory:", 0, "config.unknown", ["teritory", "territory"]),
    (PRICES, "      day: 15.00", "      day: 15.00\n    amount: {}", 2, "yaml.indent", []),
    (PRICES, "  - from:\n", "  - from:\n    amount: {}\n", 1, "config.unknown", ["amount", "amounts"]),
    (PRICES, "passes:\n", "passe:\n", 0, "config.unknown", ["passe", "passes"]),
    (ORGANISATIONS, "solidarity:\n  percent: 10", "solidarity:\n  per_cent: 10", 1, "config.unknown", ["per_cent", "percent"]),
    (BUDGET, "opening_months: 12", "opening_month: 12", 0, "config.unknown", ["opening_month", "opening_months"]),
    (COMMONS, "improvements: []", "improvement: []", 0, "config.unknown", ["improvement", "improvements"]),
    (SPACE, "slug: \"fil-d-exemple\"\n", "", -2, "config.missing", ["slug"]),
    (SPACE, "  support: oui\n", "", -3, "config.missing", ["support"]),
    # Values
    (SPACE, "name: \"Fil d’exemple\"", "name:", 0, "config.no_text", ["name"]),
    (SPACE, "name: \"Fil d’exemple\"", "name: [a]", 0, "config.text", ["name"]),
    (SPACE, "  coworking: oui", "  coworking: peut-être", 0, "config.yes_no", ["coworking", "peut-être"]),
    (SPACE, "  postal_code:\n", "  postal_code: 4230\n", 0, "config.digits_count", ["postal_code", "4230"]),
    (SPACE, "  desks:\n", "  desks: dix\n", 0, "config.integer", ["desks", "dix"]),
    (SPACE, "  desks:\n", "  desks: 9.5\n", 0, "config.integer", ["desks", "9.5"]),
    (SPACE, "  desks:\n", "  desks: -1\n", 0, "config.range", ["desks", "-1"]),
    (SPACE, "  latitude:\n", "  latitude: nord\n", 0, "config.number", ["latitude", "nord"]),
    (SPACE, "  latitude:\n", "  latitude: 146.0\n", 0, "config.range", ["latitude", "146"]),
    (PRICES, "      day: 15.00", "      day: quinze", 0, "config.amount", ["day", "quinze"]),
    (PRICES, "      day: 15.00", "      day: -15", 0, "config.amount", ["day", "-15"]),
    (PRICES, "      day: 15.00", "      day: 9.999", 0, "config.amount", ["day", "9.999"]),
    (PRICES, "  - from:\n", "  - from: demain\n", 0, "config.date", ["from", "demain"]),
    (PRICES, "basis: ttc", "basis: TTC", 0, "config.choice", ["basis", "TTC", "ttc, ht."]),
    (PRICES, "  day: {service: coworking, unit: day}", "  day: {service: coworkin, unit: day}", 0, "config.choice", ["coworkin", "coworking"]),
    (PRICES, "  day: {service: coworking, unit: day}", "  day: jour", 0, "config.mapping", ["day"]),
    (PRICES, "uses: 10", "uses: 1", 0, "config.range", ["uses", "1"]),
    (ORGANISATIONS, "    cooperative: 60", "    cooperative: 160", 0, "config.range", ["cooperative", "160"]),
    (ORGANISATIONS, "    cooperative: 60", "    cooperative: beaucoup", 0, "config.number", ["cooperative", "beaucoup"]),
    (COMMONS, "improvements: []", "improvements: {}", 0, "config.list", ["improvements"]),
])  # fmt: skip
def test_a_fault_is_reported_with_its_line_and_remedy(
    place: Path, path: str, old: str, new: str, below: int, code: str, words: list[str]
) -> None:
    line = change(place, path, old, new)
    (problem, *others) = problems_of(place)
    assert (problem.code, problem.file) == (code, path)
    assert problem.line == line + below
    assert [word for word in words if word not in printed(problem)] == []
    assert messages.remedy("fr", problem.code, **problem.values)
    assert others == []


@pytest.mark.parametrize("path", [SPACE, PRICES, ORGANISATIONS, BUDGET, COMMONS])
def test_a_missing_file_is_reported(place: Path, path: str) -> None:
    (place / path).unlink()
    (problem,) = problems_of(place)
    assert (problem.code, problem.file) == ("file.missing", path)


def test_a_renamed_file_is_recognised(place: Path) -> None:
    (place / PRICES).rename(place / "config/price.yaml")
    (problem,) = problems_of(place)
    assert (problem.code, problem.file) == ("file.missing", PRICES)
    assert "config/price.yaml" in printed(problem)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16"])
def test_another_encoding_is_reported_at_the_first_line_that_shows_it(place: Path, encoding: str) -> None:
    (place / SPACE).write_bytes("slug: x\nname: Café\n".encode(encoding))
    (problem,) = problems_of(place)
    assert (problem.code, problem.file) == ("file.encoding", SPACE)
    assert problem.line == (1 if encoding == "utf-16" else 2)


@pytest.mark.parametrize("content", ["", "\n", "# rien\n", "---\n", "null\n"])
def test_an_empty_file_is_reported_once(place: Path, content: str) -> None:
    (place / SPACE).write_text(content, encoding="utf-8")
    (problem,) = problems_of(place)
    assert (problem.code, problem.file) == ("file.empty", SPACE)


@pytest.mark.parametrize("content", ["- a\n", "texte\n", "12\n"])
def test_a_file_that_is_no_mapping_is_reported(place: Path, content: str) -> None:
    (place / SPACE).write_text(content, encoding="utf-8")
    (problem,) = problems_of(place)
    assert (problem.code, problem.file, problem.line) == ("config.mapping", SPACE, 1)


@pytest.mark.parametrize(
    "content",
    ["a: &x [*x]\n", "<<: {a: 1}\n", "? \n", "%YAML 9\n", "a: b\n---\nc: d\n", "\ufffe", "{" * 500, "&a [" * 300],
)
def test_odd_yaml_is_reported_without_a_traceback(place: Path, content: str) -> None:
    (place / SPACE).write_text(content, encoding="utf-8")
    assert all(problem.file == SPACE and printed(problem) for problem in problems_of(place))


def test_an_unreadable_file_is_reported(place: Path) -> None:
    (place / SPACE).unlink()
    (place / SPACE).mkdir()
    (problem,) = problems_of(place)
    assert (problem.code, problem.file) == ("file.unreadable", SPACE)
    assert os.name == "nt" or "c’est un dossier" in printed(problem)


# --- Several faults ---


def test_all_faults_are_reported_at_once(place: Path) -> None:
    lines = [
        change(place, SPACE, "  city:\n", "  citi: Roanne\n"),
        change(place, SPACE, "  desks:\n", "  desks: dix\n"),
        change(place, PRICES, "      day: 15.00", "      day: quinze"),
        change(place, ORGANISATIONS, "solidarity:", "\tsolidarity:"),
    ]
    (place / COMMONS).unlink()
    assert {(problem.code, problem.file, problem.line) for problem in problems_of(place)} == {
        ("config.unknown", SPACE, lines[0]),
        ("config.integer", SPACE, lines[1]),
        ("config.amount", PRICES, lines[2]),
        ("yaml.tab", ORGANISATIONS, lines[3]),
        ("file.missing", COMMONS, None),
    }


@pytest.mark.slow
def test_commands_report_the_faults_and_fail(new_place: NewPlace, sound: Path, tmp_path: Path) -> None:
    place = new_place(tmp_path / "place")
    shutil.copytree(sound / "config", place / "config")
    change(place, SPACE, "  city:\n", "  citi: Roanne\n")
    change(place, PRICES, "      day: 15.00", "      day: quinze")
    lines = [change(place, path, key, f"{key} ") for path, key in ((SPACE, "  citi:"), (PRICES, "      day:"))]
    for command in ("check", "build"):
        result = run(lieu_command(command), place, clean_environment(tmp_path / "home"))
        assert result.status == 1
        for path, line in zip((SPACE, PRICES), lines, strict=True):
            assert Console(place).text("console.where", file=path, line=line) in result.output
        assert "Traceback" not in result.output
        assert not (place / "public").exists()


@pytest.mark.slow
def test_files_changed_at_random_never_raise_nor_hang_and_stay_as_they_are(sound: Path, tmp_path: Path) -> None:
    place = Path(shutil.copytree(sound, tmp_path / "place"))
    for seed in range(MUTATED_PLACES):
        before = mutate_place(place, Random(seed))
        mutated = {path: path.read_bytes() for path in before}
        start = time.monotonic()
        try:
            _, problems = check(place, TODAY)
        except Problems as error:
            problems = list(error.problems)
        assert time.monotonic() - start < 10, seed
        assert all(printed(problem) for problem in problems), seed
        assert {path: path.read_bytes() for path in before} == mutated, seed
        for path, data in before.items():
            path.write_bytes(data)


# --- Facts that contradict one another ---


@pytest.mark.parametrize("path, old, new, below, code", [
    (PRICES, "      day: 15.00", "      day: 8.00", 0, "prices.half_day"),
    (PRICES, "      month: 280.00", "      month: 12", 0, "prices.month"),
    (PRICES, "      pass: 80.00", "      pass: 90", 0, "prices.pass"),
    (PRICES, "      pass: 80.00", "      pass: 80.00\n    reduced: {day: 15}", 1, "prices.reduced"),
    (PRICES, "      day: 15.00", "      day: 0", 0, "answer.amount_range"),
    (PRICES, "      day: 15.00", "      dya: 15.00", 0, "reference.unknown"),
    (PRICES, "  day: {", "  week: {service: coworking, unit: week}\n  day: {", 0, "prices.no_amount"),
    (PRICES, "    unit: half_day\n", "    unit: half\n", 0, "reference.unknown"),
    (PRICES, "    unit: half_day\n", "    unit: month\n", 0, "passes.unit"),
    (PRICES, "golden_ticket: oui\n", "golden_ticket: {opens: month}\n", 0, "passes.ticket_long"),
    (ORGANISATIONS, "    cooperative: 60", "    cooperative: 70", -1, "shares.sum"),
    (ORGANISATIONS, "    association: 40", "    asociation: 40", 0, "reference.unknown"),
    (ORGANISATIONS, "  key: percent", "  key: area", -1, "common_costs.measures"),
    (ORGANISATIONS, "streams: {}", "streams: {coworking: {shares: {cooperative: 85}}}", 0, "streams.sum"),
    (ORGANISATIONS, "legal_form: cooperative", "legal_form: cooperative\n    siren: 123456789", 1, "organisations.siren"),
    (ORGANISATIONS, "legal_form: cooperative", "legal_form: scic\n    colleges: {a: 50, b: 50}", 1, "colleges.count"),
    (BUDGET, "opening_cash:\n  cooperative:", "opening_cash:\n  coop:", 1, "reference.unknown"),
    (BUDGET, "occasional_buys:", "occasional_buys: {demi: 1}", 0, "reference.unknown"),
    (ORGANISATIONS, "governance_model: cooperative-et-association", "governance_model: association", 0, "services.several"),
    (ORGANISATIONS, "governance_model: cooperative-et-association", "governance_model: asso", 0, "reference.unknown"),
    (SPACE, "  support: oui", "  support: non", 0, "services.off"),
    (SPACE, "  email:\n", "  email: contact\n", 0, "answer.email"),
    (SPACE, "  phone:\n", "  phone: 12\n", 0, "answer.phone"),
    (SPACE, "  website:\n", "  website: exemple\n", 0, "answer.website"),
    (SPACE, "  postal_code:\n", "  postal_code: 99999\n", 0, "answer.postal_code"),
    (SPACE, "language: fr", "language: de", 0, "reference.unknown"),
])  # fmt: skip
def test_a_contradiction_is_reported_with_its_line(
    sound: Path, place: Path, path: str, old: str, new: str, below: int, code: str
) -> None:
    for name in ("content", "governance"):
        (place / name).symlink_to(sound / name)
    line = change(place, path, old, new)
    _, problems = check(place, TODAY)
    errors = [problem for problem in problems if problem.level == "error"]
    assert [(problem.code, problem.file, problem.line) for problem in errors] == [(code, path, line + below)]
    assert printed(errors[0])


def test_a_legal_form_that_extends_an_unknown_one_is_reported_in_its_own_file(sound: Path, place: Path) -> None:
    for name in ("content", "governance"):
        (place / name).symlink_to(sound / name)
    path = "vocabulary/legal_forms/neuve.yaml"
    lines = ["label: {fr: Neuve}", "article: {fr: la neuve}", "sources: [Une loi]", "extends: scicc"]
    (place / path).write_text("\n".join(lines), encoding="utf-8")
    _, problems = check(place, TODAY)
    errors = [problem for problem in problems if problem.level == "error"]
    assert [(error.code, error.file, error.line) for error in errors] == [("vocabulary.extends", path, 4)]
    assert "scic" in printed(errors[0])


# --- A new grid, from the command line ---


@pytest.mark.slow
def test_price_opens_a_grid_for_every_audience_and_keeps_every_byte(
    new_place: NewPlace, sound: Path, tmp_path: Path
) -> None:
    place = new_place(tmp_path / "place")
    shutil.copytree(sound / "config", place / "config")
    change(place, PRICES, "audiences: {}", 'audiences: {reduced: "Étudiantes et étudiants"}')
    change(place, PRICES, "      pass: 80.00\n", "      pass: 80.00\n    # Voté en assemblée\n    reduced: {day: 10}\n")
    before = (place / PRICES).read_bytes()

    def price(*changes: str) -> tuple[int, str]:
        result = run(
            lieu_command("price", "--from", "2027-09-01", *(f"--set={change}" for change in changes)),
            place,
            clean_environment(tmp_path / "home"),
        )
        return result.status, result.output

    for wrong, word in (("reduit.day=9", "reduced"), ("dya=9", "day"), ("reduced.day=15", "15"), ("day=9", "9")):
        status, output = price(wrong)
        assert status == 1
        assert word in output
        assert "Traceback" not in output
        assert (place / PRICES).read_bytes() == before
    assert price("day=16", "reduced.day=11")[0] == 0
    after = (place / PRICES).read_bytes()
    assert after.startswith(before)
    assert b"    reduced:\n      day: 11.00\n" in after.removeprefix(before)
    assert [grid.amounts["day"] for grid in load(place, TODAY).prices.grids] == [15, 16]


# --- Accepted variations ---


@pytest.mark.parametrize("rewrite", [
    lambda data: b"\xef\xbb\xbf" + data,
    lambda data: data.replace(b"\n", b"\r\n"),
    lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    lambda data: data.rstrip(b"\n"),
    lambda data: data.replace(b"\n", b"  \n"),
    lambda data: b"---\n" + data + b"...\n",
], ids=["BOM", "CRLF", "BOM and CRLF", "no last line end", "spaces at line ends", "document marks"])  # fmt: skip
def test_byte_order_marks_and_line_ends_of_editors_change_nothing(
    place: Path, rewrite: Callable[[bytes], bytes]
) -> None:
    before = load(place, TODAY)
    for path in (place / "config").iterdir():
        path.write_bytes(rewrite(path.read_bytes()))
    after = load(place, TODAY)
    for part in ("identity", "organisations", "prices", "budget", "commons", "community"):
        assert getattr(after, part) == getattr(before, part)


def test_lines_are_those_of_the_editor_with_a_bom_and_crlf(place: Path) -> None:
    line = change(place, SPACE, "  desks:\n", "  desks: dix\n")
    data = (place / SPACE).read_bytes()
    (place / SPACE).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    (problem,) = problems_of(place)
    assert problem.line == line


@pytest.mark.parametrize("old, new, read", [
    ("opening_hours:\n", "opening_hours: 12:30\n", lambda space: space.identity.opening_hours == "12:30"),
    ("opening_hours:\n", "opening_hours: Mo-Fr 09:00-12:30\n", lambda space: space.identity.opening_hours == "Mo-Fr 09:00-12:30"),
    ("  postal_code:\n", "  postal_code: 01000\n", lambda space: space.identity.address.postal_code == "01000"),
    ("  phone:\n", "  phone: 0477000000\n", lambda space: space.identity.contact.phone == "0477000000"),
    ("  city:\n", "  city: no\n", lambda space: space.identity.address.city == "no"),
    ("  city:\n", "  city: Non\n", lambda space: space.identity.address.city == "Non"),
    ("  city:\n", "  city: 12\n", lambda space: space.identity.address.city == "12"),
    ("  support: oui", "  support: true", lambda space: space.identity.modules.support),
    ("  support: oui", "  support: Oui", lambda space: space.identity.modules.support),
    ("  support: oui", "  support: no", lambda space: not space.identity.modules.support),
    ("  desks:\n", "  desks: 010\n", lambda space: space.identity.capacity.desks == 10),
])  # fmt: skip
def test_values_without_quotes_are_read_as_they_look(
    place: Path, old: str, new: str, read: Callable[[Space], bool]
) -> None:
    change(place, SPACE, old, new)
    assert read(load(place, TODAY))


@pytest.mark.parametrize("value", ["9,5", "9.5", "9.50 €", '"9,50"', "9,50 €"])
def test_amounts_are_read_as_people_write_them(place: Path, value: str) -> None:
    change(place, PRICES, "      half_day: 9.00", f"      half_day: {value}")
    assert load(place, TODAY).prices.grids[0].amounts["half_day"] == Decimal("9.50")
