"""What volunteers do in the editor, each job by the keyboard alone at three widths and with a mouse without JavaScript.

The birth of a place is in ``test_questionnaire_keyboard.py`` and, without JavaScript, in ``tests/unit/editor``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from support import fake_hosts
from support.editor_screens import furnished_place
from support.fixtures import NewContext, NewPlace
from support.generated_places import git
from support.tiny_kit import place_of, tiny_kit
from support.web_host import free_port

from tierslieu.core.paths import ORGANISATIONS, PRICES, SPACE
from tierslieu.core.problems import Problems
from tierslieu.core.yaml_edit import EditableYaml
from tierslieu.editor import site_upload
from tierslieu.editor.open_place import OpenPlace
from tierslieu.editor.server import EditorServer
from tierslieu.versions.history import saved_versions

if TYPE_CHECKING:
    from playwright.sync_api import FileChooser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YEAR = dt.date.today().year + 1


class Mouse:
    """A person who sees and points."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, target: Locator) -> None:
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        target.fill(text)

    def choose(self, target: Locator, value: str) -> None:
        target.select_option(value)

    def pick(self, target: Locator, value: str) -> None:
        target.and_(self.page.locator(f"[value={value}]")).check()

    def send(self, target: Locator, file: Path) -> None:
        target.set_input_files(file)

    # --- What each does in its own way ---

    def go(self, address: str) -> None:
        """Follow a link of the navigation."""
        self.open(self.page.locator(f"#screens a[href='{address}']"))

    def open(self, target: Locator, expected: str = "") -> None:
        """Press what leads to another screen, and wait for it."""
        with self.page.expect_event("domcontentloaded"):
            self.press(target)
        if expected:
            main = self.page.locator("main")
            main.wait_for()
            assert expected in main.inner_text(), main.inner_text()[:800]

    def save(self, expected: str = "C’est enregistré") -> None:
        self.open(self.page.locator(".ed-save .ed-button--main"), expected)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[id='{name}']")


class Keyboard(Mouse):
    """A person without a mouse: Tab, arrows, Space and Enter."""

    def reach(self, target: Locator) -> None:
        """Press Tab until ``target`` has the focus; Shift+Tab where it comes before."""
        handle = target.element_handle()
        assert handle
        is_behind = "target => !!(target.compareDocumentPosition(document.activeElement) & 4)"
        key = "Shift+Tab" if self.page.evaluate(is_behind, handle) else "Tab"
        for _ in range(500):
            if self.page.evaluate("target => document.activeElement === target", handle):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} never comes to {target} of {self.page.url}")

    def press(self, target: Locator) -> None:
        self.reach(target)
        self.page.keyboard.press("Enter")

    def fill(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text) if text else self.page.keyboard.press("Delete")

    def choose(self, target: Locator, value: str) -> None:
        self.reach(target)
        self.page.keyboard.press("Home")
        for _ in range(60):
            if target.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {target}")

    def pick(self, target: Locator, value: str) -> None:
        self.reach(target.first)
        self.page.keyboard.press("Space")
        for _ in range(10):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {target}")

    def send(self, target: Locator, file: Path) -> None:
        choosers: list[FileChooser] = []
        self.page.on("filechooser", lambda chooser: choosers.append(chooser))
        for _ in range(20):  # on a busy computer, the time passes in which a browser opens one
            self.reach(target)
            self.page.keyboard.press("Space")
            self.page.wait_for_timeout(500)
            if choosers:
                choosers[0].set_files(file)
                return
        raise AssertionError(f"no file is asked for by {target}")


@contextlib.contextmanager
def served(root: Path) -> Iterator[EditorServer]:
    """The editor opened on the place in ``root``."""
    server = EditorServer(root, free_port(), ("<p>wait", "<p>no"))
    run = threading.Thread(
        target=server.run, args=(lambda: contextlib.suppress(Problems),), kwargs={"documents": False}, daemon=True
    )
    run.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def furnished(new_place: NewPlace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EditorServer]:
    root = furnished_place(new_place, tmp_path_factory.mktemp("jobs") / "place")
    space = root / SPACE
    text = space.read_text("utf-8")
    space.write_text(text.replace("territory:", "territory: Un autre #", 1), "utf-8")
    git(root, "commit", "--quiet", "--all", "--message", "L’erreur d’hier", "--date=yesterday")
    git(root, "tag", "start")
    with served(root) as server:
        yield server


@pytest.fixture
def server(furnished: EditorServer) -> EditorServer:
    """The editor of a furnished place, as it was before other tests."""
    root = furnished.place.root
    git(root, "reset", "--quiet", "--hard", "start")
    git(root, "clean", "--quiet", "-d", "--force")
    furnished.place.upload = None
    return furnished


#: How a person works: the width of their window in pixels, and whether JavaScript runs.
WAYS = [(360, True), (768, True), (1280, True), (1280, False)]


