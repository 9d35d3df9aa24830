"""The pages of ``docs/reference`` agree with the code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import reference
from support.paths import ENGINE, KIT, TEMPLATE

from tierslieu import exports
from tierslieu.model.base import Model
from tierslieu.model.content import Activity, News, Page
from tierslieu.model.month_register import (
    Correction,
    CostCorrection,
    MonthRegister,
    PaidCost,
    PassUses,
    Receipt,
    UseCorrection,
)

DOCS = TEMPLATE / "docs"


@pytest.mark.long
def test_files_that_come_from_the_code_are_up_to_date() -> None:
    outdated = [path.relative_to(KIT).as_posix() for path in reference.outdated()]
    assert outdated == [], "make reference writes them again"


# --- Settings ---

SCHEMAS = sorted((ENGINE / "schemas").glob("*.json"))


def keys(schema: Any) -> Iterator[str]:
    """Every key of a schema, at any depth."""
    if isinstance(schema, dict):
        yield from schema.get("properties") or ()
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from keys(part)


def documented_keys(title: str) -> set[str]:
    """The keys in a section of the reference of settings."""
    page = (DOCS / "reference/reglages.md").read_text("utf-8")
    section = page.partition(f"\n### {title}\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name.rpartition(".")[2] for row in rows for name in re.findall(r"`([\w.]+)`", row)}


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda path: path.stem)
def test_every_setting_is_in_its_file_or_in_the_reference(schema: Path) -> None:
    template = (ENGINE / f"generation/templates/fr/config/{schema.stem}.yaml.j2").read_text("utf-8")
    settings = set(keys(json.loads(schema.read_text("utf-8"))))
    documented = documented_keys(f"`{schema.stem}.yaml`")
    assert {key for key in settings if not re.search(rf"\b{key}\b", template)} - documented == set()
    assert documented - settings == set()
    assert f"| `{schema.stem}.yaml` |" in (DOCS / "reference/reglages.md").read_text("utf-8")


@pytest.mark.parametrize(("title", "model"), [("Une page", Page), ("Une actualité", News), ("Une activité", Activity)])
def test_every_key_of_a_text_is_in_the_reference(title: str, model: type[Model]) -> None:
    assert documented_keys(title) == model.model_fields.keys()


# --- Open data ---


def test_every_file_of_open_data_is_in_the_documentation() -> None:
    pages = [(DOCS / page).read_text("utf-8") for page in ("reference/donnees-ouvertes.md", "guides/agenda.md")]
    for export in exports.FORMATS:
        for path in export.paths:
            short = f"`{path}`" if not path.endswith(".json") or "/" not in path else f"`.{path.rpartition('.')[2]}`"
            assert any(short in page for page in pages), path


@pytest.mark.parametrize(
    ("title", "models"),
    [
        ("`register/`", [MonthRegister]),
        ("Une somme reçue", [Receipt, Correction]),
        ("Un carnet, un frais commun", [PassUses, PaidCost, CostCorrection, UseCorrection]),
    ],
)
def test_every_key_of_a_register_is_in_the_reference(title: str, models: list[type[Model]]) -> None:
    fields = {field.alias or name for model in models for name, field in model.model_fields.items()}
    assert documented_keys(title) == fields
