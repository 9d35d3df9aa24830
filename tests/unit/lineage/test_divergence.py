"""How far a place has moved away from what the kit gave it, in figures, and these figures on its page."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.factories import comptoir, vocabulary
from support.paths import TEMPLATE
from unit.site.test_site import contents

from tierslieu.generation import baseline
from tierslieu.i18n.formatting import LocaleFormatter
from tierslieu.lineage.divergence import DivergencePart, divergence_lines, measure_divergence
from tierslieu.model import GovernanceDocument, Source, Space
from tierslieu.site.pages_build import build_pages

ANSWERS = {
    "price_half_day": "9",
    "price_day": "15,00 €",
    "price_month": "?",
    "common_costs_split": "60/40",
    "solidarity_share": "10",
}
FORMATTER = LocaleFormatter("fr", vocabulary().locales["fr"].strings)
PAGE = "---\nkey: x\ntitle: X\ndescription: X.\n---\nTexte.\n"


def new_place(root: Path, **changes: Any) -> Space:
    """A place with its answers and its baseline: two pages, two documents (one for members), a format."""
    (root / "theme").symlink_to(TEMPLATE / "theme", target_is_directory=True)
    context = {"cookiecutter": ANSWERS}
    (root / ".cruft.json").write_text(json.dumps({"template": "T", "commit": "C", "context": context}), "utf-8")
    for path in ("content/fr/pages/une.md", "content/fr/pages/deux.md", "governance/fr/charte.md",
                 "governance/fr/membres.md", "vocabulary/activity_formats/barcamp.yaml"):  # fmt: skip
        write(root, path, PAGE)
    baseline.write_baseline(root)
    return dataclasses.replace(comptoir(documents=documents_of(root), **changes), root=root)


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8", newline="")


def documents_of(root: Path) -> tuple[Source[GovernanceDocument], ...]:
    """The documents of a place; those with ``membres`` in their name are for members."""
    meta = {"title": "T", "kind": "k", "audience": "A", "law_as_of": "2026-01-01"}
    paths = [path.relative_to(root).as_posix() for path in sorted((root / "governance").rglob("*.md"))]
    return tuple(
        Source(
            path, "fr", Path(path).stem,
            GovernanceDocument.model_validate(meta | {"visibility": "members" if "membres" in path else "public"}), "", 1,
        )
        for path in paths
    )  # fmt: skip


def page(space: Space) -> str:
    return build_pages(dataclasses.replace(space, pages=contents("fr")["pages"]))["essaimer/index.html"].decode()


def read_again(space: Space, **changes: Any) -> Space:
    """The same place, read again."""
    return dataclasses.replace(comptoir(documents=documents_of(space.root), **changes), root=space.root)


def test_on_its_first_day_a_place_has_changed_nothing(tmp_path: Path) -> None:
    space = new_place(tmp_path)
    assert divergence_lines(space, FORMATTER) == []
    assert 'id="changed"' not in page(space)


def test_prices_and_shares_are_measured_against_the_answers(tmp_path: Path) -> None:
    grid = {"from": None, "amounts": {"half_day": "9", "day": "16", "month": "300"}}
    shares = {"common_costs": {"shares": {"cooperative": "47.5", "association": "52.5"}}, "solidarity": {"percent": 8}}
    divergence = measure_divergence(new_place(tmp_path, prices={"grids": [grid]}, organisations=shares))
    assert (divergence.prices, divergence.of_prices) == (1, 2)
    assert (divergence.split, divergence.solidarity) == (Decimal("12.5"), Decimal(-2))


def test_files_are_measured_against_what_the_kit_gave(tmp_path: Path) -> None:
    space = new_place(tmp_path)
    write(tmp_path, "content/fr/pages/une.md", PAGE + "Une phrase.\n")
    write(tmp_path, "content/fr/pages/trois.md", PAGE)
    (tmp_path / "content/fr/pages/deux.md").unlink()
    write(tmp_path, "governance/fr/charte.md", PAGE.replace("\n", "\r\n"))  # only the line ends change
    write(tmp_path, "governance/fr/notre-charte.md", PAGE)
    write(tmp_path, "governance/fr/membres.md", PAGE + "Entre nous.\n")
    write(tmp_path, "overrides/static/site.css", "")
    assert measure_divergence(read_again(space)).parts == (
        DivergencePart("documents", 1, 0, 0),
        DivergencePart("pages", 1, 1, 1),
        DivergencePart("look", 1, 0, 0),
    )


def test_what_has_changed_is_on_the_page_in_figures(tmp_path: Path) -> None:
    space = new_place(tmp_path)
    write(tmp_path, "governance/fr/notre-charte.md", PAGE)
    html = page(read_again(space, organisations={"solidarity": {"percent": 12}}))
    assert 'id="changed"' in html
    assert "Part solidaire\u00a0: 2\u00a0points de plus" in html
    assert "Documents publics\u00a0: 1\u00a0ajout<" in html
    assert "notre-charte" not in html


@pytest.mark.parametrize("content", [None, "{", "[]", '{"files": 3}'])
def test_a_place_without_a_readable_record_has_its_page(tmp_path: Path, content: str | None) -> None:
    space = new_place(tmp_path)
    for name in (".cruft.json", ".kit.json"):
        (tmp_path / name).unlink()
        if content:
            (tmp_path / name).write_text(content, encoding="utf-8")
    write(tmp_path, "content/fr/pages/trois.md", PAGE)
    assert divergence_lines(read_again(space), FORMATTER) == []
    assert 'id="changed"' not in page(read_again(space))


@pytest.mark.long
def test_a_page_that_was_built_before_follows_the_record_and_the_files_of_the_kit(tmp_path: Path) -> None:
    space = dataclasses.replace(new_place(tmp_path), pages=contents("fr")["pages"])
    build_pages(space)
    state = json.loads((tmp_path / ".cruft.json").read_text("utf-8"))
    (tmp_path / ".cruft.json").write_text(json.dumps(state | {"template": "https://git.example.org/kit"}), "utf-8")
    write(tmp_path, "vocabulary/activity_formats/tricot.yaml", "x\n")
    html = build_pages(space)["essaimer/index.html"].decode()
    assert "https://git.example.org/kit" in html
    assert "Formats d’activité" in html
