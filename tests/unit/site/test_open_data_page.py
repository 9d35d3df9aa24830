"""The page of open data: what can be taken, and what is missing for the rest."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import pytest
from unit.site.test_site import readings, space

from tierslieu.exports import export_descriptions
from tierslieu.site.pages_build import build_pages


@dataclass(frozen=True)
class Fact:
    name: str


@dataclass(frozen=True)
class Described:
    """A format as exports tell of it."""

    title: str
    files: tuple[str, ...]
    missing: tuple[Fact, ...] = ()
    audience: str = "les offices de tourisme"
    taken_by: str = "un annuaire"
    licence: str = "LO-2.0"
    use: str = "find"
    source: str = "https://norme.example.org"

    @property
    def written(self) -> bool:
        return not self.missing


def page(monkeypatch: pytest.MonkeyPatch, *formats: Any, exported: tuple[str, ...] = ()) -> str:
    monkeypatch.setattr(export_descriptions, "describe", lambda space, locale: list(formats), raising=False)
    return build_pages(space(), exported=exported)["donnees-ouvertes/index.html"].decode().replace("\u00a0", " ")


def test_a_file_that_is_written_can_be_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(monkeypatch, Described("Carte", ("lieu.geojson",)), exported=("lieu.geojson",))
    for expected in (
        "Carte",
        'href="../lieu.geojson"',
        "Les offices de tourisme",
        "LO-2.0",
        "https://norme.example.org",
    ):
        assert expected in html
    assert "En attente" not in html


def test_a_file_that_is_not_written_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    html = page(monkeypatch, Described("Carte", ("lieu.geojson",), (Fact("latitude"), Fact("<horaires>"))))
    assert "En attente" in html and "latitude, &lt;horaires&gt;" in html
    assert 'href="../lieu.geojson"' not in html


def test_the_calendar_the_news_and_the_answers_are_there_without_any_format() -> None:
    html = build_pages(space(), exported=("agenda.ics",))["donnees-ouvertes/index.html"].decode()
    assert 'href="../reponses.yaml"' in html and "feed.xml" in html


@pytest.mark.long
def test_a_place_without_news_has_its_page() -> None:
    pages = readings(build_pages(dataclasses.replace(space(), news=())))
    assert "Données ouvertes" in pages["donnees-ouvertes/index.html"].text


@pytest.mark.long
def test_the_licence_of_the_data_is_named_in_words() -> None:
    html = build_pages(space())["donnees-ouvertes/index.html"].decode().replace("\u00a0", " ")
    assert "Licence Ouverte 2.0" in html and "etalab-2.0" not in html
