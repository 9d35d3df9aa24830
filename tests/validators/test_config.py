"""Files that follow somebody's schema: the configuration of each place, and how to cite the kit."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.built_places import ANSWERS, FACTS, PLACES, answers_for, set_facts
from support.generated_places import TERRITORIES, apply_answers, run
from support.paths import KIT, TEMPLATE
from support.requirements import skip_or_fail

SCHEMAS = sorted((TEMPLATE / "tierslieu/schemas").glob("*.json"))
MADE = [*(territory.stem for territory in TERRITORIES), *ANSWERS]

pytestmark = pytest.mark.validators


@pytest.fixture(scope="session")
def checker() -> list[str]:
    """The command line of check-jsonschema."""
    try:
        import check_jsonschema  # noqa: F401
    except ImportError:
        skip_or_fail("check-jsonschema is not installed")
    return [sys.executable, "-m", "check_jsonschema"]


@pytest.fixture(scope="session")
def configured(shared_folder: Callable[..., Path], new_place: Callable[[Path], Path]) -> Path:
    """A folder with the ``config/`` of every preset, and of the places made for these tests, by name."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        for name in MADE:
            assert apply_answers(place, answers_for(name)) == 0
            for path, facts in FACTS.get(name, {}).items():
                set_facts(place / path, facts)
            (place / "config").rename(folder / name)

    return shared_folder("configured", make)


def test_there_is_a_schema_for_each_file(configured: Path) -> None:
    for name in MADE:
        assert sorted(path.stem for path in (configured / name).iterdir()) == [path.stem for path in SCHEMAS]
    assert set(PLACES) <= set(MADE)


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_every_configuration_follows_the_schemas(
    checker: list[str], configured: Path, tmp_path: Path, schema: Path
) -> None:
    files = [str(configured / name / f"{schema.stem}.yaml") for name in MADE]
    done = run([*checker, "--schemafile", str(schema), *files], tmp_path)
    assert done.status == 0, done.output


def test_a_word_that_means_nothing_is_refused(checker: list[str], configured: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "prices.yaml"
    text = (configured / MADE[0] / wrong.name).read_text(encoding="utf-8")
    wrong.write_text(f"{text}\nunknown: 1\n", encoding="utf-8")
    schema = TEMPLATE / "tierslieu/schemas/prices.json"
    done = run([*checker, "--schemafile", str(schema), str(wrong)], tmp_path)
    assert done.status == 1 and "'unknown'" in done.output


def test_the_schemas_are_schemas(checker: list[str], tmp_path: Path) -> None:
    done = run([*checker, "--check-metaschema", *map(str, SCHEMAS)], tmp_path)
    assert done.status == 0, done.output


def test_the_kit_can_be_cited(checker: list[str], tmp_path: Path) -> None:
    schema = "vendor.citation-file-format"
    done = run([*checker, "--builtin-schema", schema, str(KIT / "CITATION.cff")], tmp_path)
    assert done.status == 0, done.output
