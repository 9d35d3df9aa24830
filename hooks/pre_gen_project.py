"""Runs before cookiecutter writes a file: refuses what must not be written over. The answers are checked afterwards."""

import json
import re
import shlex
import shutil
import sys
from pathlib import Path

sys.stdout.reconfigure(encoding="utf-8", errors="replace")
# cookiecutter leaves this file, with the answers, in the temporary folder.
Path(__file__).write_text("", encoding="utf-8")

# Through JSON, so that no answer is ever read as code.
CONTEXT = json.loads({{ cookiecutter | jsonify | tojson }})
MEGABYTES_NEEDED = 20


def refusals(context, folder):
    """Every reason to refuse, in French, each with its remedy."""
    if (folder / "config").exists():
        yield (
            f"Le dossier « {folder.name} » contient déjà un lieu : rien n’y est réécrit.\n"
            "  → Pour recevoir les nouveautés du kit, lancez-y ./lieu update ; pour un autre lieu, changez de nom court\n"
            "    ou de dossier."
        )
    elif any(folder.iterdir()) and not re.fullmatch("[a-z0-9-]+", context["space_slug"]):
        yield (
            f"Nom court (space_slug) : {context['space_slug']!r}\n  Ce n’est pas un nom court, et le dossier contient déjà "
            "des fichiers : rien n’y est réécrit.\n  → Écrivez par exemple : fil-numerique"
        )
    if shutil.disk_usage(folder).free < MEGABYTES_NEEDED * 2**20:
        yield f"Il reste moins de {MEGABYTES_NEEDED} Mo sur ce disque.\n  → Faites de la place, puis recommencez."


reasons = list(refusals(CONTEXT, Path.cwd()))
if reasons:
    print("\nLe lieu n’est pas créé.\n\n✗ " + "\n\n✗ ".join(reasons), flush=True)
    if "_repo_dir" in CONTEXT:  # cruft keeps no answers
        template = shlex.quote(CONTEXT["_template"])
        print("\nVos réponses sont gardées. Pour faire le lieu dans un autre dossier, ou une fois la place faite :")
        print(f"  cookiecutter --replay --output-dir AUTRE-DOSSIER {template}")
    print("\n(Le rapport technique qui suit vient de cookiecutter : vous pouvez passer par-dessus.)", flush=True)
    sys.exit(1)
