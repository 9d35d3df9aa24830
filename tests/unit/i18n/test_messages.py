"""Every language of the engine has the same messages, and gives the same files to a new place."""

from __future__ import annotations

import errno
import gettext
import io
import re
import shutil
import string
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from support.generated_places import TERRITORIES, complete_answers, territory_answers
from support.paths import TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.generation import questions
from tierslieu.generation.render import write_place
from tierslieu.i18n import messages

CATALOGUES = TEMPLATE / "tierslieu" / "i18n" / "catalogues"
TEMPLATES = TEMPLATE / "tierslieu" / "generation" / "templates"
FIRST = messages.DEFAULT_LANGUAGE
LANGUAGES = sorted(path.stem for path in CATALOGUES.glob("*.yaml"))
OTHERS = [language for language in LANGUAGES if language != FIRST]

HOSTILE = "\"L’atelier\": {{ x }} {% y %} #1 – 'a\\b' 🎪 عربي"
ANSWERS: dict[str, dict[str, Any]] = {
    **{territory.stem: territory_answers(territory) for territory in TERRITORIES},
    "nothing known": dict.fromkeys(("common_costs_split", "solidarity_share", "price_day", "pass_uses"), "?"),
    "no coworking": {"has_coworking": "non", "governance_model": "regie-publique", "common_costs_split": "100"},
    "three organisations": {
        "coworking_operator": "A", "mediation_operator": "B", "support_operator": "C", "common_costs_split": "50/30/20",
    },
    "hostile names": {"space_name": HOSTILE, "space_slug": "x", "territory": HOSTILE, "coworking_operator": HOSTILE},
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    """The names between single braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def generated_files(folder: Path, language: str, answers: dict[str, Any]) -> dict[str, str]:
    """The files of a new place in ``language`` with ``answers``, by path."""
    root = folder / language
    shutil.copytree(TEMPLATE / "vocabulary", root / "vocabulary")
    read, faults = questions.read(complete_answers(answers | {"language": language}), root)
    assert [fault for fault in faults if fault.level == "error"] == []
    write_place(root, read)
    paths = (path for path in root.rglob("*") if path.is_file() and "vocabulary" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in paths}


def data(name: str, content: str) -> Any:
    """The data of a file of ``config/``, without its language and the names of the lines of the budget, which are translated."""
    parsed = yaml_reader.parse(content)
    assert parsed.faults == [], name
    if name == "config/space.yaml":
        del parsed.data["language"]
    for section in (
        ("costs", "subsidies", "investments", "contributions", "loans", "other_sales")
        if name == "config/budget.yaml"
        else ()
    ):
        for line in parsed.data[section]:
            assert line.pop("label")
    return parsed.data


# --- Messages ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_valid_yaml(language: str) -> None:
    """A duplicate code would hide one of its two texts."""
    assert yaml_reader.parse((CATALOGUES / f"{language}.yaml").read_text("utf-8")).faults == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_codes(language: str) -> None:
    assert messages.catalogue(language).keys() ^ messages.catalogue(FIRST).keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_texts_and_remedies_have_the_same_placeholders_in_every_language(language: str) -> None:
    def shape(entry: dict[str, str]) -> dict[str, set[str]]:
        return {part: placeholders(text) for part, text in entry.items()}

    first, other = messages.catalogue(FIRST), messages.catalogue(language)
    assert {code: shape(other[code]) for code in first if code in other} == {
        code: shape(entry) for code, entry in first.items() if code in other
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_unless_it_is_in_french(language: str) -> None:
    first = messages.catalogue(FIRST)
    empty = [
        (code, part)
        for code, entry in messages.catalogue(language).items()
        for part, text in entry.items()
        if not text.strip() and (part == "mend" or first[code][part])
    ]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_shows_each_of_its_values(language: str) -> None:
    for code, entry in messages.catalogue(language).items():
        values = {name: f"‹{name}›" for text in entry.values() for name in placeholders(text)}
        texts = {"what": messages.text(language, code, **values), "mend": messages.remedy(language, code, **values)}
        for part, template in entry.items():
            text = texts[part]
            assert text is not None, code
            assert [name for name in placeholders(template) if values[name] not in text] == [], code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EISDIR, errno.ENOENT, 9999])
def test_a_reason_of_the_system_is_said_in_the_language_of_the_place(language: str, number: int) -> None:
    error = OSError(number, "Said in English", "x")
    text = messages.text(language, "console.disk", file="x", reason=error)
    assert "Said in English" not in text
    assert str(number) in text or messages.catalogue(language)[f"os.{errno.errorcode[number].lower()}"]["what"] in text


def test_french_punctuation_has_no_breaking_space() -> None:
    """Before ``: ; ! »`` and after ``«``; not before a question mark, which may be an answer to type."""
    loose = re.compile(r"« |\S [:;!»%€](?:[\s).,»]|$)")
    texts = [(code, text) for code, entry in messages.catalogue("fr").items() for text in entry.values()]
    assert [(code, text) for code, text in texts if loose.search(text) or "(s)" in text] == []


# --- Files of a new place ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_templates(language: str) -> None:
    def names(folder: Path) -> list[str]:
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    assert names(TEMPLATES / language) == names(TEMPLATES / FIRST) != []
    assert sorted(path.name for path in TEMPLATES.iterdir()) == LANGUAGES


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_every_language_writes_the_same_facts(language: str, answers: dict[str, Any], tmp_path: Path) -> None:
    first, other = (generated_files(tmp_path, code, answers) for code in (FIRST, language))
    assert first.keys() == other.keys()
    for name in (name for name in first if name.endswith(".yaml")):
        assert data(name, other[name]) == data(name, first[name]), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_of_a_generated_place_is_detected(language: str, tmp_path: Path) -> None:
    generated_files(tmp_path, language, {})
    assert messages.language_of(tmp_path / language) == language


def test_the_translations_of_click_are_compiled() -> None:
    for source in Path(messages.__file__).parent.glob("click/*/LC_MESSAGES/messages.po"):
        compiled = gettext.GNUTranslations(io.BytesIO(source.with_suffix(".mo").read_bytes()))
        command = "pybabel compile -d tierslieu/i18n/click -l " + source.parts[-3]
        for message in read_po(io.BytesIO(source.read_bytes())):
            if isinstance(message.id, str):
                assert not message.id or compiled.gettext(message.id) == message.string, command
            else:
                singular, plural = message.id
                assert tuple(compiled.ngettext(singular, plural, count) for count in (1, 2)) == message.string, command


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_name_the_command_as_this_system_types_it(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    """PowerShell runs nothing of the current folder by its mere name; files are the same on every system."""
    monkeypatch.setattr(messages, "COMMAND", r".\lieu")
    values = {"file": "x", "start": "x"}
    texts = [messages.text(language, "price.corrected", **values), str(messages.remedy(language, "update.dirty"))]
    assert all(r".\lieu " in text and "./lieu" not in text for text in texts)
    written = [messages.text(language, code) for code in ("hosting.notice", "passes.header")]
    assert not [text for text in written if r".\lieu" in text]
