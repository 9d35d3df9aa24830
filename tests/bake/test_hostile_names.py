"""Names that break careless programs: displayed as typed everywhere, or refused with the code of a rule."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Protocol
from unicodedata import normalize
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from support.fixtures import NewPlace
from support.generated_places import (
    TODAY,
    apply_answers,
    clean_environment,
    complete_answers,
    read_tree,
    run_checked,
    tool_command,
    write_answer_file,
)
from support.paths import TEMPLATE

from tierslieu import exports
from tierslieu.core import rules, yaml_reader
from tierslieu.documents.build import build_documents
from tierslieu.generation import questions
from tierslieu.generation.render import write_place, yaml_scalar
from tierslieu.loading.load import load
from tierslieu.rendering import markdown
from tierslieu.site.pages_build import build_pages

#: The questions whose answer is a name, each with a word that occurs nowhere else.
FIELDS = {
    "space_name": "Zqnom",
    "territory": "Zqterritoire",
    "city": "Zqcommune",
    "address": "Zqadresse",
    "parent_space": "Zqparent",
    "coworking_operator": "Zqcooperative",
    "mediation_operator": "Zqassociation",
    "support_operator": "Zqaccompagnement",
}
OTHERS = {
    "space_slug": "place",
    "common_costs_split": "50/30/20",
    "postal_code": "42300",
    "website": "https://exemple.fr",
}

NAMES = [
    "l'été", '"', "'''", '"""', "\\", "a\\", "a\\\\", "\\n", "\\N", "#", "# a", "a # b", ":", "a: b", "- a", "- a: b", "? a", "| a", "> a",
    "a|b", "1. a", "+ a", "* a", "*a*", "**a**", "_a_", "`a`", "~~~", "---", "===", "[a](b)", "![a](b)", "[a]: b", "<b>a</b>",
    "<!-- a", "]]>", "</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</title>", "javascript:alert(1)",
    "a & b", "&amp;", "&lt;b&gt;", "&#x3c;", "{{ 7*7 }}", "{{ 7*7", "}}", "{{ space.name }}", "{{ cookiecutter.space_name }}", "{% raw %}",
    "{% endraw %}", "{% if x %}", "{# a #}", "{a}", "{0}", "{", "%s", "%(a)s", "$(touch x)", "`touch x`", "$HOME", "; touch x", "é 漢 🌱",
    "👩‍👩‍👧", "e\u0301", "שלום עולם", "مرحبا", "a مرحبا b", "ﷺ", "ﬁ", "İ", "a  b", "a, b; c", "null", "~", "oui", "no", "012", "1e3", "0x1F",
    "12:30", "2026-01-01", "!a", "&a", "*a", "@a", "%a", "=1+1", "<<", "...", "a...b", "-- a --", "«\u00a0a\u00a0»", "http://a.fr", "a@b.fr",
    "^a^", "a^2", "H~2~O", "$a$", "@fig", "\\alpha", "#let x", "x" * 150,
]  # fmt: skip
REFUSED = {
    "answer.control": ["a\nb", "a\tb", "a\0b", "a\x1b[31mb", "\u202ea", "a\u2067b", "a\u2029b"],
    "answer.spaces": [" a", "a ", "\u00a0a", "a\u3000"],
    "answer.long": ["x" * 151, "漢" * 151],
    "answer.required": ["", "?"],
}
#: Lists of one name for each field.
GROUPS = [
    [NAMES[(start + number) % len(NAMES)] for number in range(len(FIELDS))]
    for start in range(0, len(NAMES), len(FIELDS))
]

#: Any text that the rules accept.
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60).filter(
    lambda text: rules.text_fault(text) is None and text != "?"
)


@pytest.mark.parametrize("code, name", [(code, name) for code, names in REFUSED.items() for name in names], ids=ascii)
def test_a_name_is_refused_with_the_code_of_the_rule(code: str, name: str) -> None:
    _, faults = questions.read(complete_answers({}) | {"space_name": name}, TEMPLATE)
    assert [(fault.questions, fault.code) for fault in faults] == [(("space_name",), code)]


