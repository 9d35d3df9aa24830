"""The style sheets of a site: their cascade layers, which the team's own sheets are outside of, and their tokens."""

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

TOKENS = "tokens.css"
KIT = {path.name: path.read_text("utf-8") for path in (TEMPLATE / "theme/static").glob("*.css")}
#: A size of letters, or a width that a query asks for, unless it is relative to what is around.
_SIZE = re.compile(r"(?:font|font-size)\s*:[^;]*?(?:\d(?:rem|px|pt|v[wh]|cq\w+)|clamp|semi-condensed)[^;]*")
_WIDTH = re.compile(r"@(?:media|container)[^{]*(?:width|inline-size)[^{]*")


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
    assert published.keys() == KIT.keys() - {TOKENS}
    assert layers(published.pop("site.css")) == list(css.LAYERS)
    assert layers(published.pop("print.css")) == [css.SITE]
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


@pytest.mark.parametrize("name", sorted(KIT.keys() - {TOKENS}))
def test_sizes_of_letters_and_breakpoints_are_tokens(name: str) -> None:
    assert [*_SIZE.findall(KIT[name]), *_WIDTH.findall(KIT[name])] == []


def test_literals_are_found() -> None:
    found = "font: 700 1rem/1.2 x; font-size: clamp(1rem, 2vw, 3rem); @media (min-width: 60rem) {} @container (width > 2rem) {}"
    assert len(_SIZE.findall(found)) == 2 and len(_WIDTH.findall(found)) == 2
    assert not _SIZE.findall("font-size: 0.6em; font: var(--label-m)") and not _WIDTH.findall("@media (--large) {}")


def test_every_sheet_may_use_the_breakpoints(root: Path) -> None:
    (root / "overrides/static/maison.css").write_text("@media (--large) and (--below-large) {a {color: red}}")
    published = sheets(root)
    assert "(min-width:60rem) and (max-width:59.99rem)" in published["maison.css"]
    assert not any("(--" in query for sheet in published.values() for query in re.findall("@media[^{]*", sheet))
    assert "custom-media" not in "".join(published.values())


def test_the_team_may_change_the_tokens(root: Path) -> None:
    tokens = (
        KIT[TOKENS].replace("min-width: 60rem", "min-width: 70rem").replace("--text-xs: 0.875rem", "--text-xs: 0.8rem")
    )
    (root / "overrides/static/tokens.css").write_text(tokens, encoding="utf-8")
    site = sheets(root)["site.css"]
    assert "(min-width:70rem)" in site and "(min-width:60rem)" not in site and "--text-xs:.8rem" in site
