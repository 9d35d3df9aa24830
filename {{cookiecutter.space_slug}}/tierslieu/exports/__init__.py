"""The open formats: one module each, listed in ``FORMATS``.

To add one: write ``build(space)`` in a module of this folder, add its line below with the facts that its standard
requires, and describe it in a file of ``vocabulary/exports/``.
"""

from __future__ import annotations

from collections.abc import Callable

from tierslieu.model import Space

from . import required_facts
from .export_module import ExportModule

FORMATS = (
    ExportModule("ics", ("agenda.ics",), "follow"),
    ExportModule("atom", ("agenda.xml",), "follow"),
    ExportModule(
        "mediation",
        ("donnees/mediation-numerique.csv", "donnees/mediation-numerique.json"),
        "find",
        service="mediation",
        required=(required_facts.number, required_facts.address, required_facts.plain_address),
    ),
    ExportModule("lieu", ("lieu.json", "lieu.schema.json")),
    ExportModule("geojson", ("donnees/lieu.geojson",), "find", required=(required_facts.position,)),
    ExportModule("spaceapi", ("spaceapi.json",), "find", required=(required_facts.website,)),
    ExportModule("openstreetmap", ("donnees/openstreetmap.txt",), "find", required=(required_facts.address,)),
    ExportModule(
        "navigateur",
        ("donnees/navigateur-tiers-lieux.txt",),
        "find",
        required=(required_facts.summary, required_facts.email, required_facts.address),
    ),
    ExportModule("movilab", ("donnees/movilab.wiki",)),
    ExportModule(
        "directories",
        ("donnees/annuaires-coworking.txt",),
        "find",
        service="coworking",
        required=(required_facts.address, required_facts.email),
    ),
)
#: The function that builds each format, by its key.
EXPORTS: dict[str, Callable[[Space], dict[str, bytes]]] = {module.key: module.build for module in FORMATS}
