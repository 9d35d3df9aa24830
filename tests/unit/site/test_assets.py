"""The style sheets of a site: their cascade layers, which the team's own sheets are outside of."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.factories import comptoir
from support.paths import TEMPLATE

from tierslieu.look import css
from tierslieu.site.assets import assets
from tierslieu.site.theme import SiteTheme

KIT = {path.name for path in (TEMPLATE / "theme/static").glob("*.css")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A place with the theme of the kit, and a folder for the team's own files."""
    shutil.copytree(TEMPLATE / "theme", tmp_path / "theme")
    (tmp_path / "overrides/static").mkdir(parents=True)
    return tmp_path


def sheets(root: Path) -> dict[str, str]:
    """The published style sheets by name."""
    files = assets(comptoir(root=root), SiteTheme(root))
    return {Path(path).name: data.decode() for path, data in files.items() if path.endswith(".css")}


def layers(sheet: str) -> list[str]:
    """The layers of a sheet in order, then the rules in none besides fonts."""
    found, depth, outside = [], 0, ""
    for part in re.split(r"([{}])", re.sub(r"@font-face\s*{[^}]*}", "", sheet)):
        found += re.findall(r"@layer (\w+)", part) if depth == 0 else []
        outside += part if depth == 0 and part not in "{}" else ""
        depth += {"{": 1, "}": -1}.get(part, 0)
    return [*found, *(rule for rule in re.split(r"[;\s]+|@layer \w+", outside) if rule)]


def test_every_sheet_of_the_kit_is_in_a_layer(root: Path) -> None:
    published = sheets(root)
    assert published.keys() == KIT
    assert layers(published.pop("site.css")) == list(css.LAYERS)
    assert {name: layers(sheet) for name, sheet in published.items()} == {name: [css.PAGE] for name in published}


def test_a_sheet_that_the_team_adds_is_in_no_layer_and_so_wins(root: Path) -> None:
    (root / "overrides/static/maison.css").write_text(".masthead:before{display:none}")
    assert layers(sheets(root)["maison.css"]) == [".masthead:before"]


def test_a_copy_of_a_sheet_of_the_kit_stays_in_its_layer(root: Path) -> None:
    """Else a copy of the sheet of all pages would win over the sheets of some pages."""
    (root / "overrides/static/site.css").write_text("a{color:red}")
    (root / "overrides/static/home.css").write_text("a{color:red}")
    published = sheets(root)
    assert layers(published["site.css"]) == list(css.LAYERS)
    assert layers(published["home.css"]) == [css.PAGE]
