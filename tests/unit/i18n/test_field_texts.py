"""Every field of ``config/`` has a label and a help in each language of the kit, for forms and for editors of files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest
from support.paths import ENGINE

from tierslieu.i18n.field_texts import field_texts
from tierslieu.loading.schemas import CONFIG_MODELS, TEXT_MODELS
from tierslieu.model import Model
from tierslieu.model.month_register import MonthRegister

LANGUAGES = sorted(path.stem for path in (ENGINE / "i18n/fields").glob("*.yaml"))


def models() -> dict[str, type[Model]]:
    """Every model of a file of ``config/`` or ``register/``, and those inside it."""
    found: dict[str, type[Model]] = {}
    waiting: list[type[Model]] = [*CONFIG_MODELS.values(), *TEXT_MODELS.values(), MonthRegister]
    while waiting:
        model = waiting.pop()
        if model.__name__ not in found:
            found[model.__name__] = model
            waiting += [
                inner for hint in get_type_hints(model, include_extras=True).values() for inner in _inside(hint)
            ]
    return found


def _inside(hint: Any) -> Iterator[type[Model]]:
    if isinstance(hint, type) and issubclass(hint, Model):
        yield hint
    for argument in get_args(hint):
        yield from _inside(argument)


def keys(model: type[Model]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_has_its_texts_and_no_other_has(language: str) -> None:
    texts = field_texts(language)
    assert set(texts) == set(models())
    for name, model in models().items():
        assert sorted(texts[name].fields) == sorted(keys(model)), name
        assert texts[name].entry and all(
            text.label and text.help and text.group for text in texts[name].fields.values()
        )


def test_the_languages_have_the_same_order_the_same_groups_and_the_same_units() -> None:
    def outline(language: str) -> dict[str, list[tuple[str, bool, bool]]]:
        result = {}
        for name, model in field_texts(language).items():
            fields = list(model.fields.items())
            starts = [
                first or text.group != fields[index - 1][1].group
                for index, (_, text) in enumerate(fields)
                for first in [not index]
            ]
            result[name] = [(key, bool(text.unit), start) for (key, text), start in zip(fields, starts, strict=True)]
        return result

    first, *others = (outline(language) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_french_texts_are_sentences_typeset_in_french() -> None:
    for name, model in field_texts("fr").items():
        for key, text in model.fields.items():
            assert text.help.endswith(".") and (text.help[0].isupper() or text.help[0].isdigit()), (name, key)
            assert not re.search(r" [:;!?»]|« |['\"]", f"{text.label} {text.help}"), (name, key)


def test_editors_of_files_show_the_texts() -> None:
    for name in CONFIG_MODELS:
        schema = json.loads((ENGINE / f"schemas/{name}.json").read_text(encoding="utf-8"))
        texts = field_texts("fr")
        for model, part in {CONFIG_MODELS[name].__name__: schema, **schema.get("$defs", {})}.items():
            for key, text in texts[model].fields.items():
                assert part["properties"][key]["description"] == text.help
                assert part["properties"][key]["title"].startswith(text.label)
