"""JSON Schemas: those of ``config/``, and that of ``CITATION.cff``."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.built_places import ANSWERS, FACTS, PLACES, answers_for, set_facts
from support.fixtures import NewPlace, SharedFolder
from support.generated_places import TERRITORIES, apply_answers, run
from support.paths import KIT, TEMPLATE
from support.requirements import skip_or_fail

SCHEMAS = sorted((TEMPLATE / "tierslieu/schemas").glob("*.json"))
NAMES = [*(territory.stem for territory in TERRITORIES), *ANSWERS]

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
def configurations(shared_folder: SharedFolder, new_place: NewPlace) -> Path:
    """A folder with the ``config/`` of every place of ``NAMES``, by name."""

    def make(folder: Path) -> None:
        place = new_place(folder / "place")
        for name in NAMES:
            assert apply_answers(place, answers_for(name)) == 0
            for path, facts in FACTS.get(name, {}).items():
                set_facts(place / path, facts)
            (place / "config").rename(folder / name)

    return shared_folder("configured", make)


@pytest.mark.long
def test_there_is_a_schema_for_each_file(configurations: Path) -> None:
    for name in NAMES:
        assert sorted(path.stem for path in (configurations / name).iterdir()) == [path.stem for path in SCHEMAS]
    assert set(PLACES) <= set(NAMES)


@pytest.mark.long
@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", [*KIT.glob(".github/workflows/*.yml"), *TEMPLATE.glob(".github/workflows/*.yml")]),
        ("gitlab-ci", [TEMPLATE / ".gitlab-ci.yml"]),
    ],
)
def test_workflows_are_valid(checker: list[str], tmp_path: Path, schema: str, files: list[Path]) -> None:
    result = run([*checker, "--builtin-schema", f"vendor.{schema}", *map(str, files)], tmp_path)
    assert files and result.status == 0, result.output


@pytest.mark.long
@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_every_configuration_follows_the_schemas(
    checker: list[str], configurations: Path, tmp_path: Path, schema: Path
) -> None:
    files = [str(configurations / name / f"{schema.stem}.yaml") for name in NAMES]
    result = run([*checker, "--schemafile", str(schema), *files], tmp_path)
    assert result.status == 0, result.output


@pytest.mark.long
def test_an_unknown_key_is_refused(checker: list[str], configurations: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "prices.yaml"
    text = (configurations / NAMES[0] / wrong.name).read_text(encoding="utf-8")
    wrong.write_text(f"{text}\nunknown: 1\n", encoding="utf-8")
    schema = TEMPLATE / "tierslieu/schemas/prices.json"
    result = run([*checker, "--schemafile", str(schema), str(wrong)], tmp_path)
    assert result.status == 1 and "'unknown'" in result.output


@pytest.mark.long
def test_the_schemas_are_valid(checker: list[str], tmp_path: Path) -> None:
    result = run([*checker, "--check-metaschema", *map(str, SCHEMAS)], tmp_path)
    assert result.status == 0, result.output


@pytest.mark.long
def test_the_citation_file_follows_its_schema(checker: list[str], tmp_path: Path) -> None:
    schema = "vendor.citation-file-format"
    result = run([*checker, "--builtin-schema", schema, str(KIT / "CITATION.cff")], tmp_path)
    assert result.status == 0, result.output