# --- Written and read back ---


@given(TEXTS)
def test_any_text_reads_back_from_yaml(text: str) -> None:
    assert yaml_reader.parse(f"name: {yaml_scalar(text)}\n").data == {"name": text}


class ReadConfig(Protocol):
    def __call__(self, **names: str) -> dict[str, Any]: ...


@pytest.fixture(scope="session")
def config_of(tmp_path_factory: pytest.TempPathFactory) -> ReadConfig:
    """``config_of(space_name="…")``: the data of each file of ``config/``, and the text of the README as ``readme``."""
    root = tmp_path_factory.mktemp("names")
    shutil.copytree(TEMPLATE / "vocabulary", root / "vocabulary")

    def config_of(**names: str) -> dict[str, Any]:
        shutil.rmtree(root / "config", ignore_errors=True)
        values, faults = questions.read(ANSWERS | names, root)
        assert faults == []
        write_place(root, values)
        documents = {
            path.stem: yaml_reader.parse(path.read_text(encoding="utf-8")) for path in (root / "config").iterdir()
        }
        assert [document.faults for document in documents.values() if document.faults] == []
        return {name: document.data for name, document in documents.items()} | {
            "readme": (root / "README.md").read_text(encoding="utf-8")
        }

    return config_of


ANSWERS = complete_answers(FIELDS | OTHERS)


def assert_config_says(config: dict[str, Any], names: list[str]) -> None:
    space, organisations = config["space"], config["organisations"]["organisations"]
    written = [
        space["name"],
        space["territory"],
        space["address"]["city"],
        space["address"]["street"],
        space["lineage"]["parent"],
    ]
    assert written + [organisation["name"] for organisation in organisations.values()] == names
    title = markdown.to_html(config["readme"]).split("</h1>")[0]
    assert text_of(title) == spaced(names[0])


@pytest.mark.parametrize("names", GROUPS, ids=ascii)
def test_names_read_back_from_config(config_of: ReadConfig, names: list[str]) -> None:
    assert_config_says(config_of(**dict(zip(FIELDS, names, strict=True))), names)


@pytest.mark.long
@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=8, max_size=8, unique_by=str.casefold))
def test_any_names_read_back_from_config(config_of: ReadConfig, names: list[str]) -> None:
    assert_config_says(config_of(**dict(zip(FIELDS, names, strict=True))), names)


# --- In a text ---


@pytest.mark.parametrize("around", ["{}", "# {}", "a {} b", "- {}", "> {}", "**{}**", "[{}](https://exemple.fr)", "| a |\n| --- |\n| {} |",
                                    "1. {}\n2. b", "a\n{}\nb", "a  \n{}", "{}\n---", "*{}*", "« {} »"])  # fmt: skip
@given(TEXTS)
def test_any_text_is_displayed_in_markdown_as_typed(around: str, text: str) -> None:
    source = around.replace("{}", "{{ name }}")
    plain, result = (markdown.to_html(markdown.fill(source, {"name": name}, "x.md")) for name in ("Zqnom", text))
    assert events(result) == [replaced(event, {"Zqnom": text}) for event in events(plain)]


# --- On the site, in documents, in the calendar ---


