"""The first screen of the editor names what is missing in words."""

from __future__ import annotations

from pathlib import Path

from support.editor_client import EditorClient


def test_missing_facts_are_named_in_words(place: Path) -> None:
    client = EditorClient(place)
    client.enter()
    page = client.get("/").text
    assert "fact_" not in page and "personne qui dirige la publication" in page