@pytest.fixture(params=WAYS, ids=lambda way: f"keyboard-{way[0]}" if way[1] else "without-javascript")
def person(request: pytest.FixtureRequest, new_context: NewContext) -> Mouse:
    width, scripts = request.param
    context = new_context(
        viewport={"width": width, "height": 800},
        java_script_enabled=scripts,
        reduced_motion="reduce",
        accept_downloads=True,
    )
    return (Keyboard if scripts else Mouse)(context.new_page())


def data(server: EditorServer, file: str) -> Any:
    return EditableYaml((server.place.root / file).read_text("utf-8")).data


def the_hours_of_the_summer(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/place/")
    one.open(one.page.locator(".ed-tabs a[href='/place/hours/']"))
    one.fill(one.field("/opening_hours"), "lundi au vendredi 9h-18h ; en juillet lundi au vendredi 8h-14h")
    one.save()
    assert "en juillet" in data(server, SPACE)["opening_hours"]


def a_price_from_september(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/prices/")
    one.fill(one.field("start"), f"01/09/{YEAR}")
    one.fill(one.field("day"), "17")
    one.open(one.page.locator("button[value=announce]"), "Ce que le site annoncera")
    one.open(one.page.locator("button[value=save]"), "C’est enregistré")
    assert str(data(server, PRICES)["grids"][-1]["from"]) == f"{YEAR}-09-01"


def another_organisation_and_a_new_split(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/organisations/")
    one.fill(one.field("/organisations/+"), "commune")
    one.open(one.page.locator("button[value='add /organisations']"))
    one.fill(one.field("/organisations/commune/name"), "Commune d’exemple")
    for name, share in {"cooperative": "50", "association": "30", "commune": "20"}.items():
        one.fill(one.field(f"/common_costs/shares/{name}"), share)
    one.save()
    assert data(server, ORGANISATIONS)["common_costs"]["shares"] == {
        "cooperative": 50,
        "association": 30,
        "commune": 20,
    }


def a_weekly_workshop_with_one_date_cancelled(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/agenda/")
    typed = {"title": "Couture", "day": f"14/01/{YEAR}", "from": "18h", "to": "20h", "description": "Ensemble."}
    for name, text in typed.items():
        one.fill(one.field(name), text)
    for name, value in {"format": "autre", "service": "mediation", "repeat": "weekly"}.items():
        one.choose(one.field(name), value)
    one.save()
    date = one.page.locator(".ed-date", has_text="21 janvier").filter(has_text="Couture")
    one.press(date.locator("summary", has_text="Annuler"))
    one.fill(date.locator("[name=reason]"), "la salle n’est pas libre")
    one.open(date.locator("[action='/agenda/cancel/'] button"), f"21/01/{YEAR} annulé")
    off = one.page.locator(".ed-date:has(del)").filter(has_text="Couture")
    assert "la salle n’est pas libre" in off.inner_text()


def a_piece_of_news_with_a_photograph(one: Mouse, server: EditorServer, folder: Path) -> None:
    Image.new("RGB", (800, 600), "teal").save(folder / "fete.jpg")
    one.go("/texts/")
    one.open(one.page.get_by_role("link", name="Ajouter une actualité"))
    one.fill(one.field("title"), "La fête du quartier")
    one.fill(one.field("description"), "Venez en famille.")
    one.fill(one.field("text"), "Venez dimanche.")
    one.send(one.field("picture"), folder / "fete.jpg")
    one.fill(one.field("picture_alt"), "Des tables dans la rue")
    one.fill(one.field("picture_credit"), "Photo : l’équipe")
    one.save()
    (file,) = server.place.root.glob("content/fr/news/*la-fete-du-quartier.md")
    assert "Venez dimanche." in file.read_text("utf-8") and "images/fete.jpg" in file.read_text("utf-8")


def a_paragraph_with_a_fact(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/texts/")
    one.open(one.page.locator("a[href$='pages%2Fcontact.md'], a[href$='pages/contact.md']"))
    part = one.page.locator("textarea[name=part]").last
    before = part.input_value()
    fact = "{{ space.contact.email }}"
    if isinstance(one, Keyboard):
        one.fill(part, f"{before}\n\nÉcrivez à ")
        one.press(one.page.locator(".ed-facts summary", has_text="Insérer"))
        one.press(one.page.locator(".ed-facts div", has_text="Contact › Courriel").get_by_role("button"))
    else:
        one.fill(part, f"{before}\n\nÉcrivez à {fact}")
    one.save()
    assert f"Écrivez à {fact}" in (server.place.root / "content/fr/pages/contact.md").read_text("utf-8")


def the_association_becomes_a_scic(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/organisations/")
    one.press(one.field("/organisations/association").locator("summary"))
    one.choose(one.field("/organisations/association/legal_form"), "scic-sas")
    one.open(one.page.locator(".ed-save .ed-button--main"), "Rien n’est enregistré")
    refusal = one.page.locator("#errors")
    assert "SCIC SAS" in refusal.inner_text() and "organisme-non-lucratif" not in refusal.inner_text()
    one.choose(one.field("/organisations/association/vat/regime"), "assujettie")
    one.save()
    one.go("/documents/")
    one.fill(one.field("words"), "statuts association exemple")
    one.open(one.page.get_by_role("button", name="Chercher"))
    one.open(one.page.locator("main ul a").first, "Télécharger")
    with one.page.expect_download() as download:
        one.press(one.page.get_by_role("link", name="DOCX"))
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def a_document_marked_as_reviewed(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/documents/")
    one.open(one.page.locator("a[href='/documents/reglement-interieur/']"))
    one.pick(one.page.locator("[name=how]"), "reviewed")
    one.fill(one.field("who"), "une juriste")
    one.open(one.page.locator("button[value=note]"), "C’est enregistré")
    assert "review: relu" in (server.place.root / "governance/fr/reglement-interieur.md").read_text("utf-8")


def yesterday_is_undone(one: Mouse, server: EditorServer, folder: Path) -> None:
    one.go("/history/")
    one.open(one.page.get_by_role("link", name="L’erreur d’hier"))
    one.open(one.page.locator("button[value=change]"), "C’est fait")
    assert data(server, SPACE)["territory"] != "Un autre"


JOBS: tuple[Callable[[Mouse, EditorServer, Path], None], ...] = (
    the_hours_of_the_summer,
    a_price_from_september,
    another_organisation_and_a_new_split,
    a_weekly_workshop_with_one_date_cancelled,
    a_piece_of_news_with_a_photograph,
    a_paragraph_with_a_fact,
    the_association_becomes_a_scic,
    a_document_marked_as_reviewed,
    yesterday_is_undone,
)


def test_jobs_of_volunteers(
    server: EditorServer, person: Mouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OpenPlace, "install_document_tools", lambda self: None)
    person.page.goto(server.address)
    for job in JOBS:
        person.page.goto(server.place.address)
        job(person, server, tmp_path)


def test_the_site_is_published_to_an_sftp_host(
    server: EditorServer, person: Mouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build itself is tested elsewhere: a page stands for the site."""

    def build_page(space: object, step: Callable[[str], None], *, lives_on: bool) -> tuple[int, int]:
        (server.place.root / "public").mkdir(exist_ok=True)
        (server.place.root / "public/index.html").write_text("<p>Fil numérique</p>", "utf-8")
        return 1, 1

    monkeypatch.setattr(site_upload, "build", build_page)
    monkeypatch.setattr(OpenPlace, "install_document_tools", lambda self: None)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for folder in ("home", "account/www"):
        (tmp_path / folder).mkdir(parents=True)
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    with fake_hosts.sftp(tmp_path / "account") as (port, _):
        one = person
        one.page.goto(server.address)
        one.go("/publish/")
        for name, value in (
            ("/upload", "127.0.0.1"),
            ("port", str(port)),
            ("user", fake_hosts.USER),
            ("folder", "www"),
        ):
            one.fill(one.field(name), value)
        one.press(one.page.locator("button[value=where]"))
        one.fill(one.field("password"), fake_hosts.PASSWORD)
        one.press(one.page.locator("button[value=prepare]"))
        one.page.get_by_text("SHA256:").wait_for()
        one.press(one.page.locator("button[value=trust]"))
        one.page.locator("button[value=send]").wait_for()
        assert not list((tmp_path / "account/www").iterdir())
        one.press(one.page.locator("button[value=send]"))
        one.page.get_by_text("C’est publié.").wait_for()
    assert "Fil numérique" in (tmp_path / "account/www/index.html").read_text("utf-8")


TEXT = "Titre.\n\nLigne {}.\n\nFin.\n"
CHARTER = "docs/charte.md"


@pytest.fixture
def outdated(tmp_path: Path, home: Path) -> Iterator[EditorServer]:
    """The editor of a place that has changed a line that a newer version of its kit changes too."""
    kit = tiny_kit(tmp_path / "kit")
    kit.write(".gitignore", "/.cache/\n")
    kit.write(CHARTER, TEXT.format("une"))
    kit.publish("1.0.1")
    root = place_of(kit, tmp_path / "place")
    git(root, "config", "user.name", "Une bénévole")
    git(root, "config", "user.email", "benevole@lieu.example")
    kit.write(CHARTER, TEXT.format("du kit"))
    kit.publish("1.1.0")
    (root / CHARTER).write_text(TEXT.format("d’ici"), "utf-8")
    with served(root) as server:
        yield server


def test_an_update_with_one_conflict_is_taken(outdated: EditorServer, person: Mouse) -> None:
    one, root = person, outdated.place.root
    one.page.goto(outdated.address)
    one.go("/update/")
    one.press(one.page.locator("button[value=look]"))
    one.page.locator("button[value=take]").wait_for()
    one.press(one.page.locator("button[value=take]"))
    one.page.locator("button[value=decide]").wait_for()
    one.pick(one.page.locator("input[name=choice-0]"), "both")
    one.press(one.page.locator("button[value=decide]"))
    one.page.get_by_text("a reçu les nouveautés").wait_for()
    assert (root / CHARTER).read_text("utf-8") == TEXT.format("d’ici.\nLigne du kit")
    assert saved_versions(root)[0].message == "Nouveautés du kit" and not git(root, "status", "--porcelain")
