"""Every field of the files of ``config/``, as forms show them."""

from __future__ import annotations

from collections.abc import Iterator

from tierslieu.editor.form_fields import FormField, form_fields
from tierslieu.loading.schemas import CONFIG_MODELS
from tierslieu.model import Model


def models() -> list[type[Model]]:
    """The models of the files of ``config/``, and those inside them."""
    found = list(CONFIG_MODELS.values())
    for model in found:
        found += [one.inner for one in form_fields(model, "fr").values() if one.inner and one.inner not in found]
    return found


def all_fields() -> Iterator[tuple[type[Model], FormField]]:
    for model in models():
        for one in form_fields(model, "fr").values():
            yield model, one
