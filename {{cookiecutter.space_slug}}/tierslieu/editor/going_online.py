"""What a place needs before its site goes online: who publishes it, who answers for it, who hosts it, and where it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tierslieu.core.paths import ORGANISATIONS, SPACE, KeyPath
from tierslieu.core.problems import Problem
from tierslieu.facts import organisation_name
from tierslieu.i18n.formatting import capitalised
from tierslieu.model import Space

from .open_place import OpenPlace
from .shown_problems import field_link

#: What the law wants a site to say of its publisher, its director and its host (loi n° 2004-575 du 21 juin 2004, article
#: 1-1), and where it will be.
_OF_SITE: Sequence[KeyPath] = (
    ("publication", "director"), ("publication", "host"), ("publication", "host_address"), ("publication", "host_phone"),
    ("contact", "phone"), ("contact", "website"),
)  # fmt: skip
_PUBLISHER: KeyPath = ("publication", "publisher")
#: What it says of an organisation that publishes; the numbers of one that exists come with its form.
_OF_PUBLISHER = ("name", "legal_form", "stage", "address")
_NUMBERS = ("siren", "siret", "rcs", "rna", "capital")


@dataclass(frozen=True)
class OnlineFact:
    """An answer that is needed before going online, and the address of its field."""

    label: str
    address: str
    is_known: bool


def online_facts(space: Space, problems: Sequence[Problem], place: OpenPlace) -> list[OnlineFact]:
    """Each answer that going online needs, missing or not; ``problems`` are those of ``space``."""
    missing = {(problem.file, problem.path): problem for problem in problems if problem.code == "blank.fact"}
    strings = space.vocabulary.locales[space.identity.language].strings

    def fact(file: str, path: KeyPath, label: str) -> OnlineFact:
        link = field_link(file, path, place)
        return OnlineFact(label, link.address if link else "", (file, path) not in missing)

    found = []
    publisher, organisations = space.identity.publication.publisher, space.organisations.organisations
    if len(organisations) != 1:
        found.append(fact(SPACE, _PUBLISHER, capitalised(strings["fact_publisher"])))
    elif publisher is None:
        publisher = next(iter(organisations))
    if publisher in organisations:
        name = organisation_name(space, publisher, space.identity.language)
        found += [
            fact(ORGANISATIONS, path, f"{label} ({name})") for path, label in _of_publisher(publisher, missing, strings)
        ]
    found += [fact(SPACE, path, capitalised(strings[f"fact_{path[-1]}"])) for path in _OF_SITE]
    found.append(OnlineFact(place.text("editor.publish_where"), "/publish/?change", bool(space.identity.upload)))
    return found


def _of_publisher(
    publisher: str, missing: dict[tuple[str | None, KeyPath], Problem], strings: dict[str, str]
) -> Iterator[tuple[KeyPath, str]]:
    """The facts of the organisation that publishes, each with its label: the numbers only where they are missing."""
    labels = {"address": "fact_seat"}
    for name in (*_OF_PUBLISHER, *_NUMBERS):
        path: KeyPath = ("organisations", publisher, name)
        if name in _OF_PUBLISHER or (ORGANISATIONS, path) in missing:
            yield path, capitalised(strings[labels.get(name, f"fact_{name}")])
