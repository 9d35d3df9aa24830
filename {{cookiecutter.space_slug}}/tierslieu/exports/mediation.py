"""``mediation-numerique.csv`` and ``.json``: the place in the national file of digital-mediation places.

Schéma des lieux de médiation numérique 1.0.2 (LaMednum): columns in its order, lists joined by ``|``. Its required
facts are a SIRET or RNA number of whoever runs the mediation, and the whole address.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator

from tierslieu import opening
from tierslieu.model import LISTS, Space

from . import wanting
from .wanting import Want

CSV, JSON = "donnees/mediation-numerique.csv", "donnees/mediation-numerique.json"

_SERVICE = "mediation"
_COLUMNS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "latitude",
    "longitude", "typologie", "telephone", "courriels", "site_web", "horaires", "presentation_resume",
    "presentation_detail", "source", "itinerance", "structure_parente", "date_maj", "services",
    "publics_specifiquement_adresses", "prise_en_charge_specifique", "frais_a_charge",
    "dispositif_programmes_nationaux", "formations_labels", "autres_formations_labels", "modalites_acces",
    "modalites_accompagnement", "fiche_acces_libre", "prise_rdv",
)  # fmt: skip
#: Telephone numbers that the standard accepts, and what this module can make of a French one.
_PHONE = re.compile(r"\+(?:33|590|594|262|596|269|687|689|508|681)[0-9]{6,9}")


def applies(space: Space) -> bool:
    """Whether the place offers digital mediation."""
    return _SERVICE in space.identity.services


def missing(space: Space) -> Iterator[Want]:
    """The required facts that are unknown."""
    yield from wanting.number(space, _SERVICE)
    yield from wanting.address(space)


def build(space: Space) -> dict[str, bytes]:
    """Both files, or none while the standard would refuse them."""
    if not applies(space) or any(missing(space)):
        return {}
    row = _row(space)
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(row)
    told = {column: value for column, value in row.items() if value != ""}
    return {
        CSV: table.getvalue().encode("utf-8"),
        JSON: (json.dumps([told], ensure_ascii=False, indent=2) + "\n").encode("utf-8"),
    }


def _row(space: Space) -> dict[str, object]:
    identity, mediation = space.identity, space.identity.mediation
    address, contact, operator = identity.address, identity.contact, space.operator(_SERVICE)
    assert operator is not None
    known: dict[str, object] = {
        "id": identity.slug,
        "pivot": operator.siret or operator.rna,
        "nom": identity.name,
        "commune": address.city,
        "code_postal": address.postal_code,
        "adresse": address.street,
        "latitude": address.latitude,
        "longitude": address.longitude,
        "telephone": international(contact.phone),
        "courriels": contact.email,
        "site_web": contact.website,
        "horaires": identity.opening_hours and opening.tidy(identity.opening_hours),
        "presentation_resume": identity.summary,
        "source": identity.name,
        "structure_parente": operator.name,
        "date_maj": space.today.isoformat(),
        "autres_formations_labels": "|".join(label.replace("|", "/") for label in mediation.other_labels),
        "fiche_acces_libre": mediation.accessibility_sheet,
        "prise_rdv": mediation.booking,
    }
    known |= {column: "|".join(values) for column, values in words(space).items()}
    return {column: "" if known.get(column) is None else known[column] for column in _COLUMNS}


def words(space: Space) -> dict[str, list[str]]:
    """What the place chose in each list of the standard, in its exact words, by column; without the empty ones."""
    told = {}
    for name in LISTS:
        chosen = dict.fromkeys(getattr(space.identity.mediation, name))
        if chosen:
            known = space.vocabulary.mediation[name]
            told[known.column] = [known.terms[key].value for key in chosen]
    return told


def international(phone: str | None) -> str | None:
    """A telephone number as the standard writes it (``+33477000000``), or None for one that it refuses."""
    digits = re.sub(r"[^+0-9]", "", (phone or "").replace("(0)", ""))
    if re.fullmatch("0[1-9][0-9]{8}", digits):
        digits = "+33" + digits[1:]
    return digits if _PHONE.fullmatch(digits) else None
