"""The pictures of activities for social networks: the composition of their posters."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.factories import activity
from support.paths import TEMPLATE
from unit.look.test_look import size_of
from unit.site.test_site import space

from tierslieu.core.atomic import AtomicFolder
from tierslieu.core.problems import Problems
from tierslieu.look import icons
from tierslieu.model import Space
from tierslieu.site import activity_images
from tierslieu.site.pages_build import build_pages

SINGLE, SERIES = "static/activities/barcamp.png", "static/activities/papycamp.png"


def place(root: Path, **changes: Any) -> Space:
    """A place in ``root`` with a series and an activity of one day."""
    if not (root / "theme").exists():
        (root / "theme").symlink_to(TEMPLATE / "theme")
    activities = (
        activity(rrule="FREQ=MONTHLY;BYDAY=2TH"),
        activity("barcamp", title="Barcamp", format="barcamp", start="2027-02-27 10:00", end="2027-02-27 17:00"),
    )
    return replace(space(**({"activities": activities} | changes)), root=root)


@pytest.mark.long
def test_the_page_of_an_activity_shows_its_own_picture(tmp_path: Path) -> None:
    public = AtomicFolder(tmp_path / "public")
    files = build_pages(place(tmp_path), into=public)
    assert size_of(files[SINGLE]) == size_of(files[SERIES]) == (1200, 630)
    images = {
        path: re.findall(r'property="og:image" content="https://[^/]*/static/([^"?]*)', files[path].decode())
        for path in ("activites/barcamp/index.html", "activites/index.html")
    }
    assert images == {
        "activites/barcamp/index.html": ["activities/barcamp.png"],
        "activites/index.html": ["card.png"],
    }


@pytest.mark.long
def test_in_memory_no_picture_is_made(tmp_path: Path) -> None:
    files = build_pages(place(tmp_path))
    assert SINGLE not in files and b"static/card.png" in files["activites/barcamp/index.html"]
    assert not (tmp_path / ".cache").exists()


def test_a_shared_picture_stays_right(tmp_path: Path) -> None:
    """That of a series holds no date; that of an activity that is over is not made."""
    now = activity_images.activity_images(place(tmp_path))
    later = activity_images.activity_images(replace(place(tmp_path), today=place(tmp_path).today.replace(month=6)))
    assert now.keys() == {SINGLE, SERIES}
    assert later == {SERIES: now[SERIES]}


def test_pictures_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    images = activity_images.activity_images(place(tmp_path))
    monkeypatch.setattr(icons, "_render", lambda *_: pytest.fail("rendered again"))
    assert activity_images.activity_images(place(tmp_path)) == images


def test_letters_that_no_font_has_leave_the_card_of_the_place(tmp_path: Path) -> None:
    shown = activity("papycamp", title="Papycamp " * 30)
    hidden = activity("yi", title="ꆈꌠꁱꂷ")
    images = activity_images.activity_images(place(tmp_path, activities=(shown, hidden)))
    assert images.keys() == {SERIES}


def test_a_fault_in_the_team_s_composition_is_named(tmp_path: Path) -> None:
    own = tmp_path / "overrides/pictures/composition.typ"
    own.parent.mkdir(parents=True)
    own.write_text("#let composition = ", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        activity_images.activity_images(place(tmp_path))
    assert [problem.file for problem in raised.value.problems] == ["overrides/pictures/composition.typ"]
