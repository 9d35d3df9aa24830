"""The missing facts that ``./lieu budget`` lists: each with the line in which to type it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.factories import comptoir

from tierslieu.cli.budget_tables import print_budget
from tierslieu.cli.console import Console

FILES = {
    "space.yaml": "name: Comptoir d’exemple\n",
    "organisations.yaml": """\
organisations:
  cooperative:
    name: Coopérative d’exemple
  association:
    name: Association d’exemple
    vat:
      regime:
""",
    "prices.yaml": "grids: []\n",
    "budget.yaml": "opening_cash:\n  cooperative:\n",
}


def test_a_fact_without_a_line_is_to_be_typed_below_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in FILES.items():
        path = tmp_path / "config" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    costs = [{"label": "Loyer", "amount": 100, "paid_by": "association", "vat": "normal"}]
    print_budget(comptoir(root=tmp_path, budget={"costs": costs}), Console(tmp_path))
    listed = capsys.readouterr().out.replace("\u00a0", " ").partition("il manque :\n")[2]
    assert listed.splitlines() == [
        "  · régime de TVA (Coopérative d’exemple) : config/organisations.yaml. Sous la ligne 2, tapez, après ce "
        "nombre d’espaces, 4 :",
        "          vat:",
        "            regime: …",
        "  · régime de TVA (Association d’exemple) : config/organisations.yaml, ligne 7",
        "  · argent en caisse le premier jour (Coopérative d’exemple) : config/budget.yaml, ligne 2",
        "  · argent en caisse le premier jour (Association d’exemple) : config/budget.yaml. Sous la ligne 1, tapez, après ce "
        "nombre d’espaces, 2 :",
        "        association: …",
    ]