class _Events(HTMLParser):
    """The elements of an HTML text with their attributes, and the texts between them."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[str, ...]] = []
        self.depth_in_svg = 0  # a drawing cuts long names into lines; a table beside it has them whole

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.depth_in_svg += tag == "svg"
        if tag not in LAID_OUT and not self.depth_in_svg:
            flat = [
                f"{name}={MARK.sub('', _address(value or ''))}" for name, value in attributes if not _width(name, value)
            ]
            self.events.append(("start", tag, *map(spaced, flat)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in LAID_OUT and not self.depth_in_svg:
            self.events.append(("end", tag))
        self.depth_in_svg -= tag == "svg"

    def handle_comment(self, data: str) -> None:
        self.events.append(("comment", data))

    def handle_data(self, data: str) -> None:
        if self.depth_in_svg:
            return
        if self.events and self.events[-1][0] == "text":
            data = self.events.pop()[1] + data
        self.events.append(("text", data))


#: The version of a file in its address, which changes with its content.
MARK = re.compile(r"\?v=[0-9a-f]{8}")
#: Files where names are not written as typed: open formats, some of which refuse characters of these names, and the
#: page about them; the search index; lines of YAML to copy; the manifest, which leaves a long short name out.
ELSEWHERE = ("donnees", "search.", "essaimer/", "reponses.yaml", "manifest.webmanifest", "lieu.json")
#: Columns are as wide as their longest text.
LAID_OUT = ("colgroup", "col")


def _width(name: str, value: str | None) -> bool:
    """Whether an attribute gives the width or height of a table or title, which depends on its text."""
    return name == "style" or (name == "class" and re.fullmatch(r"w\d+|words-\w+( one-line)?", value or "") is not None)


def _address(value: str) -> str:
    return unquote(value) if re.match("https?:|mailto:|tel:|#|[.a-z]*/", value) else value


def spaced(text: str) -> str:
    """``text`` with one space for each run of spaces, as browsers display it, whether a line can break there or not."""
    return re.sub(r"[ \t\r\n\f\u00a0]+", " ", text)


def events(html: str) -> list[tuple[str, ...]]:
    parser = _Events()
    parser.feed(html)
    parser.close()
    return [(kind, spaced(*rest).strip(" ")) if kind == "text" else (kind, *rest) for kind, *rest in parser.events]


def text_of(html: str) -> str:
    return "".join(event[1] for event in events(html) if event[0] == "text")


def replaced(event: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    """The same event with other names, spaced as browsers display them."""

    def replace(part: str) -> str:
        return re.sub("|".join(names), lambda match: spaced(names[match[0]]), part)

    return tuple(map(replace, event))


def parts(path: str, data: bytes) -> Iterator[tuple[str, ...]]:
    """The elements, values and texts of a file, in its order."""
    if path.endswith(".html"):
        before: tuple[str, ...] = ()
        for event in events(data.decode("utf-8")):
            is_json = before[:2] == ("start", "script") and any("json" in attribute for attribute in before)
            yield tuple(MARK.sub("", leaf) for leaf in leaves(json.loads(event[1]))) if is_json else event
            before = event
    elif path.endswith((".json", ".webmanifest")):
        yield tuple(MARK.sub("", leaf) for leaf in leaves(json.loads(data)))
    elif path.endswith(".png"):  # the card that social networks show has the name painted on it
        yield ("picture",)
    elif path.endswith((".xml", ".svg")):
        for element in ElementTree.fromstring(data).iter():
            yield (element.tag, *(f"{name}={_address(value)}" for name, value in element.attrib.items()))
            yield from events(element.text or "") if element.get("type") == "html" else [(spaced(element.text or ""),)]
    elif path.endswith(".ics"):
        for component in Calendar.from_ical(data).walk():
            yield from (
                (name, spaced(_address(_calendar_text(name, value)))) for name, value in component.property_items()
            )
    elif path.endswith((".json", ".geojson", ".jsonld")):
        yield tuple(leaves(json.loads(data)))
    else:
        yield (path, repr(data))


def _calendar_text(name: str, value: Any) -> str:
    """A value of a calendar; icalendar leaves names of calendars escaped."""
    return re.sub(r"\\([\\;,])", r"\1", str(value)) if name in ("NAME", "X-WR-CALNAME") else str(value)


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield spaced(_address(str(value)))


BuildParts = Callable[..., dict[str, list[tuple[str, ...]]]]


@pytest.fixture(scope="session")
def build_parts(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> BuildParts:
    """``build_parts(*names)``: the parts of every file of a place with these names, in the order of ``FIELDS``."""
    place = new_place(tmp_path_factory.mktemp("names") / "place")

    @cache
    def build_parts(*names: str) -> dict[str, list[tuple[str, ...]]]:
        shutil.rmtree(place / "config", ignore_errors=True)
        assert apply_answers(place, ANSWERS | dict(zip(FIELDS, names, strict=True))) == 0
        space = load(place, TODAY)
        built = dict(build_pages(space)) | {
            f"documents/{path}": data for path, data in build_documents(space, ("html",)).items()
        }
        for export in exports.EXPORTS.values():
            built |= export(space)
        return {path: list(parts(path, data)) for path, data in built.items() if not path.startswith(ELSEWHERE)}

    return build_parts


@pytest.mark.slow
@pytest.mark.parametrize("names", GROUPS, ids=ascii)
def test_names_are_displayed_as_typed_everywhere(build_parts: BuildParts, names: list[str]) -> None:
    """Every file has the elements, attributes and lines that it has with plain names: only the names differ."""
    plain, parts = build_parts(*FIELDS.values()), build_parts(*names)
    assert set(parts) == set(plain)
    typed = dict(zip(FIELDS.values(), names, strict=True))
    for path in plain:
        expected = [replaced(part, typed) for part in plain[path]]
        if path.startswith("documents/"):  # pandoc composes accents
            expected = [tuple(normalize("NFC", text) for text in part) for part in expected]
        assert parts[path] == expected, path


@pytest.mark.slow
def test_plain_names_are_in_the_compared_files(build_parts: BuildParts) -> None:
    """Otherwise the test above would compare nothing."""
    plain = {path: str(file_parts) for path, file_parts in build_parts(*FIELDS.values()).items()}
    files = {word: {path for path in plain if word in plain[path]} for word in FIELDS.values()}
    assert all(any(path.endswith(".html") for path in paths) for paths in files.values())
    assert "agenda.ics" in files["Zqnom"]
    assert any(path.startswith("documents/") for path in files["Zqcooperative"])


# --- Through cookiecutter itself ---


@pytest.mark.slow
@pytest.mark.parametrize("names", [
    ["L’{{ 7*7 }} « \"é' » {% raw %}", "$(touch x) `touch x`; touch x", "漢 🌱 שלום", "a\\", "</script>", "'''", '"""', "# a: b"],
    ["{{ cookiecutter.space_name }}", "%s {0}", "\\N", "%}{{", "#}", "{{ 1/0 }}", "{% include 'README.md' %}", "{{ x"],
])  # fmt: skip
def test_names_of_a_replay_file_are_written_as_typed(kit: Path, tmp_path: Path, names: list[str]) -> None:
    """cookiecutter reads no Jinja in a replay file, which holds the answers typed at its prompts."""
    answers = ANSWERS | dict(zip(FIELDS, names, strict=True))
    replay = tmp_path / "typed.json"
    private = {
        name: value
        for name, value in json.loads((kit / "cookiecutter.json").read_text("utf-8")).items()
        if name[0] == "_"
    }
    replay.write_text(json.dumps({"cookiecutter": {**answers, **private}}), encoding="utf-8")
    run_checked(
        tool_command("cookiecutter", "--replay-file", replay, kit), tmp_path, clean_environment(tmp_path / "home")
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "place", "typed.json"]
    space = load(tmp_path / "place", TODAY)
    organisations = [organisation.name for organisation in space.organisations.organisations.values()]
    identity = space.identity
    assert [
        identity.name,
        identity.territory,
        identity.address.city,
        identity.address.street,
        identity.lineage.parent,
        *organisations,
    ] == names
    lineage = json.loads((tmp_path / "place" / ".cruft.json").read_text(encoding="utf-8"))["context"]["cookiecutter"]
    assert {name: lineage[name] for name in answers} == answers
    assert "{{ cookiecutter" not in str(list(read_tree(tmp_path / "place")))


@pytest.mark.slow
def test_cookiecutter_reads_jinja_in_an_answer_file(kit: Path, tmp_path: Path) -> None:
    """cookiecutter itself renders the answer; the place has the result."""
    config = write_answer_file(tmp_path / "a.yaml", {"space_name": "{{ 7*7 }}", "space_slug": "place"})
    run_checked(
        tool_command("cookiecutter", "--no-input", "--config-file", config, kit),
        tmp_path,
        clean_environment(tmp_path / "home"),
    )
    assert load(tmp_path / "place", TODAY).identity.name == "49"
