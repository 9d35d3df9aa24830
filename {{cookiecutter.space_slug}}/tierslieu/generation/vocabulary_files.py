"""Files of ``vocabulary/`` as plain data: generation runs without the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.inheritance import inherited


def read_vocabulary(root: Path, folder: str, name: str) -> dict[str, Any]:
    """The facts of the file ``name`` of a folder of ``vocabulary/``, with those of the file that it extends."""

    def read(name: str) -> Any:
        return yaml_reader.parse((root / "vocabulary" / folder / f"{name}.yaml").read_text(encoding="utf-8")).data

    facts: dict[str, Any] = inherited(name, read)
    return facts


def price_units(root: Path, language: str) -> list[str]:
    """The names of the price units, shortest first, each with its note in ``language`` between brackets."""
    names = sorted(path.stem for path in (root / "vocabulary" / "price_units").glob("*.yaml"))
    units = {name: read_vocabulary(root, "price_units", name) for name in names}
    names.sort(key=lambda name: (units[name].get("rank") is None, units[name].get("rank") or 0))
    notes = {name: (units[name].get("note") or {}).get(language) for name in names}
    return [f"{name} ({notes[name]})" if notes[name] else name for name in names]
