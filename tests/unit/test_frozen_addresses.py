"""Names that must not move, each with who uses it: code, places and texts that already exist outside the kit.

An update runs code of two kits: the engine of the place, which may be that of version 0.1.0 or 0.2.0, calls the new kit
by name, and the new engine calls the kit that the place was made with.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.paths import ENGINE, TEMPLATE

from tierslieu import local
from tierslieu.generation.run import run
from tierslieu.lineage import config_merge, kit_render, migrate


def test_local_has_run() -> None:
    """Engines 0.1.0 and 0.2.0 execute ``from tierslieu.local import run`` in the new kit; newer ones do in an old kit."""
    assert (ENGINE / "local" / "__init__.py").is_file()
    assert local.run is run
    assert list(inspect.signature(local.run).parameters) == ["root", "context"]
    assert (
        "from tierslieu.local import run; sys.exit(run(pathlib.Path.cwd(), json.load(sys.stdin)))" in kit_render._APPLY
    )


def test_migrate_has_migrated(tmp_path: Path) -> None:
    """Engines from 0.3.0 on execute ``from tierslieu.lineage.migrate import migrated`` in the new kit.

    They take its absence for a kit without migrations: a move would pass unnoticed.
    """
    function: Callable[..., object] = migrate.migrated
    assert list(inspect.signature(function).parameters) == ["texts"]
    assert "from tierslieu.lineage.migrate import migrated\n" in config_merge._MIGRATE
    answer = tmp_path / "answer.json"
    command = [sys.executable, "-B", "-c", config_merge._MIGRATE, str(answer)]
    texts = [{"config/budget.yaml": "half_days_per_occasional: 2\n"}]
    subprocess.run(command, cwd=TEMPLATE, input=json.dumps(texts), check=True, encoding="utf-8")
    assert json.loads(answer.read_text(encoding="utf-8")) == [
        {"config/budget.yaml": "occasional_buys: {half_day: 2}\n"}
    ]


def test_schemas_stay_in_schemas() -> None:
    """Line 1 of the ``config/*.yaml`` of every place, which its team owns, names ``../tierslieu/schemas/*.json``."""
    names = {"space", "organisations", "prices", "budget", "commons", "community"}
    assert {path.stem for path in (ENGINE / "schemas").glob("*.json")} >= names
    for template in (ENGINE / "generation" / "templates").glob("*/config/*.yaml.j2"):
        name = template.name.removesuffix(".yaml.j2")
        first_line = template.read_text("utf-8").split("\n", 1)[0]
        assert first_line == f"# yaml-language-server: $schema=../tierslieu/schemas/{name}.json"


def test_marks_stay_in_vocabulary() -> None:
    """Version 0.2.0 published ``vocabulary/marks/`` and the key ``marks`` of ``config/organisations.yaml``."""
    assert (TEMPLATE / "vocabulary" / "marks" / "esus.yaml").is_file()
    schema = json.loads((ENGINE / "schemas" / "organisations.json").read_text("utf-8"))
    assert "marks" in schema["$defs"]["Organisation"]["properties"]


#: The components of version 0.2.0 that pages still include.
COMPONENTS = (
    "address_card", "agenda_list", "cost_bar", "document_list", "door", "example", "figures", "format_card",
    "golden_ticket", "hours_table", "navigation", "news_list", "next_prices", "organisation_table", "pass_ticket",
    "price_line", "price_table", "rest_of_text", "roles_table", "streams_table", "where_aside",
)  # fmt: skip


@pytest.mark.parametrize("name", COMPONENTS)
def test_components_of_version_0_2_0_keep_their_names(name: str) -> None:
    """A team may have a file of that name in ``overrides/components/``: renamed, the kit's would replace it in silence."""
    assert (TEMPLATE / "theme" / "components" / f"{name}.html").is_file()
