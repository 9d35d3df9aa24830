"""What the kit proposes: for facts that a place has not given, and for these alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.factories import REMOVED, alone, comptoir
from support.paths import TEMPLATE

from tierslieu.core import yaml_reader
from tierslieu.core.problems import Problems
from tierslieu.finance.proposals import confirmed_files, proposals
from tierslieu.model import Space

NO_SHARES = {"shares": {"cooperative": REMOVED, "association": REMOVED}}
UNDECIDED: dict[str, Any] = {"common_costs": NO_SHARES, "solidarity": {"percent": None}}


def proposed(space: Space) -> dict[str, Any]:
    return {".".join(fact.path): fact.value for fact in proposals(space)}


def test_facts_that_nobody_gave_have_a_proposal() -> None:
    assert proposed(comptoir(organisations=UNDECIDED)) == {
        "common_costs.shares": {"cooperative": 60, "association": 40},
        "solidarity.percent": 10,
        "passes.pass_10.validity_months": 12,
    }


def test_three_organisations_have_their_own_shares() -> None:
    third = {"organisations": {"scic": {"legal_form": "scic"}}, "services": {"support": {"operator": "scic"}}}
    shares = proposed(comptoir(organisations=UNDECIDED | third))["common_costs.shares"]
    assert shares == {"cooperative": 50, "association": 30, "scic": 20}


@pytest.mark.parametrize(
    "space",
    [
        comptoir(prices={"passes": {"pass_10": {"validity_months": 6}}}),
        comptoir(organisations={"solidarity": {"percent": 0}}, prices={"passes": {"pass_10": {"validity_months": 6}}}),
        comptoir(organisations=UNDECIDED | {"common_costs": {**NO_SHARES, "key": "area"}}, identity={"modules": {"coworking": "non"}}),
        alone(identity={"modules": {"coworking": None}}),
    ],
    ids=["all given", "none by choice", "another key, no coworking", "alone, coworking undecided"],
)  # fmt: skip
def test_what_is_given_or_does_not_concern_the_place_has_none(space: Space) -> None:
    assert proposed(space) == {}


def test_every_proposal_says_its_value_in_words() -> None:
    """``text`` is what people agree to, ``value`` what is written."""
    for name, proposal in comptoir().vocabulary.proposals.items():
        values = (proposal.value,) if isinstance(proposal.value, Decimal) else proposal.value
        for language, text in proposal.text.items():
            assert all(str(value) in text for value in values), (name, language)
        assert set(proposal.label) == set(proposal.text) == set(proposal.why) == {"fr", "en"}
        assert (TEMPLATE / "tierslieu/generation/templates/fr" / f"{proposal.file}.j2").exists()


ORGANISATIONS = "common_costs:\n  key: percent  # voté\n  # Par exemple :\n  shares: {}\n\nsolidarity:\n  percent:\n"


def files(root: Path, organisations: str) -> Path:
    (root / "config").mkdir()
    (root / "config/organisations.yaml").write_text(organisations, encoding="utf-8")
    (root / "config/prices.yaml").write_text("passes:\n  pass_10:\n    validity_months:\n", encoding="utf-8")
    return root


def test_a_confirmed_value_is_written_and_the_rest_stays(tmp_path: Path) -> None:
    root = files(tmp_path, ORGANISATIONS)
    space = comptoir(organisations=UNDECIDED)
    assert confirmed_files(root, proposals(space)) == ["config/organisations.yaml", "config/prices.yaml"]
    text = (root / "config/organisations.yaml").read_text("utf-8")
    data = yaml_reader.parse(text).data
    assert data["common_costs"]["shares"] == {"cooperative": 60, "association": 40}
    assert data["solidarity"] == {"percent": 10}
    assert text.startswith("common_costs:\n  key: percent  # voté\n  # Par exemple :\n")
    assert yaml_reader.parse((root / "config/prices.yaml").read_text("utf-8")).data["passes"]["pass_10"] == {
        "validity_months": 12
    }


def test_when_one_value_cannot_be_added_nothing_is_written(tmp_path: Path) -> None:
    root = files(tmp_path, ORGANISATIONS)
    (root / "config/prices.yaml").write_text("passes: {pass_10: {uses: 10}}\n", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        confirmed_files(root, proposals(comptoir(organisations=UNDECIDED)))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("confirm.layout", "config/prices.yaml")
    assert problem.values == {"key": "passes.pass_10.validity_months", "value": "12 mois"}
    assert (root / "config/organisations.yaml").read_text("utf-8") == ORGANISATIONS
