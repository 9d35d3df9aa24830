"""Every field of the files of ``config/``, as forms show them."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.editor.form_fields import FormField, form_fields
from tierslieu.loading.schemas import CONFIG_MODELS, TEXT_MODELS
from tierslieu.model import Model


def all_fields(language: str = "fr") -> Iterator[tuple[type[Model], FormField]]:
    """The fields of the files of ``config/``, and of the models inside them, each with its model."""
    models = [*CONFIG_MODELS.values(), *TEXT_MODELS.values()]
    for model in models:
        for one in form_fields(model, language).values():
            if one.inner and one.inner not in models:
                models.append(one.inner)
            yield model, one
