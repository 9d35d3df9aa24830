"""Every field of the files of ``config/`` and ``register/``, as forms show them."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.editor.form_fields import FormField, form_fields
from tierslieu.loading.schemas import CONFIG_MODELS, TEXT_MODELS
from tierslieu.model import Model
from tierslieu.model.month_register import MonthRegister


def all_fields(language: str = "fr") -> Iterator[tuple[type[Model], FormField]]:
    """The fields of these files, and of the models inside them, each with its model."""
    models: list[type[Model]] = [*CONFIG_MODELS.values(), *TEXT_MODELS.values(), MonthRegister]
    for model in models:
        for one in form_fields(model, language).values():
            if one.inner and one.inner not in models:
                models.append(one.inner)
            yield model, one
