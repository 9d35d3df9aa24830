"""Descriptions of places (``lieu.json``) for tests of networks, among them the 756 places of an open census of 2019."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from support.paths import SHARED

#: 756 third places of 2019 (CGET, Licence Ouverte); outside the repository, so that it may be absent.
CENSUS = SHARED / "data" / "tiers-lieux-2019-sample.csv"


def described(slug: str, **changes: Any) -> dict[str, Any]:
    """The smallest valid description of a place, with ``changes``."""
    licences = {"texts": "CC-BY-SA-4.0", "data": "etalab-2.0", "code": "AGPL-3.0-or-later"}
    description = {"format": 1, "updated": "2027-01-04", "name": slug.capitalize(), "slug": slug, "language": "fr"}
    return description | {"licences": licences} | changes


def event(title: str = "Papycamp", start: str = "2027-01-14T14:00:00+01:00", **changes: Any) -> dict[str, Any]:
    """An event of two hours, with ``changes``."""
    end = start.replace("T14", "T16")
    data = {"title": title, "start": start, "end": end, "format": "papycamp", "format_name": "Papycamp"}
    return data | {"service": "mediation"} | changes


def census() -> Iterator[dict[str, Any]]:
    """A description of each place of the census, with an invented weekly event."""
    with CENSUS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            slug = f"{_slugify(row['NOM_TL'])[:60]}-{row['ID']}"
            yield described(
                slug,
                name=row["NOM_TL"],
                website="https://" + re.sub(r"^https?://", "", row["WEB"].split()[0]) if row["WEB"].strip() else None,
                address={
                    "street": row["ADRESSE"] or None,
                    "postal_code": row["CP"].zfill(5) if row["CP"] else None,
                    "city": row["NOMCOM"] or None,
                },
                position={"latitude": float(row["LAT"]), "longitude": float(row["LONG"])},
                services=[{"key": "coworking", "name": "Coworking"}],
                events=[event(start=f"2027-01-{day:02}T14:00:00+01:00") for day in (7, 14, 21, 28)],
                lineage={"parent": "Comptoir Numérique"} if int(row["ID"]) % 7 == 0 else {},
            )


def write(folder: Path, places: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> Path:
    """Write each description to a file of ``folder``, named for its slug; returns ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in places:
        (folder / f"{place['slug']}.json").write_text(json.dumps(place), "utf-8")
    return folder


def _slugify(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_name).strip("-") or "lieu"
