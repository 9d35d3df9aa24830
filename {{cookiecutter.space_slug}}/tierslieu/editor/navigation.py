"""The screens in their order, and the one in which the problem of a file can be mended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from tierslieu.i18n import messages
from tierslieu.manual.pages import FOLDER, anchor

#: The page of the manual with a section for each screen, under the name that the screen has in French.
GUIDE = "guides/modifier-dans-le-navigateur"
#: The modules of ``screens/`` that have an entry, by group.
GROUPS = (
    ("editor.group_start", ("home", "missing")),
    ("editor.group_place", ("place", "organisations", "prices", "budget")),
    ("editor.group_months", ("register", "month")),
    ("editor.group_words", ("agenda", "texts", "people", "look")),
    ("editor.group_papers", ("documents",)),
    ("editor.group_all", ("publish", "share", "update", "history")),
)
#: The screen of a file, by a pattern of its path; any other is shown as text.
_OF_FILE = (
    (r"config/space\.yaml", "/place/"),
    (r"config/organisations\.yaml", "/organisations/"),
    (r"config/prices\.yaml", "/prices/"),
    (r"config/budget\.yaml", "/budget/"),
    (r"config/(?:community|commons)\.yaml", "/people/"),
    (r"register/(\d{4}-\d\d)\.yaml", r"/register/\1/"),
)
#: Texts of documents, which have their own screen unless a line is looked for.
_DOCUMENTS = re.compile(r"governance/\w+/([\w-]+)\.md")
_TEXTS = re.compile(r"content/\w+/(?:pages|news|activities)/.*\.md")


@dataclass(frozen=True)
class Entry:
    """A link of the navigation."""

    address: str
    label: str


def entries(language: str) -> list[tuple[str, list[Entry]]]:
    """The entries of each group, under its title."""
    return [(messages.text(language, title), [_entry(name, language) for name in names]) for title, names in GROUPS]


def _entry(name: str, language: str) -> Entry:
    return Entry("/" if name == "home" else f"/{name}/", messages.text(language, f"editor.nav_{name}"))


def help_of(address: str) -> str:
    """The path of the section of the manual on the screen at ``address``; that of the whole page for no screen."""
    screens = [
        *(entry for _, group in entries("fr") for entry in group),
        Entry("/file/", messages.text("fr", "editor.as_file")),
    ]
    found = [one.label for one in screens if address.startswith(one.address) and (one.address != "/" or address == "/")]
    return f"{FOLDER}/{GUIDE}.html{f'#{anchor(found[0])}' if found else ''}"


def screen_of(file: str, line: int | None = None) -> str:
    """The address of the screen where what ``file`` says at ``line`` is changed."""
    if _TEXTS.fullmatch(file):
        return f"/texts/edit/?{urlencode({'path': file})}"
    for pattern, address in _OF_FILE:
        if match := re.fullmatch(pattern, file):
            return match.expand(address)
    if line is None and (document := _DOCUMENTS.fullmatch(file)):
        return f"/documents/{document[1]}/"
    return file_address(file, line)


def file_address(file: str, line: int | None = None) -> str:
    """The address of ``file`` as text, at ``line`` where a problem has one."""
    return f"/file/?{urlencode({'path': file, **({'line': line} if line else {})})}"
