"""``mediation-numerique.csv`` and ``.json``: the place in the national file of digital-mediation places.

Schéma des lieux de médiation numérique 1.0.2 (LaMednum): columns in its order, lists joined by ``|``. It requires the
SIRET or RNA number of the operator of the mediation, and the full address.
"""

from __future__ import annotations

import csv
import io
import re

from tierslieu.core import opening_hours
from tierslieu.core.json_bytes import json_bytes
from tierslieu.model import LISTS, Space

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
# The values that the collectors of the file accept (library of the ANCT, 2.3.0): fewer than the schema does.
_PHONE = re.compile(r"\+(?:33|590|594|262|596|269|687|689|508|681)(?:[1-9][0-9]{8}|[0-9]{6})")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"
_EMAIL = re.compile(rf"[A-Za-z0-9_][A-Za-z0-9_.+-]+@{_LABEL}?(?:\.{_LABEL})+")
_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[\w+~,%@/.-]*)?(?:\?[\w+=&;%@.-]*)?", re.ASCII)


def build(space: Space) -> dict[str, bytes]:
    """Both files."""
    row = _row(space)
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(row)
    record = {column: None if value == "" else value for column, value in row.items()}  # every column is required
    return {
        CSV: table.getvalue().encode("utf-8"),
        JSON: json_bytes([record]),
    }


def _row(space: Space) -> dict[str, object]:
    identity, mediation = space.identity, space.identity.mediation
    address, contact, operator = identity.address, identity.contact, space.operator(_SERVICE)
    assert operator is not None
    values: dict[str, object] = {
        "id": identity.slug,
        "pivot": operator.siret or operator.rna,
        "nom": identity.name,
        "commune": address.city,
        "code_postal": address.postal_code,
        "adresse": address.street,
        "latitude": address.latitude,
        "longitude": address.longitude,
        "telephone": international(contact.phone),
        "courriels": _accepted(contact.email, _EMAIL),
        "site_web": _accepted(contact.website, _WEB),
        "horaires": opening_hours.openstreetmap(space.opening_hours) if space.opening_hours else None,
        "presentation_resume": identity.summary,
        "source": identity.name,
        "structure_parente": operator.name,
        "date_maj": space.today.isoformat(),
        "autres_formations_labels": "|".join(label.replace("|", "/") for label in mediation.other_labels),
        "fiche_acces_libre": _accepted(mediation.accessibility_sheet, _WEB),
        "prise_rdv": _accepted(mediation.booking, _WEB),
    }
    values |= {column: "|".join(terms) for column, terms in terms_by_column(space).items()}
    return {column: "" if values.get(column) is None else values[column] for column in _COLUMNS}


def terms_by_column(space: Space) -> dict[str, list[str]]:
    """The terms that the place chose in each list of the standard, by column; empty lists are left out."""
    columns = {}
    for name in LISTS:
        keys = dict.fromkeys(getattr(space.identity.mediation, name))
        if keys:
            vocabulary = space.vocabulary.mediation[name]
            columns[vocabulary.column] = [vocabulary.terms[key].value for key in keys]
    return columns


def _accepted(value: str | None, pattern: re.Pattern[str]) -> str | None:
    return value if value is not None and pattern.fullmatch(value) else None


def international(phone: str | None) -> str | None:
    """A telephone number as the standard writes it (``+33477000000``); None for one that it refuses."""
    digits = re.sub(r"[^+0-9]", "", (phone or "").replace("(0)", ""))
    if re.fullmatch("0[1-9][0-9]{8}", digits):
        digits = "+33" + digits[1:]
    return digits if _PHONE.fullmatch(digits) else None
