"""``make images``: photographs of a place made from the kit, for ``docs/images/`` and the page that shows them.

Needs Chromium. The place is Fil numérique as the demonstration gives it, on a fixed day.
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from baking import REPOSITORY, TODAY, answers_of, render, snapshot
from browser.conftest import FLAGS, told
from browser.host import serve
from machine import need
from PIL import Image
from playwright.sync_api import sync_playwright

from tierslieu.building import build
from tierslieu.check import checked_facts

if TYPE_CHECKING:
    from playwright.sync_api import Browser

IMAGES = REPOSITORY / "docs/images"
GALLERY = REPOSITORY / "docs/captures.md"
#: What is photographed: the address, and what the page is called.
PAGES = {
    "": "L’accueil",
    "le-lieu/": "Le lieu",
    "coworking/": "Le coworking",
    "tarifs/": "Les tarifs",
    "activites/": "Les activités",
    "agenda/": "L’agenda",
    "mediation-numerique/": "La médiation numérique",
    "accompagnement/": "L’accompagnement",
    "gouvernance/": "La gouvernance",
    "essaimer/": "Essaimer",
    "contact/": "Venir et nous joindre",
    "actualites/": "Les actualités",
}
#: How each is photographed: a computer by day, a telephone by night. Heights beyond these say no more of a page.
VIEWS = {"ordinateur": ((1280, 1600), "light"), "telephone": ((360, 780), "dark")}
QUALITY = 78


def main() -> None:
    """Take every picture anew, and write the page that shows them."""
    with tempfile.TemporaryDirectory(prefix="pictures-") as name:
        folder = Path(name)
        kit = snapshot(folder / "kit")
        place = render(kit, answers_of(kit / "docs/territories/fil-numerique.yaml"), folder)
        build(checked_facts(place, TODAY))
        with serve(place / "public", told(place / "public", "")) as home, sync_playwright() as playwright:
            chromium = need("chromium", "chromium-browser", "google-chrome", "chrome")
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            for address, title in PAGES.items():
                for view in VIEWS:
                    picture(browser, home + address, IMAGES / file_of(address, view), view)
                print(title)
            browser.close()
    GALLERY.write_text(gallery(), encoding="utf-8", newline="\n")


def picture(browser: Browser, address: str, file: Path, view: str) -> None:
    """One page, seen as ``view`` says, as a small file."""
    (width, height), scheme = VIEWS[view]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address)
    Image.open(BytesIO(page.screenshot())).convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)
    page.close()


def file_of(address: str, view: str) -> str:
    """The name of the picture of a page."""
    return f"{address.strip('/') or 'accueil'}-{view}.webp"


def gallery() -> str:
    """The page that shows every picture."""
    lines = [
        "# À quoi ressemble un lieu",
        "",
        "Les pages de Fil numérique, le lieu d’exemple, telles que le kit les fabrique : sur un ordinateur, de jour, "
        "et sur un téléphone, en mode sombre. Les couleurs, les lettres et l’emblème sont propres à chaque lieu. "
        "`make images` refait ces images.",
    ]
    for address, title in PAGES.items():
        first, second = (
            f"![{title}, {words}](images/{file_of(address, view)})"
            for view, words in (("ordinateur", "sur un ordinateur"), ("telephone", "sur un téléphone, en mode sombre"))
        )
        lines += [
            "",
            f"## {title}",
            "",
            "| Sur un ordinateur | Sur un téléphone |",
            "| --- | --- |",
            f"| {first} | {second} |",
        ]
    return "\n".join(lines).replace(" :", "\u00a0:") + "\n"


if __name__ == "__main__":
    main()
