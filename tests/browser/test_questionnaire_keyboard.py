"""From ``./lieu edit --new`` to a place, by the keyboard alone, in a wide window, on a tablet and on a telephone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.fixtures import NewContext
from support.generated_places import clean_environment
from support.page_checks import open_checker, page_faults
from support.paths import TEMPLATE
from support.web_host import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_ANSWERS: tuple[dict[str, str], ...] = (
    {"space_name": "Fil d’essai", "territory": "Grand Roanne"},
    {"city": "Roanne"},
    {"has_coworking": "oui", "has_mediation": "non", "has_support": "non", "desks": "10"},
    {"governance_model": "association", "coworking_operator": "Association Exemple"},
    {"price_half_day": "9", "price_day": "15"},
)
#: The longest wait for the server on a busy computer, in milliseconds.
_PATIENCE = 60_000


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """The address that ``./lieu edit --new`` prints in the kit, for a person whose home folder is empty."""
    home = tmp_path / "home"
    environment = clean_environment(home, PYTHONPATH=str(TEMPLATE), SSH_CONNECTION="no browser opens")
    command = [sys.executable, "-P", "-u", "-m", "tierslieu", "edit", "--new", "--port", str(free_port())]
    with subprocess.Popen(
        command, cwd=TEMPLATE, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    ) as process:
        assert process.stdout
        printed = ""
        for line in process.stdout:
            printed += line
            if found := re.search(r"http://\S+token=\S+", line):
                yield found[0]
                break
        else:
            raise AssertionError(printed)
        process.terminate()
    assert not os.path.lexists(TEMPLATE / ".cache"), "the template of places is as it was"


def focus(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector} of {page.url}")


def answer(page: Page, name: str, value: str) -> None:
    """Give an answer with the keys of a keyboard."""
    focus(page, f"[name={name}]")
    if page.locator(f"input[type=radio][name={name}]").count() == 0:
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.type(value)
        return
    for _ in range(10):
        if page.evaluate("() => document.activeElement.value") == value:
            page.keyboard.press("Space")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow leads to {value} of {name}")


def faults_of(page: Page, width: int) -> list[object]:
    """What axe-core finds on the page that is shown, by day and by night, and what sticks out."""
    window, monitor = open_checker(lambda **_: page.context, page.url)
    faults: list[object] = [*page_faults(window, [(width, "light"), (width, "dark")]), *monitor.errors]
    for opened in page.context.pages:
        if opened != page:
            opened.close()
    page.bring_to_front()
    return faults


@pytest.mark.parametrize("width", [1280, 768, 360])
def test_a_place_is_made_by_the_keyboard_alone(
    new_context: NewContext, address: str, tmp_path: Path, width: int
) -> None:
    context = new_context(viewport={"width": width, "height": 800})
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.goto(address)
    faults: list[object] = []
    for number, answers in enumerate(_ANSWERS, 1):
        page.wait_for_url(f"**/{number}/")
        faults += faults_of(page, width)
        for name, value in answers.items():
            answer(page, name, value)
        if number == 1:
            wait_for_picture(page, "Fil d’essai")
        focus(page, ".q-buttons [value=next]")
        page.keyboard.press("Enter")
    page.wait_for_url("**/6/")
    faults += faults_of(page, width)
    focus(page, "[value=create]")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r":\d+/$"))
    place = tmp_path / "home/fil-d-essai"
    assert str(place) in page.inner_text("main")
    assert "Association Exemple" in (place / "config/organisations.yaml").read_text(encoding="utf-8")
    assert not list((tmp_path / "home/.local/share/kit-tiers-lieu").iterdir())
    assert faults == [], "\n".join(map(str, faults))


def wait_for_picture(page: Page, name: str) -> None:
    """Wait until the home page beside the questions has ``name``, which was just typed and not sent."""
    end = time.monotonic() + _PATIENCE / 1000
    while name not in page.frames[-1].inner_text("h1"):
        assert time.monotonic() < end, "the picture does not follow what is typed"
        page.wait_for_timeout(100)


def test_a_refusal_is_shown_while_one_types_and_what_is_typed_outlives_the_window(
    new_context: NewContext, address: str
) -> None:
    context = new_context()
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    page.goto(address)
    answer(page, "space_name", "Fil")
    answer(page, "space_slug", "Fil d’or")
    page.wait_for_selector("#space_slug[aria-invalid=true]")
    assert "Fil d’or" in page.inner_text("#space_slug-faults")
    answer(page, "territory", "Roannais")
    page.close()
    page = context.new_page()
    page.goto(address.partition("?")[0] + "1/")
    assert page.input_value("#territory") == "Roannais" and page.input_value("#space_slug") == "Fil d’or"
