"""A thing of schema.org, and how it is written into a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

Node = dict[str, Any]

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

#: What could end the element that holds the data, begin another, or break a line for a reader of JavaScript.
_UNSAFE = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def node(kind: str, **facts: Any) -> Node:
    """A thing of the type ``kind`` with those of its facts that are known; ``id_`` is its ``@id``."""
    identity = {"@id": facts.pop("id_")} if facts.get("id_") else {}
    return {"@type": kind, **identity, **{name: value for name, value in facts.items() if value not in (None, "", [])}}


def reference(identity: str) -> Node:
    """A thing that is described elsewhere on the page, or on the home page."""
    return {"@id": identity}


def script(nodes: Sequence[Node]) -> Markup:
    """The element that holds ``nodes``: data, which no browser runs and no content can end."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = _JSON.encode(graph)
    # Rare in a text: to look for each is much faster than to look at every character, as ``str.translate`` does.
    for character, harmless in _UNSAFE.items():
        text = text.replace(character, harmless)
    return Markup(f'<script type="application/ld+json">{text}</script>')
