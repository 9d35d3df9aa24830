"""What the kit proposes: for facts that a place has not given, and for these alone."""

from __future__ import annotations

from collections.abc import Mapping
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
RULES = "passes.pass_10.golden_ticket"
#: What a golden ticket gives, to whom, how often and for how long, while only its existence is known.
TICKET: dict[str, Any] = {
    f"{RULES}.opens": "half_day",
    f"{RULES}.for_whom": "une personne qui n’est encore jamais venue",
    f"{RULES}.once_per_person": "oui",
    f"{RULES}.validity_months": 12,
}
NO_TICKET = {"passes": {"pass_10": {"golden_ticket": "non"}}}
GIVEN = {"passes": {"pass_10": {"validity_months": 6, "golden_ticket": "non"}}}


def proposed(space: Space) -> dict[str, Any]:
    return {".".join(fact.path): fact.value for fact in proposals(space)}


def test_facts_that_nobody_gave_have_a_proposal() -> None:
    assert proposed(comptoir(organisations=UNDECIDED)) == {
        "common_costs.shares": {"cooperative": 60, "association": 40},
        "solidarity.percent": 10,
        "passes.pass_10.validity_months": 12,
        **TICKET,
    }


@pytest.mark.parametrize(
    ("rules", "rest"),
    [
        ({"opens": "day"}, ("for_whom", "once_per_person", "validity_months")),
        ({"opens": "day", "for_whom": "une voisine", "once_per_person": "non", "validity_months": 3}, ()),
    ],
)
def test_each_rule_of_a_golden_ticket_that_nobody_gave_has_a_proposal(
    rules: dict[str, Any], rest: tuple[str, ...]
) -> None:
    names = proposed(comptoir(prices={"passes": {"pass_10": {"validity_months": 6, "golden_ticket": rules}}}))
    assert names == {f"{RULES}.{name}": 6 if name == "validity_months" else TICKET[f"{RULES}.{name}"] for name in rest}


def test_three_organisations_have_their_own_shares() -> None:
    third = {"organisations": {"scic": {"legal_form": "scic"}}, "services": {"support": {"operator": "scic"}}}
    shares = proposed(comptoir(organisations=UNDECIDED | third))["common_costs.shares"]
    assert shares == {"cooperative": 50, "association": 30, "scic": 20}


@pytest.mark.parametrize(
    "space",
    [
        comptoir(prices=GIVEN),
        comptoir(organisations={"solidarity": {"percent": 0}}, prices=GIVEN),
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
        for language, text in proposal.text.items():
            if isinstance(proposal.value, Mapping):
                assert proposal.value.get(language, text) == text, (name, language)
            else:
                values = (proposal.value,) if isinstance(proposal.value, Decimal) else proposal.value or ()
                assert all(str(value) in text for value in values), (name, language)
        assert set(proposal.label) == set(proposal.text) == set(proposal.why) == {"fr", "en"}
        assert (TEMPLATE / "tierslieu/generation/templates/fr" / f"{proposal.file}.j2").exists()


PRICES = "passes:\n  pass_10:\n    validity_months:\n    golden_ticket: oui  # voté\n"
ORGANISATIONS = "common_costs:\n  key: percent  # voté\n  # Par exemple :\n  shares: {}\n\nsolidarity:\n  percent:\n"


def files(root: Path, organisations: str, prices: str = PRICES) -> Path:
    (root / "config").mkdir()
    (root / "config/organisations.yaml").write_text(organisations, encoding="utf-8")
    (root / "config/prices.yaml").write_text(prices, encoding="utf-8")
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
        "validity_months": 12,
        "golden_ticket": {name.removeprefix(f"{RULES}."): value for name, value in TICKET.items()},
    }


@pytest.mark.parametrize(
    "written",
    [
        "golden_ticket: oui",
        "golden_ticket:\n      count: 2  # voté\n      opens:",
        "golden_ticket: {count: 2, until: 2027-12-31, once_per_person: non, opens: }",
    ],
)
def test_a_rule_is_added_to_a_golden_ticket_however_it_is_written(tmp_path: Path, written: str) -> None:
    text = f"passes:\n  pass_10:\n    {written}\n    validity_months: 6\n"
    root = files(tmp_path, ORGANISATIONS, text)
    facts = [fact for fact in proposals(comptoir()) if fact.path[-1] in ("opens", "for_whom")]
    assert confirmed_files(root, facts) == ["config/prices.yaml"]
    before = yaml_reader.parse(text).data["passes"]["pass_10"]
    book = yaml_reader.parse((root / "config/prices.yaml").read_text("utf-8")).data["passes"]["pass_10"]
    rules = before["golden_ticket"] if isinstance(before["golden_ticket"], dict) else {}
    chosen = {name: TICKET[f"{RULES}.{name}"] for name in ("opens", "for_whom")}
    assert book == before | {"golden_ticket": rules | chosen}
    assert "# voté" in (root / "config/prices.yaml").read_text("utf-8") or "# voté" not in text


def test_when_one_value_cannot_be_added_nothing_is_written(tmp_path: Path) -> None:
    root = files(tmp_path, ORGANISATIONS)
    (root / "config/prices.yaml").write_text("old: &old {uses: 10}\npasses: {pass_10: *old}\n", encoding="utf-8")
    with pytest.raises(Problems) as raised:
        confirmed_files(root, proposals(comptoir(organisations=UNDECIDED, prices=NO_TICKET)))
    (problem,) = raised.value.problems
    assert (problem.code, problem.file) == ("confirm.layout", "config/prices.yaml")
    assert problem.values == {"key": "passes.pass_10.validity_months", "value": "12 mois"}
    assert (root / "config/organisations.yaml").read_text("utf-8") == ORGANISATIONS
