"""Runs before cookiecutter writes a file: refuses what must not be rendered."""

import json
import re
import shutil
import sys
import unicodedata
from pathlib import Path

# Through JSON, so that no answer is ever read as code.
CONTEXT = json.loads({{ cookiecutter | jsonify | tojson }})
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}
MEGABYTES_NEEDED = 20


def refusals(context, folder):
    """Every reason to refuse, in French, each with its remedy."""
    slug = context["space_slug"]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 60 or slug in RESERVED:
        yield (
            f"Nom court (space_slug) : {slug!r}\n  Il devient le nom du dossier : lettres minuscules sans accent, chiffres "
            "et traits d’union,\n  60 caractères au plus, et pas un mot réservé par Windows (con, nul, com1…).\n"
            "  → Écrivez par exemple : fil-numerique"
        )
    for name, value in context.items():
        if not name.startswith("_") and any(unicodedata.category(character) == "Cc" for character in str(value)):
            yield (
                f"{name} : {value!r}\n  La réponse contient un retour à la ligne, une tabulation ou un autre caractère "
                "invisible.\n  → Écrivez-la sur une seule ligne."
            )
    if (folder / "config").exists():
        yield (
            f"Le dossier « {folder.name} » contient déjà un lieu : rien n’y est réécrit.\n"
            "  → Pour recevoir les nouveautés du kit, lancez-y ./lieu update ; pour un autre lieu, changez de nom court."
        )
    if shutil.disk_usage(folder).free < MEGABYTES_NEEDED * 2**20:
        yield f"Il reste moins de {MEGABYTES_NEEDED} Mo sur ce disque.\n  → Faites de la place, puis recommencez."


reasons = list(refusals(CONTEXT, Path.cwd()))
if reasons:
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    print("\nLe lieu n’est pas créé.\n\n✗ " + "\n\n✗ ".join(reasons), flush=True)
    print("\n(Le rapport technique qui suit vient de cookiecutter : vous pouvez passer par-dessus.)", flush=True)
    sys.exit(1)
