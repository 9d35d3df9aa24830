"""Nodes of a JSON-LD graph, and the ``<script>`` element that holds them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

Node = dict[str, Any]

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

#: Characters that could close the element or start another, or that end a line in JavaScript, and their escapes.
_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def node(kind: str, **properties: Any) -> Node:
    """A node of the schema.org type ``kind``; ``id_`` is its ``@id``. None and empty properties are left out."""
    identity = {"@id": properties.pop("id_")} if properties.get("id_") else {}
    values = {name: value for name, value in properties.items() if value not in (None, "", [])}
    return {"@type": kind, **identity, **values}


def reference(identity: str) -> Node:
    """A reference to a node elsewhere on the page, or on the home page."""
    return {"@id": identity}


def script(nodes: Sequence[Node]) -> Markup:
    """The element that holds ``nodes``: a data block, which browsers do not run; no text in it can close it."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = _JSON.encode(graph)
    # These are rare in a text: ``replace`` is much faster than ``str.translate``, which visits every character.
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return Markup(f'<script type="application/ld+json">{text}</script>')
