"""A thing of schema.org, and how it is written into a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

Node = dict[str, Any]

#: What could end the element that holds the data, begin another, or break a line for a reader of JavaScript.
_UNSAFE = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


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
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE)
    return Markup(f'<script type="application/ld+json">{text}</script>')
