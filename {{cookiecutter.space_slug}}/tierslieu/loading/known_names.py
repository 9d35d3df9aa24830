"""The names that a fact can have when each is that of a file of the vocabulary or of the look, or of an organisation."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tierslieu.core import yaml_reader
from tierslieu.core.paths import KeyPath
from tierslieu.look import choices

from .source_tree import VOCABULARY, SourceTree

_LOOK = {"palette": "palettes", "type": "typefaces", "motif": "motifs"}
_VOCABULARY = {"format": "activity_formats", "legal_form": "legal_forms", "regime": "vat_regimes"}
#: Those of which the name says too little to choose.
_LABELLED = ("regime",)
_ROLES = ("operator", "collects", "invoices", "insures", "employs", "organisation")


def known_names(root: Path, tree: SourceTree, path: KeyPath) -> dict[str, str]:
    """The names that the fact at ``path`` of a file can have, with their meaning or nothing; none if it names no file."""
    key = str(path[-1]) if path else ""
    if path[:1] == ("look",) and key in _LOOK:
        return dict.fromkeys(choices.available(root, _LOOK[key]), "")
    folder = f"{VOCABULARY}/{_VOCABULARY.get(key, '')}"
    files = [name for name in tree.names.get(folder, ()) if name.endswith(".yaml")]
    return {posixpath.splitext(name)[0]: _label(root / folder / name) if key in _LABELLED else "" for name in files}


def organisation_names(data: Any, path: KeyPath) -> dict[str, str]:
    """The short names of the organisations of ``data``, with their names, if the fact at ``path`` is one of them."""
    if not path or path[0] not in ("services", "streams", "agreements") or path[-1] not in _ROLES:
        return {}
    return {key: str((entry or {}).get("name") or "") for key, entry in organisations(data).items()}


def organisations(data: Any) -> Mapping[str, Mapping[str, Any] | None]:
    """The organisations of ``data``, which may be badly formed; none if it has none."""
    entries = data.get("organisations") if isinstance(data, Mapping) else None
    if not isinstance(entries, Mapping):
        return {}
    return {str(key): entry for key, entry in entries.items() if entry is None or isinstance(entry, Mapping)}


def _label(file: Path) -> str:
    data = yaml_reader.parse(file.read_text("utf-8")).data
    label = data.get("label") if isinstance(data, Mapping) else None
    return str(next(iter(label.values()), "")) if isinstance(label, Mapping) else ""
