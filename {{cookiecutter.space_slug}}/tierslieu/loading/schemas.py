"""JSON Schemas of ``config/``, with which editors check a file as it is typed; ``make reference`` writes them."""

from __future__ import annotations

import json

from tierslieu.model import Budget, Commons, Community, Identity, Model, Organisations, Prices

_FILES: dict[str, type[Model]] = {
    "space": Identity,
    "organisations": Organisations,
    "prices": Prices,
    "budget": Budget,
    "commons": Commons,
    "community": Community,
}


def schemas() -> dict[str, str]:
    """The content of each schema by file name (JSON Schema 2020-12)."""
    return {
        f"{name}.json": json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2) + "\n"
        for name, model in _FILES.items()
    }
