"""Writes the commented ``config/`` and the README of a new place from its answers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tierslieu import __version__
from tierslieu.core.money import canonical
from tierslieu.i18n.messages import DEFAULT_LANGUAGE

from .organisations import SERVICES, governance_model, organisations_from_answers
from .vocabulary_files import price_units

#: The colours and the letters that a new place begins with, by the key of its governance model, so that two models of one
#: region differ at once; drawings, and the look of any other model, follow its short name.
LOOKS = {
    "association": ("ardoise", "atelier"),
    "cooperative": ("garance", "affiche"),
    "cooperative-et-association": ("foret", "affiche"),
    "regie-publique": ("canal", "livre"),
    "sas-ess": ("lagune", "livre"),
    "scic": ("soleil", "affiche"),
}
_TEMPLATES = Path(__file__).parent / "templates"


def write_place(root: Path, answers: Mapping[str, Any]) -> None:
    """Write ``config/`` and the README in ``root``; raises ``OSError``, with no ``config/`` left, on disk errors."""
    templates = _TEMPLATES / answers["language"]
    if not templates.exists():
        templates = _TEMPLATES / DEFAULT_LANGUAGE
    environment = Environment(
        loader=FileSystemLoader(templates),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["yaml"] = yaml_scalar
    environment.filters["markdown"] = lambda value: re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", value)
    environment.filters["amount"] = lambda amount: "" if amount is None else canonical(amount)
    model = governance_model(root, answers["governance_model"])
    organisations = organisations_from_answers(answers, model)
    palette, typeface = LOOKS.get(str(answers["governance_model"]), ("", ""))
    facts = {
        **answers,
        "palette": palette,
        "typeface": typeface,
        "organisations": organisations,
        "operator_keys": {service: operator.key for operator in organisations for service in operator.services},
        "services": [
            service for service in SERVICES if any(service in operator.services for operator in organisations)
        ],
        "has_pass": bool(answers["pass_uses"] or answers["price_pass"] or answers["golden_ticket"] == "oui"),
        "price_units": price_units(root, templates.name),
        "kit_version": __version__,
    }
    names = sorted(path.relative_to(templates).as_posix() for path in templates.rglob("*.j2"))
    contents = {name.removesuffix(".j2"): _tidy(environment.get_template(name).render(facts)) for name in names}
    try:
        (root / "config").mkdir()
        for name, content in contents.items():
            (root / name).write_text(content, encoding="utf-8", newline="\n")
    except OSError:
        shutil.rmtree(root / "config", ignore_errors=True)
        raise


def _tidy(content: str) -> str:
    """``content`` without the spaces that an empty answer leaves at the end of its line."""
    return re.sub(r"[ ]+$", "", content, flags=re.MULTILINE)


def yaml_scalar(value: Any) -> str:
    """``value`` as one YAML scalar, empty for None. A double-quoted JSON string is YAML as well."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
