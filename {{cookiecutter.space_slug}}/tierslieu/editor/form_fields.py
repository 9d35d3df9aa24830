"""The fields of a model as a form shows them: the control of each, and what it takes."""

from __future__ import annotations

import datetime as dt
import types
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from tierslieu.i18n.field_texts import FieldText, field_texts
from tierslieu.model import Model
from tierslieu.model.base import Amount, Key, Localised, Percent, YesNo, section
from tierslieu.model.month_register import SignedAmount


class Control(Enum):
    """How a value is typed or chosen."""

    LINE = "line"  # a text on one line
    TEXT = "text"  # a text on several lines
    AMOUNT = "amount"  # euros
    SIGNED = "signed"  # euros, negative when given back
    WHOLE = "whole"  # a number without decimals
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"  # a day and an hour, or a day alone
    YES_NO = "yes_no"  # yes, no, or not decided
    CHOICE = "choice"  # one of some names
    CHOICES = "choices"  # some of these names
    LINES = "lines"  # a list of values, one a line
    YEARS = "years"  # a number for each of three years, or one for all
    REPEAT = "repeat"  # how often, on which day, and until when
    LOCALISED = "localised"  # a text, the same in every language or one for each
    GROUP = "group"  # the fields of a model
    SECTION = "section"  # yes or no, and then the fields of a model
    ENTRIES = "entries"  # a list of models
    NAMED = "named"  # models by short name
    TABLE = "table"  # simple values by short name


class FormField(NamedTuple):
    """A field: its key in files, its texts, its control.

    ``nullable`` tells whether it may be blank in a file; where it may not, a missing key means ``default``. ``names``
    are the keys of a closed list. ``inner`` is the model of a group or of its entries; ``value`` is the control of each
    line, each year or each value of a table, which may be blank if ``value_nullable``.
    """

    key: str
    texts: FieldText
    control: Control
    required: bool = False
    nullable: bool = True
    default: Any = None
    names: tuple[str, ...] = ()
    inner: type[Model] | None = None
    value: Control = Control.LINE
    value_nullable: bool = False


@cache
def form_fields(model: type[Model], language: str) -> dict[str, FormField]:
    """The fields of ``model`` by key, in the order of forms, with their texts in ``language``."""
    hints = get_type_hints(model, include_extras=True)
    names = {field.alias or name: name for name, field in model.model_fields.items()}
    fields = {}
    for key, texts in field_texts(language)[model.__name__].fields.items():
        info, hint = model.model_fields[names[key]], hints[names[key]]
        default = None if info.is_required() or info.default_factory else info.default
        shape = _shape(hint, key)
        nullable = _is_nullable(hint) or (shape["control"] is Control.YEARS and default is not None)
        fields[key] = FormField(key, texts, required=info.is_required(), nullable=nullable, default=default, **shape)
    return fields


#: Texts that people write in sentences.
LONG = ("summary", "what", "details", "opening_hours", "mention", "alt", "object", "description", "accessibility",
        "activity")  # fmt: skip
_CONTROLS: tuple[tuple[Any, Control], ...] = (
    (Amount, Control.AMOUNT), (SignedAmount, Control.SIGNED), (YesNo, Control.YES_NO), (Percent, Control.NUMBER), (Localised, Control.LOCALISED),
    (Key, Control.CHOICE), (int, Control.WHOLE), (float, Control.NUMBER), (Decimal, Control.NUMBER),
    (dt.datetime, Control.MOMENT), (dt.date, Control.DATE),
)  # fmt: skip


def _shape(hint: Any, key: str) -> dict[str, Any]:
    """The control of a field with the type ``hint``, and what it needs."""
    if any(getattr(metadata, "func", None) is section for metadata in getattr(hint, "__metadata__", ())):
        return {"control": Control.SECTION, "inner": _plain(hint)}
    hint = _plain(hint)
    for known, control in _CONTROLS:
        if hint == known:
            return {"control": control}
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Model):
        return {"control": Control.GROUP, "inner": hint}
    if origin is Literal:
        return {"control": Control.CHOICE, "names": tuple(map(str, arguments))}
    if origin is tuple:
        return _list_shape(arguments, key)
    if origin is dict:
        inner = _shape(arguments[1], key)
        closed = get_args(arguments[0]) if get_origin(arguments[0]) is Literal else ()
        if inner["control"] is Control.GROUP:
            return {"control": Control.NAMED, "inner": inner["inner"], "names": closed}
        return {"control": Control.TABLE, "value": inner["control"], "names": closed} | {
            "value_nullable": _is_nullable(arguments[1])
        }
    return {"control": Control.REPEAT if key == "rrule" else Control.TEXT if key in LONG else Control.LINE}


def _list_shape(arguments: tuple[Any, ...], key: str) -> dict[str, Any]:
    inner = _shape(arguments[0], key)
    if arguments[1] is not Ellipsis:
        return {"control": Control.YEARS, "value": inner["control"]}
    if inner["control"] is Control.GROUP:
        return {"control": Control.ENTRIES, "inner": inner["inner"]}
    if inner["control"] is Control.CHOICE:
        return {"control": Control.CHOICES, "names": inner.get("names", ())}
    return {"control": Control.LINES, "value": inner["control"]}


def _plain(hint: Any) -> Any:
    """``hint`` without None and without what only tells how a value is read."""
    while True:
        if get_origin(hint) in (Union, types.UnionType):
            known = [argument for argument in get_args(hint) if argument is not type(None)]
            if len(known) != 1:
                return hint
            hint = known[0]
        elif any(hint == known for known, _ in _CONTROLS) or not hasattr(hint, "__metadata__"):
            return hint
        else:
            hint = get_args(hint)[0]


def _is_nullable(hint: Any) -> bool:
    if hasattr(hint, "__metadata__"):
        return _is_nullable(get_args(hint)[0])
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)
