"""JSON Schemas of ``config/``, with which editors check a file as it is typed; ``make reference`` writes them."""

from __future__ import annotations

import json
from typing import Any

from tierslieu.i18n.field_texts import ModelTexts, field_texts
from tierslieu.i18n.messages import DEFAULT_LANGUAGE
from tierslieu.model import Activity, Budget, Commons, Community, Identity, Model, News, Organisations, Page, Prices

#: The model of each file of ``config/``, by its name without ``.yaml``.
CONFIG_MODELS: dict[str, type[Model]] = {
    "space": Identity,
    "organisations": Organisations,
    "prices": Prices,
    "budget": Budget,
    "commons": Commons,
    "community": Community,
}
#: The front matter of the texts that forms show, by folder of ``content/``.
TEXT_MODELS: dict[str, type[Model]] = {"pages": Page, "news": News, "activities": Activity}


def schemas() -> dict[str, str]:
    """The content of each schema by file name (JSON Schema 2020-12), with the labels and the help of forms."""
    return {
        f"{name}.json": json.dumps(_schema(model), ensure_ascii=False, indent=2) + "\n"
        for name, model in CONFIG_MODELS.items()
    }


def _schema(model: type[Model]) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    texts = field_texts(DEFAULT_LANGUAGE)
    for name, part in {model.__name__: schema, **schema.get("$defs", {})}.items():
        if name in texts:
            _describe(part, texts[name])
    return schema


def _describe(part: dict[str, Any], texts: ModelTexts) -> None:
    """Give each property of ``part`` its label and its help, in the place of the English ones of the code."""
    part.pop("description", None)
    part["title"] = texts.entry
    for key, text in texts.fields.items():
        unit = f" ({text.unit})" if text.unit else ""
        part["properties"][key] |= {"title": f"{text.label}{unit}", "description": text.help}
