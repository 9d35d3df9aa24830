"""``make images``: screenshots of places generated with the kit, for ``docs/images/``, and the page that shows them.

Needs Chromium. The places are those of ``docs/territories/``, built on a fixed day.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from playwright.sync_api import sync_playwright
from support import look_samples
from support.built_places import set_facts
from support.chromium import launch_chromium
from support.generated_places import TODAY, copy_kit, furnish, generate_place, territory_answers
from support.paths import KIT, TEMPLATE, TEMPLATE_NAME
from support.web_host import response_headers, serve

from tierslieu.build.build import build
from tierslieu.check.apply_rules import checked_facts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

IMAGES = KIT / "docs/images"
#: The images of the guides that every place has.
GUIDE_IMAGES = TEMPLATE / "docs/images"
GALLERY = KIT / "docs/captures.md"
TERRITORY = "fil-numerique"
#: The pages of Fil numérique by address: the title, and what each of ``VIEWS`` shows.
PAGES = {
    "": (
        "L’accueil",
        "le nom du lieu en très grandes lettres, un panneau qui répond à quatre questions, un damier de motifs",
        "le nom du lieu, puis le panneau : si c’est ouvert, ce qui est au programme, ce que cela coûte",
    ),
    "le-lieu/": (
        "Le lieu",
        "le titre à côté de l’heure de fermeture, de l’adresse et du téléphone, dans un cadre de motifs, puis trois grands chiffres",
        "le titre sous un ruban du motif, l’adresse et le téléphone, puis trois grands chiffres",
    ),
    "coworking/": (
        "Le coworking",
        "le titre et trois prix en grands chiffres, puis comment se passe la première fois",
        "trois prix en grands chiffres, l’un sous l’autre, puis les premières lignes du texte",
    ),
    "tarifs/": (
        "Les tarifs",
        "les prix, puis une bande pour chaque formule, qui montre la moins chère selon le nombre de venues",
        "les prix l’un sous l’autre, puis la bande et sa réponse pour six demi-journées",
    ),
    "activites/": (
        "Les activités",
        "la prochaine date, puis une affiche pour chaque activité : son dessin, son nom, sa date, son prix",
        "la prochaine date, puis les affiches l’une sous l’autre",
    ),
    "agenda/": (
        "L’agenda",
        "le prochain rendez-vous et un bouton pour s’abonner, puis les dates, semaine par semaine",
        "le prochain rendez-vous, un bouton pour s’abonner, puis de quoi trier",
    ),
    "agenda/2027-01/": (
        "Un mois de l’agenda",
        "le mois de janvier en tableau, comme un calendrier de mur",
        "le mois de janvier en liste : seulement les jours où il se passe quelque chose",
    ),
    "mediation-numerique/": (
        "L’aide numérique",
        "le téléphone en grands chiffres, trois rendez-vous sur fond sombre, puis un texte en lettres plus grandes qu’ailleurs",
        "un titre de trois mots, le téléphone, puis les trois prochains rendez-vous",
    ),
    "accompagnement/": (
        "L’accompagnement",
        "le téléphone en grands chiffres, puis ce que l’équipe fait avec vous",
        "le téléphone en grands chiffres, puis les premières lignes du texte",
    ),
    "gouvernance/": (
        "La gouvernance",
        "un dessin dont les rubans mènent de chaque service à l’organisation qui le gère, puis qui répond de quoi",
        "chaque service au-dessus de l’organisation qui le gère",
    ),
    "essaimer/": (
        "Essaimer",
        "trois verbes, dupliquer, adapter et créer, puis la façon de faire de chacun",
        "trois verbes, dupliquer, adapter et créer, puis une invitation",
    ),
    "contact/": (
        "Venir et nous joindre",
        "l’heure de fermeture, l’adresse et le téléphone, puis l’adresse et le courriel en grandes lettres",
        "l’heure de fermeture, l’adresse et le téléphone, puis les horaires",
    ),
    "actualites/": (
        "Les actualités",
        "la date à gauche, la nouvelle à droite, puis le pied de page",
        "trois nouvelles, chacune sous sa date",
    ),
    "donnees-ouvertes/": (
        "Les données ouvertes",
        "chaque fichier sur une ligne : pour qui il est fait, qui le reprend, sous quelle licence",
        "une présentation, puis le fichier de l’agenda : pour qui il est fait, qui le reprend",
    ),
    "recherche/": (
        "La recherche",
        "un champ, puis l’index de tout le site sur trois colonnes",
        "un champ, un bouton, puis le début de l’index",
    ),
    "404.html": (
        "Une page introuvable",
        "un champ de recherche et le téléphone dans un cadre de motifs, puis la liste des pages où aller",
        "un champ de recherche et le téléphone, puis la liste des pages où aller",
    ),
}
#: The size of the window, the colour scheme and the title of each view.
VIEWS: dict[str, tuple[tuple[int, int], Literal["light", "dark"], str]] = {
    "ordinateur": ((1280, 1500), "light", "Sur un ordinateur"),
    "telephone": ((390, 844), "dark", "Sur un téléphone, en mode sombre"),
}
#: Other places and what they choose of their look; the rest comes from their governance model and their short name.
OTHERS: dict[str, dict[str, str]] = {
    "exemple-association": {},
    "exemple-scic": {},
    "exemple-regie-publique": {"motif": "jardin"},
}
#: A document, and its screenshot in README.
DOCUMENT, CONVENTION = "convention-entre-organisations.html", "convention.webp"
#: The choices of look, for the guide that explains them.
SAMPLES = {
    "palettes.webp": look_samples.palettes,
    "lettres.webp": look_samples.fonts,
    "motifs.webp": look_samples.motifs,
}
COLOURS = 96


def main() -> None:
    """Take every screenshot again, and write the page that shows them."""
    for old in IMAGES.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="pictures-") as name, sync_playwright() as playwright:
        folder = Path(name)
        # Not a repository: pages show the commit, which is another each time.
        kit = copy_kit(folder / "kit")
        shutil.rmtree(kit / ".git")
        browser = launch_chromium(playwright)
        place = build_place(kit, TERRITORY, folder, {})
        for view in VIEWS:
            with open_site(browser, place / "public", view) as (page, home):
                for address in PAGES:
                    page.goto(home + address)
                    save_screenshot(page, file_name(address, view))
        with open_site(browser, place / "documents", "ordinateur", "documents/") as (page, home):
            page.set_viewport_size({"width": 820, "height": 1060})
            page.goto(home + DOCUMENT)
            save_screenshot(page, CONVENTION)
        for territory, look in OTHERS.items():
            with open_site(browser, build_place(kit, territory, folder, look) / "public", "ordinateur") as (page, home):
                page.set_viewport_size({"width": 1280, "height": 1200})
                page.goto(home)
                save_screenshot(page, f"{territory}.webp")
        for file, sample in SAMPLES.items():
            page = browser.new_page(viewport={"width": 1080, "height": 100})
            page.set_content(sample(TEMPLATE / "theme"))
            save_screenshot(page, file, GUIDE_IMAGES, full_page=True)
        browser.close()
    GALLERY.write_text(gallery(), encoding="utf-8", newline="\n")


def build_place(kit: Path, territory: str, folder: Path, look: dict[str, str]) -> Path:
    """Generate and build the place of a file of ``docs/territories/`` with a look."""
    place = generate_place(kit, territory_answers(kit / f"docs/territories/{territory}.yaml"), folder)
    if (KIT / "docs/territories" / territory).is_dir():
        furnish(place, territory)
    set_facts(place / "config/space.yaml", look)
    build(checked_facts(place, TODAY))
    print(territory)
    return place


@contextmanager
def open_site(browser: Browser, folder: Path, view: str, base: str = "") -> Iterator[tuple[Page, str]]:
    """Serve the files of ``folder``; yields a page in a view, and the address of the site.

    The page waits for the fonts of the place, however late; on the site, a late font is not used.
    """
    (width, height), scheme, _ = VIEWS[view]
    with serve(folder, response_headers(folder, base)) as home:
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        context.route("**/site.css*", _wait_for_fonts)
        yield context.new_page(), home
        context.close()


def _wait_for_fonts(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("font-display:optional", "font-display:block"))


def save_screenshot(page: Page, file: str, folder: Path = IMAGES, full_page: bool = False) -> None:
    """Save a screenshot of ``page``, with its fonts and pictures loaded, as a small file of ``folder``."""
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(full_page=full_page, animations="disabled"))).convert("RGB")
    # For flat colours and crisp edges, few colours without loss are smaller and sharper than many with loss.
    picture.quantize(COLOURS, dither=Image.Dither.NONE).convert("RGB").save(
        folder / file, "WEBP", lossless=True, method=6
    )


def file_name(address: str, view: str) -> str:
    """The file name of the screenshot of a page in a view."""
    return f"{address.strip('/').replace('/', '-').removesuffix('.html') or 'accueil'}-{view}.webp"


def gallery() -> str:
    """The text of the page that shows every screenshot."""
    lines = [
        "# À quoi ressemble un lieu",
        "",
        "Des lieux tels que le kit les fabrique, sans rien retoucher. `make images` refait ces images.",
        "",
        "## Aucun lieu ne ressemble à un autre",
        "",
        "Les couleurs, les lettres, les dessins et l’emblème d’un lieu viennent de son nom court, ou de ce que vous "
        f"choisissez ([comment](../{TEMPLATE_NAME}/docs/guides/personnaliser.md)). Ces lieux sont inventés.",
    ]
    for territory, look in OTHERS.items():
        name = territory_answers(KIT / f"docs/territories/{territory}.yaml")["space_name"]
        how = f"allure choisie ({', '.join(look.values())})" if look else "allure tirée de son nom court"
        lines += ["", f"![{name} : sa page d’accueil, {how}](images/{territory}.webp)"]
    lines += [
        "",
        "## Les pages d’un lieu",
        "",
        "Fil numérique, le lieu d’exemple, tel que `make demo` le fabrique : sur un ordinateur, de jour, et sur un "
        "téléphone, en mode sombre.",
    ]
    heads = [title for _, _, title in VIEWS.values()]
    for address, (title, *contents) in PAGES.items():
        cells = [
            f"![{title}, {head[0].lower()}{head[1:]} : {content}](images/{file_name(address, view)})"
            for view, head, content in zip(VIEWS, heads, contents, strict=True)
        ]
        lines += ["", f"### {title}", "", f"| {' | '.join(heads)} |", "| --- | --- |", f"| {' | '.join(cells)} |"]
    return "\n".join(lines).replace(" :", "\u00a0:") + "\n"


if __name__ == "__main__":
    main()
