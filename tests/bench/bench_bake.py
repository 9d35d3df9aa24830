"""What the hooks cost: a place baked whole, against cookiecutter baking the same tree without them."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from support.generated_places import clean_environment, copy_kit, territory_answers, tool_command, write_answer_file
from support.paths import TEMPLATE_NAME
from timing import Runner, command, measure, print_table, ratio

#: With hooks, at most this many times as long as without.
LIMIT = 2.0


def main() -> bool:
    """Measure, print, and say whether the ratio is within its limit."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        kit = copy_kit(folder / "kit")
        answers = territory_answers(kit / "docs/territories/fil-numerique.yaml")
        place = folder / "places" / answers["space_slug"]
        config = write_answer_file(folder / "answers.yaml", answers)
        bake = tool_command("cookiecutter", "--no-input", "--config-file", config, "--output-dir", place.parent, kit)
        here = clean_environment(folder / "home", PWD=str(folder))

        def remove() -> None:
            shutil.rmtree(place, ignore_errors=True)

        copy = Runner("copy of the files", lambda: shutil.copytree(kit / TEMPLATE_NAME, place), remove)
        without = Runner("cookiecutter --accept-hooks no", command([*bake, "--accept-hooks", "no"], here), remove)
        whole = Runner("cookiecutter", command(bake, here), remove)
        runners = [copy, without, whole]
        measure(runners)
        print_table("Baking Fil numérique", runners, without)
        found = ratio(whole, without)
        print(f"{'Within' if found <= LIMIT else 'ABOVE'} the limit: {found:.2f} of {LIMIT:.1f}\n")
        return found <= LIMIT
