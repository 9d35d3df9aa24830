"""JSON Schemas of ``config/``, for editors that check a file as it is typed.

``python -m tierslieu.loading.schemas`` writes them again after the model has changed; a test of the kit says when.
"""

from __future__ import annotations

import json
from pathlib import Path

from tierslieu.model import Budget, Commons, Community, Identity, Model, Organisations, Prices

FOLDER = Path(__file__).parent.parent / "schemas"
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


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file, content in schemas().items():
        (FOLDER / file).write_text(content, encoding="utf-8", newline="\n")
