"""Places that lack a fact, or have it long, large or many times: each page keeps its answer, at every width."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support import factories
from support.factories import activity
from support.fixtures import NewContext
from support.paths import TEMPLATE
from support.quick_sites import write_site
from support.web_host import serve

from tierslieu.model import Community, Space

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (320, 768, 1440, 2560)
HEIGHT = 900
HOURS = "Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-13:00; PH off"
LONG = "Un rendez-vous pour toutes et tous, où l’on répare, où l’on apprend et où l’on se parle ; " * 4
RIGHT_TO_LEFT = "جمعية المكان المشترك"

#: One page of each kind, and what answers there, best first. A page that a place does not have is left out.
ANSWERS = {
    "": (".sign a",),
    "contact/": (".masthead-fact",),
    "le-lieu/": (".masthead-fact",),
    "coworking/": (".masthead .price-line strong", ".call a", ".masthead-fact"),
    "tarifs/": (".masthead .price-line strong", ".call a", ".masthead-fact"),
    "mediation-numerique/": (".call a", ".masthead-fact"),
    "accompagnement/": (".call a", ".masthead-fact"),
    "agenda/": (".masthead time", ".masthead-fact", ".masthead-lead"),
    "activites/": (".masthead time", ".masthead .button", ".empty"),
    "activites/papycamp/": (".masthead time",),
    "gouvernance/": (".masthead .diagram text", ".masthead .flows li > span"),
    "communaute/": (".masthead .call a", ".masthead-fact", ".person-name"),
    "essaimer/": (".masthead .jumps-ways a",),
    "actualites/": (".masthead h2",),
    "mentions-legales/": (".masthead .answers li",),
    "confidentialite/": (".masthead .answers a",),
    "accessibilite/": (".masthead .answers a",),
    "donnees-ouvertes/": (".masthead .jumps-ways a",),
    "recherche/": (".search-form input",),
    "404.html": (".masthead .search-field input",),
}

#: The faults of a page as it is shown: the answer that is not seen at once, what sticks out, lines that cover others.
_FAULTS = """
([answers, height]) => {
  const faults = [], width = document.documentElement.clientWidth;
  const answer = answers.map(selector => [...document.querySelectorAll(selector)].find(one => one.checkVisibility()))
    .find(Boolean);
  if (!answer || !answer.getBoundingClientRect().height) faults.push("no answer");
  else if (answer.getBoundingClientRect().top > height) faults.push(`answer at ${answer.getBoundingClientRect().top}`);
  if (document.documentElement.scrollWidth > width) faults.push(`as wide as ${document.documentElement.scrollWidth}`);
  const lines = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode, element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    if (element.closest(".hidden, .skip, svg, .brand-name, script")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if (!element.closest(".scroll") && (box.left < -1 || box.right > width + 1))
        faults.push(`sticks out: ${text.data.trim().slice(0, 60)}`);
      // What letters fill of a line: accents and tails of two tight lines may touch.
      const trim = box.height * 0.3;
      lines.push({element, top: box.top + trim, bottom: box.bottom - trim, left: box.left, right: box.right, text});
    }
  }
  lines.sort((a, b) => a.top - b.top);
  lines.forEach((a, index) => {
    for (let next = index + 1; next < lines.length && lines[next].top < a.bottom; next++) {
      const b = lines[next];
      if (a.text !== b.text && a.left < b.right - 1 && b.left < a.right - 1 && a.element.closest("figure") === b.element.closest("figure"))
        faults.push(`covers: ${a.text.data.trim().slice(0, 40)} | ${b.text.data.trim().slice(0, 40)}`);
    }
  });
  return [...new Set(faults)].slice(0, 6);
}
"""


def place(**changes: Any) -> Space:
    """A place whose facts are known, with a person, over which ``changes`` go."""
    identity = factories.merge({"opening_hours": HOURS}, changes.pop("identity", {}))
    people = Community.model_validate({"people": [{"name": "Camille", "agreed": "2026-01-01"}]})
    defaults = factories.texts() | {"activities": (activity(body="Texte."),), "community": people}
    return factories.comptoir(**(defaults | {"identity": identity} | changes))


def without_phone(root: Path) -> Space:
    return place(identity={"contact": {"phone": None, "email": None}})


def with_month_of_events(root: Path) -> Space:
    """Four hundred in a month: some thirteen a day."""
    first = dt.datetime(2027, 1, 5, 8)
    starts = [first + dt.timedelta(days=number // 14, hours=number % 14) for number in range(400)]
    formats = sorted(factories.vocabulary().activity_formats)
    many = (
        activity(
            f"event-{number}", title=f"Rendez-vous {number}", format=formats[number % len(formats)],
            start=f"{start:%Y-%m-%d %H:%M}", end=f"{start + dt.timedelta(hours=1):%Y-%m-%d %H:%M}",
        )
        for number, start in enumerate(starts)
    )  # fmt: skip
    return place(activities=(activity(body="Texte."), *many))


def with_organisations(root: Path) -> Space:
    names = (
        "Coopérative d’exemple",
        "Association d’exemple",
        "Commune d’exemple",
        "Collectif d’exemple des habitants",
        "Chambre d’exemple",
    )
    keys = ("cooperative", "association", "commune", "collective", "chamber")
    organisations = {key: {"name": name} for key, name in zip(keys, names, strict=True)}
    shares = dict.fromkeys(keys, 20)
    return place(organisations={"organisations": organisations, "common_costs": {"shares": shares}})


def with_prices(root: Path) -> Space:
    keys = {f"offer_{number}": str(number * 111 + 5) for number in range(1, 9)}
    units = ("half_day", "day", "month")
    offers = {key: {"service": "coworking", "unit": units[index % 3]} for index, key in enumerate(keys)}
    return place(
        prices={"offers": offers, "grids": [{"from": None, "amounts": factories.PRICES["grids"][0]["amounts"] | keys}]},
    )


def with_tall_picture(root: Path) -> Space:
    picture = {"photo": "images/tall.png", "alt": "Un trait"}
    (root / "content/images").mkdir(parents=True)
    Image.new("RGB", (1, 4000), "teal").save(root / "content/images/tall.png")
    for name in ("theme", "overrides"):
        (root / name).symlink_to(TEMPLATE / name, target_is_directory=True)
    identity = {
        "photos": [picture, picture],
        "plan": picture,
        "areas": [{"key": "hall", "name": "La salle", **picture}],
    }
    people = [
        {"name": "Camille", "kind": kind, "agreed": "2026-01-01", "photo": "images/tall.png"}
        for kind in ("resident", "member")
    ]
    texts = (activity(body="![Un trait](images/tall.png)"),)
    return place(root=root, identity=identity, activities=texts, community=Community.model_validate({"people": people}))


PLACES: Mapping[str, Callable[[Path], Space]] = {
    "no hours": lambda root: place(identity={"opening_hours": None}),
    "no telephone": without_phone,
    "no event": lambda root: place(activities=()),
    "one event": lambda root: place(),
    "400 events in a month": with_month_of_events,
    "a name of 60 characters": lambda root: place(
        identity={"name": "Le tiers-lieu intercommunal d’expérimentation numérique rurale"[:60]}
    ),
    "a title of 300 characters": lambda root: place(activities=(activity(body="Texte.", title=LONG[:300]),)),
    "no coworking": lambda root: place(
        identity={"modules": {"coworking": "non"}},
        organisations={"services": {"coworking": factories.REMOVED}},
        prices={"offers": {}, "passes": {}, "grids": [{"from": None, "amounts": {}}]},
    ),
    "five organisations": with_organisations,
    "eight prices": with_prices,
    "names from right to left": lambda root: place(
        identity={
            "name": RIGHT_TO_LEFT,
            "territory": RIGHT_TO_LEFT,
            "address": {"street": RIGHT_TO_LEFT, "city": RIGHT_TO_LEFT},
        },
        organisations={"organisations": {"cooperative": {"name": RIGHT_TO_LEFT}}},
    ),
    "a picture of 1 by 4000 pixels": with_tall_picture,
}


@pytest.mark.parametrize("name", PLACES)
def test_each_page_keeps_its_answer(tmp_path: Path, new_context: NewContext, name: str) -> None:
    root = tmp_path / "place"
    root.mkdir()
    public = write_site(PLACES[name](root), tmp_path / "public")
    page, faults = new_context(timezone_id="Europe/Paris").new_page(), {}
    page.clock.set_fixed_time("2027-01-04T10:00:00+01:00")
    with serve(public, {}) as home:
        for path, answers in ANSWERS.items():
            if not (public / path / "index.html").exists() and path != "404.html":
                continue
            page.goto(home + path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": HEIGHT})
                if found := page.evaluate(_FAULTS, [answers, HEIGHT]):
                    faults[path, width] = found
    assert faults == {}
